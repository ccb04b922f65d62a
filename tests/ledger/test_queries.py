"""From what was said to what changed, and back: only what everybody can read, in a constant number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fardplan.base.errors import NotFound
from fardplan.contributions.models import Contribution
from fardplan.contributions.queries import with_status
from fardplan.contributions.rules import Status
from fardplan.dialogue.models import Dialogue
from fardplan.ledger import queries
from fardplan.ledger.models import Decision, Motion, Trace
from fardplan.strategy.models import Change, Draft
from tests.conftest import at
from tests.contributions.conftest import MakeContribution
from tests.ledger.conftest import NOW, Answer, MakeChange


def trace(change: Change, source: Contribution | Motion | Decision) -> Trace:
    name = source._meta.model_name or ""
    return Trace.objects.create(change=change, drawn_at=NOW, **{name: source})


def test_a_trace_leads_to_a_change_when_its_draft_is_published(
    make_change: MakeChange, make_contribution: MakeContribution
) -> None:
    change, said, other = make_change(), make_contribution(), make_contribution("Något annat.")
    trace(change, said)
    ids = [said.pk, other.pk]
    early, late = at("2020-12-15 08:59"), at("2020-12-15 09:00")
    assert [queries.led_to_change(ids, now=now) for now in (early, late)] == [set(), {said.pk}]
    assert [queries.changes_of(ids, now=now) for now in (early, late)] == [{}, {said.pk: [change]}]


def test_a_trace_to_a_change_to_come_leads_nowhere_yet(next_draft: Draft, make_contribution: MakeContribution) -> None:
    said = make_contribution()
    trace(Change.objects.create(strategy=next_draft.strategy, draft=next_draft, key="a1-1"), said)
    assert queries.led_to_change([said.pk], now=NOW) == set()
    assert queries.changes_of([said.pk], now=NOW) == {}


@pytest.mark.parametrize(
    ("outcome", "traced", "status"),
    [
        ("accepted", True, Status.CHANGED),
        ("accepted", False, Status.ANSWERED),
        ("partly", True, Status.CHANGED),
        ("partly", False, Status.NO_CHANGE),
        ("not_accepted", True, Status.NO_CHANGE),
        ("not_accepted", False, Status.NO_CHANGE),
        ("answered", True, Status.ANSWERED),
        ("out_of_scope", False, Status.ELSEWHERE),
    ],
)
def test_the_word_in_the_list_and_the_filter_are_the_same(
    outcome: str,
    traced: bool,
    status: Status,
    make_change: MakeChange,
    make_contribution: MakeContribution,
    answer: Answer,
) -> None:
    said = make_contribution()
    answer(said, outcome=outcome)
    if traced:
        trace(make_change(), said)
    rows = queries.knowing_changes(Contribution.objects.select_related("submission", "reply"), now=NOW)
    assert [row[1] for row in queries.with_status_and_reply(rows, now=NOW)] == [status]
    led = queries.has_led_to_change(now=NOW)
    found = [
        each
        for each in Status
        if Contribution.objects.filter(with_status(each, now=NOW, has_led_to_change=led)).exists()
    ]
    assert found == [status]


def test_the_sources_of_a_change(
    make_change: MakeChange, make_contribution: MakeContribution, decision: Decision, answer: Answer
) -> None:
    change, bare = make_change(), make_change("a1-2", number=2)
    hidden, said = make_contribution("Dold."), make_contribution("Bygg i alla kommuner.")
    Contribution.objects.filter(pk=hidden.pk).update(hidden_at=NOW, hidden_rule="attack", hidden_reason="Påhopp.")
    answer(said)
    motion = decision.motions.get(name="Y1")
    for source in (decision, motion, said, hidden):
        trace(change, source)
    found = queries.sources_of([change.pk, bare.pk], now=NOW + timedelta(seconds=1))
    sources = found[change.pk]
    assert [(each.label, each.is_shown, each.status) for each in sources.contributions] == [
        ("S-001", False, Status.READ),
        ("S-002", True, Status.CHANGED),
    ]
    assert (sources.motions, sources.decisions) == ([motion], [decision])
    assert found[bare.pk] == queries.Sources()
    assert not found[bare.pk]


def test_what_is_not_decided_yet_is_no_source_yet(make_change: MakeChange, decision: Decision) -> None:
    change = make_change()
    trace(change, decision)
    trace(change, decision.motions.get(name="Y1"))
    before, on_the_day = at("2020-12-17 23:59"), at("2020-12-18 00:00")
    assert [bool(queries.sources_of([change.pk], now=now)[change.pk]) for now in (before, on_the_day)] == [False, True]


@pytest.mark.parametrize("number", [1, 3])
def test_sources_cost_one_query(
    number: int,
    make_change: MakeChange,
    make_contribution: MakeContribution,
    answer: Answer,
    django_assert_num_queries: Any,
) -> None:
    changes = [make_change(f"a{n}", number=n) for n in range(1, number + 1)]
    said = [make_contribution(f"Nr {n}", about="stycke:a1-1") for n in range(number)]
    answer(*said)
    for change in changes:
        for each in said:
            trace(change, each)
    with django_assert_num_queries(1):
        found = queries.sources_of([change.pk for change in changes], now=NOW)
        shown = [
            (str(s.reply), s.dialogue_slug, str(s.contribution.passage)) for s in found[changes[0].pk].contributions
        ]
    assert len(shown) == number


def test_a_change_without_source(make_change: MakeChange, make_contribution: MakeContribution) -> None:
    bare = make_change("a1", number=1)
    make_change("a2", number=2, reason="Så hänger texten ihop.")
    make_change("a3", number=3, is_editorial=True)
    trace(make_change("a4", number=4), make_contribution())
    assert list(Change.objects.filter(queries.without_source())) == [bare]


def test_a_passage_carries_the_history_of_those_it_came_from(strategy: Any, make_change: MakeChange) -> None:
    """A1.1 and A1.2 became A1.1 in 0.5: what happened to A1.2 in 0.4 is part of it, what comes in 0.6 is not."""
    drafts = [Draft.objects.create(strategy=strategy, number=f"0.{n}", position=n) for n in (5, 6)]
    reworded = make_change("a1-2", number=1)
    other = make_change("a9", number=2)
    gone = make_change("a1-2", number=3, draft=drafts[0], kind="merged", into_keys=["a1-1"])
    merged = make_change("a1-1", number=4, draft=drafts[0], kind="merged", from_keys=["a1-2"])
    back = make_change("a1-2", number=5, draft=drafts[1], kind="new")
    history = {key: queries.of_passage(strategy.pk, key, now=NOW) for key in ("a1-1", "a1-2", "a9")}
    assert history == {"a1-1": [gone, merged, reworded], "a1-2": [back, gone, reworded], "a9": [other]}


def test_changes_are_found_by_their_number_when_they_are_public(dialogue: Dialogue, make_change: MakeChange) -> None:
    change = make_change(number=7)
    assert queries.access_change(dialogue, "C-7", now=NOW) == change
    assert queries.access_change(dialogue, "c-07", now=NOW) == change
    for label, now in [("C-8", NOW), ("C-7", at("2020-12-01 09:00")), ("C-", NOW), ("X-7", NOW)]:
        with pytest.raises(NotFound):
            queries.access_change(dialogue, label, now=now)


def test_changes_in_a_section_are_those_of_the_texts_that_stand_or_stood_in_it(
    strategy: Any, make_change: MakeChange
) -> None:
    inside, outside = make_change("a1-1", number=1), make_change("b1", number=2)
    heading = make_change("a", number=3, subject="section")
    published = queries.published_changes(strategy.pk, now=NOW)
    assert list(queries.of_section(published, strategy.pk, "a")) == [inside, heading]
    assert outside in published
