"""Very much from one network: pointed out to those who lead the day, and handled by them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, hub
from fardplan.base.errors import Conflict, NotAllowed
from fardplan.live.models import Burst, Stage
from fardplan.live.rules import may_keep_questions
from fardplan.live.topics import desk_topic
from fardplan.people.models import Official


def note_burst(stage: Stage, *, what: str, title: str, network: str, count: int, now: datetime) -> None:
    """Point it out, or let the one that is pointed out already grow."""
    about = {"stage": stage, "what": what, "title": title[:300], "network": network, "handled_at": None}
    with transaction.atomic():
        grown = Burst.objects.filter(**about, count__lt=count).update(count=count)
        if not grown and not Burst.objects.filter(**about).exists():
            try:
                with transaction.atomic():
                    Burst.objects.create(**about, began_at=now, count=count)
            except IntegrityError:  # another process has pointed it out this very moment
                Burst.objects.filter(**about, count__lt=count).update(count=count)
        hub.changed(desk_topic(stage))


def handle_burst(*, burst: Burst, by: Official, now: datetime) -> Burst:
    """Somebody has looked into it. Raises Conflict when another has."""
    if not may_keep_questions(by, burst.stage.day.dialogue):
        raise NotAllowed(_("Din roll räcker inte för att hålla i frågor och röster."))
    with transaction.atomic():
        if not Burst.objects.filter(pk=burst.pk, handled_at=None).update(handled_at=now, handled_by=by):
            raise Conflict(_("Någon annan har redan tagit hand om det."))
        burst.refresh_from_db()
        audit.record(
            "live.burst_handled", on=burst, by=by, at=now, dialogue_id=burst.stage.day.dialogue_id, count=burst.count
        )
        hub.changed(desk_topic(burst.stage))
        return burst
