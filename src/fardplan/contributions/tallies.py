"""How much has been said about each passage, what it wants, and what it was answered.

Counting 20,000 contributions takes longer than a page may. The counts of all are kept in memory under a stamp that
changes with whatever may change them: a new contribution, one that becomes public, and every act of an official, which
has an audit entry. A visitor whose page stands at another time than the clock (the example, a preview) is counted for
anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, CharField, Count, F, Func, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.sql.compiler import SQLCompiler

from fardplan.base import clock
from fardplan.base.models import AuditEntry
from fardplan.contributions.models import Contribution, ContributionKind, Outcome
from fardplan.contributions.queries import shown
from fardplan.dialogue.models import Dialogue
from fardplan.strategy.models import Draft
from fardplan.strategy.queries import Kin

WRITING_AT_ONCE = 200
WAITING = "waiting"  # in place of an outcome: there is no answer yet


@dataclass
class Tally:
    """How many contributions there are of each (kind, outcome)."""

    of: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, kind: str = "", outcome: str = "") -> int:
        """So many of a kind, with an outcome; "" for any."""
        return sum(
            number
            for (its_kind, its_outcome), number in self.of.items()
            if kind in {"", its_kind} and outcome in {"", its_outcome}
        )

    @property
    def total(self) -> int:
        return self.of.total()

    @property
    def kinds(self) -> list[tuple[ContributionKind, int]]:
        """The kinds there are any of, with how many."""
        return [(kind, number) for kind in ContributionKind if (number := self.count(kind))]

    @property
    def outcomes(self) -> list[tuple[Outcome, int]]:
        """The outcomes there are any of, with how many."""
        return [(outcome, number) for outcome in Outcome if (number := self.count(outcome=outcome))]

    @property
    def waiting(self) -> int:
        return self.count(outcome=WAITING)

    @property
    def answered(self) -> int:
        return self.total - self.waiting


# For each passage: in each draft (by id) in which something was said about it, how much.
Counts = Mapping[str, Mapping[int, Counter[tuple[str, str]]]]
_kept: dict[int, tuple[str, Counts]] = {}


def stamp_of(dialogue: Dialogue, *, now: datetime) -> str:
    """Another value whenever what is counted may have changed. One query, however much there is.

    The order of ids is not the order of commits where many write at once. Of two that write, the one with the lower id
    may be done last, after any number of higher ones. So those who were writing are part of it: what they do is seen
    as soon as they are done, and not taken for what there was before.
    """
    latest = Contribution.objects.filter(published_at__lte=now).order_by("-published_at").values("published_at")
    marks = Dialogue.objects.filter(pk=dialogue.pk).values_list(
        *_latest_of(AuditEntry.objects.order_by("-pk")),
        *_latest_of(Contribution.objects.order_by("-pk")),
        Subquery(latest[:1]),
        _StillWriting(),
    )
    return f"{dialogue.pk}.{marks[0]}"


class _StillWriting(Func):
    """The transactions that have begun to write and are not done; none where one writes at a time (SQLite)."""

    template = "''"
    output_field = CharField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        begun = "SELECT string_agg(xip::text, ' ' ORDER BY xip) FROM pg_snapshot_xip(pg_current_snapshot()) AS xip"
        return self.as_sql(compiler, connection, template=f"COALESCE(({begun}), '')", **context)


def _latest_of(rows: QuerySet[Any]) -> tuple[Any, Any]:
    """The highest id, and how many there are of those just below it: of two that write at once the one with the higher
    id may be done first, and the other one must be seen when it is."""
    highest = Subquery(rows.values("pk")[:1], output_field=IntegerField())
    near = rows.order_by().filter(pk__gt=highest - WRITING_AT_ONCE)
    return highest, Subquery(
        near.annotate(number=Func("pk", function="COUNT", output_field=IntegerField())).values("number")
    )


def is_live(*, now: datetime) -> bool:
    """Whether a page stands at the clock's own time, and not where a visitor of the example or a preview has set it."""
    return abs(clock.now() - now) <= timedelta(minutes=1)


def counts_by_passage(dialogue: Dialogue, *, now: datetime) -> Counts:
    """All public contributions about passages, counted. One query; two when something has changed since last."""
    if not is_live(now=now):
        return _counted(dialogue, Q(passage__isnull=False), now=now)
    stamp = stamp_of(dialogue, now=now)
    kept = _kept.get(dialogue.pk)
    if kept is None or kept[0] != stamp:
        kept = _kept[dialogue.pk] = (stamp, _counted(dialogue, Q(passage__isnull=False), now=now))
    return kept[1]


def counts_at(keys: Collection[str], dialogue: Dialogue, *, now: datetime) -> Counts:
    """The same for a few passages: they are counted at once. One query."""
    return _counted(dialogue, Q(passage__key__in=keys, passage__draft__strategy=dialogue.strategy_id), now=now)


def _counted(dialogue: Dialogue, which: Q, *, now: datetime) -> Counts:
    rows = (
        Contribution.objects.filter(which, shown(now=now))
        # + 0: a database that would walk through everything the dialogue holds shall begin with the passages instead.
        .annotate(in_dialogue=F("submission__dialogue_id") + 0)
        .filter(in_dialogue=dialogue.pk)
        .annotate(
            outcome=Case(
                When(Q(reply__published_at__lte=now), then=F("reply__outcome")),
                default=Value(WAITING),
                output_field=CharField(),
            )
        )
        .order_by()
        .values_list("passage__key", "passage__draft_id", "kind", "outcome")
        .annotate(Count("pk"))
    )
    counts: dict[str, dict[int, Counter[tuple[str, str]]]] = {}
    for key, draft_id, kind, outcome, number in rows:
        counts.setdefault(key, {}).setdefault(draft_id, Counter())[kind, outcome] += number
    return counts


def tallies(keys: Iterable[str], counts: Counts, *, drafts: Iterable[Draft], kin: Kin) -> dict[str, Tally]:
    """What has been said about each of these passages, whichever draft it was said about, and about those whose words
    they carry on before these came to them. Passages nobody has said anything about are left out."""
    positions = {draft.pk: draft.position for draft in drafts}
    found = {}
    for key in keys:
        tally = Tally()
        for counted in counts.get(key, {}).values():
            tally.of.update(counted)
        for other, until in kin.get(key, {}).items():
            for draft_id, counted in counts.get(other, {}).items():
                if positions.get(draft_id, until) < until:
                    tally.of.update(counted)
        if tally.of:
            found[key] = tally
    return found


def with_kin(keys: Iterable[str], kin: Kin) -> set[str]:
    """These passages and those whose words they carry on."""
    return {other for key in keys for other in (key, *kin.get(key, {}))}


def said_about_passage(key: str, dialogue: Dialogue, *, kin: Kin) -> Q:
    """The contributions that the tally of one passage counts."""
    said = Q(passage__key=key)
    for other, until in kin.get(key, {}).items():
        said |= Q(passage__key=other, passage__draft__position__lt=until)
    return said & Q(passage__draft__strategy=dialogue.strategy_id)


def forget_tallies() -> None:
    """Count everything anew: for tests, whose contributions come and go."""
    _kept.clear()
