"""One ballot for each browser, corrected while the poll is open, and nobody's when it has closed for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from fardplan.base.errors import Closed, Invalid
from fardplan.live.actions import polls as actions
from fardplan.live.actions.poll_words import decide_on_words
from fardplan.live.actions.voting import vote
from fardplan.live.answers import Answer
from fardplan.live.jobs import close_polls_for_good
from fardplan.live.models import Ballot, Mark, Poll, Stage
from fardplan.live.queries.polls import options_of, polls_shown, votes_of
from fardplan.live.queries.tallies import Row, cloud_of, result_of, tally_of
from fardplan.live.rules import RUNS_OVER, is_open, shows_results
from fardplan.people.models import Official
from tests.live.polling import NOW, browser, make_poll, marks, option, send
from tests.races import at_once

SECOND = timedelta(seconds=1)


# --- one ballot -------------------------------------------------------------------------------------------------------


def test_a_vote_is_corrected_in_its_own_ballot(stage: Stage) -> None:
    poll = make_poll(stage)
    send(poll, "anna", "Ja")
    send(poll, "bo", "Ja", now=NOW + SECOND)
    send(poll, "anna", "Nej", now=NOW + 60 * SECOND)
    assert marks(poll) == [["Nej"], ["Ja"]]
    times = Ballot.objects.order_by("id").values_list("given_at", "changed_at")
    assert list(times) == [(NOW, NOW + 60 * SECOND), (NOW + SECOND, NOW + SECOND)]
    assert tally_of(poll) == {"n": 2, "options": {str(option(poll, "Ja")): 1, str(option(poll, "Nej")): 1}}


def test_the_database_holds_one_ballot_and_one_mark_of_each_option(stage: Stage) -> None:
    poll = make_poll(stage)
    ballot = send(poll, "anna", "Ja")
    again = {"poll": poll, "voter": Ballot.objects.get().voter, "given_at": NOW, "changed_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(**again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(ballot=ballot, poll=poll, option_id=option(poll, "Ja"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(ballot=ballot, poll=poll, option_id=option(poll, "Nej"), number=1)


def test_the_same_browser_is_somebody_else_in_each_poll(stage: Stage) -> None:
    one, other = make_poll(stage), make_poll(stage)
    send(one, "anna", "Ja")
    send(other, "anna", "Ja")
    voters = set(Ballot.objects.values_list("voter", flat=True))
    assert len(voters) == 2
    assert not any("key-of" in voter for voter in voters)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
@pytest.mark.parametrize("kind", ["single", "words"])
def test_fifty_votes_of_one_browser_at_the_same_instant_are_one_ballot(stage: Stage, kind: str) -> None:
    poll = make_poll(stage, kind)
    values = ["Ja", "Nej"] if kind == "single" else ["buss", "bussar"]
    answers = at_once([lambda number=number: send(poll, "anna", values[number % 2]) for number in range(50)])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert len(marks(poll)) == 1
    assert len(marks(poll)[0]) == 1
    assert tally_of(poll)["n"] == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_no_vote_is_lost_or_counted_twice_and_none_comes_after_the_closing(stage: Stage, producer: Official) -> None:
    poll = make_poll(stage)
    voters = [lambda number=number: send(poll, f"nr {number}", "Ja") for number in range(60)]
    close = lambda: actions.close_poll_for_good(poll=poll, by=producer, now=NOW)  # noqa: E731
    told = at_once([*voters[:30], close, *voters[30:]])
    refused = [answer for answer in told if isinstance(answer, Exception)]
    kept = [answer for answer in told if isinstance(answer, Ballot)]
    assert {type(error) for error in refused} <= {Closed}
    assert len(kept) + len(refused) == 60
    assert sorted(Ballot.objects.values_list("pk", flat=True)) == sorted(ballot.pk for ballot in kept)
    assert tally_of(poll)["options"][str(option(poll, "Ja"))] == len(kept)


# --- open and closed --------------------------------------------------------------------------------------------------


def test_a_vote_at_the_closing_second_follows_the_clock(stage: Stage) -> None:
    poll = make_poll(stage, closes_at=NOW)
    send(poll, "anna", "Ja", now=NOW - timedelta(microseconds=1))
    with pytest.raises(Closed, match="inte öppen"):
        send(poll, "bo", "Ja", now=NOW)
    assert marks(poll) == [["Ja"]]


def test_when_the_broadcast_has_ended_no_votes_are_taken_and_the_results_are_for_all(stage: Stage) -> None:
    poll = make_poll(stage, results_shown="after_close")
    send(poll, "anna", "Ja")
    assert not shows_results(poll, has_voted=True, now=NOW)
    stage.situation = "ended"
    stage.save()
    with pytest.raises(Closed):
        send(poll, "bo", "Ja")
    assert shows_results(poll, has_voted=False, now=NOW)
    assert [[each.pk for each in polls] for polls in polls_shown(stage, now=NOW)] == [[], [poll.pk]]


def test_a_poll_that_is_only_prepared_takes_no_votes(stage: Stage) -> None:
    poll = make_poll(stage, opened_at=None)
    with pytest.raises(Closed):
        send(poll, "anna", "Ja")
    assert marks(poll) == []


def test_once_closed_for_good_nothing_ties_a_ballot_to_a_browser(stage: Stage, producer: Official) -> None:
    poll = make_poll(stage)
    send(poll, "anna", "Ja")
    stored = Poll.objects.get()
    stored.stage = stage
    assert votes_of([stored], browser("anna"))[poll.pk].options == {option(poll, "Ja")}
    closed = actions.close_poll_for_good(poll=stored, by=producer, now=NOW + 60 * SECOND)
    assert (closed.secret, closed.closed_at) == ("", NOW + 60 * SECOND)
    assert votes_of([closed], browser("anna")) == {}
    assert list(Ballot.objects.values_list("given_at", "changed_at")) == [(NOW + 60 * SECOND,) * 2]
    assert tally_of(poll)["n"] == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.update(secret="åter")


def test_a_forgotten_poll_is_closed_for_good_a_day_after_the_day(stage: Stage) -> None:
    poll = make_poll(stage)
    a_day_after = stage.day.ends_at + timedelta(hours=24)
    assert close_polls_for_good(a_day_after) == 0
    assert close_polls_for_good(a_day_after + SECOND) == 1
    poll.refresh_from_db()
    assert (poll.secret, poll.closed_at) == ("", a_day_after + SECOND)


# --- every kind -------------------------------------------------------------------------------------------------------


def refusal(poll: Poll, *values: str, **ranks: str) -> str:
    with pytest.raises(Invalid) as refused:
        send(poll, "anna", *values, **ranks)
    assert marks(poll) == []
    return str(refused.value.message)


def test_one_choice_is_one(stage: Stage) -> None:
    poll = make_poll(stage)
    assert refusal(poll) == "Välj ett svar först."
    assert refusal(poll, "Ja", "Nej") == "Välj bara 1 svar."
    assert refusal(poll, "99999") == "Välj ett svar först."


def test_several_choices_count_each_voter_once(stage: Stage) -> None:
    poll = make_poll(stage, "several", ["Buss", "Tåg", "Cykel"], most_choices=2)
    assert refusal(poll, "Buss", "Tåg", "Cykel") == "Välj högst 2 svar."
    send(poll, "anna", "Buss", "Tåg")
    send(poll, "bo", "Tåg")
    result = result_of(poll, options_of(poll))
    assert (result.n, result.most) == (2, 2)
    assert [(row.text, row.count, row.percent) for row in result.rows] == [
        ("Buss", 1, 50),
        ("Tåg", 2, 100),
        ("Cykel", 0, 0),
    ]


def test_a_scale_has_a_median_and_a_distribution(stage: Stage) -> None:
    poll = make_poll(stage, "scale", [], scale_steps=4)
    assert [refusal(poll, value) for value in ("0", "5", "två", "")] == ["Välj ett steg på skalan först."] * 4
    for name, step in [("a", "1"), ("b", "3"), ("c", "4"), ("d", "4")]:
        send(poll, name, step)
    assert tally_of(poll) == {"n": 4, "steps": {"1": 1, "2": 0, "3": 1, "4": 2}, "median": 3.5}
    assert [row.percent for row in result_of(poll, []).rows] == [25, 0, 25, 50]


def test_a_ranking_gives_borda_points_and_first_choices(stage: Stage) -> None:
    poll = make_poll(stage, "ranking", ["A", "B", "C"])
    assert refusal(poll, A="1", B="1", C="2") == "Ge varje alternativ en plats, och inga två samma."
    assert refusal(poll, A="1") == "Ge varje alternativ en plats, och inga två samma."
    assert refusal(poll, A="1", B="2", C="4") == "Ge varje alternativ en plats, och inga två samma."
    send(poll, "anna", A="1", B="2", C="3")
    send(poll, "bo", A="1", C="2", B="3")
    send(poll, "cia", B="1", C="2")  # the last place is the only one left
    assert marks(poll) == [["A", "B", "C"], ["A", "C", "B"], ["B", "C", "A"]]
    a, b, c = (str(option(poll, text)) for text in "ABC")
    assert tally_of(poll) == {"n": 3, "points": {a: 4, b: 3, c: 2}, "first": {a: 2, b: 1, c: 0}}
    assert list(result_of(poll, options_of(poll)).rows) == [
        Row(a, "A", 4, first=2), Row(b, "B", 3, first=1), Row(c, "C", 2, first=0),
    ]  # fmt: skip


def test_a_ranking_nobody_has_answered_has_no_points(stage: Stage) -> None:
    poll = make_poll(stage, "ranking", ["A", "B"])
    a, b = (str(option(poll, text)) for text in "AB")
    assert tally_of(poll) == {"n": 0, "points": {a: 0, b: 0}, "first": {a: 0, b: 0}}


def test_a_number_is_written_as_people_write_and_within_its_range(stage: Stage) -> None:
    poll = make_poll(stage, "number", [], number_least=0, number_most=1500)
    wrong = "Skriv ett tal med siffror, till exempel 12 eller 7,5."
    assert [refusal(poll, value) for value in ("", "många", "nan", "inf", "1e400")] == [wrong] * 5
    assert refusal(poll, "−1") == "Talet får vara som lägst 0."
    assert refusal(poll, "1 501") == "Talet får vara som högst 1500."
    for name, number in [("a", "7,5"), ("b", " 1 000 "), ("c", "12"), ("d", "12.0")]:
        send(poll, name, number)
    assert tally_of(poll) == {
        "n": 4, "median": 12.0, "lower": 10.875, "upper": 259.0, "least": 7.5, "most": 1000.0,
        "bins": [[7.5, 7.5, 1], [12.0, 12.0, 2], [1000.0, 1000.0, 1]],
    }  # fmt: skip
    assert [(row.text, row.count, row.percent) for row in result_of(poll, []).rows] == [
        ("7,5", 1, 25), ("12", 2, 50), ("1000", 1, 25),
    ]  # fmt: skip


def test_percentages_are_rounded_as_people_round_and_missing_without_votes(stage: Stage) -> None:
    poll = make_poll(stage, options=["Ja", "Nej", "Vet inte"])
    assert [row.percent for row in result_of(poll, options_of(poll)).rows] == [None] * 3
    for name, answer in [*((f"a{n}", "Ja") for n in range(5)), ("b", "Nej"), ("c", "Vet inte"), ("d", "Vet inte")]:
        send(poll, name, answer)
    assert [row.percent for row in result_of(poll, options_of(poll)).rows] == [63, 13, 25]


# --- words ------------------------------------------------------------------------------------------------------------


def shown(poll: Poll) -> list[list[Any]]:
    found: list[list[Any]] = tally_of(poll)["words"]
    return found


def test_words_are_joined_by_stem_and_shown_when_somebody_has_read_them(stage: Stage, producer: Official) -> None:
    poll = make_poll(stage, "words", [])
    assert refusal(poll, "", "!!") == "Skriv minst ett ord."
    send(poll, "anna", "Bussar", "buss", "trygghet", "det fjärde")  # two forms are one word, and three fields are all
    send(poll, "bo", "BUSSAR!", "mobbning")
    send(poll, "cia", "bussen")
    assert marks(poll) == [["bussar", "trygghet"], ["bussar", "mobbning"], ["bussen"]]
    assert shown(poll) == []
    assert [(word.word, word.count, list(word.forms)) for word in cloud_of(poll)] == [
        ("bussar", 3, ["bussar", "bussen"]), ("mobbning", 1, ["mobbning"]), ("trygghet", 1, ["trygghet"]),
    ]  # fmt: skip
    assert decide_on_words(poll=poll, stems=["buss", "finns inte"], is_shown=True, by=producer, now=NOW) == 1
    assert shown(poll) == [["bussar", 3]]
    # A form that comes later counts, but does not take the place of one that somebody has read.
    for name in "defg":
        send(poll, name, "bussarna")
    assert shown(poll) == [["bussar", 7]]


def test_when_many_are_enough_a_word_is_shown_unless_hidden_or_a_word_that_says_nothing(
    stage: Stage, producer: Official
) -> None:
    poll = make_poll(stage, "words", [], words_shown="many", words_needed=2)
    for name in "ab":
        send(poll, name, "skola", "och", "elakt")
    send(poll, "c", "skolor", "ensamt")
    decide_on_words(poll=poll, stems=["elak"], is_shown=False, by=producer, now=NOW)
    found = {word.word: (word.is_shown, word.is_hidden, word.is_new) for word in cloud_of(poll)}
    assert found == {
        "skola": (True, False, True),
        "och": (False, False, True),
        "elakt": (False, True, False),
        "ensamt": (False, False, True),
    }
    assert shown(poll) == [["skola", 3]]


def test_a_word_nobody_stands_by_any_longer_is_gone(stage: Stage, producer: Official) -> None:
    poll = make_poll(stage, "words", [])
    send(poll, "anna", "buss")
    decide_on_words(poll=poll, stems=["buss"], is_shown=True, by=producer, now=NOW)
    send(poll, "anna", "tåg")
    assert [word.word for word in cloud_of(poll)] == ["tåg"]
    assert shown(poll) == []


# --- what it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [2, 30])
def test_a_vote_costs_five_queries_and_a_tally_two_however_many_options(
    stage: Stage, options: int, django_assert_num_queries: Any
) -> None:
    poll = make_poll(stage, options=[f"Svar {number}" for number in range(options)])
    chosen = options_of(poll)

    def cast() -> None:
        vote(poll=poll, answer=Answer(options=[chosen[-1].pk]), participant=browser("anna"), now=NOW)

    extra = 3 if connection.vendor == "postgresql" else 2  # the savepoint of the test; PostgreSQL is told by a query
    for _again in range(2):
        with django_assert_num_queries(5 + extra):
            cast()
    with django_assert_num_queries(2):
        assert tally_of(poll)["n"] == 1


def test_no_vote_is_taken_after_the_end_though_the_page_was_found_before(stage: Stage) -> None:
    poll = make_poll(stage)
    assert poll.stage.situation != "ended"
    Stage.objects.filter(pk=stage.pk).update(situation="ended")
    with pytest.raises(Closed):
        send(poll, "anna", "Ja")


def test_a_poll_ends_with_the_day_when_nobody_has_said_so(stage: Stage) -> None:
    poll = make_poll(stage)
    over = stage.day.ends_at + RUNS_OVER
    assert is_open(poll, now=over - SECOND)
    assert not is_open(poll, now=over)
    stage.is_rehearsal = True
    assert is_open(poll, now=over)
