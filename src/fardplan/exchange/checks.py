"""What holds between the fields of a file: times in order, references that lead somewhere, files that are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fardplan.contributions.models import Outcome
from fardplan.dialogue.models import RESERVED_SLUGS, DayStatus
from fardplan.exchange import checks_indicators, checks_ledger, checks_live, checks_rooms, checks_surveys
from fardplan.exchange.checks_common import Found, only_once
from fardplan.exchange.fields import STOCKHOLM
from fardplan.exchange.problems import Path as FieldPath
from fardplan.exchange.shape import Content, DayShape
from fardplan.exchange.shape_media import GraphicNoteShape, RecordingShape
from fardplan.exchange.shape_said import ContributionShape, ReplyShape, SubmissionShape
from fardplan.exchange.shape_strategy import DraftShape, SectionShape
from fardplan.media.models import SourceKind

DEEPEST_SECTION = 6
_FILES = {"file", "text_file", "table_file", "draft_file", "responses_file", "poster", "logo", "picture"}


def problems_in(content: Content, *, folder: Path | None) -> Iterator[Found]:
    """Every problem with its field, in no particular order."""
    yield from _strategy(content)
    yield from _dialogue(content)
    for number, day in enumerate(content.days):
        yield from _day(day, ("days", number))
    yield from _said(content)
    yield from checks_indicators.problems_in(content)
    yield from checks_ledger.problems_in(content)
    yield from checks_live.problems_in(content)
    yield from checks_rooms.problems_in(content)
    yield from checks_surveys.problems_in(content)
    for path, name in files_named_in(content):
        yield from _file(path, name, folder)


def files_named_in(content: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Every file path in the content with its field: those named in `_FILES`, and picture where it is a path."""
    if isinstance(content, (list, tuple)):
        for number, part in enumerate(content):
            yield from files_named_in(part, (*path, number))
    elif hasattr(type(content), "model_fields"):
        for name in type(content).model_fields:
            value = getattr(content, name)
            if name in _FILES and isinstance(value, str):
                yield (*path, name), value
            else:
                yield from files_named_in(value, (*path, name))


def _file(path: FieldPath, name: str, folder: Path | None) -> Iterator[Found]:
    if folder is None:
        yield path, _("Den här filen kan inte ha bilder och andra filer med sig.")
        return
    base = folder.resolve()
    try:
        target = (base / name).resolve(strict=True)
        size = target.stat().st_size
    except OSError:
        yield path, _("Filen %(name)s finns inte.") % {"name": name}
        return
    if not target.is_relative_to(base):
        yield path, _("Filen %(name)s ligger utanför mappen.") % {"name": name}
    elif not target.is_file():
        yield path, _("%(name)s är ingen fil.") % {"name": name}
    elif size == 0:
        yield path, _("Filen %(name)s är tom.") % {"name": name}
    elif size > settings.UPLOAD_BYTES:
        limit = settings.UPLOAD_BYTES // 1_000_000
        yield path, _("Filen %(name)s är större än %(megabytes)s megabyte.") % {"name": name, "megabytes": limit}


def _strategy(content: Content) -> Iterator[Found]:
    if content.strategy is None:
        return
    drafts = content.strategy.drafts
    yield from only_once([draft.number for draft in drafts], ("strategy", "drafts"), "number")
    for number, draft in enumerate(drafts):
        keys = _Keys()
        yield from keys.problems_in(draft.sections, ("strategy", "drafts", number, "sections"), depth=1)


class _Keys:
    """Section keys and passage keys of one draft; each is unique among its own."""

    def __init__(self) -> None:
        self.sections: set[str] = set()
        self.passages: set[str] = set()

    def problems_in(self, sections: Sequence[SectionShape], path: FieldPath, *, depth: int) -> Iterator[Found]:
        for number, section in enumerate(sections):
            here = (*path, number)
            if depth > DEEPEST_SECTION:
                yield here, _("Avsnitten ligger i för många nivåer.")
                return
            yield from self._once(section.key, self.sections, here)
            for position, passage in enumerate(section.passages):
                yield from self._once(passage.key, self.passages, (*here, "passages", position))
            yield from self.problems_in(section.sections, (*here, "sections"), depth=depth + 1)

    def _once(self, key: str, seen: set[str], path: FieldPath) -> Iterator[Found]:
        if key in seen:
            yield (*path, "key"), _("Nyckeln %(key)s används redan i utkastet.") % {"key": key}
        seen.add(key)


def keys_of(draft: DraftShape) -> _Keys:
    keys = _Keys()
    list(keys.problems_in(draft.sections, (), depth=1))
    return keys


def _dialogue(content: Content) -> Iterator[Found]:
    dialogue = content.dialogue
    if dialogue.slug in RESERVED_SLUGS:
        yield ("dialogue", "slug"), _("Adressen %(slug)s används av webbplatsen själv.") % {"slug": dialogue.slug}
    opens, closes = dialogue.contributions_open, dialogue.contributions_close
    if opens and closes and opens >= closes:
        yield ("dialogue", "contributions_close"), _("Sista tiden ska vara efter den första.")
    for number, phase in enumerate(content.phases):
        if phase.starts and phase.ends and phase.ends < phase.starts:
            yield ("phases", number, "ends"), _("Sista dagen ska vara efter den första.")
    yield from only_once([day.slug for day in content.days], ("days",), "slug")
    slugs = {day.slug for day in content.days}
    for number, document in enumerate(content.documents):
        if document.day is not None and document.day not in slugs:
            yield ("documents", number, "day"), _("Dagen %(slug)s finns inte i filen.") % {"slug": document.day}


def _day(day: DayShape, path: FieldPath) -> Iterator[Found]:
    if day.ends <= day.starts:
        yield (*path, "ends"), _("Dagen ska sluta efter att den har börjat.")
    if day.status == DayStatus.MOVED and day.moved_from is None:
        yield (*path, "moved_from"), _("En flyttad dag ska säga när den skulle ha börjat.")
    for number, (starts, ends) in enumerate(programme_times(day)):
        if ends <= starts:
            yield (*path, "programme", number), _("Programpunkten ska sluta efter att den har börjat.")
    if day.broadcast is not None and day.broadcast.kind == SourceKind.FILE:
        yield (*path, "broadcast", "kind"), _("En sändning kan inte vara en fil.")
    if day.broadcast is not None and bool(day.broadcast.second_label) != bool(day.broadcast.second_address):
        yield (*path, "broadcast", "second_address"), _("Skriv både namn och adress, eller ingetdera.")
    for number, recording in enumerate(day.recordings):
        yield from _recording(recording, (*path, "recordings", number))
    for number, note in enumerate(day.graphic_notes):
        yield from _graphic_note(note, (*path, "graphic_notes", number))


def programme_times(day: DayShape) -> list[tuple[datetime, datetime]]:
    """When each point of the programme starts and ends; a point without an end lasts until the next one starts."""
    starts = [_at(day, point.starts) for point in day.programme]
    following = [*starts[1:], day.ends]
    return [
        (starts[number], _at(day, point.ends) if point.ends is not None else following[number])
        for number, point in enumerate(day.programme)
    ]


def _at(day: DayShape, moment: time | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(day.starts.astimezone(STOCKHOLM).date(), moment, tzinfo=STOCKHOLM)


def _recording(recording: RecordingShape, path: FieldPath) -> Iterator[Found]:
    if recording.kind == SourceKind.FILE and recording.file is None:
        yield (*path, "file"), _("En inspelning av slaget file ska ha en fil.")
    if recording.kind != SourceKind.FILE and recording.address is None:
        yield (*path, "address"), _("Inspelningen ska ha en adress.")
    excused = recording.captions_missing_reason and recording.captions_due
    read_through = any(not captions.automatic for captions in recording.captions)
    elsewhere = recording.captioned_elsewhere and recording.kind != SourceKind.FILE
    if recording.published and not (read_through or elsewhere or excused):
        message = _("En inspelning visas inte utan textning, om ingen säger varför och när den kommer.")
        yield (*path, "published"), message
    yield from only_once([captions.language for captions in recording.captions], (*path, "captions"), "language")
    yield from only_once([str(chapter.at) for chapter in recording.chapters], (*path, "chapters"), "at")


def _graphic_note(note: GraphicNoteShape, path: FieldPath) -> Iterator[Found]:
    if note.published and not (note.alternative and note.description):
        yield (
            (*path, "published"),
            _("En grafisk anteckning visas inte utan en kort beskrivning och hela bilden i ord."),
        )
    for number, spot in enumerate(note.hotspots):
        if spot.x + spot.width > 100.001 or spot.y + spot.height > 100.001:
            yield (*path, "hotspots", number), _("Området går utanför bilden.")


@dataclass
class _Known:
    """What contributions may point to."""

    drafts: dict[str, _Keys]
    days: set[str]
    replies: set[str]
    themes: set[str]


def _said(content: Content) -> Iterator[Found]:
    known = _Known(
        drafts={draft.number: keys_of(draft) for draft in (content.strategy.drafts if content.strategy else [])},
        days={day.slug for day in content.days},
        replies={reply.name for reply in content.replies},
        themes={theme.slug for theme in content.themes},
    )
    yield from only_once([theme.slug for theme in content.themes], ("themes",), "slug")
    yield from only_once([theme.name for theme in content.themes], ("themes",), "name")
    yield from only_once([reply.name for reply in content.standard_replies], ("standard_replies",), "name")
    yield from only_once([reply.name for reply in content.replies], ("replies",), "name")
    for number, reply in enumerate(content.replies):
        yield from _reply(reply, ("replies", number))
    for number, submission in enumerate(content.submissions):
        yield from _submission(submission, ("submissions", number), known)


def _reply(reply: ReplyShape, path: FieldPath) -> Iterator[Found]:
    if not reply.published:
        return
    if not reply.text:
        yield (*path, "text"), _("Ett publicerat svar ska ha text.")
    if reply.outcome is None:
        yield (*path, "outcome"), _("Ett publicerat svar ska ha ett utfall.")
    elif reply.outcome in {Outcome.NOT_ACCEPTED, Outcome.PARTLY} and not reply.reason:
        yield (*path, "reason"), _("Utfallet %(outcome)s ska ha en motivering.") % {"outcome": reply.outcome.value}
    elif reply.outcome == Outcome.OUT_OF_SCOPE and not reply.forwarded_to:
        yield (*path, "forwarded_to"), _("Skriv till vem synpunkten har skickats vidare.")


def _submission(submission: SubmissionShape, path: FieldPath, known: _Known) -> Iterator[Found]:
    for number, contribution in enumerate(submission.contributions):
        here = (*path, "contributions", number)
        yield from _about(contribution, here, known)
        if contribution.reply is not None and contribution.reply not in known.replies:
            yield (*here, "reply"), _("Svaret %(name)s finns inte i filen.") % {"name": contribution.reply}
        for place, slug in enumerate(contribution.themes):
            if slug not in known.themes:
                yield (*here, "themes", place), _("Temat %(slug)s finns inte i filen.") % {"slug": slug}
        for place, verdict in enumerate(contribution.verdicts):
            if verdict.draft is not None and verdict.draft not in known.drafts:
                message = _("Utkast %(number)s finns inte i filen.") % {"number": verdict.draft}
                yield (*here, "verdicts", place, "draft"), message
        yield from _taken(contribution, submission, here)


def _taken(contribution: ContributionShape, submission: SubmissionShape, path: FieldPath) -> Iterator[Found]:
    taken = contribution.taken
    if taken is None:
        return
    if taken.attachment is not None and taken.attachment > len(submission.attachments):
        yield (*path, "taken", "attachment"), _("Bidraget har inte så många bilagor.")
    if (taken.start is None) != (taken.end is None):
        yield (*path, "taken"), _("Skriv både var stället börjar och var det slutar: start och end.")
    elif taken.start is not None and taken.end is not None:
        if taken.start >= taken.end:
            yield (*path, "taken", "end"), _("Slutet ska stå efter början.")
        elif taken.attachment is None and taken.end > len(submission.text):
            yield (*path, "taken", "end"), _("Så lång är inte texten.")


def _about(contribution: ContributionShape, path: FieldPath, known: _Known) -> Iterator[Found]:
    named = [name for name in ("section", "passage", "day") if getattr(contribution, name) is not None]
    if len(named) > 1:
        yield (*path, named[1]), _("En synpunkt gäller en sak: ett avsnitt, ett stycke eller en dag.")
    if contribution.day is not None and contribution.day not in known.days:
        yield (*path, "day"), _("Dagen %(slug)s finns inte i filen.") % {"slug": contribution.day}
    if contribution.section is None and contribution.passage is None:
        return
    if contribution.draft is None:
        yield path, _("Skriv också vilket utkast synpunkten gäller: draft.")
    elif (keys := known.drafts.get(contribution.draft)) is None:
        yield (*path, "draft"), _("Utkast %(number)s finns inte i filen.") % {"number": contribution.draft}
    elif contribution.section is not None and contribution.section not in keys.sections:
        yield (*path, "section"), _("Avsnittet %(key)s finns inte i utkastet.") % {"key": contribution.section}
    elif contribution.passage is not None and contribution.passage not in keys.passages:
        yield (*path, "passage"), _("Stycket %(key)s finns inte i utkastet.") % {"key": contribution.passage}
