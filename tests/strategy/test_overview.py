"""The latest published draft at a glance."""

from __future__ import annotations

from typing import Any

from fardplan.strategy.models import Draft, Passage, Section, SectionKind, Strategy
from fardplan.strategy.queries import DesiredState, Direction, Overview, overview
from tests.conftest import at


def test_directions_come_with_their_goals_from_the_latest_published_draft(
    strategy: Strategy, django_assert_num_queries: Any
) -> None:
    later = Draft.objects.create(strategy=strategy, number="0.4", position=1)
    state = Section.objects.create(draft=later, key="o", kind=SectionKind.DESIRED_STATE, heading="Önskat läge")
    Section.objects.create(draft=later, key="b", kind=SectionKind.DIRECTION, code="B", heading="Arbete", position=3)
    a = Section.objects.create(draft=later, key="a", kind=SectionKind.DIRECTION, code="A", heading="Livet", position=1)
    goals = Section.objects.create(draft=later, key="m", kind=SectionKind.GOAL, heading="Mål", parent=a, position=2)
    Section.objects.create(draft=later, key="n", kind=SectionKind.GOAL, heading="Jämlik hälsa", parent=a, position=2)
    Section.objects.create(draft=later, key="t", kind=SectionKind.TEXT, heading="Om texten")
    for section, key, heading, text in [
        (state, "o1", "Nära utan bil", "Man tar sig dit."),
        (goals, "m1", "", "Fler stannar."),
        (goals, "m2", "", "Fler flyttar hit."),
        (a, "a1", "Text", "Direkt under inriktningen."),
    ]:
        Passage.objects.create(draft=later, section=section, key=key, heading=heading, text=text, position=len(key))
    later.published_at = at("2020-11-20 09:00")
    later.save()
    Draft.objects.create(strategy=strategy, number="0.5", position=2)
    assert overview(strategy.pk, now=at("2020-11-20 08:59:59")).number == "0.3"
    with django_assert_num_queries(1):
        found = overview(strategy.pk, now=at("2020-11-20 09:00"))
    assert found == Overview(
        number="0.4",
        is_example=False,
        directions=(
            Direction("a", "A", "Livet", ("Fler stannar.", "Fler flyttar hit.", "Jämlik hälsa")),
            Direction("b", "B", "Arbete", ()),
        ),
        desired_states=(DesiredState("o", "Önskat läge", ("Nära utan bil",)),),
    )


def test_before_the_first_published_draft_there_is_nothing_to_show(db: None) -> None:
    strategy = Strategy.objects.create(slug="s", title="S")
    draft = Draft.objects.create(strategy=strategy, number="0.1")
    Section.objects.create(draft=draft, key="a", kind=SectionKind.DIRECTION, heading="A")
    assert overview(strategy.pk, now=at("2020-11-20 09:00")) is None
    assert overview(None, now=at("2020-11-20 09:00")) is None
