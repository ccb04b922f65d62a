"""The day becomes its own record: questions with answers and times, polls with n, what happened when, files."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fardplan.live.choices import AnsweredHow, HappeningKind, PollKind
from fardplan.live.models import (
    Ballot,
    CaptionLine,
    Happening,
    Mark,
    Poll,
    PollOption,
    PollWord,
    Question,
    Stage,
    Upvote,
)
from fardplan.live.queries.record import record_of, summary_of

MINUTE = timedelta(minutes=1)


def address(stage: Stage, **more: str) -> str:
    about = {"slug": stage.day.dialogue.slug, "day": stage.day.slug}
    return reverse("public:day-record-file" if more else "public:day-record", kwargs=about | more)


def rows_of(client: Client, stage: Stage, name: str) -> list[list[str]]:
    content = client.get(address(stage, name=name)).content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def ended(stage: Stage, now: datetime) -> Stage:
    """Two questions, one of them answered aloud; a poll of three; a line of text; what happened."""
    began = now - 4 * MINUTE
    stage.has_captions = True
    stage.situation, stage.began_at, stage.ended_at, stage.situation_since = "ended", began, now, now
    stage.replies_due_on = (now + timedelta(days=5)).date()
    stage.save()
    about = {"stage": stage, "asked_at": began, "shown_at": began}
    how = {"answered_how": AnsweredHow.ALOUD, "answered_second": 95, "answered_by": "Regionrådet"}
    first = Question.objects.create(**about, text="När kommer bussen?", answered_at=began + 2 * MINUTE, **how)
    Question.objects.create(**about, text="=SUM(1)", name="Kim", municipality="Ronneby")
    Upvote.objects.bulk_create(Upvote(question=first, supporter=str(n), given_at=began) for n in range(3))
    poll = Poll.objects.create(stage=stage, question="Vad förvånade dig?", opened_at=began, closed_at=now, secret="")
    options = [PollOption.objects.create(poll=poll, position=n, text=text) for n, text in enumerate(["Bron", "Ån"])]
    for number in range(3):
        ballot = Ballot.objects.create(poll=poll, voter=str(number), given_at=began, changed_at=began)
        Mark.objects.create(ballot=ballot, poll=poll, option=options[number == 2])
    CaptionLine.objects.create(stage=stage, began_at=began, shown_at=began, text="Välkomna hit.")
    Happening.objects.create(stage=stage, at=began, kind=HappeningKind.BEGAN)
    Happening.objects.create(stage=stage, at=began + MINUTE, kind=HappeningKind.CUE, title="Samtal om bostäder")
    Happening.objects.create(stage=stage, at=began + MINUTE, kind=HappeningKind.SHOWN, title="Bara på scenen")
    return stage


def test_the_record_holds_what_was_asked_answered_voted_and_said(running: Stage, now: datetime) -> None:
    record = record_of(ended(running, now), now=now)
    assert [(one.question.text, one.support) for one in record.aloud] == [("När kommer bussen?", 3)]
    assert [one.question.text for one in record.waiting] == ["=SUM(1)"]
    assert (record.meter.asked, record.meter.answered) == (2, 1)
    assert [(row.text, row.count, row.percent) for row in record.polls[0].rows] == [("Bron", 2, 67), ("Ån", 1, 33)]
    assert [(each.happening.kind, each.second) for each in record.course] == [("began", 0), ("cue", 60)]
    assert list(record.languages) == ["sv"]


def test_while_the_day_goes_on_the_record_leads_to_what_goes_on(client: Client, running: Stage, now: datetime) -> None:
    assert summary_of(running.day, now=now) is None
    assert client.get(address(running))["Location"].endswith("/just-nu/")
    assert client.get(address(running, name="allt.json")).status_code == 404


def test_a_day_nobody_ended_becomes_a_record_by_itself(running: Stage) -> None:
    assert summary_of(running.day, now=running.day.ends_at + timedelta(hours=4)) is not None


def test_the_page_says_who_answered_when_and_until_when_the_rest_wait(
    client: Client, running: Stage, now: datetime
) -> None:
    page = client.get(address(ended(running, now)))
    for words in ("När kommer bussen?", "Regionrådet svarade kl.", "Väntar på svar", "Kim, Ronneby", "2 (67 %)"):
        assert words in page.text
    assert "Samtal om bostäder" in page.text
    assert "Bara på scenen" not in page.text


def test_the_days_own_page_tells_of_the_record(client: Client, running: Stage, now: datetime, settings: Any) -> None:
    stage = ended(running, now)
    day = stage.day
    day.ends_at = now - MINUTE
    day.save()
    page = client.get(reverse("public:day", args=[day.dialogue.slug, day.slug]))
    assert "2 frågor, 1 besvarade." in page.text
    assert "En omröstning." in page.text
    assert address(stage) in page.text


def test_the_files_hold_the_same_and_nothing_that_runs(client: Client, running: Stage, now: datetime) -> None:
    stage = ended(running, now)
    rows = rows_of(client, stage, "fragor.csv")
    assert [(row[2], row[5]) for row in rows[1:]] == [("När kommer bussen?", "3"), ("'=SUM(1)", "0")]
    rows = rows_of(client, stage, "omrostningar.csv")
    assert rows[1:] == [
        ["Vad förvånade dig?", "ett val", "3", "Bron", "2", "67"],
        ["Vad förvånade dig?", "ett val", "3", "Ån", "1", "33"],
    ]
    content = json.loads(client.get(address(stage, name="allt.json")).content)
    assert [each["state"] for each in content["questions"]] == ["answered_aloud", "shown"]
    assert "supporter" not in json.dumps(content)
    assert client.get(address(stage, name="text-sv.txt")).content.decode().endswith("Välkomna hit.\n")
    assert client.get(address(stage, name="text-en.txt")).status_code == 404
    assert client.get(address(stage, name="secret.txt")).status_code == 404


def test_text_that_was_never_shown_is_not_in_the_record_until_it_is_switched_on(
    client: Client, running: Stage, now: datetime
) -> None:
    stage = ended(running, now)

    def has_text(*, is_on: bool) -> tuple[bool, list[str], int]:
        stage.has_captions = is_on
        stage.save()
        summary = summary_of(stage.day, now=now)
        status = client.get(address(stage, name="text-sv.txt")).status_code
        return summary is not None and summary.has_text, list(record_of(stage, now=now).languages), status

    assert [has_text(is_on=False), has_text(is_on=True)] == [(False, [], 404), (True, ["sv"], 200)]


@pytest.mark.parametrize("more", [0, 20])
def test_the_page_costs_the_same_however_much_was_asked(
    client: Client, running: Stage, now: datetime, more: int, django_assert_num_queries: Any
) -> None:
    stage = ended(running, now)
    about = {"stage": stage, "asked_at": now, "shown_at": now, "text": "Fråga"}
    Question.objects.bulk_create(Question(**about) for _number in range(more))
    cache.clear()  # where a poll has been counted less than a second ago it is two less
    with django_assert_num_queries(12):
        client.get(address(stage))


def test_the_record_asks_as_much_however_many_polls_there_were(
    client: Client, running: Stage, now: datetime, django_assert_max_num_queries: Any
) -> None:
    stage = ended(running, now)
    about = {"stage": stage, "opened_at": now - MINUTE, "closed_at": now, "secret": ""}
    for kind in PollKind:
        for number in range(3):
            poll = Poll.objects.create(**about, kind=kind, question=f"{kind} {number}", number_least=0, number_most=9)
            option = PollOption.objects.create(poll=poll, text="Ja")
            ballot = Ballot.objects.create(poll=poll, voter="en", given_at=now, changed_at=now)
            word = PollWord.objects.create(poll=poll, stem="bro", word="bro", shown_at=now)
            says = {PollKind.WORDS: {"word": word}, PollKind.NUMBER: {"number": 3}, PollKind.SCALE: {"number": 3}}
            Mark.objects.create(ballot=ballot, poll=poll, **says.get(kind, {"option": option}))
    cache.clear()
    with django_assert_max_num_queries(15):
        record = record_of(stage, now=now)
    assert [result.n for result in record.polls] == [3] + [1] * 3 * len(PollKind)
    assert all(sum(row.count for row in result.rows) for result in record.polls if result.poll.kind != PollKind.RANKING)
