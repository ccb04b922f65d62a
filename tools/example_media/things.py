"""Things a graphic recorder draws again and again. (x, y) is where the thing stands, `s` how tall it is in pixels."""

import math

from tools.example_media.pen import Point, Sheet, box, oval, path

SHADE = "#d9dfe2"


def put(points: list[Point], x: float, y: float, s: float) -> list[Point]:
    """Points given in units (0,0 = foot, y upwards negative) on the sheet."""
    return [(x + a * s, y + b * s) for a, b in points]


def person(sheet: Sheet, x: float, y: float, s: float, colour: str, *, arms: str = "down", face: bool = True) -> None:
    """A figure: a head above a coloured body. `arms`: down, up, one-up, left, right, none."""
    body = put([(-0.17, 0), (-0.2, -0.3), (-0.16, -0.56), (0, -0.62), (0.16, -0.56), (0.2, -0.3), (0.17, 0)], x, y, s)
    sheet.shape([*body], colour, s * 0.035, offset=(s * 0.03, s * 0.02))
    sheet.shape(oval(x, y - s * 0.8, s * 0.155, s * 0.165), None, s * 0.035)
    if face:
        for side in (-0.055, 0.055):
            sheet.line(put([(side, -0.83), (side, -0.81)], x, y, s), s * 0.03)
        sheet.line(put([(-0.06, -0.755), (0, -0.735), (0.06, -0.76)], x, y, s), s * 0.022)
    reach = {
        "down": [[(-0.17, -0.52), (-0.28, -0.3), (-0.27, -0.14)], [(0.17, -0.52), (0.28, -0.3), (0.27, -0.14)]],
        "up": [[(-0.16, -0.54), (-0.34, -0.66), (-0.36, -0.92)], [(0.16, -0.54), (0.34, -0.66), (0.38, -0.92)]],
        "left": [[(-0.16, -0.52), (-0.36, -0.5), (-0.52, -0.58)], [(0.17, -0.52), (0.27, -0.3), (0.26, -0.14)]],
        "right": [[(-0.17, -0.52), (-0.27, -0.3), (-0.26, -0.14)], [(0.16, -0.52), (0.36, -0.5), (0.52, -0.58)]],
        "one-up": [[(-0.17, -0.52), (-0.27, -0.3), (-0.26, -0.14)], [(0.16, -0.54), (0.32, -0.68), (0.34, -0.96)]],
        "none": [],
    }[arms]
    for arm in reach:
        sheet.line(put(arm, x, y, s), s * 0.035)


def house(
    sheet: Sheet, x: float, y: float, s: float, colour: str, *, roof: str = SHADE, hatch: str | None = None
) -> None:
    w = 0.42
    sheet.shape(put([(-w, 0), (-w, -0.55), (w, -0.55), (w, 0)], x, y, s), colour, s * 0.035, straight=True, hatch=hatch)
    sheet.shape(put([(-w - 0.1, -0.52), (0, -1), (w + 0.1, -0.52)], x, y, s), roof, s * 0.035, straight=True)
    sheet.shape(put([(-0.1, 0), (-0.1, -0.3), (0.1, -0.3), (0.1, 0)], x, y, s), None, s * 0.028, straight=True)
    sheet.shape(
        put([(0.2, -0.25), (0.2, -0.42), (0.34, -0.42), (0.34, -0.25)], x, y, s), None, s * 0.024, straight=True
    )


def flats(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    """A block of flats with lit windows."""
    sheet.shape(put([(-0.3, 0), (-0.3, -1), (0.3, -1), (0.3, 0)], x, y, s), colour, s * 0.03, straight=True)
    for row in range(4):
        for column in (-0.17, 0, 0.17):
            top = -0.9 + row * 0.2
            if row == 3 and column == 0:
                continue
            sheet.line(
                put(
                    [
                        (column - 0.045, top),
                        (column + 0.045, top),
                        (column + 0.045, top + 0.1),
                        (column - 0.045, top + 0.1),
                    ],
                    x,
                    y,
                    s,
                ),
                s * 0.02,
                closed=True,
                straight=True,
                amount=1,
            )
    sheet.shape(put([(-0.07, 0), (-0.07, -0.2), (0.07, -0.2), (0.07, 0)], x, y, s), SHADE, s * 0.025, straight=True)


def pine(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    sheet.line(put([(0, 0), (0.01, -0.3)], x, y, s), s * 0.07)
    sheet.shape(
        put([(0, -1), (0.16, -0.72), (0.1, -0.72), (0.24, -0.45), (0.16, -0.46), (0.3, -0.18), (-0.3, -0.18), (-0.16, -0.46), (-0.24, -0.45), (-0.1, -0.72), (-0.16, -0.72)], x, y, s),
        colour, s * 0.035, straight=True, offset=(s * 0.04, s * 0.03),
    )  # fmt: skip


def leafy(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    sheet.line(put([(0, 0), (0.02, -0.45)], x, y, s), s * 0.07)
    sheet.line(put([(0.02, -0.28), (0.14, -0.45)], x, y, s), s * 0.04)
    crown = [
        (0.0 + 0.3 * math.cos(a) * (1 + 0.1 * math.sin(5 * a)), -0.66 + 0.3 * math.sin(a) * (1 + 0.1 * math.sin(5 * a)))
        for a in [i * math.tau / 22 for i in range(22)]
    ]
    sheet.shape(put(crown, x, y, s), colour, s * 0.035, offset=(s * 0.04, s * 0.03))


def sun(sheet: Sheet, x: float, y: float, r: float, colour: str, *, rays: int = 14) -> None:
    for i in range(rays):
        a = i * math.tau / rays + 0.1
        long = 1.62 if i % 2 else 1.42
        sheet.line(
            [
                (x + 1.22 * r * math.cos(a), y + 1.22 * r * math.sin(a)),
                (x + long * r * math.cos(a), y + long * r * math.sin(a)),
            ],
            r * 0.07,
        )
    sheet.shape(oval(x, y, r), colour, r * 0.08, hatch=None)


def waves(sheet: Sheet, x: float, y: float, width: float, colour: str, *, rows: int = 3, gap: float = 26) -> None:
    for row in range(rows):
        start = x + (row % 2) * 34
        length = width - row * 40
        count = max(3, int(length / 30))
        sheet.line(
            [(start + i * length / count, y + row * gap + (7 if i % 2 else -7)) for i in range(count + 1)],
            6,
            colour=colour,
        )


def boat(sheet: Sheet, x: float, y: float, s: float, sail: str, hull: str) -> None:
    sheet.shape(
        put([(-0.45, -0.12), (0.5, -0.12), (0.34, 0.08), (-0.32, 0.08)], x, y, s), hull, s * 0.035, straight=True
    )
    sheet.line(put([(0, -0.12), (0, -1)], x, y, s), s * 0.035)
    sheet.shape(put([(0.04, -0.96), (0.42, -0.24), (0.04, -0.24)], x, y, s), sail, s * 0.03, straight=True)
    sheet.shape(put([(-0.04, -0.8), (-0.3, -0.26), (-0.04, -0.24)], x, y, s), None, s * 0.03, straight=True)


def lighthouse(sheet: Sheet, x: float, y: float, s: float, colour: str, light: str) -> None:
    beam = put([(0.1, -0.9), (0.75, -1.1), (0.75, -0.68)], x, y, s)
    sheet.marks.append(f'<path d="{path(beam)}" fill="{light}" opacity="0.75"/>')
    sheet.shape(put([(-0.16, 0), (-0.1, -0.78), (0.1, -0.78), (0.16, 0)], x, y, s), None, s * 0.032, straight=True)
    sheet.wash(
        put([(-0.145, -0.2), (-0.125, -0.42), (0.125, -0.42), (0.145, -0.2)], x, y, s),
        colour,
        straight=True,
        offset=(2, 2),
    )
    sheet.wash(
        put([(-0.11, -0.6), (-0.1, -0.76), (0.1, -0.76), (0.11, -0.6)], x, y, s), colour, straight=True, offset=(2, 2)
    )
    sheet.shape(
        put([(-0.09, -0.8), (-0.09, -0.95), (0.09, -0.95), (0.09, -0.8)], x, y, s), light, s * 0.028, straight=True
    )
    sheet.shape(put([(-0.13, -0.95), (0, -1.08), (0.13, -0.95)], x, y, s), colour, s * 0.028, straight=True)


def bus(sheet: Sheet, x: float, y: float, s: float, colour: str, *, label: str = "") -> None:
    """A bus; its number plate carries the label."""
    sheet.shape(put(box(-0.95, -0.85, 1.9, 0.7, round_by=0.12), x, y, s), colour, s * 0.045, straight=True)
    for i in range(4):
        sheet.shape(put(box(-0.82 + i * 0.36, -0.74, 0.28, 0.26), x, y, s), None, s * 0.032, straight=True)
    sheet.shape(put(box(0.66, -0.74, 0.2, 0.48), x, y, s), None, s * 0.032, straight=True)
    for wheel in (-0.5, 0.45):
        sheet.shape(oval(x + wheel * s, y - 0.13 * s, 0.14 * s), SHADE, s * 0.045)
    if label:
        sheet.letters(x - 0.1 * s, y - 0.24 * s, label, s * 0.22, anchor="middle")


def bicycle(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    for wheel in (-0.48, 0.48):
        sheet.line(oval(x + wheel * s, y - 0.3 * s, 0.29 * s), s * 0.045, closed=True)
    for a, b in [((-0.48, -0.3), (-0.12, -0.3)), ((-0.12, -0.3), (0.3, -0.72)), ((-0.48, -0.3), (-0.2, -0.72)), ((-0.2, -0.72), (0.3, -0.72)), ((-0.12, -0.3), (-0.24, -0.82)), ((0.48, -0.3), (0.28, -0.9)), ((0.28, -0.9), (0.42, -0.92)), ((-0.36, -0.83), (-0.14, -0.82))]:  # fmt: skip
        sheet.line(put([a, b], x, y, s), s * 0.05, colour=colour if a == (-0.2, -0.72) or b == (0.3, -0.72) else None)


def factory(sheet: Sheet, x: float, y: float, s: float, colour: str, smoke: str = SHADE) -> None:
    for i, r in enumerate((0.09, 0.12, 0.15)):
        sheet.shape(oval(x + (0.52 + i * 0.14) * s, y - (1.02 + i * 0.12) * s, r * s), smoke, s * 0.022, offset=(3, 3))
    sheet.shape(put([(0.36, 0), (0.4, -0.95), (0.54, -0.95), (0.58, 0)], x, y, s), None, s * 0.032, straight=True)
    sheet.shape(put([(-0.7, 0), (-0.7, -0.45), (-0.4, -0.68), (-0.4, -0.45), (-0.1, -0.68), (-0.1, -0.45), (0.2, -0.68), (0.2, -0.45), (0.7, -0.45), (0.7, 0)], x, y, s), colour, s * 0.035, straight=True)  # fmt: skip
    for i in range(4):
        sheet.line(put(box(-0.58 + i * 0.3, -0.3, 0.16, 0.14), x, y, s), s * 0.026, closed=True, straight=True)


def gear(sheet: Sheet, x: float, y: float, r: float, colour: str, *, teeth: int = 9, turn: float = 0) -> None:
    ring: list[Point] = []
    for i in range(teeth):
        a = turn + i * math.tau / teeth
        for delta, far in ((-0.22, 0.78), (-0.14, 1.0), (0.14, 1.0), (0.22, 0.78)):
            ring.append((x + r * far * math.cos(a + delta), y + r * far * math.sin(a + delta)))
    sheet.shape(ring, colour, r * 0.09, straight=True)
    sheet.shape(oval(x, y, r * 0.3), None, r * 0.09)


def turbine(sheet: Sheet, x: float, y: float, s: float) -> None:
    sheet.line(put([(0, 0), (0.01, -0.68)], x, y, s), s * 0.05)
    for i in range(3):
        a = -1.2 + i * math.tau / 3
        tip = (x + s * 0.42 * math.cos(a), y - 0.7 * s + s * 0.42 * math.sin(a))
        side = (x + s * 0.16 * math.cos(a + 0.35), y - 0.7 * s + s * 0.16 * math.sin(a + 0.35))
        sheet.shape([(x, y - 0.7 * s), side, tip], SHADE, s * 0.03, straight=True, offset=(2, 2))
    sheet.shape(oval(x, y - 0.7 * s, s * 0.045), None, s * 0.03)


def bubble(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    tail: Point,
    colour: str | None = None,
    pen: float = 7,
) -> None:
    """A speech bubble with its top left corner at (x, y), its tail ending in `tail`."""
    cx, cy = x + width / 2, y + height / 2
    ring = oval(cx, cy, width / 2, height / 2, start=0)
    outline = [
        (
            cx + abs(math.cos(a)) ** 0.55 * math.copysign(width / 2, math.cos(a)),
            cy + abs(math.sin(a)) ** 0.55 * math.copysign(height / 2, math.sin(a)),
        )
        for a in [i * math.tau / len(ring) for i in range(len(ring) - 1)]
    ]
    angle = math.atan2((tail[1] - cy) / height, (tail[0] - cx) / width) % math.tau
    size = len(outline)
    # The tail grows out of the outline nearest to the speaker.
    at = min(
        range(size),
        key=lambda i: abs((math.atan2((outline[i][1] - cy) / height, (outline[i][0] - cx) / width) % math.tau) - angle),
    )
    root = 34
    foot = outline[at]
    along = (outline[(at + 1) % size][0] - outline[at - 1][0], outline[(at + 1) % size][1] - outline[at - 1][1])
    norm = math.hypot(*along) or 1
    one = (foot[0] - along[0] / norm * root, foot[1] - along[1] / norm * root)
    two = (foot[0] + along[0] / norm * root, foot[1] + along[1] / norm * root)
    kept = [
        point
        for point in outline[at:] + outline[:at]
        if math.hypot(point[0] - foot[0], point[1] - foot[1]) > root * 1.1
    ]
    whole = [one, tail, two, *kept]
    sheet.shape(whole, colour, pen, straight=True)


def card(
    sheet: Sheet, x: float, y: float, width: float, height: float, colour: str, *, pen: float = 6, lift: Point = (9, 9)
) -> None:
    """A paper note with a shadow."""
    sheet.wash(box(x, y, width, height), SHADE, straight=True, offset=(lift[0] + 6, lift[1] + 6))
    sheet.shape(box(x, y, width, height), colour, pen, straight=True, offset=(2, 2))


def banner(sheet: Sheet, x: float, y: float, width: float, height: float, colour: str, fold: str) -> None:
    """A ribbon with swallow tails."""
    bend = height * 0.24
    for side in (-1, 1):
        edge = x if side < 0 else x + width
        inner = edge - side * height * 0.55
        sheet.shape([(inner, y + bend), (edge + side * height * 0.55, y + bend), (edge + side * height * 0.3, y + bend + height / 2), (edge + side * height * 0.55, y + bend + height), (inner, y + bend + height)], fold, 7, straight=True, offset=(3, 3))  # fmt: skip
        sheet.shape(
            [(inner, y + height), (edge, y + height), (inner, y + height + bend)],
            SHADE,
            6,
            straight=True,
            offset=(0, 0),
        )
    sheet.shape(box(x, y, width, height), colour, 8, straight=True, offset=(3, 3))


def flag(sheet: Sheet, x: float, y: float, s: float, colour: str, *, text: str = "", size: float = 0) -> None:
    sheet.line(put([(0, 0), (0.01, -1)], x, y, s), s * 0.045)
    sheet.shape(
        put(
            [(0.02, -0.98), (0.35, -1.02), (0.85, -0.95), (0.72, -0.75), (0.85, -0.55), (0.35, -0.62), (0.02, -0.56)],
            x,
            y,
            s,
        ),
        colour,
        s * 0.035,
        straight=True,
    )
    if text:
        sheet.letters(x + 0.38 * s, y - 0.7 * s, text, size or s * 0.24, anchor="middle")


def heart(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    points = [
        (
            16 * math.sin(t) ** 3 / 32,
            -(13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 32,
        )
        for t in [i * math.tau / 40 for i in range(40)]
    ]
    sheet.shape(put(points, x, y, s), colour, s * 0.06, straight=True)


def padlock(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    sheet.line(put([(-0.24, -0.5), (-0.24, -0.78), (0, -0.98), (0.24, -0.78), (0.24, -0.5)], x, y, s), s * 0.07)
    sheet.shape(put(box(-0.36, -0.55, 0.72, 0.55, round_by=0.08), x, y, s), colour, s * 0.05, straight=True)
    sheet.line(put([(0, -0.34), (0, -0.2)], x, y, s), s * 0.08)


def pencil(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    """A pencil lying aslant, its point at (x, y)."""
    sheet.shape(
        put([(0.16, -0.28), (0.72, -0.98), (0.9, -0.84), (0.32, -0.14)], x, y, s), colour, s * 0.04, straight=True
    )
    sheet.shape(put([(0, 0), (0.16, -0.28), (0.32, -0.14)], x, y, s), None, s * 0.04, straight=True)
    sheet.line(put([(0.0, 0.0), (0.06, -0.09)], x, y, s), s * 0.07)
    sheet.line(put([(0.64, -0.88), (0.82, -0.74)], x, y, s), s * 0.03)


def paper(sheet: Sheet, x: float, y: float, s: float, colour: str | None = None, *, rows: int = 5) -> None:
    """A written sheet of paper with a folded corner."""
    sheet.wash(put(box(-0.36, -1, 0.72, 1), x, y, s), SHADE, straight=True, offset=(12, 12))
    sheet.shape(
        put([(-0.36, 0), (-0.36, -1), (0.2, -1), (0.36, -0.84), (0.36, 0)], x, y, s),
        colour,
        s * 0.035,
        straight=True,
        offset=(3, 3),
    )
    sheet.line(put([(0.2, -1), (0.2, -0.84), (0.36, -0.84)], x, y, s), s * 0.03, straight=True)
    for row in range(rows):
        top = -0.76 + row * 0.68 / max(1, rows)
        sheet.line(put([(-0.25, top), (0.1 + 0.14 * ((row * 7) % 3) / 2, top)], x, y, s), s * 0.028)


def cup(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    sheet.line(put([(0.36, -0.55), (0.62, -0.56), (0.62, -0.22), (0.3, -0.18)], x, y, s), s * 0.05)
    sheet.shape(
        put([(-0.4, -0.66), (0.4, -0.66), (0.34, -0.1), (0.2, 0), (-0.2, 0), (-0.34, -0.1)], x, y, s),
        colour,
        s * 0.045,
        straight=True,
    )
    for side in (-0.18, 0.02, 0.2):
        sheet.line(
            put([(side, -0.78), (side + 0.06, -0.9), (side - 0.03, -1.02), (side + 0.04, -1.14)], x, y, s), s * 0.03
        )


def magnifier(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    sheet.line(put([(0.2, 0.2), (0.52, 0.54)], x, y, s), s * 0.12)
    sheet.shape(oval(x, y, s * 0.3), colour, s * 0.06)
    sheet.line(put([(-0.16, -0.06), (-0.06, -0.17)], x, y, s), s * 0.04)


def suitcase(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    sheet.line(put([(-0.18, -0.7), (-0.16, -0.9), (0.16, -0.9), (0.18, -0.7)], x, y, s), s * 0.06)
    sheet.shape(put(box(-0.55, -0.7, 1.1, 0.7, round_by=0.1), x, y, s), colour, s * 0.05, straight=True)
    for side in (-0.3, 0.3):
        sheet.line(put([(side, -0.68), (side, -0.04)], x, y, s), s * 0.04)


def screen(sheet: Sheet, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A conversation room on a screen; (x, y) is its top left corner."""
    sheet.shape(box(x, y, width, height, round_by=18), None, 8, straight=True)
    for i in range(3):
        w = (width - 60) / 3
        left = x + 15 + i * (w + 15)
        sheet.wash(box(left, y + 16, w, height - 32), colour, straight=True, offset=(2, 2))
        cx = left + w / 2
        foot = y + height - 18
        sheet.line(
            [
                (cx - w * 0.3, foot),
                (cx - w * 0.22, foot - height * 0.2),
                (cx, foot - height * 0.27),
                (cx + w * 0.22, foot - height * 0.2),
                (cx + w * 0.3, foot),
            ],
            5,
        )
        sheet.shape(oval(cx, foot - height * 0.42, height * 0.14), None, 5)


def phone(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    sheet.shape(put(box(-0.26, -1, 0.52, 1, round_by=0.08), x, y, s), None, s * 0.05, straight=True)
    sheet.shape(put(box(-0.19, -0.88, 0.38, 0.68), x, y, s), colour, s * 0.03, straight=True, offset=(2, 2))
    sheet.shape(oval(x, y - 0.1 * s, 0.035 * s), None, s * 0.03)


def envelope(sheet: Sheet, x: float, y: float, s: float, colour: str | None) -> None:
    sheet.shape(put(box(-0.7, -0.9, 1.4, 0.9), x, y, s), colour, s * 0.05, straight=True)
    sheet.line(put([(-0.68, -0.88), (0, -0.36), (0.68, -0.88)], x, y, s), s * 0.045, straight=True)


def football(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.shape(oval(x, y, r), None, r * 0.11)
    five = [
        (x + r * 0.36 * math.cos(a), y + r * 0.36 * math.sin(a)) for a in [i * math.tau / 5 - 1.57 for i in range(5)]
    ]
    sheet.shape(five, "#5b6a73", r * 0.07, straight=True, offset=(0, 0))
    for i, (px, py) in enumerate(five):
        a = i * math.tau / 5 - 1.57
        sheet.line([(px, py), (x + r * 0.92 * math.cos(a), y + r * 0.92 * math.sin(a))], r * 0.07)


def book(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    for side in (-1, 1):
        sheet.shape(
            [
                (x, y),
                (x, y - 0.6 * s),
                (x + side * 0.35 * s, y - 0.7 * s),
                (x + side * 0.72 * s, y - 0.58 * s),
                (x + side * 0.72 * s, y + 0.02 * s),
                (x + side * 0.35 * s, y - 0.1 * s),
            ],
            colour,
            s * 0.04,
            straight=True,
            offset=(3, 3),
        )
        for row in range(3):
            sheet.line(
                [(x + side * 0.12 * s, y - (0.5 - row * 0.14) * s), (x + side * 0.56 * s, y - (0.52 - row * 0.14) * s)],
                s * 0.025,
            )


def tick(sheet: Sheet, x: float, y: float, s: float, colour: str | None = None) -> None:
    sheet.line(
        [(x - 0.3 * s, y - 0.3 * s), (x - 0.05 * s, y), (x + 0.45 * s, y - 0.75 * s)],
        s * 0.14,
        colour=colour,
        straight=True,
    )


def microphone(sheet: Sheet, x: float, y: float, s: float, colour: str) -> None:
    sheet.line(put([(0, 0), (0, -0.5)], x, y, s), s * 0.06)
    sheet.line(put([(-0.2, 0), (0.2, 0)], x, y, s), s * 0.06)
    sheet.shape(oval(x, y - 0.7 * s, 0.15 * s, 0.24 * s), colour, s * 0.05)


def island(
    sheet: Sheet, x: float, y: float, width: float, height: float, colour: str, *, water: str, hatch: str | None = None
) -> None:
    """An island seen from above, with a line of water around it."""
    ring = [
        (
            x + width / 2 * math.cos(a) * (1 + 0.1 * math.sin(3 * a + width) + 0.05 * math.sin(7 * a)),
            y + height / 2 * math.sin(a) * (1 + 0.1 * math.cos(2 * a + height) + 0.05 * math.sin(6 * a)),
        )
        for a in [i * math.tau / 26 for i in range(26)]
    ]
    outer = [(x + (px - x) * (1 + 44 / width), y + (py - y) * (1 + 44 / height)) for px, py in ring]
    sheet.line(outer, 5, closed=True, colour=water)
    sheet.shape(ring, colour, 7, hatch=hatch)
