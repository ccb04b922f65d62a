"""Collections, waves and odd responses at the desk, as an editor meets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fardplan.base import clock
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.dialogue.models import RoleName
from fardplan.people.models import Official
from fardplan.surveys.actions import inviting
from fardplan.surveys.codes import as_shown, invitation_code
from fardplan.surveys.models import Collection, CollectionKind, Invitation, Response, Survey, Wave, WaveChannel
from tests.desk.test_signups import sign_in
from tests.surveys.conftest import make_collection, make_response, make_survey, organiser, survey

__all__ = ["make_collection", "make_response", "make_survey", "organiser", "survey"]


@pytest.fixture
def open_now(make_collection: Callable[..., Collection], survey: Survey) -> Callable[..., Collection]:
    """open_now("invited"): a collection that is open just now, in the desk's own time."""

    def make(kind: str = "open", **fields: Any) -> Collection:
        times = {"opens_at": clock.now() - timedelta(days=2), "closes_at": clock.now() + timedelta(days=9)}
        return make_collection(survey, kind=kind, **times, **fields)

    return make


def to(name: str, collection: Collection, *more: Any) -> str:
    survey = collection.survey
    return reverse(f"desk:{name}", args=[survey.dialogue.slug, survey.slug, collection.slug, *more])


LETTER = {
    "name": "Utskick 1", "subject": "Svara", "text": "Hej {namn}! {länk}", "reminder_subject": "Igen",
    "reminder_text": "Hej igen! {länk}", "most_reminders": "2",
}  # fmt: skip


@pytest.mark.parametrize("kind", CollectionKind.values)
def test_a_collection_is_added_with_words_on_what_may_be_said(
    desk: Client, survey: Survey, kind: str, make_response: Callable[..., Response]
) -> None:
    address = reverse("desk:new-survey-collection", args=[survey.dialogue.slug, survey.slug, kind])
    page = desk.get(address).text
    assert ("aldrig svarsfrekvens" in page, "osäkerhetsintervall" in page) == (kind == "open", kind == "invited")
    data = {"name": "Vägen in", "slug": "vagen-in", "code": "skolan24", "opens_at": "2026-11-01T08:00",
            "closes_at": "2026-12-01T23:59"}  # fmt: skip
    answer = desk.post(address, data, follow=True)
    made = Collection.objects.get(slug="vagen-in")
    assert (answer.status_code, made.kind, made.code) == (200, kind, "skolan24" if kind == "group" else "")
    assert made.closes_at.second == 59


def test_of_an_open_link_no_rate_is_ever_shown(
    desk: Client, open_now: Callable[..., Collection], make_response: Callable[..., Response]
) -> None:
    collection = open_now()
    make_response(collection, matchar="4")
    page = desk.get(to("survey-collection", collection)).text
    assert "1</span> svar" in page
    assert "procent" not in page
    listed = desk.get(reverse("desk:survey-collections", args=[collection.survey.dialogue.slug, "enkat"])).text
    assert "går inte att räkna" in listed


def make_codes(collection: Collection, by: Official, number: int) -> Wave:
    """A wave of codes that has not gone out."""
    letter = inviting.Letter("Svara", "Hej! {länk}")
    return inviting.make_wave(
        collection=collection,
        name=f"Koder {collection.waves.count()}",
        channel=WaveChannel.PRINT,
        to=number,
        letter=letter,
        by=by,
        now=clock.now(),
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_collection_costs_the_same_whatever_came_in(
    desk: Client,
    open_now: Callable[..., Collection],
    make_response: Callable[..., Response],
    django_assert_num_queries: Any,
    organiser: Official,
    number: int,
) -> None:
    collection = open_now("invited", name="Slumpvis utvalda")
    for _each in range(number):
        make_response(collection, matchar="4")
        make_codes(collection, organiser, 4 * number)
    desk.get(to("survey-collection", collection))
    for name, more, queries in (("collection", (), 14), ("waves", (), 9), ("wave", (1,), 12)):
        with django_assert_num_queries(queries):
            assert "Slumpvis" in desk.get(to(f"survey-{name}", collection, *more)).text


def test_planning_says_what_so_many_invitations_give(desk: Client, survey: Survey) -> None:
    address = reverse("desk:survey-planning", args=[survey.dialogue.slug, survey.slug])
    page = desk.get(address, {"invited": 1200, "rate": 38, "within": "3"}).text
    assert "blir det 456 svar" in page
    assert "±4,6 procentenheter" in page
    assert "1708 svar" in page
    assert desk.get(address, {"invited": "x", "rate": 0, "within": ""}).status_code == 200


def test_closing_early_asks_and_the_page_says_that_it_was_reopened(
    desk: Client, open_now: Callable[..., Collection]
) -> None:
    collection = open_now()
    refused = desk.post(to("close-survey-collection", collection))
    assert refused.status_code == 422
    desk.post(to("close-survey-collection", collection), {"saker": "1"})
    collection.refresh_from_db()
    assert collection.closes_at <= clock.now()
    again = {"opens_at": "2020-11-23T08:00", "closes_at": "2030-12-01T23:59", "is_sure": "on"}
    assert desk.post(to("survey-times", collection), again).status_code == 302
    assert "öppnades igen" in desk.get(to("survey-times", collection)).text


def test_a_poster_has_the_link_and_its_code(desk: Client, open_now: Callable[..., Collection]) -> None:
    group = open_now("group", code="skolan24")
    page = desk.get(to("survey-poster", group)).text
    assert "/e/skolan24/" in page
    picture = desk.get(to("survey-poster-qr", group))
    assert (picture["Content-Type"], b"<path" in picture.content) == ("image/svg+xml", True)
    assert desk.get(to("survey-poster", open_now("invited"))).status_code == 404


def test_odd_responses_are_left_out_by_kind_with_a_reason(
    desk: Client, open_now: Callable[..., Collection], make_response: Callable[..., Response]
) -> None:
    collection = open_now()
    Response.objects.filter(pk=make_response(collection, matchar="4").pk).update(flags=["too_fast"])
    page = desk.get(to("survey-flagged", collection)).text
    assert "Ifyllt fortare" in page
    assert desk.post(to("leave-out-responses", collection), {"slag": "too_fast", "because": ""}).status_code == 422
    desk.post(to("leave-out-responses", collection), {"slag": "too_fast", "because": "För fort"})
    assert Response.objects.get().left_out_because == "För fort"
    desk.post(to("put-back-responses", collection), {"because": "För fort"})
    assert Response.objects.get().left_out_because == ""


# --- waves ------------------------------------------------------------------------------------------------------------


def upload(text: str, name: str = "urval.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def test_a_list_with_faults_is_told_row_by_row_and_taken_when_they_are_passed_over(
    desk: Client, open_now: Callable[..., Collection]
) -> None:
    sample = open_now("invited")
    address = to("new-survey-wave", sample, "email")
    text = "Namn;E-post\nEtt;ett@example.org\nTvå;inte en adress\n"
    refused = desk.post(address, LETTER | {"file": upload(text)})
    assert refused.status_code == 422
    assert "Rad 3: e-postadressen går inte att läsa." in refused.text
    assert Wave.objects.count() == 0
    desk.post(address, LETTER | {"file": upload(text), "skip_faults": "on"})
    assert [each.contact.email for each in Invitation.objects.select_related("contact") if each.contact] == [
        "ett@example.org"
    ]


def test_invitations_are_sent_once_and_reminded_from_the_page(
    desk: Client, open_now: Callable[..., Collection]
) -> None:
    sample = open_now("invited")
    text = "Namn;E-post\nEtt;ett@example.org\nTvå;tva@example.org\n"
    desk.post(to("new-survey-wave", sample, "email"), LETTER | {"file": upload(text)})
    assert desk.post(to("send-survey-wave", sample, 1)).status_code == 302
    assert desk.post(to("send-survey-wave", sample, 1)).status_code == 409
    inviting.write_letters.func(Wave.objects.get().pk)
    assert "2 har inte svarat" in desk.get(to("survey-wave", sample, 1)).text
    assert desk.post(to("remind-survey-wave", sample, 1), {"seen": "0"}).status_code == 302
    inviting.write_letters.func(Wave.objects.get().pk)
    assert desk.post(to("remind-survey-wave", sample, 1), {"seen": "0"}).status_code == 409
    assert OutgoingMail.objects.count() == 4


def test_codes_are_taken_out_only_by_who_shows_again_who_they_are_and_it_is_logged(
    desk: Client, editor: Official, open_now: Callable[..., Collection]
) -> None:
    sample = open_now("invited")
    desk.post(to("new-survey-wave", sample, "print"), LETTER | {"number": "3"})
    address = to("survey-sheets", sample, 1)
    code = as_shown(invitation_code(Invitation.objects.order_by("number")[0].pk))
    for page in (to("survey-waves", sample), to("survey-wave", sample, 1), address, to("survey-collection", sample)):
        assert code not in desk.get(page).text
    editor.set_password("ett langt losenord")
    editor.save()
    sign_in(desk, editor)
    refused = desk.get(address, {"vad": "fil"})
    assert refused["Location"].startswith(reverse("account_reauthenticate"))
    assert not AuditEntry.objects.filter(action="survey.codes_printed").exists()
    desk.post(reverse("account_reauthenticate"), {"password": "ett langt losenord"})
    answer = desk.get(address, {"vad": "fil"})
    assert code in answer.content.decode("utf-8-sig")
    entry = AuditEntry.objects.get(action="survey.codes_printed")
    assert (entry.actor_id, entry.detail) == (editor.pk, {"wave": 1, "kind": "fil", "number": 3})
    assert code not in str(entry.detail)
    pdf = desk.get(address, {"vad": "kort"})
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_returned_letter_is_noted_by_its_number(desk: Client, open_now: Callable[..., Collection]) -> None:
    sample = open_now("invited")
    desk.post(to("new-survey-wave", sample, "print"), LETTER | {"number": "3"})
    desk.post(to("note-invitations", sample), {"labels": "1-2", "what": "retur"})
    refused = desk.post(to("note-invitations", sample), {"labels": "1-3", "what": "utanfor"})
    assert refused.status_code == 422
    desk.post(to("note-invitations", sample), {"labels": "1-3", "what": "utanfor", "because": "dead"})
    notes = [(each.number, each.returned_on is not None, each.ineligible_because) for each in Invitation.objects.all()]
    assert notes == [(1, False, ""), (2, True, ""), (3, False, "dead")]


def test_who_only_registers_reaches_no_codes(
    client: Client, make_official: Callable[..., Official], open_now: Callable[..., Collection]
) -> None:
    sample = open_now("invited")
    client.force_login(make_official(RoleName.REGISTRAR))
    for name, more in (
        ("survey-waves", ()),
        ("survey-sheets", (1,)),
        ("survey-flagged", ()),
        ("survey-collection", ()),
    ):
        assert client.get(to(name, sample, *more)).status_code == 403
