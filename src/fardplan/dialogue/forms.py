"""What officials fill in about a dialogue, its days and what belongs to them."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import CalendarDate, ClockTime, LastMoment, Lines, RichText
from fardplan.base.forms import Line, Words
from fardplan.base.watched import RowForm, WatchedForm, field_for
from fardplan.dialogue.models import (
    RESERVED_SLUGS,
    Day,
    Dialogue,
    Document,
    Host,
    Phase,
    PhaseKind,
    RoleName,
    Session,
    SessionKind,
)

ADDRESS_HELP = _("Sist i adressen. Små bokstäver a–z, siffror och bindestreck. Gamla adresser leder vidare hit.")
slug_letters = RegexValidator(r"^[a-z0-9-]+$", _("Skriv bara små bokstäver a–z, siffror och bindestreck."))


class Address(forms.CharField):
    """The last part of an address: å, ä and ö and spaces are turned into what an address can hold."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, label=_("Adress"), help_text=ADDRESS_HELP, **kwargs)
        self.widget.attrs |= {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        self.validators.append(slug_letters)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").strip().lower()

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value in RESERVED_SLUGS:
            raise forms.ValidationError(_("Adressen används av webbplatsen själv. Välj en annan."))


class DialogueForm(WatchedForm[Dialogue]):
    """Shared by the pages that each show some of a dialogue's fields."""

    class Meta:
        model = Dialogue
        fields: list[str] = []
        formfield_callback = field_for


class Basics(DialogueForm):
    slug = Address()

    class Meta(DialogueForm.Meta):
        fields = ["title", "theme", "lead", "language", "slug"]
        labels = {"title": _("Namn"), "theme": _("Fråga eller tema")}
        help_texts = {
            "title": _("Till exempel ”Blekingedagen 2020”."),
            "theme": _("Frågan som dialogen ställer. Den står stort överst på sidan."),
            "lead": _("Två eller tre meningar som bjuder in."),
        }
        widgets = {"lead": forms.Textarea(attrs={"rows": 4})}


class Influence(DialogueForm):
    """The level box: what can be influenced, what is decided, and who decides when."""

    class Meta(DialogueForm.Meta):
        fields = ["purpose", "level", "can_influence", "already_decided", "who_decides"]
        labels = {
            "can_influence": _("Det här går att påverka"),
            "already_decided": _("Det här är redan bestämt"),
            "who_decides": _("Vem beslutar, och när"),
        }
        help_texts = {"purpose": _("Varför ni bjuder in, och vad som händer med det som kommer in.")}
        widgets = {
            "purpose": RichText(),
            "can_influence": RichText({"rows": 4}),
            "already_decided": RichText({"rows": 4}),
            "who_decides": RichText({"rows": 4}),
        }


class Contributing(DialogueForm):
    contributions_close_at = LastMoment(
        label=_("Sista tid för synpunkter"), required=False, help_text=_("Hela den sista minuten räknas.")
    )

    class Meta(DialogueForm.Meta):
        fields = [
            "contributions_open_at",
            "contributions_close_at",
            "replies_due_on",
            "publishing",
            "replies_need_second_reader",
            "reply_letters",
            "keep_senders_days",
            "survey_url",
            "survey_provider",
            "survey_text",
        ]
        widgets = {"survey_text": RichText({"rows": 4})}
        labels = {
            "survey_url": _("Adress till enkäten"),
            "replies_need_second_reader": _("Någon mer än den som har skrivit läser varje svar innan det publiceras"),
        }
        help_texts = {
            "survey_provider": _("Företaget eller tjänsten, till exempel Sunet Survey."),
            "reply_letters": _("På kvittots sida syns svaret genast, hur du än väljer."),
        }

    groups = [
        (
            _("Synpunkter"),
            [
                "contributions_open_at",
                "contributions_close_at",
                "replies_due_on",
                "publishing",
                "replies_need_second_reader",
                "reply_letters",
                "keep_senders_days",
            ],
        ),
        (_("Enkät hos någon annan"), ["survey_url", "survey_provider", "survey_text"]),
    ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("contributions_open_at"), data.get("contributions_close_at")
        if opens and closes and closes <= opens:
            self.add_error("contributions_close_at", _("Sista tiden ska komma efter den första."))
        if data.get("survey_url") and not data.get("survey_provider"):
            self.add_error("survey_provider", _("Skriv vem som har enkäten: det står vid länken."))
        return data


class Contact(DialogueForm):
    municipalities = Lines(
        label=_("Kommuner att välja bland"), required=False, help_text=_("En kommun på varje rad."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    class Meta(DialogueForm.Meta):
        fields = ["contact_email", "contact_phone", "municipalities", "keep_signups_days"]
        help_texts = {"contact_email": _("En funktion, inte en person: dialog@…")}


class Picture(DialogueForm):
    """The picture itself is not a field of the model's here: it is checked and re-encoded by the action."""

    upload = forms.FileField(
        label=_("Bild överst på sidan"), required=False,
        help_text=_("En jpg-, png- eller webp-fil, gärna minst 1 600 punkter bred. Lämna tomt för att behålla bilden."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    remove = forms.BooleanField(label=_("Ta bort bilden"), required=False)

    class Meta(DialogueForm.Meta):
        fields = ["picture_text"]
        labels = {"picture_text": _("Bilden beskriven")}
        help_texts = {"picture_text": _("För den som inte ser bilden. En mening som säger vad den visar.")}

    field_order = ["upload", "picture_text", "remove"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.picture:
            del self.fields["remove"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        will_have_one = data.get("upload") or (self.instance.picture and not data.get("remove"))
        if will_have_one and not data.get("picture_text"):
            self.add_error("picture_text", _("En bild behöver en beskrivning för den som inte ser den."))
        return data


class DayForm(WatchedForm[Day]):
    """Everything about a day but when it is: moving it is an act of its own."""

    slug = Address()
    asked_needs = forms.MultipleChoiceField(
        label=_("Behov som formuläret frågar om"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Day
        formfield_callback = field_for
        fields = [
            "title", "focus", "place", "before_text", "after_text", "signup_open", "capacity", "asked_needs", "slug",
        ]  # fmt: skip
        labels = {
            "before_text": _("Text före dagen"),
            "after_text": _("Text efter dagen: det här hände"),
            "capacity": _("Antal platser"),
        }
        help_texts = {
            "title": _("Till exempel ”Dag 3”."),
            "capacity": _("Lämna tomt om alla får plats."),
            "after_text": _("Visas när dagen är slut."),
        }
        widgets = {"before_text": RichText(), "after_text": RichText()}

    groups = [
        ("", ["title", "focus", "place", "slug"]),
        (_("Text"), ["before_text", "after_text"]),
        (_("Anmälan"), ["signup_open", "capacity", "asked_needs"]),
    ]

    def __init__(self, *args: Any, needs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arguments = {"needs": needs}
        self.fields["asked_needs"].choices = needs  # type: ignore[attr-defined]


class WhenForm(forms.Form):
    """A day's date and times."""

    date = CalendarDate(label=_("Datum"))
    starts = ClockTime(label=_("Börjar"))
    ends = ClockTime(label=_("Slutar"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if all(data.get(name) for name in ("date", "starts", "ends")):
            zone = timezone.get_current_timezone()
            data["starts_at"] = datetime.combine(data["date"], data["starts"], tzinfo=zone)
            data["ends_at"] = datetime.combine(data["date"], data["ends"], tzinfo=zone)
            if data["ends_at"] <= data["starts_at"]:
                self.add_error("ends", _("Dagen ska sluta efter att den har börjat."))
        return data

    @staticmethod
    def initial_of(day: Day) -> dict[str, Any]:
        starts, ends = timezone.localtime(day.starts_at), timezone.localtime(day.ends_at)
        return {"date": starts.date(), "starts": starts.time(), "ends": ends.time()}


class NewDay(WhenForm):
    title = Line(label=_("Namn"), max_length=160, help_text=_("Till exempel ”Dag 3”."))
    focus = Line(label=_("Fokus"), max_length=200, required=False)
    slug = Address()

    field_order = ["title", "focus", "date", "starts", "ends", "slug"]


class MoveDay(WhenForm):
    status_note = Words(
        label=_("Varför?"), required=False, help_text=_("Visas på sidan och i brevet till de anmälda."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class CancelDay(forms.Form):
    status_note = Words(
        label=_("Varför?"), help_text=_("Visas på sidan och i brevet till de anmälda."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class DocumentForm(WatchedForm[Document]):
    upload = forms.FileField(
        label=_("Fil"), widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt"}),
        help_text=_("PDF, Word (.docx) eller OpenDocument (.odt), högst 50 megabyte."),
    )  # fmt: skip
    is_published = forms.BooleanField(label=_("Visa på dialogens sida"), required=False)

    class Meta:
        model = Document
        formfield_callback = field_for
        fields = ["title", "summary", "day", "language"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 5}), "language": forms.Select(choices=settings.LANGUAGES)}
        labels = {"summary": _("Vad det står, i korthet"), "day": _("Hör till")}
        help_texts = {"summary": _("Ingen ska behöva öppna filen för att veta om den behövs.")}

    field_order = ["title", "summary", "upload", "day", "language", "is_published"]

    def __init__(self, *args: Any, dialogue: Dialogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arguments = {"dialogue": dialogue}
        day = self.fields["day"]
        assert isinstance(day, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        day.queryset, day.empty_label = Day.objects.filter(dialogue=dialogue), str(_("hela dialogen"))
        if self.instance.pk:
            self.fields["upload"].required = False
            self.fields["upload"].help_text = _("Lämna tomt för att behålla filen.")
            self.fields["is_published"].initial = self.instance.published_at is not None


class SessionRow(RowForm):
    starts = ClockTime(label=_("Börjar"))
    ends = ClockTime(label=_("Slutar"), required=False)
    kind = forms.ChoiceField(label=_("Slag"), choices=SessionKind.choices, initial=SessionKind.TALK)
    title = Line(label=_("Rubrik"), max_length=200)
    text = Words(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    speakers = Lines(
        label=_("Medverkande"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("En titel på varje rad. Vill du ha med ett namn: titel / namn."),
    )  # fmt: skip

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        return {
            "id": session.pk,
            "starts": timezone.localtime(session.starts_at).time(),
            "ends": timezone.localtime(session.ends_at).time(),
            "title": session.title,
            "kind": session.kind,
            "text": session.text,
            "speakers": [f"{one.title} / {one.name}" if one.name else one.title for one in session.speakers.all()],
        }


def split_speaker(line: str) -> tuple[str, str]:
    """ "Regiondirektör / Namn" as title and name."""
    title, _slash, name = line.partition(" / ")
    return title.strip()[:160], name.strip()[:120]


class HostRow(RowForm):
    title = Line(label=_("Titel"), max_length=160)
    name = Line(label=_("Namn"), max_length=120, required=False)

    @staticmethod
    def initial_of(host: Host) -> dict[str, Any]:
        return {"id": host.pk, "title": host.title, "name": host.name}


class PhaseRow(RowForm):
    kind = forms.ChoiceField(label=_("Skede"), choices=PhaseKind.choices, initial=PhaseKind.EARLY)
    title = Line(label=_("Rubrik"), max_length=160)
    starts_on = CalendarDate(label=_("Från och med"), required=False)
    ends_on = CalendarDate(label=_("Till och med"), required=False)
    text = Words(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @staticmethod
    def initial_of(phase: Phase) -> dict[str, Any]:
        return {
            "id": phase.pk,
            "kind": phase.kind,
            "title": phase.title,
            "starts_on": phase.starts_on,
            "ends_on": phase.ends_on,
            "text": phase.text,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("Sista dagen ska inte komma före den första."))
        return data


class GiveRole(forms.Form):
    email = forms.EmailField(
        label=_("E-post"),
        max_length=254,
        help_text=_("Den som inte har något konto får en inbjudan med en länk."),
    )
    role = forms.ChoiceField(label=_("Roll"), choices=RoleName.choices, initial=RoleName.EDITOR)


def default_times() -> dict[str, Any]:
    """What the form for a new day suggests."""
    return {"starts": time(13, 0), "ends": time(16, 0)}
