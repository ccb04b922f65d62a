"""The message in which captions come, the same by HTTP, by WebSocket and from the interpreter's own page.

docs/captions.md describes it for the technician of an outside service, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from fardplan.base import clock, limits, text
from fardplan.base.errors import DomainError, Invalid, NotFound, TooMany
from fardplan.live.actions.captions import GrowingLine, NewLine, seen_typing, show_growing, take_lines
from fardplan.live.choices import CaptionLanguage
from fardplan.live.models import Stage
from fardplan.live.models.captions import LONGEST_LINE
from fardplan.live.queries.captions import access_stage_by_caption_key
from fardplan.live.told import captions as told

LARGEST = 64_000  # bytes of one message
RATE = "900/minute"  # for one address: two who type, at three messages a second each, and room for those sent again
GUESSES = "60/hour"  # addresses that lead nowhere, from one network
MOST_LINES = 50


def _said(value: Any) -> Any:
    return text.clean_line(value) if isinstance(value, str) and len(value) <= 4 * LONGEST_LINE else value


Said = Annotated[str, BeforeValidator(_said), Field(max_length=LONGEST_LINE)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,40}$")]


class _Part(BaseModel):
    """A part of the message: an unknown field is refused, so that a misspelt one is not silently left out."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Line(_Part):
    """A finished line."""

    text: Said
    key: Key | None = None
    version: int = Field(default=1, ge=1, le=1000)
    began: Annotated[AwareDatetime, Field(strict=False)] | None = None
    ended: Annotated[AwareDatetime, Field(strict=False)] | None = None


class Partial(_Part):
    """The line that grows."""

    text: Said
    key: Key
    number: int = Field(ge=0, le=2**53)


class Message(_Part):
    language: CaptionLanguage | None = Field(default=None, strict=False)
    automatic: bool = False
    lines: list[Line] = Field(default=[], max_length=MOST_LINES)
    partial: Partial | None = None
    sent: Annotated[AwareDatetime, Field(strict=False)] | None = None
    typist: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,22}$")] | None = None
    name: Annotated[str, BeforeValidator(_said), Field(max_length=40)] = ""


@dataclass(frozen=True)
class Answer:
    """What is answered: an HTTP status and JSON."""

    status: int
    data: Mapping[str, Any]


def stage_with(key: str, *, request: HttpRequest) -> Stage:
    """The stage this key leads to. Raises NotFound, and TooMany in a network from which many keys were guessed.

    What is counted for a key is counted after this: keys that are made up leave nothing behind.
    """
    try:
        return access_stage_by_caption_key(key)
    except NotFound:
        limits.allow("caption-guesses", request=request, rate=GUESSES)
        raise


def answer_to(key: str, body: bytes, *, request: HttpRequest, now: datetime) -> Answer:
    """Take one message to the address with this key, and say what became of it. Nothing is raised."""
    try:
        return Answer(200, _take(key, body, request=request, now=now))
    except DomainError as error:
        data: dict[str, Any] = {"error": str(error.message)}
        if error.field:
            data["where"] = error.field
        if isinstance(error, TooMany):
            data["wait_seconds"] = error.wait_seconds
        return Answer(error.status, data)


def _take(key: str, body: bytes, *, request: HttpRequest, now: datetime) -> dict[str, Any]:
    stage = stage_with(key, request=request)
    limits.allow_by("captions", key=stage.caption_key, rate=RATE)
    message = read(body)
    real_now = clock.now()
    language = str(message.language or stage.day.dialogue.language)
    typist = message.typist or ""
    lines = _lines(message, language, now)
    taken = take_lines(stage=stage, lines=lines, now=now, typist=typist) if lines else []
    is_shown = True
    if message.partial is not None:
        growing = GrowingLine(
            text=message.partial.text, language=language, key=message.partial.key, number=message.partial.number,
            is_automatic=message.automatic,
        )  # fmt: skip
        is_shown = show_growing(stage=stage, line=growing, now=now, real_now=real_now, typist=typist)
    answer = {
        "received": [line.key for line in message.lines if line.key] or [kept.sending_key for kept in taken],
        "partial_shown": is_shown,
        "captions_shown": stage.has_captions,
    }
    return answer | (_turns(stage, message, language, real_now) if message.typist else {})


def _lines(message: Message, language: str, now: datetime) -> list[NewLine]:
    """The lines with times by our clock: `sent` tells how far the sender's own is from it."""
    apart = now - message.sent if message.sent else timedelta(0)

    def ours(moment: datetime | None) -> datetime | None:
        try:
            return moment and moment + apart
        except OverflowError:
            return None

    return [
        NewLine(
            text=line.text, language=language, key=line.key or "", version=line.version, began_at=ours(line.began),
            ended_at=ours(line.ended), is_automatic=message.automatic,
        )
        for line in message.lines
    ]  # fmt: skip


def _turns(stage: Stage, message: Message, language: str, real_now: datetime) -> dict[str, Any]:
    """For the interpreter's own page: who is there, which of them this is, and whose turn it is."""
    types = bool(message.lines or (message.partial and message.partial.text))
    me = seen_typing(
        stage=stage, key=message.typist or "", name=message.name, language=language, types=types, real_now=real_now
    )
    return {"me": me and me.pk, "typists": told.typists(str(stage.pk))["typists"]}


def read(body: bytes) -> Message:
    """The message in a body. Raises Invalid, with the place in the message, for what cannot be understood."""
    if len(body) > LARGEST:
        raise Invalid(_("Meddelandet är för stort."))
    try:
        return Message.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Invalid(str(first["msg"]), field=where or "message") from None
