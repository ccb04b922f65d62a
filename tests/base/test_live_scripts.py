"""How a page says what it follows: every attribute that the live scripts read is explained, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import fardplan

SCRIPTS = Path(fardplan.__file__).parent / "base" / "static" / "fardplan" / "js"
DOCUMENT = Path(__file__).parents[2] / "docs" / "developers.md"
OF_OTHERS = {"data-error-summary", "data-keep", "data-state"}  # of other scripts, and written for style sheets


def test_every_attribute_is_in_the_table_for_engineers_and_none_that_is_not_read() -> None:
    code = "".join((SCRIPTS / f"{name}.js").read_text() for name in ("live", "live-view", "live-page", "live-clock"))
    section = DOCUMENT.read_text().partition("### Follow it on a page")[2].partition("\n## ")[0]
    read = {"data-live-since", "data-one", "data-many"} | set(re.findall(r"\[(data-[a-z-]+)[\]=^]", code))
    read |= {"data-" + re.sub("([A-Z])", r"-\1", name).lower() for name in re.findall(r"dataset\.(\w+)", code)}
    explained = set(re.findall(r"data-[a-z]+(?:-[a-z]+)*", section))
    assert explained - OF_OTHERS == read - OF_OTHERS
