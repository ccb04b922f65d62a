"""Counting: one state that cannot be counted is left as it was, and the others are counted all the same."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from fardplan.base import hub
from fardplan.base.hub import engine, topics
from fardplan.base.hub.frames import state_frame


@pytest.fixture(autouse=True)
def states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "_states", {})


def test_a_state_that_fails_takes_no_other_with_it(caplog: pytest.LogCaptureFixture) -> None:
    @hub.state("poll", "broken")
    def broken(subject: str) -> dict[str, int]:
        raise KeyError(subject)

    @hub.state("poll", "tally")
    def tally(subject: str) -> dict[str, int]:
        return {"votes": int(subject)}

    frame = state_frame(topic="poll-17", name="tally", data='{"votes":17}')
    assert engine._counted(["poll-17"]) == [("poll-17", "tally", frame)]
    assert "The state broken of poll-17 could not be counted" in caplog.text


def test_a_database_that_does_not_answer_is_told_of() -> None:
    @hub.state("poll", "tally")
    def tally(_subject: str) -> dict[str, int]:
        raise DatabaseError

    with pytest.raises(DatabaseError):
        engine._counted(["poll-17"])
