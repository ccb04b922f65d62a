"""What the projector shows, and a message to everyone. The latest press holds; neither moves the script."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Invalid
from fardplan.live.actions.happening import stage_changed
from fardplan.live.actions.leading import held_stage, led
from fardplan.live.choices import HappeningKind, Showing
from fardplan.live.models import Poll, Question, Stage
from fardplan.live.queries.showing import poll_to_show, question_to_show
from fardplan.people.models import Official


@transaction.atomic
def show(
    *, stage: Stage, what: str, by: Official, now: datetime, question_id: int | None = None, poll_id: int | None = None
) -> Stage:
    """Let the projector show this. Without an id: the question on stage, or the poll opened last.

    Raises Invalid when there is nothing of the kind to show.
    """
    stage = held_stage(stage, by=by)
    if what not in Showing.values:
        raise Invalid(_("Det går inte att visa."))
    question = _question(stage, question_id) if what == Showing.QUESTION else None
    poll = _poll(stage, poll_id) if what == Showing.POLL else None
    if what == Showing.MESSAGE and not stage.message:
        raise Invalid(_("Det finns inget meddelande att visa. Skriv ett först."))
    if (stage.shows, stage.shown_question, stage.shown_poll) == (what, question, poll):
        return stage  # it is there already
    stage.shows, stage.shown_question, stage.shown_poll = what, question, poll
    title = question.text if question else poll.question if poll else str(Showing(what).label)
    led(stage, HappeningKind.SHOWN, by=by, now=now, title=title, question=question, poll=poll)
    return stage


def _question(stage: Stage, question_id: int | None) -> Question:
    found = question_to_show(stage, question_id)
    if found is None:
        raise Invalid(_("Det finns ingen fråga på scenen. Välj en på sidan Frågor."))
    return found


def _poll(stage: Stage, poll_id: int | None) -> Poll:
    found = poll_to_show(stage, poll_id)
    if found is None:
        raise Invalid(_("Ingen omröstning har öppnats än."))
    return found


@transaction.atomic
def say_to_all(*, stage: Stage, text: str, by: Official, now: datetime) -> Stage:
    """Show a message to everyone who follows until it is taken back; another takes its place."""
    stage = held_stage(stage, by=by)
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("Skriv vad du vill säga till alla."), field="text")
    if len(text) > 300:
        raise Invalid(_("Meddelandet är för långt: högst 300 tecken."), field="text")
    if text == stage.message:
        return stage
    stage.message, stage.message_at = text, now
    led(stage, HappeningKind.MESSAGE, by=by, now=now, title=text)
    return stage


@transaction.atomic
def take_back_message(*, stage: Stage, by: Official, now: datetime) -> Stage:
    """Show it no longer. That it was said stays in the record of the day."""
    stage = held_stage(stage, by=by)
    if not stage.message:
        return stage
    said, stage.message, stage.message_at = stage.message, "", None
    if stage.shows == Showing.MESSAGE:
        stage.shows = Showing.PROGRAMME
    stage.save()
    if not stage.is_rehearsal:
        audit.record("stage.message_taken_back", on=stage, by=by, at=now, dialogue_id=stage.day.dialogue_id, text=said)
    stage_changed(stage)
    return stage
