"""The graphic note of day 2, "Attraktiva livsmiljöer": a tree on an island, its branches the draft's passages."""

import math

from tools.example_media import things as draw
from tools.example_media.pen import Point, Sheet, box, oval

INK, LEAF, MOSS, SUN, SEA, CORAL, PAPER = "#1f3329", "#8cc78f", "#d8eccf", "#ffd766", "#a9d8e3", "#f59a7e", "#fffdf8"
GREEN = "#3c8a56"


def heading(sheet: Sheet, x: float, y: float, text: str, *, size: float = 74, colour: str = GREEN) -> None:
    """A heading underlined by hand."""
    width = sheet.letters(x, y, text, size, face="brush")
    sheet.line([(x, y + 20), (x + width * 0.5, y + 14), (x + width, y + 20)], 6, colour=colour)


def title(sheet: Sheet) -> None:
    sheet.letters(110, 250, "ATTRAKTIVA", 196, face="brush", outline=LEAF, shadow="#d5dfd6", slope=-1.0)
    sheet.letters(110, 440, "LIVSMILJÖER", 196, face="brush", outline=SUN, shadow="#d5dfd6", slope=-1.0)
    sheet.letters(124, 536, "Blekingedagen · dag 2 · tisdag 17 november 2020", 58)


def leaves(sheet: Sheet, x: float, y: float) -> None:
    """Leaves along the rim of the crown; the middle is kept for the words."""
    for i in range(58):
        angle, far = i * 2.399963, 0.66 + 0.25 * ((i * 37) % 100) / 100
        cx, cy = x + 505 * far * math.cos(angle), y + 350 * far * math.sin(angle)
        if abs(cx - x) < 425 and y - 250 < cy < y + 75:
            continue
        turn, size = angle + 0.6, 21 + (i * 13) % 10
        tip = (cx + size * math.cos(turn), cy + size * math.sin(turn))
        foot = (cx - size * math.cos(turn), cy - size * math.sin(turn))
        side = (size * 0.5 * math.sin(turn), -size * 0.5 * math.cos(turn))
        sheet.wash(
            [foot, (cx + side[0], cy + side[1]), tip, (cx - side[0], cy - side[1])],
            ("#7fbf86", "#9fd09a", "#eedd7c")[i % 3],
            offset=(3, 3),
        )
        sheet.line(
            [foot, (cx + side[0], cy + side[1]), tip, (cx - side[0], cy - side[1])],
            4,
            colour="#5f9f70",
            closed=True,
            amount=1,
        )


def tree(sheet: Sheet) -> None:
    """Island, roots, trunk and two great branches."""
    x, ground = 1600, 1500
    ring = [
        (
            x + 560 * math.cos(a) * (1 + 0.05 * math.sin(3 * a)),
            ground + 60 + 120 * math.sin(a) * (1 + 0.08 * math.cos(5 * a)),
        )
        for a in [i * math.tau / 36 for i in range(36)]
    ]
    sheet.shape(ring, MOSS, 8, hatch=None)
    for side in (-1, 1):
        draw.waves(sheet, x + side * 640 - 130, ground + 20, 220, "#5fb3c4", rows=2)
    # Crown behind the branches
    crown: list[Point] = [
        (
            x + 512 * math.cos(a) * (1 + 0.055 * abs(math.sin(6.5 * a))),
            876 + 350 * math.sin(a) * (1 + 0.07 * abs(math.sin(6.5 * a))),
        )
        for a in [i * math.tau / 130 for i in range(130)]
    ]
    sheet.shape(crown, "#c5e3bd", 9, offset=(10, 8))
    leaves(sheet, x, 876)
    trunk: list[Point] = [(x - 130, ground + 40), (x - 84, ground - 120), (x - 74, 1230), (x - 150, 1090), (x - 300, 1010), (x - 282, 980), (x - 110, 1030), (x - 36, 1120), (x - 10, 900), (x + 22, 900), (x + 46, 1110), (x + 130, 1010), (x + 296, 976), (x + 312, 1008), (x + 150, 1090), (x + 80, 1230), (x + 90, ground - 120), (x + 140, ground + 40), (x + 40, ground), (x - 40, ground)]  # fmt: skip
    sheet.shape(trunk, "#e3c9a4", 8)
    sheet.letters(x, 690, "I Blekinge utvecklas vi i", 62, face="brush", anchor="middle")
    sheet.letters(x, 772, "attraktiva livsmiljöer", 88, face="brush", anchor="middle")
    sheet.line([(x - 330, 800), (x, 792), (x + 334, 800)], 9, colour=CORAL)
    sheet.letters(x - 232, 884, "A1 · planering som", 50, anchor="middle")
    sheet.letters(x - 232, 936, "håller ihop länet", 50, anchor="middle")
    sheet.letters(x + 236, 884, "A2 · gott liv", 50, anchor="middle")
    sheet.letters(x + 236, 936, "i hela livet", 50, anchor="middle")
    draw.house(sheet, x - 380, ground + 50, 130, SUN, roof=CORAL)
    draw.flats(sheet, x - 262, ground + 24, 170, SEA)
    draw.person(sheet, x + 230, ground + 72, 150, CORAL, arms="up")
    draw.person(sheet, x + 330, ground + 84, 112, SUN, arms="one-up")
    draw.pine(sheet, x + 440, ground + 60, 170, "#7fb98a")
    draw.pine(sheet, x - 478, ground + 66, 130, "#7fb98a")


def planning(sheet: Sheet) -> None:
    heading(sheet, 110, 680, "Planering som håller ihop länet", size=66)
    draw.flats(sheet, 190, 900, 160, SUN)
    draw.house(sheet, 312, 900, 106, CORAL)
    sheet.letters(400, 800, "Bostäder", 54, face="brush")
    sheet.lines(400, 854, ["nära orterna – och i hela länet?"], 45, leading=1.08)
    draw.bus(sheet, 246, 1078, 112, SEA)
    sheet.letters(400, 1000, "Restid", 54, face="brush")
    sheet.lines(400, 1054, ["högst en timme mellan huvudorterna"], 45, leading=1.08)
    draw.phone(sheet, 200, 1268, 136, SEA)
    for i, r in enumerate((34, 60, 86)):
        sheet.line(oval(246, 1170, r, start=-0.9, turn=1.0), 7, colour=GREEN if i else INK)
    sheet.letters(400, 1164, "Service och uppkoppling", 54, face="brush")
    sheet.lines(400, 1218, ["också utanför tätorterna"], 45, leading=1.08)
    draw.turbine(sheet, 180, 1486, 168)
    draw.turbine(sheet, 290, 1488, 132)
    draw.waves(sheet, 110, 1500, 260, "#5fb3c4", rows=2)
    sheet.letters(400, 1376, "Energi och hav", 54, face="brush")
    sheet.lines(400, 1430, ["ren energi, ett hav", "som återhämtar sig"], 45, leading=1.08)
    sheet.arrow([(900, 664), (980, 668), (1064, 740)], 9, colour=GREEN)


def life(sheet: Sheet) -> None:
    heading(sheet, 2340, 680, "Gott liv i hela livet", size=66)
    draw.football(sheet, 2420, 850, 58)
    draw.book(sheet, 2560, 880, 88, SUN)
    sheet.letters(2680, 800, "Kultur och rörelse", 54, face="brush")
    sheet.lines(2680, 854, ["på alla orter, på sitt sätt"], 45, leading=1.08)
    draw.person(sheet, 2430, 1082, 150, SEA)
    draw.person(sheet, 2530, 1082, 150, CORAL, arms="left")
    sheet.letters(2680, 1000, "Ungas psykiska hälsa", 54, face="brush")
    sheet.lines(2680, 1054, ["stöd tidigt och nära"], 45, leading=1.08)
    draw.house(sheet, 2450, 1278, 128, SUN)
    draw.heart(sheet, 2560, 1200, 84, CORAL)
    sheet.letters(2680, 1192, "Äldres trygghet", 54, face="brush")
    sheet.lines(2680, 1246, ["bo kvar och ha sällskap"], 45, leading=1.08)
    sheet.shape(box(2370, 1330, 740, 134, round_by=30), "#fff0c2", 7, straight=True)
    draw.bubble(sheet, 2410, 1352, 90, 74, tail=(2420, 1448), colour=None, pen=6)
    sheet.letters(2455, 1408, "?", 60, face="brush", anchor="middle")
    sheet.lines(2530, 1388, ["En rad fattas: var ses unga", "utan att det kostar?"], 46)
    sheet.arrow([(2310, 664), (2220, 668), (2142, 740)], 9, colour=GREEN)


def frame_of_the_day(sheet: Sheet) -> None:
    """What is decided and what can change."""
    draw.padlock(sheet, 1470, 236, 130, "#d9dfe2")
    sheet.lines(1570, 150, ["bestämt: länet ska ha", "en strategi, två inriktningar"], 46)
    draw.pencil(sheet, 1420, 410, 120, SUN)
    sheet.lines(1570, 330, ["går att ändra: mål,", "prioriteringar och ord"], 46)


def stand(sheet: Sheet) -> None:
    heading(sheet, 2340, 150, "Ta ställning: 20 påståenden", size=62)
    sayings = [
        "Kortare restid är viktigare än fler avgångar.",
        "Ungas mötesplatser ska styras av unga.",
        "Vi ska satsa på alla orter.",
    ]
    y = 230.0
    for text in sayings:
        sheet.letters(2344, y, "”" + text + "”", 42)
        y += 62
    for x, word, colour in ((2440, "håller med", LEAF), (2700, "håller inte med", CORAL), (2960, "vet inte", SEA)):
        sheet.shape(oval(x, 468, 48), colour, 7)
        sheet.letters(x, 562, word, 42, anchor="middle")
    draw.tick(sheet, 2434, 488, 60)
    sheet.line([(2678, 446), (2722, 490)], 9)
    sheet.line([(2722, 446), (2678, 490)], 9)
    sheet.letters(2960, 492, "?", 70, face="brush", anchor="middle")


def rooms(sheet: Sheet) -> None:
    heading(sheet, 110, 1622, "Rapport från rummen", size=66)
    sayings = [
        (120, 1664, 400, 150, ["Rörelse är inte", "bara fotboll."], (260, 1900)),
        (560, 1650, 400, 160, ["Sista bussen går", "när livet börjar."], (700, 1900)),
    ]
    for x, y, width, height, texts, tail in sayings:
        draw.bubble(sheet, x, y, width, height, tail=(tail[0] + 20, tail[1] - 48))
        sheet.lines(x + width / 2, y + 68, texts, 46, anchor="middle")
    for x, colour in ((200, SEA), (320, SUN), (660, CORAL), (780, LEAF)):
        draw.person(sheet, x + 40, 1960, 118, colour)
    sheet.lines(1020, 1780, ["40 minuter,", "ett rum per", "prioritering"], 48, leading=1.05)


def answers(sheet: Sheet) -> None:
    sheet.shape(box(1360, 1722, 660, 210, round_by=26), "#eef3ea", 7, straight=True)
    draw.microphone(sheet, 1440, 1890, 140, CORAL)
    sheet.lines(
        1520,
        1790,
        ["förtroendevalda svarar", "på frågorna med mest stöd", "– hör dem i inspelningen"],
        44,
        leading=1.14,
    )


def onward(sheet: Sheet) -> None:
    heading(sheet, 2290, 1622, "Säg vad du tycker", size=66)
    ways = [(2300, "mobil"), (2490, "brev"), (2690, "samtal")]
    draw.phone(sheet, 2300, 1800, 130, SUN)
    draw.envelope(sheet, 2480, 1790, 104, None)
    draw.screen(sheet, 2600, 1684, 190, 108, MOSS)
    for x, word in ways:
        sheet.letters(x, 1850, word, 44, anchor="middle")
    sheet.letters(2640, 1944, "till och med 4 december!", 66, face="brush", anchor="middle", mark="#ffc9b8")
    sheet.arrow([(2830, 1750), (2880, 1728), (2936, 1742)], 8)
    draw.paper(sheet, 3030, 1850, 190, None)
    draw.tick(sheet, 3030, 1800, 80, GREEN)


def note() -> Sheet:
    """The whole sheet, 3200 × 2000."""
    sheet = Sheet(3200, 2000, seed=1711, ink=INK, paper=PAPER)
    for part in (title, tree, planning, life, frame_of_the_day, stand, rooms, answers, onward):
        part(sheet)
    sheet.letters(3080, 1984, "Exempelteckning, gjord för Färdplan", 30, anchor="end", colour="#5b6a63")
    return sheet
