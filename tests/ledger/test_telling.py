"""Telling people: one letter to each with all of theirs, once, with the redline; and what they say back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as some

from fardplan.base import clock, outbox
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.jobs import look
from fardplan.base.models import OutgoingMail
from fardplan.contributions.actions import give_verdict, publish_reply, withdraw_reply
from fardplan.contributions.letters import Letter
from fardplan.contributions.models import Contribution, Verdict
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.ledger import letters as ledger_letters
from fardplan.ledger.actions.telling import people_to_tell, take_up_lost, tell_everyone, write_letters
from fardplan.ledger.letters import Told, pieces_in_words, redline_in_words
from fardplan.ledger.models import News, Telling, Trace
from fardplan.ledger.parting import families_of, family_of, pieces_of
from fardplan.ledger.queries.verdicts import verdicts_by_text
from fardplan.people.models import Official
from fardplan.strategy.models import Change, Draft
from tests.contributions.conftest import MakeContribution
from tests.ledger.conftest import NOW, Answer, MakeChange

MINE, OTHER = "jag@example.org", "annan@example.org"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def together(dialogue: Dialogue) -> Dialogue:
    dialogue.reply_letters = "together"
    dialogue.save()
    return dialogue


@pytest.fixture
def change(make_change: MakeChange) -> Change:
    return make_change(reason="Många bad om det.")


@pytest.fixture
def said(
    together: Dialogue, make_contribution: MakeContribution, answer: Answer, change: Change
) -> dict[str, Contribution]:
    """Three of mine (one led to the change, one refused, one unanswered), one of another's, one without address."""
    found = {
        "led": make_contribution("Bygg i alla kommuner.", about="stycke:a1-1@0.3", email=MINE),
        "refused": make_contribution("Rör inte stränderna.", email="JAG@example.org"),
        "waiting": make_contribution("Fler bussar.", email=MINE),
        "other": make_contribution("Bygg mer.", about="stycke:a1-1@0.3", email=OTHER),
        "silent": make_contribution("Utan adress."),
    }
    answer(found["led"], found["other"])
    answer(found["refused"], outcome="not_accepted", reason="Det råder vi inte över.")
    Trace.objects.create(change=change, contribution=found["led"], drawn_at=NOW)
    return found


@pytest.fixture
def tell(together: Dialogue, editor: Official, next_draft: Draft) -> Callable[..., Telling]:
    def make(*, by: Official = editor, now: Any = LATER) -> Telling:
        next_draft.refresh_from_db()
        telling = tell_everyone(dialogue=together, draft=next_draft, by=by, now=now)
        look(now=clock.now())
        telling.refresh_from_db()
        return telling

    return make


def letters() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__contains=":telling:").order_by("id"))


def test_each_person_gets_one_letter_with_all_of_theirs(
    said: dict[str, Contribution], tell: Callable[..., Telling]
) -> None:
    telling = tell()
    assert [letter.to for letter in letters()] == [MINE, OTHER]
    assert (telling.people, telling.without_address, telling.finished_at is not None) == (2, 1, True)
    mine = letters()[0].text
    assert [said[name].label in mine for name in ("led", "refused", "waiting", "other")] == [True, True, True, False]


def test_the_letter_says_what_became_of_each_with_the_redline_and_asks_whether_it_became_as_they_meant(
    said: dict[str, Contribution], tell: Callable[..., Telling]
) -> None:
    tell()
    mine = letters()[0].text
    assert "1 ledde till ändring, 1 har fått svar, 1 är inte besvarad än." in mine
    assert "Ändring C-1, A1.1 Bostäder:\nFler bostäder byggs[tillagt: i alla kommuner]." in mine.replace(" [", "[")
    assert "Varför: Många bad om det." in mine
    assert "Så här tänkte vi:\nDet råder vi inte över." in mine
    assert "Blev det som du menade?" in mine
    for name in ("led", "refused", "waiting"):
        assert said[name].submission.receipt_key in mine


@pytest.mark.parametrize("text", ["Så att alla får plats.", ""])
def test_other_words_are_quoted_with_the_reasons_for_them(
    together: Dialogue, make_contribution: MakeContribution, tell: Callable[..., Telling], change: Change, text: str
) -> None:
    make_contribution(text, about="stycke:a1-1@0.3", proposed_text="Fler bostäder för unga.", email=MINE)
    tell()
    mine = letters()[0].text
    assert "Ditt förslag till ny text:\nFler bostäder för unga." in mine
    assert ("Du skrev: ”Så att alla får plats.”" in mine, "Du skrev" in mine) == (bool(text), bool(text))


def test_what_is_not_answered_yet_is_said_and_nobody_is_asked_what_they_think_of_it(
    together: Dialogue, make_contribution: MakeContribution, tell: Callable[..., Telling], change: Change
) -> None:
    Dialogue.objects.update(replies_due_on=date(2021, 1, 20))
    waiting = make_contribution("Vilka linjer?", email=MINE)
    tell()
    (letter,) = letters()
    assert letter.subject == "Nu finns utkast 0.4. Så långt har det du skrev kommit"
    assert "Den är inte besvarad än. Vi svarar senast 20 januari 2021." in letter.text
    assert "Blev det som du menade?" not in letter.text
    assert waiting.submission.receipt_key in letter.text


def test_each_page_of_the_persons_own_is_named_once_by_the_number_of_what_is_on_it(
    said: dict[str, Contribution], tell: Callable[..., Telling]
) -> None:
    tell()
    mine = letters()[0].text
    for name in ("led", "refused", "waiting"):
        submission = said[name].submission
        assert mine.count(submission.receipt_key) == 1
        assert f"{submission.label}: http" in mine


def test_no_reply_goes_out_by_itself_before_people_are_told(said: dict[str, Contribution]) -> None:
    assert not OutgoingMail.objects.filter(key__contains=":reply:").exists()


def test_a_reply_sent_at_once_is_one_letter_to_each_sender(
    together: Dialogue, make_contribution: MakeContribution, answer: Answer
) -> None:
    Dialogue.objects.update(reply_letters="at_once")
    together.refresh_from_db()
    both = [make_contribution("Ett.", email=MINE), make_contribution("Två.", email=MINE)]
    answer(*both)
    (letter,) = OutgoingMail.objects.filter(key__contains=":reply:")
    assert letter.subject == f"Svar på synpunkt {both[0].label}, {both[1].label}"


def test_nobody_is_told_again_until_something_has_happened(
    said: dict[str, Contribution], tell: Callable[..., Telling]
) -> None:
    tell()
    with pytest.raises(Invalid):
        tell(now=LATER + timedelta(hours=1))
    assert len(letters()) == 2


def test_only_those_with_news_are_told_the_second_time(
    said: dict[str, Contribution],
    tell: Callable[..., Telling],
    together: Dialogue,
    change: Change,
) -> None:
    tell()
    Trace.objects.create(change=change, contribution=said["other"], drawn_at=LATER + timedelta(minutes=5))
    again = LATER + timedelta(hours=1)
    assert [person.email for person in people_to_tell(together, now=again)] == [OTHER]
    tell(now=again)
    assert [letter.to for letter in letters()] == [MINE, OTHER, OTHER]


def test_an_answer_committed_after_a_telling_it_was_asked_for_before_is_told_the_next_time_and_only_then(
    said: dict[str, Contribution], tell: Callable[..., Telling], together: Dialogue, answer: Answer
) -> None:
    tell()
    answer(said["waiting"])  # at NOW, an hour before the telling was asked for
    again = LATER + timedelta(hours=1)
    assert [person.email for person in people_to_tell(together, now=again)] == [MINE]
    tell(now=again)
    assert ("Vi har lagt till det." in letters()[2].text, len(letters())) == (True, 3)
    assert people_to_tell(together, now=again + timedelta(hours=1)) == []


def test_a_trace_committed_after_a_telling_it_was_drawn_before_is_told_the_next_time_and_only_then(
    said: dict[str, Contribution], tell: Callable[..., Telling], together: Dialogue, change: Change
) -> None:
    tell()
    Trace.objects.create(change=change, contribution=said["other"], drawn_at=NOW)
    tell(now=LATER + timedelta(hours=1))
    assert [letter.to for letter in letters()] == [MINE, OTHER, OTHER]
    assert people_to_tell(together, now=LATER + timedelta(hours=2)) == []


def test_what_a_letter_told_is_written_down_once_for_each_contribution(
    said: dict[str, Contribution], tell: Callable[..., Telling], change: Change
) -> None:
    first = tell()
    Trace.objects.create(change=change, contribution=said["other"], drawn_at=LATER)
    again = tell(now=LATER + timedelta(hours=1))
    told = News.objects.values_list("telling", "contribution", "change")
    led, refused, other = (said[name].pk for name in ("led", "refused", "other"))
    assert sorted(told, key=str) == sorted(
        [
            *((first.pk, pk, None) for pk in (led, refused, other)),
            (first.pk, led, change.pk),
            (again.pk, other, change.pk),
        ],
        key=str,
    )


def test_a_reply_corrected_and_published_again_is_news(
    said: dict[str, Contribution], tell: Callable[..., Telling], together: Dialogue, editor: Official
) -> None:
    tell()
    reply = Contribution.objects.select_related("reply__dialogue").get(pk=said["refused"].pk).reply
    assert reply is not None
    taken_back = withdraw_reply(reply=reply, revision=reply.revision, by=editor, now=NOW)
    assert people_to_tell(together, now=LATER + timedelta(hours=1)) == []
    publish_reply(reply=taken_back, revision=taken_back.revision, by=editor, now=NOW)
    assert [person.email for person in people_to_tell(together, now=LATER + timedelta(hours=1))] == [MINE]


def test_a_letter_that_cannot_be_written_keeps_nobody_elses_back_and_is_told_of(
    said: dict[str, Contribution],
    tell: Callable[..., Telling],
    together: Dialogue,
    monkeypatch: pytest.MonkeyPatch,
    client: Client,
    editor: Official,
) -> None:
    write = ledger_letters.telling

    def fail(draft: Draft, told: Sequence[Told]) -> Letter:
        if told[0].contribution.pk == said["led"].pk:
            raise ValueError("words that cannot be written")
        return write(draft, told)

    with monkeypatch.context() as patched:
        patched.setattr(ledger_letters, "telling", fail)
        telling = tell()
    assert [letter.to for letter in letters()] == [OTHER]
    assert (telling.people, telling.failed, telling.finished_at is not None) == (1, 1, True)
    assert [person.email for person in people_to_tell(together, now=LATER + timedelta(hours=1))] == [MINE]
    client.force_login(editor)
    page = client.get(f"/skrivbord/dialog/{together.slug}/aterkoppling/")
    assert "Ett brev gick inte att skriva." in page.content.decode()
    tell(now=LATER + timedelta(hours=1))
    assert [letter.to for letter in letters()] == [OTHER, MINE]


def test_a_database_that_goes_away_leaves_the_telling_to_be_taken_up(
    said: dict[str, Contribution], together: Dialogue, next_draft: Draft, editor: Official,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    next_draft.refresh_from_db()
    telling = tell_everyone(dialogue=together, draft=next_draft, by=editor, now=LATER)

    def away(*_args: object, **_named: object) -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "queue", away)
        look(now=clock.now())
        assert take_up_lost(LATER + timedelta(minutes=15)) == 1
    telling.refresh_from_db()
    assert (telling.finished_at, telling.failed, News.objects.count()) == (None, 0, 0)
    take_up_lost(LATER + timedelta(minutes=15))
    assert [letter.to for letter in letters()] == [MINE, OTHER]


def test_writing_the_letters_twice_sends_none_twice(
    said: dict[str, Contribution], tell: Callable[..., Telling], together: Dialogue
) -> None:
    telling = tell()
    theirs = [[said["led"].pk, said["refused"].pk, said["waiting"].pk], [said["other"].pk]]
    write_letters.func(telling.pk, theirs)
    assert len(letters()) == 2


def test_an_address_erased_meanwhile_gets_nothing(
    said: dict[str, Contribution], together: Dialogue, next_draft: Draft, editor: Official
) -> None:
    next_draft.refresh_from_db()
    tell_everyone(dialogue=together, draft=next_draft, by=editor, now=LATER)
    contact = said["other"].submission.contact
    assert contact is not None
    contact.email, contact.erased_at = "", LATER
    contact.save()
    look(now=clock.now())
    assert [letter.to for letter in letters()] == [MINE]


def test_one_address_erased_meanwhile_does_not_take_the_letter_from_the_other(
    said: dict[str, Contribution], together: Dialogue, next_draft: Draft, editor: Official
) -> None:
    next_draft.refresh_from_db()
    tell_everyone(dialogue=together, draft=next_draft, by=editor, now=LATER)
    contact = said["led"].submission.contact
    assert contact is not None
    contact.email, contact.erased_at = "", LATER
    contact.save()
    look(now=clock.now())
    assert [letter.to for letter in letters()] == ["JAG@example.org", OTHER]


@pytest.mark.parametrize("written", [0, 1, 2])
def test_letters_left_by_a_stopped_process_are_written_once_and_the_next_telling_is_not_barred(
    said: dict[str, Contribution],
    together: Dialogue,
    next_draft: Draft,
    editor: Official,
    change: Change,
    written: int,
) -> None:
    next_draft.refresh_from_db()
    telling = tell_everyone(dialogue=together, draft=next_draft, by=editor, now=LATER)
    DBTaskResult.objects.all().delete()  # the process went down with it
    people = people_to_tell(together, now=LATER, besides=telling)
    write_letters.func(telling.pk, [list(person.contribution_ids) for person in people[:written]])
    Telling.objects.update(finished_at=None)
    assert take_up_lost(LATER + timedelta(minutes=14)) == 0
    assert take_up_lost(LATER + timedelta(minutes=15)) == 1
    telling.refresh_from_db()
    assert ([letter.to for letter in letters()], telling.people) == ([MINE, OTHER], 2)
    assert take_up_lost(LATER + timedelta(minutes=30)) == 0
    Trace.objects.create(change=change, contribution=said["other"], drawn_at=LATER + timedelta(minutes=5))
    tell_everyone(dialogue=together, draft=next_draft, by=editor, now=LATER + timedelta(hours=1))


def test_two_officials_who_press_at_once_send_one_letter_to_each(
    said: dict[str, Contribution], together: Dialogue, next_draft: Draft, editor: Official
) -> None:
    next_draft.refresh_from_db()
    tell_everyone(dialogue=together, draft=next_draft, by=editor, now=LATER)
    with pytest.raises(Conflict):
        tell_everyone(dialogue=together, draft=next_draft, by=editor, now=LATER)
    look(now=clock.now())
    assert len(letters()) == 2


def test_only_those_who_answer_tell(
    said: dict[str, Contribution], tell: Callable[..., Telling], make_official: Callable[..., Official]
) -> None:
    with pytest.raises(NotAllowed):
        tell(by=make_official(RoleName.REGISTRAR))


@pytest.mark.parametrize("rows", [1, 30])
def test_whom_to_tell_costs_the_same_however_many(
    together: Dialogue, make_contribution: MakeContribution, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        make_contribution(f"Synpunkt {number}", email=f"nr{number}@example.org")
    with django_assert_num_queries(2):
        assert len(people_to_tell(together, now=LATER)) == rows


# --- and back ---------------------------------------------------------------------------------------------------------


def test_the_latest_answer_to_whether_it_became_as_meant_counts_for_each_passage(
    said: dict[str, Contribution], tell: Callable[..., Telling], together: Dialogue, next_draft: Draft
) -> None:
    tell()
    for name, answers in (("led", ("no", "yes")), ("other", ("partly",)), ("refused", ("no",))):
        for hours, answer in enumerate(answers, start=2):
            give_verdict(
                contribution=said[name], answer=answer, text="", draft=next_draft, now=NOW + timedelta(hours=hours)
            )
    found = verdicts_by_text(together, now=NOW + timedelta(days=1))
    assert [(each.label, dict(each.counts), each.number) for each in found] == [
        ("", {"no": 1}, 1),
        ("A1.1 Bostäder", {"yes": 1, "partly": 1}, 2),
    ]
    assert Verdict.objects.count() == 4


@given(some.text(max_size=80), some.text(max_size=80))
def test_a_redline_in_words_holds_all_words_of_both(before: str, after: str) -> None:
    said = redline_in_words(before, after)
    for words in (*before.split(), *after.split()):
        assert words in said


def test_a_letter_marks_only_what_is_new_in_all_the_parts(make_change: MakeChange) -> None:
    one, other = "Fler bostäder byggs.", "Turerna räcker hela dagen."
    kept = make_change(
        "a1-1", number=1, kind="split", from_keys=["a1-1"], into_keys=["a1-1", "a1-9"],
        before_text=f"{one} {other}", after_text=one,
    )  # fmt: skip
    part = make_change(
        "a1-9", number=2, kind="split", from_keys=["a1-1"], after_text=f"{other} Även helger.",
        before_text="", before_code="", before_heading="", before_place="",
    )  # fmt: skip
    families = families_of([kept, part])
    words = [pieces_in_words(pieces_of(each, family_of(each, families))) for each in (kept, part)]
    assert words == [one, f"{other} [tillagt: Även helger.]"]
