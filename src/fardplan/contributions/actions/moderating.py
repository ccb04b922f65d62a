"""Reading, publishing and hiding what is said, and thinking again when somebody asks. Everything is logged."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.contributions import letters
from fardplan.contributions.actions.changing import change, current, record
from fardplan.contributions.followed import tell
from fardplan.contributions.models import ConductRule, Contribution, Reconsideration, Report
from fardplan.dialogue.rules import may_moderate
from fardplan.people.models import Official


def mark_read(*, contribution: Contribution, revision: int, by: Official, now: datetime) -> Contribution:
    """Somebody at the desk has read it; its sender sees "Läses". `revision` is the one the official looked at."""
    _require_moderator(by, contribution)
    with transaction.atomic():
        changed = change(contribution, revision=revision, read_at=contribution.read_at or now)
        record("contribution.read", changed, by=by, at=now)
        return changed


def publish(*, contribution: Contribution, revision: int, by: Official, now: datetime) -> Contribution:
    """Show a contribution to everyone."""
    _require_moderator(by, contribution)
    if contribution.hidden_at is not None:
        raise Conflict(_("Synpunkten är dold. Visa den igen först."))
    with transaction.atomic():
        changed = change(
            contribution,
            revision=revision,
            read_at=contribution.read_at or now,
            published_at=contribution.published_at or now,
        )
        record("contribution.published", changed, by=by, at=now)
        tell([changed], now=now)
        return changed


def hide(
    *, contribution: Contribution, rule: str, reason: str, revision: int, by: Official, now: datetime
) -> Contribution:
    """Stop showing a contribution, under a published rule and for a reason its sender is told (L-05, L-24)."""
    _require_moderator(by, contribution)
    if rule not in ConductRule.values:
        raise Invalid(_("Välj vilken regel det gäller."), field="rule")
    if not reason:
        raise Invalid(_("Skriv varför. Den som lämnade synpunkten får läsa det."), field="reason")
    if contribution.hidden_at is not None:
        raise Conflict(_("Synpunkten är redan dold."))
    with transaction.atomic():
        changed = change(
            contribution,
            revision=revision,
            read_at=contribution.read_at or now,
            hidden_at=now,
            hidden_rule=rule,
            hidden_reason=reason,
        )
        contribution.reports.filter(handled_at=None).update(handled_at=now, led_to_hiding=True)
        record("contribution.hidden", changed, by=by, at=now, rule=rule, reason=reason)
        letters.tell_hidden(changed)
        tell([changed], now=now)
        return changed


def unhide(*, contribution: Contribution, revision: int, by: Official, now: datetime) -> Contribution:
    """Show a hidden contribution again, as it was before; its sender is told."""
    _require_moderator(by, contribution)
    if contribution.hidden_at is None:
        raise Conflict(_("Synpunkten är inte dold längre."))
    if contribution.reconsiderations.filter(answered_at=None).exists():
        raise Conflict(_("Avsändaren har bett er pröva igen. Svara på det, så visas synpunkten på samma gång."))
    with transaction.atomic():
        changed = _show_again(contribution, revision=revision, by=by, now=now)
        letters.tell_shown_again(changed)
        return changed


def _show_again(contribution: Contribution, *, revision: int, by: Official, now: datetime) -> Contribution:
    was = {"rule": contribution.hidden_rule, "reason": contribution.hidden_reason}
    changed = change(contribution, revision=revision, hidden_at=None, hidden_rule="", hidden_reason="")
    record("contribution.shown_again", changed, by=by, at=now, **was)
    tell([changed], now=now)
    return changed


def ask_to_reconsider(*, contribution: Contribution, words: str, now: datetime) -> Reconsideration:
    """The sender asks us to think again about a hidden contribution."""
    if not words:
        raise Invalid(_("Skriv varför du tycker att synpunkten ska visas."), field="text")
    with transaction.atomic():
        contribution = current(contribution.pk, lock=True)
        if contribution.hidden_at is None:
            raise Conflict(_("Synpunkten är inte dold längre."))
        if contribution.reconsiderations.filter(answered_at=None).exists():
            raise Conflict(_("Du har redan bett oss pröva igen. Vi svarar här på sidan."))
        asked = Reconsideration.objects.create(contribution=contribution, text=words, asked_at=now)
        record("contribution.disputed", contribution, by=audit.PARTICIPANT, at=now)
        return asked


def answer_reconsideration(
    *, contribution: Contribution, show: bool, answer: str, revision: int, by: Official, now: datetime
) -> Contribution:
    """Show the contribution again or keep it hidden, with an answer its sender reads."""
    _require_moderator(by, contribution)
    if not answer:
        raise Invalid(_("Skriv hur ni har bedömt det. Avsändaren får läsa det."), field="answer")
    with transaction.atomic():
        waiting = contribution.reconsiderations.filter(answered_at=None).first()
        if waiting is None:
            raise Conflict(_("Någon annan har redan svarat."))
        if show:
            changed = _show_again(contribution, revision=revision, by=by, now=now)
        else:
            changed = change(contribution, revision=revision)
        waiting.answered_at, waiting.answer, waiting.shown_again = now, answer, show
        waiting.save(update_fields=["answered_at", "answer", "shown_again"])
        record("contribution.reconsidered", changed, by=by, at=now, shown_again=show, answer=answer)
        letters.tell_reconsidered(waiting)
        return changed


def report(*, contribution: Contribution, rule: str, words: str, now: datetime) -> Report:
    """Somebody tells us that a contribution breaks a rule (L-82). Nothing is kept about who."""
    if rule not in ConductRule.values:
        raise Invalid(_("Välj vilken regel det gäller."), field="rule")
    with transaction.atomic():
        made = Report.objects.create(contribution=contribution, rule=rule, text=words, reported_at=now)
        record("contribution.reported", contribution, by=audit.PARTICIPANT, at=now, rule=rule)
        return made


def dismiss_reports(*, contribution: Contribution, revision: int, by: Official, now: datetime) -> Contribution:
    """The reported contribution breaks no rule and stays as it is."""
    _require_moderator(by, contribution)
    with transaction.atomic():
        changed = change(contribution, revision=revision, read_at=contribution.read_at or now)
        count = contribution.reports.filter(handled_at=None).update(handled_at=now)
        record("contribution.reports_dismissed", changed, by=by, at=now, count=count)
        return changed


def _require_moderator(by: Official, contribution: Contribution) -> None:
    if not may_moderate(by, contribution.submission.dialogue):
        raise NotAllowed(_("Din roll räcker inte för att ändra hur synpunkter visas."))
