"""The attack by subtraction: what the printed numbers of one result page, or of two, leave possible.

It takes only what is printed: n rounded to ten, whole percent, everybody's exact n. Each row leaves some n and some
counts; sums over the tree of groups, over variables and over questions that everybody answered narrow them until
nothing changes. A group under the minimum is revealed when its size, or how many of it gave an answer, is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.disclosure_pages import (
    BASES,
    LIMITS,
    VARIABLES,
    Page,
    World,
    count,
    together,
)
from fardplan.analysis.disclosure import Group, Row

Bounds = dict[str, tuple[int, int]]
MINIMUM = LIMITS.public


@dataclass(frozen=True, slots=True)
class Revealed:
    """A group under the minimum whose size (`what` "size") or answers (`what` "answers") follow from the pages."""

    how: str
    what: str
    question: int
    classes: tuple[str, ...]
    size: int


def narrowed(tree: Group, bounds: Bounds, also: Sequence[Group] = ()) -> Bounds:
    """What follows from every group being the sum of its parts; `also` are rows of several hidden groups.

    Raises ValueError when no numbers agree with them: then a printed row is wrong.
    """
    bounds = dict(bounds)
    changed = True
    while changed:
        before = dict(bounds)
        for group in (*tree.walk(), *also):
            if group.parts:
                names = [part.name for part in group.parts]
                low, high = bounds[group.name]
                lows, highs = sum(bounds[name][0] for name in names), sum(bounds[name][1] for name in names)
                bounds[group.name] = low, high = max(low, lows), min(high, highs)
                for name in names:
                    least, most = bounds[name]
                    bounds[name] = max(least, low - (highs - most)), min(most, high - (lows - least))
        changed = bounds != before
        if any(low > high for low, high in bounds.values()):
            raise ValueError(f"The printed rows contradict each other: {bounds}")
    return bounds


def possible(row: Row, sizes: Iterable[int]) -> dict[int, dict[str, tuple[int, int]]]:
    """The n that agree with the printed row, each with the least and the most that may have given each answer."""
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for n in sizes:
        counts = {
            answer: (max(0, -(-n * (2 * percent - 1) // 200)), min(n, (n * (2 * percent + 1) - 1) // 200))
            for answer, percent in row.percents.items()
        }
        lows, highs = sum(low for low, _ in counts.values()), sum(high for _, high in counts.values())
        if all(low <= high for low, high in counts.values()) and lows <= n <= highs:
            found[n] = {
                answer: (max(low, n - (highs - high)), min(high, n - (lows - low)))
                for answer, (low, high) in counts.items()
            }
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """What bounds leave of one table: of n, and of each answer, for every group of the variable."""

    sizes: Bounds
    answers: dict[str, Bounds]
    also: tuple[Group, ...]


def known(page: Page) -> dict[tuple[int, int], Known]:
    """What the printed page says of each of its tables."""
    rows = {key: shown.by_name() for key, shown in page.tables.items()}
    common = _common_sizes(page, rows)
    found = {key: _known(key, rows[key], common) for key in rows if rows[key]}
    for question in {question for question, _ in found}:
        _share_totals([key for key in found if key[0] == question], page, found)
    return found


def _common_sizes(page: Page, rows: dict[tuple[int, int], dict[str, Row]]) -> dict[tuple[int, int, str], set[int]]:
    """The n of each group that agree with all questions of the first base: everybody answered them."""
    common: dict[tuple[int, int, str], set[int]] = {}
    for question, variable in rows:
        for name, row in rows[question, variable].items():
            is_all = name == VARIABLES[variable].name
            sizes = [row.n] if is_all else range(max(MINIMUM, row.n - 5), row.n + 5)
            left = set(possible(row, sizes))
            place = next(at for at, base in enumerate(BASES) if question in base)
            key = (0 if place == 0 else question, variable, name)
            common[key] = common.get(key, left) & left
    return common


def _known(key: tuple[int, int], rows: dict[str, Row], common: dict[tuple[int, int, str], set[int]]) -> Known:
    question, variable = key
    tree = VARIABLES[variable]
    total = rows[tree.name].n
    first = 0 if question in BASES[0] else question
    sizes: Bounds = {}
    also = together(tree, rows)
    for group in (*tree.walk(), *also):
        left = common.get((first, variable, group.name))
        sizes[group.name] = (min(left), max(left)) if left else (0, total)
    sizes = narrowed(tree, sizes, also)
    answers: dict[str, Bounds] = {answer: {} for answer in rows[tree.name].percents}
    for group in (*tree.walk(), *also):
        low, high = sizes[group.name]
        row = rows.get(group.name)
        left = common.get((first, variable, group.name), set())
        options = possible(row, [n for n in left if low <= n <= high]).values() if row else []
        for answer, bounds in answers.items():
            limits = [option[answer] for option in options if answer in option]
            bounds[group.name] = (
                (min(least for least, _ in limits), max(most for _, most in limits)) if limits else (0, high)
            )
    return Known(sizes, {answer: narrowed(tree, bounds, also) for answer, bounds in answers.items()}, also)


def _share_totals(keys: list[tuple[int, int]], page: Page, found: dict[tuple[int, int], Known]) -> None:
    """Everybody's counts are the same in the tables by each variable, when those are of the same time."""
    for at in {page.tables[key].at for key in keys}:
        same = [key for key in keys if page.tables[key].at == at]
        for answer in found[same[0]].answers:
            limits = [found[key].answers[answer][VARIABLES[key[1]].name] for key in same]
            both = (max(low for low, _ in limits), min(high for _, high in limits))
            for key in same:
                tree = VARIABLES[key[1]]
                bounds = found[key].answers[answer] | {tree.name: both}
                found[key].answers[answer] = narrowed(tree, bounds, found[key].also)


def targets(tree: Group, shown: Iterable[str]) -> Iterator[tuple[Group, tuple[Group, ...], tuple[Group, ...]]]:
    """Each shown group with parts that are not: (the group, its shown parts, the others)."""
    names = set(shown)
    for group in tree.walk():
        if group.name in names and group.parts:
            yield (
                group,
                tuple(part for part in group.parts if part.name in names),
                tuple(part for part in group.parts if part.name not in names),
            )


def _rest(bounds: Bounds, group: Group, parts: Sequence[Group]) -> tuple[int, int]:
    """What is left of the group without these parts."""
    low, high = bounds[group.name]
    return (
        max(0, low - sum(bounds[part.name][1] for part in parts)),
        high - sum(bounds[part.name][0] for part in parts),
    )


def _tells(size: tuple[int, int], answers: Iterable[tuple[int, int]]) -> Iterator[str]:
    if size[0] == size[1]:
        yield "size"
    if any(low == high > 0 for low, high in answers):
        yield "answers"


def attack_page(world: World, page: Page) -> list[Revealed]:
    """Subtraction on one page: hidden groups, and what is left of a group without its shown parts."""
    found: list[Revealed] = []
    for (question, variable), facts in known(page).items():
        shown = page.tables[question, variable]
        truth = count([person for person in world if person.period <= shown.at], variable, question)
        for group, visible, hidden in targets(VARIABLES[variable], shown.by_name()):
            if not hidden:
                continue
            left = tuple(name for part in hidden for name in part.classes())
            size = _rest(facts.sizes, group, visible)
            rests = [_rest(bounds, group, visible) for bounds in facts.answers.values()]
            aims = [(left, size, rests)]
            for part in hidden:
                for each in part.walk():
                    cells = [bounds[each.name] for bounds in facts.answers.values()]
                    aims.append((each.classes(), facts.sizes[each.name], cells))
            for classes, of_size, of_answers in aims:
                true_size = sum(truth.get(name, 0) for name in classes)
                if true_size < MINIMUM:
                    found += [
                        Revealed("page", what, question, classes, true_size) for what in _tells(of_size, of_answers)
                    ]
    return found


def attack_snapshots(world: World, earlier: Page, later: Page) -> list[Revealed]:
    """Differencing: the newcomers in each row both pages show, in everybody's row, and in what is left of a group."""
    found: list[Revealed] = []
    old, new = known(earlier), known(later)
    for key in old.keys() & new.keys():
        question, variable = key
        first, last = earlier.tables[key], later.tables[key]
        if first.at == last.at:
            continue
        came = count([one for one in world if first.at < one.period <= last.at], variable, question)
        names = first.by_name().keys() & last.by_name().keys()
        for group in VARIABLES[variable].walk():
            if group.name not in names:
                continue
            visible = [part for part in group.parts if part.name in names]
            for parts in ([], visible) if visible and len(visible) < len(group.parts) else ([],):
                left = tuple(set(group.classes()) - {name for part in parts for name in part.classes()})
                true_size = sum(came.get(name, 0) for name in left)
                size = _difference(_rest(old[key].sizes, group, parts), _rest(new[key].sizes, group, parts))
                cells = [
                    _difference(_rest(old[key].answers[answer], group, parts), _rest(bounds, group, parts))
                    for answer, bounds in new[key].answers.items()
                    if answer in old[key].answers
                ]
                if true_size < MINIMUM:
                    found += [Revealed("snapshots", what, question, left, true_size) for what in _tells(size, cells)]
    return found


def _difference(old: tuple[int, int], new: tuple[int, int]) -> tuple[int, int]:
    return max(0, new[0] - old[1]), new[1] - old[0]
