"""Inviting a sample: codes that are stored nowhere, letters that go out once, and people who are left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.core.files.base import ContentFile

from fardplan.base import audit, clock, outbox
from fardplan.base.editing import ChangedMeanwhile, fingerprint, values_of
from fardplan.base.errors import Closed, Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.base.spreadsheet import xlsx_bytes
from fardplan.dialogue.models import RoleName
from fardplan.people.models import ContactDetail, Official
from fardplan.surveys import jobs, letters
from fardplan.surveys.actions import collecting, inviting
from fardplan.surveys.address_list import Address, addresses_in, read_csv, rows_of
from fardplan.surveys.codes import as_shown, invitation_code
from fardplan.surveys.models import Collection, Invitation, Survey, Wave, WaveChannel
from fardplan.surveys.queries.inviting import invitation_with, waves_now
from tests.conftest import at
from tests.races import at_once
from tests.surveys.conftest import NOW

LETTER = inviting.Letter(
    subject="Svara på {enkät}",
    text="Hej {namn}!\n\nDu är en av dem som har dragits. Svara här: {länk}",
    reminder_subject="Påminnelse: {enkät}",
    reminder_text="Hej igen {namn}! {länk}",
)


def people(*names: str) -> list[Address]:
    return [Address(name, f"{name.lower()}@example.org", f"Storgatan 1\n371 30 {name}by") for name in names]


@pytest.fixture
def sample(survey: Survey, make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(survey, kind="invited", name="Urvalet")


@pytest.fixture
def make_wave(sample: Collection, organiser: Official) -> Callable[..., Wave]:
    def make(to: Any = None, *, channel: WaveChannel = WaveChannel.EMAIL, letter: inviting.Letter = LETTER) -> Wave:
        to = people("Ett", "Två", "Tre") if to is None else to
        return inviting.make_wave(
            collection=sample, name="Första", channel=channel, to=to, letter=letter, by=organiser, now=NOW
        )

    return make


def answer(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(is_used=True)


def numbers(mails: Any) -> list[str]:
    return sorted(mail.key for mail in mails)


def test_every_invitation_has_a_code_that_leads_to_it_and_is_stored_nowhere(
    make_wave: Callable[..., Wave], organiser: Official
) -> None:
    wave = make_wave()
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    jobs_run()
    codes = [invitation_code(each.pk) for each in wave.invitations.all()]
    found = [invitation_with(f" {as_shown(code).upper()} ") for code in codes]
    assert [each.number for each in found if each] == [1, 2, 3]
    everything = json.dumps([
        *json.loads(serializers.serialize("json", [*Invitation.objects.all(), *ContactDetail.objects.all()])),
        *json.loads(serializers.serialize("json", [*OutgoingMail.objects.all(), *AuditEntry.objects.all()])),
        *json.loads(serializers.serialize("json", Wave.objects.all())),
    ])  # fmt: skip
    assert not [code for code in codes if code in everything or as_shown(code) in everything]


def jobs_run() -> None:
    """What the job thread does: tasks that wait are run."""
    for wave in Wave.objects.filter(is_writing=True):
        inviting.write_letters.func(wave.pk)


def test_a_mail_gets_its_code_as_it_leaves(make_wave: Callable[..., Wave], organiser: Official, settings: Any) -> None:
    settings.BASE_URL = "https://dialog.example.org"
    wave = make_wave(people("Ett"))
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    jobs_run()
    mail = OutgoingMail.objects.get()
    code = as_shown(invitation_code(wave.invitations.get().pk))
    assert (mail.key, mail.subject) == (f"survey-wave:{wave.pk}:1:0", "Svara på Medborgarenkät")
    assert outbox.as_sent(mail) == (
        f"Hej Ett!\n\nDu är en av dem som har dragits. Svara här: https://dialog.example.org/e/{code}/\n\n"
        "Vill du inte bli påmind fler gånger? Säg till här, utan att förklara varför: "
        f"https://dialog.example.org/e/{code}/nej/\n"
    )


def test_nobody_gets_the_invitation_twice(make_wave: Callable[..., Wave], organiser: Official) -> None:
    wave = make_wave()
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    jobs_run()
    Wave.objects.update(is_writing=True)  # the process was stopped before it could say that it was done
    assert inviting.take_up_lost(NOW + timedelta(minutes=20)) == 1
    assert OutgoingMail.objects.count() == 3
    assert not Wave.objects.get().is_writing
    with pytest.raises(Conflict):
        inviting.send_wave(wave=wave, by=organiser, now=NOW)


def test_a_reminder_goes_to_those_who_have_not_answered_and_may_be_asked(
    make_wave: Callable[..., Wave], sample: Collection, organiser: Official
) -> None:
    wave = make_wave(people("Ett", "Två", "Tre", "Fyra", "Fem"))
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    jobs_run()
    each = list(wave.invitations.all())
    answer(each[0])
    inviting.decline_reminders(invitation=each[1])
    inviting.note_outside(
        collection=sample, labels="nr 1-3", because="har flyttat från länet", by=organiser, now=NOW
    )  # fmt: skip
    inviting.note_returned(collection=sample, labels="1–4", by=organiser, now=NOW)
    inviting.remind(wave=wave, seen_reminders=0, by=organiser, now=NOW)
    jobs_run()
    assert numbers(OutgoingMail.objects.filter(key__endswith=":1")) == [f"survey-wave:{wave.pk}:5:1"]


def test_who_answers_while_the_reminder_waits_is_not_reminded(
    make_wave: Callable[..., Wave], organiser: Official
) -> None:
    wave = make_wave(people("Ett"))
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    jobs_run()
    inviting.remind(wave=wave, seen_reminders=0, by=organiser, now=NOW)
    jobs_run()
    reminder = OutgoingMail.objects.get(key__endswith=":1")
    assert outbox.as_sent(reminder) is not None
    answer(wave.invitations.get())
    assert outbox.as_sent(reminder) is None


def test_two_who_remind_at_once_send_one_reminder(make_wave: Callable[..., Wave], organiser: Official) -> None:
    wave = make_wave()
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    jobs_run()
    inviting.remind(wave=wave, seen_reminders=0, by=organiser, now=NOW)
    jobs_run()
    with pytest.raises(Conflict):
        inviting.remind(wave=wave, seen_reminders=0, by=organiser, now=NOW)
    assert OutgoingMail.objects.filter(key__endswith=":1").count() == 3


def test_no_more_reminders_than_was_decided(make_wave: Callable[..., Wave], organiser: Official) -> None:
    wave = make_wave()
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    for already in range(2):
        jobs_run()
        inviting.remind(wave=wave, seen_reminders=already, by=organiser, now=NOW)
    jobs_run()
    with pytest.raises(Conflict):
        inviting.remind(wave=wave, seen_reminders=2, by=organiser, now=NOW)


@pytest.mark.parametrize("moment", ["2020-11-23 07:59:59", "2020-12-05 00:00:00"])
def test_no_mail_goes_out_when_nobody_could_answer(
    make_wave: Callable[..., Wave], organiser: Official, moment: str
) -> None:
    wave = make_wave()
    with pytest.raises(Closed):
        inviting.send_wave(wave=wave, by=organiser, now=at(moment))
    assert OutgoingMail.objects.count() == 0


def test_the_response_rate_leaves_out_only_those_known_not_to_belong(
    make_wave: Callable[..., Wave], sample: Collection, organiser: Official
) -> None:
    wave = make_wave(people(*"ABCDE"))
    answer(wave.invitations.all()[0])
    inviting.note_outside(collection=sample, labels="1-2", because="avliden", by=organiser, now=NOW)
    inviting.note_returned(collection=sample, labels="1-3", by=organiser, now=NOW)
    (one,), whole = waves_now(sample)
    assert (one.rate, one.percent, one.returned, one.to_remind) == (0.25, 25, 1, 2)
    assert whole is not None
    assert whole.outcome == one.outcome


def test_a_number_that_has_been_answered_is_not_put_outside(
    make_wave: Callable[..., Wave], sample: Collection, organiser: Official
) -> None:
    wave = make_wave()
    answer(wave.invitations.all()[0])
    noted = inviting.note_outside(collection=sample, labels="1-1, 1-2 1-99", because="x", by=organiser, now=NOW)
    assert noted == inviting.Noted(noted=1, answered=1, unknown=("1-99",))
    back = inviting.take_back_notes(collection=sample, labels="1-2", by=organiser, now=NOW)
    assert (back.noted, Invitation.objects.exclude(ineligible_because="").count()) == (1, 0)


def test_a_number_of_another_collection_is_unknown(
    make_wave: Callable[..., Wave], survey: Survey, make_collection: Callable[..., Collection], organiser: Official
) -> None:
    make_wave()
    other = make_collection(survey, kind="invited", slug="andra")
    noted = inviting.note_outside(collection=other, labels="1-1", because="x", by=organiser, now=NOW)
    assert noted == inviting.Noted(noted=0, answered=0, unknown=("1-1",))


def test_addresses_are_erased_in_time_with_the_mail_to_them(
    make_wave: Callable[..., Wave], sample: Collection, organiser: Official
) -> None:
    wave = make_wave()
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    jobs_run()
    gone = max(sample.closes_at, clock.now()) + timedelta(days=15)
    assert jobs.erase_addresses(gone - timedelta(days=2)) == 0
    assert jobs.erase_addresses(gone) == 3
    assert not ContactDetail.objects.exclude(name="", email="", postal_address="").exists()
    assert not OutgoingMail.objects.exclude(to="", text="").exists()
    assert wave.invitations.count() == 3


def test_the_day_of_erasing_follows_the_closing(
    make_wave: Callable[..., Wave], sample: Collection, organiser: Official
) -> None:
    make_wave()
    later = clock.now() + timedelta(days=100)
    collecting.set_times(
        collection=sample, opens_at=sample.opens_at, closes_at=later, is_sure=True, by=organiser, now=NOW
    )
    assert set(ContactDetail.objects.values_list("erase_after", flat=True)) == {later + timedelta(days=14)}


def test_a_letter_with_a_place_that_is_none_is_refused(make_wave: Callable[..., Wave]) -> None:
    with pytest.raises(Invalid) as refused:
        make_wave(letter=inviting.Letter("Hej", "Hej {förnamn}! {länk}"))
    assert (refused.value.field, "{förnamn}" in str(refused.value.message)) == ("text", True)


def test_a_name_that_looks_like_a_place_stays_a_name() -> None:
    values = {letters.NAME: "{kod}", letters.CODE: "abcde-fghjk"}
    assert letters.filled("Hej {Namn}: {kod}", values) == "Hej {kod}: abcde-fghjk"


def test_a_letter_that_is_out_is_not_changed_but_its_reminder_is(
    make_wave: Callable[..., Wave], organiser: Official
) -> None:
    wave = make_wave()
    fields = ["name", "subject", "text", "reminder_subject", "reminder_text", "most_reminders"]
    seen = fingerprint(values_of(wave, fields))
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    other = inviting.Letter("Nytt ämne", LETTER.text, "Påminnelse", "Hej igen! {länk}", 2)
    with pytest.raises(Conflict):
        inviting.change_letter(wave=wave, letter=other, name="Första", seen=seen, by=organiser, now=NOW)
    kept = inviting.Letter(LETTER.subject, LETTER.text, "Påminnelse", "Hej igen! {länk}", 1)
    inviting.change_letter(wave=wave, letter=kept, name="Första", seen=seen, by=organiser, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        inviting.change_letter(wave=wave, letter=kept, name="Annan", seen=seen, by=organiser, now=NOW)


def test_only_who_makes_surveys_invites(sample: Collection, make_official: Callable[..., Official]) -> None:
    for role in (RoleName.MODERATOR, RoleName.REGISTRAR, RoleName.POLITICIAN):
        with pytest.raises(NotAllowed):
            inviting.make_wave(
                collection=sample, name="x", channel=WaveChannel.PRINT, to=3, letter=LETTER,
                by=make_official(role), now=NOW,
            )  # fmt: skip
    assert Wave.objects.count() == 0


@pytest.mark.parametrize("number", [0, 20_001])
def test_none_and_too_many_are_refused(make_wave: Callable[..., Wave], number: int) -> None:
    with pytest.raises(Invalid):
        make_wave(number, channel=WaveChannel.PRINT)


def test_many_codes_are_made_with_few_queries(
    make_wave: Callable[..., Wave], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        make_wave(1_200, channel=WaveChannel.PRINT)
    assert Invitation.objects.values("code_hash").distinct().count() == 1_200


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "Namn;E-post\nÅsa Ö;asa@example.org\n".encode("utf-8-sig"),
        "namn,e-post\nÅsa Ö,asa@example.org\n".encode("cp1252"),
        "Förnamn\tEfternamn\tEpost\nÅsa\tÖ\tAsa@Example.org\n".encode("utf-16"),
    ],
)
def test_a_list_is_read_whatever_it_was_saved_as(data: bytes) -> None:
    found = addresses_in(read_csv(data), needs_email=True)
    assert (found.addresses, found.faults) == ([Address("Åsa Ö", "asa@example.org", "")], [])


def test_a_workbook_is_read_with_the_rows_it_shows() -> None:
    columns, rows = ["Namn", "E-post"], [["Ett", "ett@example.org"], ["", ""], ["Två", ""]]
    found = addresses_in(rows_of(ContentFile(xlsx_bytes(columns, rows), "urval.xlsx")), needs_email=True)
    assert [each.email for each in found.addresses] == ["ett@example.org"]
    assert [(fault.row, fault.message) for fault in found.faults] == [(4, "e-postadressen saknas")]


def test_every_fault_is_told_with_its_row() -> None:
    rows = [
        ["Namn", "E-post", "Personnummer"],
        ["Ett", "ett@example.org", "0"],
        ["Två", "", "0"],
        ["", "", ""],
        ["Tre", "tre(at)example.org", "0"],
        ["Fyra", "ETT@example.org", "0"],
    ]
    found = addresses_in(rows, needs_email=True)
    assert [(fault.row, fault.message) for fault in found.faults] == [
        (3, "e-postadressen saknas"), (5, "e-postadressen går inte att läsa"), (6, "står redan på rad 2"),
    ]  # fmt: skip
    assert ([each.name for each in found.addresses], found.unused) == (["Ett"], ["Personnummer"])


def test_an_address_is_written_as_on_an_envelope() -> None:
    rows = [["Namn", "C/o", "Gatuadress", "Postnr", "Ort"], ["Ett", "Två", "Storgatan 1", "37130", "Karlskrona"],
            ["Tre", "", "", "37130", "Karlskrona"]]  # fmt: skip
    found = addresses_in(rows, needs_email=False)
    assert [each.postal for each in found.addresses] == ["c/o Två\nStorgatan 1\n371 30 Karlskrona"]
    assert [(fault.row, fault.message) for fault in found.faults] == [(3, "adressen saknas")]


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\x00\x00", b"Kod\n1\n", b'Namn;E-post\n"trasig'], ids=["empty", "binary", "none", "broken"]
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        addresses_in(read_csv(data), needs_email=True)


# --- two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_letters_written_by_two_processes_at_once_are_queued_once(
    file_database: Any, make_wave: Callable[..., Wave], organiser: Official
) -> None:
    wave = make_wave(people(*(f"Nr{number}" for number in range(230))))
    Wave.objects.filter(pk=wave.pk).update(sent_at=NOW, is_writing=True)
    results = at_once([lambda: inviting.write_letters.func(wave.pk)] * 3)
    assert results == [None] * 3
    keys = list(OutgoingMail.objects.values_list("key", flat=True))
    assert (len(keys), len(set(keys)), Wave.objects.get().is_writing) == (230, 230, False)


def test_what_is_done_is_in_the_log_without_addresses(make_wave: Callable[..., Wave], organiser: Official) -> None:
    wave = make_wave()
    inviting.printed(wave=wave, what="letters", number=3, by=organiser, now=NOW)
    entry = audit.entries_about(wave.collection.survey).first()
    assert entry is not None
    assert (entry.action, entry.detail) == ("survey.codes_printed", {"wave": 1, "kind": "letters", "number": 3})
