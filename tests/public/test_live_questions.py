"""Asking and supporting from a browser, with and without scripts and cookies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from fardplan.base import honesty
from fardplan.contributions.models import Submission
from fardplan.live.actions import answering, keeping
from fardplan.live.actions.answering import Spoken
from fardplan.live.models import Blocked, Question, Stage, Upvote
from fardplan.people.models import Official
from tests.conftest import at
from tests.live.asking import NOW, Ask, Support, again, ask_, keeper, stage, supported
from tests.public.visible import visible

__all__ = ["ask_", "keeper", "stage", "supported"]

HERE = "/dagen-2020/dagar/dag-3/just-nu/fragor/"
ASK = f"{HERE}stall/"


@pytest.fixture(autouse=True)
def _the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    from fardplan.base import clock

    monkeypatch.setattr(clock, "page_time", lambda _request: clock.PageTime(NOW, moved=False))


def written(text: str = "När går bussen?", **fields: str) -> dict[str, str]:
    return {"text": text, **fields, **honesty.in_good_time()}


def send(client: Client, address: str, data: dict[str, str], **options: Any) -> Any:
    """As a browser does: the same form once more, with the cookie, when it is asked for."""
    answer = client.post(address, data, **options)
    while answer.status_code == 307:
        answer = client.post(answer["Location"], data, **options)
    return answer


def test_looking_sets_no_cookie(client: Client, ask_: Ask) -> None:
    ask_()
    page = client.get(HERE)
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.text
    assert "När går bussen?" in visible(page.text)


def test_a_question_is_taken_in_and_stands_among_ones_own(client: Client, stage: Stage) -> None:
    answer = send(client, ASK, written(name="Kim", municipality="Ronneby", sending_key="abc"))
    assert answer["Location"] == f"{HERE}#mina-fragor"
    page = visible(client.get(HERE).text)
    assert "Vi har tagit emot din fråga. Den har nummer S-001." in page
    assert "Dina frågor När går bussen? S-001 · Mottagen. Den visas när någon har läst den." in page
    assert Submission.objects.get().sender == "Kim, Ronneby"
    assert "När går bussen?" not in visible(Client().get(HERE).text)


def test_from_the_live_page_it_leads_back_there(client: Client, stage: Stage) -> None:
    answer = send(client, ASK, written(fran="nu"))
    assert answer["Location"] == "/dagen-2020/dagar/dag-3/just-nu/#mina-fragor"
    assert "Dina frågor" in client.get(answer["Location"]).text


def test_two_who_got_the_same_page_may_ask_the_same(stage: Stage) -> None:
    for _browser in range(2):
        send(Client(), ASK, written(sending_key="same"))
    assert Question.objects.count() == 2


def test_sending_twice_gives_one_question(client: Client, stage: Stage) -> None:
    for _press in range(2):
        send(client, ASK, written(sending_key="same"))
    assert Question.objects.count() == 1


def test_a_browser_without_cookies_gets_its_receipt_at_once(stage: Stage) -> None:
    answer = Client().post(f"{ASK}?kaka=1", written())
    assert answer["Location"] == f"/kvitto/{Submission.objects.get().receipt_key}/"


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"questions_open": False}, 403, "Just nu tas inga nya frågor emot."),
        ({"slow_seconds": 60}, 429, "Du kan ställa nästa fråga om 60 sekunder."),
    ],
    ids=["closed", "slow"],
)
def test_what_cannot_be_taken_in_is_kept_in_the_form(
    client: Client, stage: Stage, changes: dict[str, Any], status: int, words: str
) -> None:
    send(client, ASK, written("Den första?"))
    Stage.objects.filter(pk=stage.pk).update(**changes)
    answer = send(client, ASK, written("Mitt långa arbete?"))
    assert answer.status_code == status
    assert words in visible(answer.text)
    assert "Mitt långa arbete?</textarea>" in answer.text
    assert Question.objects.count() == 1


def test_one_who_is_blocked_reads_why(client: Client, stage: Stage, keeper: Official) -> None:
    send(client, ASK, written())
    Blocked.objects.create(
        stage=stage,
        asker=Question.objects.get().asker,
        rule="threat",
        reason="Hot mot en värd.",
        blocked_at=NOW,
        blocked_by=keeper,
    )
    answer = send(client, ASK, written("En till?"))
    assert answer.status_code == 403
    assert "Hot mot en värd." in visible(answer.text)
    assert "En till?</textarea>" in answer.text


def test_an_empty_question_is_asked_for_again(client: Client, stage: Stage) -> None:
    answer = send(client, ASK, written(""))
    assert answer.status_code == 422
    assert "Skriv din fråga." in visible(answer.text)


def test_a_form_from_elsewhere_is_refused(client: Client, stage: Stage) -> None:
    answer = client.post(ASK, written(), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert Question.objects.count() == 0


def test_support_is_given_and_taken_back(client: Client, ask_: Ask) -> None:
    asked = ask_()
    address = f"{HERE}{asked.pk}/stod/"
    answer = send(client, address, {"gor": "stod"})
    assert answer["Location"] == f"{HERE}#fraga-{asked.pk}"
    assert 'value="ta-tillbaka" aria-pressed="true"' in client.get(HERE).text
    send(client, address, {"gor": "stod"})
    assert Upvote.objects.count() == 1
    answer = send(client, address, {"gor": "ta-tillbaka"}, headers={"Accept": "application/json"})
    assert answer.json() == {"supported": False}
    assert Upvote.objects.count() == 0


def test_one_without_cookies_is_told_why_it_is_not_counted(ask_: Ask) -> None:
    asked = ask_()
    answer = Client().post(f"{HERE}{asked.pk}/stod/?kaka=1", {"gor": "stod"})
    assert answer.status_code == 403
    assert "Din webbläsare tar inte emot kakor" in visible(answer.text)
    assert Upvote.objects.count() == 0


def test_a_script_gets_the_reason_in_short(client: Client, ask_: Ask, keeper: Official) -> None:
    asked = ask_()
    answering.answer_aloud(question=asked, spoken=Spoken(), revision=asked.revision, by=keeper, now=NOW)
    answer = send(client, f"{HERE}{asked.pk}/stod/", {"gor": "stod"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error"][:34]) == (403, "Frågan går inte att stödja längre.")


def test_what_is_not_shown_cannot_be_supported(client: Client, ask_: Ask) -> None:
    unread = ask_(shown=False)
    assert send(client, f"{HERE}{unread.pk}/stod/", {"gor": "stod"}).status_code == 404


def test_support_costs_a_few_queries(client: Client, ask_: Ask, django_assert_num_queries: Any) -> None:
    asked = ask_()
    send(client, f"{HERE}{asked.pk}/stod/", {"gor": "stod"})
    with django_assert_num_queries(5):  # the stage, the question, and the support with its savepoint
        send(client, f"{HERE}{asked.pk}/stod/", {"gor": "stod"}, headers={"Accept": "application/json"})


def test_the_asker_learns_that_it_is_answered_and_may_count_it_too(
    client: Client, stage: Stage, keeper: Official
) -> None:
    send(client, ASK, written(name="Kim"))
    asked = again(Question.objects.get())
    keeping.show(question=asked, revision=asked.revision, by=keeper, now=NOW)
    asked = again(asked)
    spoken = Spoken(answered_by="Regionråd")
    answering.answer_aloud(question=asked, spoken=spoken, revision=asked.revision, by=keeper, now=NOW)
    page = visible(client.get(HERE).text)
    assert (
        "Din fråga är besvarad i sändningen. kl. 14.10, 1:10:00 in i sändningen, Regionråd "
        "Vill du att den också räknas som synpunkt på utkastet?"
    ) in page
    for _press in range(2):
        answer = client.post(f"{HERE}{asked.pk}/synpunkt/")
    counted = Submission.objects.get(channel="web")
    assert answer["Location"] == f"/kvitto/{counted.receipt_key}/"
    assert (counted.text, counted.label, counted.sender) == ("När går bussen?", "S-002", "Kim")


def test_nobody_else_can_count_it(ask_: Ask, keeper: Official) -> None:
    asked = ask_()
    answering.answer_aloud(question=asked, spoken=Spoken(), revision=asked.revision, by=keeper, now=NOW)
    assert Client().post(f"{HERE}{asked.pk}/synpunkt/").status_code == 404
    assert Submission.objects.count() == 1


def test_the_receipt_speaks_of_a_question_and_offers_the_same(client: Client, ask_: Ask, keeper: Official) -> None:
    asked = ask_()
    receipt = f"/kvitto/{Submission.objects.get().receipt_key}/"
    assert "Vi har tagit emot din fråga" in visible(client.get(receipt).text)
    answering.answer_aloud(question=asked, spoken=Spoken(), revision=asked.revision, by=keeper, now=NOW)
    page = client.get(receipt).text
    assert "Frågan besvarades i sändningen, Dag 3, kl. 14.10, 1:10:00 in i sändningen." in visible(page)
    assert "Vill du att den också räknas som synpunkt på utkastet?" in visible(page)
    client.post(f"{receipt}som-synpunkt/")
    assert Submission.objects.get(channel="web").text == "När går bussen?"


def test_the_meter_tells_by_when_the_rest_are_answered(
    client: Client, stage: Stage, ask_: Ask, keeper: Official
) -> None:
    answered, _left = ask_("Ett?"), ask_("Två?")
    answering.answer_aloud(question=answered, spoken=Spoken(), revision=answered.revision, by=keeper, now=NOW)
    Stage.objects.filter(pk=stage.pk).update(
        situation="ended", ended_at=NOW + timedelta(minutes=1), replies_due_on=at("2020-12-08 00:00").date()
    )
    page = visible(client.get(HERE).text)
    assert "1 av 2 frågor är besvarade. Resten får svar senast 8 december." in page
    assert "Det går inte att ställa frågor nu." in page


def test_a_rehearsal_has_questions_of_its_own(client: Client, stage: Stage, ask_: Ask) -> None:
    rehearsal = Stage.objects.create(day=stage.day, is_rehearsal=True, situation="running", questions_open=True)
    assert client.get(f"{HERE}?ovning=fel").status_code == 404
    answer = send(client, f"{ASK}?ovning={rehearsal.key}", written("Provfråga?"))
    assert answer["Location"] == f"{HERE}?ovning={rehearsal.key}#mina-fragor"
    page = visible(client.get(f"{HERE}?ovning={rehearsal.key}").text)
    assert "Övning." in page
    assert "Provfråga?" in page
    assert "Provfråga?" not in visible(client.get(HERE).text)
    assert Submission.objects.count() == 0


def test_three_orders_are_plain_links(client: Client, ask_: Ask, supported: Support) -> None:
    first = ask_("Den första?", now="2020-12-01 14:00")
    supported(first, 3, now="2020-12-01 14:01")
    ask_("Den andra?", now="2020-12-01 14:05")
    for order, texts in {
        "": ["Den andra?", "Den första?"],
        "stod": ["Den första?", "Den andra?"],
        "nyast": ["Den andra?", "Den första?"],
    }.items():
        page = visible(client.get(HERE, {"ordning": order}).text)
        assert sorted(texts, key=page.index) == texts


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_costs_four_queries(
    client: Client, ask_: Ask, supported: Support, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        supported(ask_(f"Fråga {number}?"), 1)
    client.get(HERE)
    cache.clear()  # or somebody else's page would answer
    with django_assert_num_queries(4):
        client.get(HERE)


def test_many_questions_stand_on_several_pages(client: Client, stage: Stage) -> None:
    about = {"stage": stage, "asked_at": NOW, "shown_at": NOW}
    Question.objects.bulk_create(Question(**about, text=f"Fråga {number:02}?") for number in range(55))
    answered = {"answered_how": "aloud", "answered_at": NOW, "answered_second": 5, "answered_by": "Panelen"}
    Question.objects.create(**about, **answered, text="Besvarad fråga?")
    first, second = (visible(client.get(f"{HERE}{query}").text) for query in ("", "?sida=2"))
    assert (first.count("Fråga "), second.count("Fråga ")) == (50, 5)
    assert "Besvarad fråga?" not in first
    assert "Besvarade Besvarad fråga?" in second
