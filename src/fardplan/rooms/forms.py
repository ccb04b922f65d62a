"""The forms of the rooms at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Line
from fardplan.base.watched import RowForm
from fardplan.rooms.models import RoomQuestion
from fardplan.rooms.rules import MOST_ROOMS


class NumberOfRooms(forms.Form):
    """How many sheets to make."""

    number = forms.IntegerField(
        label=_("Antal rum"),
        min_value=1,
        max_value=MOST_ROOMS,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"required": _("Skriv hur många rum det är."), "invalid": _("Skriv ett antal med siffror.")},
    )


class RoomName(forms.Form):
    """What a room is called."""

    title = Line(label=_("Rummets namn"), max_length=120, error_messages={"required": _("Skriv vad rummet heter.")})


class QuestionRow(RowForm):
    """One question to the rooms."""

    text = Line(
        label=_("Fråga"),
        max_length=300,
        error_messages={"required": _("Skriv frågan.")},
        widget=forms.TextInput(attrs={"class": "wide"}),
    )

    @classmethod
    def initial_of(cls, question: RoomQuestion) -> dict[str, Any]:
        return {"id": question.pk, "text": question.text}
