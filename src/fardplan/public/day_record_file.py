"""The record of a day as rows for a spreadsheet and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fardplan.base.spreadsheet import Cell
from fardplan.live.queries.questions import Shown, answered_when
from fardplan.live.queries.record import Record
from fardplan.live.queries.tallies import Result
from fardplan.live.question_rules import who_asked


def _asked(record: Record) -> list[Shown]:
    together = [*record.aloud, *record.in_writing, *record.waiting]
    return sorted(together, key=lambda one: (one.question.asked_at, one.question.pk))


def question_rows(record: Record) -> Iterator[list[Cell]]:
    """In the order they were asked."""
    for one in _asked(record):
        question = one.question
        yield [
            _label(one),
            question.asked_at,
            question.text,
            who_asked(question),
            question.theme.name if question.theme is not None else "",
            one.support,
            str(one.state.label),
            answered_when(question) if one.is_answered else None,
            question.answered_by,
            question.answered_second,
            _reply(one),
        ]


def poll_rows(record: Record) -> Iterator[list[Cell]]:
    """One row for each answer. `n` stands beside every percentage."""
    for result in record.polls:
        poll = result.poll
        for row in result.rows:
            yield [poll.question, str(poll.get_kind_display()), result.n, row.text, row.count, row.percent]


def as_json(record: Record) -> bytes:
    """Everything, with times in ISO 8601. Nobody's ballot or support stands in it."""
    content = {
        "day": record.stage.day.title,
        "began": _iso(record.stage.began_at),
        "ended": _iso(record.stage.ended_at),
        "course": [
            {"at": _iso(each.happening.at), "second": each.second, "kind": each.happening.kind,
             "title": each.happening.title}
            for each in record.course
        ],
        "questions": [_question(one) for one in _asked(record)],
        "replies_due": record.meter.due_on.isoformat() if record.meter.due_on else None,
        "polls": [_poll(result) for result in record.polls],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")


def _question(one: Shown) -> dict[str, Any]:
    question = one.question
    return {
        "number": _label(one),
        "asked": _iso(question.asked_at),
        "text": question.text,
        "who": who_asked(question),
        "theme": question.theme.name if question.theme is not None else None,
        "support": one.support,
        "state": one.state.value,
        "answered": _iso(answered_when(question)) if one.is_answered else None,
        "answered_by": question.answered_by,
        "second": question.answered_second,
        "reply": _reply(one),
    }


def _poll(result: Result) -> dict[str, Any]:
    poll = result.poll
    return {
        "question": poll.question,
        "kind": poll.kind,
        "opened": _iso(poll.opened_at),
        "closed": _iso(poll.closed_at),
        "n": result.n,
        "median": result.median,
        "answers": [{"text": row.text, "count": row.count, "percent": row.percent} for row in result.rows],
    }


def _label(one: Shown) -> str:
    return one.question.contribution.label if one.question.contribution is not None else ""


def _reply(one: Shown) -> str:
    """The words of a published reply in writing."""
    said = one.question.contribution
    reply = said.reply if said is not None else None
    return reply.text if reply is not None and reply.published_at is not None else ""


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None
