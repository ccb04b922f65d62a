"""What is seen and heard, in the shape of the format."""

from __future__ import annotations

from typing import Protocol

from django.db.models.fields.files import FieldFile

from fardplan.exchange.shape_media import (
    BroadcastShape,
    CaptionsShape,
    ChapterShape,
    ExternalRoomShape,
    GraphicNoteShape,
    HotspotShape,
    RecordingShape,
)
from fardplan.media.models import Broadcast, ExternalRoom, GraphicNote, Recording, SourceKind


class Files(Protocol):
    """Where the files to write beside the dialogue file are collected."""

    def add(self, path: str, stored: FieldFile) -> str: ...

    def add_text(self, path: str, text: str) -> str: ...


def _differs(own: bool, whole: bool) -> bool | None:
    return own if own != whole else None


def broadcast_shape(broadcast: Broadcast, path: str, files: Files, *, example: bool) -> BroadcastShape:
    return BroadcastShape(
        kind=SourceKind(broadcast.kind),
        address=broadcast.address,
        provider=broadcast.provider,
        note=broadcast.note,
        has_captions=broadcast.has_captions,
        sign_language_address=broadcast.sign_language_address or None,
        second_label=broadcast.second_label,
        second_address=broadcast.second_address or None,
        described_address=broadcast.described_address or None,
        poster=files.add(f"{path}-poster", broadcast.poster) if broadcast.poster else None,
        example=_differs(broadcast.is_example, example),
    )


def recording_shape(recording: Recording, path: str, files: Files, *, example: bool) -> RecordingShape:
    return RecordingShape(
        title=recording.title,
        kind=SourceKind(recording.kind),
        file=files.add(path, recording.file) if recording.file else None,
        address=recording.address or None,
        provider=recording.provider,
        poster=files.add(f"{path}-poster", recording.poster) if recording.poster else None,
        length=recording.seconds,
        visual_description=recording.visual_description,
        transcript=recording.transcript,
        captions=[
            CaptionsShape(
                language=captions.language,
                file=files.add_text(f"{path}.{captions.language}.vtt", captions.vtt),
                automatic=captions.is_automatic,
            )
            for captions in recording.captions.all()
        ],
        captioned_elsewhere=recording.is_captioned_elsewhere,
        captions_missing_reason=recording.captions_missing_reason,
        captions_due=recording.captions_due_on,
        chapters=[ChapterShape(at=chapter.seconds, title=chapter.title) for chapter in recording.chapters.all()],
        published=recording.published_at,
        example=_differs(recording.is_example, example),
    )


def graphic_note_shape(note: GraphicNote, path: str, files: Files, *, example: bool) -> GraphicNoteShape:
    return GraphicNoteShape(
        title=note.title,
        picture=files.add(path, note.picture),
        alternative=note.alternative,
        description=note.description,
        drawn_by=note.drawn_by,
        licence=note.licence,
        published=note.published_at,
        hotspots=[
            HotspotShape(
                x=spot.x,
                y=spot.y,
                width=spot.width,
                height=spot.height,
                heading=spot.heading,
                text=spot.text,
                at=spot.recording_seconds,
            )
            for spot in note.hotspots.all()
        ],
        example=_differs(note.is_example, example),
    )


def room_shape(room: ExternalRoom, *, example: bool) -> ExternalRoomShape:
    return ExternalRoomShape(
        title=room.title,
        text=room.text,
        address=room.address,
        provider=room.provider,
        processor=room.processor,
        opens_minutes_before=room.opens_minutes_before,
        example=_differs(room.is_example, example),
    )
