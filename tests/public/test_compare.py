"""Any two drafts beside each other, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fardplan.analysis.redline import text_after, text_before
from fardplan.base import clock
from fardplan.base.audit import SYSTEM
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Trace
from fardplan.ledger.parting import families_of, family_of
from fardplan.ledger.queries import Sources
from fardplan.ledger.redlines import ShownChange
from fardplan.people.models import Official
from fardplan.strategy import actions
from fardplan.strategy.models import Change, Draft, Passage, Strategy
from fardplan.strategy.queries import compare, contents_of
from tests.conftest import at
from tests.public.test_passage import drafts, said, words
from tests.strategy.test_states import text

__all__ = ["drafts", "said"]
pytestmark = pytest.mark.django_db

COMPARE = "/dagen-2020/strategi/jamfor/"
WHO: dict[str, Any] = {"by": SYSTEM, "now": at("2020-11-24 09:00")}


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    monkeypatch.setattr(clock, "now", lambda: at("2020-11-25 09:00"))


def redlines(page: str) -> list[str]:
    found = re.findall(r'<p class="words redline"[^>]*>(.*?)</p>', page, re.DOTALL)
    return [re.sub(r'<span class="visually-hidden">(.*?)</span>', r"[\1]", one) for one in found]


def test_two_drafts_are_chosen_and_compared(client: Client, drafts: list[Draft]) -> None:
    page = client.get(COMPARE).text
    assert re.findall(r'<option value="([^"]+)" selected', page) == ["0.4", "0.5"]
    answer = client.get(f"{COMPARE}?fran=0.3&till=0.4")
    assert (answer.status_code, answer["Location"]) == (302, f"{COMPARE}0.3/0.4/")
    assert client.get(f"{COMPARE}?fran=0.3&till=9").status_code == 200


def test_the_later_draft_is_always_the_second(client: Client, drafts: list[Draft]) -> None:
    assert client.get(f"{COMPARE}0.5/0.3/")["Location"] == f"{COMPARE}0.3/0.5/"


def test_drafts_that_follow_on_each_other_show_reason_and_sources(
    client: Client, drafts: list[Draft], said: dict[str, Any]
) -> None:
    change = Change.objects.get(draft=drafts[1], key="a1-2")
    Change.objects.filter(pk=change.pk).update(reason="Turerna ska räcka.")
    Trace.objects.create(change=change, contribution=said["a1-2"], drawn_at=at("2020-11-24 09:00"))
    page = client.get(f"{COMPARE}0.3/0.4/").text
    assert any("<ins>[tillagt: ] hela dagen</ins>." in one for one in redlines(page))
    told = words(page)
    assert "Turerna ska räcka. Kommer av: S-002" in told
    assert f'href="/dagen-2020/andringar/{change.label}/"' in page
    assert "1 omformulerat 2 delat 0 oförändrade" in told


def test_drafts_far_apart_are_compared_by_their_words_alone(client: Client, drafts: list[Draft]) -> None:
    page = client.get(f"{COMPARE}0.3/0.5/").text
    told = words(page)
    assert "Från utkast 0.3 till 0.5" in told
    assert "/andringar/" not in page.split('<div class="compared">')[1].split("</main>")[0]
    assert any("<del>" in one and "<ins>" in one for one in redlines(page))
    assert "A1.1 Bostäder" in told


@pytest.mark.parametrize("pair", ["0.3/0.4", "0.4/0.5", "0.3/0.5"])
def test_what_was_split_is_compared_as_one_text(client: Client, drafts: list[Draft], pair: str) -> None:
    before, after = (next(draft for draft in drafts if draft.number == number) for number in pair.split("/"))
    found = compare(before, after, drafts).changes.values()
    rows = [row for row in found if row.kind in ("split", "merged")]
    shown = [ShownChange(row, Sources(), family_of(row, families_of(rows, among=found))) for row in rows]
    assert all(this.family for this in shown)
    marked = [piece for this in shown if this.lives for piece in this.pieces]
    assert _letters(text_before(marked)) == _letters("".join(row.before_text for row in rows))
    assert all(text_after(this.pieces) == this.change.after_text for this in shown if this.lives)
    assert ("inte markerade." in words(client.get(f"{COMPARE}{pair}/").text)) == bool(rows)


def _letters(text: str) -> list[str]:
    return sorted("".join(text.split()))


def test_what_reads_as_it_did_is_counted_and_shown_when_asked_for(client: Client, strategy: Strategy) -> None:
    later = actions.new_draft(
        strategy=strategy, number="0.4", title="", note="", copy_of=strategy.drafts.get(number="0.3"), **WHO
    )
    text(later, "a1-2", "Restiden är kort.")
    actions.publish_draft(draft=later, **WHO)
    page = client.get(f"{COMPARE}0.3/0.4/").text
    assert "Ett stycke är oförändrat." in words(page)
    assert "Fler bostäder byggs." not in page
    assert 'href="?allt=1"' in page
    whole = words(client.get(f"{COMPARE}0.3/0.4/?allt=1").text)
    assert whole.index("A1.1 Bostäder Fler bostäder byggs.") < whole.index("A1.2 Restid")


def test_a_draft_beside_itself_is_the_same(client: Client, drafts: list[Draft]) -> None:
    assert "2 stycken är oförändrade." in words(client.get(f"{COMPARE}0.3/0.3/").text)


def test_what_moved_says_from_where_to_where(client: Client, strategy: Strategy) -> None:
    later = actions.new_draft(
        strategy=strategy, number="0.4", title="", note="", copy_of=strategy.drafts.get(number="0.3"), **WHO
    )
    other = later.sections.create(key="z", heading="Annat", position=90)
    Passage.objects.filter(draft=later, key="a1-2").update(section=other, position=91)
    actions.publish_draft(draft=later, **WHO)
    assert "Flyttat från A Attraktiva livsmiljöer till Annat" in words(client.get(f"{COMPARE}0.3/0.4/").text)


def test_a_draft_not_yet_out_is_compared_only_by_those_who_write_it(
    client: Client, strategy: Strategy, administrator: Official
) -> None:
    later = actions.new_draft(
        strategy=strategy, number="0.4", title="", note="", copy_of=strategy.drafts.get(number="0.3"), **WHO
    )
    text(later, "a1-2", "Restiden är kort.")
    assert client.get(f"{COMPARE}0.3/0.4/").status_code == 404
    client.force_login(administrator)
    assert "kort" in client.get(f"{COMPARE}0.3/0.4/").text


def test_with_one_draft_there_is_nothing_to_compare(client: Client) -> None:
    assert "Det finns inget att jämföra med ännu" in words(client.get(COMPARE).text)


def test_nothing_is_told_twice_and_nothing_left_out(drafts: list[Draft]) -> None:
    for before in drafts:
        for after in drafts:
            if before.position > after.position:
                continue
            found = compare(before, after, drafts)
            passages = [key for subject, key in found.order if subject == "passage"]
            there = {passage.key for draft in (before, after) for passage in contents_of(draft).passages}
            assert (len(passages), set(passages)) == (len(set(passages)), there)


@pytest.mark.parametrize("passages", [1, 30])
@pytest.mark.parametrize("path", ["0.3/0.4/", "0.3/0.5/", "0.4/0.5/?allt=1"])
def test_comparing_costs_the_same_however_much_changed(
    client: Client, strategy: Strategy, passages: int, path: str, django_assert_num_queries: Callable[..., Any]
) -> None:
    earlier = strategy.drafts.get(number="0.3")
    for number in ("0.4", "0.5"):
        draft = actions.new_draft(strategy=strategy, number=number, title="", note="", copy_of=earlier, **WHO)
        for each in range(passages):
            text(draft, f"p-{each}", f"Stycke {each} i {number}.")
        actions.publish_draft(draft=draft, **WHO)
        earlier = draft
    client.get(f"{COMPARE}{path}")  # published drafts are compared once
    costs = {"0.3/0.4/": 4, "0.3/0.5/": 4, "0.4/0.5/?allt=1": 4}
    with django_assert_num_queries(costs[path]):
        assert client.get(f"{COMPARE}{path}").status_code == 200
