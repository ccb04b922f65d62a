"""Editing at the desk as an editor meets it: forms that are refused, saved, contested; tables without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from fardplan.base.models import OutgoingMail
from fardplan.dialogue.models import Day, Dialogue, Document, Host, Phase, Session
from fardplan.people.models import ContactDetail
from fardplan.signup.models import Signup
from fardplan.strategy.models import Draft
from tests.conftest import at


def at_desk(name: str, dialogue: Dialogue, *more: object) -> str:
    return reverse(f"desk:{name}", args=[dialogue.slug, *more])


def written(response: HttpResponse) -> dict[str, Any]:
    """What a form would send if nothing was touched."""
    form = response.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {
        name: field_value(form, name, value)
        for name, value in values.items()
        if value not in (None, "", False) and name != "upload"
    }


def field_value(form: Any, name: str, value: Any) -> Any:
    widget = form.fields[name].widget
    if isinstance(value, list) and hasattr(form.fields[name], "prepare_value"):
        value = form.fields[name].prepare_value(value)
    return value if isinstance(value, (list, bool)) else widget.format_value(value)


def test_saving_an_untouched_form_changes_nothing(desk: Client, dialogue: Dialogue):
    before = Dialogue.objects.values().get()
    for name in ("basics", "influence", "contributing", "contact", "picture"):
        url = at_desk(name, dialogue)
        response = desk.post(url, written(desk.get(url)))
        assert (name, response.status_code) == (name, 302)
    after = Dialogue.objects.values().get()
    assert {name for name in before if before[name] != after[name]} <= {"changed_at"}


def test_a_deadline_lasts_the_whole_minute(desk: Client, dialogue: Dialogue):
    url = at_desk("contributing", dialogue)
    desk.post(url, written(desk.get(url)) | {"contributions_close_at": "2020-12-06T12:00"})
    assert Dialogue.objects.get().contributions_close_at == at("2020-12-06 12:00:59")


def test_a_mistake_is_shown_at_its_field_and_nothing_is_lost(desk: Client, dialogue: Dialogue):
    url = at_desk("basics", dialogue)
    response = desk.post(url, written(desk.get(url)) | {"slug": "om", "lead": "Lång och fin text"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["slug"]
    assert "Lång och fin text" in response.text
    assert Dialogue.objects.get().slug == "dagen-2020"


def test_an_address_another_dialogue_has_is_refused_at_its_field(desk: Client, dialogue: Dialogue):
    Dialogue.objects.create(slug="upptagen", title="Annan")
    url = at_desk("basics", dialogue)
    response = desk.post(url, written(desk.get(url)) | {"slug": "upptagen"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["slug"])


def test_the_second_of_two_editors_sees_both_versions_and_chooses(desk: Client, dialogue: Dialogue):
    url = at_desk("basics", dialogue)
    mine = written(desk.get(url)) | {"lead": "Min ingress"}
    desk.post(url, written(desk.get(url)) | {"lead": "Hennes ingress"})

    response = desk.post(url, mine)
    assert response.status_code == 409
    assert [(each.label, each.theirs, each.mine) for each in response.context["differences"]] == [
        ("Ingress", "Hennes ingress", "Min ingress")
    ]
    assert Dialogue.objects.get().lead == "Hennes ingress"
    # Saving once more is a choice made with open eyes.
    assert desk.post(url, written(response)).status_code == 302
    assert Dialogue.objects.get().lead == "Min ingress"


def test_text_is_kept_but_deceiving_characters_go(desk: Client, dialogue: Dialogue):
    url = at_desk("influence", dialogue)
    desk.post(url, written(desk.get(url)) | {"purpose": "Rad 1\r\nRad \u202e2\x00"})
    assert Dialogue.objects.get().purpose == "Rad 1\nRad 2"


def test_the_preview_of_a_text_is_harmless(desk: Client):
    url = reverse("desk:preview-text")
    html = desk.post(url, {"text": "**Fet** <script>alert(1)</script> [x](javascript:alert(1))"}).text
    assert "<strong>Fet</strong>" in html
    assert "<script" not in html
    assert 'href="javascript' not in html


def test_forms_of_the_desk_are_protected_against_forgery(dialogue: Dialogue, editor: Any):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(at_desk("basics", dialogue), {"title": "Kapad"}).status_code == 403
    assert Dialogue.objects.get().title == "Dagen 2020"


# --- tables of rows -------------------------------------------------------------------------------------------------


def rows(*values: dict[str, str], seen: str = "", **more: str) -> dict[str, str]:
    """What a table sends."""
    sent = {"rad-antal": str(len(values)), "seen": seen, **more}
    for place, row in enumerate(values):
        sent |= {f"rad-{place}-{name}": value for name, value in row.items()}
    return sent


def sees(response: HttpResponse) -> list[str]:
    return [str(form["title"].value() or "") for form in response.context["rows"].forms]


def test_rows_are_added_moved_and_removed_without_saving_or_losing_words(desk: Client, dialogue: Dialogue):
    url = at_desk("hosts", dialogue)
    three = [{"title": "Ett"}, {"title": "Två"}, {"title": "Tre"}]
    assert sees(desk.post(url, rows(*three, rader="ny"))) == ["Ett", "Två", "Tre", ""]
    assert sees(desk.post(url, rows(*three, rader="upp:2"))) == ["Ett", "Tre", "Två"]
    assert sees(desk.post(url, rows(*three, rader="ner:0"))) == ["Två", "Ett", "Tre"]
    assert sees(desk.post(url, rows(*three, rader="bort:1"))) == ["Ett", "Tre"]
    assert sees(desk.post(url, rows(*three, rader="upp:0"))) == ["Ett", "Två", "Tre"]
    assert sees(desk.post(url, rows(*three, rader="bort:17"))) == ["Ett", "Två", "Tre"]
    assert not Host.objects.exists()


def test_empty_rows_are_not_saved(desk: Client, dialogue: Dialogue):
    url = at_desk("hosts", dialogue)
    seen = desk.get(url).context["rows"].seen
    assert desk.post(url, rows({"title": "Ett"}, {"title": ""}, seen=seen)).status_code == 302
    assert list(Host.objects.values_list("title", flat=True)) == ["Ett"]


def test_a_row_that_lacks_something_is_pointed_out(desk: Client, dialogue: Dialogue):
    url = at_desk("phases", dialogue)
    seen = desk.get(url).context["rows"].seen
    response = desk.post(url, rows({"kind": "draft", "title": ""}, seen=seen))
    assert response.status_code == 422
    assert "Rad 1, Rubrik:" in response.text
    assert not Phase.objects.exists()


def test_a_table_that_somebody_else_saved_is_shown_beside_ones_own(desk: Client, dialogue: Dialogue):
    url = at_desk("hosts", dialogue)
    seen = desk.get(url).context["rows"].seen
    desk.post(url, rows({"title": "Hennes"}, seen=seen))
    response = desk.post(url, rows({"title": "Min"}, seen=seen))
    assert response.status_code == 409
    assert sees(response)[0] == "Min"
    assert [form["title"].value() for form in response.context["theirs"].forms] == ["Hennes"]
    desk.post(url, rows({"title": "Min"}, seen=response.context["rows"].seen))
    assert list(Host.objects.values_list("title", flat=True)) == ["Min"]


def test_a_programme_is_written_as_a_table(desk: Client, dialogue: Dialogue, day: Day):
    url = at_desk("programme", dialogue, day.slug)
    seen = desk.get(url).context["rows"].seen
    first = {"starts": "13.00", "title": "Välkommen", "kind": "talk", "speakers": "Direktör\r\nStrateg / Kim"}
    second = {"starts": "13:30", "ends": "14:15", "title": "Rum", "kind": "rooms"}
    assert desk.post(url, rows(second, first, seen=seen)).status_code == 302
    programme = [(str(session), session.kind) for session in Session.objects.all()]
    assert programme == [("Välkommen", "talk"), ("Rum", "rooms")]
    assert [str(speaker) for speaker in Session.objects.all()[0].speakers.all()] == ["Direktör", "Kim, Strateg"]
    # What the form shows next time is what was written.
    again = desk.get(url).context["rows"].forms
    assert [form["speakers"].value() for form in again] == ["Direktör\nStrateg / Kim", "", None]


def test_an_overlong_table_is_cut_rather_than_trusted(desk: Client, dialogue: Dialogue):
    response = desk.post(at_desk("hosts", dialogue), {"rad-antal": "100000000", "rader": "ny"})
    assert len(response.context["rows"].forms) == 201


# --- days, documents, publishing ------------------------------------------------------------------------------------


def test_a_new_day_leads_on_to_its_programme(desk: Client, dialogue: Dialogue):
    url = at_desk("new-day", dialogue)
    response = desk.post(url, written(desk.get(url)) | {"date": "2020-12-10", "starts": "13:00", "ends": "16:00"})
    day = Day.objects.get()
    assert response["Location"] == at_desk("programme", dialogue, "dag-1")
    assert (day.title, day.starts_at) == ("Dag 1", at("2020-12-10 13:00"))


def test_a_day_saved_untouched_stays_as_it_was(desk: Client, dialogue: Dialogue, make_day: Callable[..., Day]):
    day = make_day(asked_needs=["captioning"], capacity=12)
    before = Day.objects.values().get()
    url = at_desk("day", dialogue, day.slug)
    assert desk.post(url, written(desk.get(url))).status_code == 302
    after = Day.objects.values().get()
    assert {name for name in before if before[name] != after[name]} <= {"changed_at"}


def test_moving_and_cancelling_a_day(desk: Client, dialogue: Dialogue, day: Day):
    url = at_desk("move-day", dialogue, day.slug)
    desk.post(url, {"date": "2030-12-03", "starts": "13:00", "ends": "16:00", "status_note": "Sjukdom"})
    day.refresh_from_db()
    assert (day.status, day.starts_at) == ("moved", at("2030-12-03 13:00"))
    cancel = at_desk("cancel-day", dialogue, day.slug)
    assert desk.post(cancel, {"status_note": ""}).status_code == 422
    desk.post(cancel, {"status_note": "Storm"})
    day.refresh_from_db()
    assert (day.status, day.status_note) == ("cancelled", "Storm")


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def upload(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_document_needs_its_summary_and_keeps_a_name_of_ours(desk: Client, dialogue: Dialogue):
    url = at_desk("new-document", dialogue)
    about = {"title": "Underlag", "language": "sv", "is_published": "on"}
    response = desk.post(url, about | {"upload": upload("x.pdf")})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["summary"])
    desk.post(url, about | {"summary": "Det viktigaste.", "upload": upload("../../Ådals rapport.exe.pdf")})
    document = Document.objects.get()
    assert (document.file_name, document.file_type) == ("adals-rapportexe.pdf", "application/pdf")
    assert document.file.name.startswith("documents/")


@pytest.mark.parametrize("content", [b"MZ\x90\x00 a program", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b""])
def test_a_file_that_is_no_document_is_refused_at_its_field(desk: Client, dialogue: Dialogue, content: bytes):
    about = {"title": "Underlag", "summary": "s", "language": "sv", "upload": upload("rapport.pdf", content)}
    response = desk.post(at_desk("new-document", dialogue), about)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["upload"])
    assert not Document.objects.exists()


def test_a_document_belongs_to_a_day_of_its_own_dialogue(desk: Client, dialogue: Dialogue, make_day: Any):
    other = make_day(dialogue=Dialogue.objects.create(slug="annan", title="Annan"))
    about = {"title": "U", "summary": "s", "language": "sv", "upload": upload("x.pdf"), "day": str(other.pk)}
    response = desk.post(at_desk("new-document", dialogue), about)
    assert list(response.context["form"].errors) == ["day"]


def test_a_picture_needs_words(desk: Client, dialogue: Dialogue):
    import io

    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), "#0b4a56").save(drawn, "PNG")
    url = at_desk("picture", dialogue)
    picture = lambda: SimpleUploadedFile("bild.png", drawn.getvalue())  # noqa: E731 - a new file for each post
    response = desk.post(url, written(desk.get(url)) | {"upload": picture()})
    assert list(response.context["form"].errors) == ["picture_text"]
    desk.post(url, written(desk.get(url)) | {"upload": picture(), "picture_text": "Skärgården"})
    stored = Dialogue.objects.get()
    assert (stored.picture.name.startswith("dialogue/"), stored.picture_text) == (True, "Skärgården")
    svg = SimpleUploadedFile("bild.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    response = desk.post(url, written(desk.get(url)) | {"upload": svg})
    assert list(response.context["form"].errors) == ["upload"]


def test_publishing_shows_what_is_missing_and_then_works(desk: Client, dialogue: Dialogue):
    Dialogue.objects.update(published_at=None)
    page = desk.get(at_desk("publishing", dialogue)).text
    assert "Skriv vad som går att påverka." in page
    assert "disabled" in page
    assert desk.post(at_desk("publish", dialogue)).status_code == 422
    Dialogue.objects.update(can_influence="A", already_decided="B", who_decides="C")
    desk.post(at_desk("publish", dialogue))
    assert Dialogue.objects.get().published_at is not None
    desk.post(at_desk("unpublish", dialogue))
    assert Dialogue.objects.get().published_at is None


def test_a_strategy_is_written_published_and_copied(desk: Client, dialogue: Dialogue):
    desk.post(at_desk("new-draft", dialogue), {"number": "0.4", "copy_of": str(Draft.objects.get().pk)})
    draft = Draft.objects.get(number="0.4")
    section = draft.sections.get()
    desk.post(at_desk("new-section", dialogue, draft.pk) + f"?under={section.pk}", {"heading": "Mål", "kind": "goal"})
    goal = draft.sections.get(heading="Mål")
    url = at_desk("passages", dialogue, goal.pk)
    desk.post(url, {"ny-0-text": "Fler unga stannar.", "ny-0-after": "0"})
    # Two changes, a heading and a passage, that nobody has given a reason for.
    desk.post(at_desk("publish-draft", dialogue, draft.pk), {"bekraftat": "2"})
    draft.refresh_from_db()
    assert (draft.published_at is not None, goal.passages.get().text) == (True, "Fler unga stannar.")
    assert goal.parent_id == section.pk
    # Published: the form no longer does anything.
    assert desk.post(url, {"ny-0-text": "Ändrat efteråt", "ny-0-after": "0"}).status_code == 409


def test_a_dialogue_without_a_strategy_gets_one(desk: Client, dialogue: Dialogue):
    Dialogue.objects.update(strategy=None)
    url = at_desk("strategy", dialogue)
    assert desk.post(url, {"title": ""}).status_code == 422
    desk.post(url, {"title": "En ny strategi"})
    assert str(Dialogue.objects.get().strategy) == "En ny strategi"


@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_the_same_however_long(
    desk: Client, dialogue: Dialogue, make_day: Callable[..., Day], number: int, django_assert_max_num_queries: Any
):
    for each in range(number):
        make_day(slug=f"dag-{each}", sessions=1)
        Document.objects.create(dialogue=dialogue, title="D", summary="s", file="d/x", file_name="x", bytes=1)
        Host.objects.create(dialogue=dialogue, title="V")
    draft = Draft.objects.get()
    for name, more in [("days", []), ("documents", []), ("hosts", []), ("strategy", []), ("draft", [draft.pk])]:
        with django_assert_max_num_queries(9):
            desk.get(at_desk(name, dialogue, *more))


def test_those_signed_up_are_told_when_the_day_moves_or_is_cancelled(
    desk: Client, dialogue: Dialogue, make_day: Callable[..., Day]
):
    day = make_day("2031-01-10 13:00", slug="dag-9", sessions=1)
    contact = ContactDetail.objects.create(email="deltagare@example.org", erase_after=day.ends_at)
    Signup.objects.create(
        day=day, contact=contact, email_hash="x", state="confirmed", signed_up_at=at("2026-01-01 12:00")
    )
    move = at_desk("move-day", dialogue, day.slug)
    assert "En är anmäld." in desk.get(move).text
    desk.post(move, {"date": "2031-01-17", "starts": "13:00", "ends": "16:00"})
    desk.post(at_desk("cancel-day", dialogue, day.slug), {"status_note": "Storm"})
    desk.post(at_desk("reinstate-day", dialogue, day.slug))
    told = OutgoingMail.objects.filter(to="deltagare@example.org").order_by("id")
    assert [mail.key.split(":")[2] for mail in told] == ["moved", "day-cancelled", "reinstated"]


def test_a_longer_promise_of_erasing_follows_those_signed_up(desk: Client, dialogue: Dialogue, day: Day):
    contact = ContactDetail.objects.create(email="d@example.org", erase_after=at("2020-12-31 16:00"))
    Signup.objects.create(
        day=day, contact=contact, email_hash="x", state="confirmed", signed_up_at=at("2020-11-01 12:00")
    )
    url = at_desk("contact", dialogue)
    desk.post(url, written(desk.get(url)) | {"keep_signups_days": "10"})
    contact.refresh_from_db()
    assert contact.erase_after == at("2020-12-11 16:00")
