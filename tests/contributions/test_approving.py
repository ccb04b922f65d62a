"""The second pair of eyes, decision status, and answering many at once: all or none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions import actions
from fardplan.contributions.actions import AlreadyAnswered, ReplyWords
from fardplan.contributions.desk_queries import sent_back_with
from fardplan.contributions.models import Contribution, Reply, Standing
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution, Say
from tests.races import at_once

pytestmark = pytest.mark.django_db

NOW = at("2020-12-10 09:00")
WORDS = ReplyWords(text="Vi har lagt till det.", outcome="accepted")


@pytest.fixture
def writer(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.EDITOR, email="skriver@example.org")


@pytest.fixture
def reader(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.MODERATOR, email="laser@example.org")


@pytest.fixture
def two_read(dialogue: Dialogue) -> Dialogue:
    Dialogue.objects.filter(pk=dialogue.pk).update(replies_need_second_reader=True)
    dialogue.refresh_from_db()
    return dialogue


@pytest.fixture
def reply(two_read: Dialogue, make_contribution: MakeContribution, writer: Official) -> Reply:
    contribution = make_contribution(email="nagon@example.org")
    return actions.draft_reply(dialogue=two_read, contributions=[contribution], words=WORDS, by=writer, now=NOW)


def step(act: Callable[..., Reply], reply: Reply, by: Official, **more: object) -> Reply:
    """An act on the reply as it is stored now."""
    reply = Reply.objects.select_related("dialogue").get(pk=reply.pk)
    return act(reply=reply, revision=reply.revision, by=by, now=NOW, **more)


def test_a_reply_is_public_when_somebody_else_has_approved_it(reply: Reply, writer: Official, reader: Official) -> None:
    with pytest.raises(NotAllowed):
        step(actions.publish_reply, reply, writer)
    step(actions.mark_ready, reply, writer)
    step(actions.approve, reply, reader)
    public = step(actions.publish_reply, reply, writer)
    assert (public.approved_by, public.written_by, public.published_at) == (reader, writer, NOW)
    assert OutgoingMail.objects.filter(key__contains=":reply:").count() == 1
    detail = AuditEntry.objects.get(action="reply.published").detail
    assert detail["approved_by"] == "laser@example.org"


def test_nobody_approves_their_own_words(reply: Reply, writer: Official, reader: Official) -> None:
    step(actions.mark_ready, reply, writer)
    with pytest.raises(NotAllowed):
        step(actions.approve, reply, writer)
    # The reader writes other words: then they are the reader's, and the first one may approve.
    step(actions.change_reply, reply, reader, words=ReplyWords(text="Mina ord.", outcome="answered"))
    with pytest.raises(Conflict):
        step(actions.approve, reply, writer)
    step(actions.mark_ready, reply, reader)
    with pytest.raises(NotAllowed):
        step(actions.approve, reply, reader)
    assert step(actions.approve, reply, writer).approved_by == writer


def test_any_change_of_words_takes_the_approval_away(reply: Reply, writer: Official, reader: Official) -> None:
    step(actions.mark_ready, reply, writer)
    step(actions.approve, reply, reader)
    same = step(actions.change_reply, reply, writer, words=WORDS)
    assert (same.approved_by, same.ready_at) == (reader, NOW)
    other = step(actions.change_reply, reply, writer, words=ReplyWords(text="Annat.", outcome="accepted"))
    assert (other.approved_by, other.approved_at, other.ready_at) == (None, None, None)
    with pytest.raises(NotAllowed):
        step(actions.publish_reply, reply, writer)


def test_the_database_holds_it_too(reply: Reply, writer: Official, reader: Official) -> None:
    row = Reply.objects.filter(pk=reply.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(published_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(ready_at=NOW, approved_at=NOW, approved_by=writer)
    row.update(ready_at=NOW, approved_at=NOW, approved_by=reader)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(text="Smyg")
    row.update(published_at=NOW)
    assert row.get().text == WORDS.text


def test_a_reply_goes_back_with_what_ought_to_change(reply: Reply, writer: Official, reader: Official) -> None:
    with pytest.raises(Conflict):
        step(actions.send_back, reply, reader, note="Förtydliga.")
    step(actions.mark_ready, reply, writer)
    with pytest.raises(Invalid):
        step(actions.send_back, reply, reader, note="")
    back = step(actions.send_back, reply, reader, note="Förtydliga.")
    said = sent_back_with(back)
    assert back.ready_at is None
    assert said is not None
    assert (said.actor, said.detail) == ("laser@example.org", {"note": "Förtydliga."})
    assert sent_back_with(step(actions.mark_ready, reply, writer)) is None


def test_an_unfinished_reply_is_not_ready(reply: Reply, writer: Official) -> None:
    step(actions.change_reply, reply, writer, words=ReplyWords(text="Nej.", outcome="not_accepted"))
    with pytest.raises(Invalid):
        step(actions.mark_ready, reply, writer)


def test_without_the_setting_the_writer_publishes(
    dialogue: Dialogue, make_contribution: MakeContribution, writer: Official
) -> None:
    reply = actions.draft_reply(dialogue=dialogue, contributions=[make_contribution()], words=WORDS, by=writer, now=NOW)
    assert step(actions.publish_reply, reply, writer).approved_by is None


def test_an_adopted_reply_says_by_whom(
    dialogue: Dialogue, make_contribution: MakeContribution, writer: Official
) -> None:
    words = ReplyWords(text="Ja.", outcome="accepted", standing=Standing.ADOPTED)
    contribution = make_contribution(email="nagon@example.org")
    reply = actions.draft_reply(dialogue=dialogue, contributions=[contribution], words=words, by=writer, now=NOW)
    with pytest.raises(Invalid) as refused:
        step(actions.publish_reply, reply, writer)
    assert refused.value.field == "adopted_by"
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(published_at=NOW)
    by = "Regionala utvecklingsnämnden, § 45, 3 mars 2021"
    adopted = ReplyWords(text="Ja.", outcome="accepted", standing=Standing.ADOPTED, adopted_by=by)
    step(actions.change_reply, reply, writer, words=adopted)
    step(actions.publish_reply, reply, writer)
    assert f"Svaret är politiskt antaget: {by}." in OutgoingMail.objects.get(key__contains=":reply:").text


# --- many at once -----------------------------------------------------------------------------------------------------


def test_of_many_either_all_are_answered_or_none_and_those_taken_are_named(
    dialogue: Dialogue, make_contribution: MakeContribution, writer: Official, reader: Official
) -> None:
    rows = [make_contribution(f"Nummer {number}") for number in range(4)]
    actions.draft_reply(dialogue=dialogue, contributions=rows[1:3], words=WORDS, by=reader, now=NOW)
    with pytest.raises(AlreadyAnswered) as refused:
        actions.draft_reply(dialogue=dialogue, contributions=rows, words=WORDS, by=writer, now=NOW)
    assert [row.label for row in refused.value.taken] == ["S-002", "S-003"]
    assert "S-002, S-003 har redan svar" in str(refused.value.message)
    assert Reply.objects.count() == 1
    assert Contribution.objects.filter(reply=None).count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_of_many_who_answer_the_same_many_in_any_order_one_does(dialogue: Dialogue, say: Say) -> None:
    for number in range(12):
        say(f"Nummer {number}", now="2020-12-02 14:07")
    official = Official.objects.create_user("svarar@example.org", is_administrator=True)
    rows = list(Contribution.objects.select_related("submission__dialogue"))

    def answer(shift: int) -> Reply:
        # Overlapping handfuls, each begun from another end: they must wait for each other, never lock each other out.
        mine = (rows[shift:] + rows[:shift])[:8]
        mine = mine if shift % 2 else mine[::-1]
        return actions.draft_reply(dialogue=dialogue, contributions=mine, words=WORDS, by=official, now=NOW)

    given = at_once([partial(answer, shift) for shift in range(12)])
    made = [each for each in given if isinstance(each, Reply)]
    assert {type(each) for each in given} == {Reply, AlreadyAnswered}
    assert Reply.objects.count() == len(made) == 1
    assert Contribution.objects.filter(reply=made[0]).count() == 8


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_words_changed_while_a_second_reader_approves_are_never_both(two_read: Dialogue, say: Say) -> None:
    say("Hej", now="2020-12-02 14:07")
    writer, reader = (
        Official.objects.create_user(f"{name}@example.org", is_administrator=True) for name in ("skriver", "laser")
    )
    contribution = Contribution.objects.select_related("submission__dialogue").get()
    made = actions.draft_reply(dialogue=two_read, contributions=[contribution], words=WORDS, by=writer, now=NOW)
    ready = actions.mark_ready(reply=made, revision=made.revision, by=writer, now=NOW)
    seen = {"reply": ready, "revision": ready.revision, "now": NOW}
    other = ReplyWords(text="Andra ord.", outcome="accepted")
    given = at_once(
        [
            lambda: actions.approve(by=reader, **seen),  # type: ignore[arg-type]
            lambda: actions.change_reply(by=writer, words=other, **seen),  # type: ignore[arg-type]
        ]
    )
    assert sorted(type(each).__name__ for each in given) == ["Conflict", "Reply"]
    stored = Reply.objects.get()
    assert (stored.text, stored.approved_by is None) in [(WORDS.text, False), (other.text, True)]
