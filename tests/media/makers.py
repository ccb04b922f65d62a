"""Makers of films, captions and pictures."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from PIL import Image

import fardplan
from fardplan.dialogue.models import Day, RoleName
from fardplan.media.actions.notes import NoteFacts, save_graphic_note
from fardplan.media.actions.recordings import RecordingFacts, save_recording
from fardplan.media.models import GraphicNote, Recording
from fardplan.people.models import Official

FILM = Path(fardplan.__file__).parent / "example" / "media" / "film-dag-1.mp4"
CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ordförande>Välkomna till dagen.\n\n00:05.000 --> 00:08.000\nTack!\n"
NOW = datetime(2020, 12, 2, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))


def film() -> ContentFile[bytes]:
    return ContentFile(FILM.read_bytes(), name="film.mp4")


def picture(size: tuple[int, int] = (1000, 500)) -> ContentFile[bytes]:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return ContentFile(out.getvalue(), name="bild.png")


@pytest.fixture
def editor(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.EDITOR)


@pytest.fixture
def make_recording(day: Day, editor: Official) -> Callable[..., Recording]:
    """make_recording(title="Sändningen", …): an unpublished film of 45 seconds, on the day unless day= says another."""

    def make(**facts: Any) -> Recording:
        its_day = facts.pop("day", day)
        given = {"title": "Sändningen", "kind": "file"} | facts
        own = film() if given["kind"] == "file" else None
        return save_recording(day=its_day, facts=RecordingFacts(**given), by=editor, now=NOW, film=own)

    return make


@pytest.fixture
def recording(make_recording: Callable[..., Recording]) -> Recording:
    return make_recording()


@pytest.fixture
def make_note(day: Day, editor: Official) -> Callable[..., GraphicNote]:
    """make_note(description=…): an unpublished graphic note, described unless the facts say otherwise."""

    def make(**facts: Any) -> GraphicNote:
        given = {"title": "Anteckning", "alternative": "En karta.", "description": "# Vänster\nEn ö."} | facts
        return save_graphic_note(
            day=given.pop("day", day), facts=NoteFacts(**given), by=editor, now=NOW, picture=picture()
        )

    return make


@pytest.fixture
def note(make_note: Callable[..., GraphicNote]) -> GraphicNote:
    return make_note()
