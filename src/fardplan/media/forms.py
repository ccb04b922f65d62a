"""What officials fill in about films, captions, pictures and rooms. Each form gives a typed command to an action."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import RichText
from fardplan.base.forms import Line, Words
from fardplan.base.text import film_time
from fardplan.base.watched import RowForm, WatchedForm, field_for
from fardplan.media.actions.broadcasts import BroadcastFacts, RoomFacts
from fardplan.media.actions.notes import NewHotspot, NoteFacts
from fardplan.media.actions.recordings import NewChapter, RecordingFacts
from fardplan.media.models import Broadcast, Chapter, ExternalRoom, GraphicNote, Hotspot, Recording, SourceKind

_TIME = re.compile(r"(?:(\d{1,2})[:.])?(\d{1,3})[:.](\d{2})")


def seconds_of(text: str) -> int | None:
    """Seconds in a time as people write it: 4.30, 4:30, 1:04:30, or a bare number of seconds."""
    if text.isdecimal() and len(text) <= 6:
        return int(text)
    found = _TIME.fullmatch(text)
    if found is None or int(found[3]) > 59 or (found[1] and int(found[2]) > 59):
        return None
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])


class TimeInFilm(forms.Field):
    """A time in a film, as text; gives seconds, or None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"class": "short", "inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **kwargs)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        seconds = seconds_of(text)
        if seconds is None:
            raise forms.ValidationError(_("Skriv tiden som minuter och sekunder, till exempel 4.30."))
        return seconds

    def prepare_value(self, value: Any) -> Any:
        return (film_time(value) if value or self.required else "") if isinstance(value, int) else value


def _picture_field(label: Any, help_text: Any) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    return forms.FileField(label=label, help_text=help_text, required=False, widget=widget)


class BroadcastForm(WatchedForm[Broadcast]):
    poster = _picture_field(_("Stillbild"), _("Visas innan någon väljer att spela. JPEG, PNG eller WebP."))

    class Meta:
        model = Broadcast
        fields = [
            "kind",
            "address",
            "provider",
            "has_captions",
            "sign_language_address",
            "second_label",
            "second_address",
            "described_address",
            "note",
        ]
        formfield_callback = field_for
        widgets = {"kind": forms.RadioSelect, "note": RichText({"rows": 4})}
        labels = {
            "kind": _("Hur sänds dagen?"),
            "has_captions": _("Sändningen textas direkt"),
            "sign_language_address": _("Adress till teckenspråkstolkad sändning"),
            "second_label": _("En andra sändning: vad den heter"),
            "second_address": _("En andra sändning: adress"),
            "described_address": _("Adress till sändning med syntolkning"),
            "note": _("Bra att veta för den som tittar"),
        }
        help_texts = {
            "address": _("Länken till filmen hos Youtube, strömmens adress (.m3u8), eller en vanlig länk."),
            "provider": _("Namnet på tjänsten, så att den som tittar vet vart länken leder."),
            "sign_language_address": _("Ligger den hos Youtube eller som .m3u8 visas den bredvid sändningen."),
            "second_label": _("Till exempel: Lyssna på engelska."),
        }

    def facts(self) -> BroadcastFacts:
        return BroadcastFacts(**self.changes)


class RecordingForm(WatchedForm[Recording]):
    film = forms.FileField(
        label=_("Filmfil"),
        required=False,
        help_text=_("MP4 eller WebM. Behövs när filmen är en egen fil."),
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm"}),
    )
    poster = _picture_field(_("Stillbild"), _("Visas innan filmen spelas. JPEG, PNG eller WebP."))
    seconds = TimeInFilm(
        label=_("Längd"), required=False, help_text=_("Minuter och sekunder, till exempel 92.30. En MP4-fil vet själv.")
    )

    groups = [
        ("", ["title"]),
        (_("Filmen"), ["kind", "film", "address", "provider", "seconds", "poster"]),
        (_("Om textning saknas"), ["captions_missing_reason", "captions_due_on", "is_captioned_elsewhere"]),
        (_("Filmen i ord"), ["visual_description", "transcript"]),
    ]

    class Meta:
        model = Recording
        fields = [
            "title",
            "kind",
            "address",
            "provider",
            "seconds",
            "visual_description",
            "transcript",
            "is_captioned_elsewhere",
            "captions_missing_reason",
            "captions_due_on",
        ]
        formfield_callback = field_for
        widgets = {
            "kind": forms.RadioSelect,
            "visual_description": RichText({"rows": 4}),
            "transcript": RichText({"rows": 8}),
            "captions_missing_reason": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "kind": _("Var ligger filmen?"),
            "visual_description": _("Det som visas, beskrivet i ord"),
            "transcript": _("Filmen som text"),
            "is_captioned_elsewhere": _("Filmen är textad där den ligger, och en person har gått igenom texten"),
            "captions_missing_reason": _("Varför saknas textningen?"),
            "captions_due_on": _("Textningen kommer senast"),
        }
        help_texts = {
            "address": _("Behövs när filmen ligger hos någon annan."),
            "visual_description": _("För den som inte ser bilden: diagram, miljöer, sådant som ingen säger högt."),
            "transcript": _("Lämna tomt, så visas undertexterna som löpande text."),
            "captions_missing_reason": _("Visas för alla tillsammans med dagen då textningen kommer."),
        }

    def clean_seconds(self) -> int:
        return self.cleaned_data["seconds"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lies_elsewhere = cleaned.get("kind") not in {SourceKind.FILE, None}
        if lies_elsewhere and not cleaned.get("address") and "address" not in self.errors:
            self.add_error("address", _("Skriv adressen till filmen."))
        reason, due = cleaned.get("captions_missing_reason"), cleaned.get("captions_due_on")
        if reason and not due and "captions_due_on" not in self.errors:
            self.add_error("captions_due_on", _("Skriv också när textningen kommer."))
        if due and not reason:
            self.add_error("captions_missing_reason", _("Skriv också varför textningen saknas."))
        return cleaned

    def facts(self) -> RecordingFacts:
        return RecordingFacts(**self.changes)


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


class ChapterRow(RowForm):
    """One chapter of a recording."""

    seconds = TimeInFilm(label=_("Börjar"))
    title = Line(label=_("Rubrik"), max_length=200)

    @staticmethod
    def initial_of(chapter: Chapter) -> dict[str, Any]:
        return {"id": chapter.pk, "seconds": chapter.seconds, "title": chapter.title}

    def chapter(self) -> NewChapter:
        return NewChapter(self.cleaned_data["seconds"], self.cleaned_data["title"])


class GraphicNoteForm(WatchedForm[GraphicNote]):
    picture = _picture_field(_("Bild"), _("JPEG, PNG eller WebP, gärna 3000 bildpunkter bred eller mer."))

    groups = [
        ("", ["title", "picture"]),
        (_("Bilden i ord"), ["alternative", "description"]),
        (_("Upphov"), ["drawn_by", "licence"]),
    ]

    class Meta:
        model = GraphicNote
        fields = ["title", "alternative", "description", "drawn_by", "licence"]
        formfield_callback = field_for
        widgets = {"description": RichText({"rows": 12})}
        labels = {"alternative": _("Bilden i en mening"), "description": _("Hela bilden i ord")}
        help_texts = {
            "alternative": _("Läses upp för den som inte ser bilden. Behövs innan anteckningen publiceras."),
            "description": _("Allt som står och händer i bilden, del för del. Behövs innan anteckningen publiceras."),
        }

    def facts(self) -> NoteFacts:
        return NoteFacts(**self.changes)


def _percent(label: Any, part: str) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "any", "min": "0", "max": "100", "class": "short", "data-place": part})
    return forms.FloatField(label=label, min_value=0, max_value=100, widget=widget)


class HotspotRow(RowForm):
    """One region of a graphic note."""

    heading = Line(label=_("Rubrik"), max_length=160)
    text = Words(label=_("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    x = _percent(_("Från vänster, %"), "x")
    y = _percent(_("Uppifrån, %"), "y")
    width = _percent(_("Bredd, %"), "width")
    height = _percent(_("Höjd, %"), "height")
    recording_seconds = TimeInFilm(label=_("Tid i inspelningen"), required=False)

    @classmethod
    def initial_of(cls, spot: Hotspot) -> dict[str, Any]:
        return {name: getattr(spot, name) for name in cls.base_fields}

    def hotspot(self) -> NewHotspot:
        return NewHotspot(**{name: value for name, value in self.cleaned_data.items() if name != "id"})


class RoomForm(WatchedForm[ExternalRoom]):
    class Meta:
        model = ExternalRoom
        fields = ["title", "text", "address", "provider", "processor", "opens_minutes_before", "position"]
        formfield_callback = field_for
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "opens_minutes_before": forms.NumberInput(attrs={"class": "short"}),
            "position": forms.NumberInput(attrs={"class": "short"}),
        }
        labels = {
            "title": _("Rummets namn"),
            "address": _("Länk till rummet"),
            "opens_minutes_before": _("Länken visas så många minuter före dagen"),
            "position": _("Ordning"),
        }
        help_texts = {
            "provider": _("Till exempel Zoom, Teams eller Jitsi."),
            "processor": _("Visas för deltagarna, tillsammans med att rummet ligger på en annan webbplats."),
        }

    def facts(self) -> RoomFacts:
        return RoomFacts(**self.changes)
