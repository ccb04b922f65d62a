"""The forms of questions: asking, and what those who keep them write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.base.forms import Line, Words
from fardplan.base.honesty import HonestForm
from fardplan.contributions.desk_forms import Seen
from fardplan.contributions.rules import LONGEST_REPLY
from fardplan.dialogue.models import Dialogue
from fardplan.live.actions.asking import Wondered
from fardplan.live.question_rules import LONGEST_NAME, LONGEST_QUESTION
from fardplan.people.contact import one_spelling


class _Asking(forms.Form):
    text = Words(
        label=_("Din fråga"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv din fråga.")},
    )
    name = Line(
        label=_("Namn"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Visas för alla vid frågan. Ett förnamn räcker, och du får vara anonym."),
    )
    municipality = forms.ChoiceField(label=_("Kommun"), required=False)
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("För kvitto och svar. Visas inte för någon."),
        error_messages={"invalid": _("Skriv en e-postadress, till exempel namn@example.org.")},
    )
    sending_key = forms.CharField(required=False, max_length=22, widget=forms.HiddenInput, initial=ids.secret_key)

    def __init__(self, *args: Any, dialogue: Dialogue, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "fraga-%s")
        super().__init__(*args, **kwargs)
        municipalities = [str(name) for name in dialogue.municipalities]
        if municipalities:
            field = self.fields["municipality"]
            field.choices = [("", _("Vill inte säga")), *((name, name) for name in municipalities)]  # type: ignore[attr-defined]
        else:
            del self.fields["municipality"]

    def command(self, *, sending_key: str) -> Wondered:
        data = self.cleaned_data
        return Wondered(
            text=data["text"],
            name=data["name"],
            municipality=data.get("municipality", ""),
            email=one_spelling(data["email"]) if data.get("email") else "",
            language=get_language() or "sv",
            sending_key=sending_key,
        )


class QuestionForm(HonestForm, _Asking):
    """A participant asks."""

    @property
    def has_more(self) -> bool:
        """Whether something but the question has been written, or must be mended."""
        more = [self[name] for name in ("name", "municipality", "email") if name in self.fields]
        return any(field.value() or field.errors for field in more)


class AskForForm(_Asking):
    """An official writes down what somebody in the hall asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Frågan, med den frågandes ord")
        self.fields["email"].help_text = _("Om den som frågar vill ha svaret per e-post.")


class BroadcastTime(forms.CharField):
    """A time in the broadcast, as players show it: 12:05 or 1:02:03. Cleans to seconds, None when it is left empty."""

    widget = forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> int | None:
        words = str(super().clean(value)).strip().replace(".", ":")
        if not words:
            return None
        parts = words.split(":")
        if len(parts) > 3 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
            raise forms.ValidationError(_("Skriv tiden som 12:05 eller 1:02:03."), code="time")
        seconds = 0
        for part in parts:
            seconds = 60 * seconds + int(part)
        return seconds


class AloudForm(Seen):
    """It was answered in the broadcast."""

    answered_by = Line(
        label=_("Vem svarade, med titel"),
        required=False,
        max_length=120,
        help_text=_("Till exempel Regionråd. Visas för alla."),
    )
    second = BroadcastTime(
        label=_("Tid i sändningen där svaret börjar"),
        required=False,
        help_text=_("12:05 eller 1:02:03. Tomt betyder nu."),
    )


class WrittenForm(Seen):
    """An answer in writing while the day goes on."""

    text = Words(
        label=_("Svar"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Skriv ett svar.")},
    )
    signed_as = Line(
        label=_("Undertecknas"),
        required=False,
        max_length=120,
        help_text=_("En funktion, till exempel projektgruppen. Inget personnamn behövs."),
    )
