"""The latest published draft at a glance."""

from __future__ import annotations

from typing import Any

from fardplan.strategy.models import Draft, Section, SectionKind, Strategy
from fardplan.strategy.queries import Direction, overview
from tests.conftest import at


def test_directions_come_with_their_goals_from_the_latest_published_draft(
    strategy: Strategy, django_assert_num_queries: Any
) -> None:
    later = Draft.objects.create(strategy=strategy, number="0.4", position=1)
    state = Section.objects.create(draft=later, key="o", kind=SectionKind.DESIRED_STATE, heading="Önskat läge")
    b = Section.objects.create(draft=later, key="b", kind=SectionKind.DIRECTION, code="B", heading="Arbete", position=3)
    a = Section.objects.create(draft=later, key="a", kind=SectionKind.DIRECTION, code="A", heading="Livet", position=1)
    goal = Section.objects.create(draft=later, key="m", kind=SectionKind.GOAL, heading="Jämlik hälsa", parent=a)
    Section.objects.create(draft=later, key="t", kind=SectionKind.TEXT, heading="Om texten")
    assert overview(strategy.pk).draft.number == "0.3"
    later.published_at = at("2020-11-20 09:00")
    later.save()
    Draft.objects.create(strategy=strategy, number="0.5", position=2)
    with django_assert_num_queries(1):
        found = overview(strategy.pk)
        assert found is not None
        assert found.draft.number == "0.4"
        assert found.directions == [Direction(a, [goal]), Direction(b, [])]
        assert found.desired_states == [state]


def test_before_the_first_published_draft_there_is_nothing_to_show(db: None) -> None:
    strategy = Strategy.objects.create(slug="s", title="S")
    draft = Draft.objects.create(strategy=strategy, number="0.1")
    Section.objects.create(draft=draft, key="a", kind=SectionKind.DIRECTION, heading="A")
    assert overview(strategy.pk) is None
    assert overview(None) is None
