"""Make the example's documents: each draft of the strategy as a PDF with headings, reading order, language and title.

    python -m tools.example_documents

Run it again when a draft in src/fardplan/example/blekingedagen-2020.yaml has changed. Chromium writes the PDF, tagged
for those who listen to it.
"""

from __future__ import annotations

import base64
import os
import re
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tools.chromium import ARGUMENTS, executable

if TYPE_CHECKING:
    from fardplan.exchange.shape_strategy import DraftShape, SectionShape

ROOT = Path(__file__).resolve().parent.parent / "src" / "fardplan"
EXAMPLE = ROOT / "example"
FONT = ROOT / "base" / "static" / "vendor" / "source-sans-3-latin.woff2"

STYLE = """
@page { size: A4; margin: 24mm 22mm }
body { font: 11pt/1.5 "Source Sans 3"; color: #16262b; counter-reset: none }
h1 { font-size: 24pt; line-height: 1.15; margin: 0 0 4mm }
h2 { font-size: 16pt; line-height: 1.25; margin: 9mm 0 2mm; padding-top: 3mm; border-top: 1.5pt solid #0b4a56 }
h2, h3, h4 { break-after: avoid }
h3 { font-size: 13pt; margin: 6mm 0 1mm }
h4 { font-size: 11pt; margin: 3mm 0 0 }
p, ul { margin: 0 0 2mm; break-inside: avoid }
.code { color: #0b4a56; font-weight: 700; margin-right: 2mm }
.example { border-left: 3pt solid #a81c44; padding-left: 4mm; margin: 5mm 0 }
"""


def main() -> int:
    os.environ.setdefault("FARDPLAN_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fardplan.settings")
    import django

    django.setup()
    from fardplan.exchange.reading import load

    text = (EXAMPLE / "blekingedagen-2020.yaml").read_text(encoding="utf-8")
    named = re.findall(r"documents/utkast-.*\.pdf", text)
    for document in named:  # so that the file can be read before they are there
        path = EXAMPLE / document
        path.parent.mkdir(exist_ok=True)
        if not path.is_file():
            path.write_bytes(b"%PDF")
    strategy = load(text, folder=EXAMPLE).content.strategy
    if strategy is None:
        raise SystemExit("the example has no strategy")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        for draft in strategy.drafts:
            path = EXAMPLE / "documents" / f"utkast-{draft.number}.pdf"
            if f"documents/{path.name}" not in named:
                continue
            page = browser.new_page()
            page.set_content(_html(strategy.title, draft))
            page.evaluate("() => document.fonts.ready.then(() => true)")
            page.pdf(path=path, prefer_css_page_size=True, tagged=True, outline=True)
            page.close()
            print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB")
        browser.close()
    return 0


def _html(title: str, draft: DraftShape) -> str:
    font = base64.b64encode(FONT.read_bytes()).decode()
    face = (
        f'@font-face {{ font-family: "Source Sans 3"; font-weight: 200 900; src: url(data:font/woff2;base64,{font}) }}'
    )
    heading = f"{title}, {draft.number}"
    published = f"{draft.published:%Y-%m-%d}" if draft.published else ""
    return (
        f'<!DOCTYPE html><html lang="sv"><head><title>{escape(heading)}</title>'
        f"<style>{face}{STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1><p><strong>Utkast {escape(draft.number)}</strong>, {published}</p>"
        '<p class="example">Exempeltext. Skriven för att visa hur Färdplan fungerar. '
        "Den kommer inte från Region Blekinge.</p>"
        f"{_sections(draft.sections, 2)}</body></html>"
    )


def _sections(sections: Sequence[SectionShape], level: int) -> str:
    from fardplan.base import richtext

    html = ""
    for section in sections:
        html += f"<h{level}>{_code(section.code)}{escape(section.heading)}</h{level}>"
        for passage in section.passages:
            below = min(level + 1, 6)
            label = _code(passage.code)
            if passage.heading:
                html += f"<h{below}>{label}{escape(passage.heading)}</h{below}>"
                label = ""
            html += richtext.render(passage.text).replace("<p>", f"<p>{label}", 1)
        html += _sections(section.sections, level + 1)
    return html


def _code(code: str) -> str:
    return f'<span class="code">{escape(code)}</span>' if code else ""


if __name__ == "__main__":
    sys.exit(main())
