"""Contributions that say nearly the same: suggested to officials, never decided by us. Every number is still answered.

A contribution's fingerprint is kept as a few numbers in a table of its own. Those that share any are found by an index;
how alike they are is worked out from the words themselves when somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from fardplan.analysis.likeness import NEAR, signature, similarity
from fardplan.analysis.redline import Piece, redline
from fardplan.contributions.models import Contribution, LikenessBand
from fardplan.contributions.queries import with_all_shown
from fardplan.dialogue.models import Dialogue

# The smallest numbers of a signature: two texts that share a tenth of theirs share one of these in 97 cases of 100.
_KEPT = 32
_LOOKED_AT = 80  # so many candidates are compared, those that share most numbers first
_SHOWN = 12
_COMPARED = 10  # so many of the contributions an answer is for are looked up
_TOO_LITTLE = 0
_MIX, _BITS = 0x9E3779B97F4A7C15, (1 << 63) - 1


def words_of(contribution: Contribution) -> str:
    """What is compared: what it says, or the words it proposes when it says nothing more."""
    return contribution.text.strip() or contribution.proposed_text


def digests_of(dialogue_id: int, text: str) -> list[int]:
    """The numbers kept of a text. The dialogue is part of them, so that no other's are found."""
    kept = nsmallest(_KEPT, signature(text))
    return [(number ^ (dialogue_id * _MIX)) & _BITS for number in kept]


def remember(contributions: Iterable[Contribution]) -> None:
    """Keep the fingerprints of contributions that have none. Their submissions must be read with them."""
    LikenessBand.objects.bulk_create(
        LikenessBand(contribution=contribution, digest=digest)
        for contribution in contributions
        for digest in digests_of(contribution.submission.dialogue_id, words_of(contribution)) or [_TOO_LITTLE]
    )


def remember_anew(contribution: Contribution) -> None:
    """After its words have become others."""
    LikenessBand.objects.filter(contribution=contribution).delete()
    remember([contribution])


def without_fingerprint() -> QuerySet[Contribution]:
    kept = LikenessBand.objects.filter(contribution=OuterRef("pk"))
    return Contribution.objects.filter(~Exists(kept)).select_related("submission").order_by("pk")


@dataclass(frozen=True)
class Alike:
    """A contribution that says nearly the same as another, how nearly, and the words that differ."""

    contribution: Contribution
    similarity: float
    pieces: tuple[Piece, ...]

    @property
    def percent(self) -> int:
        return round(100 * self.similarity)


def alike_to(dialogue: Dialogue, contributions: Sequence[Contribution], *, unanswered: bool = False) -> list[Alike]:
    """Those that say nearly the same as any of these, the most alike first. One query."""
    asked = list(contributions)[:_COMPARED]
    digests = {digest for each in asked for digest in digests_of(dialogue.pk, words_of(each))}
    near = (
        LikenessBand.objects.filter(digest__in=digests)
        .exclude(contribution__in=[each.pk for each in contributions])
        .values("contribution")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "contribution")
    )
    wanted = Q(reply=None, hidden_at=None) if unanswered else Q(hidden_at=None)
    candidates = Contribution.objects.filter(wanted, pk__in=near.values("contribution")[:_LOOKED_AT])
    rows = [row for row in with_all_shown(candidates).order_by() if row.submission.dialogue_id == dialogue.pk]
    compared = [(*_nearest(row, asked), row) for row in rows] if asked else []
    close = sorted((one for one in compared if one[0] >= NEAR), key=lambda one: (-one[0], one[2].pk))
    return [Alike(row, alike, redline(mine, words_of(row))) for alike, mine, row in close[:_SHOWN]]


def _nearest(row: Contribution, asked: Sequence[Contribution]) -> tuple[float, str]:
    """How alike the most alike of those asked for is, and its words."""
    theirs = words_of(row)
    return max((similarity(words_of(each), theirs), words_of(each)) for each in asked)
