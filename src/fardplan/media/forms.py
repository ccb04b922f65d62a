"""What officials fill in about films, captions, pictures and rooms. Each form gives a typed command to an action."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Line, Words
from fardplan.base.text import film_time
from fardplan.media.actions.broadcasts import BroadcastFacts, RoomFacts
from fardplan.media.actions.notes import NewHotspot, NoteFacts
from fardplan.media.actions.recordings import NewChapter, RecordingFacts
from fardplan.media.models import Broadcast, ExternalRoom, GraphicNote, Recording, SourceKind

_TIME = re.compile(r"(?:(\d{1,2})[:.])?(\d{1,3})[:.](\d{2})")


def seconds_of(text: str) -> int | None:
    """Seconds in a time as people write it: 4.30, 4:30, 1:04:30, or a bare number of seconds."""
    if text.isdecimal() and len(text) <= 6:
        return int(text)
    found = _TIME.fullmatch(text)
    if found is None or int(found[3]) > 59 or (found[1] and int(found[2]) > 59):
        return None
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])


class TimeInFilm(forms.CharField):
    """A time in a film, as text; gives seconds, or None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"class": "short", "inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=12, widget=forms.TextInput(attrs=attributes), **kwargs)

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()
        if not text:
            return None
        seconds = seconds_of(text)
        if seconds is None:
            raise forms.ValidationError(_("Skriv tiden som minuter och sekunder, till exempel 4.30."))
        return seconds

    def prepare_value(self, value: Any) -> Any:
        return film_time(value) if isinstance(value, int) else value


def _picture_field(label: Any, help_text: Any) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    return forms.FileField(label=label, help_text=help_text, required=False, widget=widget)


class BroadcastForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Hur sänds dagen?"),
        choices=[choice for choice in SourceKind.choices if choice[0] != SourceKind.FILE],
        widget=forms.RadioSelect,
    )
    address = forms.URLField(
        label=_("Adress"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Länken till filmen hos Youtube, strömmens adress (.m3u8), eller en vanlig länk."),
    )
    provider = Line(
        label=_("Ligger hos"),
        max_length=80,
        required=False,
        help_text=_("Namnet på tjänsten, så att den som tittar vet vart länken leder."),
    )
    has_captions = forms.BooleanField(label=_("Sändningen textas direkt"), required=False)
    sign_language_address = forms.URLField(
        label=_("Adress till teckenspråkstolkad sändning"), max_length=500, required=False, assume_scheme="https"
    )
    note = Words(label=_("Bra att veta för den som tittar"), max_length=2000, required=False)
    poster = _picture_field(_("Stillbild"), _("Visas innan någon väljer att spela. JPEG, PNG eller WebP."))

    @classmethod
    def of(cls, broadcast: Broadcast | None) -> BroadcastForm:
        names = ("kind", "address", "provider", "has_captions", "sign_language_address", "note")
        initial = {name: getattr(broadcast, name) for name in names} if broadcast else {"kind": SourceKind.YOUTUBE}
        return cls(initial=initial)

    def facts(self) -> BroadcastFacts:
        return BroadcastFacts(**{name: value for name, value in self.cleaned_data.items() if name != "poster"})


class RecordingForm(forms.Form):
    title = Line(label=_("Titel"), max_length=200)
    kind = forms.ChoiceField(label=_("Var ligger filmen?"), choices=SourceKind.choices, widget=forms.RadioSelect)
    film = forms.FileField(
        label=_("Filmfil"),
        required=False,
        help_text=_("MP4 eller WebM. Behövs när filmen är en egen fil."),
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm"}),
    )
    address = forms.URLField(
        label=_("Adress"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Behövs när filmen ligger hos någon annan."),
    )
    provider = Line(label=_("Ligger hos"), max_length=80, required=False)
    seconds = TimeInFilm(
        label=_("Längd"), required=False, help_text=_("Minuter och sekunder, till exempel 92.30. En MP4-fil vet själv.")
    )
    poster = _picture_field(_("Stillbild"), _("Visas innan filmen spelas. JPEG, PNG eller WebP."))
    visual_description = Words(
        label=_("Det som visas, beskrivet i ord"),
        max_length=20_000,
        required=False,
        help_text=_("För den som inte ser bilden: diagram, miljöer, sådant som ingen säger högt."),
    )
    transcript = Words(
        label=_("Filmen som text"),
        max_length=200_000,
        required=False,
        help_text=_("Lämna tomt, så visas undertexterna som löpande text."),
    )
    is_captioned_elsewhere = forms.BooleanField(
        label=_("Filmen är textad på svenska där den ligger, och en person har gått igenom texten"), required=False
    )
    captions_missing_reason = Words(
        label=_("Om textning saknas: varför"),
        max_length=2000,
        required=False,
        help_text=_("Visas för alla tillsammans med dagen då textningen kommer."),
    )
    captions_due_on = forms.DateField(
        label=_("Om textning saknas: kommer senast"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    @classmethod
    def of(cls, recording: Recording) -> RecordingForm:
        names = [name for name in cls.base_fields if name not in {"film", "poster"}]
        initial = {name: getattr(recording, name) for name in names}
        initial["seconds"] = recording.seconds or None
        if recording.captions_due_on:
            initial["captions_due_on"] = recording.captions_due_on.isoformat()
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("kind") not in {SourceKind.FILE, None}
            and not cleaned.get("address")
            and "address" not in self.errors
        ):
            self.add_error("address", _("Skriv adressen till filmen."))
        reason, due = cleaned.get("captions_missing_reason"), cleaned.get("captions_due_on")
        if reason and not due and "captions_due_on" not in self.errors:
            self.add_error("captions_due_on", _("Skriv också när textningen kommer."))
        if due and not reason:
            self.add_error("captions_missing_reason", _("Skriv också varför textningen saknas."))
        return cleaned

    def facts(self) -> RecordingFacts:
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"film", "poster"}}
        return RecordingFacts(**data | {"seconds": data["seconds"] or 0})


class CaptionsForm(forms.Form):
    language = forms.ChoiceField(label=_("Språk"), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=_("Fil med undertexter"),
        required=False,
        help_text=_("WebVTT (.vtt) eller SubRip (.srt)."),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )
    text = forms.CharField(
        label=_("Eller klistra in undertexterna"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    is_read_through = forms.BooleanField(
        label=_("En person har gått igenom texten"),
        required=False,
        help_text=_("Annars märks den som gjord med maskin, och räknas inte som textning."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is not None:
            try:
                cleaned["text"] = file.read(4_000_000).decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("Filen är inte skriven i UTF-8. Spara om den som UTF-8."))
        elif not cleaned.get("text"):
            self.add_error("file", _("Välj en fil, eller klistra in undertexterna."))
        return cleaned


class ChaptersForm(forms.Form):
    chapters = forms.CharField(
        label=_("Kapitel"),
        required=False,
        max_length=20_000,
        help_text=_("Ett kapitel per rad: först tiden, sedan rubriken. Till exempel: 13.30 Frågor till panelen"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    @classmethod
    def of(cls, recording: Recording) -> ChaptersForm:
        rows = (f"{film_time(each.seconds)} {each.title}" for each in recording.chapters.all())
        return cls(initial={"chapters": "\n".join(rows)})

    def clean_chapters(self) -> list[NewChapter]:
        found = []
        for number, row in enumerate(self.cleaned_data["chapters"].splitlines(), start=1):
            time, _space, title = row.strip().partition(" ")
            if not time:
                continue
            seconds, title = seconds_of(time), " ".join(title.split())
            if seconds is None or not title or len(title) > 200:
                message = _("Rad %(number)d: skriv först tiden, som 4.30, sedan ett mellanslag och rubriken.")
                raise forms.ValidationError(message, params={"number": number})
            found.append(NewChapter(seconds, title))
        return sorted(found, key=lambda each: each.seconds)


class GraphicNoteForm(forms.Form):
    title = Line(label=_("Titel"), max_length=200)
    picture = _picture_field(_("Bild"), _("JPEG, PNG eller WebP, gärna 3000 bildpunkter bred eller mer."))
    alternative = Line(
        label=_("Bilden i en mening"),
        max_length=300,
        required=False,
        help_text=_("Läses upp för den som inte ser bilden. Behövs innan anteckningen publiceras."),
    )
    description = Words(
        label=_("Hela bilden i ord"),
        max_length=30_000,
        required=False,
        help_text=_("Allt som står och händer i bilden, del för del. Behövs innan anteckningen publiceras."),
    )
    drawn_by = Line(label=_("Tecknad av"), max_length=160, required=False)
    licence = Line(label=_("Licens eller villkor"), max_length=160, required=False)

    @classmethod
    def of(cls, note: GraphicNote) -> GraphicNoteForm:
        return cls(initial={name: getattr(note, name) for name in cls.base_fields if name != "picture"})

    def facts(self) -> NoteFacts:
        return NoteFacts(**{name: value for name, value in self.cleaned_data.items() if name != "picture"})


def _percent(label: Any) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "0.1", "min": "0", "max": "100", "class": "short"})
    return forms.FloatField(label=label, min_value=0, max_value=100, widget=widget)


class HotspotForm(forms.Form):
    """One region of a graphic note. An empty row is left out."""

    heading = Line(label=_("Rubrik"), max_length=160)
    text = Words(label=_("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    x = _percent(_("Från vänster, %"))
    y = _percent(_("Uppifrån, %"))
    width = _percent(_("Bredd, %"))
    height = _percent(_("Höjd, %"))
    seconds = TimeInFilm(label=_("Tid i inspelningen"), required=False)

    def new_hotspot(self) -> NewHotspot:
        data = dict(self.cleaned_data)
        data.pop("DELETE", None)
        return NewHotspot(recording_seconds=data.pop("seconds"), **data)


HotspotForms = forms.formset_factory(HotspotForm, extra=2, max_num=40, absolute_max=45, can_delete=True)


def hotspot_forms_of(note: GraphicNote) -> Any:
    names = ("heading", "text", "x", "y", "width", "height")
    return HotspotForms(
        initial=[
            {name: getattr(spot, name) for name in names} | {"seconds": spot.recording_seconds}
            for spot in note.hotspots.all()
        ],
        prefix="omrade",
    )


class RoomForm(forms.Form):
    title = Line(label=_("Rummets namn"), max_length=160)
    text = Words(label=_("Om rummet"), max_length=2000, required=False)
    address = forms.URLField(label=_("Länk till rummet"), max_length=500, assume_scheme="https")
    provider = Line(label=_("Tjänst"), max_length=80, help_text=_("Till exempel Zoom, Teams eller Jitsi."))
    processor = Line(
        label=_("Företag som behandlar uppgifterna"),
        max_length=160,
        help_text=_("Visas för deltagarna, tillsammans med att rummet ligger på en annan webbplats."),
    )
    opens_minutes_before = forms.IntegerField(
        label=_("Länken visas så många minuter före dagen"),
        min_value=0,
        max_value=1440,
        initial=15,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    position = forms.IntegerField(
        label=_("Ordning"), min_value=0, max_value=1000, initial=0, widget=forms.NumberInput(attrs={"class": "short"})
    )

    @classmethod
    def of(cls, room: ExternalRoom) -> RoomForm:
        return cls(initial={name: getattr(room, name) for name in cls.base_fields})

    def facts(self) -> RoomFacts:
        return RoomFacts(**self.cleaned_data)


def uploaded(form: forms.Form, name: str) -> File[bytes] | None:
    """The uploaded file of a field, or None."""
    file: File[bytes] | None = form.cleaned_data.get(name)
    return file
