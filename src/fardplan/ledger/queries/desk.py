"""What an official needs when saying why the text changed: the changes to come, their traces, and likely sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from fardplan.base.errors import NotFound
from fardplan.contributions.models import Contribution, Outcome
from fardplan.contributions.queries import contributions_of, saying
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Trace
from fardplan.strategy.models import Change, Draft, Subject
from fardplan.strategy.queries import changes_in, changes_to_come

# Proposals and words are compared in Python: more than this many at one passage are not ranked.
MOST_RANKED = 500
MOST_SUGGESTED = 12


def changes_at_desk(draft: Draft) -> list[Change]:
    """Every change a draft makes, in reading order: recorded when it is published, worked out before that."""
    if draft.published_at is None:
        return changes_to_come(draft)
    return list(changes_in(draft).select_related("draft", "since"))


def access_change_at_desk(changes: Iterable[Change], subject: str, key: str) -> Change:
    """The one among a draft's changes that concerns this text."""
    for change in changes:
        if (change.subject, change.key) == (subject, key):
            return change
    raise NotFound(_("Texten är inte ändrad i det här utkastet."), what_next=_("Välj en av ändringarna i listan."))


def traces_of(change_ids: Iterable[int | None]) -> dict[int, list[Trace]]:
    """The traces to each of these changes, by the change's id. One query."""
    found: dict[int, list[Trace]] = {}
    traces = Trace.objects.filter(change__in=[pk for pk in change_ids if pk is not None]).select_related(
        "contribution__submission__dialogue", "motion__decision", "decision", "drawn_by"
    )
    order = ("contribution__submission__number", "contribution__part", "motion__position", "id")
    for trace in traces.order_by(*order):
        found.setdefault(trace.change_id, []).append(trace)
    return found


def traces_from(contribution: Contribution) -> list[Trace]:
    """The traces somebody has drawn from a contribution, also to changes of drafts that are not published."""
    rows = Trace.objects.filter(contribution=contribution).select_related("change__draft", "drawn_by")
    return list(rows.order_by("-change__draft__position", "change__position", "id"))


def access_trace(dialogue: Dialogue, trace_id: int) -> Trace:
    rows = Trace.objects.select_related("change__draft")
    trace = rows.filter(pk=trace_id, change__strategy=dialogue.strategy_id).first()
    if trace is None:
        raise NotFound(_("Spåret finns inte."))
    return trace


# --- what is likely to have led to a change ---------------------------------------------------------------------------


def suggested_for(change: Change, dialogue: Dialogue, *, besides: Collection[int] = ()) -> list[Contribution]:
    """Contributions about this text and those it came from, whichever draft they were made on, the likeliest first:
    proposed words closest to the new ones, then what was accepted, then the rest as they came. Two queries.

    `besides` are the ids of those it already comes from.
    """
    keys = _kin(change)
    about = Q(section__key__in=keys) if change.subject == Subject.SECTION else Q(passage__key__in=keys)
    rows = contributions_of(dialogue).filter(about).exclude(pk__in=besides)
    found = list(rows.order_by("submission__number", "part")[:MOST_RANKED])
    new_words = change.after_text or change.after_heading
    return sorted(found, key=lambda each: _likeliness(each, new_words), reverse=True)[:MOST_SUGGESTED]


def _kin(change: Change) -> set[str]:
    """The key and every key its words have stood under: those it was split or merged from, and theirs in turn."""
    kin = {change.key, *change.from_keys, *change.into_keys}
    earlier = Change.objects.filter(strategy=change.strategy_id, number__isnull=False).exclude(from_keys=[])
    for key, from_keys in earlier.order_by("-draft__position").values_list("key", "from_keys"):
        if key in kin:
            kin |= set(from_keys)
    return kin


def _likeliness(contribution: Contribution, new_words: str) -> tuple[float, int]:
    proposed = contribution.proposed_text
    closeness = fuzz.token_sort_ratio(proposed, new_words) if proposed and new_words else 0.0
    outcome = contribution.reply.outcome if contribution.reply else ""
    rank = {Outcome.ACCEPTED: 2, Outcome.PARTLY: 1}.get(outcome, 0)  # type: ignore[call-overload]
    return closeness, rank


def found_for(words: str, dialogue: Dialogue, *, besides: Collection[int] = ()) -> QuerySet[Contribution]:
    """Contributions by number or words, for drawing a trace from."""
    return contributions_of(dialogue).filter(saying(words)).exclude(pk__in=besides)


# --- what a contribution may have led to ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """A change a trace could be drawn to. `value` names it in a form."""

    change: Change
    is_near: bool

    @property
    def value(self) -> str:
        return f"{self.change.draft_id}:{self.change.subject}:{self.change.key}"


def candidates_for(contribution: Contribution, drafts: Iterable[Draft], *, words: str = "") -> list[Candidate]:
    """Changes of these drafts that a contribution may have led to: those of its own text first, the rest by its words.

    With `words` only changes where they occur, in the text or in the number.
    """
    part = contribution.passage or contribution.section
    key = part.key if part else ""
    traced = set(Trace.objects.filter(contribution=contribution).values_list("change_id", flat=True))
    changes = [change for draft in drafts for change in changes_at_desk(draft) if change.pk not in traced]
    if words:
        changes = [change for change in changes if _holds(change, words)]
    found = [
        Candidate(change, bool(key) and key in {change.key, *change.from_keys, *change.into_keys}) for change in changes
    ]
    wished = contribution.proposed_text or contribution.text

    def likeliness(each: Candidate) -> tuple[bool, float]:
        words_now = each.change.after_text or each.change.before_text
        return each.is_near, fuzz.token_set_ratio(wished, words_now)

    return sorted(found, key=likeliness, reverse=True)


def _holds(change: Change, words: str) -> bool:
    before = (change.before_code, change.before_heading, change.before_text)
    after = (change.after_code, change.after_heading, change.after_text, change.after_place)
    text = " ".join([change.label, *before, *after]).lower()
    return all(word in text for word in words.lower().split())


def drafts_to_trace_to(dialogue: Dialogue) -> list[Draft]:
    """The drafts a trace is likely to lead to, the newest first: those being written, and the latest published."""
    drafts = list(Draft.objects.filter(strategy=dialogue.strategy_id).order_by("-position", "-id"))
    published = [draft for draft in drafts if draft.published_at is not None]
    return [*(draft for draft in drafts if draft.published_at is None), *published[:1]][:3]
