"""What comes in: one gapless series, to the last second, once however often it is sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from fardplan.base import clock
from fardplan.base.errors import Closed, Invalid, NotAllowed, NotFound
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions.about import About, find_about
from fardplan.contributions.actions import Received, Said, contribute, register_received
from fardplan.contributions.models import Channel, Contribution, Submission
from fardplan.dialogue.models import Day, Dialogue, Publishing, RoleName
from fardplan.people.models import ContactDetail
from fardplan.strategy.models import Draft, Passage, Section, Strategy
from tests.conftest import STOCKHOLM, at
from tests.contributions.conftest import Say


def test_L22_every_contribution_gets_number_time_channel_and_receipt(say: Say) -> None:
    first, second = say("Ett", now="2020-12-02 14:07"), say("Två", now="2020-12-02 14:08")
    assert [(one.label, one.received_at, one.channel) for one in (first, second)] == [
        ("S-001", at("2020-12-02 14:07"), "web"),
        ("S-002", at("2020-12-02 14:08"), "web"),
    ]
    assert len({first.receipt_key, second.receipt_key}) == 2
    assert all(len(one.receipt_key) == 22 for one in (first, second))


def test_each_dialogue_has_a_series_of_its_own(say: Say, dialogue: Dialogue) -> None:
    other = Dialogue.objects.create(
        slug="annan", title="Annan", published_at=at("2020-10-01 08:00"), contributions_open_at=at("2020-10-01 08:00")
    )
    numbers = [say("Ett").number, say("Ett", to=other).number, say("Två").number, say("Två", to=other).number]
    assert numbers == [1, 1, 2, 2]


def test_what_is_said_is_one_contribution_about_one_thing(say: Say, day: Day) -> None:
    about = ["strategin", "avsnitt:a", "stycke:a1-1", "dag:dag-3"]
    found = [Contribution.objects.get(submission=say(f"Om {anchor}", about=anchor)) for anchor in about]
    assert [(str(one.section or ""), str(one.passage or ""), str(one.day or "")) for one in found] == [
        ("", "", ""),
        ("A Attraktiva livsmiljöer", "", ""),
        ("", "A1.1 Bostäder", ""),
        ("", "", "Dag 3"),
    ]


def test_a_heading_is_the_beginning_of_the_text(say: Say) -> None:
    assert say("Kort.\nOch mer.").heading == "Kort. Och mer."
    long = say("Ord " * 60).heading
    assert (len(long) <= 82, long.endswith("Ord …")) == (True, True)


@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        ("2020-10-01T07:59:59.999999+02:00", False),
        ("2020-10-01T08:00:00+02:00", True),
        ("2020-12-04T23:59:59+01:00", True),
        ("2020-12-04T23:59:59.999999+01:00", True),
        ("2020-12-05T00:00:00+01:00", False),
        ("2020-12-04T22:59:59+00:00", True),
        ("2020-12-04T23:00:00+00:00", False),
    ],
)
def test_the_deadline_holds_to_the_second(dialogue: Dialogue, moment: str, taken: bool) -> None:
    now = datetime.fromisoformat(moment)
    said = Said(about=About(), text="I tid?")
    if taken:
        assert contribute(dialogue=dialogue, said=said, now=now).received_at == now
    else:
        with pytest.raises(Closed):
            contribute(dialogue=dialogue, said=said, now=now)
        assert list(Submission.objects.all()) == []


@pytest.mark.parametrize(
    ("closes_in_summer_time", "seconds_late", "taken"),
    [(True, 0, True), (True, 1, False), (True, 3600, False), (False, -3600, True), (False, 0, True), (False, 1, False)],
)
def test_a_deadline_in_the_hour_that_comes_twice_is_the_one_meant(
    dialogue: Dialogue, closes_in_summer_time: bool, seconds_late: int, taken: bool
) -> None:
    """02.30 on 25 October 2020 happens first in summer time, then again in winter time."""
    closes = datetime(2020, 10, 25, 2, 30, tzinfo=STOCKHOLM, fold=0 if closes_in_summer_time else 1)
    Dialogue.objects.filter(pk=dialogue.pk).update(contributions_close_at=closes)
    now = closes.astimezone(UTC) + timedelta(seconds=seconds_late)
    try:
        contribute(dialogue=dialogue, said=Said(about=About(), text="I tid?"), now=now)
    except Closed:
        assert not taken
    assert Submission.objects.count() == int(taken)


def test_an_extended_deadline_counts_at_once(say: Say, dialogue: Dialogue) -> None:
    with pytest.raises(Closed):
        say(now="2020-12-06 09:00")
    Dialogue.objects.filter(pk=dialogue.pk).update(contributions_close_at=at("2020-12-11 23:59:59"))
    assert say(now="2020-12-06 09:00").label == "S-001"


def test_an_unpublished_dialogue_takes_nothing(say: Say, dialogue: Dialogue) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(published_at=None)
    with pytest.raises(Closed):
        say()


def test_the_same_sending_twice_gives_the_same_receipt(say: Say) -> None:
    first = say("Bygg bryggor.", sending_key="a" * 22)
    again = say("Bygg bryggor.", sending_key="a" * 22, now="2020-12-02 14:09")
    assert again == first
    assert Submission.objects.count() == 1


def test_a_retry_after_the_deadline_still_gives_the_receipt(say: Say) -> None:
    first = say("I sista minuten.", sending_key="a" * 22, now="2020-12-04 23:59:58")
    assert say("I sista minuten.", sending_key="a" * 22, now="2020-12-05 00:00:04") == first


def test_a_form_changed_and_sent_again_is_something_new(say: Say) -> None:
    texts = ["Bygg bryggor.", "Bygg båtar.", "Bygg båtar.", "Bygg bryggor."]
    assert [say(text, sending_key="a" * 22).number for text in texts] == [1, 2, 2, 1]


def test_a_sending_key_is_worth_nothing_in_another_dialogue(say: Say, dialogue: Dialogue) -> None:
    other = Dialogue.objects.create(
        slug="annan", title="Annan", published_at=at("2020-10-01 08:00"), contributions_open_at=at("2020-10-01 08:00")
    )
    assert say("Samma.", sending_key="a" * 22) != say("Samma.", sending_key="a" * 22, to=other)


@pytest.mark.parametrize(
    "anchor", ["avsnitt:b", "stycke:b1-1", "stycke:a1-1@9.9", "dag:annan-dag", "hej", "stycke:' OR 1"]
)
def test_another_dialogues_texts_and_days_are_refused(dialogue: Dialogue, anchor: str) -> None:
    strategy = Strategy.objects.create(slug="annan", title="En annan strategi")
    draft = Draft.objects.create(strategy=strategy, number="0.3")
    section = Section.objects.create(draft=draft, key="b", heading="B")
    Passage.objects.create(draft=draft, section=section, key="b1-1", text="Annat.")
    Draft.objects.filter(pk=draft.pk).update(published_at=at("2020-10-01 08:00"))
    other = Dialogue.objects.create(slug="annan", title="Annan", strategy=strategy)
    Day.objects.create(
        dialogue=other, slug="annan-dag", title="Dag", starts_at=at("2020-12-01 13:00"), ends_at=at("2020-12-01 16:00")
    )
    with pytest.raises(NotFound):
        find_about(dialogue, anchor, now=at("2020-12-02 12:00"))


def test_an_anchor_means_the_latest_published_draft_unless_it_names_one(dialogue: Dialogue, strategy: Strategy) -> None:
    later = Draft.objects.create(strategy=strategy, number="0.4", position=1)
    section = Section.objects.create(draft=later, key="a", heading="A")
    Passage.objects.create(draft=later, section=section, key="a1-1", text="Ny lydelse.")
    Draft.objects.filter(pk=later.pk).update(published_at=at("2020-11-30 09:00"))

    def draft_of(anchor: str, now: str) -> str:
        draft = find_about(dialogue, anchor, now=at(now)).draft
        assert draft is not None
        return draft.number

    before, after = "2020-11-24 09:00", "2020-12-01 09:00"
    assert [draft_of("stycke:a1-1", before), draft_of("stycke:a1-1", after)] == ["0.3", "0.4"]
    assert [draft_of("stycke:a1-1@0.3", after), draft_of("stycke:a1-2", after)] == ["0.3", "0.3"]
    with pytest.raises(NotFound):
        find_about(dialogue, "stycke:a1-1@0.4", now=at(before))


def test_L24_what_has_come_in_cannot_be_changed_or_deleted(say: Say) -> None:
    submission = say("Originalet.")
    contribution = Contribution.objects.get()
    for change in (
        {"text": "Annat."},
        {"number": 7},
        {"received_at": at("2020-01-01 00:00")},
        {"receipt_key": "x" * 22},
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            Submission.objects.filter(pk=submission.pk).update(**change)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Contribution.objects.filter(pk=contribution.pk).update(text="Annat.")
    for row in (contribution, submission):
        with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")
    submission.refresh_from_db()
    contribution.refresh_from_db()
    assert (submission.text, submission.number, contribution.text) == ("Originalet.", 1, "Originalet.")


def test_nothing_shows_before_somebody_has_read_it_unless_the_dialogue_says_so(say: Say, dialogue: Dialogue) -> None:
    say("Väntar.")
    Dialogue.objects.filter(pk=dialogue.pk).update(publishing=Publishing.AT_ONCE)
    say("Syns.")
    published = {one.text: one.published_at for one in Contribution.objects.all()}
    assert published == {"Väntar.": None, "Syns.": at("2020-12-02 14:07")}


# --- the receipt by mail ----------------------------------------------------------------------------------------------


def test_L21_the_receipt_letter_holds_number_copy_link_and_last_date(say: Say) -> None:
    submission = say(
        "Bygg bryggor.", about="stycke:a1-1", proposed_text="Fler bryggor byggs.", email="nagon@example.org"
    )
    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.key) == ("nagon@example.org", f"submission:{submission.pk}:receipt")
    assert letter.subject == "Kvitto S-001: vi har tagit emot din synpunkt"
    wanted = [
        "S-001",
        "2 december 2020 kl. 14.07",
        "A1.1 Bostäder",
        "Bygg bryggor.",
        "Fler bryggor byggs.",
        "1 februari 2021",
        "allmän handling",
        f"/kvitto/{submission.receipt_key}/",
    ]
    assert [words for words in wanted if words not in letter.text] == []


def test_nobody_gets_a_letter_without_having_asked(say: Say) -> None:
    assert (say().contact, OutgoingMail.objects.count()) == (None, 0)


def test_one_sending_queues_one_letter(say: Say) -> None:
    for _ in range(2):
        say("Bygg bryggor.", email="nagon@example.org", sending_key="a" * 22)
    assert (OutgoingMail.objects.count(), ContactDetail.objects.count()) == (1, 1)


def test_the_letter_is_in_the_senders_language(say: Say) -> None:
    submission = say(email="someone@example.org", language="en")
    letter = OutgoingMail.objects.get()
    assert (letter.language, f"/en/kvitto/{submission.receipt_key}/" in letter.text) == ("en", True)


@pytest.mark.parametrize(
    ("real_now", "due", "goes"),
    [
        ("2020-12-02 14:07", "2021-02-01", "2021-07-31 23:59:59"),
        ("2020-12-02 14:07", None, "2021-05-31 14:07:00"),
        ("2021-03-01 12:00", "2021-02-01", "2021-08-28 12:00:00"),
    ],
)
def test_L44_an_address_is_kept_so_long_after_the_replies_and_no_longer(
    say: Say, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch, real_now: str, due: str | None, goes: str
) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(replies_due_on=due, keep_senders_days=180)
    monkeypatch.setattr(clock, "now", lambda: at(real_now))
    contact = say(email="nagon@example.org").contact
    assert contact is not None
    assert abs(contact.erase_after - at(goes)) <= timedelta(hours=1)  # summer time has begun


# --- what comes in another way ----------------------------------------------------------------------------------------


def _letter(**fields: Any) -> Received:
    return Received(
        **{"channel": Channel.LETTER, "received_at": at("2020-12-03 09:00"), "source_note": "Brev, pärm 3"} | fields
    )


def test_L06_a_phone_call_becomes_a_record_with_its_source(dialogue: Dialogue, make_official: Any, say: Say) -> None:
    registrar = make_official(RoleName.REGISTRAR)
    say("Webben först.")
    submission = register_received(
        dialogue=dialogue,
        said=Said(
            about=About(), text="Bussen går två gånger.", sender_label="Äldre invånare", municipality="Olofström"
        ),
        received=_letter(channel=Channel.PHONE, source_note="Samtal med registrator"),
        by=registrar,
        now=at("2020-12-03 10:00"),
    )
    assert (submission.label, submission.channel, submission.source_note, submission.registered_by) == (
        "S-002",
        "phone",
        "Samtal med registrator",
        registrar,
    )
    entry = AuditEntry.objects.get(action="submission.registered")
    assert (entry.actor_id, entry.subject, entry.detail) == (
        registrar.pk,
        "S-002",
        {"channel": "phone", "source": "Samtal med registrator"},
    )


def test_a_letter_that_came_late_is_registered_all_the_same(dialogue: Dialogue, make_official: Any) -> None:
    submission = register_received(
        dialogue=dialogue,
        said=Said(about=About(), text="För sent?"),
        received=_letter(received_at=at("2020-12-07 09:00"), dated_on=at("2020-12-01 00:00").date()),
        by=make_official(RoleName.REGISTRAR),
        now=at("2020-12-08 10:00"),
    )
    assert (submission.received_at, submission.registered_at, str(submission.dated_on)) == (
        at("2020-12-07 09:00"),
        at("2020-12-08 10:00"),
        "2020-12-01",
    )


def test_nothing_comes_in_from_the_future(dialogue: Dialogue, make_official: Any) -> None:
    with pytest.raises(Invalid):
        register_received(
            dialogue=dialogue,
            said=Said(about=About(), text="Från framtiden"),
            received=_letter(received_at=at("2020-12-09 09:00")),
            by=make_official(RoleName.REGISTRAR),
            now=at("2020-12-08 10:00"),
        )


@pytest.mark.parametrize("role", [RoleName.EDITOR, RoleName.POLITICIAN])
def test_only_those_whose_role_it_is_register(dialogue: Dialogue, make_official: Any, role: RoleName) -> None:
    with pytest.raises(NotAllowed):
        register_received(
            dialogue=dialogue,
            said=Said(about=About(), text="Nej"),
            received=_letter(),
            by=make_official(role),
            now=at("2020-12-08 10:00"),
        )
    assert Submission.objects.count() == 0
