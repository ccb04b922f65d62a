"""Lighthouse's four scores, on a phone, for the public pages of the example.

./dev pages --lighthouse                      every public page
./dev pages --lighthouse public:day           only pages whose name contains one of the words
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.places import Place, places_of
from tools.chromium import ARGUMENTS, executable
from tools.example_site import ExampleSite, example_site

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = ROOT / "frontend" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]


def chromium() -> str:
    """The browser Lighthouse is to start; without one on the system, Playwright's own."""
    if found := executable():
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def report(site: ExampleSite, place: Place, browser: str) -> dict[str, Any]:
    """Lighthouse's whole report on one page."""
    with tempfile.TemporaryDirectory() as folder:
        headers = Path(folder) / "headers.json"
        cookie = "; ".join(f"{name}={value}" for name, value in place.cookies.items())
        headers.write_text(json.dumps({"Cookie": cookie} if cookie else {}), encoding="utf-8")
        done = subprocess.run(
            [
                *(
                    LIGHTHOUSE,
                    site.address + place.path,
                    "--quiet",
                    "--no-enable-error-reporting",
                    "--output=json",
                    f"--extra-headers={headers}",
                ),
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}",
            ],
            env=os.environ | {"CHROME_PATH": browser},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        raise RuntimeError(f"Lighthouse could not look at {place.path}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def scores(found: dict[str, Any]) -> list[int]:
    return [round(100 * (found["categories"][category]["score"] or 0)) for category in CATEGORIES]


def shortcomings(found: dict[str, Any]) -> list[str]:
    """The audits that cost points, in Lighthouse's words."""
    costly = {
        ref["id"] for category in found["categories"].values() for ref in category["auditRefs"] if ref["weight"] > 0
    }
    return [
        f"{audit['title']} ({audit['score']})"
        for name, audit in found["audits"].items()
        if name in costly and audit["score"] is not None and audit["score"] < 0.9
    ]


def main(words: list[str]) -> int:
    browser = chromium()
    with example_site() as site:
        places = {name: place for name, place in places_of(site).items() if place.is_public}
        chosen = {name: place for name, place in places.items() if not words or any(word in name for word in words)}
        width = max([len(name) for name in chosen], default=0)
        print(f"{'page':<{width}}  {'  '.join(CATEGORIES)}")
        for name, place in chosen.items():
            found = report(site, place, browser)
            columns = [f"{score:>{len(category)}}" for category, score in zip(CATEGORIES, scores(found), strict=True)]
            print(f"{name:<{width}}  {'  '.join(columns)}", flush=True)
            for shortcoming in shortcomings(found):
                print(f"{'':<{width}}  – {shortcoming}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
