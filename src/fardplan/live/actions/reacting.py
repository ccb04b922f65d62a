"""The reactions of those who follow: counted, never kept one by one."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from fardplan.base import hub
from fardplan.base.errors import Closed, Invalid
from fardplan.live.choices import ReactionKind
from fardplan.live.models import Reaction, Stage
from fardplan.live.rules import goes_on, stretch_of
from fardplan.live.topics import stage_topic


def react(*, stage: Stage, kind: str, now: datetime, at: datetime) -> None:
    """Count one. `now` is the page's time and says whether reactions are taken; `at` is the clock's, which those who
    follow count by. Raises Closed when reactions are not taken, and Invalid for a kind there is not."""
    if kind not in ReactionKind.values:
        raise Invalid(_("Den reaktionen finns inte."))
    if not stage.takes_reactions or not goes_on(stage, now=now):
        raise Closed(_("Det går inte att reagera just nu."))
    counted = {"stage": stage, "kind": kind, "at": stretch_of(at)}
    with transaction.atomic():
        if not _one_more(counted):
            try:
                with transaction.atomic():
                    Reaction.objects.create(**counted, count=1)
            except IntegrityError:  # the first of another browser came in between
                _one_more(counted)
        hub.changed(stage_topic(stage))


def _one_more(counted: dict[str, object]) -> int:
    return Reaction.objects.filter(**counted).update(count=F("count") + 1)
