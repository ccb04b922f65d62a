"""What happened on a stage becomes the chapters of its recording. Pure: rows in, chapters out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from fardplan.live.choices import HappeningKind
from fardplan.live.models import Happening
from fardplan.live.question_rules import is_hidden

LONGEST_TITLE = 200
_OF_QUESTIONS = frozenset({HappeningKind.QUESTION, HappeningKind.SHOWN})


@dataclass(frozen=True)
class Suggested:
    """A chapter of the recording: where it begins, in whole seconds, and what it is called."""

    seconds: int
    title: str


def suggested_chapters(happenings: Iterable[Happening], *, begins_at: datetime, lasts: int = 0) -> list[Suggested]:
    """Chapters for a recording whose first second was `begins_at`, in order; the later of two in the same second.

    A cue that was begun by mistake and taken back is none; a question is one from when it came on stage, if it was
    answered or shown and is not hidden. What began before the recording did is its first second; what lies behind its
    end (`lasts` seconds, 0: not known) is left out.
    """
    found: dict[int, Suggested] = {}
    for at, title in sorted(_cues_and_questions(list(happenings)), key=lambda each: each[0]):
        seconds = max(0, int((at.astimezone(UTC) - begins_at.astimezone(UTC)) / timedelta(seconds=1)))
        if not lasts or seconds < lasts:
            found[seconds] = Suggested(seconds, title[:LONGEST_TITLE])
    return list(found.values())


def without_mistakes(happenings: Iterable[Happening]) -> list[Happening]:
    """What happened, without the cues that were begun by mistake and without the taking back of them.

    Before the first cue the broadcast has not begun: its beginning is then a mistake too.
    """
    found: list[Happening] = []
    for happening in happenings:
        if happening.kind != HappeningKind.BACK:
            found.append(happening)
            continue
        begun = [each for each in found if each.kind == HappeningKind.CUE]
        if begun and begun[-1].cue_id != happening.cue_id:
            found.remove(begun[-1])
            if len(begun) == 1:
                found = [each for each in found if each.kind != HappeningKind.BEGAN]
    return found


def _cues_and_questions(happenings: list[Happening]) -> list[tuple[datetime, str]]:
    found: list[tuple[datetime, str]] = []
    questions: dict[int, tuple[datetime, str]] = {}
    for happening in without_mistakes(happenings):
        if happening.kind == HappeningKind.CUE:
            found.append((happening.at, happening.title))
        elif happening.kind in _OF_QUESTIONS and happening.question is not None:
            asked = happening.question
            if not is_hidden(asked) and asked.merged_into_id is None:
                began = min(happening.at, asked.on_stage_at or happening.at)
                earlier = questions.get(asked.pk, (began, ""))[0]
                title = _("Fråga: %(question)s") % {"question": asked.text}
                questions[asked.pk] = (min(began, earlier), title)
    return found + list(questions.values())
