"""What a visitor may write to the organisation about its pages."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Line, Words
from fardplan.base.honesty import HonestForm
from fardplan.organisation.actions import NewMessage
from fardplan.organisation.models import MessageKind
from fardplan.organisation.rules import LONGEST_FEEDBACK, LONGEST_MESSAGE


class AccessibilityMessageForm(HonestForm):
    """A fault, or the wish for a version one can use."""

    field_order = ["kind", "page", "text", "email"]

    kind = forms.ChoiceField(
        label=_("Vad gäller det?"),
        choices=lambda: [(kind.value, capfirst(kind.label)) for kind in MessageKind],
        widget=forms.RadioSelect,
        initial=MessageKind.FAULT,
    )
    page = Line(
        label=_("Vilken sida eller vilket innehåll?"),
        required=False,
        max_length=500,
        help_text=_("Till exempel sidans adress, eller namnet på filmen eller dokumentet."),
    )
    text = Words(
        label=_("Beskriv vad som inte fungerar, eller vad du behöver"),
        max_length=LONGEST_MESSAGE,
        help_text=_(
            "Det du skriver blir en allmän handling. Skriv inget om din hälsa som du inte vill att andra läser."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = forms.EmailField(
        label=_("E-post, om du vill ha svar"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def command(self) -> NewMessage:
        data = self.cleaned_data
        return NewMessage(kind=MessageKind(data["kind"]), page=data["page"], text=data["text"], email=data["email"])


class PageHelpedForm(forms.Form):
    """The two buttons under every page."""

    path = Line(max_length=300)
    helped = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class WhatWasMissingForm(forms.Form):
    """Words beside the answer, for who wants to."""

    text = Words(
        label=_("Vad saknade du?"),
        required=False,
        max_length=LONGEST_FEEDBACK,
        help_text=_("Skriv inga personuppgifter. Vi kan inte svara dig här."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
