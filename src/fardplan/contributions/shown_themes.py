"""The themes everybody sees at each contribution, read in the same query as the contributions."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from fardplan.contributions.models import Contribution, Theme


class ShownTheme(NamedTuple):
    """A theme as it stands at a contribution."""

    slug: str
    name: str


class _ShownThemes(JSONField):
    """A list of "slug name" as themes; slugs have no spaces."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[ShownTheme]:
        rows: list[str] = super().from_db_value(value, expression, connection) or []
        return [ShownTheme(*row.split(" ", 1)) for row in rows]


class _Listed(Subquery):
    """The column `words` of a subquery as one JSON list, in the subquery's order."""

    template = "(SELECT json_group_array(listed.words) FROM (%(subquery)s) listed)"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        template = "(SELECT jsonb_agg(listed.words) FROM (%(subquery)s) listed)"
        return self.as_sql(compiler, connection, template=template)


def with_themes(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Each with `themes_shown`, its themes for everybody; read in the same query as the contributions."""
    given = Theme.objects.filter(contributions=OuterRef("pk"), is_public=True).order_by("position", "name")
    words = given.values(words=Concat("slug", Value(" "), "name"))
    return contributions.annotate(themes_shown=_Listed(words, output_field=_ShownThemes()))
