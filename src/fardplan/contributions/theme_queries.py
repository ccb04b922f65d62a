"""Themes with what has been said in them, for the desk and for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.contributions.models import Contribution, Outcome, Theme
from fardplan.contributions.queries import shown
from fardplan.dialogue.models import Dialogue


@dataclass(frozen=True)
class ThemeCounts:
    """A theme and how much has been said in it. Senders are counted once each (remiss.md 6)."""

    theme: Theme
    contributions: int
    submissions: int
    answered: int


def themes_of(dialogue: Dialogue) -> list[Theme]:
    return list(dialogue.themes.order_by("position", "name"))


def themes_with_counts(dialogue: Dialogue) -> list[ThemeCounts]:
    """Every theme of a dialogue with how much has been said in it. One query."""
    rows = dialogue.themes.order_by("position", "name").annotate(
        said=Count("contributions"),
        senders=Count("contributions__submission", distinct=True),
        answered=Count("contributions", filter=Q(contributions__reply__published_at__isnull=False)),
    )
    return [
        ThemeCounts(theme=row, contributions=row.said, submissions=row.senders, answered=row.answered) for row in rows
    ]


def access_theme(dialogue: Dialogue, slug: str) -> Theme:
    theme = dialogue.themes.filter(slug=slug).first()
    if theme is None:
        raise NotFound(_("Temat finns inte i den här dialogen."))
    return theme


@dataclass(frozen=True)
class ThemeFigures:
    """What a theme's own page shows: how much, from whom, and with what outcome."""

    contributions: int
    submissions: int
    unanswered: int
    by_outcome: list[tuple[str, int]]
    by_place: list[tuple[str, str, int]]


def figures_of(theme: Theme) -> ThemeFigures:
    """Three queries, however much has been said."""
    said = Contribution.objects.filter(themes=theme)
    totals = said.aggregate(
        all=Count("pk"),
        submissions=Count("submission", distinct=True),
        unanswered=Count("pk", filter=Q(reply=None) | Q(reply__published_at=None)),
    )
    answered = said.filter(reply__published_at__isnull=False).order_by()
    outcomes = dict(answered.values_list("reply__outcome").annotate(Count("pk")))
    places = said.filter(passage__isnull=False).order_by().values_list("passage__key").annotate(number=Count("pk"))
    most = list(places.order_by("-number", "passage__key")[:10])
    names = _names_of([key for key, _number in most], theme)
    return ThemeFigures(
        contributions=totals["all"],
        submissions=totals["submissions"],
        unanswered=totals["unanswered"],
        by_outcome=[(str(one.label), outcomes[one.value]) for one in Outcome if outcomes.get(one.value)],
        by_place=[(key, names.get(key, key), number) for key, number in most],
    )


def _names_of(keys: list[str], theme: Theme) -> dict[str, str]:
    """What passages are called where contributions stand on them; the latest draft's name wins."""
    said = Contribution.objects.filter(themes=theme, passage__key__in=keys).select_related("passage")
    return {row.passage.key: str(row.passage) for row in said.order_by("passage__draft_id") if row.passage}


def themes_in_use(dialogue: Dialogue, *, now: datetime) -> list[Theme]:
    """The themes for everybody that something everybody can read has been given. One query."""
    given = Contribution.objects.filter(shown(now=now), themes=OuterRef("pk"))
    return list(dialogue.themes.filter(Exists(given), is_public=True).order_by("position", "name"))
