"""The filter of the list of changes, and the forms of the ledger at the desk."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Trace
from fardplan.ledger.queries import of_section, without_source
from fardplan.strategy.models import Change, ChangeKind

SOURCED, EDITORIAL, BARE = "med", "redaktionell", "utan"


class ChangeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which of the published changes are shown. The address is the whole state."""

    utkast = django_filters.ChoiceFilter(field_name="draft__number", label=_("Utkast"), empty_label=_("Alla utkast"))
    avsnitt = django_filters.ChoiceFilter(method="stand_in", label=_("Avsnitt"), empty_label=_("Hela strategin"))
    slag = django_filters.ChoiceFilter(
        field_name="kind", label=_("Slag"), empty_label=_("Alla slag"), choices=ChangeKind.choices
    )
    kalla = django_filters.ChoiceFilter(
        method="come_from",
        label=_("Källa"),
        empty_label=_("Med och utan källa"),
        choices=[(SOURCED, _("någon bad om den")), (EDITORIAL, _("redaktionell")), (BARE, _("utan källa"))],
    )

    class Meta:
        model = Change
        fields: list[str] = []

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Change],
        *,
        dialogue: Dialogue,
        drafts: list[str],
        sections: list[tuple[str, str]],
    ) -> None:
        """`drafts` are the numbers of the published ones, `sections` the keys and names of what can be chosen."""
        super().__init__(data, queryset)
        self.dialogue = dialogue
        self.filters["utkast"].extra["choices"] = [(number, number) for number in drafts]
        self.filters["avsnitt"].extra["choices"] = sections

    @property
    def is_used(self) -> bool:
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else bool(self.data)

    def stand_in(self, queryset: QuerySet[Change], _name: str, value: str) -> QuerySet[Change]:
        return of_section(queryset, self.dialogue.strategy_id or 0, value)

    def come_from(self, queryset: QuerySet[Change], _name: str, value: str) -> QuerySet[Change]:
        if value == BARE:
            return queryset.filter(without_source())
        if value == EDITORIAL:
            return queryset.filter(is_editorial=True)
        return queryset.filter(Exists(Trace.objects.filter(change=OuterRef("pk"))))
