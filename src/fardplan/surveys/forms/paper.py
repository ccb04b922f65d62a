"""How a form on paper is wanted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Line, Words
from fardplan.surveys.definition.words import language_name


class PaperForm(forms.Form):
    """`number` is that of an invitation, whose code is then printed: taking it out is logged."""

    language = forms.ChoiceField(label=_("Språk"), widget=forms.RadioSelect)
    is_large = forms.BooleanField(label=_("Stor stil (18 punkter)"), required=False)
    where = Words(
        label=_("Vart ska det lämnas eller skickas?"),
        max_length=400,
        required=False,
        help_text=_("Står på första sidan, till exempel bibliotekets namn eller en frisvarsadress."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    number = Line(
        label=_("Nummer på en inbjudan, om koden ska stå på formuläret"),
        max_length=12,
        required=False,
        help_text=_("Till exempel 2-147. När svaret registreras är koden använd. Uttaget står i loggen."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, languages: list[str], has_invitations: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["language"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - as it is made above
        choice.choices = [(code, language_name(code).capitalize()) for code in languages]
        choice.initial = languages[0]
        if not has_invitations:
            del self.fields["number"]
