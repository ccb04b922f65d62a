"""Looking at the public pages at another moment: only for officials, only with their own eyes, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from fardplan.base.models import AuditEntry
from fardplan.contributions.models import Submission
from fardplan.desk.pages.preview import quick_moments
from fardplan.dialogue.models import Day, Dialogue, RoleName
from fardplan.organisation.models import PageFeedback
from fardplan.people.middleware import PREVIEW_COOKIE, PREVIEW_LASTS, start_preview
from fardplan.people.models import Official
from tests.conftest import at


def look_at(client: Client, dialogue: Dialogue, moment: str) -> HttpResponse:
    """Choose a moment at the desk, and see the dialogue's page."""
    url = reverse("desk:preview-dialogue", args=[dialogue.slug])
    return client.post(url, {"moment": moment}, follow=True)


def test_the_page_is_shown_at_the_chosen_moment(desk: Client, dialogue: Dialogue, day: Day):
    page = look_at(desk, dialogue, "2020-12-01T13:05")
    assert page.wsgi_request.now == at("2020-12-01 13:05")
    assert "Så här ser sidan ut 1 december 2020 kl. 13.05." in page.text
    assert "Pågår" in page.text


def test_an_unpublished_dialogue_is_previewed_by_those_who_work_with_it(desk: Client, dialogue: Dialogue):
    Dialogue.objects.update(published_at=None)
    assert look_at(desk, dialogue, "2020-12-01T13:05").status_code == 200


def test_the_desk_itself_keeps_the_real_time(desk: Client, dialogue: Dialogue):
    look_at(desk, dialogue, "2020-12-01T13:05")
    request = desk.get(reverse("desk:start")).wsgi_request
    assert (request.now.year > 2020, request.viewer.is_previewing) == (True, False)


def test_nothing_is_sent_during_a_preview(desk: Client, dialogue: Dialogue, day: Day):
    look_at(desk, dialogue, "2020-12-01T13:05")
    logged = AuditEntry.objects.count()
    for name, about in [
        ("public:contribute", {"text": "En synpunkt"}),
        ("public:signup", {"email": "a@example.org"}),
        ("public:page-feedback", {"helped": "yes", "path": "/"}),
    ]:
        arguments = [dialogue.slug] if name == "public:contribute" else []
        arguments = [dialogue.slug, day.slug] if name == "public:signup" else arguments
        response = desk.post(reverse(name, args=arguments), about)
        assert (name, response.status_code) == (name, 403)
        assert "Förhandsvisning: inget skickas." in response.text
    assert not Submission.objects.exists()
    assert not PageFeedback.objects.exists()
    assert AuditEntry.objects.count() == logged


def test_it_ends_on_the_page_one_was_looking_at(desk: Client, dialogue: Dialogue):
    look_at(desk, dialogue, "2020-12-01T13:05")
    back = reverse("public:dialogue", args=[dialogue.slug])
    assert desk.post(reverse("desk:stop-preview"), {"back": back})["Location"] == back
    assert desk.get(back).wsgi_request.now.year > 2020
    evil = desk.post(reverse("desk:stop-preview"), {"back": "https://evil.example/"})
    assert evil["Location"] == reverse("desk:start")


def test_a_visitor_with_the_cookie_sees_the_real_time(client: Client, dialogue: Dialogue):
    response = HttpResponse()
    start_preview(response, at("2020-12-01 13:05"))
    client.cookies[PREVIEW_COOKIE] = response.cookies[PREVIEW_COOKIE].value
    page = client.get(reverse("public:dialogue", args=[dialogue.slug]))
    assert page.wsgi_request.now.year > 2020


@pytest.mark.parametrize("value", ["", "1606824300", "1606824300:forged:signature", "inf:x:y"])
def test_a_forged_cookie_counts_for_nothing(desk: Client, dialogue: Dialogue, value: str):
    desk.cookies[PREVIEW_COOKIE] = value
    page = desk.get(reverse("public:dialogue", args=[dialogue.slug]))
    assert (page.status_code, page.wsgi_request.viewer.is_previewing) == (200, False)


def test_an_old_cookie_counts_for_nothing(desk: Client, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch):
    look_at(desk, dialogue, "2020-12-01T13:05")
    import time

    later = time.time() + PREVIEW_LASTS.total_seconds() + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    page = desk.get(reverse("public:dialogue", args=[dialogue.slug]))
    assert not page.wsgi_request.viewer.is_previewing


def test_every_day_and_the_deadline_can_be_looked_at_with_one_press(dialogue: Dialogue, day: Day):
    assert [(str(quick.label), quick.at) for quick in quick_moments(dialogue)] == [
        ("Dag 3: dagen före", at("2020-11-30 08:00")),
        ("Dag 3: när den pågår", at("2020-12-01 13:05")),
        ("Dag 3: när den är slut", at("2020-12-01 16:05")),
        ("Sista timmen för synpunkter", at("2020-12-04 23:59:59") - timedelta(hours=1)),
        ("När tiden för synpunkter har gått ut", at("2020-12-04 23:59:59") + timedelta(minutes=1)),
    ]


def test_a_politician_may_look_but_not_others(
    client: Client, dialogue: Dialogue, make_official: Callable[..., Official]
):
    client.force_login(make_official(RoleName.POLITICIAN))
    assert look_at(client, dialogue, "2020-12-01T13:05").status_code == 200
    client.force_login(make_official())
    assert look_at(client, dialogue, "2020-12-01T13:05").status_code == 404
