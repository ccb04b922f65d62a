"""A pen, a marker and a lettering hand: what the example's graphic notes are drawn with.

Everything is drawn as SVG. A line is not a stroke with one width but a narrow surface whose edge trembles a little, the
way a felt pen leaves it; a colour is laid beside its outline, never exactly inside. The same seed gives the same sheet.
"""

import itertools
import math
import random
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import ImageFont

Point = tuple[float, float]
FONTS = Path(__file__).parent / "node_modules" / "@fontsource"
FACES = {
    "hand": FONTS / "patrick-hand/files/patrick-hand-latin-400-normal.woff2",
    "brush": FONTS / "caveat-brush/files/caveat-brush-latin-400-normal.woff2",
}


def text_width(text: str, size: float, face: str = "hand") -> float:
    """Width in pixels of one line of lettering."""
    return ImageFont.truetype(str(FACES[face]), 100).getlength(text) * size / 100


def along_curve(points: list[Point], *, step: float = 7.0, closed: bool = False) -> list[Point]:
    """Points every `step` pixels along a smooth curve (centripetal enough: Catmull-Rom) through the given ones."""
    if len(points) == 2 and not closed:
        (ax, ay), (bx, by) = points
        count = max(2, int(math.hypot(bx - ax, by - ay) / step))
        return [(ax + (bx - ax) * i / count, ay + (by - ay) * i / count) for i in range(count + 1)]
    ring = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    curve: list[Point] = []
    for before, start, end, after in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        count = max(2, int(math.hypot(end[0] - start[0], end[1] - start[1]) / step))
        for i in range(count):
            t = i / count
            curve.append(
                tuple(  # type: ignore[arg-type]
                    0.5
                    * (
                        2 * start[k]
                        + (end[k] - before[k]) * t
                        + (2 * before[k] - 5 * start[k] + 4 * end[k] - after[k]) * t**2
                        + (3 * start[k] - before[k] - 3 * end[k] + after[k]) * t**3
                    )
                    for k in (0, 1)
                )
            )
    curve.append(points[0] if closed else points[-1])
    return curve


def corners(points: list[Point], *, closed: bool = False, step: float = 7.0) -> list[Point]:
    """Points every `step` pixels along straight lines."""
    ring = [*points, points[0]] if closed else points
    line: list[Point] = []
    for start, end in itertools.pairwise(ring):
        line += along_curve([start, end], step=step)[:-1]
    return [*line, ring[-1]]


def oval(
    x: float, y: float, rx: float, ry: float | None = None, *, start: float = -2.2, turn: float = math.tau
) -> list[Point]:
    """Points on an oval or, with a smaller `turn`, on a part of it."""
    ry = rx if ry is None else ry
    count = max(8, int(max(rx, ry) / 5))
    return [
        (x + rx * math.cos(start + turn * i / count), y + ry * math.sin(start + turn * i / count))
        for i in range(count + 1)
    ]


def box(x: float, y: float, width: float, height: float, *, round_by: float = 0) -> list[Point]:
    """The outline of a box, its corners rounded by some pixels."""
    if not round_by:
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    r = min(round_by, width / 2, height / 2)
    arcs = [
        (x + width - r, y + r, -math.pi / 2),
        (x + width - r, y + height - r, 0.0),
        (x + r, y + height - r, math.pi / 2),
        (x + r, y + r, math.pi),
    ]
    return [
        (cx + r * math.cos(a + math.pi / 2 * i / 5), cy + r * math.sin(a + math.pi / 2 * i / 5))
        for cx, cy, a in arcs
        for i in range(6)
    ]


def path(points: list[Point], *, closed: bool = True) -> str:
    """An SVG path through the points."""
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + ("Z" if closed else "")


class Sheet:
    """A sheet of paper. Later marks lie on top of earlier ones."""

    def __init__(self, width: int, height: int, *, seed: int, ink: str, paper: str | None) -> None:
        self.width, self.height, self.ink, self.paper = width, height, ink, paper
        self.random = random.Random(seed)
        self.marks: list[str] = []
        self.clips = 0

    # --- the hand ---

    def tremble(self, wavelength: float) -> list[tuple[float, float, float]]:
        """A slow and a quicker wave, each with its own beginning."""
        return [
            (0.7, math.tau / (wavelength * self.random.uniform(0.8, 1.3)), self.random.uniform(0, math.tau)),
            (0.3, math.tau / (wavelength * 0.37 * self.random.uniform(0.8, 1.3)), self.random.uniform(0, math.tau)),
        ]

    @staticmethod
    def at(wave: list[tuple[float, float, float]], distance: float) -> float:
        return sum(size * math.sin(speed * distance + start) for size, speed, start in wave)

    def wander(self, line: list[Point], amount: float) -> list[Point]:
        """The same line, drawn by a hand."""
        sideways, along = self.tremble(170), self.tremble(230)
        distance, result = 0.0, []
        for i, (x, y) in enumerate(line):
            if i:
                distance += math.hypot(x - line[i - 1][0], y - line[i - 1][1])
            result.append((x + amount * self.at(along, distance), y + amount * self.at(sideways, distance)))
        return result

    # --- lines ---

    def line(
        self,
        points: list[Point],
        width: float = 7,
        *,
        colour: str | None = None,
        closed: bool = False,
        straight: bool = False,
        amount: float = 2.2,
    ) -> None:
        """One stroke of the pen. A closed one overshoots its beginning a little."""
        drawn = corners(points, closed=closed) if straight else along_curve(points, closed=closed)
        if closed:
            drawn += drawn[1 : self.random.randint(3, 5)]
        drawn = self.wander(drawn, amount)
        pressure = self.tremble(110)
        left, right, distance, total = [], [], 0.0, self.length(drawn)
        for i, (x, y) in enumerate(drawn):
            before, after = drawn[max(0, i - 1)], drawn[min(len(drawn) - 1, i + 1)]
            dx, dy = after[0] - before[0], after[1] - before[1]
            norm = math.hypot(dx, dy) or 1.0
            if i:
                distance += math.hypot(x - before[0], y - before[1])
            ends = min(1.0, 0.72 + min(distance, total - distance) / 45)
            half = width / 2 * (1 + 0.16 * self.at(pressure, distance)) * ends
            left.append((x - dy / norm * half, y + dx / norm * half))
            right.append((x + dy / norm * half, y - dx / norm * half))
        colour = colour or self.ink
        # Two ends with round caps and the surface between them, all one shape.
        self.marks.append(
            f'<path d="{path(left + right[::-1])}" fill="{colour}" stroke="{colour}" stroke-width="1.4" stroke-linejoin="round"/>'
        )
        for end in (drawn[0], drawn[-1]):
            self.marks.append(f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="{width * 0.36:.1f}" fill="{colour}"/>')

    @staticmethod
    def length(line: list[Point]) -> float:
        return sum(math.hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(line))

    def dashes(self, points: list[Point], width: float, *, colour: str, dash: float = 46, gap: float = 34) -> None:
        """A broken line along a curve."""
        drawn = along_curve(points, step=4)
        piece: list[Point] = []
        distance = 0.0
        for before, here in itertools.pairwise(drawn):
            distance += math.hypot(here[0] - before[0], here[1] - before[1])
            if distance % (dash + gap) < dash:
                piece.append(here)
            elif len(piece) > 2:
                self.line(piece[::3] if len(piece) > 6 else piece, width, colour=colour, amount=1)
                piece = []
        if len(piece) > 2:
            self.line(piece[::3] if len(piece) > 6 else piece, width, colour=colour, amount=1)

    def arrow(self, points: list[Point], width: float = 7, *, colour: str | None = None, head: float = 38) -> None:
        """A curved arrow; its head opens backwards from the last point."""
        self.line(points, width, colour=colour)
        drawn = along_curve(points)
        back, tip = drawn[-min(len(drawn), 6)], drawn[-1]
        angle = math.atan2(tip[1] - back[1], tip[0] - back[0])
        wings = [
            (tip[0] - head * math.cos(angle + turn), tip[1] - head * math.sin(angle + turn)) for turn in (0.55, -0.55)
        ]
        self.line([wings[0], tip], width, colour=colour)
        self.line([tip, wings[1]], width, colour=colour)

    # --- colour ---

    def wash(
        self,
        points: list[Point],
        colour: str,
        *,
        offset: Point = (7, 6),
        straight: bool = False,
        opacity: float = 1,
        hatch: str | None = None,
    ) -> None:
        """A surface of colour, laid a little beside its outline; with `hatch`, marker lines across it."""
        drawn = corners(points, closed=True) if straight else along_curve(points, closed=True)
        drawn = [(x + offset[0], y + offset[1]) for x, y in self.wander(drawn, 3)]
        shape = path(drawn)
        self.marks.append(f'<path d="{shape}" fill="{colour}" opacity="{opacity}" style="mix-blend-mode:multiply"/>')
        if hatch:
            self.hatch(drawn, shape, hatch)

    def hatch(self, drawn: list[Point], shape: str, colour: str, *, gap: float = 30, width: float = 11) -> None:
        xs, ys = [x for x, _ in drawn], [y for _, y in drawn]
        self.clips += 1
        name = f"clip{self.clips}"
        self.marks.append(
            f'<clipPath id="{name}"><path d="{shape}"/></clipPath><g clip-path="url(#{name})" style="mix-blend-mode:multiply">'
        )
        height = max(ys) - min(ys)
        x = min(xs) - height
        while x < max(xs):
            self.line([(x, max(ys)), (x + height, min(ys))], width, colour=colour, amount=2)
            x += gap * self.random.uniform(0.85, 1.2)
        self.marks.append("</g>")

    def shape(
        self,
        points: list[Point],
        colour: str | None,
        width: float = 7,
        *,
        straight: bool = False,
        hatch: str | None = None,
        offset: Point = (7, 6),
        paper: bool = True,
    ) -> None:
        """An outline with its colour; it covers what lies under it."""
        drawn = corners(points, closed=True) if straight else along_curve(points, closed=True)
        if paper and self.paper:
            self.marks.append(f'<path d="{path(drawn)}" fill="{self.paper}"/>')
        if colour:
            self.wash(points, colour, straight=straight, hatch=hatch, offset=offset)
        self.line(points, width, closed=True, straight=straight)

    def wash_path(self, points: list[Point], colour: str, width: float) -> None:
        """A broad marker stroke along a curve."""
        shape = path(along_curve(points), closed=False)
        self.marks.append(
            f'<path d="{shape}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" '
            'stroke-linejoin="round" style="mix-blend-mode:multiply"/>'
        )

    # --- lettering ---

    def letters(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        face: str = "hand",
        colour: str | None = None,
        anchor: str = "start",
        mark: str | None = None,
        jitter: float = 1.0,
        outline: str | None = None,
        shadow: str | None = None,
        slope: float = 0.0,
    ) -> float:
        """One line of lettering with its baseline at y; returns its width. `mark` puts a marker stroke behind it."""
        width = text_width(text, size, face)
        left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
        if mark:
            middle = y - size * 0.28
            self.wash(
                [
                    (left - size * 0.2, middle - size * 0.36),
                    (left + width + size * 0.2, middle - size * 0.42),
                    (left + width + size * 0.26, middle + size * 0.38),
                    (left - size * 0.16, middle + size * 0.44),
                ],
                mark,
                straight=True,
                offset=(0, 0),
            )
        shifts = [self.random.uniform(-0.012, 0.012) * size * jitter for _ in text]
        dy = " ".join(f"{b - a:.1f}" for a, b in zip([0.0, *shifts], shifts, strict=False))
        turns = " ".join(f"{self.random.uniform(-2.2, 2.2) * jitter:.1f}" for _ in text)
        tilt = self.random.uniform(-0.35, 0.35) + slope
        place = f'x="{left:.1f}" y="{y:.1f}" dy="{dy}" rotate="{turns}" font-size="{size}" font-family="{face}" transform="rotate({tilt:.2f} {left:.0f} {y:.0f})"'
        if shadow:
            self.marks.append(
                f'<g transform="translate({size * 0.045:.1f} {size * 0.05:.1f})"><text {place} fill="{shadow}">{escape(text)}</text></g>'
            )
        rim = (
            f' stroke="{self.ink}" stroke-width="{size * 0.07:.1f}" stroke-linejoin="round" paint-order="stroke"'
            if outline
            else ""
        )
        self.marks.append(f'<text {place} fill="{outline or colour or self.ink}"{rim}>{escape(text)}</text>')
        return width

    def lines(
        self, x: float, y: float, texts: list[str], size: float, *, leading: float = 1.12, **how: object
    ) -> float:
        """Several lines under each other; returns the baseline after the last."""
        for text in texts:
            self.letters(x, y, text, size, **how)  # type: ignore[arg-type]
            y += size * leading
        return y

    # --- out ---

    def svg(self) -> str:
        """The sheet as one SVG document."""
        faces = "".join(
            f"@font-face{{font-family:{name};src:url(file://{file}) format('woff2')}}" for name, file in FACES.items()
        )
        ground = f'<rect width="100%" height="100%" fill="{self.paper}"/>' if self.paper else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
            f'height="{self.height}"><style>{faces}</style>{ground}{"".join(self.marks)}</svg>'
        )
