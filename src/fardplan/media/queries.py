"""What there is to see and hear, for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base import pictures
from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Day, Dialogue
from fardplan.media import webvtt
from fardplan.media.models import Broadcast, Captions, ExternalRoom, GraphicNote, Hotspot, Recording
from fardplan.media.rules import is_published, may_see, may_see_unpublished, room_is_open, room_opens_at
from fardplan.media.webvtt import Cue
from fardplan.people.viewer import Viewer


def days_with_broadcast(dialogue: Dialogue) -> QuerySet[Day]:
    """The dialogue's days in order of time, each with its broadcast if it has one (`day.broadcast`)."""
    return Day.objects.filter(dialogue=dialogue).select_related("broadcast").order_by("starts_at", "id")


@dataclass(frozen=True)
class KeptRecording:
    """A published recording as a link needs it."""

    id: int
    title: str
    seconds: int
    has_transcript: bool


@dataclass
class Kept:
    """What is published from a day that has been. The graphic notes come without their long description."""

    recordings: dict[int, KeptRecording] = field(default_factory=dict)
    notes: dict[int, GraphicNote] = field(default_factory=dict)

    @property
    def recording(self) -> KeptRecording | None:
        """The first one: the broadcast itself."""
        return next(iter(self.recordings.values()), None)

    @property
    def graphic_notes(self) -> list[GraphicNote]:
        return list(self.notes.values())


def kept_from(days: Iterable[Day], *, now: datetime) -> Mapping[int, Kept]:
    """Recordings and graphic notes published by `now`, by day id, in one query; none at all without days."""
    ids = [day.pk for day in days]
    kept: defaultdict[int, Kept] = defaultdict(Kept)
    if not ids:
        return kept
    as_text = ~Q(transcript="") | Q(captions__isnull=False)
    has_transcript = Recording.objects.filter(as_text, pk=OuterRef("film__pk"))
    rows = (
        Day.objects.filter(pk__in=ids)
        .annotate(
            film=FilteredRelation("recordings", condition=Q(recordings__published_at__lte=now)),
            note=FilteredRelation("graphic_notes", condition=Q(graphic_notes__published_at__lte=now)),
        )
        .annotate(has_transcript=Exists(has_transcript))
        .order_by("film__pk", "note__pk")
        .values_list(
            "pk", "film__pk", "film__title", "film__seconds", "has_transcript", "note__pk",
            *(f"note__{name}" for name in _NOTE),
        )
    )  # fmt: skip
    for day_id, film_id, film_title, seconds, film_has_transcript, note_id, *note in rows:
        here = kept[day_id]
        if film_id is not None:
            here.recordings[film_id] = KeptRecording(film_id, film_title, seconds, film_has_transcript)
        if note_id is not None and note_id not in here.notes:
            here.notes[note_id] = GraphicNote(pk=note_id, day_id=day_id, **dict(zip(_NOTE, note, strict=True)))
    return kept


_NOTE = ("title", "picture", "alternative", "drawn_by", "licence", "is_example")


# --- one day's films ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tracks:
    """A recording's captions as the player and the reader need them."""

    captions: list[Captions]  # the page's own language first, then what people have written or read through
    language: str

    @property
    def read_here(self) -> Captions | None:
        """The captions to read on this page: in its language, else the recording's main ones, else any."""
        return self.captions[0] if self.captions else None

    @property
    def cues(self) -> list[Cue]:
        chosen = self.read_here
        return webvtt.read(chosen.vtt) if chosen else []


def access_recordings(viewer: Viewer, day: Day, *, now: datetime) -> list[Recording]:
    """A day's recordings that the viewer may see, the broadcast itself first. Raises NotFound when there are none."""
    everything = list(Recording.objects.filter(day=day))
    recordings = [each for each in everything if is_published(each, now=now)]
    if len(recordings) < len(everything) and may_see_unpublished(viewer, day):
        recordings = everything
    if not recordings:
        raise NotFound(
            _("Det finns ingen inspelning från dagen än."),
            what_next=_("Gå till dagens sida. Där står det när inspelningen kommer."),
        )
    return recordings


def chosen_among(recordings: Sequence[Recording], asked: str) -> Recording:
    """The recording that ?film= asks for; the first one otherwise. Raises NotFound for one that is not there."""
    if not asked:
        return recordings[0]
    for recording in recordings:
        if str(recording.pk) == asked:
            return recording
    raise NotFound(_("Inspelningen finns inte."))


def tracks_of(recording: Recording, *, language: str) -> Tracks:
    ranked = sorted(recording.captions.all(), key=lambda each: (each.language != language, each.is_automatic, each.pk))
    return Tracks(ranked, language)


def access_captions(viewer: Viewer, day: Day, recording_id: int, language: str, *, now: datetime) -> Captions:
    """The captions file of a recording that the viewer may see."""
    found = (
        Captions.objects.select_related("recording")
        .filter(recording_id=recording_id, recording__day=day, language=language)
        .first()
    )
    if found is not None:
        found.recording.day = day
    if found is None or not may_see(viewer, found.recording, now=now):
        raise NotFound(_("Textningen finns inte."))
    return found


def cues_with(cues: Iterable[Cue], words: str) -> list[Cue]:
    """The cues in which all the words occur, in any case."""
    wanted = words.casefold().split()
    return [cue for cue in cues if all(word in f"{cue.speaker} {cue.text}".casefold() for word in wanted)]


# --- graphic notes --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spot:
    """A hotspot with its place in the picture's own pixels, and its number."""

    number: int
    hotspot: Hotspot
    x: int
    y: int
    width: int
    height: int


def access_graphic_note(viewer: Viewer, day: Day, note_id: int, *, now: datetime) -> GraphicNote:
    note = GraphicNote.objects.filter(day=day, pk=note_id).first()
    if note is not None:
        note.day = day
    if note is None or not may_see(viewer, note, now=now):
        raise NotFound(_("Den grafiska anteckningen finns inte."), what_next=_("Gå till dagens sida och leta där."))
    return note


def spots_of(note: GraphicNote) -> list[Spot]:
    """The note's hotspots in order, placed in its pixels."""
    across, down = (side / 100 for side in pictures.measures(str(note.picture)) or (100, 100))
    return [
        Spot(
            number,
            each,
            round(each.x * across),
            round(each.y * down),
            round(each.width * across),
            round(each.height * down),
        )
        for number, each in enumerate(note.hotspots.all(), start=1)
    ]


def has_recording(day: Day, *, now: datetime) -> bool:
    """Whether there is a published recording for a hotspot's time to lead to."""
    return Recording.objects.filter(day=day, published_at__lte=now).exists()


# --- rooms and files ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoomNow:
    """A room as it stands at a moment. Its address is for the page of somebody with a place, when it is open."""

    room: ExternalRoom
    opens_at: datetime
    is_open: bool


def rooms_now(day: Day, *, now: datetime) -> list[RoomNow]:
    return [
        RoomNow(room, room_opens_at(room, day), room_is_open(room, day, now=now)) for room in day.external_rooms.all()
    ]


def thing_with_file(name: str) -> Recording | GraphicNote | Broadcast | None:
    """What an uploaded file belongs to, by its name in the storage; renditions of a picture count as the picture."""
    stem = pictures.stem(name)
    if name.startswith("recordings/"):
        return Recording.objects.select_related("day__dialogue").filter(file=name).first()
    if not stem:
        return None
    if stem.startswith("graphic-notes/"):
        return GraphicNote.objects.select_related("day__dialogue").filter(picture__startswith=stem).first()
    return (
        Recording.objects.select_related("day__dialogue").filter(poster__startswith=stem).first()
        or Broadcast.objects.select_related("day__dialogue").filter(poster__startswith=stem).first()
    )


# --- what feeds, maps of the site and statements tell ---------------------------------------------------------------


def recordings_out(dialogue: Dialogue, *, now: datetime) -> QuerySet[Recording]:
    """What one can see again, with its day, without the long texts."""
    out = Recording.objects.filter(day__dialogue=dialogue, published_at__lte=now)
    return out.select_related("day").defer("visual_description", "transcript").order_by("published_at", "id")


def notes_out(dialogue: Dialogue, *, now: datetime) -> QuerySet[GraphicNote]:
    """The graphic notes one can look at, with their day, without the long description."""
    out = GraphicNote.objects.filter(day__dialogue=dialogue, published_at__lte=now)
    return out.select_related("day").defer("description").order_by("published_at", "id")


def recordings_without_captions(*, now: datetime) -> list[Recording]:
    """Published anyway, for a reason and until a date: the accessibility statement tells of each (L-11, L-15)."""
    out = Recording.objects.filter(published_at__lte=now, day__dialogue__published_at__isnull=False)
    lacking = out.filter(main_captions=None).exclude(~Q(kind="file"), is_captioned_elsewhere=True)
    return list(lacking.select_related("day__dialogue").defer("visual_description", "transcript").order_by("id"))


@dataclass(frozen=True)
class Service:
    """A service of somebody else's that a dialogue leads to, after a click."""

    provider: str
    processor: str
    what: Promise


def services_of(dialogues: Iterable[Dialogue]) -> list[Service]:
    """Whose services the dialogues lead to, each once."""
    dialogues = list(dialogues)
    found = [
        Service(provider or broadcast_kind, "", _("sändningar och inspelningar"))
        for provider, broadcast_kind in [
            *((row.provider, row.get_kind_display()) for row in Broadcast.objects.filter(day__dialogue__in=dialogues)),
            *(
                (row.provider, row.get_kind_display())
                for row in Recording.objects.filter(day__dialogue__in=dialogues)
                .exclude(kind="file")
                .only("provider", "kind")
            ),
        ]
    ]
    rooms = ExternalRoom.objects.filter(day__dialogue__in=dialogues)
    found += [Service(room.provider, room.processor, _("samtalsrum")) for room in rooms]
    found += [
        Service(dialogue.survey_provider, "", _("enkät"))
        for dialogue in dialogues
        if dialogue.survey_url and dialogue.survey_provider
    ]
    return sorted(set(found), key=lambda service: (service.provider, str(service.what)))


# --- what the desk works with ---------------------------------------------------------------------------------------


def days_with_media(dialogue: Dialogue) -> list[Day]:
    """The dialogue's days in order, each with its broadcast, recordings, graphic notes and rooms at hand."""
    return list(
        Day.objects.filter(dialogue=dialogue)
        .select_related("broadcast")
        .prefetch_related("recordings__captions", "graphic_notes", "external_rooms")
        .order_by("starts_at", "id")
    )


def recording_at_desk(dialogue: Dialogue, number: int) -> Recording:
    found = Recording.objects.select_related("day").filter(day__dialogue=dialogue, pk=number).first()
    if found is None:
        raise NotFound(_("Inspelningen finns inte."))
    found.day.dialogue = dialogue
    return found


def graphic_note_at_desk(dialogue: Dialogue, number: int) -> GraphicNote:
    found = GraphicNote.objects.select_related("day").filter(day__dialogue=dialogue, pk=number).first()
    if found is None:
        raise NotFound(_("Den grafiska anteckningen finns inte."))
    found.day.dialogue = dialogue
    return found


def room_at_desk(dialogue: Dialogue, number: int) -> ExternalRoom:
    found = ExternalRoom.objects.select_related("day").filter(day__dialogue=dialogue, pk=number).first()
    if found is None:
        raise NotFound(_("Rummet finns inte."))
    found.day.dialogue = dialogue
    return found
