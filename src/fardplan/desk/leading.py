"""What the producer's screen shows: the script against the clock, what is on the projector, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fardplan.base import clock, hub
from fardplan.live.actions.script import end_can_be_undone, step_to_take_back
from fardplan.live.choices import Showing, Situation
from fardplan.live.models import Cue, Stage
from fardplan.live.queries.audience import presence_of
from fardplan.live.queries.desk import counts_of
from fardplan.live.queries.showing import poll_to_show, question_to_show
from fardplan.live.queries.stages import follows_programme
from fardplan.live.rules import has_begun
from fardplan.live.timing import STANDS_STILL, Course, course_of, elapsed, remaining
from fardplan.live.topics import desk_topic, stage_topic

MINUTE = timedelta(minutes=1)

SHOWN: list[tuple[Showing, Promise]] = [
    (Showing.CODE, gettext_lazy("Adress och kod")),
    (Showing.PROGRAMME, gettext_lazy("Nu och härnäst")),
    (Showing.QUESTION, gettext_lazy("En fråga")),
    (Showing.QUESTIONS, gettext_lazy("Frågorna")),
    (Showing.POLL, gettext_lazy("Omröstning")),
    (Showing.ROOMS, gettext_lazy("Rummen")),
    (Showing.MESSAGE, gettext_lazy("Meddelandet")),
    (Showing.NOTHING, gettext_lazy("Ingenting")),
]


@dataclass(frozen=True)
class Line:
    """A cue in the list. `state`: done, now, next, coming, skipped or passed (over)."""

    cue: Cue
    state: str
    starts_at: datetime
    late: str  # "+4 min" when it is expected later than planned

    @property
    def can_be_gone_to(self) -> bool:
        return self.state != "now"

    @property
    def can_be_skipped(self) -> bool:
        return self.state in {"next", "coming"}


@dataclass(frozen=True)
class Button:
    """Something to show on the projector. `about`: which question or poll; empty when there is nothing to show."""

    what: str
    label: str | Promise
    is_on: bool
    about: str = ""
    lacks: str = ""


def screen(stage: Stage, *, now: datetime) -> dict[str, Any]:
    """Everything on the screen, in a constant number of queries."""
    since = hub.newest_id()  # before what the page shows, so that nothing falls between
    cues = list(stage.cues.all())
    course = course_of(stage, cues, now=now)
    real = clock.now()
    return {
        "course": course,
        "lines": _lines(stage, cues, course),
        "clocks": _clocks(stage, course, now=now),
        "pace": pace_words(course, stage),
        "stands_still": stage.situation in STANDS_STILL,
        "can_step_back": stage.situation != Situation.ENDED and step_to_take_back(stage, now=now) is not None,
        "can_undo_end": end_can_be_undone(stage, now=now),
        "buttons": _buttons(stage),
        "counts": counts_of(stage, now=real),
        "following": presence_of(stage),
        "programme_differs": not stage.is_rehearsal and not has_begun(stage) and not follows_programme(stage, cues),
        "shown_key": shown_key(stage, course),
        "topics": {"stage": stage_topic(stage), "desk": desk_topic(stage)},
        "ticket": hub.ticket([stage_topic(stage), desk_topic(stage)]),
        "since": since,
        "now": now,
        "elsewhere": elsewhere(stage),
    }


def elsewhere(stage: Stage) -> list[tuple[str, str]]:
    """Where one sees what others see: the projector, the speaker's clock, the participants' page."""
    rehearsing = f"?ovning={stage.key}" if stage.is_rehearsal else ""
    day = [stage.day.dialogue.slug, stage.day.slug]
    return [
        (_("Scenen (projektorn)"), reverse("public:scene", args=[stage.key])),
        (_("Talarens klocka"), reverse("public:speaker-clock", args=[stage.key])),
        (_("Deltagarnas sida"), reverse("public:now", args=day) + rehearsing),
    ]


def shown_key(stage: Stage, course: Course) -> str:
    """What a script compares with what is told, to see whether the screen is as it should be."""
    going_on, coming = course.now, course.next
    return "|".join(
        str(part or "")
        for part in (
            stage.revision, stage.situation, going_on.cue.pk if going_on else 0, coming.cue.pk if coming else 0,
            stage.shows, stage.shown_question_id, stage.shown_poll_id, stage.message,
        )
    )  # fmt: skip


def late_words(late: timedelta) -> str:
    """ "+4 min" for four minutes and some seconds late; nothing under one minute."""
    minutes = int(late / MINUTE)
    return f"+{minutes} min" if minutes >= 1 else ""


def pace_words(course: Course, stage: Stage) -> list[str]:
    """How it stands with the time, in sentences: late or early, what there is to take it from, when it will end."""
    if stage.situation == Situation.ENDED:
        return []
    said = [_late_or_early(course)]
    if course.ends_later >= MINUTE:
        minutes = int(course.ends_later / MINUTE)
        said.append(
            ngettext(
                "Som det ser ut slutar dagen %(number)s minut senare än planerat.",
                "Som det ser ut slutar dagen %(number)s minuter senare än planerat.",
                minutes,
            )
            % {"number": minutes}
        )
    if course.delay >= MINUTE:
        said.append(_slack(course))
    return said


def _late_or_early(course: Course) -> str:
    if course.delay >= MINUTE:
        return _("%(late)s efter planen.") % {"late": late_words(course.delay)}
    if course.delay <= -MINUTE:
        return _("%(number)s min före planen.") % {"number": int(-course.delay / MINUTE)}
    return _("I tid.")


def _slack(course: Course) -> str:
    gaps, breaks = int(course.gaps / MINUTE), int(course.breaks / MINUTE)
    if not gaps and not breaks:
        return _("Det finns ingen luft och ingen paus kvar att ta av.")
    return _("Att ta av: %(gaps)s min luft i planen, %(breaks)s min paus.") % {"gaps": gaps, "breaks": breaks}


def _lines(stage: Stage, cues: Sequence[Cue], course: Course) -> list[Line]:
    expected = {each.cue.pk: each for each in course.ahead}
    coming = course.next.cue.pk if course.next else None
    found = []
    for cue in cues:
        state = _state(cue, stage, coming=coming, is_ahead=cue.pk in expected)
        starts_at = expected[cue.pk].starts_at if cue.pk in expected else cue.began_at or cue.planned_at
        is_late = state in {"now", "next", "coming"}
        found.append(Line(cue, state, starts_at, late_words(starts_at - cue.planned_at) if is_late else ""))
    return found


def _state(cue: Cue, stage: Stage, *, coming: int | None, is_ahead: bool) -> str:
    if cue.skipped_at is not None:
        return "skipped"
    if cue.pk == stage.cue_id and stage.situation != Situation.ENDED:
        return "now"
    if cue.began_at is not None:
        return "done"
    if cue.pk == coming:
        return "next"
    return "coming" if is_ahead else "passed"


def _clocks(stage: Stage, course: Course, *, now: datetime) -> dict[str, Any]:
    """Moments for the clocks that tick, and the same in minutes and seconds for a page that does not."""
    if course.now is None:
        return {}
    cue = course.now.cue
    gone, left = elapsed(cue, stage, now=now), remaining(cue, stage, now=now)
    share = max(0, min(100, int(100 * gone / max(gone + left, timedelta(seconds=1)))))
    return {
        "gone": minutes_and_seconds(gone),
        "left": minutes_and_seconds(abs(left)),
        "is_over": left < timedelta(0),
        "from": now - gone,
        "until": now + left,
        "percent": share,
    }


def minutes_and_seconds(length: timedelta) -> str:
    seconds = max(0, int(length.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _buttons(stage: Stage) -> list[Button]:
    question, poll = question_to_show(stage), poll_to_show(stage)
    about = {
        Showing.QUESTION: question.text if question else "",
        Showing.POLL: poll.question if poll else "",
        Showing.MESSAGE: stage.message,
    }
    lacks = {
        Showing.QUESTION: _("Ingen fråga på scenen än."),
        Showing.POLL: _("Ingen omröstning öppnad än."),
        Showing.MESSAGE: _("Inget meddelande skrivet."),
    }
    return [
        Button(what, label, stage.shows == what, about.get(what, ""), "" if about.get(what, "-") else lacks[what])
        for what, label in SHOWN
    ]
