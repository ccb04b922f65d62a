"""The day as it became: what happened when, what was asked and answered, what the polls came to, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from fardplan.dialogue.models import Day
from fardplan.live.chapters import without_mistakes
from fardplan.live.choices import HappeningKind
from fardplan.live.models import CaptionLine, Happening, Poll, Stage
from fardplan.live.queries.captions import languages_of
from fardplan.live.queries.polls import polls_shown
from fardplan.live.queries.questions import Meter, Shown, meter_of, shown_questions
from fardplan.live.queries.tallies import Result, result_of, tallies_kept
from fardplan.live.question_rules import QuestionState, is_hidden
from fardplan.live.rules import is_over

# What everybody may read of what happened. What was shown on the projector, and what was taken back, is not among it.
TOLD = [
    HappeningKind.BEGAN,
    HappeningKind.CUE,
    HappeningKind.STOPPED,
    HappeningKind.RESUMED,
    HappeningKind.MESSAGE,
    HappeningKind.QUESTION,
    HappeningKind.POLL_OPENED,
    HappeningKind.ENDED,
]
MOST_POLLS = 200


@dataclass(frozen=True)
class Point:
    """Something that happened. `second`: how far into the broadcast; None before it began."""

    happening: Happening
    second: int | None


@dataclass(frozen=True)
class Summary:
    """What the day's own page says of the record."""

    stage: Stage
    meter: Meter
    polls: int
    has_text: bool

    @property
    def is_empty(self) -> bool:
        return not (self.meter.asked or self.polls or self.has_text)


@dataclass(frozen=True)
class Record:
    """All of it. The questions in the order they were answered; those that wait by support. `languages`: those of the
    text, none while captions are off."""

    stage: Stage
    course: Sequence[Point]
    aloud: Sequence[Shown]
    in_writing: Sequence[Shown]
    waiting: Sequence[Shown]
    meter: Meter
    polls: Sequence[Result]
    languages: Sequence[str]


def summary_of(day: Day, *, now: datetime) -> Summary | None:
    """None while the day goes on, and when it had no stage. Two queries, none for a day of `with_situation` that had no
    stage."""
    if getattr(day, "live_situation", "") is None:
        return None
    polls = Poll.objects.filter(stage=OuterRef("pk"), opened_at__lte=now).order_by()
    text = CaptionLine.objects.filter(stage=OuterRef("pk"), shown_at__lte=now).exclude(text="")
    counted = Coalesce(Subquery(polls.values("stage").annotate(n=Count("pk")).values("n")), 0)
    stages = Stage.objects.filter(day=day, is_rehearsal=False).annotate(polls_opened=counted, has_text=Exists(text))
    stage = stages.first()
    if stage is None:
        return None
    stage.day = day
    if not is_over(stage, now=now):
        return None
    return Summary(stage, meter_of(stage), stage.polls_opened, stage.has_captions and stage.has_text)


def record_of(stage: Stage, *, now: datetime) -> Record:
    """The same number of queries however much was said; results of closed polls are kept."""
    asked = shown_questions(stage, now=now, order="stod")
    aloud = [one for one in asked.answered if one.state is QuestionState.ANSWERED_ALOUD]
    written = [one for one in asked.answered if one.state is not QuestionState.ANSWERED_ALOUD]
    _open, closed = polls_shown(stage, now=now, most=MOST_POLLS)
    polls = sorted([*_open, *closed], key=lambda poll: (poll.opened_at or now, poll.pk))
    tallies = tallies_kept(polls)
    return Record(
        stage=stage,
        course=course_of(stage, now=now),
        aloud=sorted(aloud, key=lambda one: one.question.answered_at or now),
        in_writing=written,
        waiting=asked.open,
        meter=meter_of(stage),
        polls=[result_of(poll, list(poll.options.all()), tallies[poll.pk]) for poll in polls],
        languages=languages_of(stage) if stage.has_captions else [],
    )


def course_of(stage: Stage, *, now: datetime) -> list[Point]:
    """What happened, in order, without mistakes that were taken back and questions that are hidden. One query."""
    kinds = [*TOLD, HappeningKind.BACK]
    rows = Happening.objects.filter(stage=stage, kind__in=kinds, at__lte=now).order_by("at", "id")
    told = without_mistakes(rows.select_related("cue", "question__contribution", "poll"))
    return [Point(row, _second(stage, row.at)) for row in told if row.question is None or not is_hidden(row.question)]


def _second(stage: Stage, at: datetime) -> int | None:
    if stage.began_at is None or at < stage.began_at:
        return None
    return int((at - stage.began_at).total_seconds())
