"""Make the screenshots of the README: the example in Chromium, on a wide screen and on a phone.

    ./dev pictures

Writes docs/pictures/*.png with a small palette, so that the repository stays light.
"""

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.places import Place, places_of
from tools.chromium import ARGUMENTS, executable
from tools.example_site import ExampleSite, example_site

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
LARGEST = 150_000  # bytes
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Picture:
    """One screenshot: the file's name, the page by its name in tests/browser/pages.py, and how it is looked at."""

    name: str
    page: str
    window: dict[str, int]
    scheme: str = "light"
    scroll_to: str = ""  # a selector


PICTURES = [
    Picture("dialogue", "public:dialogue (before day 3)", WIDE),
    Picture("dialogue-phone", "public:dialogue (before day 3)", PHONE),
    Picture("day-live-phone", "public:day (live)", PHONE),
    Picture("day-dark", "public:day (upcoming)", WIDE, scheme="dark"),
    Picture("desk", "desk:dialogue", WIDE),
    Picture("change", "public:change (after the decision)", WIDE, scroll_to="#main"),
    Picture("survey-results", "public:survey-results (the example's)", WIDE, scroll_to=".question"),
]


def photographed(browser: Browser, site: ExampleSite, place: Place, picture: Picture) -> bytes:
    """The page as a PNG, exactly the window."""
    context = browser.new_context(
        viewport=picture.window,  # type: ignore[arg-type]
        color_scheme=picture.scheme,  # type: ignore[arg-type]
        locale="sv-SE",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": n, "value": v, "url": site.address} for n, v in place.cookies.items()])
    page = context.new_page()
    page.goto(site.address + place.path, wait_until="networkidle")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    if picture.scroll_to:
        page.locator(picture.scroll_to).first.evaluate("element => element.scrollIntoView({block: 'start'})")
    taken = page.screenshot()
    context.close()
    return taken


def lightened(png: bytes) -> bytes:
    """The same picture with as many palette colours as the largest allowed size lets it keep."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    smaller = b""
    for colours in (256, 128, 64, 32):
        output = io.BytesIO()
        picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            output, "PNG", optimize=True
        )
        smaller = output.getvalue()
        if len(smaller) <= LARGEST:
            return smaller
    raise RuntimeError(f"a picture weighs {len(smaller)} bytes even with 32 colours; the most is {LARGEST}")


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with example_site() as site, sync_playwright() as playwright:
        places = places_of(site)
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        for picture in PICTURES:
            small = lightened(photographed(browser, site, places[picture.page], picture))
            (FOLDER / f"{picture.name}.png").write_bytes(small)
            print(f"{picture.name}.png  {len(small) / 1000:.0f} kB", flush=True)
        browser.close()
    for old in {path.stem for path in FOLDER.glob("*.png")} - {picture.name for picture in PICTURES}:
        (FOLDER / f"{old}.png").unlink()
        print(f"{old}.png removed: no longer on the list")
    return 0


if __name__ == "__main__":
    sys.exit(main())
