"""The sheets of the rooms: for those who write them, for the desk, for the stage and for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.contributions.models import Channel, Contribution, Submission, Theme
from fardplan.contributions.queries import shown
from fardplan.dialogue.models import Day, Dialogue
from fardplan.media.models import ExternalRoom
from fardplan.rooms.models import RoomNote, RoomPoint, RoomQuestion, RoomRemark
from fardplan.rooms.rules import Stage, stage_of

_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


# --- for those who were in the room -----------------------------------------------------------------------------------


def access_sheet(key: str) -> RoomNote:
    """The sheet a host's link leads to."""
    return _with_key(host_key=key)


def access_check(key: str) -> RoomNote:
    """The sheet that those who were in the room are asked about."""
    return _with_key(check_key=key)


def _with_key(**key: str) -> RoomNote:
    notes = RoomNote.objects.select_related("day__dialogue", "submission")
    note = notes.filter(**key).first() if all(_KEY.fullmatch(each) for each in key.values()) else None
    if note is None:
        raise NotFound(
            _("Länken leder inte till något rum."),
            what_next=_(
                "Kontrollera att hela länken kom med, eller be arrangören om en ny. En gammal kan ha bytts ut."
            ),
        )
    return note


@dataclass(frozen=True)
class Asked:
    """One question of a sheet and the lines under it, in order. `question` None: nothing in particular was asked."""

    question: RoomQuestion | None
    points: list[RoomPoint]

    @property
    def id(self) -> int:
        """0 for nothing in particular."""
        return self.question.pk if self.question is not None else 0


@dataclass(frozen=True)
class Sheet:
    """A sheet as its host sees it."""

    note: RoomNote
    asked: list[Asked]
    removed: list[RoomPoint]

    @property
    def points(self) -> list[RoomPoint]:
        return [point for each in self.asked for point in each.points]

    @property
    def stage(self) -> Stage:
        return stage_of(self.note)


def sheet_of(note: RoomNote) -> Sheet:
    """In two queries. Questions with lines under them stand there also when they are not asked any longer."""
    points = list(
        RoomPoint.objects.filter(note=note)
        .select_related("question", "contribution__submission")
        .order_by("position", "id")
    )
    questions = list(
        RoomQuestion.objects.filter(Q(note=note) | Q(note=None), day=note.day_id).order_by("position", "id")
    )
    return _sheet(note, questions, points)


def sheets_of(day: Day) -> list[Sheet]:
    """Every sheet of a day, in three queries."""
    notes = list(RoomNote.objects.filter(day=day).select_related("day__dialogue", "submission"))
    questions = list(RoomQuestion.objects.filter(day=day).order_by("position", "id"))
    points: dict[int, list[RoomPoint]] = {}
    for point in RoomPoint.objects.filter(note__day=day).select_related("question").order_by("position", "id"):
        points.setdefault(point.note_id, []).append(point)
    return [_sheet(note, questions, points.get(note.pk, [])) for note in notes]


def _sheet(note: RoomNote, questions: Iterable[RoomQuestion], points: Iterable[RoomPoint]) -> Sheet:
    own = [each for each in questions if each.note_id == note.pk]
    common = [each for each in questions if each.note_id is None]
    standing = [point for point in points if point.removed_at is None]
    used = {point.question_id for point in standing}
    chosen = own or common
    shown_questions = [*chosen, *(each for each in (*own, *common) if each not in chosen and each.pk in used)]
    asked = [
        Asked(question, [point for point in standing if point.question_id == question.pk])
        for question in shown_questions
    ]
    loose = [point for point in standing if point.question_id is None]
    if loose or not asked:
        asked.append(Asked(None, loose))
    return Sheet(note, asked, [point for point in points if point.removed_at is not None])


@dataclass(frozen=True)
class Standing:
    """What the room says of the summary. `before`: said so of an earlier wording."""

    right: int = 0
    right_before: int = 0
    wrong: int = 0
    remarks: list[RoomRemark] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return self.right + self.right_before + self.wrong

    def about(self, point_id: int | None) -> list[RoomRemark]:
        return [each for each in self.remarks if each.point_id == point_id]


def standing_of(note: RoomNote) -> Standing:
    """In two queries."""
    answers = list(note.answers.values_list("is_right", "given_at"))
    worded_at = note.worded_at
    right = [given_at for is_right, given_at in answers if is_right]
    now_right = sum(1 for given_at in right if worded_at is None or given_at >= worded_at)
    return Standing(
        right=now_right,
        right_before=len(right) - now_right,
        wrong=len(answers) - len(right),
        remarks=list(RoomRemark.objects.filter(answer__note=note).select_related("point").order_by("given_at", "id")),
    )


# --- for the desk -----------------------------------------------------------------------------------------------------


def access_note_at_desk(dialogue: Dialogue, number: int) -> RoomNote:
    note = (
        RoomNote.objects.select_related("day__dialogue", "submission").filter(pk=number, day__dialogue=dialogue).first()
    )
    if note is None:
        raise NotFound(_("Rummet finns inte i den här dialogen."))
    return note


def room_notes_of(day: Day) -> QuerySet[RoomNote]:
    """Every sheet of a day, with `written` lines, and how many said that it is `right` and that it is `wrong`."""
    return (
        RoomNote.objects.filter(day=day)
        .select_related("day__dialogue", "submission", "room")
        .annotate(
            written=Count("points", filter=Q(points__removed_at=None, points__isnull=False), distinct=True),
            right=Count("answers", filter=Q(answers__is_right=True), distinct=True),
            wrong=Count("answers", filter=Q(answers__is_right=False), distinct=True),
            has_own_questions=Exists(RoomQuestion.objects.filter(note=OuterRef("pk"))),
        )
        .order_by("position", "id")
    )


def days_with_room_notes(dialogue: Dialogue) -> list[Day]:
    """Each with `rooms`, and how many have been `written` in and `registered`."""
    return list(
        dialogue.days.annotate(
            rooms=Count("room_notes", distinct=True),
            written=Count("room_notes", filter=Q(room_notes__worded_at__isnull=False), distinct=True),
            registered=Count("room_notes", filter=Q(room_notes__submission__isnull=False), distinct=True),
        ).order_by("starts_at", "id")
    )


def external_rooms_without_note(day: Day) -> int:
    return ExternalRoom.objects.filter(day=day, note__isnull=True).count()


def questions_for(day: Day, note: RoomNote | None = None) -> list[RoomQuestion]:
    """Those of all rooms, or of one that has its own."""
    return list(RoomQuestion.objects.filter(day=day, note=note).order_by("position", "id"))


def note_behind(submission: Submission) -> RoomNote | None:
    """The sheet a submission was, None for what came in another way."""
    return RoomNote.objects.select_related("day").filter(submission=submission).first()


# --- for the stage and for everybody ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoomSaid:
    """One line of a room that has been registered."""

    contribution: Contribution
    point: RoomPoint

    @property
    def room(self) -> str:
        return self.point.note.title

    @property
    def question(self) -> str:
        return self.point.asked

    @property
    def text(self) -> str:
        return self.contribution.text


@dataclass(frozen=True)
class ThemeSaid:
    """What the rooms said in one theme; `theme` None for what has none yet."""

    theme: Theme | None
    said: list[RoomSaid]

    @property
    def rooms(self) -> int:
        """How many rooms said something of it."""
        return len({each.point.note_id for each in self.said})


def said_by_theme(day: Day, *, now: datetime, only_public: bool = True) -> list[ThemeSaid]:
    """What the rooms of a day said, theme by theme: most rooms first, what has no theme last. Two queries.

    `only_public`: what everybody may read, in themes for everybody, as a stage shows it; otherwise all of it, for the
    desk. A line with several themes stands in each.
    """
    themes = Theme.objects.filter(is_public=True) if only_public else Theme.objects.all()
    points = _registered(day).prefetch_related(
        Prefetch("contribution__themes", queryset=themes.order_by("position", "name"), to_attr="themes_here")
    )
    if only_public:
        points = points.filter(_shown(now=now))
    by_theme: dict[Theme | None, list[RoomSaid]] = {}
    for point in points:
        contribution = point.contribution
        if contribution is None:
            continue
        given: list[Theme | None] = list(getattr(contribution, "themes_here", []))
        for theme in given or [None]:
            by_theme.setdefault(theme, []).append(RoomSaid(contribution, point))
    groups = [ThemeSaid(theme, said) for theme, said in by_theme.items()]
    return sorted(
        groups,
        key=lambda group: (
            group.theme is None,
            -group.rooms,
            -len(group.said),
            group.theme.position if group.theme is not None else 0,
        ),
    )


@dataclass(frozen=True)
class NoteSaid:
    """What one room said, as everybody may read it."""

    note: RoomNote
    right: int
    wrong: int
    answers: list[tuple[str, list[RoomSaid]]]


def notes_of(day: Day, *, now: datetime) -> list[NoteSaid]:
    """The rooms of a day that have been registered and may be read, in order: question by question. Two queries.

    `right` and `wrong` are how many who were there said that the summary was right, and that something was wrong.
    """
    counted = {
        note.pk: note
        for note in RoomNote.objects.filter(day=day, submission__isnull=False)
        .select_related("submission")
        .annotate(
            right=Count("answers", filter=Q(answers__is_right=True), distinct=True),
            wrong=Count("answers", filter=Q(answers__is_right=False), distinct=True),
        )
    }
    said: dict[int, dict[str, list[RoomSaid]]] = {}
    for point in _registered(day).filter(_shown(now=now)):
        if point.contribution is not None:
            of_note = said.setdefault(point.note_id, {})
            of_note.setdefault(point.asked, []).append(RoomSaid(point.contribution, point))
    return [
        NoteSaid(note, note.right, note.wrong, list(said[note.pk].items()))
        for note in sorted(counted.values(), key=lambda note: (note.position, note.pk))
        if note.pk in said
    ]


def have_rooms_said(day: Day, *, now: datetime) -> bool:
    """Whether there is anything of the rooms of a day for everybody to read."""
    return _registered(day).filter(_shown(now=now)).exists()


def with_rooms_said(days: QuerySet[Day], *, now: datetime) -> QuerySet[Day]:
    """Days with `rooms_have_said`, as `have_rooms_said`, read in the same query."""
    said = RoomPoint.objects.filter(_shown(now=now), note__day=OuterRef("pk"))
    return days.annotate(rooms_have_said=Exists(said))


def asked_of(contribution: Contribution) -> RoomPoint | None:
    """The line of a room that a contribution is, with its room; None for what was said in another way.

    No query for what did not come from a room.
    """
    if contribution.submission.channel != Channel.ROOM:
        return None
    return RoomPoint.objects.select_related("note").filter(contribution=contribution).first()


def _registered(day: Day) -> QuerySet[RoomPoint]:
    return (
        RoomPoint.objects.filter(note__day=day, contribution__isnull=False)
        .select_related("note", "contribution__submission")
        .order_by("note__position", "note_id", "contribution__part")
    )


def _shown(*, now: datetime) -> Q:
    """As `contributions.queries.shown`, of the contribution a point became."""
    condition = shown(now=now)
    return Q(contribution__in=Contribution.objects.filter(condition))
