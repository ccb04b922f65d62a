"""Polls at the desk: prepared, opened with one press, closed, closed for good; words read many at a time; as a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fardplan.base.errors import Conflict, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import RoleName
from fardplan.live.actions import polls as actions
from fardplan.live.models import Ballot, Happening, Poll, Stage
from fardplan.live.queries.polls import options_of
from fardplan.live.rules import is_open
from fardplan.people.models import Official
from tests.live.making import live_day, now, producer, rehearsal, stage
from tests.live.polling import make_poll, send

__all__ = ["live_day", "now", "producer", "rehearsal", "stage"]


@pytest.fixture
def desk(client: Client, producer: Official) -> Client:
    client.force_login(producer)
    return client


def address(stage: Stage, more: str = "") -> str:
    return f"/skrivbord/dialog/{stage.day.dialogue.slug}/dagar/{stage.day.slug}/just-nu/omrostningar/{more}"


def press(desk: Client, poll: Poll, act: str, **more: str) -> str:
    """Press a button on the page of the poll; what the next page says."""
    answer = desk.post(address(poll.stage, f"{poll.pk}/gor/"), {"gor": act, **more}, follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_poll_is_written_in_the_form_of_its_kind(desk: Client, stage: Stage) -> None:
    form = desk.get(address(stage, "ny/several/")).text
    assert 'name="options"' in form
    assert 'name="most_choices"' in form
    assert 'name="scale_steps"' not in form
    written = {"question": "Vad reser du med?", "options": "Buss\nTåg\n\nBuss\nCykel", "most_choices": "2",
               "results_shown": "after_close", "explanation": "", "seen": ""}  # fmt: skip
    answer = desk.post(address(stage, "ny/several/"), written)
    poll = Poll.objects.get()
    assert answer["Location"] == address(stage, f"{poll.pk}/")
    assert (poll.kind, poll.question, poll.most_choices, poll.results_shown, poll.opened_at) == (
        "several", "Vad reser du med?", 2, "after_close", None,
    )  # fmt: skip
    assert [each.text for each in options_of(poll)] == ["Buss", "Tåg", "Cykel"]
    assert desk.get(address(stage, "ny/finns-inte/")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "written", "says"),
    [
        ("single", {"options": "Bara ett"}, "Skriv minst två svar, ett på varje rad."),
        ("single", {"options": f"{'x' * 161}\nNej"}, "till högst 160 tecken"),
        ("ranking", {"options": "\n".join("abcdefghijk")}, "Högst 10 svar."),
        ("several", {"options": "A\nB", "most_choices": "3"}, "Mellan 1 och så många som svaren är."),
        ("scale", {"scale_steps": "12"}, "En skala har 2 till 11 steg."),
        ("number", {"number_least": "5", "number_most": "5"}, "Det största talet ska vara större än det minsta."),
    ],
)
def test_what_cannot_be_asked_is_said_in_the_form(
    desk: Client, stage: Stage, kind: str, written: dict[str, str], says: str
) -> None:
    sent = {"question": "Vad?", "results_shown": "live", "words_needed": "3", "words_shown": "many", **written}
    answer = desk.post(address(stage, f"ny/{kind}/"), sent)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert Poll.objects.count() == 0


def test_a_statement_has_its_three_answers_in_the_language_of_the_dialogue(desk: Client, stage: Stage) -> None:
    desk.post(address(stage, "ny/statement/"), {"question": "Bussen ska gå oftare.", "results_shown": "live"})
    assert [each.text for each in options_of(Poll.objects.get())] == ["håller med", "håller inte med", "vet inte"]


def test_before_it_opens_it_is_changed_and_afterwards_only_copied(desk: Client, stage: Stage, now: Any) -> None:
    poll = make_poll(stage, opened_at=None)
    edit = address(stage, f"{poll.pk}/andra/")
    seen = desk.get(edit).context["form"]["seen"].value()
    written = {
        "question": "Vad är viktigast nu?",
        "options": "Ja\nNej\nVet inte",
        "results_shown": "live",
        "seen": seen,
    }
    assert desk.post(edit, written).status_code == 302
    assert [each.text for each in options_of(poll)] == ["Ja", "Nej", "Vet inte"]
    assert desk.post(edit, written | {"question": "Något annat?"}).status_code == 409  # somebody else saved first
    assert press(desk, poll, "oppna") == "Omröstningen är öppen."
    assert desk.post(edit, written).status_code == 409
    assert "kan inte tas bort" in press(desk, poll, "ta-bort")
    assert press(desk, poll, "kopiera") == "Här är kopian. Den är inte öppnad."
    copy = Poll.objects.latest("id")
    assert (copy.question, copy.opened_at, copy.secret == Poll.objects.get(pk=poll.pk).secret) == (
        "Vad är viktigast nu?", None, False,
    )  # fmt: skip
    assert [each.text for each in options_of(copy)] == ["Ja", "Nej", "Vet inte"]
    assert press(desk, copy, "ta-bort") == "Omröstningen är borttagen."
    assert Poll.objects.get().question == "Vad är viktigast nu?"


def test_opening_closing_and_opening_again_keeps_the_ballots(desk: Client, stage: Stage, producer: Official) -> None:
    poll = make_poll(stage, opened_at=None)
    press(desk, poll, "oppna", sekunder="60")
    poll.refresh_from_db()
    assert poll.opened_at is not None
    assert poll.closes_at == poll.opened_at + timedelta(seconds=60)
    send(poll, "anna", "Ja", now=poll.opened_at)
    assert press(desk, poll, "stang") == "Omröstningen är stängd. Den kan öppnas igen."
    poll.refresh_from_db()
    assert not is_open(poll, now=poll.closes_at)
    press(desk, poll, "oppna")
    poll.refresh_from_db()
    send(poll, "anna", "Nej", now=poll.opened_at)
    assert Ballot.objects.count() == 1
    assert press(desk, poll, "stang-for-gott").startswith("Omröstningen är stängd för gott.")
    assert press(desk, poll, "oppna") == (
        "Omröstningen är stängd för gott. Gör en kopia om ni vill fråga en gång till."
    )
    kinds = ["poll_opened", "poll_closed", "poll_opened", "poll_closed"]
    assert list(Happening.objects.filter(poll=poll).order_by("id").values_list("kind", flat=True)) == kinds
    log = AuditEntry.objects.filter(subject_type="live.poll").order_by("id").values_list("action", flat=True)
    assert list(log) == ["poll.opened", "poll.closed", "poll.opened", "poll.closed_for_good"]


def test_the_desk_says_what_closing_for_good_means_before_it_is_pressed(desk: Client, stage: Stage) -> None:
    poll = make_poll(stage)
    page = desk.get(address(stage, f"{poll.pk}/")).text
    assert "Då raderas det som gör att en röst kan hittas igen." in page
    assert "Räcker det att stänga en stund?" in page


def test_hands_are_asked_for_with_one_press(desk: Client, stage: Stage, now: Any) -> None:
    desk.post(address(stage), {"question": "", "svar": "ja"})
    desk.post(address(stage), {"question": "Bor du i länet?", "svar": "ja-nej"})
    found = [
        (poll.kind, poll.question, [each.text for each in options_of(poll)], poll.opened_at is not None)
        for poll in Poll.objects.order_by("id")
    ]
    assert found == [
        ("hands", "Räck upp handen", ["Ja"], True),
        ("hands", "Bor du i länet?", ["Ja", "Nej"], True),
    ]
    send(Poll.objects.order_by("id")[0], "anna", "Ja", now=now + timedelta(minutes=1))


def test_the_order_is_changed_and_a_poll_is_shown_on_stage(desk: Client, stage: Stage) -> None:
    first, second = make_poll(stage, position=0), make_poll(stage, position=1, question="Den andra?")
    press(desk, second, "upp", lista="1")
    press(desk, second, "upp", lista="1")  # it is first already
    assert list(stage.polls.order_by("position").values_list("pk", flat=True)) == [second.pk, first.pk]
    assert press(desk, first, "visa", lista="1") == "Omröstningen visas på scenen."
    stage.refresh_from_db()
    assert (stage.shows, stage.shown_poll) == ("poll", first)


def test_words_are_read_a_page_at_a_time_and_what_is_marked_is_hidden(desk: Client, stage: Stage) -> None:
    poll = make_poll(stage, "words", [])
    for number in range(100):
        send(poll, f"nr {number}", f"ord{chr(97 + number // 10)}{chr(97 + number % 10)}zzz", "buss")
    here = address(stage, f"{poll.pk}/ord/")
    page = desk.get(here)
    assert (page.context["new_count"], len(page.context["new"])) == (101, 60)
    listed = [word.stem for word in page.context["new"]]
    assert listed[0] == "buss"
    desk.post(here, {"gor": "visa-ovriga", "pa-sidan": listed, "ord": listed[1:3]})
    again = desk.get(here)
    assert (again.context["new_count"], len(again.context["shown"]), len(again.context["hidden"])) == (41, 58, 2)
    assert {message.message for message in again.context["messages"]} == {"58 ord visas. 2 ord är dolda."}
    desk.post(here, {"gor": "visa", "ord": listed[1]})
    desk.post(here, {"gor": "dolj", "ord": "buss"})
    last = desk.get(here)
    assert {word.stem for word in last.context["hidden"]} == {"buss", listed[2]}
    assert desk.get(address(stage, f"{make_poll(stage).pk}/ord/")).status_code == 404


def test_the_file_holds_sums_and_nobody(desk: Client, stage: Stage) -> None:
    poll = make_poll(stage, options=["=Ja", "Nej"])
    for name, answer in [("anna", "=Ja"), ("bo", "=Ja"), ("cia", "Nej")]:
        send(poll, name, answer)
    answer = desk.get(address(stage, f"{poll.pk}/resultat.csv"))
    assert answer["Content-Disposition"] == f'attachment; filename="omrostning-{poll.pk}.csv"'
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Fråga,Svar,Antal,Procent av dem som svarat,Antal som svarat",
        "Vad är viktigast?,'=Ja,2,67,3",
        "Vad är viktigast?,Nej,1,33,3",
    ]


def test_a_rehearsal_has_polls_of_its_own(desk: Client, stage: Stage, rehearsal: Stage) -> None:
    desk.post(address(rehearsal) + "?ovning=1", {"question": "Prov?", "svar": "ja"})
    assert Poll.objects.get().stage == rehearsal
    assert "Prov?" not in desk.get(address(stage)).text
    assert desk.get(address(stage, f"{Poll.objects.get().pk}/")).status_code == 404


def test_only_those_who_lead_the_day_may(stage: Stage, make_official: Any, now: Any) -> None:
    politician = make_official(RoleName.POLITICIAN)
    poll = make_poll(stage)
    for act in (actions.open_poll, actions.close_poll, actions.close_poll_for_good, actions.copy_poll):
        with pytest.raises(NotAllowed):
            act(poll=poll, by=politician, now=now)
    with pytest.raises(NotAllowed):
        actions.ask_for_hands(stage=stage, question="?", answers=["Ja"], by=politician, now=now)


def test_a_poll_without_answers_is_not_opened(stage: Stage, producer: Official, now: Any) -> None:
    poll = make_poll(stage, options=["Ensam"], opened_at=None)
    with pytest.raises(Conflict, match="inget att välja mellan"):
        actions.open_poll(poll=poll, by=producer, now=now)
    assert Happening.objects.filter(poll=poll).count() == 0


def test_the_pages_cost_the_same_however_many_polls_and_options(desk: Client, stage: Stage) -> None:
    def queries(more: str) -> int:
        desk.get(address(stage))  # the seat is taken
        with CaptureQueriesContext(connection) as counted:
            assert desk.get(address(stage, more)).status_code == 200
        return len(counted)

    one = make_poll(stage)
    before = queries(""), queries(f"{one.pk}/")
    more = [make_poll(stage, options=[f"Svar {number}" for number in range(30)]) for _number in range(4)]
    assert (queries(""), queries(f"{more[0].pk}/")) == before
    assert max(before) <= 25
