"""What a stream may carry is what the documentation says, and nobody announces anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from fardplan.base import hub
from fardplan.base.hub import frames, topics

ROOT = Path(__file__).resolve().parents[3]
ROW = re.compile(r"^\| `([a-z]+)-…` \| `([a-z-]+)` \| (event|state) \| .+ \|$")
NOW = datetime(2027, 3, 18, 12, 0, tzinfo=UTC)


def rows(heading: str) -> list[str]:
    """The rows of the table in the developers' guide that begins with this line."""
    lines = iter((ROOT / "docs" / "developers.md").read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line == heading:
            next(lines)
            return list(_until_empty(lines))
    raise AssertionError(f"no table {heading}")


def _until_empty(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line:
            return
        yield line


def test_what_is_told_and_counted_is_documented_and_nothing_else() -> None:
    documented = []
    for row in rows("| Topic | Name | Which | Data |"):
        found = ROW.match(row)
        assert found, row
        documented.append(found.groups())
    assert sorted(documented) == sorted(topics.registered())


def test_the_words_of_the_hub_itself_are_documented() -> None:
    documented = {row.split("`")[1] for row in rows("| Event | Data | What the reader does |")}
    assert documented == {frames.RESET, frames.TROUBLE}
    assert not {name for _kind, name, _which in topics.registered()} & documented


@pytest.mark.django_db
def test_only_what_is_registered_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "_events", {})
    with transaction.atomic(), pytest.raises(ValueError, match="is not registered as an event of 'day-1'"):
        hub.announce(topic="day-1", name="question-asked", data={}, now=NOW)
    asked = hub.event("day", "question-asked")
    with transaction.atomic():
        assert hub.announce(topic="day-1", name=asked, data={"question": 1}, now=NOW) == hub.newest_id()
    assert topics.registered() >= {("day", "question-asked", "event")}
