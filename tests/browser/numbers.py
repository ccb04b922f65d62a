"""The pages of the state of things in numbers: the example's own tables and indicators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.urls import reverse

from fardplan.dialogue.models import Dialogue
from fardplan.indicators.models import Indicator, TableFetch

SLUG = "blekingedagen-2020"


def indicator(which: str) -> Callable[[], str]:
    """The page of one of the example's indicators."""
    return lambda: reverse("public:indicator", args=[SLUG, which])


def of_table(url_name: str, query: str = "") -> Callable[[], str]:
    """A page about the example's table of ages."""

    def address() -> str:
        table = Dialogue.objects.get(slug=SLUG).statistical_tables.get(slug="tab6471")
        return reverse(url_name, args=[SLUG, table.pk]) + query

    return address


def at_desk() -> str:
    return reverse("desk:indicator", args=[SLUG, Indicator.objects.get(slug="kollektivtrafik-pahittat").pk])


def overview() -> str:
    """The list at the desk with all that can stand in it: a table on its way, one that did not come, a choice gone."""
    dialogue = Dialogue.objects.get(slug=SLUG)
    now = datetime(2020, 11, 24, 8, tzinfo=UTC)
    for name, failed in (("a", None), ("b", now)):
        TableFetch.objects.get_or_create(
            dialogue=dialogue,
            address=f"https://api.kolada.se/v3/data/kpi/N00667/municipality/1080/year/{name}",
            defaults={
                "asked_at": now,
                "failed_at": failed,
                "failure": {"code": "offline", "details": {"host": "api.kolada.se"}} if failed else None,
            },
        )
    fault = {"fault": "UNKNOWN_CODE", "dimension": "region", "codes": ["1060"]}
    Indicator.objects.filter(slug="var-bor-vi").update(fault=fault)
    return reverse("desk:indicators", args=[SLUG])
