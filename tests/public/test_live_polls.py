"""Voting by ordinary forms and by script: the cookie on the way, what is shown to whom, and how errors are said."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from fardplan.base.hub import topics
from fardplan.base.templatetags.fardplan import clock_time
from fardplan.dialogue.models import Dialogue
from fardplan.live.actions import polls as actions
from fardplan.live.models import Ballot, Stage
from fardplan.people.models import Official
from tests.live.making import live_day, now, producer, rehearsal, stage
from tests.live.polling import make_poll, marks, option

__all__ = ["live_day", "now", "producer", "rehearsal", "stage"]

SCRIPT = {"Accept": "application/json"}


def address(stage: Stage, poll: Any, more: str = "") -> str:
    return f"/{stage.day.dialogue.slug}/dagar/{stage.day.slug}/just-nu/omrostning/{poll.pk}/{more}"


def cast(client: Client, stage: Stage, poll: Any, *values: Any, headers: Any = None, **more: Any) -> Any:
    """Send the form as a browser does: a 307 is followed with the same form and the cookie."""
    form = {"val": [str(value) for value in values], **more}
    answer = client.post(address(stage, poll), form, headers=headers or {})
    return client.post(answer["Location"], form, headers=headers or {}) if answer.status_code == 307 else answer


def test_looking_sets_no_cookie_and_voting_does(client: Client, stage: Stage) -> None:
    poll = make_poll(stage)
    page = client.get(address(stage, poll))
    assert page.cookies.keys() == set()
    assert "Vad är viktigast?" in page.text
    answer = client.post(address(stage, poll), {"val": option(poll, "Ja")})
    assert (answer.status_code, answer["Location"]) == (307, address(stage, poll, "?kaka=1"))
    assert set(answer.cookies) == {"deltagare"}
    assert marks(poll) == []
    again = client.post(answer["Location"], {"val": option(poll, "Ja")})
    assert (again.status_code, again["Location"]) == (302, address(stage, poll, f"#omrostning-{poll.pk}"))
    assert marks(poll) == [["Ja"]]


def test_a_browser_that_takes_no_cookies_is_told_what_to_do(stage: Stage) -> None:
    poll = make_poll(stage)
    answer = Client().post(address(stage, poll, "?kaka=1"), {"val": option(poll, "Ja")})
    assert answer.status_code == 403
    assert "Tillåt kakor för den här webbplatsen" in answer.text
    assert marks(poll) == []


def test_the_page_says_when_the_vote_was_kept_and_shows_it_for_correction(client: Client, stage: Stage) -> None:
    poll = make_poll(stage)
    cast(client, stage, poll, option(poll, "Ja"))
    page = client.get(address(stage, poll))
    saved = Ballot.objects.get().changed_at
    said = f"Din röst är mottagen kl. {clock_time(saved)}. Du kan ändra den tills omröstningen stänger."
    assert said in page.text
    assert f'name="val" value="{option(poll, "Ja")}" checked' in page.text
    assert "Ändra min röst" in page.text
    cast(client, stage, poll, option(poll, "Nej"))
    assert marks(poll) == [["Nej"]]


def followed(text: str) -> set[str]:
    """The topics whose tickets a page or an answer carries."""
    tickets = re.findall(r'data-live-ticket="([^"]+)"', text)
    found: set[str] = set()
    for ticket in tickets:
        found |= topics.admitted([html.unescape(ticket)]) or set()
    return found


@pytest.mark.parametrize(
    ("results_shown", "before", "after", "closed"),
    [("after_vote", False, True, True), ("after_close", False, False, True), ("live", True, True, True)],
)
def test_results_and_the_ticket_are_for_those_who_may_see_them(
    client: Client, stage: Stage, producer: Official, results_shown: str, before: bool, after: bool, closed: bool
) -> None:
    poll = make_poll(stage, results_shown=results_shown)
    other = Client()
    cast(other, stage, poll, option(poll, "Ja"))

    def sees() -> tuple[bool, bool]:
        page = client.get(address(stage, poll)).text
        return "1 (100 %)" in page or "1 (50 %)" in page, f"poll-{poll.pk}" in followed(page)

    assert sees() == (before, before)
    answer = cast(client, stage, poll, option(poll, "Nej"), headers=SCRIPT).json()
    assert bool(answer["ticket"]) == after
    if after:
        assert topics.admitted([answer["ticket"]]) == {f"poll-{poll.pk}"}
    assert sees() == (after, after)
    actions.close_poll(poll=poll, by=producer, now=Ballot.objects.latest("id").given_at)
    assert sees() == (closed, closed)


def test_results_say_how_many_and_whom_they_speak_of(client: Client, stage: Stage) -> None:
    poll = make_poll(stage, results_shown="live")
    for _number in range(2):
        cast(Client(), stage, poll, option(poll, "Ja"))
    text = " ".join(client.get(address(stage, poll)).text.split())
    assert '<strong data-text="n">2</strong>' in text
    assert "Resultatet visar vad de som deltog tycker, inte vad alla invånare tycker." in text
    assert "2 (100 %)" in text


def test_what_cannot_be_kept_is_said_in_the_form_and_to_the_script(client: Client, stage: Stage) -> None:
    poll = make_poll(stage)
    page = cast(client, stage, poll)
    assert (page.status_code, "Välj ett svar först." in page.text) == (422, True)
    answer = cast(client, stage, poll, headers=SCRIPT)
    assert (answer.status_code, answer.json()) == (422, {"error": "Välj ett svar först."})
    poll.closes_at = stage.day.starts_at
    poll.save()
    late = cast(client, stage, poll, option(poll, "Ja"), headers=SCRIPT)
    assert late.status_code == 403
    assert late.json()["error"].startswith("Omröstningen är inte öppen. Din röst togs inte emot.")
    assert marks(poll) == []


def test_a_form_from_another_web_site_is_not_a_vote(client: Client, stage: Stage) -> None:
    poll = make_poll(stage)
    answer = cast(client, stage, poll, option(poll, "Ja"), headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, marks(poll)) == (403, [])


@pytest.mark.parametrize(
    ("kind", "options", "fields", "form", "kept"),
    [
        ("several", ["A", "B", "C"], {"most_choices": 2}, {"val": ["A", "C"]}, ["A", "C"]),
        ("statement", ["håller med", "håller inte med", "vet inte"], {}, {"val": ["vet inte"]}, ["vet inte"]),
        ("scale", [], {"scale_steps": 7}, {"val": ["6"]}, [6.0]),
        ("number", [], {"unit": "kronor"}, {"val": ["12,5"]}, [12.5]),
        ("words", [], {}, {"val": ["Buss", "", "tåg"]}, ["buss", "tåg"]),
        ("hands", ["Ja"], {}, {"val": ["Ja"]}, ["Ja"]),
        ("ranking", ["A", "B"], {}, {"A": "2", "B": "1"}, ["B", "A"]),
    ],
)
def test_every_kind_is_answered_by_its_own_form_and_shows_what_was_answered(
    client: Client, stage: Stage, kind: str, options: list[str], fields: dict[str, Any], form: Any, kept: list[Any]
) -> None:
    poll = make_poll(stage, kind, options, results_shown="live", **fields)
    page = client.get(address(stage, poll)).text
    known = {text: str(option(poll, text)) for text in options}
    if kind == "ranking":
        sent = {f"val-{known[text]}": rank for text, rank in form.items()}
        assert all(f'name="{name}"' in page for name in sent)
        answer = cast(client, stage, poll, **sent)
    else:
        assert page.count('name="val"') == {"words": 3, "number": 1, "scale": 7}.get(kind, len(options))
        answer = cast(client, stage, poll, *(known.get(value, value) for value in form["val"]))
    assert (answer.status_code, marks(poll)) == (302, [kept])
    again = client.get(address(stage, poll)).text
    shown = {"number": 'value="12,5"', "words": 'value="buss"', "ranking": "selected", "hands": 'aria-pressed="true"'}
    assert shown.get(kind, " checked") in again


def test_a_rehearsal_is_voted_in_by_those_with_its_key_alone(client: Client, rehearsal: Stage) -> None:
    poll = make_poll(rehearsal)
    assert client.get(address(rehearsal, poll)).status_code == 404
    with_key = address(rehearsal, poll, f"?ovning={rehearsal.key}")
    assert "Övning" in client.get(with_key).text
    first = client.post(with_key, {"val": option(poll, "Ja")})
    client.post(first["Location"], {"val": option(poll, "Ja")})
    assert marks(poll) == [["Ja"]]


def test_a_poll_that_is_prepared_or_in_a_hidden_dialogue_looks_like_missing(client: Client, stage: Stage) -> None:
    prepared, opened = make_poll(stage, opened_at=None), make_poll(stage)
    assert client.get(address(stage, prepared)).status_code == 404
    Dialogue.objects.update(published_at=None)
    assert client.get(address(stage, opened)).status_code == 404
    assert cast(client, stage, opened, option(opened, "Ja")).status_code == 404


@pytest.mark.parametrize("options", [2, 30])
def test_a_vote_by_script_costs_five_queries_and_its_transaction_beside_finding_the_poll_once_a_second(
    client: Client, stage: Stage, options: int, django_assert_num_queries: Any
) -> None:
    poll = make_poll(stage, options=[f"Svar {number}" for number in range(options)])
    first, second = option(poll, "Svar 0"), option(poll, "Svar 1")
    cast(client, stage, poll, first, headers=SCRIPT)
    cache.clear()
    with django_assert_num_queries(10):  # 3 to find it; savepoint, poll, stage, ballot, marks twice, release
        cast(client, stage, poll, second, headers=SCRIPT)
    with django_assert_num_queries(7):
        cast(client, stage, poll, second, headers=SCRIPT)


@pytest.mark.parametrize("polls", [1, 3])
def test_the_page_of_a_poll_costs_the_same_however_many_there_are(
    client: Client, stage: Stage, polls: int, django_assert_num_queries: Any
) -> None:
    made = [make_poll(stage, results_shown="live") for _number in range(polls)]
    with django_assert_num_queries(7):
        client.get(address(stage, made[0]))
