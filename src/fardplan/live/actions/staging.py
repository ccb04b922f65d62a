"""A stage is prepared out of the day's programme; a rehearsal is a copy of it that is thrown away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Day, Session
from fardplan.live.actions.happening import stage_changed
from fardplan.live.models import Cue, Happening, Poll, PollOption, Stage
from fardplan.live.rules import has_begun, may_produce
from fardplan.people.models import Official

# What a rehearsal takes over from the stage it is a copy of.
_SETTINGS = ("checking", "slow_seconds", "reply_workdays", "shows_exact_presence", "takes_reactions", "has_captions")
_OF_CUE = ("session_id", "kind", "title", "note", "planned_at", "planned_seconds", "is_of_programme", "is_changed_here")
_NOT_OF_POLL = {"id", "stage", "secret", "opened_at", "closes_at", "closed_at", "revision"}


def check_may_produce(by: Official, day: Day) -> None:
    if not may_produce(by, day.dialogue):
        raise NotAllowed(_("Din roll i dialogen räcker inte för att leda sändningen."))


@transaction.atomic
def prepare(*, day: Day, by: Official, now: datetime) -> Stage:
    """The day's stage with a script out of its programme; the one there is when it has been prepared before."""
    check_may_produce(by, day)
    held(Day.objects).get(pk=day.pk)
    stage, is_new = Stage.objects.get_or_create(day=day, is_rehearsal=False)
    stage.day = day
    if is_new:
        audit.record("stage.prepared", on=stage, by=by, at=now, dialogue_id=day.dialogue_id)
    _follow(stage)
    return stage


@transaction.atomic
def follow_programme(*, day: Day, by: Official, now: datetime) -> bool:
    """Let the script be as the programme is now. False when there is none, or the day has begun and nothing was done.

    What somebody has written in the script itself stays as it is.
    """
    held(Day.objects).get(pk=day.pk)
    stage = held(Stage.objects).filter(day=day, is_rehearsal=False).first()
    if stage is None or has_begun(stage):
        return False
    _follow(stage)
    audit.record("stage.followed_programme", on=stage, by=by, at=now, dialogue_id=day.dialogue_id)
    return True


def _follow(stage: Stage) -> None:
    if has_begun(stage):
        return
    by_session = {cue.session_id: cue for cue in stage.cues.filter(session__isnull=False)}
    stage.cues.filter(is_of_programme=True, session__isnull=True).delete()  # taken out of the programme
    for session in Session.objects.filter(day_id=stage.day_id):
        cue = by_session.get(session.pk) or Cue(stage=stage, session=session, is_of_programme=True)
        if not cue.is_changed_here:
            cue.title, cue.kind, cue.planned_at = session.title, session.kind, session.starts_at
            cue.planned_seconds = seconds_of(session)
            cue.save()
    in_order(stage)
    stage_changed(stage)


def seconds_of(session: Session) -> int:
    return int((session.ends_at - session.starts_at) / timedelta(seconds=1))


def in_order(stage: Stage) -> None:
    """Number the cues by the time they are planned for; those planned for the same time keep their order."""
    cues = sorted(stage.cues.all(), key=lambda cue: (cue.planned_at, cue.position, cue.pk))
    for place, cue in enumerate(cues):
        cue.position = place
    Cue.objects.bulk_update(cues, ["position"])


@transaction.atomic
def begin_rehearsal(*, day: Day, by: Official, now: datetime) -> Stage:
    """A copy of the stage to rehearse on, with its script and polls. One that was there is thrown away first.

    Nothing of it reaches the day: it has a key, pseudonyms and counts of its own, and its questions get no number.
    """
    check_may_produce(by, day)
    held(Day.objects).get(pk=day.pk)
    stage = Stage.objects.filter(day=day, is_rehearsal=False).first() or prepare(day=day, by=by, now=now)
    former = held(Stage.objects).filter(day=day, is_rehearsal=True).first()
    if former is not None:
        _erase(former)
    copy = Stage(day=day, is_rehearsal=True, **{name: getattr(stage, name) for name in _SETTINGS})
    if former is not None:
        copy.key, copy.caption_key = former.key, former.caption_key  # those who rehearse keep their addresses
    copy.save()
    Cue.objects.bulk_create(
        Cue(stage=copy, position=cue.position, **{name: getattr(cue, name) for name in _OF_CUE})
        for cue in stage.cues.all()
    )
    _copy_polls(stage, copy)
    audit.record("rehearsal.begun", on=copy, by=by, at=now, dialogue_id=day.dialogue_id)
    return copy


def _copy_polls(stage: Stage, copy: Stage) -> None:
    kept = [field.attname for field in Poll._meta.concrete_fields if field.name not in _NOT_OF_POLL]
    for poll in stage.polls.prefetch_related("options"):
        again = Poll.objects.create(stage=copy, **{name: getattr(poll, name) for name in kept})
        PollOption.objects.bulk_create(
            PollOption(poll=again, position=option.position, text=option.text) for option in poll.options.all()
        )


@transaction.atomic
def throw_away_rehearsal(*, stage: Stage, by: Official, now: datetime) -> None:
    """Nothing of it is left but the line in the log. Raises Conflict for the day's own stage."""
    check_may_produce(by, stage.day)
    if not stage.is_rehearsal:
        raise Conflict(_("Det här är ingen övning. Dagens egen sändning kastas aldrig."))
    stored = held(Stage.objects).filter(pk=stage.pk).first()
    if stored is None:
        return  # somebody else did the same
    audit.record("rehearsal.thrown_away", on=stored, by=by, at=now, dialogue_id=stage.day.dialogue_id)
    _erase(stored)


def _erase(stage: Stage) -> None:
    """Delete a rehearsal with all that hangs on it."""
    if not stage.is_rehearsal:
        raise ValueError("Only a rehearsal is erased.")
    stage_changed(stage)
    Happening.objects.filter(stage=stage).delete()
    stage.questions.update(merged_into=None)
    stage.questions.all().delete()
    stage.delete()
