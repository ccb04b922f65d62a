"""The questions of a stage: for everybody, for the one who asked, and for those who keep them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.fair_order import Standing, fair_order
from fardplan.analysis.likeness import NEAR, similarity
from fardplan.base.errors import NotFound
from fardplan.base.workdays import working_days_after
from fardplan.live.models import Question, Stage, Upvote
from fardplan.live.question_rules import (
    ANSWERED,
    HIDDEN,
    QuestionState,
    answered_how,
    is_hidden,
    state_for_all,
    state_of,
    who_asked,
)

MOST_ON_A_PAGE = 30
ORDERS = {"": _("Rättvis ordning"), "stod": _("Flest stöd"), "nyast": _("Nyast")}
# The order rests between these moments, so that the list does not jump with every support that is given.
_RESTS = timedelta(seconds=15)
_TURN = timedelta(minutes=1)


def questions_of(stage: Stage) -> QuerySet[Question]:
    """Every question with what is needed to show it; the oldest first."""
    rows = Question.objects.filter(stage=stage)
    return rows.select_related("contribution__submission", "contribution__reply", "theme").order_by("asked_at", "pk")


def access_question(stage: Stage, question_id: int) -> Question:
    """One of the stage's questions, for the desk. Raises NotFound for another's."""
    found = questions_of(stage).filter(pk=question_id).first()
    if found is None:
        raise NotFound(_("Frågan finns inte."))
    found.stage = stage
    return found


def access_shown_question(stage: Stage, question_id: int) -> Question:
    """One that everybody sees, or that has been merged into such a one. Hidden and not yet read look like missing."""
    found = access_question(stage, question_id)
    if state_of(found) in {QuestionState.HIDDEN, QuestionState.WAITING}:
        raise NotFound(_("Frågan finns inte eller visas inte."))
    return found


def merged_on(stage: Stage) -> dict[int, int]:
    """The questions that stand under others: question → the one it was merged into."""
    merged = Question.objects.filter(stage=stage, merged_into__isnull=False)
    return {key: into for key, into in merged.values_list("pk", "merged_into") if into is not None}


def support_of(stage: Stage, *, before: datetime | None = None, merged: dict[int, int] | None = None) -> dict[int, int]:
    """How many want each question to be answered: question → distinct supporters, over those merged into it.

    A query that reads an index, one for `merged` unless it is known, and one more when anything is merged. Those
    without support are left out.
    """
    given = Upvote.objects.filter(question__stage=stage)
    if before is not None:
        given = given.filter(given_at__lt=before)
    counted = dict(given.order_by().values_list("question").annotate(Count("pk")))
    merged = merged_on(stage) if merged is None else merged
    return _over_groups(stage, counted, merged, before=before)


def rested(now: datetime) -> datetime:
    """The moment the order was last made: quarter minutes, the same in every process."""
    return now - timedelta(seconds=now.second % _RESTS.seconds, microseconds=now.microsecond)


def in_fair_order(questions: list[Question], support: dict[int, int], *, now: datetime) -> list[int]:
    """The ids as they are shown: `analysis.fair_order`, whose turn passes on each minute.

    `support` is what had been given by `rested(now)`. What a question can have got is what has been given to all since
    it was shown.
    """
    given = sum(support.values())
    standings = [
        Standing(
            key=question.pk,
            support=support.get(question.pk, 0),
            chances=max(given - question.support_before, support.get(question.pk, 0), 0),
        )
        for question in questions
    ]
    return fair_order(standings, turn=int(now.timestamp()) // int(_TURN.total_seconds()), places=MOST_ON_A_PAGE)


@dataclass(frozen=True)
class Shown:
    """A question as everybody sees it."""

    question: Question
    support: int
    also: int = 0
    is_mine: bool = False
    has_my_support: bool = False

    @property
    def state(self) -> QuestionState:
        return state_of(self.question)

    @property
    def is_answered(self) -> bool:
        return bool(answered_how(self.question))

    @property
    def state_for_all(self) -> QuestionState:
        return state_for_all(self.question)

    @property
    def who(self) -> str:
        return who_asked(self.question)


@dataclass(frozen=True)
class Meter:
    """How far the answering has come. `due_on`: when the rest are answered, promised when the stage ended."""

    asked: int
    answered: int
    due_on: date | None

    @property
    def left(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True)
class Asked:
    """What everybody sees of the questions: those that wait for an answer in their order, and the answered ones."""

    open: list[Shown]
    answered: list[Shown]
    meter: Meter

    @property
    def total(self) -> int:
        return len(self.open) + len(self.answered)


def shown_questions(stage: Stage, *, now: datetime, order: str = "", asker: str = "", supporter: str = "") -> Asked:
    """`order` is one of ORDERS; `asker` and `supporter` are a browser's pseudonyms, for what is its own.

    One query; one more for each when questions have been merged and for what a browser supports.
    """
    rows = _counted(stage, now=now)
    for row in rows:
        row.stage = stage
    merged = {row.pk: row.merged_into_id for row in rows if row.merged_into_id is not None}
    support = _over_groups(stage, {row.pk: row.given for row in rows}, merged)
    also = Counter(merged.values())
    mine = supported_by(stage, supporter) if supporter else frozenset()
    on_show = {
        row.pk: Shown(
            question=row,
            support=support.get(row.pk, 0),
            also=also[row.pk],
            is_mine=bool(asker) and row.asker == asker,
            has_my_support=row.pk in mine,
        )
        for row in rows
        if row.shown_at is not None and row.shown_at <= now and row.merged_into_id is None and not is_hidden(row)
    }
    answered = [one for one in on_show.values() if one.is_answered]
    answered.sort(key=lambda one: answered_when(one.question), reverse=True)
    waiting = [one.question for one in on_show.values() if not one.is_answered]
    if order == "nyast":
        keys = [row.pk for row in reversed(waiting)]
    elif order == "stod":
        keys = sorted((row.pk for row in waiting), key=lambda key: (-support.get(key, 0), key))
    else:
        before = {row.pk: row.given_before for row in rows}
        keys = in_fair_order(waiting, _over_groups(stage, before, merged, before=rested(now)), now=now)
    return Asked(open=[on_show[key] for key in keys], answered=answered, meter=_meter(stage, rows))


def _counted(stage: Stage, *, now: datetime) -> list[Any]:
    """All questions, each with the support `given` to it alone and what was `given_before` the order was last made."""
    given = Upvote.objects.filter(question=OuterRef("pk")).order_by().values("question")
    before = given.filter(given_at__lt=rested(now))
    counted = {
        name: Coalesce(Subquery(votes.annotate(count=Count("pk")).values("count")), 0)
        for name, votes in {"given": given, "given_before": before}.items()
    }
    return list(questions_of(stage).annotate(**counted))


def _over_groups(
    stage: Stage, alone: dict[int, int], merged: dict[int, int], *, before: datetime | None = None
) -> dict[int, int]:
    """What was given to each alone, but for questions that stand for others: distinct supporters of all of them."""
    if not merged:
        return alone
    group = {*merged, *merged.values()}
    votes = Upvote.objects.filter(question__in=group)
    if before is not None:
        votes = votes.filter(given_at__lt=before)
    head = Coalesce("question__merged_into", "question")
    together = votes.order_by().annotate(head=head).values_list("head")
    apart = {key: count for key, count in alone.items() if key not in group}
    return apart | dict(together.annotate(Count("supporter", distinct=True)))


def _meter(stage: Stage, rows: list[Question]) -> Meter:
    """As `meter_of`, of questions that have been read."""
    by_id = {row.pk: row for row in rows}
    counted = [
        row for row in rows if not is_hidden(row) and (row.shown_at is not None or row.merged_into_id is not None)
    ]
    heads = [by_id.get(row.merged_into_id or row.pk, row) for row in counted]
    answered = sum(bool(answered_how(row) or answered_how(head)) for row, head in zip(counted, heads, strict=True))
    return Meter(asked=len(counted), answered=answered, due_on=stage.replies_due_on)


def answered_when(question: Question) -> datetime:
    """When it was answered; when it was asked, while it is not."""
    if question.answered_at is not None:
        return question.answered_at
    said = question.contribution
    reply = said.reply if said is not None else None
    return (reply.published_at if reply is not None else None) or question.asked_at


def supported_by(stage: Stage, supporter: str) -> frozenset[int]:
    """The questions a browser supports; one that was merged stands for the one it was merged into."""
    given = Upvote.objects.filter(question__stage=stage, supporter=supporter)
    return frozenset(given.annotate(head=Coalesce("question__merged_into", "question")).values_list("head", flat=True))


def asked_by(stage: Stage, asker: str) -> list[Question]:
    """What a browser has asked here, the latest first, with what it was merged into."""
    if not asker:
        return []
    rows = questions_of(stage).filter(asker=asker).select_related("merged_into__contribution__reply")
    return list(rows.order_by("-asked_at", "-pk"))


def meter_of(stage: Stage) -> Meter:
    """Of the questions everybody sees, those merged into others counted each for itself. One query."""
    counted = Question.objects.filter(~HIDDEN & (Q(shown_at__isnull=False) | Q(merged_into__isnull=False)), stage=stage)
    answered = ANSWERED | Q(merged_into__answered_at__isnull=False)
    answered |= Q(merged_into__contribution__reply__published_at__isnull=False)
    found = counted.aggregate(asked=Count("pk", distinct=True), answered=Count("pk", filter=answered, distinct=True))
    return Meter(asked=found["asked"], answered=found["answered"], due_on=stage.replies_due_on)


def promised_at_end(stage: Stage, *, now: datetime) -> date | None:
    """The last day for answers in writing to the questions that were not reached, when the stage ends now: so many
    working days on as the organiser has promised. None when all are answered, and in a rehearsal."""
    if stage.is_rehearsal or not meter_of(stage).left:
        return None
    return working_days_after(timezone.localdate(now), stage.reply_workdays)


@dataclass
class Desk:
    """The questions as those who keep them see them."""

    waiting: list[Shown] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    queued: list[Shown] = field(default_factory=list)
    on_stage: list[Shown] = field(default_factory=list)
    answered: list[Shown] = field(default_factory=list)
    hidden: list[Shown] = field(default_factory=list)
    merged: dict[int, list[Question]] = field(default_factory=dict)


def questions_at_desk(stage: Stage) -> Desk:
    """All of them: what waits longest first, what is shown by support, the queue as it stands, the last answered first.

    Three queries, one more when questions have been merged.
    """
    support = support_of(stage)
    desk = Desk()
    for row in questions_of(stage):
        row.stage = stage
        one = Shown(row, support.get(row.pk, 0))
        state = one.state
        if state is QuestionState.MERGED:
            desk.merged.setdefault(row.merged_into_id or 0, []).append(row)
        elif one.is_answered and state is not QuestionState.HIDDEN:
            desk.answered.append(one)
        else:
            getattr(desk, state.value).append(one)
    desk.shown.sort(key=lambda one: (-one.support, one.question.pk))
    desk.queued.sort(key=lambda one: (one.question.queue_position, one.question.pk))
    desk.answered.sort(key=lambda one: answered_when(one.question), reverse=True)
    return desk


def most_supported(stage: Stage, *, most: int = 10) -> list[Shown]:
    """The questions most people want answered and nobody has answered, for the politicians."""
    desk = questions_at_desk(stage)
    waiting = [*desk.on_stage, *desk.queued, *desk.shown]
    return sorted(waiting, key=lambda one: (-one.support, one.question.pk))[:most]


def alike_on_stage(question: Question, *, among: list[Question], most: int = 5) -> list[tuple[Question, float]]:
    """Those that say nearly the same (`analysis.likeness`), the most alike first, of those that could be merged."""
    close = [
        (other, similarity(question.text, other.text))
        for other in among
        if other.pk != question.pk and other.merged_into_id is None
    ]
    near = [each for each in close if each[1] >= NEAR]
    return sorted(near, key=lambda each: (-each[1], each[0].pk))[:most]
