"""What officials fill in when they write a strategy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import RichText
from fardplan.base.forms import Line, Words
from fardplan.base.watched import RowForm, WatchedForm, field_for
from fardplan.strategy.models import Draft, Passage, Section, Strategy

number_signs = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z.-]*$", _("Skriv siffror, bokstäver a–z, punkt och bindestreck."))


class StrategyForm(WatchedForm[Strategy]):
    class Meta:
        model = Strategy
        formfield_callback = field_for
        fields = ["title", "summary"]
        widgets = {"summary": RichText({"rows": 5})}


class ChooseStrategy(forms.Form):
    """A new strategy by its title, or one that another dialogue has."""

    title = Line(label=_("Strategins titel"), max_length=200, required=False)
    existing = forms.ModelChoiceField(
        label=_("Eller en som finns"), queryset=Strategy.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["existing"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = choices
        if not choices.exists():
            del self.fields["existing"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("title")) == bool(data.get("existing")):
            self.add_error("title", _("Skriv en titel, eller välj en strategi som finns."))
        return data


class DraftForm(WatchedForm[Draft]):
    number = Line(
        label=_("Nummer"), max_length=12, validators=[number_signs], help_text=_("Till exempel 0.3."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )  # fmt: skip

    class Meta:
        model = Draft
        formfield_callback = field_for
        fields = ["number", "title", "note"]
        widgets = {"note": RichText({"rows": 4})}
        help_texts = {"note": _("Vad som är nytt, och vad ni särskilt vill ha svar på.")}


class NewDraftForm(DraftForm):
    copy_of = forms.ModelChoiceField(
        label=_("Börja med texten i"), queryset=Draft.objects.none(), required=False, empty_label=_("ett tomt utkast")
    )

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = Draft.objects.filter(strategy=strategy).select_related("strategy").order_by("-position", "-id")
        choice = self.fields["copy_of"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        choice.queryset, choice.initial = drafts, drafts.first()


class SectionForm(WatchedForm[Section]):
    class Meta:
        model = Section
        formfield_callback = field_for
        fields = ["heading", "code", "kind"]
        help_texts = {
            "code": _("Bokstav eller nummer i texten, till exempel A eller A1."),
            "kind": _("Styr hur avsnittet visas: inriktningar och önskat läge står på dialogens sida."),
        }


class PassageRow(RowForm):
    code = Line(label=_("Beteckning"), max_length=12, required=False, widget=forms.TextInput(attrs={"class": "short"}))
    heading = Line(label=_("Rubrik"), max_length=300, required=False)
    text = Words(label=_("Text"), widget=RichText({"rows": 4}))

    @staticmethod
    def initial_of(passage: Passage) -> dict[str, Any]:
        return {"id": passage.pk, "code": passage.code, "heading": passage.heading, "text": passage.text}
