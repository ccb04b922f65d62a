"""Asking a question to the stage: a submission with a number and a receipt, except in a rehearsal."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fardplan.base import hub
from fardplan.base.errors import Closed, TooMany
from fardplan.base.locking import held
from fardplan.contributions.about import About
from fardplan.contributions.actions import Said, receive_question
from fardplan.contributions.models import Contribution, ContributionKind
from fardplan.dialogue.models import Dialogue
from fardplan.live.actions.blocking import refuse_blocked
from fardplan.live.actions.happening import stage_changed
from fardplan.live.actions.questions import check_keeper, record
from fardplan.live.choices import Checking
from fardplan.live.models import Question, Stage, Upvote
from fardplan.live.rules import goes_on, takes_questions
from fardplan.live.told.names import ASKED
from fardplan.live.topics import desk_topic
from fardplan.people.models import Official


@dataclass(frozen=True)
class Wondered:
    """A question as it is written in the form. Everything but the text may be left out."""

    text: str
    name: str = ""
    municipality: str = ""
    email: str = ""
    language: str = "sv"
    sending_key: str = ""


def ask(*, stage: Stage, wondered: Wondered, asker: str, now: datetime) -> Question:
    """Take in a question from a browser; `asker` is its pseudonym. The same sending twice gives the same question.

    Raises Closed when no questions are taken or the browser is blocked, TooMany before the slow mode lets it ask again.
    """
    with transaction.atomic():
        stage = _held(stage)
        earlier = _already_asked(stage, wondered)
        if earlier is not None:
            return earlier
        if not takes_questions(stage, now=now):
            raise Closed(_("Just nu tas inga nya frågor emot."), what_next=_("Du kan fortfarande stödja andras."))
        refuse_blocked(stage, asker)
        _wait_for_turn(stage, asker, now=now)
        shown_at = now if stage.checking == Checking.AFTER else None
        question = _take_in(stage, wondered, asker=asker, shown_at=shown_at, by=None, now=now)
        stage_changed(stage)
        hub.announce(topic=desk_topic(stage), name=ASKED, data={"question": question.pk}, now=now)
        return question


def ask_for(*, stage: Stage, wondered: Wondered, by: Official, now: datetime) -> Question:
    """Write down what somebody in the hall asks. It is shown at once: an official has read it."""
    check_keeper(by, stage)
    with transaction.atomic():
        stage = _held(stage)
        earlier = _already_asked(stage, wondered)
        if earlier is not None:
            return earlier
        if not goes_on(stage, now=now):
            raise Closed(_("Sändningen är slut. Skriv in frågan som en synpunkt i stället."))
        question = _take_in(stage, wondered, asker="", shown_at=now, by=by, now=now)
        record("question.asked_for", question, by=by, now=now)
        stage_changed(stage)
        hub.announce(topic=desk_topic(stage), name=ASKED, data={"question": question.pk}, now=now)
        return question


def _held(stage: Stage) -> Stage:
    """The stage as it is now. The dialogue is held first: it gives the number."""
    held(Dialogue.objects).get(pk=stage.day.dialogue_id)
    held(Stage.objects).get(pk=stage.pk)
    return Stage.objects.select_related("day__dialogue").get(pk=stage.pk)


def _already_asked(stage: Stage, wondered: Wondered) -> Question | None:
    """What this very sending gave before; None when the words were changed and sent again, which is something new."""
    if not wondered.sending_key:
        return None
    keys = [wondered.sending_key, _changed_key(wondered)]
    return Question.objects.filter(stage=stage, sending_key__in=keys, text=wondered.text).first()


def _changed_key(wondered: Wondered) -> str:
    return f"{wondered.sending_key[:22]}~{hashlib.sha256(wondered.text.encode()).hexdigest()[:16]}"


def _wait_for_turn(stage: Stage, asker: str, *, now: datetime) -> None:
    """The slow mode: so many seconds between two questions from the same browser."""
    if not stage.slow_seconds or not asker:
        return
    asked = Question.objects.filter(stage=stage, asker=asker).order_by("-asked_at").values_list("asked_at", flat=True)
    last = asked.first()
    if last is None:
        return
    left = math.ceil((last + timedelta(seconds=stage.slow_seconds) - now).total_seconds())
    if left > 0:
        waited = TooMany(
            ngettext(
                "Många vill fråga just nu. Du kan ställa nästa fråga om %(seconds)d sekund.",
                "Många vill fråga just nu. Du kan ställa nästa fråga om %(seconds)d sekunder.",
                left,
            )
            % {"seconds": left},
            what_next=_("Det du skrev finns kvar i formuläret."),
        )
        waited.wait_seconds = left
        raise waited


def _take_in(
    stage: Stage, wondered: Wondered, *, asker: str, shown_at: datetime | None, by: Official | None, now: datetime
) -> Question:
    key = wondered.sending_key
    if key and Question.objects.filter(stage=stage, sending_key=key).exists():
        key = _changed_key(wondered)
    return Question.objects.create(
        stage=stage,
        contribution=None if stage.is_rehearsal else _registered(stage, wondered, key, shown_at, by=by, now=now),
        asker=asker,
        sending_key=key,
        text=wondered.text,
        name=wondered.name,
        municipality=wondered.municipality,
        asked_at=now,
        shown_at=shown_at,
        support_before=support_given(stage) if shown_at is not None else 0,
    )


def _registered(
    stage: Stage, wondered: Wondered, key: str, shown_at: datetime | None, *, by: Official | None, now: datetime
) -> Contribution:
    said = Said(
        about=About(day=stage.day),
        text=wondered.text,
        kind=ContributionKind.QUESTION,
        sender_label=wondered.name,
        municipality=wondered.municipality,
        email=wondered.email,
        language=wondered.language,
        sending_key=key,
    )
    submission = receive_question(
        dialogue=stage.day.dialogue, said=said, published_at=shown_at, now=now, registered_by=by
    )
    return submission.contributions.get()


def support_given(stage: Stage) -> int:
    """How many supports have been given on the stage so far: chances that a question shown now has not had."""
    return Upvote.objects.filter(question__stage=stage).count()
