"""The hero picture, five small pictures for the five parts of the desired state, and the marks."""

import math

from tools.example_media import things as draw
from tools.example_media.pen import Point, Sheet, along_curve, box, oval, path

INK, SEA, WATER, SUN, CORAL, LEAF, MOSS, PAPER = (
    "#1f3040",
    "#8fcbd6",
    "#4a9fb0",
    "#ffd766",
    "#f59a7e",
    "#8cc78f",
    "#d8eccf",
    "#fffdf8",
)


def ground(sheet: Sheet, points: list[Point], colour: str) -> None:
    """An opaque surface without an outline, edge drawn by hand."""
    sheet.marks.append(f'<path d="{path(sheet.wander(points, 3))}" fill="{colour}"/>')


def ridge(sheet: Sheet, y: float, height: float, colour: str, *, waves: float, start: float) -> None:
    """A line of hills over the whole width."""
    top = [
        (x, y - height * (0.55 + 0.3 * math.sin(start + x * waves) + 0.15 * math.sin(2.7 * start + x * waves * 2.3)))
        for x in range(-20, sheet.width + 40, 20)
    ]
    ground(sheet, [*top, (sheet.width + 30, sheet.height), (-30, sheet.height)], colour)


def hero() -> Sheet:
    """Forest, town, path and archipelago; 1920 × 840, on its own sky so that it stands in light and dark pages alike."""
    sheet = Sheet(1920, 840, seed=2020, ink=INK, paper=None)
    ground(sheet, box(-30, -30, 1980, 900), "#e3f2f4")
    sheet.marks.append(f'<circle cx="1330" cy="250" r="118" fill="{SUN}"/>')
    for x, y, w in ((250, 150, 190), (820, 110, 150), (1620, 140, 210)):
        cloud: list[Point] = [
            (
                x + w * 0.5 * math.cos(a) * (1 + 0.12 * abs(math.sin(3 * a))),
                y + w * 0.17 * math.sin(a) * (1 + 0.3 * abs(math.sin(3 * a))),
            )
            for a in [i * math.tau / 60 for i in range(60)]
        ]
        ground(sheet, cloud, "#ffffff")
    ridge(sheet, 430, 150, "#c3dfd8", waves=0.0052, start=0.4)
    ridge(sheet, 470, 110, "#a5cfbd", waves=0.0071, start=2.2)
    for i in range(46):
        x = 20 + i * 42 + (i * 37) % 19
        if 1010 < x < 1890:
            continue
        s = 62 + (i * 29) % 40
        ground(
            sheet,
            draw.put([(0, -1), (0.26, 0), (-0.26, 0)], x, 468 - 12 * math.sin(x / 130), s),
            "#6fae8b" if i % 3 else "#86bf9b",
        )
    # The sea to the right, the land to the left and in front
    ground(sheet, [(700, 470), (1300, 446), (1960, 440), (1960, 880), (500, 880)], SEA)
    for i in range(22):
        x, y = 960 + (i * 173) % 930, 492 + (i * 71) % 300
        sheet.line([(x, y), (x + 22, y - 7), (x + 44, y), (x + 66, y - 7), (x + 88, y)], 4.5, colour="#6fb7c5")
    for x, y, w, h in ((1180, 520, 250, 50), (1520, 500, 190, 36), (1790, 560, 260, 56), (1430, 640, 300, 70)):
        ring: list[Point] = [
            (
                x + w / 2 * math.cos(a) * (1 + 0.07 * math.sin(3 * a + x)),
                y + h / 2 * math.sin(a) * (1 + 0.1 * math.cos(2 * a + w)),
            )
            for a in [i * math.tau / 30 for i in range(30)]
        ]
        ground(sheet, [(a, b + 9) for a, b in ring], "#d9d3c0")
        ground(sheet, ring, "#b7d9a8")
    sheet.paper = PAPER
    draw.house(sheet, 1150, 520, 72, CORAL)
    draw.pine(sheet, 1220, 524, 84, "#7fb98a")
    draw.pine(sheet, 1256, 526, 62, "#7fb98a")
    draw.lighthouse(sheet, 1540, 502, 170, CORAL, SUN)
    draw.house(sheet, 1760, 562, 76, SUN)
    draw.pine(sheet, 1840, 566, 90, "#7fb98a")
    draw.flats(sheet, 1380, 640, 110, PAPER)
    draw.house(sheet, 1450, 644, 84, SUN)
    draw.leafy(sheet, 1520, 648, 96, LEAF)
    draw.boat(sheet, 1650, 720, 110, PAPER, CORAL)
    draw.boat(sheet, 1330, 770, 76, SUN, WATER)
    shore: list[Point] = [
        (-30, 500),
        (220, 470),
        (520, 486),
        (760, 480),
        (930, 520),
        (1000, 590),
        (960, 660),
        (1030, 740),
        (1140, 800),
        (1180, 880),
        (-30, 880),
    ]
    ground(sheet, along_curve(shore), "#cfe6bd")
    way: list[Point] = [(430, 860), (560, 770), (470, 690), (330, 640), (400, 575), (620, 560), (760, 525), (800, 498)]
    for width, colour in ((58, "#fffdf8"), (44, "#f3e7c8")):
        drawn = along_curve(way)
        sheet.marks.append(
            f'<path d="{path(drawn, closed=False)}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'
        )
    sheet.dashes(way, 6, colour="#c9a95c", dash=26, gap=22)
    for x, y, s in ((70, 560, 150), (150, 590, 110), (40, 700, 170), (230, 800, 150), (120, 830, 120), (860, 640, 110)):
        draw.pine(sheet, x, y, s, "#7fb98a")
    draw.flats(sheet, 520, 530, 120, PAPER)
    draw.house(sheet, 610, 532, 84, CORAL)
    draw.flats(sheet, 690, 520, 140, SUN)
    draw.house(sheet, 850, 548, 78, PAPER)
    draw.turbine(sheet, 330, 490, 170)
    draw.turbine(sheet, 400, 486, 130)
    draw.bus(sheet, 700, 640, 84, SUN)
    draw.bicycle(sheet, 840, 770, 84, CORAL)
    draw.leafy(sheet, 690, 800, 150, LEAF)
    for i, (x, y, c) in enumerate(((586, 770, SUN), (322, 650, CORAL), (588, 574, SEA))):
        draw.flag(sheet, x, y, 104 - i * 14, c, text=str(i + 1), size=30)
    draw.person(sheet, 400, 800, 110, SEA, arms="one-up")
    draw.person(sheet, 470, 810, 96, CORAL)
    return sheet


def still() -> Sheet:
    """What stands in the player on day 3 before anybody has chosen to play; 1280 × 720."""
    sheet = Sheet(1280, 720, seed=112, ink=INK, paper=PAPER)
    sheet.letters(90, 190, "Näringsliv", 128, face="brush", outline=SUN)
    sheet.letters(90, 318, "och arbete", 128, face="brush", outline=CORAL)
    sheet.letters(98, 396, "Blekingedagen · dag 3", 52)
    draw.factory(sheet, 900, 420, 230, SEA, smoke="#d9dfe2")
    draw.gear(sheet, 1130, 330, 74, SUN)
    draw.gear(sheet, 1216, 236, 46, CORAL, turn=0.3)
    draw.person(sheet, 760, 470, 150, LEAF, arms="one-up")
    draw.waves(sheet, 60, 560, 1150, WATER, rows=4, gap=34)
    draw.boat(sheet, 320, 566, 90, SUN, CORAL)
    return sheet


def vignette(seed: int, tint: str) -> Sheet:
    """The common ground of the five small pictures: 720 × 480, a tinted sheet with a soft hill."""
    sheet = Sheet(720, 480, seed=seed, ink=INK, paper=None)
    ground(sheet, box(-20, -20, 760, 520), tint)
    hill: list[Point] = [(x, 392 - 26 * math.sin(x / 230 + seed)) for x in range(-20, 760, 20)]
    ground(sheet, [*hill, (760, 520), (-20, 520)], "#d8eccf")
    sheet.paper = PAPER
    return sheet


def open_and_curious() -> Sheet:
    sheet = vignette(1, "#fdeccc")
    draw.house(sheet, 250, 412, 250, PAPER, roof=CORAL)
    sheet.shape([(225, 412), (225, 337), (275, 337), (275, 412)], SUN, 8, straight=True, offset=(0, 0))
    sheet.shape([(225, 412), (225, 337), (196, 322), (196, 424)], "#d7a86e", 7, straight=True, offset=(0, 0))
    draw.person(sheet, 352, 434, 150, SEA, arms="one-up")
    draw.person(sheet, 520, 440, 156, CORAL, arms="one-up")
    draw.suitcase(sheet, 598, 444, 60, SUN)
    draw.bubble(sheet, 386, 128, 130, 96, tail=(376, 280), colour=PAPER, pen=6)
    sheet.letters(451, 192, "hej!", 54, face="brush", anchor="middle")
    draw.pine(sheet, 90, 418, 170, LEAF)
    draw.leafy(sheet, 660, 400, 150, LEAF)
    return sheet


def life_fits() -> Sheet:
    sheet = vignette(2, "#e0f1f3")
    draw.sun(sheet, 612, 106, 46, SUN)
    draw.flats(sheet, 130, 412, 200, SUN)
    draw.house(sheet, 252, 416, 130, PAPER, roof=CORAL)
    draw.book(sheet, 402, 330, 78, SUN)
    draw.leafy(sheet, 560, 412, 190, LEAF)
    draw.bicycle(sheet, 428, 440, 110, CORAL)
    draw.person(sheet, 320, 446, 118, SEA)
    draw.person(sheet, 640, 446, 100, CORAL, arms="up")
    draw.football(sheet, 588, 436, 20)
    for start, end in (((196, 176), (300, 120)), ((420, 118), (520, 168))):
        sheet.dashes(
            [start, ((start[0] + end[0]) / 2, min(start[1], end[1]) - 26), end], 7, colour=WATER, dash=20, gap=16
        )
    draw.heart(sheet, 360, 118, 66, CORAL)
    return sheet


def trust() -> Sheet:
    sheet = vignette(3, "#fbe3da")
    draw.heart(sheet, 360, 110, 128, CORAL)
    people = ((104, 152, SEA), (226, 178, SUN), (356, 150, PAPER), (496, 172, LEAF), (616, 148, CORAL))
    feet = (438, 438, 414, 438, 438)
    for (x, s, colour), foot in zip(people, feet, strict=True):
        draw.person(sheet, x, foot, s, colour, arms="none")
    for i in range(4):
        (ax, a, _), (bx, b, _) = people[i], people[i + 1]
        start, end = (ax + a * 0.16, feet[i] - a * 0.5), (bx - b * 0.16, feet[i + 1] - b * 0.5)
        sheet.line([start, ((start[0] + end[0]) / 2, max(start[1], end[1]) + 34), end], 6)
    # The one in the middle uses a wheelchair
    sheet.line([(318, 326), (314, 404), (392, 404), (412, 436)], 8)
    sheet.line(oval(344, 414, 40), 8, closed=True)
    sheet.line(oval(410, 440, 12), 7, closed=True)
    return sheet


def near() -> Sheet:
    sheet = vignette(4, "#e0f1f3")
    water: list[Point] = [(250, 390), (330, 402), (470, 402), (560, 388), (600, 500), (200, 500)]
    ground(sheet, along_curve([*water, water[0]]), SEA)
    draw.waves(sheet, 290, 436, 220, "#ffffff", rows=2)
    draw.turbine(sheet, 96, 366, 230)
    draw.turbine(sheet, 186, 374, 170)
    sheet.line([(150, 388), (260, 330), (400, 312), (540, 332), (690, 384)], 9)
    sheet.line([(150, 404), (260, 348), (400, 330), (540, 350), (690, 400)], 7)
    for x, top in ((270, 342), (400, 328), (530, 346)):
        sheet.line([(x, top), (x, 418)], 8)
    draw.bus(sheet, 400, 312, 124, SUN)
    draw.house(sheet, 640, 356, 104, CORAL)
    draw.pine(sheet, 700, 400, 110, LEAF)
    draw.bicycle(sheet, 110, 456, 100, CORAL)
    draw.boat(sheet, 478, 448, 72, PAPER, CORAL)
    return sheet


def work() -> Sheet:
    sheet = vignette(5, "#fdeccc")
    draw.factory(sheet, 214, 412, 210, SEA, smoke="#ffffff")
    draw.gear(sheet, 430, 156, 66, SUN)
    draw.gear(sheet, 526, 106, 44, CORAL, turn=0.3)
    # A plant in a pot, growing
    sheet.shape([(514, 360), (626, 360), (608, 440), (532, 440)], CORAL, 8, straight=True)
    sheet.line([(570, 358), (566, 290), (574, 210)], 9, colour="#3c8a56")
    for side, y in ((-1, 310), (1, 270), (-1, 236), (1, 206)):
        sheet.shape([(570, y), (570 + side * 34, y - 34), (570 + side * 78, y - 34), (570 + side * 48, y - 2)], LEAF, 6)
    draw.person(sheet, 420, 440, 150, SUN, arms="right")
    draw.book(sheet, 664, 452, 50, PAPER)
    return sheet


PARTS = {"oppet-och-nyfiket": open_and_curious, "livet-gar-ihop": life_fits, "trygghet-och-tillit": trust, "nara-utan-bil": near, "arbete-som-vaxer-har": work}  # fmt: skip
