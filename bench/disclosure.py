"""Attacks on random result pages: does any of them give away a group under the minimum?

    ./dev bench disclosure [PAGES] [ORIGINS]

PAGES (1,000) made-up surveys (`disclosure_pages`), each published after up to three periods, are attacked by
subtraction within a page and by differencing each page from the later ones (`disclosure_attack`), and by linear
combinations of everything shown (`disclosure_combinations`). For ORIGINS (40) of them other people are sought of which
the same pages would be made (`disclosure_origins`). The first tenth of the surveys is then published with one rule at a
time taken away, which shows that the attacks work. Ends with 1 if anything is revealed with all the rules.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from unittest.mock import patch

from bench import disclosure_releases as releases
from bench.disclosure_attack import (
    Revealed,
    attack_page,
    attack_snapshots,
)
from bench.disclosure_combinations import attack_combinations
from bench.disclosure_origins import without_other_origin
from bench.disclosure_pages import LIMITS, VARIABLES, Page, World, count, draw_world, publish
from fardplan.analysis.disclosure import TooFew, hiding, snapshots

PAGES, ORIGINS = 1_000, 40
SEED = 20_201_123


def _no_complement(_planning: object, hidden: Sequence[object]) -> bool:
    return True


def _only_never_one_alone(_planning: object, hidden: Sequence[object]) -> bool:
    return len(hidden) >= 2


def _always(*_given: object) -> bool:
    return True


WITHOUT: dict[str, tuple[object, str, Callable[..., bool]]] = {
    "nothing hidden along": (hiding._Planning, "may_be_known_together", _no_complement),
    "only never one alone": (hiding._Planning, "may_be_known_together", _only_never_one_alone),
    "rows with every batch": (snapshots, "_all_blocks_gained", _always),
}


@contextmanager
def rules(name: str) -> Iterator[None]:
    """All the rules, or with the one of WITHOUT taken away."""
    if name not in WITHOUT:
        yield
        return
    where, attribute, instead = WITHOUT[name]
    with patch.object(where, attribute, instead):
        yield


@dataclass
class Outcome:
    """What the attacks found: surveys with something revealed, by attack, and how many rows were hidden of how many.

    `small` is how many of the hidden rows are of groups under the minimum: there is something to find.
    """

    surveys: int = 0
    hidden: int = 0
    small: int = 0
    rows: int = 0
    surveys_by: Counter[str] = field(default_factory=Counter)
    found: list[Revealed] = field(default_factory=list)


def attacked(world: World, pages: Sequence[Page]) -> list[Revealed]:
    """All that subtraction, differencing and combining reveal."""
    found = [each for page in pages for each in attack_page(world, page)]
    for earlier, later in combinations(pages, 2):
        found += attack_snapshots(world, earlier, later)
    return found + attack_combinations(world, pages)


def run(name: str, surveys: int, *, seed: int = SEED) -> Outcome:
    """Publish so many surveys by these rules and attack them."""
    outcome = Outcome(surveys)
    with rules(name):
        for number in range(surveys):
            world = draw_world(Random(seed + number))
            pages = publish(world)
            found = attacked(world, pages)
            outcome.found += found
            outcome.surveys_by.update({f"{one.how}: {one.what}" for one in found} | ({"any"} if found else set()))
            for (question, variable), shown in pages[-1].tables.items():
                here = [person for person in world if person.period <= shown.at]
                answers = count(here, variable, question)
                groups = {group.name: group.size(answers) for group in VARIABLES[variable].walk()}
                hidden = [groups[row.group] for row in shown.rows if isinstance(row, TooFew)]
                outcome.rows += len(shown.rows)
                outcome.hidden += len(hidden)
                outcome.small += sum(size < LIMITS.public for size in hidden)
    return outcome


def run_releases(surveys: int, *, seed: int = SEED) -> tuple[list[Revealed], int]:
    """What the printed results of so many surveys reveal, and how many of their rows are hidden."""
    found: list[Revealed] = []
    hidden = 0
    for number in range(surveys):
        world = draw_world(Random(seed + number))
        results = releases.publish(world)
        found += releases.attacked(world, results)
        hidden += sum(releases.hidden_rows(result) for result in results[-1:])
    return found, hidden


def run_origins(surveys: int, *, seed: int = SEED) -> list[Revealed]:
    """The hidden groups of so many surveys for which nothing else could have led to the same pages."""
    found = []
    for number in range(surveys):
        random = Random(seed + number)
        world = draw_world(random)
        found += without_other_origin(world, publish(world), random)
    return found


COLUMNS = ("any", "page: size", "page: answers", "snapshots: size", "snapshots: answers", "combination: answers")


def main(arguments: Sequence[str]) -> int:
    surveys, origins = ([int(each) for each in arguments] + [PAGES, ORIGINS][len(arguments) :])[:2]
    print(f"seed {SEED}; surveys in which a group under the minimum is revealed, by attack")
    print(
        f"{'':<24}{'surveys':>8}"
        + "".join(f"{column:>22}" for column in COLUMNS)
        + f"{'rows hidden':>14}{'too small':>11}{'s':>8}"
    )
    revealed = 0
    for name in ("all rules", *WITHOUT):
        start = time.process_time()
        outcome = run(name, max(1, surveys // 10) if name in WITHOUT else surveys)
        counted = "".join(f"{outcome.surveys_by[column]:>22}" for column in COLUMNS)
        share = outcome.hidden / max(1, outcome.rows)
        seconds = time.process_time() - start
        print(f"{name:<24}{outcome.surveys:>8}{counted}{share:>14.0%}{outcome.small:>11}{seconds:>8.1f}")
        if name not in WITHOUT:
            revealed = len(outcome.found)
            for each in outcome.found[:10]:
                print("  ", each)
    start = time.process_time()
    printed, hidden = run_releases(surveys)
    print(
        f"{surveys} surveys from responses to the printed result: {len(printed)} revealed, {hidden} rows hidden", end=""
    )
    print(f"  ({time.process_time() - start:.1f} s)")
    for each in printed[:10]:
        print("  ", each)
    start = time.process_time()
    untold = run_origins(origins)
    print(f"{origins} surveys: hidden groups without another origin of the same pages: {len(untold)}", end="")
    print(f"  ({time.process_time() - start:.1f} s)")
    for each in untold[:10]:
        print("  ", each)
    return 1 if revealed or printed or untold else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
