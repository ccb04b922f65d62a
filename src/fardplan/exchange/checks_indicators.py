"""What holds between the fields about statistics: names are used once, and references lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fardplan.exchange.checks_common import Found, only_once
from fardplan.exchange.shape import Content


def problems_in(content: Content) -> Iterator[Found]:
    tables = [table.slug for table in content.statistical_tables]
    yield from only_once(tables, ("statistical_tables",), "slug")
    yield from only_once([indicator.slug for indicator in content.indicators], ("indicators",), "slug")
    for number, indicator in enumerate(content.indicators):
        path = ("indicators", number)
        if indicator.table not in tables:
            yield (*path, "table"), _("Tabellen %(slug)s finns inte i filen.") % {"slug": indicator.table}
        yield from only_once([each.code for each in indicator.names], (*path, "names"), "code")
        yield from only_once([chosen.dimension for chosen in indicator.choice], (*path, "choice"), "dimension")
