"""The part of the format about what is seen and heard."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fardplan.exchange.fields import (
    CalendarDate,
    FilePath,
    Language,
    Line,
    Moment,
    Number,
    Seconds,
    Shape,
    Switch,
    Text,
    WebAddress,
    Whole,
    choice_of,
)
from fardplan.media.models import SourceKind


class BroadcastShape(Shape):
    """Where a day is broadcast. Nothing from outside is loaded before a click."""

    kind: Annotated[SourceKind, choice_of(SourceKind)] = Field(description="What the address is (not `file`).")
    address: WebAddress = Field(description="The address.")
    provider: Line = Field("", max_length=80, description="Whose service it is.")
    note: Text = Field("", description="Good to know.")
    has_captions: Switch = Field(default=False, description="Whether it is captioned live.")
    sign_language_address: WebAddress | None = Field(None, description="The broadcast with sign language.")
    second_label: Line = Field("", max_length=80, description="What a second broadcast is called, e.g. in a language.")
    second_address: WebAddress | None = Field(None, description="Its address; written together with its name.")
    described_address: WebAddress | None = Field(None, description="The broadcast with audio description.")
    poster: FilePath | None = Field(None, description="A still picture, shown before anybody chooses to play.")
    example: Switch | None = Field(None, description="Whether this is example material.")


class CaptionsShape(Shape):
    """Captions in one language."""

    language: Language = Field("sv", description="The language.")
    file: FilePath = Field(description="A WebVTT file.")
    automatic: Switch = Field(default=False, description="Whether a machine made them.")


class ChapterShape(Shape):
    """A named place in a recording."""

    at: Seconds = Field(description="Where it begins: 1:30, or 90.")
    title: Line = Field(min_length=1, max_length=200, description="Its heading.")


class RecordingShape(Shape):
    """A film to see again."""

    title: Line = Field(min_length=1, max_length=200, description="Its title.")
    kind: Annotated[SourceKind, choice_of(SourceKind)] = Field(SourceKind.FILE, description="Where the film is.")
    file: FilePath | None = Field(None, description="The film, when kind is file.")
    address: WebAddress | None = Field(None, description="The film's address, for the other kinds.")
    provider: Line = Field("", max_length=80, description="Whose service it is.")
    poster: FilePath | None = Field(None, description="A still picture.")
    length: Seconds = Field(0, description="How long it is: 1:30, or 90.")
    visual_description: Text = Field("", description="What is seen, in words.")
    transcript: Text = Field("", description="The film as text. Without it the captions serve.")
    captions: list[CaptionsShape] = Field([], description="Captions, one file per language.")
    captioned_elsewhere: Switch = Field(default=False, description="Whether it is captioned where it lies, at others.")
    captions_missing_reason: Text = Field("", description="Why captions are missing.")
    captions_due: CalendarDate | None = Field(None, description="When they come at the latest.")
    chapters: list[ChapterShape] = Field([], description="Its chapters.")
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    example: Switch | None = Field(None, description="Whether this is example material.")


class HotspotShape(Shape):
    """A region of a graphic note, in percent of the picture."""

    x: Number = Field(ge=0, le=100, description="Its left edge.")
    y: Number = Field(ge=0, le=100, description="Its upper edge.")
    width: Number = Field(gt=0, le=100, description="Its width.")
    height: Number = Field(gt=0, le=100, description="Its height.")
    heading: Line = Field(min_length=1, max_length=160, description="Its heading.")
    text: Text = Field(min_length=1, description="What stands there.")
    at: Seconds | None = Field(None, description="Where in the recording it was said: 1:30, or 90.")


class GraphicNoteShape(Shape):
    """A graphic recording: a picture that carries information, so its text comes with it."""

    title: Line = Field(min_length=1, max_length=200, description="Its title.")
    picture: FilePath = Field(description="The picture file (PNG, JPEG or WebP).")
    alternative: Line = Field("", max_length=300, description="The picture in one sentence.")
    description: Text = Field("", description="The whole picture in words.")
    drawn_by: Line = Field("", max_length=160, description="Who drew it.")
    licence: Line = Field("", max_length=160, description="Licence or terms.")
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    hotspots: list[HotspotShape] = Field([], description="Regions with text.")
    example: Switch | None = Field(None, description="Whether this is example material.")


class ExternalRoomShape(Shape):
    """A conversation room in somebody else's service, shown to those who have signed up."""

    title: Line = Field(min_length=1, max_length=160, description="Its name.")
    text: Text = Field("", description="About the room.")
    address: WebAddress = Field(description="The link.")
    provider: Line = Field(min_length=1, max_length=80, description="The service.")
    processor: Line = Field(min_length=1, max_length=160, description="The company that processes the data.")
    opens_minutes_before: Whole = Field(15, le=1440, description="Shown this many minutes before the day.")
    example: Switch | None = Field(None, description="Whether this is example material.")
