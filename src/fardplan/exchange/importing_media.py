"""What is seen and heard, from the file and the folder beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fardplan.base import uploads
from fardplan.base.errors import Invalid
from fardplan.dialogue.models import Day
from fardplan.exchange.shape import DayShape
from fardplan.exchange.shape_media import GraphicNoteShape, RecordingShape
from fardplan.exchange.work import Work
from fardplan.media import webvtt
from fardplan.media.actions.common import POSTER_WIDTH
from fardplan.media.models import (
    Broadcast,
    Captions,
    Chapter,
    ExternalRoom,
    GraphicNote,
    Hotspot,
    Recording,
    SourceKind,
)
from fardplan.media.rules import main_captions_among

_ADDRESSES = ("sign_language_address", "second_address", "described_address")


def import_media(work: Work, day: Day, shape: DayShape, number: int) -> None:
    _import_broadcast(work, day, shape, number)
    for position, recording in enumerate(shape.recordings):
        _import_recording(work, day, recording, ("days", number, "recordings", position))
    for position, note in enumerate(shape.graphic_notes):
        _import_graphic_note(work, day, note, ("days", number, "graphic_notes", position))
    for position, room in enumerate(shape.external_rooms):
        row = ExternalRoom(
            day=day,
            position=position,
            is_example=work.is_example(room),
            **room.model_dump(exclude={"example"}),
        )
        work.save(row, "days", number, "external_rooms", position)


def _import_broadcast(work: Work, day: Day, shape: DayShape, number: int) -> None:
    Broadcast.objects.filter(day=day).delete()
    if shape.broadcast is None:
        return
    broadcast = shape.broadcast
    row = Broadcast(
        day=day,
        is_example=work.is_example(broadcast),
        **{name: getattr(broadcast, name) or "" for name in _ADDRESSES},
        **broadcast.model_dump(exclude={"example", "poster", *_ADDRESSES}),
    )
    if broadcast.poster is not None:
        path = ("days", number, "broadcast", "poster")
        work.store_picture(row.poster, broadcast.poster, *path, folder="posters", widest=POSTER_WIDTH)
    work.save(row, "days", number, "broadcast")


def _import_recording(work: Work, day: Day, shape: RecordingShape, path: tuple[str | int, ...]) -> None:
    recording = Recording(
        day=day,
        title=shape.title,
        kind=shape.kind,
        address=shape.address or "",
        provider=shape.provider,
        seconds=shape.length,
        visual_description=shape.visual_description,
        transcript=shape.transcript,
        is_captioned_elsewhere=shape.captioned_elsewhere,
        captions_missing_reason=shape.captions_missing_reason,
        captions_due_on=shape.captions_due,
        is_example=work.is_example(shape),
    )
    if shape.kind == SourceKind.FILE and shape.file is not None:
        kept = work.store_file(recording.file, shape.file, *path, "file", folder="recordings", kinds=uploads.FILMS)
        recording.file_type, recording.bytes = kept.content_type, kept.bytes
        recording.seconds = kept.seconds or shape.length
    if shape.poster is not None:
        work.store_picture(recording.poster, shape.poster, *path, "poster", folder="posters", widest=POSTER_WIDTH)
    work.save(recording, *path)
    for number, captions in enumerate(shape.captions):
        vtt = _webvtt(work, captions.file, *path, "captions", number, "file")
        row = Captions(recording=recording, language=captions.language, vtt=vtt, is_automatic=captions.automatic)
        work.save(row, *path, "captions", number)
    for number, chapter in enumerate(shape.chapters):
        row_of_chapter = Chapter(recording=recording, seconds=chapter.at, title=chapter.title)
        work.save(row_of_chapter, *path, "chapters", number)
    # Published last: the database asks for the captions first.
    recording.main_captions = main_captions_among(recording.captions.all(), language=day.dialogue.language)
    recording.published_at = shape.published
    work.save(recording, *path)


def _webvtt(work: Work, name: str, *path: str | int) -> str:
    try:
        text = work.path_of(name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise work.refuse(_("Filen %(name)s är inte skriven i UTF-8.") % {"name": name}, *path) from error
    try:
        return webvtt.write(webvtt.read(text))
    except Invalid as error:
        raise work.refuse(f"{name}: {error.message}", *path) from error


def _import_graphic_note(work: Work, day: Day, shape: GraphicNoteShape, path: tuple[str | int, ...]) -> None:
    note = GraphicNote(
        day=day,
        title=shape.title,
        alternative=shape.alternative,
        description=shape.description,
        drawn_by=shape.drawn_by,
        licence=shape.licence,
        is_example=work.is_example(shape),
        published_at=shape.published,
    )
    work.store_picture(note.picture, shape.picture, *path, "picture", folder="graphic-notes")
    work.save(note, *path)
    for number, spot in enumerate(shape.hotspots):
        row = Hotspot(
            note=note,
            x=spot.x,
            y=spot.y,
            width=spot.width,
            height=spot.height,
            heading=spot.heading,
            text=spot.text,
            recording_seconds=spot.at,
            position=number,
        )
        work.save(row, *path, "hotspots", number)
