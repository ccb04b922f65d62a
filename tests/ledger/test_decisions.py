"""What was decided, and what was asked for: written down, corrected, and kept while a change points to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fardplan.base.editing import ChangedMeanwhile, Row, rows_fingerprint
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import Dialogue
from fardplan.ledger import actions, queries
from fardplan.ledger.models import Decision, Trace
from fardplan.people.models import Official
from fardplan.strategy.models import Draft, Strategy
from tests.conftest import at
from tests.ledger.conftest import NOW, MakeChange


def rows_of(decision: Decision) -> list[Row]:
    names = actions.MOTION_FIELDS
    return [Row(motion.pk, {name: getattr(motion, name) for name in names}) for motion in decision.motions.all()]


def renamed(row: Row, name: str) -> Row:
    return Row(row.id, {**row.values, "name": name})


def test_a_decision_is_read_from_its_own_day(dialogue: Dialogue, decision: Decision, next_draft: Draft) -> None:
    Decision.objects.filter(pk=decision.pk).update(draft=next_draft)
    days = [at("2020-12-17 23:59"), at("2020-12-18 00:00")]
    assert [list(queries.public_decisions(dialogue, now=now)) for now in days] == [[], [decision]]
    assert [queries.decisions_about(dialogue, [next_draft.pk], now=now) for now in days] == [
        {},
        {next_draft.pk: [decision]},
    ]


def test_motions_can_swap_numbers_and_give_way_to_new_ones(decision: Decision, editor: Official) -> None:
    first, last = rows_of(decision)
    new = Row(None, {**first.values, "name": "Y2"})
    rows = [renamed(last, "Y1"), new, renamed(first, "Y4")]
    actions.change_motions(decision=decision, rows=rows, seen=None, by=editor, now=NOW)
    assert list(decision.motions.values_list("name", "outcome")) == [
        ("Y1", "rejected"),
        ("Y2", "granted"),
        ("Y4", "granted"),
    ]
    actions.change_motions(decision=decision, rows=[Row(None, first.values)], seen=None, by=editor, now=NOW)
    assert list(decision.motions.values_list("name", flat=True)) == ["Y1"]


def test_one_number_is_one_motion(decision: Decision, editor: Official) -> None:
    first, last = rows_of(decision)
    with pytest.raises(Invalid):
        actions.change_motions(decision=decision, rows=[first, renamed(last, "Y1")], seen=None, by=editor, now=NOW)
    assert [row.values["name"] for row in rows_of(decision)] == ["Y1", "Y4"]


def test_whoever_changes_motions_second_is_told(decision: Decision, editor: Official) -> None:
    rows, seen = rows_of(decision), rows_fingerprint(decision.motions.all(), actions.MOTION_FIELDS)
    actions.change_motions(decision=decision, rows=rows[:1], seen=seen, by=editor, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.change_motions(decision=decision, rows=rows, seen=seen, by=editor, now=NOW)
    assert [row.values["name"] for row in rows_of(decision)] == ["Y1"]


def test_what_a_change_came_from_is_not_taken_away(
    decision: Decision, editor: Official, make_change: MakeChange
) -> None:
    trace = Trace.objects.create(change=make_change(), motion=decision.motions.get(name="Y1"), drawn_at=NOW)
    with pytest.raises(Invalid):
        actions.change_motions(decision=decision, rows=rows_of(decision)[1:], seen=None, by=editor, now=NOW)
    with pytest.raises(Conflict):
        actions.remove_decision(decision=decision, by=editor, now=NOW)
    assert [row.values["name"] for row in rows_of(decision)] == ["Y1", "Y4"]
    trace.delete()
    actions.remove_decision(decision=decision, by=editor, now=NOW)
    assert not Decision.objects.exists()
    assert AuditEntry.objects.order_by("-id")[0].action == "decision.removed"


def test_a_decision_is_about_a_draft_of_its_own_strategy(dialogue: Dialogue, editor: Official) -> None:
    other = Draft.objects.create(strategy=Strategy.objects.create(slug="annan", title="En annan"), number="1.0")
    values: dict[str, Any] = {"title": "Antas", "body": "Fullmäktige", "decided_on": date(2020, 12, 18), "draft": other}
    with pytest.raises(Invalid) as refused:
        actions.add_decision(dialogue=dialogue, values=values, by=editor, now=NOW)
    assert refused.value.field == "draft"
    mine = Draft.objects.get(strategy=dialogue.strategy)
    decision = actions.add_decision(dialogue=dialogue, values=values | {"draft": mine}, by=editor, now=NOW)
    changed = actions.change_decision(decision=decision, changes={"item_no": "§ 12"}, seen=None, by=editor, now=NOW)
    assert str(changed) == "Fullmäktige, § 12, 2020-12-18"
