"""What a page is held against: axe-core, html-validate, its own width."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"

# WCAG 2.0, 2.1 and 2.2 at levels A and AA, and what axe counts as good practice beside them.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe_source() -> str:
    return (FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def axe(page: Page) -> list[str]:
    """The faults axe-core finds on the page as it stands now, one line per element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe_source())
    # A bar at the foot of the window lies over something wherever one stands but at the end of the page.
    page.evaluate("() => document.querySelector('.live-bar') && scrollTo(0, document.body.scrollHeight)")
    report: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS
    )
    return [
        f"{violation['id']}: {violation['help']} – {' '.join(map(str, node['target']))} – {node['html'][:160]}"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]


def html_faults(pages: dict[str, str]) -> dict[str, list[str]]:
    """What html-validate says of each page, by name; pages without faults are left out."""
    done = subprocess.run(
        ["node", "validate.mjs"], cwd=FRONTEND, input=json.dumps(pages), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"html-validate did not run:\n{done.stderr[-2000:]}")
    faults: dict[str, list[str]] = json.loads(done.stdout)
    return faults


def sideways_scroll(page: Page) -> list[str]:
    """The elements that stick out to the right and make the page scroll sideways; empty when it does not."""
    sticking_out: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.body.querySelectorAll("*")]
                .filter((element) => element.getBoundingClientRect().right > width + 0.5)
                .map((element) => `sticks out: ${element.outerHTML.slice(0, 120)}`)
                .concat(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width} px`);
        }"""
    )
    return sticking_out
