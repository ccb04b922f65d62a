"""What the one design promises of itself."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import fardplan

STATIC = Path(fardplan.__file__).parent / "base" / "static" / "fardplan"
CSS = {path.name: path.read_text(encoding="utf-8") for path in sorted((STATIC / "css").glob("*.css"))}
SHARED = re.sub(r"/\*.*?\*/", "", CSS["fardplan.css"], flags=re.DOTALL)


def test_every_token_that_is_used_is_defined() -> None:
    everything = "".join(CSS.values())
    used = set(re.findall(r"var\((--[a-z0-9-]+)[,)]", everything))
    assert used - set(re.findall(r"(--[a-z0-9-]+):", everything)) == set()


def test_the_shared_sheet_keeps_to_its_budget() -> None:
    """30 kB to read, 8 kB to fetch. What only some pages need has a sheet of its own: media, strategy, poster, desk."""
    assert len(CSS["fardplan.css"].encode()) <= 30 * 1024
    assert len(gzip.compress(CSS["fardplan.css"].encode(), 9)) <= 8 * 1024


def test_colours_are_named_once_and_only_as_tokens() -> None:
    """Outside the tokens a literal colour would not follow the organisation's own, nor the dark."""
    rest = SHARED[SHARED.index("@layer base") : SHARED.index("@media print")]
    literal = re.findall(r"[^{};]*:[^{};]*(?:#[0-9a-f]{3,8}\b|rgb\()[^{};]*", rest)
    allowed = ("#fff", "rgb(255 255 255", "#000", "#e1e8e7")  # the dark ground, where white is white in both schemes
    assert [line.strip() for line in literal if not any(colour in line for colour in allowed)] == []


@pytest.mark.parametrize("name", sorted(path.name for path in (STATIC / "js").glob("*.js")))
def test_scripts_write_no_markup_and_run_no_text(name: str) -> None:
    script = (STATIC / "js" / name).read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script)


def test_every_icon_a_template_asks_for_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    asked: dict[str, set[str]] = {}
    for template in Path(fardplan.__file__).parent.rglob("templates/**/*.html"):
        for name in re.findall(r'{% (?:icon|mark) "([a-z-]+)"', template.read_text(encoding="utf-8")):
            asked.setdefault(name, set()).add(template.name)
    assert {name: where for name, where in asked.items() if name not in drawn} == {}
