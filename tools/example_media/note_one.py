"""The graphic note of day 1, "Blekinges nyläge": a road past nine islands of content."""

from tools.example_media import things as draw
from tools.example_media.pen import Point, Sheet, box, oval

INK, SEA, MIST, SUN, CORAL, PAPER = "#1f3040", "#7cc4cf", "#cfe9ec", "#ffd766", "#f59a7e", "#fffdf8"
WATER = "#4a9fb0"


def heading(sheet: Sheet, x: float, y: float, number: int, text: str, *, size: float = 74) -> None:
    """A number in a circle and a heading underlined by hand."""
    sheet.shape(oval(x + 34, y - 24, 40), SUN, 7)
    sheet.letters(x + 34, y - 2, str(number), 62, face="brush", anchor="middle")
    width = sheet.letters(x + 96, y, text, size, face="brush")
    sheet.line([(x + 96, y + 20), (x + 96 + width * 0.5, y + 14), (x + 96 + width, y + 20)], 6, colour=WATER)


def title(sheet: Sheet) -> None:
    draw.waves(sheet, 90, 560, 520, SEA, rows=3)
    draw.lighthouse(sheet, 210, 560, 420, CORAL, SUN)
    sheet.line([(90, 566), (170, 548), (270, 550), (340, 566)], 8)
    sheet.letters(420, 270, "BLEKINGES", 212, face="brush", outline=SEA, shadow="#d5dde0", slope=-1.2)
    sheet.letters(430, 476, "NYLÄGE", 250, face="brush", outline=SUN, shadow="#d5dde0", slope=-1.2)
    sheet.letters(880, 588, "Blekingedagen · dag 1", 64)
    sheet.letters(880, 660, "fredag 6 november 2020", 54)
    draw.boat(sheet, 690, 622, 128, SUN, CORAL)
    draw.waves(sheet, 590, 640, 250, SEA, rows=2)


def welcome(sheet: Sheet) -> None:
    heading(sheet, 1500, 150, 1, "Välkommen!")
    places = [
        (1640, 270, "Olofström"),
        (1520, 440, "Sölvesborg"),
        (1755, 440, "Karlshamn"),
        (1900, 270, "Ronneby"),
        (2000, 440, "Karlskrona"),
    ]
    for i, (x, y, name) in enumerate(places):
        draw.island(sheet, x, y, 168, 70, "#dfeecb" if i % 2 else MIST, water=SEA)
        draw.house(sheet, x - 20, y + 10, 76, (SUN, CORAL, SEA, "#ffffff", SUN)[i])
        draw.pine(sheet, x + 48, y + 16, 66, "#a9cfa0")
        sheet.letters(x, y + 78, name, 42, anchor="middle")
    sheet.letters(1765, 606, "fem kommuner – ett län", 64, anchor="middle", mark=SUN)
    sheet.letters(1800, 676, "alla som bor, arbetar eller går i skola här får vara med", 40, anchor="middle")


def numbers(sheet: Sheet) -> None:
    heading(sheet, 2290, 150, 2, "Blekinge i siffror")
    sheet.line([(2310, 230), (2306, 560), (2700, 562)], 8, straight=True)
    for i, (h, c) in enumerate([(90, MIST), (150, SEA), (120, MIST), (210, SEA), (180, SUN)]):
        sheet.shape(box(2336 + i * 70, 556 - h, 48, h), c, 6, straight=True)
    sheet.arrow([(2330, 440), (2430, 410), (2520, 372), (2600, 300), (2690, 250)], 9, colour="#d8573a", head=34)
    draw.magnifier(sheet, 2660, 470, 140, MIST)
    sheet.letters(2760, 226, "det här följer vi:", 48)
    y = 286.0
    for text in (
        "flyttnetto 20–34 år",
        "restid",
        "utsläpp per invånare",
        "självskattad hälsa",
        "sysselsättning",
        "nyföretagande",
        "tillit",
    ):
        draw.tick(sheet, 2770, y, 34, WATER)
        sheet.letters(2806, y, text, 43)
        y += 50
    sheet.letters(2720, 674, "siffror säger var vi är – inte vart vi vill", 54, anchor="middle", mark=MIST)


def road(sheet: Sheet) -> None:
    """The road that leads the eye: right, down, left, down, right."""
    way: list[Point] = [(120, 742), (700, 752), (1400, 730), (2200, 752), (2850, 736), (3085, 800), (3100, 1000), (3092, 1240), (2960, 1352), (2400, 1362), (1700, 1340), (900, 1368), (330, 1344), (130, 1400), (96, 1520), (120, 1740), (220, 1905), (700, 1936), (1400, 1920), (2200, 1940), (2830, 1920), (2960, 1880)]  # fmt: skip
    sheet.wash_path(way, "#e8edee", 46)
    sheet.dashes(way, 9, colour="#8fa3ad")
    for x, y, ahead in ((1480, 738, 1), (3094, 1060, 0), (1120, 1362, -1), (110, 1650, 0), (1560, 1926, 1)):
        head = [(-22 * ahead, -30), (22 * ahead, 0), (-22 * ahead, 30)] if ahead else [(-30, -22), (0, 22), (30, -22)]
        sheet.line([(x + a, y + b) for a, b in head], 11, colour="#5b7482", straight=True)


def stories(sheet: Sheet) -> None:
    heading(sheet, 2080, 868, 3, "Två berättelser")
    draw.person(sheet, 2190, 1250, 250, SEA)
    draw.suitcase(sheet, 2300, 1262, 92, CORAL)
    draw.bubble(sheet, 2290, 930, 330, 176, tail=(2232, 1052), colour=None)
    sheet.lines(2455, 990, ["Jag kom tillbaka", "för att få vardagen", "att gå ihop."], 41, anchor="middle")
    sheet.letters(2120, 1304, "återvändaren", 50, mark=SUN)
    draw.house(sheet, 2530, 1262, 126, SUN, roof=CORAL)
    sheet.arrow([(2370, 1240), (2410, 1208), (2462, 1222)], 8, head=28)
    draw.factory(sheet, 2770, 1250, 180, MIST)
    draw.gear(sheet, 2950, 1196, 60, SUN)
    draw.gear(sheet, 3012, 1104, 42, CORAL, turn=0.3)
    draw.bubble(sheet, 2640, 800, 350, 200, tail=(2730, 1092), colour=None)
    sheet.lines(2815, 874, ["Vi har order.", "Vi söker händer", "som kan."], 43, anchor="middle")
    sheet.letters(2690, 1304, "maskinföretaget", 50, mark=SUN)


def surprise(sheet: Sheet) -> None:
    heading(sheet, 1300, 868, 4, "Paus och omröstning")
    draw.cup(sheet, 1350, 1220, 150, CORAL)
    sheet.letters(1470, 966, "Vad förvånade dig?", 62, colour="#b8401f")
    notes = [
        (1480, 1002, 250, "att så många", "vill tillbaka", SUN),
        (1760, 994, 270, "att bussen", "slutar så tidigt", MIST),
        (1470, 1156, 270, "hur mycket", "som tillverkas", MIST),
        (1770, 1158, 250, "att havet mår", "som det gör", SUN),
    ]
    for x, y, width, one, two, colour in notes:
        draw.card(sheet, x, y, width, 118, colour)
        sheet.lines(x + width / 2, y + 52, [one, two], 42, anchor="middle")


def panel(sheet: Sheet) -> None:
    heading(sheet, 130, 868, 5, "Tio frågor till panelen")
    for i, (x, colour) in enumerate([(250, SEA), (430, SUN), (610, CORAL)]):
        draw.person(sheet, x, 1190, 230, colour, arms="one-up" if i == 1 else "down")
    sheet.shape(box(140, 1130, 590, 128, round_by=16), "#eef1f2", 8, straight=True)
    for x in (250, 430, 610):
        draw.microphone(sheet, x, 1132, 90, SUN)
    sheet.letters(435, 1214, "tre förtroendevalda svarar", 48, anchor="middle")
    questions = [
        "Hur får unga råd att bo?",
        "Går det en buss hem?",
        "Vem tar ansvar för havet?",
        "Hur hittar företagen folk?",
    ]
    y = 962.0
    for i, text in enumerate(questions):
        draw.heart(sheet, 786, y - 16, 44 - i * 3, CORAL)
        sheet.letters(824, y, text, 43)
        y += 80
    sheet.letters(786, 1282, "flest hjärtan först", 40, colour=WATER)


def rooms(sheet: Sheet) -> None:
    heading(sheet, 200, 1470, 6, "Samtalsrum: tre frågor")
    rooms_ = [
        (190, "Vad är bäst", "med att bo här?", MIST, ["havet nära", "korta köer", "alla känner nån"]),
        (640, "Vad får någon", "att flytta?", "#fbe3da", ["ingen bostad", "sista bussen", "jobb för en, inte två"]),
        (1090, "Vad ska vara sant", "om tio år?", "#fff0c2", ["ställen att ses på", "jobb för två", "hel skärgård"]),
    ]
    for x, one, two, colour, answers in rooms_:
        draw.screen(sheet, x, 1520, 380, 176, colour)
        sheet.lines(x + 190, 1746, [one, two], 47, anchor="middle", leading=1.0)
        y = 1836.0
        sheet.letters(x + 190, y, " · ".join(answers[:2]), 36, anchor="middle", colour="#31586a")
        sheet.letters(x + 190, y + 42, answers[2], 36, anchor="middle", colour="#31586a")


def desired(sheet: Sheet) -> None:
    heading(sheet, 1600, 1470, 7, "Dit vill vi")
    draw.sun(sheet, 1905, 1690, 104, SUN, rays=0)
    sheet.lines(1905, 1680, ["önskat", "läge"], 58, face="brush", anchor="middle", leading=0.95)
    rays = [
        (1640, 1580, "öppet och", "nyfiket"),
        (1650, 1826, "livet", "går ihop"),
        (1905, 1870, "trygghet och tillit", ""),
        (2170, 1826, "nära", "utan bil"),
        (2180, 1580, "arbete som", "växer här"),
    ]
    ends = [
        ((1800, 1650), (1725, 1612)),
        ((1812, 1742), (1726, 1796)),
        ((1905, 1806), (1905, 1832)),
        ((1998, 1742), (2090, 1796)),
        ((2010, 1650), (2094, 1612)),
    ]
    draw.bicycle(sheet, 1660, 1738, 92, CORAL)
    draw.bus(sheet, 2190, 1742, 84, MIST)
    for (x, y, one, two), (start, end) in zip(rays, ends, strict=True):
        sheet.arrow([start, end], 7, head=22)
        sheet.lines(x, y, [one, two] if two else [one], 46, anchor="middle", leading=1.0)


def ahead(sheet: Sheet) -> None:
    heading(sheet, 2400, 1470, 8, "Nästa steg")
    for i, (x, y, date, what, colour) in enumerate(
        [(2420, 1742, "17 nov", "attraktiva livsmiljöer", MIST), (2420, 1880, "1 dec", "näringsliv och arbete", SUN)]
    ):
        draw.flag(sheet, x, y, 124, colour, text=date, size=38)
        sheet.letters(x + 130, y - 72, f"dag {i + 2}", 48)
        sheet.letters(x + 130, y - 24, what, 43)
    draw.paper(sheet, 2990, 1770, 180, None)
    draw.pencil(sheet, 3010, 1696, 100, SUN)
    sheet.letters(2978, 1818, "vår strategi", 44, anchor="middle")
    sheet.letters(2700, 1562, "Lämna inspel till och med 4 december!", 54, anchor="middle", mark="#ffc9b8")


def note() -> Sheet:
    """The whole sheet, 3200 × 2000."""
    sheet = Sheet(3200, 2000, seed=611, ink=INK, paper=PAPER)
    road(sheet)
    for part in (title, welcome, numbers, stories, surprise, panel, rooms, desired, ahead):
        part(sheet)
    sheet.letters(3080, 1978, "Exempelteckning, gjord för Färdplan", 30, anchor="end", colour="#5b6a73")
    return sheet
