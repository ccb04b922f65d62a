"""A browser that may not ask any more on a stage: by a published rule, for a reason, and logged."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Closed, Conflict, Invalid, NotAllowed
from fardplan.contributions.choices import ConductRule
from fardplan.live.models import Blocked, Question, Stage
from fardplan.live.rules import may_keep_questions
from fardplan.people.models import Official

_REFUSED = _("Din roll räcker inte för att stänga av någon.")


def block_asker(*, question: Question, rule: str, reason: str, by: Official, now: datetime) -> Blocked:
    """Take no more questions from the browser that asked this one. It can still read, support and vote.

    Raises Invalid without a rule and a reason, and for a question an official wrote down for somebody.
    """
    dialogue = question.stage.day.dialogue
    if not may_keep_questions(by, dialogue):
        raise NotAllowed(_REFUSED)
    if rule not in ConductRule.values:
        raise Invalid(_("Välj vilken regel det gäller."), field="rule")
    if not reason.strip():
        raise Invalid(_("Skriv varför. Det går till loggen, och visas för den som stängs av."), field="reason")
    if not question.asker:
        raise Invalid(_("Frågan skrevs in på skrivbordet; det finns ingen att stänga av."), field="reason")
    try:
        with transaction.atomic():
            blocked = Blocked.objects.create(
                stage=question.stage, asker=question.asker, rule=rule, reason=reason, blocked_at=now, blocked_by=by
            )
            audit.record(
                "live.asker_blocked", on=question, by=by, at=now, dialogue_id=dialogue.pk, rule=rule, reason=reason
            )
    except IntegrityError as error:
        raise Conflict(_("Den som ställde frågan är redan avstängd.")) from error
    return blocked


def lift_block(*, blocked: Blocked, by: Official, now: datetime) -> Blocked:
    """Let the browser ask again."""
    dialogue = blocked.stage.day.dialogue
    if not may_keep_questions(by, dialogue):
        raise NotAllowed(_REFUSED)
    with transaction.atomic():
        if not Blocked.objects.filter(pk=blocked.pk, lifted_at=None).update(lifted_at=now):
            raise Conflict(_("Avstängningen är redan hävd."))
        blocked.refresh_from_db()
        audit.record("live.asker_let_in", on=blocked, by=by, at=now, dialogue_id=dialogue.pk)
        return blocked


def refuse_blocked(stage: Stage, asker: str) -> None:
    """Raises Closed, with the rule and the reason, for a browser that may not ask here."""
    blocked = Blocked.objects.filter(stage=stage, asker=asker, lifted_at=None).first()
    if blocked is None:
        return
    words = {"rule": blocked.get_rule_display(), "reason": blocked.reason}
    raise Closed(
        _("Du kan inte ställa fler frågor i dag. Regel: %(rule)s. %(reason)s") % words,
        what_next=_("Du kan fortfarande läsa, stödja frågor och rösta. Tycker du att det är fel? Skriv till oss."),
    )
