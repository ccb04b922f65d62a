"""One version, told in two places that must agree."""

import re
from pathlib import Path

import fardplan

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"


def test_the_changelog_begins_with_this_version():
    heading = re.search(
        r"^## \[(.+?)\] - (unreleased|\d{4}-\d\d-\d\d)$", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert heading is not None
    assert heading[1] == fardplan.VERSION
