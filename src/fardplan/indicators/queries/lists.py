"""Which indicators and tables there are, for whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_see_desk
from fardplan.indicators.models import Indicator, StatisticalTable, TableFetch
from fardplan.indicators.rules import is_shown
from fardplan.people.viewer import Viewer


def _with_tables(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """With what is said of their tables, which may be large themselves."""
    return indicators.select_related("table").defer("table__content")


def published(dialogue: Dialogue, *, now: datetime) -> QuerySet[Indicator]:
    """What everyone sees, in order."""
    return _with_tables(Indicator.objects.filter(dialogue=dialogue, published_at__lte=now))


def how_many_published(*, now: datetime) -> Subquery:
    """For a dialogue that is being read: how many indicators everyone sees of it, in the same query."""
    shown = Indicator.objects.filter(dialogue=OuterRef("pk"), published_at__lte=now).order_by()
    counted = shown.values("dialogue").annotate(number=Count("pk")).values("number")
    return Subquery(counted, output_field=IntegerField())


def published_since(dialogue: str) -> Subquery:
    """When the first indicator of a dialogue was published; `dialogue` is the way to its key from what is read."""
    rows = Indicator.objects.filter(dialogue=OuterRef(dialogue), published_at__isnull=False).order_by("published_at")
    return Subquery(rows.values("published_at")[:1])


def published_about(dialogue: Dialogue, section_keys: Collection[str], *, now: datetime) -> list[Indicator]:
    """The headings of those that belong to some sections of the strategy."""
    rows = Indicator.objects.filter(dialogue=dialogue, published_at__lte=now, section_key__in=set(section_keys))
    return list(rows.only("slug", "heading", "section_key", "dialogue_id", "position"))


def access_indicator(viewer: Viewer, dialogue: Dialogue, slug: str, *, now: datetime) -> Indicator:
    """An indicator of a dialogue the viewer has access to. Unpublished ones are for those who work with it."""
    found = _with_tables(Indicator.objects.filter(dialogue=dialogue, slug=slug)).first()
    at_desk = not viewer.is_previewing and found is not None and may_see_desk(viewer.official, dialogue)
    if found is None or not (is_shown(found, now=now) or at_desk):
        raise NotFound(_("Indikatorn finns inte."), what_next=_("Gå till nyläget och se vilka som finns."))
    found.dialogue = dialogue
    return found


def at_desk(dialogue: Dialogue) -> QuerySet[Indicator]:
    """All of a dialogue's, published or not."""
    return _with_tables(Indicator.objects.filter(dialogue=dialogue))


def tables_of(dialogue: Dialogue) -> QuerySet[StatisticalTable]:
    """The tables of a dialogue, each with `number` of indicators taken from it and how many have a `broken` choice."""
    return (
        StatisticalTable.objects.filter(dialogue=dialogue)
        .defer("content")
        .annotate(number=Count("indicators"), broken=Count("indicators", filter=Q(indicators__fault__isnull=False)))
    )


def access_table(dialogue: Dialogue, pk: int) -> StatisticalTable:
    """A table of a dialogue the official has access to."""
    table = StatisticalTable.objects.filter(dialogue=dialogue, pk=pk).first()
    if table is None:
        raise NotFound(_("Tabellen finns inte."))
    table.dialogue = dialogue
    return table


def fetches_of(dialogue: Dialogue) -> QuerySet[TableFetch]:
    """Tables that are on their way, and those that did not come."""
    return TableFetch.objects.filter(dialogue=dialogue).select_related("table").defer("table__content")
