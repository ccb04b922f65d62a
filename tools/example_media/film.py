"""A sheet that draws itself: the same pen, but every mark has a moment, and a browser photographs frame after frame."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from playwright.sync_api import Page, sync_playwright

from tools.example_media.pen import FACES, Point, Sheet, along_curve, corners, path, text_width
from tools.example_media.render import ARGUMENTS, CHROMIUM

FRAMES_PER_SECOND = 25
WIDTH, HEIGHT = 1280, 720

SEEK = """
const ease = p => p < 0 ? 0 : p > 1 ? 1 : p * p * (3 - 2 * p);
const scenes = [...document.querySelectorAll('.scene')].map(g => ({
  g, from: +g.dataset.from, to: +g.dataset.to,
  marks: [...g.querySelectorAll('[data-a]')].map(e => ({e, a: +e.dataset.a, d: +e.dataset.d, kind: e.dataset.kind,
    x: +(e.dataset.x || 0), y: +(e.dataset.y || 0), s: +(e.dataset.s || 1)}))
}));
window.seek = t => {
  for (const {g, from, to, marks} of scenes) {
    const seen = t >= from && t < to;
    g.setAttribute('visibility', seen ? 'visible' : 'hidden');
    if (!seen) continue;
    g.setAttribute('opacity', Math.min(ease((t - from) / .35), ease((to - t) / .35)));
    for (const {e, a, d, kind, x, y, s} of marks) {
      const p = ease((t - a) / d);
      if (kind === 'line') { e.setAttribute('stroke-dashoffset', 1 - p); e.setAttribute('opacity', p > 0 ? 1 : 0); }
      else if (kind === 'fade') e.setAttribute('opacity', p * (e.dataset.o || 1));
      else if (kind === 'write') e.style.clipPath = `inset(-30% ${100 - 100 * p}% -30% -5%)`;
      else if (kind === 'move') e.setAttribute('transform', `translate(${x * p} ${y * p}) scale(${1 + (s - 1) * p})`);
      else if (kind === 'bob') e.setAttribute('transform', `translate(0 ${3 * Math.sin((t - a) * 2.2)})`);
    }
  }
};
"""


class Film(Sheet):
    """Marks in time. `time` is the moment of the next mark; each mark moves it on."""

    def __init__(self, *, seed: int, ink: str, paper: str) -> None:
        super().__init__(WIDTH, HEIGHT, seed=seed, ink=ink, paper=paper)
        self.time = 0.0
        self.speed = 900.0
        self.keep = 0.45  # how far the next mark waits for this one
        self.seconds = 0.0

    @contextmanager
    def scene(self, start: float, end: float) -> Iterator[None]:
        self.time = start + 0.3
        self.marks.append(f'<g class="scene" data-from="{start}" data-to="{end}">')
        yield
        self.marks.append("</g>")
        self.seconds = max(self.seconds, end)

    @contextmanager
    def moving(self, at: float, duration: float, by: Point, *, scale: float = 1) -> Iterator[None]:
        self.marks.append(
            f'<g data-kind="move" data-a="{at}" data-d="{duration}" data-x="{by[0]}" data-y="{by[1]}" data-s="{scale}">'
        )
        yield
        self.marks.append("</g>")

    @contextmanager
    def floating(self) -> Iterator[None]:
        self.marks.append(f'<g data-kind="bob" data-a="{self.time:.2f}" data-d="1">')
        yield
        self.marks.append("</g>")

    def when(self, duration: float) -> str:
        return f'data-a="{self.time:.2f}" data-d="{duration:.2f}"'

    def line(
        self,
        points: list[Point],
        width: float = 5,
        *,
        colour: str | None = None,
        closed: bool = False,
        straight: bool = False,
        amount: float = 1.2,
    ) -> None:
        drawn = corners(points, closed=closed) if straight else along_curve(points, closed=closed)
        drawn = self.wander(drawn, amount)
        duration = max(0.12, self.length(drawn) / self.speed)
        self.marks.append(
            f'<path d="{path(drawn, closed=False)}" fill="none" stroke="{colour or self.ink}" stroke-width="{max(2.2, width):.1f}" stroke-linecap="round" '
            f'stroke-linejoin="round" pathLength="1" stroke-dasharray="1 1" data-kind="line" {self.when(duration)}/>'
        )
        self.time += duration * self.keep

    def fade(self, markup: str, *, duration: float = 0.3, opacity: float = 1) -> None:
        """Any SVG element, appearing."""
        self.marks.append(markup.replace("/>", f' data-kind="fade" data-o="{opacity}" {self.when(duration)}/>', 1))

    def wash(
        self,
        points: list[Point],
        colour: str,
        *,
        offset: Point = (5, 4),
        straight: bool = False,
        opacity: float = 1,
        hatch: str | None = None,
    ) -> None:
        drawn = corners(points, closed=True) if straight else along_curve(points, closed=True)
        drawn = [(x + offset[0], y + offset[1]) for x, y in self.wander(drawn, 2)]
        self.fade(f'<path d="{path(drawn)}" fill="{colour}" style="mix-blend-mode:multiply"/>', opacity=opacity)

    def shape(
        self,
        points: list[Point],
        colour: str | None,
        width: float = 5,
        *,
        straight: bool = False,
        hatch: str | None = None,
        offset: Point = (5, 4),
        paper: bool = True,
    ) -> None:
        drawn = corners(points, closed=True) if straight else along_curve(points, closed=True)
        if paper:
            self.fade(f'<path d="{path(drawn)}" fill="{self.paper}"/>', duration=0.15)
        self.line(points, width, closed=True, straight=straight)
        if colour:
            self.wash(points, colour, straight=straight, offset=offset)

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
        width = text_width(text, size, face)
        left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
        if mark:
            middle = y - size * 0.28
            self.wash(
                [
                    (left - 12, middle - size * 0.4),
                    (left + width + 12, middle - size * 0.44),
                    (left + width + 16, middle + size * 0.42),
                    (left - 8, middle + size * 0.44),
                ],
                mark,
                straight=True,
                offset=(0, 0),
            )
        rim = (
            f' stroke="{self.ink}" stroke-width="{size * 0.07:.1f}" stroke-linejoin="round" paint-order="stroke"'
            if outline
            else ""
        )
        duration = 0.25 + 0.028 * len(text)
        self.marks.append(
            f'<text x="{left:.1f}" y="{y:.1f}" font-size="{size}" font-family="{face}" fill="{outline or colour or self.ink}"{rim} '
            f'data-kind="write" {self.when(duration)}>{escape(text)}</text>'
        )
        self.time += duration * 0.75
        return width

    def page(self) -> str:
        faces = "".join(
            f"@font-face{{font-family:{name};src:url(file://{file}) format('woff2')}}" for name, file in FACES.items()
        )
        return (
            f'<!doctype html><meta charset="utf-8"><style>{faces}html,body{{margin:0;background:{self.paper}}}svg{{display:block}}</style>'
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{"".join(self.marks)}</svg><script>{SEEK}</script>'
        )


def stills(film: Film, moments: list[float], work: Path) -> list[bytes]:
    """Single frames, as PNG."""
    with opened(film, work) as page:
        return [frame(page, moment, kind="png") for moment in moments]


@contextmanager
def opened(film: Film, work: Path) -> Iterator[Page]:
    work.mkdir(parents=True, exist_ok=True)
    source = work / "film.html"
    source.write_text(film.page())
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(source.as_uri())
        # A face is only fetched when a visible mark asks for it.
        page.evaluate("Promise.all([document.fonts.load('40px hand'), document.fonts.load('40px brush')])")
        yield page
        browser.close()


def frame(page: Page, moment: float, *, kind: Literal["jpeg", "png"] = "jpeg") -> bytes:
    page.evaluate(f"seek({moment})")
    return page.screenshot(type=kind, quality=95 if kind == "jpeg" else None)


def shoot(film: Film, sound: Path, target: Path, work: Path) -> None:
    """Photograph every frame and let ffmpeg make an mp4 that can be played before it has arrived whole."""
    command = [
        "ffmpeg", "-loglevel", "error", "-y", "-f", "image2pipe", "-framerate", str(FRAMES_PER_SECOND), "-c:v", "mjpeg", "-i", "-", "-i", str(sound),
        "-c:v", "libx264", "-preset", "veryslow", "-crf", "27", "-tune", "animation", "-pix_fmt", "yuv420p", "-profile:v", "high", "-g", "50",
        "-c:a", "aac", "-b:a", "80k", "-movflags", "+faststart", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-shortest", str(target),
    ]  # fmt: skip
    with opened(film, work) as page, subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for number in range(int(film.seconds * FRAMES_PER_SECOND)):
            encoder.stdin.write(frame(page, number / FRAMES_PER_SECOND))
        encoder.stdin.close()
    if encoder.returncode:
        raise SystemExit(f"ffmpeg answered {encoder.returncode} for {json.dumps(quoteattr(str(target)))}")
