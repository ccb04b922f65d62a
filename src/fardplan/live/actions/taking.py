"""Opening for questions, and closing for new ones: those that have been asked stay and can be supported."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Closed
from fardplan.live.actions.leading import held_stage, led
from fardplan.live.choices import HappeningKind
from fardplan.live.models import Stage
from fardplan.live.rules import goes_on
from fardplan.people.models import Official


@transaction.atomic
def take_questions(*, stage: Stage, is_open: bool, by: Official, now: datetime) -> Stage:
    """Nothing happens when it is so already. Raises Closed when there is nothing to ask: before and after the day."""
    stage = held_stage(stage, by=by)
    if stage.questions_open == is_open:
        return stage
    if is_open and not goes_on(stage, now=now):
        raise Closed(_("Frågor kan tas emot från en timme före dagen tills sändningen slutar."))
    stage.questions_open = is_open
    kind = HappeningKind.QUESTIONS_OPENED if is_open else HappeningKind.QUESTIONS_CLOSED
    led(stage, kind, by=by, now=now)
    return stage
