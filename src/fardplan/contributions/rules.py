"""When something can be said, what is public, what a reply must hold, and the words for how far it has come."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base import clock
from fardplan.contributions.models import ConductRule, Contribution, Outcome, Reply, Standing
from fardplan.dialogue.models import Dialogue, Publishing
from fardplan.dialogue.rules import may_reply, takes_contributions
from fardplan.people.models import Official
from fardplan.strategy.models import Draft

LONGEST_TEXT = 20_000
LONGEST_PROPOSAL = 10_000
LONGEST_REPLY = 10_000
LONGEST_REASON = 4_000

# What can follow a refusal, in the words of a person (L-85, and in the same spirit for what was met only in part).
NEEDS_REASON = frozenset({Outcome.NOT_ACCEPTED, Outcome.PARTLY})


class Status(models.TextChoices):
    """How far a contribution has come, in the words its sender reads."""

    RECEIVED = "received", _("Mottagen")
    READ = "read", _("Läses")
    ANSWERED = "answered", _("Besvarad")
    CHANGED = "changed", _("Ledde till ändring")
    NO_CHANGE = "no_change", _("Ledde inte till ändring (så här tänkte vi)")
    ELSEWHERE = "elsewhere", _("Hör hemma hos någon annan")


STATUS_OF_OUTCOME: dict[str, Status] = {
    Outcome.ACCEPTED: Status.ANSWERED,
    Outcome.ANSWERED: Status.ANSWERED,
    Outcome.PARTLY: Status.NO_CHANGE,
    Outcome.NOT_ACCEPTED: Status.NO_CHANGE,
    Outcome.OUT_OF_SCOPE: Status.ELSEWHERE,
}

# Outcomes that say a change was made, once there is a trace to one that everybody can read.
MAY_CHANGE = frozenset({Outcome.ACCEPTED, Outcome.PARTLY})

# What each published rule means, on the page of rules and wherever a rule is chosen.
RULE_MEANS: dict[str, Promise] = {
    ConductRule.OFF_TOPIC: _("Det du skriver ska handla om strategin eller om dialogen."),
    ConductRule.DISRESPECT: _("Kritisera gärna förslaget, men inte den som tycker något annat."),
    ConductRule.THREAT: _("Det gäller hot mot en person och hets mot en grupp."),
    ConductRule.ATTACK: _("Det gäller påhopp på en enskild person, också på en som är känd."),
    ConductRule.PERSONAL_DATA: _("Skriv inte om andra så att det går att förstå vilka de är."),
    ConductRule.ADVERTISING: _("Varje synpunkt räcker att lämna en gång, och ingen reklam får plats här."),
}


def published_rules() -> list[tuple[ConductRule, Promise]]:
    """The rules everyone can read, each with what it means."""
    return [(rule, RULE_MEANS[rule]) for rule in ConductRule]


def may_contribute(dialogue: Dialogue, *, now: datetime) -> bool:
    return dialogue.published_at is not None and takes_contributions(dialogue, now=now)


def is_published_at_once(dialogue: Dialogue) -> bool:
    return dialogue.publishing == Publishing.AT_ONCE


def is_public(contribution: Contribution, *, now: datetime) -> bool:
    """Published, and not hidden. The original stays in its submission whatever happens here."""
    published_at, hidden_at = contribution.published_at, contribution.hidden_at
    return published_at is not None and published_at <= now and (hidden_at is None or hidden_at > now)


def public_reply(contribution: Contribution, *, now: datetime) -> Reply | None:
    reply = contribution.reply
    return reply if reply is not None and reply.published_at is not None and reply.published_at <= now else None


def may_give_verdict(contribution: Contribution, *, draft: Draft | None = None, now: datetime) -> bool:
    """Whether there is something for the sender to think about: an answer, or a draft everybody can read."""
    if draft is not None:
        return draft.published_at is not None and draft.published_at <= now
    return public_reply(contribution, now=now) is not None


def status_of(contribution: Contribution, *, now: datetime, led_to_change: bool = False) -> Status:
    """`led_to_change`: a trace leads from it to a change in a draft published by `now` (`ledger.queries` knows)."""
    reply = public_reply(contribution, now=now)
    if reply is not None:
        if led_to_change and reply.outcome in MAY_CHANGE:
            return Status.CHANGED
        return STATUS_OF_OUTCOME[reply.outcome]
    return Status.READ if contribution.read_at is not None and contribution.read_at <= now else Status.RECEIVED


def what_reply_lacks(
    *,
    text: str,
    outcome: str,
    reason: str,
    forwarded_to: str,
    standing: str = Standing.OFFICIAL,
    adopted_by: str = "",
) -> dict[str, Promise]:
    """What a reply still needs before it can be public: field → what to do. Empty when nothing is missing."""
    lacks: dict[str, Promise] = {}
    if not outcome:
        lacks["outcome"] = _("Välj ett utfall.")
    if not text:
        lacks["text"] = _("Skriv ett svar.")
    if outcome in NEEDS_REASON and not reason:
        lacks["reason"] = _("Skriv varför. Den som får nej, helt eller delvis, har rätt att veta skälet.")
    if outcome == Outcome.OUT_OF_SCOPE and not forwarded_to:
        lacks["forwarded_to"] = _("Skriv vem synpunkten har skickats vidare till.")
    if standing == Standing.ADOPTED and not adopted_by:
        lacks["adopted_by"] = _("Skriv vem som har antagit svaret, med § och datum.")
    return lacks


def waits_for_second_reader(reply: Reply) -> bool:
    """Whether somebody else must approve it before it can be public: the dialogue says so, and nobody has."""
    return reply.dialogue.replies_need_second_reader and reply.approved_at is None and reply.published_at is None


def may_approve(official: Official, reply: Reply) -> bool:
    """Somebody else with the right to reply, once its writer has said it is ready."""
    ready = reply.ready_at is not None and reply.approved_at is None and reply.published_at is None
    return ready and reply.written_by_id != official.pk and may_reply(official, reply.dialogue)


def erase_sender_after(dialogue: Dialogue, *, real_now: datetime | None = None) -> datetime:
    """When a sender's address goes: so many days after the replies are due, and at least as many from today.

    Real time decides, whatever the clock of the page says: it is a promise about erasing.
    """
    real_now = real_now or clock.now()
    keep = timedelta(days=dialogue.keep_senders_days)
    due = dialogue.replies_due_on
    if due is None:
        return real_now + keep
    end_of_due_day = timezone.make_aware(datetime.combine(due, time(23, 59, 59)))
    return max(end_of_due_day, real_now) + keep
