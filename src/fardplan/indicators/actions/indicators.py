"""Indicators: chosen from a table, put into words, published, put in order, withdrawn."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.statistical_tables import BadChoice
from fardplan.base import audit
from fardplan.base.editing import write
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue
from fardplan.indicators import words
from fardplan.indicators.actions.tables import check_may_edit, free_slug
from fardplan.indicators.models import Indicator, StatisticalTable
from fardplan.indicators.numbers import as_text, dimension_names, from_text, numbers_of
from fardplan.indicators.rules import MOST_INDICATORS
from fardplan.people.models import Official


@dataclass(frozen=True)
class IndicatorFacts:
    """What an official says about an indicator, and which numbers it shows."""

    heading: str
    choice: dict[str, list[str]]
    time_code: str = ""
    names: dict[str, str] = field(default_factory=dict)
    why: str = ""
    section_key: str = ""
    unit: str = ""
    good: str = "neither"
    is_example: bool = False


@transaction.atomic
def save_indicator(
    *,
    table: StatisticalTable,
    facts: IndicatorFacts,
    by: Official,
    now: datetime,
    indicator: Indicator | None = None,
    seen: str | None = None,
) -> Indicator:
    """Add an indicator to the dialogue of a table, or change one. It is not seen before it is published.

    Raises Invalid for a choice that cannot be made in the table, ChangedMeanwhile when somebody else saved first.
    """
    dialogue = table.dialogue
    check_may_edit(by, dialogue)
    if indicator is None:
        held(Dialogue.objects).get(pk=dialogue.pk)
    stored_table = held(StatisticalTable.objects).get(pk=table.pk)
    content = _numbers_in(stored_table, facts)
    if indicator is None:
        row = Indicator(dialogue=dialogue, table=stored_table, content=content, **asdict(facts))
        _put_last(row)
    else:
        row = held(Indicator.objects).get(pk=indicator.pk, table=stored_table)
        write(row, asdict(facts), seen=seen)
        row.content, row.fault = content, None
    row.save()
    audit.record("indicator.saved", on=row, by=by, at=now, dialogue_id=dialogue.pk)
    return row


def _numbers_in(table: StatisticalTable, facts: IndicatorFacts) -> str:
    whole = from_text(table.content)
    try:
        return as_text(numbers_of(whole, facts.choice, facts.time_code, facts.names))
    except BadChoice as error:
        raise Invalid(words.faulty_choice(words.fault_of(error, dimension_names(whole)))) from error


def _put_last(row: Indicator) -> None:
    others = list(Indicator.objects.filter(dialogue_id=row.dialogue_id).values_list("slug", "position"))
    if len(others) >= MOST_INDICATORS:
        raise Conflict(
            _("Dialogen har redan %(number)d indikatorer.") % {"number": MOST_INDICATORS},
            what_next=_("Ta bort någon som inte behövs: färre säger mer."),
        )
    row.slug = free_slug(row.heading, {slug for slug, _position in others})
    row.position = max((position for _slug, position in others), default=-1) + 1


@transaction.atomic
def publish_indicator(*, indicator: Indicator, by: Official, now: datetime) -> Indicator:
    """Let everyone see an indicator."""
    check_may_edit(by, indicator.dialogue)
    stored = held(Indicator.objects).get(pk=indicator.pk)
    if stored.published_at is None:
        stored.published_at = now
        stored.save(update_fields=["published_at"])
        audit.record("indicator.published", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    return stored


@transaction.atomic
def withdraw_indicator(*, indicator: Indicator, by: Official, now: datetime) -> Indicator:
    """Take an indicator back from the public pages; nothing of it is lost."""
    check_may_edit(by, indicator.dialogue)
    stored = held(Indicator.objects).get(pk=indicator.pk)
    if stored.published_at is not None:
        stored.published_at = None
        stored.save(update_fields=["published_at"])
        audit.record("indicator.withdrawn", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    return stored


@transaction.atomic
def remove_indicator(*, indicator: Indicator, by: Official, now: datetime) -> None:
    """Raises Conflict while it is published."""
    check_may_edit(by, indicator.dialogue)
    stored = held(Indicator.objects).get(pk=indicator.pk)
    if stored.published_at is not None:
        raise Conflict(_("Indikatorn är publicerad."), what_next=_("Dra tillbaka den först."))
    audit.record("indicator.removed", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    stored.delete()


@transaction.atomic
def move_indicator(*, indicator: Indicator, up: bool, by: Official, now: datetime) -> None:
    """One step up or down in the list."""
    check_may_edit(by, indicator.dialogue)
    in_order = list(held(Indicator.objects).filter(dialogue=indicator.dialogue_id))
    place = next(place for place, each in enumerate(in_order) if each.pk == indicator.pk)
    to = place + (-1 if up else 1)
    if 0 <= to < len(in_order):
        in_order.insert(to, in_order.pop(place))
        for position, each in enumerate(in_order):
            Indicator.objects.filter(pk=each.pk).update(position=position)
        audit.record("indicator.moved", on=indicator, by=by, at=now, dialogue_id=indicator.dialogue_id)
