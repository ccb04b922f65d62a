"""Could the same pages have come of other people? Then no attacker can tell, whatever the method.

For a hidden group under the minimum another set of people is sought of which the program, with all its rules, makes the
very same pages (of all periods), in which the group has another size; and for each question one in which it answered
otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.disclosure_attack import MINIMUM, Revealed, targets
from bench.disclosure_pages import BASES, TOOK_PART, VARIABLES, Page, World, publish


def without_other_origin(world: World, pages: list[Page], random: Random, *, tries: int = 60) -> list[Revealed]:
    """Hidden groups under the minimum for which no other set of people was found that gives the very same pages.

    Looks at the questions everybody answers, by each variable, as the last page shows them.
    """
    found: list[Revealed] = []
    last = pages[-1]
    for variable, tree in enumerate(VARIABLES):
        shown = last.tables.get((TOOK_PART, variable))
        if shown is None:
            continue
        here = [person for person in world if person.period <= shown.at]
        for _group, _visible, hidden in targets(tree, shown.by_name()):
            block = [name for part in hidden for name in part.classes()]
            for name in block:
                size = sum(person.classes[variable] == name for person in here)
                if size < MINIMUM:
                    found += _untold(world, pages, variable, name, block, size, random, tries)
    return found


def _untold(
    world: World, pages: list[Page], variable: int, name: str, block: list[str], size: int, random: Random, tries: int
) -> list[Revealed]:
    inside = [at for at, person in enumerate(world) if person.classes[variable] == name]
    outside = [at for at, person in enumerate(world) if person.classes[variable] in block and at not in set(inside)]
    found = []
    moves = [_moved(world, variable, at, name) for at in random.sample(outside, min(len(outside), tries))]
    moves += [
        _moved(world, variable, at, random.choice([other for other in block if other != name]))
        for at in random.sample(inside, min(len(inside), tries))
        if len(block) > 1
    ]
    if not any(publish(moved) == pages for moved in moves):
        found.append(Revealed("no other origin", "size", TOOK_PART, (name,), size))
    for question in BASES[0][1:]:
        if inside and not _answers_otherwise(world, pages, variable, (inside, outside), question, random, tries):
            found.append(Revealed("no other origin", "answers", question, (name,), size))
    return found


def _answers_otherwise(
    world: World,
    pages: list[Page],
    variable: int,
    sides: tuple[list[int], list[int]],
    question: int,
    random: Random,
    tries: int,
) -> bool:
    """Exchange two people of the block who answered differently. If all in a block agree, no small group is told."""
    pairs = [(a, b) for a in sides[0] for b in sides[1] if world[a].answers[question] != world[b].answers[question]]
    if not pairs:
        return True
    for one, other in random.sample(pairs, min(len(pairs), tries)):
        moved = _moved(world, variable, one, world[other].classes[variable])
        moved = _moved(moved, variable, other, world[one].classes[variable])
        if publish(moved) == pages:
            return True
    return False


def _moved(world: World, variable: int, at: int, name: str) -> World:
    person = world[at]
    classes = (*person.classes[:variable], name, *person.classes[variable + 1 :])
    return (*world[:at], replace(person, classes=classes), *world[at + 1 :])
