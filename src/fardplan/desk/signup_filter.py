"""Which sign-ups a list shows: search, state, needs, municipality, role and attendance."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from fardplan.base.search import matches
from fardplan.dialogue.models import Day
from fardplan.signup.models import Need, Signup, SignupState
from fardplan.signup.queries import given_in, has_need

Rows = QuerySet[Signup]

NEEDS = [("alla", _("har ett behov")), ("vantar", _("behov att ordna")), *Need.choices]
ATTENDANCE = [("var-med", _("var med")), ("inte-med", _("var inte med")), ("vet-inte", _("inte antecknat"))]


class SignupFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Reads the list's query string. What does not hold in it is left out."""

    q = django_filters.CharFilter(
        label=_("Sök namn, e-post, telefon eller organisation"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = django_filters.ChoiceFilter(
        field_name="state", label=_("Läge"), choices=SignupState.choices, empty_label=_("alla")
    )
    needs = django_filters.ChoiceFilter(label=_("Behov"), choices=NEEDS, method="by_need", empty_label=_("alla"))
    municipality = django_filters.ChoiceFilter(field_name="municipality", label=_("Kommun"), empty_label=_("alla"))
    role = django_filters.ChoiceFilter(field_name="role", label=_("Roll"), empty_label=_("alla"))
    attended = django_filters.ChoiceFilter(
        label=_("Närvaro"), choices=ATTENDANCE, method="by_attendance", empty_label=_("alla")
    )

    class Meta:
        model = Signup
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Rows, day: Day) -> None:
        super().__init__(data, queryset=queryset)
        for name in ("municipality", "role"):
            given = [(value, value) for value in given_in(day, name)]
            self.filters[name].extra["choices"] = given
            if not given:
                del self.filters[name]

    def search(self, rows: Rows, name: str, value: str) -> Rows:
        fields = ("contact__name", "contact__email", "contact__phone", "organisation", "role")
        return rows.filter(matches(value, *fields))

    def by_need(self, rows: Rows, name: str, value: str) -> Rows:
        if value == "alla":
            return rows.filter(has_need())
        if value == "vantar":
            return rows.filter(has_need(), needs_arranged_at__isnull=True).exclude(state=SignupState.CANCELLED)
        # A list of words as JSON: the quotes keep one word from being found in another.
        return rows.annotate(needs_text=Cast("needs", TextField())).filter(needs_text__contains=f'"{value}"')

    def by_attendance(self, rows: Rows, name: str, value: str) -> Rows:
        attended = {"var-med": True, "inte-med": False}.get(value)
        return rows.filter(attended__isnull=True) if attended is None else rows.filter(attended=attended)
