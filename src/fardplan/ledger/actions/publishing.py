"""Publishing a draft through the ledger: what bars is mended or reviewed first, what warns is confirmed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_edit_content
from fardplan.ledger.links import LONGEST
from fardplan.ledger.models import LinkCheck, Review
from fardplan.ledger.warnings import Kind, Subject, links_of, public_words, report_on
from fardplan.people.models import Official
from fardplan.strategy.actions import hold_strategy, publish_draft
from fardplan.strategy.models import Draft


@transaction.atomic
def publish_checked(*, dialogue: Dialogue, draft: Draft, confirmed: int, by: Official, now: datetime) -> Draft:
    """Publish a draft when nothing bars it and whoever publishes has seen every warning: `confirmed` is how many.

    Raises Invalid when something bars it, Conflict when there are other warnings than those that were confirmed.
    """
    _require_editor(by, dialogue)
    hold_strategy(draft.strategy_id)
    if draft.published_at is None:
        report = report_on(dialogue, draft, now=now)
        if report.is_stopped:
            raise Invalid(_("Något måste rättas eller granskas innan utkastet kan publiceras."))
        if report.warnings != confirmed:
            raise Conflict(_("Det finns varningar som ingen har bekräftat."), what_next=_("Läs dem och bekräfta."))
    return publish_draft(draft=draft, by=by, now=now)


@transaction.atomic
def review(*, dialogue: Dialogue, draft: Draft, subject: Subject, reason: str, by: Official, now: datetime) -> Review:
    """Say why what looks like personal data may stand. Holds as long as the words are the same.

    Raises Invalid without a reason, Conflict when the words are others by now.
    """
    _require_editor(by, dialogue)
    if not reason.strip():
        raise Invalid(_("Skriv varför uppgiften får stå kvar."), field="reason")
    words = public_words(dialogue, draft, now=now)
    if not any(
        (each.type, each.id, each.fingerprint) == (subject.type, subject.id, subject.fingerprint) for each in words
    ):
        raise Conflict(_("Texten har ändrats sedan du läste den."), what_next=_("Läs den igen."))
    found, is_new = Review.objects.get_or_create(
        dialogue=dialogue,
        warning=Kind.PERSONAL_DATA,
        subject_type=subject.type,
        subject_id=subject.id,
        fingerprint=subject.fingerprint,
        defaults={"reason": reason.strip()[:300], "reviewed_by": by, "reviewed_at": now},
    )
    if is_new:
        what = {"about": subject.type, "reason": found.reason}
        audit.record("warning.reviewed", on=found, by=by, at=now, dialogue_id=dialogue.pk, **what)
    return found


@transaction.atomic
def ask_about_links(*, dialogue: Dialogue, draft: Draft, by: Actor, now: datetime) -> int:
    """Let the job ask every link in the texts again; returns how many there are."""
    addresses = [address for address in links_of(dialogue, draft) if len(address) <= LONGEST]
    known = {each.address: each for each in LinkCheck.objects.filter(address__in=addresses)}
    LinkCheck.objects.filter(pk__in=[each.pk for each in known.values()]).update(asked_at=now, checked_at=None)
    LinkCheck.objects.bulk_create(
        (LinkCheck(address=address, asked_at=now) for address in addresses if address not in known),
        ignore_conflicts=True,  # somebody else has asked about it meanwhile
    )
    audit.record("links.asked", on=draft, by=by, at=now, dialogue_id=dialogue.pk, number=len(addresses))
    return len(addresses)


def _require_editor(by: Official, dialogue: Dialogue) -> None:
    if not may_edit_content(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att publicera utkast."))
