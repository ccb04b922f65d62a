"""A picture of one question to share, 1200 × 630: the finding, the chart, how many answered, and where it comes from.

Drawn from the same `Chart` as the page, in the page's own letters. Letters those do not have are left out rather than
shown as boxes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from fardplan.public.charts import Chart, Line

WIDTH, HEIGHT = 1200, 630
MARGIN = 60
_FONTS = Path(__file__).parents[1] / "base/static/vendor"
_INK, _MUTED, _PAPER, _GROUND, _WHITE = "#17242a", "#4c5b61", "#fffdf9", "#0b4a56", "#ffffff"
_TONES = {
    "n3": ("#a6611a", _WHITE),
    "n2": ("#c99246", "#1a1a1a"),
    "n1": ("#dfc27d", "#1a1a1a"),
    "mid": ("#d9d9d9", "#1a1a1a"),
    "p1": ("#80b8ad", "#10201d"),
    "p2": ("#4c9a8c", "#06130f"),
    "p3": ("#01665e", _WHITE),
    "q1": ("#1c5f7a", _WHITE),
    "q2": ("#7fb2c6", "#0d1c23"),
    "q3": ("#cfd8db", _INK),
    "q4": ("#b88a3a", "#161006"),
    "q5": ("#8a6ba3", _WHITE),
    "rest": ("#eceff0", "#33434a"),
}
_DEPTHS = (
    ("#eceff0", _INK),
    ("#d3e6e2", _INK),
    ("#a8cfc7", _INK),
    ("#76b3a8", _INK),
    ("#2b8478", _WHITE),
    ("#01665e", _WHITE),
)
_LABELS = 360  # pixels for what a bar is called


def result_picture(*, headline: str, question: str, chart: Chart, source: Sequence[str]) -> bytes:
    """PNG bytes. `source` are the lines at the foot: n, how they were found, who asked, and when."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 14), fill=_GROUND)
    y = _paragraph(draw, headline, MARGIN, 46, size=44, weight=700, fill=_INK, most=3)
    y = _paragraph(draw, question, MARGIN, y + 8, size=26, weight=400, fill=_MUTED, most=2)
    foot = HEIGHT - 34 - 30 * len(source)
    _chart(draw, chart, top=y + 22, bottom=foot - 16)
    draw.line((MARGIN, foot - 6, WIDTH - MARGIN, foot - 6), fill="#cfd6d3", width=2)
    for place, line in enumerate(source):
        _paragraph(draw, line, MARGIN, foot + 4 + 30 * place, size=22, weight=400, fill=_MUTED, most=1)
    out = io.BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


# --- letters ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(_FONTS / "source-sans-3-latin.woff2"), size)
    font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The letters we have: those that are drawn otherwise than what is missing."""
    font = ImageFont.truetype(str(_FONTS / "source-sans-3-latin.woff2"), 20)
    missing = bytes(font.getmask("\uffff"))
    candidates = [chr(code) for code in (*range(0x20, 0x17F), *range(0x2010, 0x2040), 0x20AC, 0x2122, 0x2212)]
    return frozenset(each for each in candidates if each.isspace() or bytes(font.getmask(each)) != missing)


def shown_words(words: str) -> str:
    """On one line, with only the letters we have."""
    return " ".join("".join(each if each in _known() else " " for each in words).split())


def _paragraph(
    draw: ImageDraw.ImageDraw, words: str, x: int, y: int, *, size: int, weight: int, fill: str, most: int
) -> int:
    """Words broken over at most so many lines; where the last has ended. What does not fit ends with "…"."""
    font = _font(size, weight)
    for line in _broken(shown_words(words), font, WIDTH - MARGIN - x, most):
        draw.text((x, y), line, font=font, fill=fill)
        y += round(size * 1.22)
    return y


def _broken(words: str, font: ImageFont.FreeTypeFont, width: float, most: int) -> list[str]:
    lines: list[str] = []
    line = ""
    rest = words.split(" ")
    while rest:
        longer = f"{line} {rest[0]}".strip()
        if font.getlength(longer) <= width or not line:
            line = longer
            rest.pop(0)
            continue
        if len(lines) == most - 1:
            break
        lines.append(line)
        line = ""
    if rest or font.getlength(line) > width:
        line = _cut(line, font, width, is_cut=bool(rest))
    return [*lines, line]


def _cut(line: str, font: ImageFont.FreeTypeFont, width: float, *, is_cut: bool) -> str:
    while line and font.getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip()}…" if is_cut or line else line


# --- the chart --------------------------------------------------------------------------------------------------------


def _chart(draw: ImageDraw.ImageDraw, chart: Chart, *, top: int, bottom: int) -> None:
    """As many lines as there is room for; of bars the longest ones."""
    if chart.squares:
        _squares(draw, chart, top=top, bottom=bottom)
        return
    top = _key(draw, chart, top)
    lines = [(block.heading, line) for block in chart.blocks for line in block.lines]
    if chart.form == "bars":
        lines.sort(key=lambda each: -(each[1].bar.width if each[1].bar else 0))
    least = 44 if chart.form == "bars" else 62
    lines = lines[: max(1, (bottom - top) // least)]
    if not lines or bottom - top < least:
        return
    each = min(least * 3 // 2, (bottom - top) // len(lines))
    for place, (heading, line) in enumerate(lines):
        words = ", ".join(dict.fromkeys(part for part in (heading, line.label) if part))
        if chart.form == "bars":
            _bar_line(draw, words, line, top=top + place * each, height=each)
        else:
            _stacked_line(draw, chart, words, line, top=top + place * each, height=each)


def _key(draw: ImageDraw.ImageDraw, chart: Chart, top: int) -> int:
    if not chart.key:
        return top
    x, font = MARGIN, _font(22, 400)
    for key in chart.key:
        words = shown_words(key.label)
        if x + 30 + font.getlength(words) > WIDTH - MARGIN:
            break
        draw.rectangle((x, top + 4, x + 20, top + 24), fill=_TONES.get(key.tone, (_INK, _WHITE))[0])
        draw.text((x + 28, top), words, font=font, fill=_INK)
        x += round(28 + font.getlength(words) + 28)
    return top + 44


def _one_line(draw: ImageDraw.ImageDraw, words: str, x: int, y: float, *, width: int, anchor: str = "la") -> None:
    font = _font(22, 600)
    (line,) = _broken(shown_words(words), font, width, 1)
    draw.text((x, y), line, font=font, fill=_INK, anchor=anchor)


def _stacked_line(draw: ImageDraw.ImageDraw, chart: Chart, words: str, line: Line, *, top: int, height: int) -> None:
    _one_line(draw, ", ".join(part for part in (words, line.n) if part), MARGIN, top, width=WIDTH - 2 * MARGIN)
    across, y, below = WIDTH - 2 * MARGIN, top + 30, top + height - 10
    if line.note:
        draw.text((MARGIN, y), shown_words(line.note), font=_font(22, 400), fill=_MUTED)
        return
    if chart.zero is not None:
        zero = MARGIN + across * chart.zero / 100
        draw.line((zero, y - 4, zero, below + 4), fill="#717f83", width=2)
    for drawn in line.pieces:
        fill, ink = _TONES[drawn.tone]
        left = MARGIN + across * drawn.piece.start / 100 + 1
        right = left + across * drawn.piece.width / 100 - 3
        if right > left:
            draw.rectangle((left, y, right, below), fill=fill)
        if drawn.number:
            place = ((left + right) / 2, (y + below) / 2)
            draw.text(place, drawn.number, font=_font(24, 700), fill=ink, anchor="mm")


def _bar_line(draw: ImageDraw.ImageDraw, words: str, line: Line, *, top: int, height: int) -> None:
    """The label to the left of its bar."""
    left, y, below = MARGIN + _LABELS, top + 2, top + height - 8
    middle = (y + below) / 2
    _one_line(draw, words, MARGIN, middle, width=_LABELS - 20, anchor="lm")
    if line.bar is None:
        draw.text((left, middle), shown_words(line.note), font=_font(22, 400), fill=_MUTED, anchor="lm")
        return
    each = (WIDTH - MARGIN - left - 70) / 100  # the number of the longest bar stands behind it
    fill, ink = _TONES[line.tone]
    draw.rectangle((left, y, left + max(1, line.bar.width * each), below), fill=fill)
    if line.bar.low is not None and line.bar.high is not None:
        ends = (left + line.bar.low * each, middle, left + line.bar.high * each, middle)
        draw.line(ends, fill=_PAPER, width=9)
        draw.line(ends, fill=_INK, width=4)
    place, tone = (left + 14, ink) if line.bar.has_room else (left + line.bar.end * each + 14, _INK)
    draw.text((place, middle), line.number, font=_font(24, 700), fill=tone, anchor="lm")


def _squares(draw: ImageDraw.ImageDraw, chart: Chart, *, top: int, bottom: int) -> None:
    """The map's squares, the number in each that has enough people."""
    side = min((bottom - top) // max(1, len(chart.squares)), (WIDTH - 2 * MARGIN) // max(1, len(chart.columns)), 84)
    for row, squares in enumerate(chart.squares):
        for column, square in enumerate(squares):
            x, y = MARGIN + column * side, top + row * side
            fill, ink = _DEPTHS[square.depth]
            draw.rectangle((x, y, x + side - 3, y + side - 3), fill=fill)
            if square.n and side >= 34:
                draw.text((x + side / 2, y + side / 2), square.n, font=_font(22, 700), fill=ink, anchor="mm")
