"""What officials fill in about waves of invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Line, Words
from fardplan.base.watched import WatchedForm, field_for
from fardplan.surveys.actions.inviting import Letter
from fardplan.surveys.models import Wave, WaveChannel
from fardplan.surveys.rules import MOST_INVITATIONS, MOST_REMINDERS
from fardplan.surveys.words import OUTSIDE_BECAUSE

PLACES_HELP = _(
    "Det här fylls i för var och en: {namn} {länk} {kod} {sista dag} {enkät} {avsändare} {avstå}. Länken, och hur man "
    "slipper påminnelser, läggs till sist om du inte skriver dem."
)


class LetterFields(forms.Form):
    """What is written. E-mail has a subject; a letter on paper has a heading in its place."""

    name = Line(label=_("Vad utskicket heter här"), max_length=120)
    subject = Line(label=_("Ämne"), max_length=160)
    text = Words(
        label=_("Inbjudan"), max_length=6_000, help_text=PLACES_HELP, widget=forms.Textarea(attrs={"rows": 12})
    )
    reminder_subject = Line(label=_("Ämne i påminnelsen"), max_length=160)
    reminder_text = Words(label=_("Påminnelse"), max_length=6_000, widget=forms.Textarea(attrs={"rows": 8}))
    most_reminders = forms.IntegerField(
        label=_("Högst så många påminnelser"), min_value=0, max_value=MOST_REMINDERS, initial=2,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip

    def _name_after(self, channel: str) -> None:
        if channel != WaveChannel.EMAIL:
            self.fields["subject"].label = _("Rubrik")
            self.fields["reminder_subject"].label = _("Rubrik i påminnelsen")

    @property
    def letter(self) -> Letter:
        data = self.cleaned_data
        return Letter(
            subject=data["subject"],
            text=data["text"],
            reminder_subject=data["reminder_subject"],
            reminder_text=data["reminder_text"],
            most_reminders=data["most_reminders"],
        )


class NewWave(LetterFields):
    """A wave of a channel that has been chosen: to the addresses of a file, or a number of codes."""

    file = forms.FileField(
        label=_("Adresslista (CSV eller XLSX)"),
        help_text=_("Överst i listan står vad kolumnerna är. Kolumner som inte behövs läses inte in."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    skip_faults = forms.BooleanField(label=_("Hoppa över rader med fel"), required=False)
    number = forms.IntegerField(
        label=_("Antal koder"), min_value=1, max_value=MOST_INVITATIONS,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        self._name_after(channel)
        if channel == WaveChannel.PRINT:
            del self.fields["file"], self.fields["skip_faults"]
        else:
            del self.fields["number"]
        first = ["name", "number", "file", "skip_faults"]
        self.order_fields([name for name in first if name in self.fields])


class LetterForm(WatchedForm[Wave]):
    """What a wave's letters say."""

    class Meta:
        model = Wave
        fields = ["name", "subject", "text", "reminder_subject", "reminder_text", "most_reminders"]
        formfield_callback = field_for
        labels = {"text": _("Inbjudan"), "reminder_text": _("Påminnelse"), "name": _("Vad utskicket heter här")}
        help_texts = {"text": PLACES_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("subject", "text", "reminder_subject", "reminder_text"):
            self.fields[name].required = True
        if self.instance.channel != WaveChannel.EMAIL:
            self.fields["subject"].label = _("Rubrik")
            self.fields["reminder_subject"].label = _("Rubrik i påminnelsen")

    @property
    def letter(self) -> Letter:
        return Letter(**{name: self.cleaned_data[name] for name in self.names if name != "name"})


class Notes(forms.Form):
    """What has become known of some invitations, by the numbers on their letters."""

    RETURNED, OUTSIDE, BACK = "retur", "utanfor", "tillbaka"

    labels = Words(
        label=_("Nummer som står på breven"),
        max_length=6_000,
        help_text=_("Till exempel 2-147. Flera går bra: 2-147, 2-150."),
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "numeric"}),
    )
    what = forms.ChoiceField(
        label=_("Vad gäller det?"),
        choices=[
            (RETURNED, _("Brevet kom i retur: påminn inte")),
            (OUTSIDE, _("Personen hör inte till urvalet: räkna inte med den")),
            (BACK, _("Det var fel nummer: ta bort det som antecknats")),
        ],
        widget=forms.RadioSelect,
    )
    because = forms.ChoiceField(
        label=_("Varför hör personen inte till urvalet?"), choices=[("", "–"), *OUTSIDE_BECAUSE.items()],
        required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == self.OUTSIDE and not data.get("because"):
            self.add_error("because", _("Välj varför, så att svarsfrekvensen går att förklara."))
        return data


class Reminding(forms.Form):
    """A press on the button, and how many reminders the page had counted."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class Sheets(forms.Form):
    """What is taken out of a wave: letters, cards, or a list; a part of many at a time."""

    LETTERS, CARDS, FILE = "brev", "kort", "fil"
    KINDS = [
        (LETTERS, _("Brev som PDF, ett på varje sida")),
        (CARDS, _("Kort med koder som PDF, tio på varje ark")),
        (FILE, _("Fil till ett tryckeri (CSV), med alla på en gång")),
    ]

    vad = forms.ChoiceField(label=_("Vad ska du ha?"), choices=KINDS, widget=forms.RadioSelect)
    fonster = forms.ChoiceField(
        label=_("Kuvertets fönster"),
        choices=[("right", _("till höger, som de flesta svenska")), ("left", _("till vänster"))],
        initial="right",
        widget=forms.RadioSelect,
        required=False,
    )
    part = forms.TypedChoiceField(label=_("Vilka"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, channel: str, number: int, at_once: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what, part = self.fields["vad"], self.fields["part"]
        assert isinstance(what, forms.ChoiceField)  # noqa: S101 - as they are made above
        assert isinstance(part, forms.ChoiceField)  # noqa: S101
        if channel != WaveChannel.POST:
            what.choices = [(code, words) for code, words in self.KINDS if code != self.LETTERS]
            del self.fields["fonster"]
        what.initial = self.LETTERS if channel == WaveChannel.POST else self.CARDS
        parts = range(1, -(-number // at_once) + 1)
        part.choices = [(each, f"{(each - 1) * at_once + 1}–{min(each * at_once, number)}") for each in parts]
        if len(parts) < 2:
            del self.fields["part"]
