"""Editors, officials, people, a publication and the post at the same moment, with threads and connections of their own.

Nothing is lost, nothing is done twice, and whoever comes later is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.core import mail

from fardplan.base import clock, jobs
from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.jobs import look
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions.actions import (
    AlreadyAnswered,
    Assigned,
    ReplyWords,
    assign,
    draft_reply,
    publish_reply,
)
from fardplan.contributions.models import Contribution, Reply, Submission
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.ledger.actions import From, Place, draw_traces
from fardplan.ledger.actions.telling import tell_everyone
from fardplan.ledger.models import Telling
from fardplan.people.models import Official
from fardplan.strategy import actions as writing
from fardplan.strategy.models import Change, Draft, Passage
from fardplan.strategy.queries import contents_of
from tests.contributions.conftest import MakeContribution, Say
from tests.ledger.conftest import AFTER, NOW
from tests.races import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]

ONE, TWO = f"{AFTER} Ett.", f"{AFTER} Två."
TRAVEL = "Restiden är högst en timme."


@dataclass
class Room:
    """Where all of it happens, and the two who work in it."""

    dialogue: Dialogue
    draft: Draft
    first: Official
    second: Official
    answered: Contribution
    claimed: Contribution

    # --- the editors

    def write(self, words: str, by: Official) -> str:
        passage = Passage.objects.get(draft=self.draft, key="a1-1")
        writing.change_passage(passage=passage, changes={"text": words}, revision=0, by=by, now=NOW)
        return words

    def split(self) -> str:
        passage = Passage.objects.get(draft=self.draft, key="a1-2")
        writing.split_passage(passage=passage, at=TRAVEL.index("högst"), revision=0, by=self.second, now=NOW)
        return "split"

    def merge(self) -> str:
        one, two = (Passage.objects.get(draft=self.draft, key=key) for key in ("a1-1", "a1-2"))
        writing.merge_passages(first=one, second=two, revisions=(0, 0), by=self.first, now=NOW)
        return "merged"

    def publish(self, by: Official) -> Draft:
        return writing.publish_draft(draft=self.draft, by=by, now=NOW)

    # --- the officials

    def answer(self, by: Official) -> Reply:
        words = ReplyWords(text=f"Svar av {by.email}.", outcome="accepted", reason="Så är det.")
        begun = draft_reply(dialogue=self.dialogue, contributions=[self.answered], words=words, by=by, now=NOW)
        return publish_reply(reply=begun, revision=begun.revision, by=by, now=NOW)

    def claim(self, by: Official) -> Assigned:
        return assign(contributions=[self.claimed], to=by, by=by, now=NOW)

    def trace(self, by: Official) -> list[Change]:
        at = {"dialogue": self.dialogue, "draft": self.draft, "by": by, "now": NOW}
        return draw_traces(**at, places=[Place("passage", "a1-1")], sources=From([self.answered]))

    def tell(self, by: Official) -> Telling:
        published = Draft.objects.get(strategy=self.draft.strategy, number="0.3")
        return tell_everyone(dialogue=self.dialogue, draft=published, by=by, now=NOW)


@pytest.fixture(autouse=True)
def _only_tasks_and_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 2020 here: to the jobs that look for what was left behind, everything that is asked for seems forgotten."""
    monkeypatch.setattr(jobs, "_periodic", {})


@pytest.fixture
def room(
    dialogue: Dialogue, next_draft: Draft, make_official: Callable[..., Official], make_contribution: MakeContribution
) -> Room:
    answered = make_contribution("Bygg i alla kommuner.", about="stycke:a1-1", email="en@example.org")
    claimed = make_contribution("Fler bussar.", about="stycke:a1-2", email="tva@example.org")
    first, second = (make_official(role, RoleName.ORGANISER) for role in (RoleName.EDITOR, RoleName.MODERATOR))
    return Room(dialogue, next_draft, first, second, answered, claimed)


def everything(room: Room, say: Say) -> dict[str, Callable[[], Any]]:
    """Who does what; all of it begins at once."""
    now = "2020-12-03 12:00"
    both = {"first": room.first, "second": room.second}
    return {
        "write one": lambda: room.write(ONE, room.first),
        "write two": lambda: room.write(TWO, room.second),
        "split": room.split,
        "merge": room.merge,
        **{f"publish, {name}": partial(room.publish, who) for name, who in both.items()},
        **{f"answer, {name}": partial(room.answer, who) for name, who in both.items()},
        **{f"claim, {name}": partial(room.claim, who) for name, who in both.items()},
        **{f"trace, {name}": partial(room.trace, who) for name, who in both.items()},
        **{f"tell, {name}": partial(room.tell, who) for name, who in both.items()},
        **{f"say {n}": partial(say, f"Nr {n}", about="stycke:a1-1", email=f"{n}@example.org", now=now) for n in "123"},
        **{f"post {n}": lambda: look(now=clock.now()) for n in "12"},
    }


@pytest.mark.parametrize("round_", range(3))
def test_all_of_it_at_the_same_moment(room: Room, say: Say, round_: int) -> None:
    calls = everything(room, say)
    names = list(calls)[round_ * 7 :] + list(calls)[: round_ * 7]  # who begins is another each time
    given = dict(zip(names, at_once([calls[name] for name in names]), strict=True))
    look(now=clock.now())  # what the post was too early for
    look(now=clock.now())

    told = {name: answer for name, answer in given.items() if isinstance(answer, Exception)}
    # Whoever asks for the letters when all of them are written is told that nobody is left to tell.
    refused = [name for name, error in told.items() if isinstance(error, Invalid) and name.startswith("tell")]
    assert {
        name: error for name, error in told.items() if not isinstance(error, Conflict) and name not in refused
    } == {}
    _the_text_holds_what_was_saved(room.draft, given)
    _one_published_and_the_changes_are_the_text(room.draft, given)
    _one_answered_and_one_has_it(room, given)
    assert list(Submission.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    _every_letter_went_once()


def _the_text_holds_what_was_saved(draft: Draft, given: dict[str, Any]) -> None:
    """Every word of those whose writing was taken, once; of those who were told, none."""
    written = [answer for name, answer in given.items() if name.startswith("write") and answer in {ONE, TWO}]
    assert len(written) <= 1
    told = [answer for name, answer in given.items() if name.startswith("write") and isinstance(answer, Conflict)]
    if written:
        assert all(each.theirs.text == written[0] for each in told if isinstance(each, ChangedMeanwhile))
        assert isinstance(given["merge"], Conflict)
    texts = list(Passage.objects.filter(draft=draft).order_by("position").values_list("text", flat=True))
    words = Counter(re.findall(r"\w+", " ".join(texts)))
    expected = Counter(re.findall(r"\w+", f"{written[0] if written else AFTER} {TRAVEL}"))
    merged_heading = Counter({"Restid": 1, "A1": 1, "2": 1})  # a joined passage may take the heading into its text
    assert words - merged_heading == expected
    assert len(texts) == 2 + (given["split"] == "split") - (given["merge"] == "merged")


def _one_published_and_the_changes_are_the_text(draft: Draft, given: dict[str, Any]) -> None:
    outcomes = [type(given[f"publish, {name}"]).__name__ for name in ("first", "second")]
    assert sorted(outcomes) == ["Conflict", "Draft"]
    assert AuditEntry.objects.filter(action="draft.published").count() == 1
    draft.refresh_from_db()
    before = Draft.objects.get(strategy=draft.strategy, number="0.3")
    was, stands = (
        {passage.key: passage.text for section in contents_of(each).all_sections for passage in section.passages}
        for each in (before, draft)
    )
    changes = Change.objects.filter(draft=draft, subject="passage")
    assert {change.key: change.after_text for change in changes} == {
        key: stands.get(key, "") for key in {*was, *stands} if was.get(key) != stands.get(key)
    }
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    traced = [answer for name, answer in given.items() if name.startswith("trace") and isinstance(answer, list)]
    assert changes.get(key="a1-1").traces.count() == min(len(traced), 1)


def _one_answered_and_one_has_it(room: Room, given: dict[str, Any]) -> None:
    answers = [given[f"answer, {name}"] for name in ("first", "second")]
    assert sorted(type(each).__name__ for each in answers) == ["AlreadyAnswered", "Reply"]
    (reply,) = [each for each in answers if isinstance(each, Reply)]
    (told,) = [each for each in answers if isinstance(each, AlreadyAnswered)]
    assert [each.pk for each in told.taken] == [room.answered.pk]
    room.answered.refresh_from_db()
    assert (Reply.objects.count(), room.answered.reply_id) == (1, reply.pk)
    assert Reply.objects.get().text == f"Svar av {reply.written_by}."

    claims = [given[f"claim, {name}"] for name in ("first", "second")]
    assert sorted((len(each.given), len(each.held)) for each in claims) == [(0, 1), (1, 0)]
    room.claimed.refresh_from_db()
    winner = room.first if claims[0].given else room.second
    assert room.claimed.assigned_to_id == winner.pk


def _every_letter_went_once() -> None:
    """Receipts to five, one letter with the answer, and to all who had spoken by then what is news to them."""
    queued = OutgoingMail.objects.all()
    assert queued.filter(sent_at=None).count() == 0
    sent = Counter(str(letter.extra_headers["Message-ID"]) for letter in mail.outbox)
    assert sent == Counter(queued.values_list("message_id", flat=True))
    assert set(sent.values()) == {1}
    # Who asks when the first telling is finished tells those who have spoken since, and what has been answered since.
    written: Counter[tuple[str, str]] = Counter()
    for telling in Telling.objects.all():
        letters = list(queued.filter(key__endswith=f":telling:{telling.pk}").values_list("to", "text"))
        assert (len(letters), len({to for to, _text in letters})) == (telling.people, telling.people)
        assert telling.finished_at is not None
        written.update(letters)
    assert {"en@example.org", "tva@example.org"} <= {to for to, _text in written}
    assert set(written.values()) == {1}
    assert Telling.objects.count() <= 2
