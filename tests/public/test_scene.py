"""The projector, the speaker's clock and the strip."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fardplan.base.hub.topics import admitted
from fardplan.live.choices import Showing
from fardplan.live.models import Ballot, Mark, Poll, PollOption, Question, Stage, Upvote
from fardplan.public.scenes import Left, time_left, words_length
from tests.public.test_dialogue import words
from tests.public.visible import visible

MOMENT = datetime(2020, 12, 1, 13, tzinfo=UTC)


def _scene(client: Client, running: Stage, query: str = "", **fields: Any) -> str:
    Stage.objects.filter(pk=running.pk).update(**fields)
    answer = client.get(f"/scen/{running.key}/{query}")
    assert answer.status_code == 200
    return str(answer.text)


def _asked(running: Stage, text: str, *, support: int = 0, **fields: Any) -> Question:
    moment = timezone.now() - timedelta(minutes=1)
    fields = {"shown_at": moment} | fields
    question = Question.objects.create(stage=running, text=text, asked_at=moment, **fields)
    Upvote.objects.bulk_create(
        Upvote(question=question, supporter=f"{question.pk}-{n}", given_at=moment) for n in range(support)
    )
    return question


def test_it_shows_the_way_in_as_a_code_and_an_address(client: Client, running: Stage) -> None:
    page = _scene(client, running, shows=Showing.CODE)
    code = running.day.short_code
    assert f'src="/k/{code}/qr.svg"' in page
    assert f"<wbr>/k/{code}</p>" in page


def test_it_shows_what_goes_on(client: Client, running: Stage) -> None:
    page = words(_scene(client, running, shows=Showing.PROGRAMME))
    assert "Nu Välkommen Härnäst, omkring kl." in page
    assert "Sändningen har fastnat." in words(_scene(client, running, situation="stopped"))


def test_it_shows_one_question_and_how_many_want_the_answer(client: Client, running: Stage) -> None:
    question = _asked(running, "Varför går bussen så sällan?", support=3, name="Elev", municipality="Karlskrona")
    page = words(_scene(client, running, shows=Showing.QUESTION, shown_question=question))
    assert "Varför går bussen så sällan? Elev, Karlskrona · 3 deltagare vill ha svar" in page


def test_a_question_that_was_hidden_leaves_the_screen(client: Client, running: Stage) -> None:
    question = _asked(running, "Ett påhopp", hidden_at=timezone.now())
    page = words(_scene(client, running, shows=Showing.QUESTION, shown_question=question))
    assert "Ett påhopp" not in page
    assert "Nu Välkommen" in page


@pytest.mark.parametrize("many", [1, 30])
def test_it_shows_the_questions_most_want_answered_and_none_that_nobody_has_read(
    client: Client,
    running: Stage,
    many: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(many):
        _asked(running, f"Fråga {number}", support=many - number)
    _asked(running, "Inte läst", shown_at=None)
    with django_assert_max_num_queries(10):
        page = words(_scene(client, running, shows=Showing.QUESTIONS))
    assert f"{many} stöd Fråga 0" in page
    assert page.count(" stöd Fråga ") == min(many, 5)
    assert "Inte läst" not in page


def _voted(running: Stage, votes: tuple[int, int], **fields: Any) -> Poll:
    moment = timezone.now() - timedelta(minutes=1)
    about = {"question": "Vad är viktigast?", "opened_at": moment, "results_shown": "live"} | fields
    poll = Poll.objects.create(stage=running, **about)
    for place, count in enumerate(votes):
        option = PollOption.objects.create(poll=poll, position=place, text=["Bussar", "Bostäder"][place])
        for number in range(count):
            ballot = Ballot.objects.create(poll=poll, voter=f"{place}-{number}", given_at=moment, changed_at=moment)
            Mark.objects.create(poll=poll, ballot=ballot, option=option)
    return poll


def test_it_shows_how_a_poll_fills_and_of_how_many(client: Client, running: Stage) -> None:
    poll = _voted(running, (3, 1))
    page = _scene(client, running, shows=Showing.POLL, shown_poll=poll)
    assert "Rösta nu · 4 har röstat Vad är viktigast? Bussar 3 · 75 % Bostäder 1 · 25 %" in words(page)
    assert '<rect width="750" height="10"/>' in page
    assert "Visar vad de som röstade tycker." in page


@pytest.mark.parametrize("results_shown", ["after_vote", "after_close"])
def test_it_shows_nobody_a_result_they_may_not_see_yet(client: Client, running: Stage, results_shown: str) -> None:
    """The hall has not voted either, while the poll is open."""
    poll = _voted(running, (3, 1), results_shown=results_shown)
    page = words(_scene(client, running, shows=Showing.POLL, shown_poll=poll))
    assert "4 har röstat Vad är viktigast? Bussar Bostäder Resultatet visas när omröstningen är stängd." in page
    Poll.objects.update(closed_at=timezone.now(), secret="")
    page = words(_scene(client, running))
    assert "Omröstningen är stängd · 4 har röstat Vad är viktigast? Bussar 3 · 75 % Bostäder 1 · 25 %" in page


def test_nothing_is_black_and_empty(client: Client, running: Stage) -> None:
    page = _scene(client, running, shows=Showing.NOTHING)
    assert 'data-shows="nothing"' in page
    assert "scene-view" not in page


def test_in_a_broadcast_it_is_a_plate_on_a_transparent_ground(client: Client, running: Stage) -> None:
    page = _scene(client, running, "?genomskinlig=1", shows=Showing.MESSAGE, message="Vi är strax tillbaka.")
    assert '<body class="scene transparent">' in page
    assert "Vi är strax tillbaka." in words(page)
    assert "scene-foot" not in page


def test_a_secret_address_is_kept_by_nobody(client: Client, running: Stage) -> None:
    for address in (f"/scen/{running.key}/", f"/scen/{running.key}/klocka/"):
        answer = client.get(address)
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")
        assert answer.cookies == {}
    assert client.get("/scen/gissat/").status_code == 404


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(minutes=12), Left(12, "plenty")),
        (timedelta(minutes=5, seconds=1), Left(6, "plenty")),
        (timedelta(minutes=5), Left(5, "soon")),
        (timedelta(minutes=1, seconds=1), Left(2, "soon")),
        (timedelta(seconds=60), Left(1, "last")),
        (timedelta(seconds=1), Left(1, "last")),
        (timedelta(seconds=-1), Left(0, "over")),
        (timedelta(minutes=-3, seconds=-10), Left(3, "over")),
    ],
)
def test_the_speakers_time_in_minutes_and_words(left: timedelta, expected: Left) -> None:
    assert time_left(MOMENT + left, now=MOMENT) == expected


def test_the_speaker_sees_the_minutes_left_and_what_the_producer_wants(client: Client, running: Stage) -> None:
    Stage.objects.update(speaker_message="Närmare mikrofonen, tack")
    page = words(client.get(f"/scen/{running.key}/klocka/").text)
    assert "Välkommen" in page
    assert "Närmare mikrofonen, tack" in page
    assert 'data-state="soon"' in client.get(f"/scen/{running.key}/klocka/").text


def test_only_the_strip_may_be_framed_by_others(client: Client, running: Stage) -> None:
    strip = client.get("/dagen-2020/dagar/i-dag/remsa/")
    assert "frame-ancestors *" in strip["Content-Security-Policy"]
    assert "X-Frame-Options" not in strip
    assert strip.cookies == {}
    assert "Nu Välkommen" in visible(strip.text)
    again = client.get("/dagen-2020/dagar/i-dag/remsa/")  # answered from what was kept
    assert "frame-ancestors *" in again["Content-Security-Policy"]
    page = client.get("/dagen-2020/dagar/i-dag/just-nu/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("length", "expected"), [(60, "short"), (61, "medium"), (140, "medium"), (280, "long"), (281, "longest")]
)
def test_the_type_gets_smaller_with_the_text(length: int, expected: str) -> None:
    assert words_length("x" * length) == expected


def test_only_the_projector_follows_the_numbers_of_a_poll_it_shows(client: Client, running: Stage) -> None:
    poll = Poll.objects.create(stage=running, question="Bron?", opened_at=MOMENT, results_shown="after_close")
    Stage.objects.filter(pk=running.pk).update(shows=Showing.POLL, shown_poll=poll)

    def followed(path: str) -> frozenset[str]:
        ticket = re.search(r'data-live-ticket="([^"]+)"', client.get(path).text)
        assert ticket is not None
        return admitted([ticket.group(1)]) or frozenset()

    assert f"poll-{poll.pk}" in followed(f"/scen/{running.key}/")
    assert followed("/dagen-2020/dagar/i-dag/remsa/") == {f"stage-{running.pk}"}
    assert followed(f"/scen/{running.key}/klocka/") == {f"stage-{running.pk}"}
