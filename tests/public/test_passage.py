"""A passage and what has been said about it, read in any draft: nothing said is ever lost from sight."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.base.audit import SYSTEM
from fardplan.contributions.actions import hide
from fardplan.contributions.models import Contribution, Reply
from fardplan.dialogue.models import Dialogue
from fardplan.strategy import actions
from fardplan.strategy.models import Change, DescentKind, Draft, Strategy
from tests.conftest import at
from tests.contributions.conftest import MakeContribution
from tests.public.test_strategy import words as words_apart
from tests.strategy.test_states import descends, text

pytestmark = pytest.mark.django_db

BEFORE, NOW = "2020-11-20 09:00", "2020-11-25 09:00"
WHO: dict[str, Any] = {"by": SYSTEM, "now": at("2020-11-24 09:00")}


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(NOW))


@pytest.fixture
def said(make_contribution: MakeContribution) -> dict[str, Contribution]:
    """One about each passage of draft 0.3; the one about travel points at words."""
    return {
        "a1-1": make_contribution("Om bostäder.", about="stycke:a1-1@0.3", now=BEFORE),
        "a1-2": make_contribution(
            "Om restid.", about="stycke:a1-2@0.3", now=BEFORE, quote="högst en timme", quote_start=12
        ),
    }


@pytest.fixture
def drafts(strategy: Strategy, said: dict[str, Contribution]) -> list[Draft]:
    """0.4: a1-1 is split into itself and b, a1-2 reworded. 0.5: b is merged into a1-2, and a1-1 taken away because."""
    made = [strategy.drafts.get(number="0.3")]

    def following(number: str) -> Draft:
        made.append(actions.new_draft(strategy=strategy, number=number, title="", note="", copy_of=made[-1], **WHO))
        return made[-1]

    two = following("0.4")
    text(two, "a1-1", "Fler bostäder")
    text(two, "b", "byggs.")
    descends(two, "b", "a1-1", DescentKind.SPLIT)
    text(two, "a1-2", "Från varje ort är restiden högst en timme hela dagen.")
    actions.publish_draft(draft=two, **WHO)
    three = following("0.5")
    text(three, "a1-1")
    text(three, "b")
    text(three, "a1-2", "Restiden är kort. Fler hus byggs.")
    descends(three, "a1-2", "b", DescentKind.MERGED)
    Change.objects.create(strategy=strategy, draft=three, key="a1-1", reason="Det står redan i planen.")
    actions.publish_draft(draft=three, **WHO)
    return made


def words(page: str) -> str:
    return re.sub(r" ([.,])", r"\1", words_apart(page))


def page_of(client: Client, number: str, key: str, query: str = "") -> str:
    answer = client.get(f"/dagen-2020/strategi/{number}/{key}/{query}")
    assert answer.status_code == 200
    return answer.text


def listed(page: str) -> list[str]:
    return re.findall(r'<a class="number" href="[^"]*/synpunkter/(S-\d+)/"', page)


def test_what_was_said_is_listed_at_every_passage_its_words_went_to(client: Client, drafts: list[Draft]) -> None:
    found = {
        (number, key): listed(page_of(client, number, key))
        for number, key in [("0.3", "a1-1"), ("0.4", "a1-1"), ("0.4", "b"), ("0.5", "a1-1"), ("0.5", "b")]
    }
    assert found == {
        ("0.3", "a1-1"): ["S-001"],
        ("0.4", "a1-1"): ["S-001"],
        ("0.4", "b"): ["S-001"],
        ("0.5", "a1-1"): ["S-001"],
        ("0.5", "b"): ["S-001"],
    }
    assert listed(page_of(client, "0.5", "a1-2")) == ["S-002", "S-001"]


@pytest.mark.parametrize(
    ("number", "key", "line"),
    [
        ("0.4", "a1-1", "Lämnad på utkast 0.3. Stycket är sedan dess delat."),
        ("0.4", "a1-2", "Lämnad på utkast 0.3. Stycket är sedan dess omformulerat."),
        ("0.5", "a1-2", "Lämnad på utkast 0.3. Stycket är sedan dess sammanslaget."),
        ("0.5", "a1-1", "Lämnad på utkast 0.3. Stycket är sedan dess sammanslaget."),
        (
            "0.4",
            "b",
            "Lämnad på A1.1 Bostäder i utkast 0.3. Det stycket är sedan dess delat, och ord därifrån står nu här.",
        ),
    ],
)
def test_what_became_of_the_passage_since_is_said_in_words(
    client: Client, drafts: list[Draft], number: str, key: str, line: str
) -> None:
    assert line in words(page_of(client, number, key))


def test_on_its_own_draft_nothing_is_said_of_what_came_later(client: Client, drafts: list[Draft]) -> None:
    assert "Lämnad på" not in words(page_of(client, "0.3", "a1-1"))


def test_words_pointed_at_are_marked_where_they_stand_now(client: Client, drafts: list[Draft]) -> None:
    first, second = page_of(client, "0.3", "a1-2"), page_of(client, "0.4", "a1-2")
    assert "Restiden är <mark>högst en timme</mark>." in first
    assert "Från varje ort är restiden <mark>högst en timme</mark> hela dagen." in second


def test_words_that_are_gone_are_shown_as_they_were(client: Client, drafts: list[Draft]) -> None:
    page = page_of(client, "0.5", "a1-2")
    assert "Orden står inte kvar: högst en timme" in words(page)
    assert "<mark>" not in page


def test_a_passage_taken_away_tells_when_and_why(
    client: Client, strategy: Strategy, said: dict[str, Contribution]
) -> None:
    later = actions.new_draft(
        strategy=strategy, number="0.4", title="", note="", copy_of=strategy.drafts.get(number="0.3"), **WHO
    )
    text(later, "a1-2")
    Change.objects.create(strategy=strategy, draft=later, key="a1-2", reason="Det står redan i planen.")
    actions.publish_draft(draft=later, **WHO)
    page = page_of(client, "0.4", "a1-2")
    told = words(page)
    assert "Stycket är borttaget och finns inte i utkast 0.4" in told
    assert "Det hände i utkast 0.4, tisdag 24 november 2020. Det står redan i planen." in told
    assert "Så stod det i utkast 0.3 Restiden är högst en timme." in told
    assert "Lämnad på utkast 0.3. Stycket är sedan dess borttaget. Orden står inte kvar: högst en timme" in told
    assert listed(page) == ["S-002"]
    assert 'href="/dagen-2020/strategi/0.3/a1-2/"' in page
    assert "synpunkter/ny/?om=stycke:a1-2" not in page


def test_a_passage_merged_away_leads_to_where_its_words_went(client: Client, drafts: list[Draft]) -> None:
    page = page_of(client, "0.5", "b")
    assert "Stycket är sammanslaget och står inte för sig självt i utkast 0.5" in words(page)
    assert '<a href="/dagen-2020/strategi/0.5/a1-2/">A1.2 Restid</a>' in page


@pytest.mark.parametrize("path", ["0.3/b/", "0.5/aldrig/", "0.5/a/"])
def test_what_has_not_come_yet_is_missing(client: Client, drafts: list[Draft], path: str) -> None:
    assert client.get(f"/dagen-2020/strategi/{path}").status_code == 404


def test_one_made_on_a_later_draft_says_so(client: Client, drafts: list[Draft], make_contribution: Any) -> None:
    make_contribution("Nytt.", about="stycke:a1-2@0.5", now=NOW)
    assert "Lämnad på ett senare utkast, 0.5." in words(page_of(client, "0.3", "a1-2"))


def test_the_drafts_page_counts_what_the_passages_page_lists(client: Client, drafts: list[Draft]) -> None:
    for number in ("0.3", "0.4", "0.5"):
        page = client.get(f"/dagen-2020/strategi/{number}/").text
        counted = {key: int(many) for key, many in re.findall(r'/([\w-]+)/#synpunkter">(\d+) synpunkt', page)}
        assert counted == {key: len(listed(page_of(client, number, key))) for key in counted}
        assert sum(counted.values()) >= 2


# --- many -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(make_contribution: MakeContribution, dialogue: Dialogue) -> None:
    """25 about housing: every fifth a question, every fifth other words, the first ten answered."""
    replies = [
        Reply.objects.create(
            dialogue=dialogue,
            text="Svar.",
            outcome=outcome,
            reason="Skäl.",
            created_at=at(BEFORE),
            published_at=at(BEFORE),
        )
        for outcome in ("accepted", "not_accepted")
    ]
    for number in range(25):
        kind = {0: "question", 1: "wording"}.get(number % 5, "view")
        contribution = make_contribution(
            f"Nummer {number}.",
            about="stycke:a1-1",
            kind=kind,
            now=BEFORE,
            proposed_text="Hus." if number % 5 == 1 else "",
        )
        if number < 10:
            Contribution.objects.filter(pk=contribution.pk).update(reply=replies[number % 2])


def test_what_many_want_is_counted_by_kind_and_outcome(client: Client, many: None) -> None:
    told = words(page_of(client, "0.3", "a1-1"))
    assert (
        "15 synpunkter 5 frågor 5 förslag till andra ord 5 tillgodosedd 5 inte tillgodosedd 15 väntar på svar" in told
    )
    draft = words(client.get("/dagen-2020/strategi/0.3/").text)
    assert "15 synpunkter, 5 frågor, 5 förslag till andra ord; 10 besvarade" in draft


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", range(25, 5, -1)),
        ("?sida=2", range(5, 0, -1)),
        ("?slag=question", [21, 16, 11, 6, 1]),
        ("?utfall=accepted", [9, 7, 5, 3, 1]),
        ("?utfall=waiting&slag=wording", [22, 17, 12]),
        ("?utfall=partly", []),
        ("?slag=kung&utfall=allt", range(25, 5, -1)),
        ("?sida=99", range(5, 0, -1)),
    ],
)
def test_many_are_paged_and_chosen_among(client: Client, many: None, query: str, numbers: Any) -> None:
    assert listed(page_of(client, "0.3", "a1-1", query)) == [f"S-{number:03}" for number in numbers]


def test_counts_follow_what_officials_do_and_the_pages_time(
    client: Client, make_contribution: MakeContribution, monkeypatch: pytest.MonkeyPatch, administrator: Any
) -> None:
    def counted() -> str:
        found = re.search(r"(\d+) synpunkt", words(client.get("/dagen-2020/strategi/0.3/").text.split("<footer")[0]))
        return found.group(1) if found else "0"

    first = make_contribution("Ett.", about="stycke:a1-1", now=BEFORE)
    assert counted() == "1"
    make_contribution("Två.", about="stycke:a1-1", now=BEFORE)
    assert counted() == "2"
    hide(contribution=first, rule="attack", reason="Påhopp.", revision=first.revision, by=administrator, now=at(NOW))
    assert counted() == "1"
    monkeypatch.setattr(clock, "now", lambda: at("2020-11-19 09:00"))
    assert counted() == "0"


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(
    ("key", "live", "queries"),
    [("a1-1", True, 5), ("a1-2", True, 4), ("b", True, 6), ("a1-1", False, 8), ("a1-2", False, 9), ("b", False, 9)],
)
def test_a_passages_page_costs_the_same_however_much_has_been_said(
    client: Client,
    drafts: list[Draft],
    make_contribution: MakeContribution,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    key: str,
    live: bool,
    queries: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    """When the page's time is the clock's, what has been said is kept until something is said or done."""
    for each in range(number):
        make_contribution(f"Nummer {each}.", about=f"stycke:{'a1-2' if key == 'a1-2' else 'a1-1'}@0.3", now=BEFORE)
    monkeypatch.setattr("fardplan.public.reading.is_live", lambda **_now: live)
    path = f"/dagen-2020/strategi/0.5/{key}/"
    client.get(path)  # published texts are read once
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_a_kept_page_follows_what_is_said_and_done(
    client: Client, make_contribution: MakeContribution, administrator: Any
) -> None:
    first = make_contribution("Ett.", about="stycke:a1-1", now=BEFORE)
    assert listed(page_of(client, "0.3", "a1-1")) == ["S-001"]
    make_contribution("Två.", about="stycke:a1-1", now=BEFORE)
    assert listed(page_of(client, "0.3", "a1-1")) == ["S-002", "S-001"]
    hide(contribution=first, rule="attack", reason="Påhopp.", revision=first.revision, by=administrator, now=at(NOW))
    assert listed(page_of(client, "0.3", "a1-1")) == ["S-002"]
    english = client.get("/en/dagen-2020/strategi/0.3/a1-1/").text
    assert 'href="/en/dagen-2020/synpunkter/S-002/"' in english
