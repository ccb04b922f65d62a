"""Turn SVG into pictures with Chromium."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--allow-file-access-from-files",
]  # fmt: skip


def photograph(page: Page, svg: str, width: int, height: int, work: Path, *, transparent: bool = False) -> bytes:
    """The SVG as PNG, in its own size."""
    work.mkdir(parents=True, exist_ok=True)
    source = work / "sheet.html"
    source.write_text(
        f'<!doctype html><meta charset="utf-8"><style>html,body{{margin:0}}svg{{display:block}}</style>{svg}'
    )
    page.set_viewport_size({"width": width, "height": height})
    page.goto(source.as_uri())
    page.evaluate("document.fonts.ready")
    return page.screenshot(omit_background=transparent, clip={"x": 0, "y": 0, "width": width, "height": height})


def pictures(jobs: list[tuple[str, str, int, int, bool]], work: Path) -> dict[str, bytes]:
    """Render (name, svg, width, height, transparent) one after the other in one browser."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        done = {name: photograph(page, svg, w, h, work, transparent=clear) for name, svg, w, h, clear in jobs}
        browser.close()
    return done
