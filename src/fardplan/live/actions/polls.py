"""What those who lead the day do with polls: prepare, open, close, and close for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, hub
from fardplan.base.editing import write
from fardplan.base.errors import Conflict, NotAllowed, NotFound
from fardplan.base.locking import held
from fardplan.live.actions.happening import happened, stage_changed
from fardplan.live.choices import HappeningKind, PollKind, ResultsShown
from fardplan.live.models import Ballot, Poll, PollOption, Stage
from fardplan.live.rules import is_open, may_produce
from fardplan.live.topics import poll_topic, results_topic
from fardplan.people.models import Official

# What is answered about a statement; kept as options in the language of the dialogue.
STATEMENT_ANSWERS = (gettext_noop("håller med"), gettext_noop("håller inte med"), gettext_noop("vet inte"))


def check_may_produce(by: Official, stage: Stage) -> None:
    if not may_produce(by, stage.day.dialogue):
        raise NotAllowed(_("Din roll i dialogen räcker inte för att leda omröstningar."))


def _held(poll: Poll) -> Poll:
    """The poll as it is stored now, until the transaction ends, with the stage we came by."""
    stored = held(Poll.objects).filter(pk=poll.pk).first()
    if stored is None:
        raise NotFound(_("Omröstningen finns inte längre: någon annan har tagit bort den."))
    stored.stage = poll.stage
    return stored


def _tell(poll: Poll) -> None:
    stage_changed(poll.stage)
    hub.changed(poll_topic(poll))
    hub.changed(results_topic(poll.stage_id))


def _record(action: str, poll: Poll, *, by: Official, now: datetime, **detail: Any) -> None:
    audit.record(action, on=poll, by=by, at=now, dialogue_id=poll.stage.day.dialogue_id, **detail)


@transaction.atomic
def save_poll(
    *,
    stage: Stage,
    changes: Mapping[str, Any],
    options: Sequence[str],
    by: Official,
    now: datetime,
    poll: Poll | None = None,
    seen: str | None = None,
) -> Poll:
    """Prepare a poll, or change one that has not been opened.

    Raises Conflict once it has been opened: what people have answered keeps its words. Raises ChangedMeanwhile when
    somebody else saved first.
    """
    check_may_produce(by, stage)
    stored = Poll(stage=stage, position=_last(stage)) if poll is None else _held(poll)
    if stored.opened_at is not None:
        raise Conflict(
            _("Omröstningen har öppnats, så frågan och svaren står fast."),
            what_next=_("Gör en kopia och ändra i den."),
        )
    if poll is None:
        for name, value in changes.items():
            setattr(stored, name, value)
        stored.save()
    else:
        write(stored, changes, seen=seen)
    _write_options(stored, _options_of(stored, options))
    _record("poll.saved", poll=stored, by=by, now=now)
    stage_changed(stage)
    return stored


def _last(stage: Stage) -> int:
    return (stage.polls.aggregate(last=Max("position"))["last"] or 0) + 1


def _options_of(poll: Poll, written: Sequence[str]) -> Sequence[str]:
    if poll.kind == PollKind.STATEMENT:
        with translation.override(poll.stage.day.dialogue.language):
            return [gettext(answer) for answer in STATEMENT_ANSWERS]
    return [] if poll.kind in {PollKind.SCALE, PollKind.NUMBER, PollKind.WORDS} else written


def _write_options(poll: Poll, texts: Sequence[str]) -> None:
    if list(poll.options.values_list("text", flat=True)) == list(texts):
        return
    poll.options.all().delete()
    PollOption.objects.bulk_create(PollOption(poll=poll, position=place, text=text) for place, text in enumerate(texts))


@transaction.atomic
def copy_poll(*, poll: Poll, by: Official, now: datetime) -> Poll:
    """The same question once more, not yet opened and without any votes. It comes last."""
    check_may_produce(by, poll.stage)
    not_copied = {"id", "stage", "position", "secret", "opened_at", "closes_at", "closed_at", "revision"}
    fields = [field.name for field in Poll._meta.concrete_fields if field.name not in not_copied]
    values = {name: getattr(poll, name) for name in fields}
    copy = Poll.objects.create(stage=poll.stage, position=_last(poll.stage), **values)
    _write_options(copy, list(poll.options.values_list("text", flat=True)))
    _record("poll.copied", poll=copy, by=by, now=now)
    stage_changed(poll.stage)
    return copy


@transaction.atomic
def remove_poll(*, poll: Poll, by: Official, now: datetime) -> None:
    """Take away a poll nobody has seen. Raises Conflict once it has been opened."""
    check_may_produce(by, poll.stage)
    stored = _held(poll)
    if stored.opened_at is not None:
        raise Conflict(_("Omröstningen har öppnats och hör till det som hände. Den kan inte tas bort."))
    _record("poll.removed", poll=stored, by=by, now=now)
    stored.delete()
    stage_changed(poll.stage)


@transaction.atomic
def move_poll(*, poll: Poll, step: int, by: Official, now: datetime) -> None:
    """One place up (−1) or down (1) in the order of the producer and of those who take part."""
    check_may_produce(by, poll.stage)
    polls = list(held(Poll.objects).filter(stage=poll.stage).order_by("position", "id"))
    place = next((place for place, each in enumerate(polls) if each.pk == poll.pk), None)
    if place is None or not 0 <= place + step < len(polls):
        return
    polls[place], polls[place + step] = polls[place + step], polls[place]
    for number, each in enumerate(polls):
        each.position = number
    Poll.objects.bulk_update(polls, ["position"])
    _record("poll.moved", poll=poll, by=by, now=now)
    stage_changed(poll.stage)


@transaction.atomic
def open_poll(*, poll: Poll, by: Official, now: datetime, seconds: int | None = None) -> Poll:
    """Let people vote from now on, for so many seconds or until somebody closes it. Also opens one again.

    Raises Conflict when it has been closed for good, or has nothing to choose between.
    """
    check_may_produce(by, poll.stage)
    stored = _held(poll)
    if stored.closed_at is not None:
        raise Conflict(
            _("Omröstningen är stängd för gott."), what_next=_("Gör en kopia om ni vill fråga en gång till.")
        )
    _check_options(stored)
    was_open = is_open(stored, now=now)
    stored.opened_at = stored.opened_at or now
    stored.closes_at = now + timedelta(seconds=seconds) if seconds else None
    stored.revision = F("revision") + 1
    stored.save(update_fields=["opened_at", "closes_at", "revision"])
    stored.refresh_from_db(fields=["revision"])
    _record("poll.timed" if was_open else "poll.opened", poll=stored, by=by, now=now, seconds=seconds or 0)
    if not was_open:
        happened(stored.stage, HappeningKind.POLL_OPENED, now=now, by=by, title=stored.question, poll=stored)
    _tell(stored)
    return stored


def _check_options(poll: Poll) -> None:
    least = {PollKind.HANDS: 1, PollKind.SCALE: 0, PollKind.NUMBER: 0, PollKind.WORDS: 0}.get(PollKind(poll.kind), 2)
    if poll.options.count() < least:
        raise Conflict(_("Omröstningen har inget att välja mellan."), what_next=_("Lägg till minst två svar."))


@transaction.atomic
def close_poll(*, poll: Poll, by: Official, now: datetime) -> Poll:
    """Take no more votes for now. It can be opened again, as each browser's ballot can still be found."""
    check_may_produce(by, poll.stage)
    stored = _held(poll)
    if not is_open(stored, now=now):
        return stored  # it has closed by itself, or somebody else was first
    stored.closes_at = now
    stored.save(update_fields=["closes_at"])
    _record("poll.closed", poll=stored, by=by, now=now)
    happened(stored.stage, HappeningKind.POLL_CLOSED, now=now, by=by, title=stored.question, poll=stored)
    _tell(stored)
    return stored


@transaction.atomic
def close_poll_for_good(*, poll: Poll, by: Official, now: datetime) -> Poll:
    """Take no more votes, ever, and erase what could tie a ballot to a browser: the secret, and the time of each vote.

    Raises Conflict when it was never opened.
    """
    check_may_produce(by, poll.stage)
    return _closed_for_good(_held(poll), by=by, now=now)


def _closed_for_good(stored: Poll, *, by: Official | None, now: datetime) -> Poll:
    if stored.opened_at is None:
        raise Conflict(_("Omröstningen har aldrig öppnats."), what_next=_("Ta bort den i stället."))
    if stored.closed_at is not None:
        return stored
    was_open = is_open(stored, now=now)
    stored.closed_at, stored.secret = now, ""
    stored.save(update_fields=["closed_at", "secret"])
    Ballot.objects.filter(poll=stored).update(given_at=now, changed_at=now)
    audit.record(
        "poll.closed_for_good",
        on=stored,
        by=by or audit.SYSTEM,
        at=now,
        dialogue_id=stored.stage.day.dialogue_id,
    )
    if was_open:
        happened(stored.stage, HappeningKind.POLL_CLOSED, now=now, by=by, title=stored.question, poll=stored)
    _tell(stored)
    return stored


@transaction.atomic
def close_forgotten_polls(*, before: datetime, now: datetime) -> int:
    """Close for good the polls of days that ended before this moment; returns how many. In the example the day goes on
    for each visitor whose clock says so."""
    forgotten = Poll.objects.filter(opened_at__isnull=False, closed_at__isnull=True, stage__day__ends_at__lt=before)
    forgotten = forgotten.exclude(stage__day__dialogue__is_example=True)
    polls = list(held(forgotten.order_by("id")))
    for poll in polls:
        _closed_for_good(poll, by=None, now=now)
    return len(polls)


@transaction.atomic
def ask_for_hands(*, stage: Stage, question: str, answers: Sequence[str], by: Official, now: datetime) -> Poll:
    """Make a show of hands and open it at once; everybody sees the hands as they go up."""
    changes = {"kind": PollKind.HANDS, "question": question, "results_shown": ResultsShown.LIVE}
    made = save_poll(stage=stage, changes=changes, options=answers, by=by, now=now)
    return open_poll(poll=made, by=by, now=now)
