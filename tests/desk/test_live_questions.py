"""The moderator's screen: many presses a minute, two who keep the questions at once, nothing lost or done twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.contributions.models import Contribution, Theme
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.live.models import Happening, Question, Stage
from fardplan.live.question_rules import QuestionState, state_of
from fardplan.people.models import Official
from tests.live.asking import NOW, Ask, Support, again, ask_, keeper, stage, supported
from tests.public.visible import visible

__all__ = ["ask_", "keeper", "stage", "supported"]

HERE = "/skrivbord/dialog/dagen-2020/dagar/dag-3/just-nu/fragor/"


@pytest.fixture(autouse=True)
def _the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "page_time", lambda _request: clock.PageTime(NOW, moved=False))


@pytest.fixture
def screen(client: Client, keeper: Official) -> Client:
    client.force_login(keeper)
    return client


def press(screen: Client, name: str, question: Question, *, revision: int | None = None, follow: bool = True) -> Any:
    seen = again(question).revision if revision is None else revision
    return screen.post(f"{HERE}gor/", {"gor": f"{name}:{question.pk}", "revision": str(seen)}, follow=follow)


def lists(screen: Client) -> dict[str, list[str]]:
    """The words of each list on the screen."""
    found = screen.get(HERE).context["asked"]
    kinds = ["waiting", "shown", "queued", "on_stage", "answered", "hidden"]
    return {kind: rows for kind in kinds if (rows := [one.question.text for one in getattr(found, kind)])}


def test_a_question_goes_through_the_lists(screen: Client, ask_: Ask) -> None:
    asked = ask_("När går bussen?", shown=False)
    seen = []
    for name in ("visa", "ko", "scen", "besvarad"):
        seen.append(lists(screen))
        answer = press(screen, name, asked, follow=False)
        assert answer["Location"] == f"{HERE}#fraga-{asked.pk}"
    seen.append(lists(screen))
    assert [list(each) for each in seen] == [["waiting"], ["shown"], ["queued"], ["on_stage"], ["answered"]]
    press(screen, "inte-besvarad", asked)
    assert state_of(again(asked)) is QuestionState.SHOWN


def test_whoever_presses_second_is_told_and_nothing_is_done_twice(screen: Client, ask_: Ask) -> None:
    asked = ask_()
    first = asked.revision
    press(screen, "ko", asked)
    page = press(screen, "ko", asked, revision=first)
    assert "Någon annan ändrade det här medan du arbetade." in visible(page.text)
    assert again(asked).queue_position == 1


def test_questions_are_opened_and_closed(screen: Client, stage: Stage) -> None:
    for name, is_open in (("stang", False), ("oppna", True), ("oppna", True)):
        screen.post(f"{HERE}gor/", {"gor": name})
        stage.refresh_from_db()
        assert stage.questions_open is is_open
    assert list(Happening.objects.values_list("kind", flat=True)) == ["questions_closed", "questions_opened"]


def test_an_answer_with_its_time_and_its_title(screen: Client, ask_: Ask) -> None:
    asked = ask_()
    page = screen.get(f"{HERE}{asked.pk}/")
    assert 'value="1:10:00"' in page.text
    sent = {"gor": "besvarad", "svar-revision": str(asked.revision), "svar-answered_by": "Regionråd"}
    wrong = screen.post(f"{HERE}{asked.pk}/", {**sent, "svar-second": "tjugo"})
    assert wrong.status_code == 422
    assert "Skriv tiden som 12:05 eller 1:02:03." in visible(wrong.text)
    screen.post(f"{HERE}{asked.pk}/", {**sent, "svar-second": "1:02:03"})
    answered = again(asked)
    assert (answered.answered_second, answered.answered_by) == (3723, "Regionråd")


def test_hiding_asks_for_rule_and_reason(screen: Client, ask_: Ask) -> None:
    asked = ask_()
    address, seen = f"{HERE}{asked.pk}/", str(asked.revision)
    lacking = screen.post(address, {"gor": "dolj", "dolj-revision": seen, "dolj-reason": "Påhopp."})
    assert lacking.status_code == 422
    assert "Påhopp.</textarea>" in lacking.text
    screen.post(address, {"gor": "dolj", "dolj-revision": seen, "dolj-rule": "attack", "dolj-reason": "Påhopp."})
    assert Contribution.objects.get().hidden_reason == "Påhopp."
    assert lists(screen) == {"hidden": ["När går bussen?"]}


def test_what_was_written_is_kept_when_somebody_was_first(screen: Client, ask_: Ask) -> None:
    asked = ask_()
    old = str(asked.revision)
    press(screen, "ko", asked)
    sent = {"gor": "skriv", "skriv-revision": old, "skriv-text": "Kl. 7 varje dag."}
    refused = screen.post(f"{HERE}{asked.pk}/", sent)
    assert refused.status_code == 409
    assert "Kl. 7 varje dag.</textarea>" in refused.text
    again_ = screen.post(f"{HERE}{asked.pk}/", sent | {"skriv-revision": str(again(asked).revision)})
    assert again_.status_code == 302
    assert state_of(again(asked)) is QuestionState.ANSWERED_IN_WRITING


def test_alike_questions_are_suggested_and_merged_with_one_press(screen: Client, ask_: Ask, supported: Support) -> None:
    bus = ask_("När börjar bussarna gå på kvällen i Ronneby?")
    alike = ask_("När börjar bussarna gå på kvällarna i Ronneby?", shown=False)
    supported(bus, 2)
    page = visible(screen.get(HERE).text)
    assert "Liknar: När börjar bussarna gå på kvällen i Ronneby?" in page
    sent = {"into": str(bus.pk), "revision": str(alike.revision)}
    screen.post(f"{HERE}{alike.pk}/sla-ihop/", sent)
    assert again(alike).merged_into == bus
    assert "+ När börjar bussarna gå på kvällarna i Ronneby? Skilj åt" in visible(screen.get(HERE).text)


def test_a_theme_is_given(screen: Client, ask_: Ask, dialogue: Dialogue) -> None:
    asked = ask_()
    Theme.objects.create(dialogue=dialogue, slug="resor", name="Resor")
    screen.post(f"{HERE}{asked.pk}/tema/", {"tema": "resor", "revision": str(asked.revision)})
    assert str(again(asked).theme) == "Resor"


def test_somebody_in_the_hall_asks(screen: Client, stage: Stage) -> None:
    empty = screen.post(f"{HERE}fran-salen/", {"text": ""})
    assert empty.status_code == 422
    for _press in range(2):
        screen.post(f"{HERE}fran-salen/", {"text": "Från salen?", "name": "Elev", "sending_key": "k"})
    assert lists(screen) == {"shown": ["Från salen?"]}
    assert "Elev · från salen" in visible(screen.get(HERE).text)


def test_the_ten_most_supported_on_paper(screen: Client, ask_: Ask, supported: Support) -> None:
    supported(ask_("Två?"), 2)
    supported(ask_("Fem?"), 5)
    page = visible(screen.get(f"{HERE}mest-stod/").text)
    assert page.index("Fem? 5 stöd") < page.index("Två? 2 stöd")


def test_an_editor_has_no_say(client: Client, ask_: Ask, make_official: Any) -> None:
    asked = ask_(shown=False)
    client.force_login(make_official(RoleName.EDITOR))
    assert client.get(HERE).status_code == 403
    assert press(client, "visa", asked).status_code == 403
    assert again(asked).shown_at is None


@pytest.mark.parametrize("many", [1, 30])
def test_the_screen_costs_the_same_however_many_questions(
    screen: Client, ask_: Ask, supported: Support, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        supported(ask_(f"Fråga {number}?", shown=number % 2 == 0), 1 if number % 2 == 0 else 0)
    screen.get(HERE)
    with django_assert_num_queries(25):
        screen.get(HERE)
