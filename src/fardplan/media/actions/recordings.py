"""Recordings: the film, its captions, its chapters, and the gate before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, uploads
from fardplan.base.editing import ChangedMeanwhile, rows_fingerprint
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.dialogue.models import Day
from fardplan.media import sources, webvtt
from fardplan.media.actions.common import POSTER_WIDTH, check_may_edit, forget_picture, replace_picture, write_facts
from fardplan.media.models import Captions, Chapter, Recording, SourceKind
from fardplan.media.rules import main_captions_among, may_be_published
from fardplan.people.models import Official


@dataclass(frozen=True)
class RecordingFacts:
    """What an official says about a recording. `seconds` 0: what the film says itself, or not known."""

    title: str
    kind: str
    address: str = ""
    provider: str = ""
    seconds: int = 0
    visual_description: str = ""
    transcript: str = ""
    is_captioned_elsewhere: bool = False
    captions_missing_reason: str = ""
    captions_due_on: date | None = None


@transaction.atomic
def save_recording(
    *,
    day: Day,
    facts: RecordingFacts,
    by: Official,
    now: datetime,
    recording: Recording | None = None,
    film: File[bytes] | None = None,
    poster: File[bytes] | None = None,
    seen: str | None = None,
) -> Recording:
    """Add a recording to a day, or change one. It is not seen before it is published.

    Raises Conflict when a published one would lose what its publication rests on, ChangedMeanwhile when somebody else
    saved first, Invalid for a file or an address that cannot be.
    """
    check_may_edit(by, day)
    recording = Recording(day=day) if recording is None else _locked(recording)
    known_seconds = recording.seconds
    write_facts(recording, facts, seen=seen)
    _check_gate(recording)
    if facts.kind == SourceKind.FILE:
        recording.address, recording.is_captioned_elsewhere = "", False
        _keep_film(recording, film, known_seconds=known_seconds)
    else:
        sources.check(facts.kind, facts.address)
        _forget_film(recording)
    if poster is not None:
        replace_picture(recording.poster, poster, folder="posters", field="poster", widest=POSTER_WIDTH)
    recording.save()
    audit.record("recording.saved", on=recording, by=by, at=now, dialogue_id=day.dialogue_id, kind=facts.kind)
    return recording


def _locked(recording: Recording) -> Recording:
    """The recording as it is stored now, with the day we came by."""
    stored = held(Recording.objects).get(pk=recording.pk)
    stored.day = recording.day
    return stored


def _keep_film(recording: Recording, film: File[bytes] | None, *, known_seconds: int) -> None:
    if film is None:
        if not recording.file:
            raise Invalid(_("Välj filmen som ska laddas upp."), field="film")
        recording.seconds = recording.seconds or known_seconds
        return
    try:
        kept = uploads.store(film, folder="recordings", kinds=uploads.FILMS)
    except Invalid as error:
        raise Invalid(error.message, field="film") from error
    _forget_film(recording)
    recording.file.name = kept.name
    recording.file_type, recording.bytes = kept.content_type, kept.bytes
    recording.seconds = kept.seconds or recording.seconds


def _forget_film(recording: Recording) -> None:
    if name := str(recording.file.name or ""):
        transaction.on_commit(lambda: default_storage.delete(name))
    recording.file.name, recording.file_type, recording.bytes = "", "", 0


def _check_gate(recording: Recording) -> None:
    if recording.published_at is not None and not may_be_published(recording):
        raise Conflict(
            _("Inspelningen är publicerad utan textning. Skälet och dagen då textningen kommer måste stå kvar."),
            what_next=_("Dölj inspelningen först, eller lägg till textning."),
            field="captions_missing_reason",
        )


@transaction.atomic
def save_captions(
    *, recording: Recording, language: str, source: str, is_automatic: bool, by: Official, now: datetime
) -> Captions:
    """Give a recording captions in a language, or replace them. Raises Invalid, with the line, for a faulty file.

    Captions nobody has read through do not open the gate to publication.
    """
    check_may_edit(by, recording.day)
    recording = _locked(recording)
    vtt = webvtt.write(webvtt.read(source))
    captions, _is_new = Captions.objects.update_or_create(
        recording=recording, language=language, defaults={"vtt": vtt, "is_automatic": is_automatic}
    )
    _choose_main_captions(recording)
    audit.record(
        "captions.saved", on=recording, by=by, at=now, dialogue_id=recording.day.dialogue_id, language=language,
        automatic=is_automatic,
    )  # fmt: skip
    return captions


@transaction.atomic
def remove_captions(*, captions: Captions, by: Official, now: datetime) -> None:
    """Raises Conflict when the recording is published on their account."""
    check_may_edit(by, captions.recording.day)
    recording = _locked(captions.recording)
    language, captions_id = captions.language, captions.pk
    _choose_main_captions(recording, without=captions_id)
    captions.delete()
    audit.record(
        "captions.removed", on=recording, by=by, at=now, dialogue_id=recording.day.dialogue_id, language=language
    )


def _choose_main_captions(recording: Recording, *, without: int | None = None) -> None:
    others = [each for each in recording.captions.all() if each.pk != without]
    recording.main_captions = main_captions_among(others, language=recording.day.dialogue.language)
    _check_gate(recording)
    recording.save(update_fields=["main_captions"])


@dataclass(frozen=True)
class NewChapter:
    seconds: int
    title: str


@transaction.atomic
def save_chapters(
    *, recording: Recording, chapters: Sequence[NewChapter], by: Official, now: datetime, seen: str | None = None
) -> None:
    """Replace the recording's chapters by these, in any order. Raises ChangedMeanwhile, Invalid."""
    check_may_edit(by, recording.day)
    _locked(recording)
    if seen is not None and chapters_fingerprint(recording) != seen:
        raise ChangedMeanwhile(list(recording.chapters.all()))
    if len({chapter.seconds for chapter in chapters}) != len(chapters):
        raise Invalid(_("Två kapitel kan inte börja på samma tid."))
    recording.chapters.all().delete()
    Chapter.objects.bulk_create(Chapter(recording=recording, **asdict(chapter)) for chapter in chapters)
    audit.record(
        "chapters.saved", on=recording, by=by, at=now, dialogue_id=recording.day.dialogue_id, number=len(chapters)
    )


def chapters_fingerprint(recording: Recording) -> str:
    return rows_fingerprint(recording.chapters.all(), ["seconds", "title"])


@transaction.atomic
def publish_recording(*, recording: Recording, by: Official, now: datetime) -> Recording:
    """Let everyone see a recording. Raises Conflict when the gate is shut."""
    check_may_edit(by, recording.day)
    recording = _locked(recording)
    if not may_be_published(recording):
        raise Conflict(
            _("Inspelningen saknar textning och kan inte publiceras än."),
            what_next=_(
                "Lägg till textning som en person har gått igenom, eller skriv varför den saknas och när den kommer."
            ),
        )
    if recording.published_at is None:
        recording.published_at = now
        recording.save(update_fields=["published_at"])
        audit.record("recording.published", on=recording, by=by, at=now, dialogue_id=recording.day.dialogue_id)
    return recording


@transaction.atomic
def hide_recording(*, recording: Recording, by: Official, now: datetime) -> Recording:
    """Take a recording back from the public pages; nothing of it is lost."""
    check_may_edit(by, recording.day)
    recording = _locked(recording)
    recording.published_at = None
    recording.save(update_fields=["published_at"])
    audit.record("recording.hidden", on=recording, by=by, at=now, dialogue_id=recording.day.dialogue_id)
    return recording


@transaction.atomic
def remove_recording(*, recording: Recording, by: Official, now: datetime) -> None:
    """Delete a recording and its files. Raises Conflict while it is published."""
    check_may_edit(by, recording.day)
    recording = _locked(recording)
    if recording.published_at is not None:
        raise Conflict(_("Inspelningen är publicerad."), what_next=_("Dölj den först."))
    audit.record("recording.removed", on=recording, by=by, at=now, dialogue_id=recording.day.dialogue_id)
    forget_picture(recording.poster)
    _forget_film(recording)
    recording.delete()
