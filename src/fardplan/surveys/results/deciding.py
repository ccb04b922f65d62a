"""What the next release of a collection may hold, given the one before: the state that is kept beside each release.

`analysis.disclosure` has the rules and says why. Here its promises to be kept by the caller are kept: the bases are
those of the first release, participants by class come first in the first base, every other base lies within it, and the
counts that anything published was made from stay, also those of earlier releases.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fardplan.analysis.disclosure import Counted, Group, Limits, Release, Rows, Wait, next_release, plan
from fardplan.analysis.disclosure import Plan as Hiding
from fardplan.surveys.results import counts as counting
from fardplan.surveys.results.counts import Counts
from fardplan.surveys.results.shape import EVERYBODY, Measure
from fardplan.surveys.results.variables import ALL, Plan, Variable, answered, by_class


@dataclass(frozen=True)
class Base:
    """Items decided together; `release` is None until there is something to show. In the first base the participants
    are counted before the items."""

    items: tuple[str, ...]
    release: Release | None = None


@dataclass(frozen=True)
class MapShown:
    """The squares of a map question as last published: `hiding` has them as the groups of a variable."""

    responses: int
    hiding: Hiding
    people: Mapping[str, int]


@dataclass(frozen=True)
class State:
    """`classes` are those of each variable (by its root) when its rows were counted; `tallies` all counts that anything
    shown was made from, by the number of responses; `margins` what the weights were made from."""

    bases: tuple[Base, ...]
    classes: Mapping[str, tuple[str, ...]]
    maps: Mapping[str, MapShown]
    tallies: Mapping[int, Counts]
    margins: str = ""

    @property
    def first(self) -> Release:
        """The release of the base everybody is asked: there is none without it."""
        release = self.bases[0].release
        assert release is not None  # noqa: S101 - a state is made only when there is one
        return release

    def release_of(self, item: str) -> Release | None:
        return next((base.release for base in self.bases if item in base.items), None)


def decide(
    of: Plan, counts: Counts, *, before: State | None, is_closed: bool, limits: Limits, margins: str = ""
) -> State | Wait:
    """What to publish now, or why what is published has to stay as it is.

    With other `margins` than before what is public already is published again, weighted anew: no new answers are told.
    """
    variables = of.variables(counts)
    bases = _bases(of, before)
    going = _unchanged(variables, before)
    first = _next(bases[0], None, going, of, counts, is_closed=is_closed, limits=limits)
    others = bases[1:]
    if isinstance(first, Wait):
        if before is None or before.margins == margins:
            return first
        return replace(before, margins=margins)
    found = [Base(bases[0].items, first)]
    for base in others:
        decided = _next(base, first, going, of, counts, is_closed=is_closed, limits=limits)
        found.append(base if isinstance(decided, Wait) else Base(base.items, decided))
    maps = _maps(of, counts, before, is_new=first.responses == counts.responses, is_closed=is_closed, limits=limits)
    classes = dict(before.classes) if before else {}
    classes |= {variable.root: variable.tree.classes() for variable in going}
    state = State(
        tuple(found),
        classes,
        maps,
        {counts.responses: counts} | dict(before.tallies if before else {}),
        margins,
    )
    return replace(state, tallies={at: tally for at, tally in state.tallies.items() if at in _used(state)})


def _bases(of: Plan, before: State | None) -> list[Base]:
    """Those of the release before, so that what belongs together stays so; what has been added since, by itself."""
    if before is None:
        return [Base(items) for items in of.divided()]
    known = {item for base in before.bases for item in base.items}
    new = [tuple(item for item in items if item not in known) for items in of.divided()]
    return [*before.bases, *(Base(items) for items in new if items)]


def _unchanged(variables: Sequence[Variable], before: State | None) -> list[Variable]:
    """Variables with the classes they had, or that have not been divided yet. The rows of another stay as they were: a
    class that was not there before could be told from the others by subtraction."""
    return [
        each
        for each in variables
        if before is None
        or before.classes.get(each.root, each.tree.classes()) == each.tree.classes()
        or all(_is_undivided(base.release, each.root) for base in before.bases)
    ]


def _is_undivided(release: Release | None, root: str) -> bool:
    return release is None or root not in release.rows or release.rows[root].plan.shown == {root}


def _with_classes_of(variables: Sequence[Variable], release: Release | None) -> Release | None:
    """The release with undivided variables in the classes they have now: somebody may have left a question out since
    then that nobody had."""
    if release is None:
        return None
    rows = dict(release.rows)
    for each in variables:
        if each.root in rows and _is_undivided(release, each.root):
            whole = Hiding(rows[each.root].plan.minimum, frozenset({each.root}), (each.tree.classes(),))
            rows[each.root] = replace(rows[each.root], plan=whole)
    return replace(release, rows=rows)


def _next(
    base: Base,
    first: Release | None,
    variables: Sequence[Variable],
    of: Plan,
    counts: Counts,
    *,
    is_closed: bool,
    limits: Limits,
) -> Release | Wait:
    """The next release of one base; `first` is that of the first base, None for itself."""
    before = _with_classes_of(variables, base.release)
    if before is not None:
        variables = [each for each in variables if each.root in before.rows]
    if first is not None:
        variables = [each for each in variables if each.root in first.rows]
    rows = [answered(counts, of.by_key[key]) for key in base.items if key in of.by_key]
    gone = [None] * (len(base.items) - len(rows))
    if gone:
        return Wait(0, limits.batch)  # a row or a question is gone altogether: what was shown of it stays
    answers = {
        each.root: (
            *([by_class(counts, each)] if first is None else []),
            *(by_class(counts, each, row) for row in rows),
        )
        for each in variables
    }
    totals = [*([counts.responses] if first is None else []), *(row.total for row in rows)]
    answers[EVERYBODY] = tuple({EVERYBODY: total} for total in totals)
    decided = next_release(
        [*(each.tree for each in variables), ALL],
        Counted(counts.responses, answers),
        before=before,
        is_closed=is_closed,
        limits=limits,
        within=first,
    )
    if isinstance(decided, Wait) or before is None:
        return decided
    return replace(decided, rows={**before.rows, **decided.rows})


def _maps(
    of: Plan, counts: Counts, before: State | None, *, is_new: bool, is_closed: bool, limits: Limits
) -> dict[str, MapShown]:
    """Squares are shown when the collection has closed, by the rules of groups: those left out are together enough."""
    found = dict(before.maps) if before else {}
    for question in of.published:
        (item, *_rest) = of.items[question.name]
        if item.measure != Measure.SQUARES or not is_closed or not is_new:
            continue
        people = {code: counts.row(item.key, code).total for code in question.codes}
        old = found.get(question.name)
        if old and not _has_gained(old, people, limits.square):
            continue
        squares = Group(EVERYBODY, tuple(Group(code) for code in question.codes))
        hiding = plan(squares, [people], minimum=limits.square, before=old.hiding if old else None)
        if hiding.shown and sum(people.values()) >= limits.public:
            found[question.name] = MapShown(counts.responses, hiding, people)
    return found


def _has_gained(old: MapShown, people: Mapping[str, int], minimum: int) -> bool:
    return all(
        sum(people.get(code, 0) - old.people.get(code, 0) for code in block) >= minimum for block in old.hiding.blocks
    )


def _used(state: State) -> set[int]:
    found = {shown.responses for shown in state.maps.values()}
    for base in state.bases:
        if base.release:
            found |= {base.release.responses, *(rows.responses for rows in base.release.rows.values())}
    return found


def as_data(state: State) -> dict[str, Any]:
    """A state as JSON data, for `Release.counts`."""
    return {
        "format": 1,
        "margins": state.margins,
        "classes": {root: list(names) for root, names in state.classes.items()},
        "bases": [
            {"items": list(base.items), "release": _release_data(base.release) if base.release else None}
            for base in state.bases
        ],
        "maps": {
            name: {"responses": shown.responses, "people": dict(shown.people), **_hiding_data(shown.hiding)}
            for name, shown in state.maps.items()
        },
        "tallies": {str(at): counting.as_data(tally) for at, tally in state.tallies.items()},
    }


def _hiding_data(hiding: Hiding) -> dict[str, Any]:
    return {
        "minimum": hiding.minimum,
        "shown": sorted(hiding.shown),
        "blocks": [list(block) for block in hiding.blocks],
    }


def _release_data(release: Release) -> dict[str, Any]:
    rows = {
        root: {"responses": each.responses, "answers": [dict(one) for one in each.answers], **_hiding_data(each.plan)}
        for root, each in release.rows.items()
    }
    return {"responses": release.responses, "totals": list(release.totals), "rows": rows}


def read(data: Mapping[str, Any]) -> State:
    """A state from what `as_data` made."""
    return State(
        tuple(
            Base(tuple(base["items"]), _read_release(base["release"]) if base["release"] else None)
            for base in data["bases"]
        ),
        {root: tuple(names) for root, names in data["classes"].items()},
        {
            name: MapShown(shown["responses"], _read_hiding(shown), shown["people"])
            for name, shown in data["maps"].items()
        },
        {int(at): counting.read(tally) for at, tally in data["tallies"].items()},
        data["margins"],
    )


def _read_hiding(data: Mapping[str, Any]) -> Hiding:
    return Hiding(data["minimum"], frozenset(data["shown"]), tuple(tuple(block) for block in data["blocks"]))


def _read_release(data: Mapping[str, Any]) -> Release:
    rows = {
        root: Rows(each["responses"], _read_hiding(each), tuple(each["answers"])) for root, each in data["rows"].items()
    }
    return Release(data["responses"], tuple(data["totals"]), rows)


def fingerprint(margins: Mapping[str, Mapping[str, float]]) -> str:
    """What tells whether the population's figures are the same as before; "" for none."""
    if not margins:
        return ""
    text = json.dumps({name: dict(shares) for name, shares in margins.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
