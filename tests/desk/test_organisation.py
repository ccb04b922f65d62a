"""The pages for the whole installation: organisation, colours, accessibility, feedback and operations."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from fardplan.base import clock
from fardplan.base.models import JobRun, OutgoingMail
from fardplan.organisation.actions import NewMessage, give_page_feedback, receive_accessibility_message
from fardplan.organisation.models import (
    AccessibilityFault,
    AccessibilityMessage,
    AccessibilityStatement,
    MessageKind,
    Organisation,
    PageFeedback,
)
from fardplan.people.models import Official
from tests.conftest import at
from tests.desk.test_content import rows, written


@pytest.fixture
def head(administrator: Official, client: Client) -> Client:
    client.force_login(administrator)
    return client


def test_the_first_administrator_writes_who_runs_this(head: Client):
    url = reverse("desk:organisation")
    head.post(url, written(head.get(url)) | {"name": "Region Exempel", "email": "dialog@example.org"})
    ours = Organisation.objects.get()
    assert (ours.pk, ours.name, ours.email) == (1, "Region Exempel", "dialog@example.org")
    assert "Region Exempel" in Client().get("/").text


def test_a_colour_that_cannot_be_read_is_refused_with_figures_and_a_way_out(head: Client, organisation: Organisation):
    url = reverse("desk:appearance")
    response = head.post(url, written(head.get(url)) | {"brand_colour": "#ffcc00"})
    (error,) = response.context["form"].errors["brand_colour"]
    assert response.status_code == 422
    assert error.startswith("Kontrasten blir 1,2:1, men text behöver minst 4,5:1.")
    suggestion = error.rpartition(" ")[2]
    assert head.post(url, written(head.get(url)) | {"brand_colour": suggestion}).status_code == 302
    organisation.refresh_from_db()
    assert organisation.brand_colour == suggestion
    assert organisation.colours in Client().get("/").text


@pytest.mark.parametrize("colour", ["gul", "#fff", "red;}body{display:none", "#12345g"])
def test_only_colours_are_colours(head: Client, organisation: Organisation, colour: str):
    url = reverse("desk:appearance")
    response = head.post(url, written(head.get(url)) | {"signal_colour": colour})
    assert list(response.context["form"].errors) == ["signal_colour"]


def test_a_logo_needs_words_and_no_drawing_with_programs(head: Client, organisation: Organisation):
    drawn = io.BytesIO()
    Image.new("RGBA", (80, 30), "#0b4a56").save(drawn, "PNG")
    url = reverse("desk:appearance")

    def save(content: bytes, words: str) -> Any:
        upload = SimpleUploadedFile("logo.png", content)
        return head.post(url, written(head.get(url)) | {"logo_upload": upload, "logo_text": words})

    assert list(save(drawn.getvalue(), "").context["form"].errors) == ["logo_text"]
    assert list(save(b"<svg onload='x()'/>", "Regionen").context["form"].errors) == ["logo_upload"]
    assert save(drawn.getvalue(), "Regionen").status_code == 302
    organisation.refresh_from_db()
    assert organisation.logo.name.startswith("logo/")
    head.post(url, written(head.get(url)) | {"remove_logo": "on"})
    organisation.refresh_from_db()
    assert not organisation.logo


def test_the_statement_and_its_faults_are_written(head: Client, organisation: Organisation):
    url = reverse("desk:statement")
    head.post(url, written(head.get(url)) | {"method": "Vi har provat.", "conformance": "partial", "answer_days": "3"})
    faults = reverse("desk:faults")
    head.post(faults, rows({"description": "Ingen tolk"}, seen=head.get(faults).context["rows"].seen))
    statement = AccessibilityStatement.objects.get()
    assert (statement.method, statement.answer_days) == ("Vi har provat.", 3)
    assert statement.updated_on is not None
    assert list(AccessibilityFault.objects.values_list("description", flat=True)) == ["Ingen tolk"]


@pytest.fixture
def message(db: None) -> AccessibilityMessage:
    words = NewMessage(kind=MessageKind.VERSION, text="Jag behöver texten.", email="fragar@example.org")
    return receive_accessibility_message(message=words, now=at("2026-01-08 09:00"))


def answers() -> list[str]:
    return [mail.text for mail in OutgoingMail.objects.filter(key__endswith=":answer")]


def test_a_message_is_answered_once_by_mail(head: Client, message: AccessibilityMessage):
    waiting = head.get(reverse("desk:accessibility-messages")).text
    assert "Jag behöver texten." in waiting
    assert "försenat" in waiting
    url = reverse("desk:accessibility-message", args=[message.pk])
    head.post(url, {"answer": "Här är texten."})
    assert [("Här är texten." in text, "Jag behöver texten." in text) for text in answers()] == [(True, True)]
    assert "Jag behöver texten." not in head.get(reverse("desk:accessibility-messages")).text
    assert head.post(url, {"answer": "En gång till."}).status_code == 409
    assert len(answers()) == 1


def test_a_refusal_gives_reasons_and_says_how_to_appeal(head: Client, message: AccessibilityMessage):
    url = reverse("desk:accessibility-message", args=[message.pk])
    assert list(head.post(url, {"answer": "Nej.", "is_refused": "on"}).context["form"].errors) == ["answer"]
    template = head.get(url + "?mall=avslag").context["form"].initial["answer"]
    assert ("Skälen för beslutet" in template, "Så överklagar du" in template) == (True, True)
    head.post(url, {"answer": template, "is_refused": "on"})
    message.refresh_from_db()
    assert (message.is_refused, message.answered_by) == (True, "ansvarig@example.org")


def test_page_feedback_is_counted_by_page_and_taken_care_of(head: Client):
    for path, helped in [("/a/", True), ("/a/", False), ("/a/", False), ("/b/", True)]:
        give_page_feedback(path=path, helped=helped, now=clock.now())
    PageFeedback.objects.filter(path="/b/").update(handled_at=clock.now(), text="<script>alert(1)</script>")
    page = head.get(reverse("desk:feedback")).context["page"]
    assert [(row["path"], row["yes"], row["no"], row["new"]) for row in page] == [("/a/", 1, 2, 3), ("/b/", 1, 0, 0)]
    head.post(reverse("desk:handle-feedback"), {"sida": "/a/"})
    assert not PageFeedback.objects.filter(handled_at=None).exists()
    shown = head.get(reverse("desk:feedback-of-page"), {"sida": "/b/"}).text
    assert "&lt;script&gt;alert(1)" in shown


@pytest.mark.parametrize("number", [1, 30])
def test_lists_for_the_whole_site_cost_the_same_however_long(
    head: Client, number: int, django_assert_max_num_queries: Any
):
    for each in range(number):
        give_page_feedback(path=f"/{each}/", helped=True, now=clock.now())
        words = NewMessage(kind=MessageKind.FAULT, text="x")
        receive_accessibility_message(message=words, now=clock.now())
        Official.objects.create_user(f"{each}@example.org")
    for name in ("feedback", "accessibility-messages", "officials", "start"):
        with django_assert_max_num_queries(8):
            head.get(reverse(f"desk:{name}"))


def test_operations_say_what_is_wrong(head: Client):
    page = head.get(reverse("desk:operations")).text
    assert ("Ingen har gjorts." in page, "aldrig" in page) == (True, True)
    now = clock.now()
    JobRun.objects.create(name="backup", started_at=now, ended_at=now)
    JobRun.objects.create(name="fardplan.signup.jobs.remind", started_at=now, last_error="OSError: slut på plats")
    page = head.get(reverse("desk:operations")).text
    assert ("Ingen har gjorts." in page, "OSError: slut på plats" in page) == (False, True)
    JobRun.objects.filter(name="backup").update(ended_at=now - timedelta(days=3))
    assert "varje natt" in head.get(reverse("desk:operations")).text


def test_a_mail_that_was_given_up_is_tried_again(head: Client):
    now = clock.now()
    mail = OutgoingMail.objects.create(
        key="x", message_id="<x@example.org>", to="hemlig.mottagare@example.org", subject="Din anmälan", text="…",
        queued_at=now, given_up_at=now, attempts=9, last_error="550 finns inte",
    )  # fmt: skip
    page = head.get(reverse("desk:operations")).text
    assert ("550 finns inte" in page, "hemlig.mottagare" in page) == (True, False)
    url = reverse("desk:retry-mail", args=[mail.pk])
    head.post(url)
    mail.refresh_from_db()
    assert (mail.given_up_at, mail.attempts, mail.next_attempt_at is not None) == (None, 0, True)
    assert head.post(url).status_code == 404
