"""A section's passages as they are written: shown, saved one by one, and what to do when somebody else was first.

The whole page is one form, so that nothing written is lost without JavaScript whichever button is pressed; with it,
each passage is sent by itself through the same forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict

from fardplan.analysis.redline import Piece, redline
from fardplan.base.audit import Actor
from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.text import whole_number
from fardplan.strategy import actions
from fardplan.strategy.forms import WORDS, PassageForm
from fardplan.strategy.models import Passage, Section

THEIRS = "deras"
MOST_NEW = 20


@dataclass(frozen=True)
class Contest:
    """Two people wrote in the same passage: what the other saved, and how this one's words differ from it."""

    theirs: Passage
    pieces: tuple[Piece, ...]
    heads_differ: bool


@dataclass
class Line:
    """A passage on the page; `passage` is None for one that is not saved yet."""

    form: PassageForm
    passage: Passage | None = None
    contest: Contest | None = None
    gone: bool = False
    previous: Passage | None = None
    next: Passage | None = None


@dataclass
class Page:
    """All passages of a section as they shall be shown, and what stood in the way of saving."""

    lines: list[Line] = field(default_factory=list)
    order: int = 0
    saved: list[Passage] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The id of the passage that stands last; 0 in an empty section."""
        return next((line.passage.pk for line in reversed(self.lines) if line.passage is not None), 0)

    @property
    def new_lines(self) -> int:
        return sum(line.passage is None for line in self.lines)

    @property
    def errors(self) -> list[Line]:
        return [line for line in self.lines if line.form.is_bound and line.form.errors]

    @property
    def contests(self) -> list[Line]:
        return [line for line in self.lines if line.contest or line.gone]


def prefix_of(passage: Passage) -> str:
    return f"stycke-{passage.pk}"


def shown(section: Section, *, new_after: int | None = None, instead: Mapping[int, Line] | None = None) -> Page:
    """The section as it is stored. `new_after` opens an empty field after that passage (0: first); `instead` gives
    passages whose lines are shown as somebody wrote them."""
    stored = list(section.passages.order_by("position", "id"))
    page = Page(order=section.revision)
    if new_after == 0 or not stored:
        page.lines.append(_blank(page, 0))
    for place, passage in enumerate(stored):
        line = (instead or {}).get(passage.pk) or Line(
            PassageForm(prefix=prefix_of(passage), initial=PassageForm.initial_of(passage)), passage
        )
        line.previous = stored[place - 1] if place else None
        line.next = stored[place + 1] if place + 1 < len(stored) else None
        page.lines.append(line)
        if passage.pk == new_after:
            page.lines.append(_blank(page, passage.pk))
    return page


def _blank(page: Page, after: int) -> Line:
    return Line(PassageForm(prefix=f"ny-{page.new_lines}", initial={"after": after}))


def contest_of(passage: Passage, written: Mapping[str, Any], theirs: Passage) -> Line:
    """The line again with what this person wrote, ready to be saved over what the other saved, if they choose that."""
    initial = {**PassageForm.initial_of(theirs), **{name: written[name] for name in WORDS}}
    heads = any(written[name] != getattr(theirs, name) for name in ("code", "heading"))
    contest = Contest(theirs, redline(theirs.text, written["text"]), heads)
    return Line(PassageForm(prefix=prefix_of(passage), initial=initial), theirs, contest)


def save(section: Section, data: QueryDict, *, by: Actor, now: datetime) -> Page:
    """Save what was written on the page, each passage by itself, and give back what could not be saved among the rest.

    With errors in any field nothing is saved, and every line is as it was written.
    """
    ids = [pk for value in data.getlist("stycke[]") if (pk := whole_number(value))]
    passages = Passage.objects.select_related("draft__strategy", "section").in_bulk(ids)
    mine = {pk: each for pk, each in passages.items() if each.draft_id == section.draft_id}
    lines = [Line(PassageForm(data, prefix=f"stycke-{pk}"), mine.get(pk)) for pk in ids]
    fresh = [line for line in _new_lines(data) if not line.form.is_empty]
    wrong = [line for line in (*lines, *fresh) if not line.form.is_valid() and not _settled(line, data)]
    if wrong:
        return Page(lines=[*lines, *fresh], order=section.revision)
    done = Page(order=section.revision)
    kept: dict[int, Line] = {}
    lost = [line for line in lines if line.passage is None and line.form.is_written_in]
    for line in lines:
        if line.passage is not None and not _settled(line, data) and line.form.is_written_in:
            _save_line(line, done, kept, lost, by=by, now=now)
    done.saved += [add(section, line.form, by=by, now=now) for line in fresh]
    page = shown(Section.objects.get(pk=section.pk), instead=kept)
    page.saved = done.saved
    page.lines += [_lost_line(line.form.words, place) for place, line in enumerate(lost, start=page.new_lines)]
    return page


def as_written(section: Section, data: QueryDict) -> Page:
    """The page as it was sent, when nothing of it can be saved."""
    ids = [pk for value in data.getlist("stycke[]") if (pk := whole_number(value))]
    there = Passage.objects.filter(draft=section.draft_id).in_bulk(ids)
    lines = [Line(PassageForm(data, prefix=f"stycke-{pk}"), there.get(pk)) for pk in ids]
    return Page(lines=[*lines, *_new_lines(data)], order=section.revision)


def _new_lines(data: QueryDict) -> list[Line]:
    return [Line(PassageForm(data, prefix=f"ny-{place}")) for place in range(MOST_NEW) if f"ny-{place}-text" in data]


def _settled(line: Line, data: QueryDict) -> bool:
    """Whether this person chose, after a conflict, to let the other's words stand."""
    return data.get(line.form.add_prefix("val")) == THEIRS


def _save_line(line: Line, done: Page, kept: dict[int, Line], lost: list[Line], *, by: Actor, now: datetime) -> None:
    passage, words = line.passage, line.form.words
    if passage is None:
        return
    try:
        done.saved.append(save_passage(passage, line.form, by=by, now=now))
    except ChangedMeanwhile as error:
        kept[passage.pk] = contest_of(passage, words, error.theirs)
    except actions.Gone:
        lost.append(line)


def save_passage(passage: Passage, form: PassageForm, *, by: Actor, now: datetime) -> Passage:
    """Save one passage over the revision its form saw."""
    revision = form.cleaned_data["revision"]
    return actions.change_passage(
        passage=passage, changes=form.words, revision=-1 if revision is None else revision, by=by, now=now
    )


def add(section: Section, form: PassageForm, *, by: Actor, now: datetime) -> Passage:
    """Save a new passage after the one its form names: 0 is first in the section, one that has gone is last."""
    after = form.cleaned_data["after"]
    there = section.passages.filter(pk=after).first() if after else None
    last = section.passages.order_by("-position", "-id").first()
    return actions.add_passage(
        section=section, after=None if after == 0 else there or last, values=form.words, by=by, now=now
    )


def _lost_line(words: Mapping[str, Any], place: int) -> Line:
    """Words whose passage somebody took away: saved again, they become a new passage."""
    return Line(PassageForm(prefix=f"ny-{place}", initial={**words, "after": -1}), gone=True)


@dataclass(frozen=True)
class Button:
    """Which button beside a passage was pressed, and what the page showed when it was."""

    does: str
    passage: Passage
    order: int
    revisions: Mapping[int, int]


def revisions_seen(data: QueryDict, saved: Sequence[Passage]) -> dict[int, int]:
    """The revision of each passage the page showed, or the one that was saved from it just now."""
    seen = {}
    for value in data.getlist("stycke[]"):
        revision = whole_number(data.get(f"stycke-{value}-revision"), -1)
        if revision >= 0:
            seen[whole_number(value)] = revision
    return seen | {passage.pk: passage.revision for passage in saved}


def press(button: Button, *, by: Actor, now: datetime) -> dict[str, Any] | None:
    """Do what a button asks for: move the passage, join it with the one after or before, take it away.

    Returns what `remove_passage` returned, otherwise None. Raises Conflict when the page showed something old.
    """
    passage, order = button.passage, button.order
    if button.does in {"upp", "ner"}:
        actions.move_passage(passage=passage, up=button.does == "upp", order=order, by=by, now=now)
    elif button.does == "bort":
        return actions.remove_passage(passage=passage, order=order, by=by, now=now)
    elif button.does in {"ihop", "ihop-upp"}:
        first, second = _pair(button)
        seen = (button.revisions.get(first.pk, -1), button.revisions.get(second.pk, -1))
        actions.merge_passages(first=first, second=second, revisions=seen, by=by, now=now)
    return None


def _pair(button: Button) -> tuple[Passage, Passage]:
    """The passage and the one that stands next to it. Raises OrderChanged when the order is another than was shown."""
    beside = list(
        Passage.objects.select_related("section").filter(section=button.passage.section_id).order_by("position", "id")
    )
    place = next((place for place, each in enumerate(beside) if each.pk == button.passage.pk), -1)
    start = place if button.does == "ihop" else place - 1
    if place < 0 or not 0 <= start < len(beside) - 1 or beside[0].section.revision != button.order:
        raise actions.OrderChanged
    return beside[start], beside[start + 1]
