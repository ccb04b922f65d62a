"""How many follow, how they react, and what those who lead the day should look into."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from fardplan.base import hub
from fardplan.base.errors import NotFound
from fardplan.live.choices import ReactionKind
from fardplan.live.models import Blocked, Burst, Question, Reaction, Stage
from fardplan.live.rules import STRETCH, stretch_of
from fardplan.live.topics import stage_topic

MANY, OVER = 50, 1000


class Crowd(StrEnum):
    """How many follow, in words that do not make a small audience smaller."""

    FEW = "few"
    MANY = "many"
    THOUSAND = "thousand"


def crowd(count: int) -> Crowd:
    """Few below 50, many from there, and over a thousand."""
    if count > OVER:
        return Crowd.THOUSAND
    return Crowd.MANY if count >= MANY else Crowd.FEW


def presence_of(stage: Stage) -> int:
    """How many browsers follow right now, over all processes. Those who read without scripts are not among them."""
    return hub.presence(stage_topic(stage))


def reactions_now(stage: Stage, *, now: datetime) -> dict[str, int]:
    """How many reacted in each way in the stretch going on and the one before it: the last ten to twenty seconds."""
    since = stretch_of(now) - timedelta(seconds=STRETCH)
    rows = Reaction.objects.filter(stage=stage, at__gte=since, at__lte=now).values("kind")
    counts = {row["kind"]: row["total"] for row in rows.annotate(total=Sum("count"))}
    return {kind: counts.get(kind, 0) for kind in ReactionKind.values}


def open_bursts(stage: Stage) -> list[Burst]:
    """What nobody has looked into yet; the latest first."""
    return list(stage.bursts.filter(handled_at=None))


def blocked_now(stage: Stage) -> list[Blocked]:
    return list(stage.blocked.filter(lifted_at=None).select_related("blocked_by").order_by("-blocked_at"))


def access_burst(stage: Stage, burst_id: int) -> Burst:
    found = stage.bursts.filter(pk=burst_id).first()
    if found is None:
        raise NotFound(_("Det finns inget sådant att ta hand om."))
    return found


def access_blocked(stage: Stage, blocked_id: int) -> Blocked:
    found = stage.blocked.filter(pk=blocked_id).first()
    if found is None:
        raise NotFound(_("Avstängningen finns inte."))
    return found


def access_question_to_block(stage: Stage, question_id: int) -> Question:
    """The question whose asker is to be blocked."""
    found = stage.questions.filter(pk=question_id).first()
    if found is None:
        raise NotFound(_("Frågan finns inte."))
    return found
