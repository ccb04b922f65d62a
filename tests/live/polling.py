"""Makers of polls and browsers that vote in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fardplan.live.actions.voting import vote
from fardplan.live.answers import FIELD, read_answer
from fardplan.live.models import Ballot, Poll, PollOption, Stage
from fardplan.live.participant import Participant
from fardplan.live.queries.polls import options_of
from tests.conftest import at

NOW = at("2020-12-01 14:10")


def make_poll(stage: Stage, kind: str = "single", options: Sequence[str] = ("Ja", "Nej"), **fields: Any) -> Poll:
    """An open poll; `opened_at=None` for one that is only prepared."""
    poll = Poll.objects.create(
        stage=stage, kind=kind, **{"question": "Vad är viktigast?", "opened_at": at("2020-12-01 14:00")} | fields
    )
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=place, text=text) for place, text in enumerate(options)
    )
    return poll


def browser(name: str) -> Participant:
    return Participant(f"key-of-{name}", is_new=False)


def option(poll: Poll, text: str) -> int:
    return PollOption.objects.get(poll=poll, text=text).pk


def send(poll: Poll, name: str, *values: str, now: datetime = NOW, **ranks: str) -> Ballot:
    """The browser `name` sends the form of the poll: texts of options, or what is written. `ranks` by option's text."""
    by_text = {each.text: str(each.pk) for each in options_of(poll)}
    form = {FIELD: [by_text.get(value, value) for value in values]}
    form |= {f"{FIELD}-{by_text[text]}": [rank] for text, rank in ranks.items()}
    answer = read_answer(poll, options_of(poll), form)
    return vote(poll=poll, answer=answer, participant=browser(name), now=now)


def marks(poll: Poll) -> list[list[Any]]:
    """What stands on each ballot, in the order they came: texts of options by rank, numbers, or words."""
    found = []
    for ballot in Ballot.objects.filter(poll=poll).order_by("id"):
        rows = ballot.marks.select_related("option", "word").order_by("rank", "option__position", "id")
        found.append([row.option.text if row.option else row.word.word if row.word else row.number for row in rows])
    return found
