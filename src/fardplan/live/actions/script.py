"""Leading the broadcast through its script: begin, go on, skip, pause, stop, end – and back from a mistake."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Conflict
from fardplan.live.actions.captions import forget_growing
from fardplan.live.actions.leading import MOVES, check_situation, cue_of, held_stage, led
from fardplan.live.choices import HappeningKind, Situation
from fardplan.live.models import Cue, Happening, Stage
from fardplan.live.queries.questions import promised_at_end
from fardplan.live.rules import END_CAN_BE_UNDONE, STEP_CAN_BE_UNDONE
from fardplan.live.timing import STANDS_STILL, standing_still, still_to_come
from fardplan.people.models import Official

GOES_ON = frozenset({Situation.RUNNING, Situation.PAUSED, Situation.STOPPED})


@transaction.atomic
def begin(*, stage: Stage, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """Begin the broadcast with the first cue that has not been skipped."""
    stage = held_stage(stage, by=by, seen=seen)
    check_situation(stage, [Situation.BEFORE])
    stage.situation, stage.situation_since, stage.began_at = Situation.RUNNING, now, now
    led(stage, HappeningKind.BEGAN, by=by, now=now)
    first = next(iter(still_to_come(list(stage.cues.all()), None)), None)
    if first is not None:
        _enter(stage, first, by=by, now=now)
    return stage


@transaction.atomic
def go_to(*, stage: Stage, cue_id: int, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """Let this cue begin now: the next one, one further on, or one that has been. A standing broadcast goes on."""
    stage = held_stage(stage, by=by, seen=seen)
    check_situation(stage, GOES_ON)
    cue = cue_of(stage, cue_id)
    if cue.pk == stage.cue_id:
        raise Conflict(_("Den punkten pågår redan."))
    _stand_no_longer(stage, by=by, now=now)
    _leave(stage, now=now)
    _enter(stage, cue, by=by, now=now)
    return stage


@transaction.atomic
def step_back(*, stage: Stage, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """Take back the latest step, within two minutes: the cue before goes on as if it had never been left.

    What was begun by mistake has then not begun. Raises Conflict when there is no such step.
    """
    stage = held_stage(stage, by=by, seen=seen)
    check_situation(stage, GOES_ON)
    step = step_to_take_back(stage, now=now)
    if step is None or step.cue is None:
        raise Conflict(_("Det finns inget steg att ta tillbaka. Välj punkten i körschemat i stället."))
    mistaken, before = step.cue, _cue_before(stage, step)
    mistaken.began_at = mistaken.ended_at = None
    mistaken.stood_still_seconds = 0
    mistaken.save()
    stage.situation_since = now
    if before is None:
        stage.situation, stage.situation_since, stage.began_at = Situation.BEFORE, None, None
    else:
        stage.situation = Situation.RUNNING
        before.ended_at = None
        before.save()
    stage.cue = before
    led(stage, HappeningKind.BACK, by=by, now=now, title=mistaken.title, cue=before)
    return stage


def step_to_take_back(stage: Stage, *, now: datetime) -> Happening | None:
    """The latest move of the script, when it was a step taken a short while ago."""
    last = stage.happenings.filter(kind__in=MOVES).select_related("cue").order_by("-id").first()
    if last is None or last.kind != HappeningKind.CUE or last.cue_id != stage.cue_id:
        return None
    return last if now - last.at <= STEP_CAN_BE_UNDONE else None


def _cue_before(stage: Stage, step: Happening) -> Cue | None:
    """The cue that went on when a step was taken; None when it was the first of the broadcast."""
    steps = stage.happenings.filter(kind__in=[HappeningKind.CUE, HappeningKind.BACK], id__lt=step.pk)
    before = steps.select_related("cue").order_by("-id").first()
    return before.cue if before else None


@transaction.atomic
def skip(*, stage: Stage, cue_id: int, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """Pass a cue over that has not begun. It can be taken up again, and be gone to all the same."""
    stage = held_stage(stage, by=by, seen=seen)
    cue = cue_of(stage, cue_id)
    if cue.began_at is not None:
        raise Conflict(_("Punkten har redan börjat. Gå till nästa i stället."))
    if cue.skipped_at is None:
        cue.skipped_at = now
        cue.save(update_fields=["skipped_at"])
        led(stage, HappeningKind.SKIPPED, by=by, now=now, title=cue.title, cue=cue)
    return stage


@transaction.atomic
def take_up(*, stage: Stage, cue_id: int, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """A cue that was skipped comes after all."""
    stage = held_stage(stage, by=by, seen=seen)
    cue = cue_of(stage, cue_id)
    if cue.skipped_at is not None:
        cue.skipped_at = None
        cue.save(update_fields=["skipped_at"])
        led(stage, HappeningKind.BACK, by=by, now=now, title=cue.title, cue=stage.cue)
    return stage


@transaction.atomic
def pause(*, stage: Stage, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """The broadcast stands still as planned; the time is given back to the cue that goes on."""
    return _stand(stage, Situation.PAUSED, HappeningKind.PAUSED, by=by, now=now, seen=seen)


@transaction.atomic
def stop(*, stage: Stage, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """Something has broken: everybody who follows is told that they miss nothing."""
    return _stand(stage, Situation.STOPPED, HappeningKind.STOPPED, by=by, now=now, seen=seen)


def _stand(
    stage: Stage, situation: Situation, kind: HappeningKind, *, by: Official, now: datetime, seen: int | None
) -> Stage:
    stage = held_stage(stage, by=by, seen=seen)
    check_situation(stage, GOES_ON - {situation})
    _give_back(stage, now=now)
    stage.situation, stage.situation_since = situation, now
    led(stage, kind, by=by, now=now, cue=stage.cue)
    return stage


@transaction.atomic
def resume(*, stage: Stage, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """Go on after a pause or a stop."""
    stage = held_stage(stage, by=by, seen=seen)
    check_situation(stage, STANDS_STILL)
    _stand_no_longer(stage, by=by, now=now)
    return stage


@transaction.atomic
def end(*, stage: Stage, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """End the broadcast; nothing can be asked or voted on any more. Ended by mistake: `take_up_again`."""
    stage = held_stage(stage, by=by, seen=seen)
    check_situation(stage, GOES_ON)
    _give_back(stage, now=now)
    _leave(stage, now=now)
    stage.situation, stage.situation_since, stage.ended_at = Situation.ENDED, now, now
    stage.replies_due_on = promised_at_end(stage, now=now)
    forget_growing(stage)
    led(stage, HappeningKind.ENDED, by=by, now=now)
    return stage


@transaction.atomic
def take_up_again(*, stage: Stage, by: Official, now: datetime, seen: int | None = None) -> Stage:
    """The broadcast had not ended: the last cue goes on. Raises Conflict after half an hour."""
    stage = held_stage(stage, by=by, seen=seen)
    check_situation(stage, [Situation.ENDED])
    if not end_can_be_undone(stage, now=now):
        raise Conflict(_("Sändningen slutade för länge sedan för att tas upp igen."))
    stage.situation, stage.situation_since, stage.ended_at = Situation.RUNNING, now, None
    stage.replies_due_on = None
    if stage.cue is not None:
        stage.cue.ended_at = None
        stage.cue.save(update_fields=["ended_at"])
    led(stage, HappeningKind.RESUMED, by=by, now=now, cue=stage.cue)
    return stage


def end_can_be_undone(stage: Stage, *, now: datetime) -> bool:
    return stage.ended_at is not None and now - stage.ended_at <= END_CAN_BE_UNDONE


def _enter(stage: Stage, cue: Cue, *, by: Official, now: datetime) -> None:
    cue.began_at, cue.ended_at, cue.skipped_at, cue.stood_still_seconds = now, None, None, 0
    cue.save()
    stage.cue = cue
    led(stage, HappeningKind.CUE, by=by, now=now, title=cue.title, cue=cue)


def _leave(stage: Stage, *, now: datetime) -> None:
    if stage.cue is not None and stage.cue.began_at is not None:
        stage.cue.ended_at = max(now, stage.cue.began_at)
        stage.cue.save(update_fields=["ended_at"])


def _stand_no_longer(stage: Stage, *, by: Official, now: datetime) -> None:
    if stage.situation in STANDS_STILL:
        _give_back(stage, now=now)
        stage.situation, stage.situation_since = Situation.RUNNING, now
        led(stage, HappeningKind.RESUMED, by=by, now=now, cue=stage.cue)


def _give_back(stage: Stage, *, now: datetime) -> None:
    """The time a cue stood still does not count as its own."""
    if stage.cue is not None and (stood := standing_still(stage, now=now)):
        stage.cue.stood_still_seconds += int(stood / timedelta(seconds=1))
        stage.cue.save(update_fields=["stood_still_seconds"])
