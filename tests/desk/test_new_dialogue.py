"""A new dialogue from every template and from an earlier dialogue: in one form, with its dates where they belong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.contributions.models import Submission
from fardplan.desk.starts import STARTS, Start
from fardplan.dialogue.models import Day, Dialogue, RoleName
from fardplan.dialogue.readiness import what_is_missing
from fardplan.organisation.models import Organisation
from fardplan.people.models import Official
from tests.conftest import at

URL = "/skrivbord/ny/"
WISHES = {
    "title": "Regiondagarna 2031",
    "slug": "regiondagarna-2031",
    "first_day": "2031-03-28",
    "starts": "09:30",
    "number_of_days": "2",
    "closes_on": "2031-05-30",
    "contact_email": "dialog@example.org",
}


@pytest.fixture
def head(administrator: Official, organisation: Organisation, client: Client) -> Client:
    client.force_login(administrator)
    return client


def begin(client: Client, **wishes: str) -> Any:
    return client.post(URL, WISHES | wishes)


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.name)
def test_every_template_makes_a_dialogue_that_could_soon_be_published(head: Client, start: Start):
    response = begin(head, start=start.name)
    dialogue = Dialogue.objects.get()
    assert response["Location"] == reverse("desk:dialogue", args=["regiondagarna-2031"])
    assert (dialogue.title, dialogue.published_at) == ("Regiondagarna 2031", None)
    assert dialogue.contributions_close_at == at("2031-05-30 23:59:59")
    assert dialogue.replies_due_on is not None
    assert dialogue.replies_due_on > at("2031-05-30 00:00").date()
    assert [gap.text for gap in what_is_missing(dialogue) if gap.stops_publishing] == []
    assert list(dialogue.roles.values_list("official__email", "name")) == [("ansvarig@example.org", RoleName.ORGANISER)]
    assert not Submission.objects.exists()


def test_days_stand_on_their_dates_also_across_summer_time(head: Client):
    begin(head, start="rus-tre-dagar")
    first, second = Day.objects.order_by("starts_at")
    # Summer time begins between them: the clock on the wall is what people go by.
    assert [(day.starts_at, day.ends_at) for day in (first, second)] == [
        (at("2031-03-28 09:30"), at("2031-03-28 12:30")),
        (at("2031-04-11 09:30"), at("2031-04-11 12:30")),
    ]
    assert [session.starts_at for session in second.sessions.all()][:2] == [
        at("2031-04-11 09:30"), at("2031-04-11 09:45")
    ]  # fmt: skip


def test_more_days_than_the_template_has(head: Client):
    begin(head, start="en-dag", number_of_days="3")
    assert list(Day.objects.order_by("starts_at").values_list("slug", "starts_at")) == [
        ("dag-1", at("2031-03-28 09:30")),
        ("dag-2", at("2031-04-11 09:30")),
        ("dag-3", at("2031-04-25 09:30")),
    ]


def test_a_consultation_has_no_days_and_opens_on_the_first(head: Client):
    begin(head, start="remiss")
    dialogue = Dialogue.objects.get()
    assert (dialogue.days.count(), dialogue.contributions_open_at) == (0, at("2031-03-28 08:00"))
    assert dialogue.strategy is not None
    assert dialogue.strategy.title == dialogue.title


def test_the_way_to_the_decision_follows_the_last_day_for_contributions(head: Client):
    begin(head, start="remiss")
    assert list(Dialogue.objects.get().phases.values_list("title", "starts_on", "ends_on")) == [
        ("Remiss", date(2031, 3, 28), date(2031, 5, 30)),
        ("Svaren bearbetas", date(2031, 5, 31), date(2031, 9, 14)),
        ("Beslut", date(2031, 9, 15), date(2031, 12, 15)),
    ]
    assert Dialogue.objects.get().replies_due_on == date(2031, 8, 29)


def test_an_earlier_dialogue_is_copied_without_what_was_said_and_seen(
    head: Client, dialogue: Dialogue, make_day: Callable[..., Day], make_contribution: Callable[..., Any]
):
    make_contribution("Sagt förra året.")
    make_day(sessions=2, after_text="Så blev det.", status="moved", moved_from=at("2020-11-30 13:00"))
    begin(head, start="kopia:dagen-2020", number_of_days="1")
    copy = Dialogue.objects.get(slug="regiondagarna-2031")
    day = copy.days.get()
    assert (copy.theme, copy.municipalities, copy.strategy) == (
        dialogue.theme,
        dialogue.municipalities,
        dialogue.strategy,
    )
    assert (day.starts_at, day.status, day.after_text, day.sessions.count()) == (
        at("2031-03-28 09:30"), "planned", "", 2
    )  # fmt: skip
    assert (copy.submissions.count(), copy.published_at) == (0, None)
    assert dialogue.days.get().starts_at == at("2020-12-01 13:00")


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"slug": "skrivbord"}, "slug"),
        ({"slug": "dagen-2020"}, "slug"),
        ({"slug": "Å i ä å e ö"}, "slug"),
        ({"closes_on": "2031-03-01"}, "closes_on"),
        ({"number_of_days": "0"}, "number_of_days"),
        ({"number_of_days": "21"}, "number_of_days"),
        ({"contact_email": "ingen adress"}, "contact_email"),
        ({"start": "kopia:nagon-annans"}, "start"),
    ],
)
def test_what_does_not_go_is_said_at_its_field(head: Client, dialogue: Dialogue, wish: dict[str, str], field: str):
    response = begin(head, **({"start": "en-dag"} | wish))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Dialogue.objects.count() == 1


def test_only_administrators_start_dialogues(client: Client, make_official: Callable[..., Official]):
    client.force_login(make_official(RoleName.ORGANISER))
    assert (client.get(URL).status_code, begin(client, start="en-dag").status_code) == (404, 404)
    assert Dialogue.objects.count() == 1


def test_the_new_dialogue_opens_at_once_for_its_maker_and_nobody_else(head: Client, client: Client):
    begin(head, start="rus-tre-dagar")
    page = reverse("public:dialogue", args=["regiondagarna-2031"])
    assert (head.get(page).status_code, Client().get(page).status_code) == (200, 404)
