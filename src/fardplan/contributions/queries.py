"""What has been said: for everyone, for the one who said it, and for those who answer."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from fardplan.base import search
from fardplan.base.errors import NotFound
from fardplan.contributions.labels import LABEL
from fardplan.contributions.models import Contribution, Submission
from fardplan.contributions.rules import MAY_CHANGE, STATUS_OF_OUTCOME, Status
from fardplan.contributions.shown_themes import with_themes
from fardplan.dialogue.models import Dialogue

MOST_OF_A_HEADING = 400  # characters, of which the first words are shown
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
_SEARCHED = ("text", "proposed_text", "passage__code", "passage__heading", "section__code", "section__heading")


# --- for everyone -----------------------------------------------------------------------------------------------------


def contributions_of(dialogue: Dialogue) -> QuerySet[Contribution]:
    """Every contribution of a dialogue with all that is needed to show it; the latest first."""
    return in_full(Contribution.objects.filter(submission__dialogue=dialogue))


def in_full(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """These contributions of one dialogue with all that is needed to show them; the latest first."""
    return with_all_shown(contributions).order_by("-submission__number", "part")


def with_all_shown(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return contributions.select_related("submission", "section__draft", "passage__draft", "day", "reply")


def shown(*, now: datetime) -> Q:
    """Published, not hidden, and received before the page's own time."""
    return Q(published_at__lte=now, submission__received_at__lte=now) & (Q(hidden_at=None) | Q(hidden_at__gt=now))


def public_contributions(dialogue: Dialogue, *, now: datetime) -> QuerySet[Contribution]:
    return contributions_of(dialogue).filter(shown(now=now))


def with_status(status: str, *, now: datetime, has_led_to_change: Q | None = None) -> Q:
    """Contributions that have come this far.

    `has_led_to_change` is the condition that a trace leads from them to a public change (`ledger.queries` has it);
    without it none has.
    """
    answered = Q(reply__published_at__lte=now)
    if status in {Status.RECEIVED, Status.READ}:
        read = Q(read_at__lte=now)
        return ~answered & (read if status == Status.READ else ~read)
    changed = Q(reply__outcome__in=sorted(MAY_CHANGE)) & (has_led_to_change or Q(pk__in=[]))
    if status == Status.CHANGED:
        return answered & changed
    outcomes = [outcome for outcome, its in STATUS_OF_OUTCOME.items() if its == status]
    return answered & Q(reply__outcome__in=outcomes) & ~changed


def saying(words: str) -> Q:
    """Contributions with all of these words in them, or with this number. What is known of senders is not searched."""
    if found := LABEL.fullmatch(words.strip()):
        return numbered(found)
    return search.matches(words, *_SEARCHED)


def numbered(found: re.Match[str]) -> Q:
    part = Q(part=int(found["part"])) if found["part"] else Q()
    return Q(submission__number=int(found["number"])) & part


def access_contribution(dialogue: Dialogue, label: str, *, now: datetime) -> Contribution:
    """One public contribution. Hidden and not yet read look like missing."""
    found = LABEL.fullmatch(label)
    public = with_themes(public_contributions(dialogue, now=now))
    contribution = public.filter(numbered(found)).first() if found else None
    if contribution is None:
        raise NotFound(
            _("Synpunkten finns inte eller visas inte."),
            what_next=_("I registret står allt som har kommit in, också det som inte visas."),
        )
    return contribution


def register_of(dialogue: Dialogue, *, now: datetime) -> QuerySet[Any]:
    """What has come in, the latest first (L-22). `is_shown` and `is_hidden` say what became of each submission.

    `shown_words` begins with what everybody may read: the heading of what is shown whole, otherwise the first point
    that is. The beginning of a letter, often a name and an address, is no heading of the points marked in it.
    """
    said = Contribution.objects.filter(submission=OuterRef("pk"))
    public = said.filter(shown(now=now))
    first_point = public.order_by("part", "pk").values(words=Substr("text", 1, MOST_OF_A_HEADING))[:1]
    return (
        Submission.objects.filter(dialogue=dialogue, received_at__lte=now)
        .annotate(is_shown=Exists(public), is_hidden=Exists(said.filter(hidden_at__lte=now)))
        .annotate(
            shown_words=Case(When(Exists(public.filter(part=None)), then=F("heading")), default=Subquery(first_point))
        )
        .order_by("-number")
    )


# --- for the one who said it ------------------------------------------------------------------------------------------


def access_receipt(key: str) -> Submission:
    """What somebody sent in, by the key in their personal link."""
    kept = Submission.objects.select_related("dialogue__strategy", "contact").filter(receipt_key=key)
    submission = kept.first() if _KEY.fullmatch(key) else None
    if submission is None:
        raise NotFound(
            _("Kvittot finns inte."),
            what_next=_("Kontrollera att hela länken kom med. Den står i brevet du fick, om du lämnade e-post."),
        )
    return submission


def said_in(submission: Submission) -> list[Contribution]:
    """The points of one submission, with their replies."""
    rows = with_themes(contributions_of(submission.dialogue)).filter(submission=submission).order_by("part", "id")
    return list(rows.prefetch_related("verdicts", "reconsiderations"))
