"""The rules of a day: how questions are read, how fast they may come, and what is shown of the audience."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.editing import write
from fardplan.base.errors import NotAllowed
from fardplan.base.locking import held
from fardplan.live.actions.happening import stage_changed
from fardplan.live.models import Stage
from fardplan.live.rules import may_keep_questions
from fardplan.people.models import Official

RULES = ("checking", "slow_seconds", "reply_workdays", "takes_reactions", "shows_exact_presence")


def set_rules(*, stage: Stage, changes: Mapping[str, Any], seen: str | None, by: Official, now: datetime) -> Stage:
    """Raises ChangedMeanwhile when somebody else has changed them since `seen`."""
    if not may_keep_questions(by, stage.day.dialogue):
        raise NotAllowed(_("Din roll räcker inte för att ändra dagens regler."))
    with transaction.atomic():
        stage = held(Stage.objects).select_related("day__dialogue").get(pk=stage.pk)
        changed = write(stage, {name: changes[name] for name in RULES}, seen=seen)
        if changed:
            values = {name: getattr(stage, name) for name in changed}
            audit.record("live.rules", on=stage, by=by, at=now, dialogue_id=stage.day.dialogue_id, **values)
            stage_changed(stage)
        return stage
