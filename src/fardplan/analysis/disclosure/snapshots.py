"""What may be published next, given what was published before: point 4 of the invariant.

The questions of one base (`bases`) move together, and their rows for everybody move together for all variables: two
tables with a total of their own, three answers apart, would show those three. The rows of a variable may stay behind;
once divided they may do so for long, because each of them has to gain the minimum. So the groups are as a rule first
shown when the survey has closed (`rows_while_open` false), and until then only everybody's rows move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fardplan.analysis.disclosure.groups import Group
from fardplan.analysis.disclosure.hiding import Plan, plan
from fardplan.analysis.disclosure.limits import Limits


@dataclass(frozen=True, slots=True)
class Counted:
    """One base, counted now: all `responses` of the survey, and for each variable (by the name of its root) the answers
    to each question by finest class, questions in the same order everywhere. A survey without background variables has
    one that is a group without parts.
    """

    responses: int
    answers: Mapping[str, tuple[Mapping[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The groups of one variable as last published: the plan, and the answers to each question by class at that time.

    The page shows these rows as they were at `responses` responses, and says so. The counts are not for it.
    """

    responses: int
    plan: Plan
    answers: tuple[Mapping[str, int], ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What is public of one base: everybody's rows from when there were `responses`, and the groups of each variable.

    `totals` are the answers to each question then.
    """

    responses: int
    totals: tuple[int, ...]
    rows: Mapping[str, Rows]


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing new may be published: what there is are `new` new answers, and it takes `needed`.

    `question` is the place of the question that has too few, None when it is the responses.
    """

    new: int
    needed: int
    question: int | None = None


def next_release(
    variables: Sequence[Group],
    counted: Counted,
    *,
    before: Release | None,
    is_closed: bool,
    limits: Limits,
    rows_while_open: bool = False,
    within: Release | None = None,
) -> Release | Wait:
    """What to publish of one base, or why what is published has to stay as it is.

    The first publication takes a batch of responses, or a closed survey. Each later one takes a batch of new ones, also
    after closing: if there is none, the release comes back with the groups as they were at the last batch (so the
    caller keeps that snapshot). `within` is the release of the base everybody is asked, made first; None only for that
    base itself. The others move when it does. Raises ValueError if the variables count different numbers of answers.
    """
    totals = _totals(variables, counted)
    waiting = _waiting(totals, counted.responses, before, within, is_closed=is_closed, limits=limits)
    plans = {name: rows.plan for name, rows in within.rows.items()} if within else {}
    if waiting and before and is_closed:
        divided = {
            variable.name: _divided(variable, before.rows[variable.name], plans.get(variable.name))
            for variable in variables
        }
        return waiting if divided == before.rows else Release(before.responses, before.totals, divided)
    if waiting:
        return waiting
    rows: dict[str, Rows] = {}
    for variable in variables:
        old = before.rows[variable.name] if before else None
        whole = Plan(limits.public, frozenset({variable.name}), (variable.classes(),))
        now = Rows(counted.responses, old.plan if old else whole, counted.answers[variable.name])
        if old and not _all_blocks_gained(old, now, limits.public):
            now = old
        rows[variable.name] = _divided(variable, now, plans.get(variable.name)) if is_closed or rows_while_open else now
    return Release(counted.responses, totals, rows)


def _totals(variables: Sequence[Group], counted: Counted) -> tuple[int, ...]:
    found = {tuple(sum(answers.values()) for answers in counted.answers[variable.name]) for variable in variables}
    if len(found) != 1:
        raise ValueError("Each variable must count every answer once; one that is unknown belongs to a class too.")
    return found.pop()


def _waiting(
    totals: tuple[int, ...],
    responses: int,
    before: Release | None,
    within: Release | None,
    *,
    is_closed: bool,
    limits: Limits,
) -> Wait | None:
    if within and within.responses != responses:
        return Wait(responses - within.responses, limits.batch)
    new_responses = responses - (before.responses if before else 0)
    if new_responses < limits.batch and (before or not is_closed):
        return Wait(new_responses, limits.batch)
    for place, total in enumerate(totals):
        new = total - (before.totals[place] if before else 0)
        if new < limits.public:
            return Wait(new, limits.public, place)
    return None


def _divided(variable: Group, rows: Rows, within: Plan | None) -> Rows:
    """The same rows with every block divided as far as it may be."""
    return replace(
        rows,
        plan=plan(variable, rows.answers, minimum=rows.plan.minimum, within=within, before=rows.plan),
    )


def _all_blocks_gained(before: Rows, now: Rows, minimum: int) -> bool:
    return all(
        sum(new.get(name, 0) - old.get(name, 0) for name in block) >= minimum
        for block in before.plan.blocks
        for old, new in zip(before.answers, now.answers, strict=True)
    )
