"""The sheet of a room as a page: what it shows, and what an ordinary form with all of it becomes.

Every line carries what it showed (`var-12`) and its revision, so that only what was changed is written, each line on
its own. What somebody else has written meanwhile in the same line is shown beside what was sent; nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from fardplan.base import text
from fardplan.base.editing import ChangedMeanwhile, fingerprint
from fardplan.base.errors import DomainError
from fardplan.base.text import whole_number
from fardplan.organisation.models import Organisation
from fardplan.rooms import actions
from fardplan.rooms.kindly import hint, looks_like_names, looks_personal
from fardplan.rooms.models import RoomNote, RoomPoint, RoomQuestion, RoomRemark
from fardplan.rooms.queries import Sheet, Standing, sheet_of, standing_of

MOST_NEW = 100  # lines in one field of new ones


@dataclass
class Trouble:
    """Why a line could not be saved: somebody else's words in it, or what is wrong with it. `mine` is what was sent."""

    mine: str
    theirs: str | None = None
    words: str = ""


@dataclass
class Outcome:
    """What became of a form: trouble by line (0 is who is in the room), and new lines that were refused by question."""

    lines: dict[int, Trouble] = field(default_factory=dict)
    new: dict[int, Trouble] = field(default_factory=dict)
    wrote: int = 0

    @property
    def status(self) -> int:
        if any(each.theirs is not None for each in self.lines.values()):
            return 409
        return 422 if self.lines or self.new else 200

    @property
    def is_fine(self) -> bool:
        return not self.lines and not self.new


@dataclass(frozen=True)
class Line:
    """One line of the page."""

    point: RoomPoint
    text: str
    was: str
    trouble: Trouble | None
    hint: str
    remarks: list[RoomRemark]


@dataclass(frozen=True)
class Block:
    """A question with its lines and the field for new ones."""

    id: int
    question: RoomQuestion | None
    lines: list[Line]
    trouble: Trouble | None

    @property
    def new_text(self) -> str:
        return self.trouble.mine if self.trouble is not None else ""


@dataclass(frozen=True)
class Page:
    """All the page shows of a sheet."""

    note: RoomNote
    sheet: Sheet
    standing: Standing
    blocks: list[Block]
    who: str
    who_was: str
    who_hint: str
    who_trouble: Trouble | None


def functions_of(note: RoomNote) -> list[str]:
    """Addresses, numbers and names that are no person's: the organiser's own, and the places of the dialogue."""
    dialogue = note.day.dialogue
    found = [dialogue.contact_email, dialogue.contact_phone, note.day.place, note.title, *dialogue.municipalities]
    organisation = Organisation.objects.first()
    if organisation is not None:
        found += [organisation.name, organisation.email, organisation.phone]
    return [each for each in found if each]


def page_of(note: RoomNote, outcome: Outcome | None = None) -> Page:
    outcome = outcome or Outcome()
    sheet, standing, official = sheet_of(note), standing_of(note), functions_of(note)

    def line(point: RoomPoint) -> Line:
        trouble = outcome.lines.get(point.pk)
        words = trouble.mine if trouble is not None else point.text
        found = hint(looks_personal(words, official=official))
        return Line(point, words, fingerprint(point.text), trouble, found, standing.about(point.pk))

    who_trouble = outcome.lines.get(0)
    who = who_trouble.mine if who_trouble is not None else note.who
    return Page(
        note=note,
        sheet=sheet,
        standing=standing,
        blocks=[
            Block(each.id, each.question, [line(point) for point in each.points], outcome.new.get(each.id))
            for each in sheet.asked
        ],
        who=who,
        who_was=fingerprint(note.who),
        who_hint=hint(looks_like_names(who, official=official)),
        who_trouble=who_trouble,
    )


def save_form(note: RoomNote, data: Mapping[str, str], *, now: datetime) -> Outcome:
    """Write everything that was changed in the form. A line emptied is taken away; it can be put back."""
    outcome = Outcome()
    _save_who(note, data, outcome, now=now)
    both = data.get("gor", "").partition(":")
    for point in sheet_of(note).points:
        if f"punkt-{point.pk}" not in data:
            continue
        words = text.clean_line(data[f"punkt-{point.pk}"])
        if fingerprint(words) == data.get(f"var-{point.pk}"):
            continue
        if both[0] == "bada" and both[2] == str(point.pk):
            _add(note, words, point.question_id, key=f"{data.get('blad', '')}-{point.pk}", now=now, outcome=outcome)
            continue
        _save_line(note, point, words, revision=whole_number(data.get(f"rev-{point.pk}")), now=now, outcome=outcome)
    for block in sheet_of(note).asked:
        _add_lines(note, block.question, data, outcome, now=now)
    return outcome


def _save_who(note: RoomNote, data: Mapping[str, str], outcome: Outcome, *, now: datetime) -> None:
    if "vilka" not in data:
        return
    who = text.clean_line(data["vilka"])
    if fingerprint(who) == data.get("var-vilka"):
        return
    try:
        actions.say_who(note=note, who=who, revision=whole_number(data.get("rev-vilka")), now=now)
        outcome.wrote += 1
    except ChangedMeanwhile as error:
        outcome.lines[0] = Trouble(who, theirs=error.theirs.who)
    except DomainError as error:
        _refused(error)
        outcome.lines[0] = Trouble(who, words=str(error.message))


def _save_line(note: RoomNote, point: RoomPoint, words: str, *, revision: int, now: datetime, outcome: Outcome) -> None:
    try:
        if not words:
            actions.take_away(note=note, point_id=point.pk, now=now)
        else:
            actions.save_point(note=note, point_id=point.pk, text=words, revision=revision, now=now)
        outcome.wrote += 1
    except ChangedMeanwhile as error:
        outcome.lines[point.pk] = Trouble(words, theirs=error.theirs.text)
    except DomainError as error:
        _refused(error)
        outcome.lines[point.pk] = Trouble(words, words=str(error.message))


def _add_lines(
    note: RoomNote, question: RoomQuestion | None, data: Mapping[str, str], outcome: Outcome, *, now: datetime
) -> None:
    """One line of the field is one point. Those that are refused stay in the field."""
    number = question.pk if question is not None else 0
    wanted = [text.clean_line(each) for each in text.clean(data.get(f"ny-{number}", "")).split("\n")]
    sheet_key = data.get("blad", "")[:22]
    for place, words in enumerate([each for each in wanted if each][:MOST_NEW]):
        key = f"{sheet_key}-{number}-{place}" if sheet_key else ""
        _add(note, words, question.pk if question is not None else None, key=key, now=now, outcome=outcome)


def _add(note: RoomNote, words: str, question_id: int | None, *, key: str, now: datetime, outcome: Outcome) -> None:
    try:
        actions.save_point(note=note, text=words, question_id=question_id, key=key[:40], writer=key[:22], now=now)
        outcome.wrote += 1
    except DomainError as error:
        _refused(error)
        before = outcome.new.get(question_id or 0)
        kept = f"{before.mine}\n{words}" if before is not None else words
        outcome.new[question_id or 0] = Trouble(kept, words=str(error.message))


def _refused(error: DomainError) -> None:
    """What is wrong with one line is shown at it; what is wrong with the whole becomes a page."""
    if error.status != 422:
        raise error


def saved_at(now: datetime, clock_time: str) -> str:
    """Sparat kl. 14.32."""
    return _("Sparat kl. %(time)s.") % {"time": clock_time}
