"""Near-duplicates among many short texts: how many are found, how many are wrong, what it costs.

    ./dev bench likeness

20,000 contributions of two to five sentences, a tenth of them a copy of an earlier one with 10–40 % of its words
replaced, taken out or put in. Beside the index of `analysis.likeness` the same is measured for MinHash with bands
over the same pairs of words: that is why the index was chosen. Texts come from the held-back seeds of `bench.edits`.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from bench import wording
from bench.edits import HELD_BACK_SEEDS
from fardplan.analysis.likeness import NEAR, Likenesses, signature, similarity

TEXTS = 20_000
COPIES = 0.1
BUDGET_RECALL = 0.95
BUDGET_PRECISION = 0.95
BUDGET_MILLISECONDS = 5.0


@dataclass(frozen=True)
class Collection:
    """Texts by number, and for each copy which text it was made of and how large a share of the words was changed."""

    texts: tuple[str, ...]
    origins: dict[int, int]
    changed: dict[int, float]


def collection(seed: int, size: int = TEXTS) -> Collection:
    random = Random(seed)
    texts: list[str] = []
    origins: dict[int, int] = {}
    changed: dict[int, float] = {}
    while len(texts) < size:
        if texts and random.random() < COPIES:
            origin = random.randrange(len(texts))
            changed[len(texts)] = share = random.uniform(0.1, 0.4)
            origins[len(texts)] = origins.get(origin, origin)
            texts.append(altered(texts[origins[len(texts)]], share, random))
        else:
            texts.append(" ".join(wording.sentence(random) for _ in range(random.choice((2, 2, 3, 4, 5)))))
    return Collection(tuple(texts), origins, changed)


def altered(text: str, share: float, random: Random) -> str:
    """The text with that share of its words replaced (most), taken out, or followed by one put in."""
    words = text.split()
    places = set(random.sample(range(len(words)), round(share * len(words))))
    found = []
    for at, word in enumerate(words):
        kind = random.random() if at in places else 1.0
        found += [wording.word(random)] if kind < 0.7 else [] if kind < 0.85 else [word]
        if 0.85 <= kind < 1.0:
            found.append(wording.word(random))
    return " ".join(found)


@dataclass(frozen=True)
class Found:
    """What one way of finding candidates gave."""

    name: str
    recall: float
    precision: float
    compared: float
    seconds_to_index: float
    milliseconds_each: float
    numbers: float


def measured(name: str, given: Collection, marks: Callable[[str], Iterable[int]]) -> Found:
    """Index all texts by their marks, look each up, and keep what is similar enough."""
    start = time.process_time()
    index: dict[int, list[int]] = defaultdict(list)
    count = 0
    for at, text in enumerate(given.texts):
        for mark in marks(text):
            index[mark].append(at)
            count += 1
    indexed = time.process_time()
    compared = 0
    near: dict[int, set[int]] = {}
    for at, text in enumerate(given.texts):
        candidates = {one for mark in marks(text) for one in index[mark]} - {at}
        compared += len(candidates)
        near[at] = {one for one in candidates if similarity(text, given.texts[one]) >= NEAR}
    ended = time.process_time()
    size = len(given.texts)
    return Found(
        name, *_quality(given, near), compared / size, indexed - start, (ended - indexed) / size * 1000, count / size
    )


def measured_index(given: Collection) -> Found:
    """The same with the class the program uses, which remembers only so many texts per number."""
    start = time.process_time()
    index: Likenesses[int] = Likenesses()
    for at, text in enumerate(given.texts):
        index.add(at, text)
    indexed = time.process_time()
    near = {at: {one.key for one in index.near(text)} - {at} for at, text in enumerate(given.texts)}
    ended = time.process_time()
    compared = sum(len(index.candidates(text)) - 1 for text in given.texts[::50]) / len(given.texts[::50])
    numbers = sum(len(signature(text)) for text in given.texts) / len(given.texts)
    each = (ended - indexed) / len(given.texts) * 1000
    return Found("index (used)", *_quality(given, near), compared, indexed - start, each, numbers)


def _quality(given: Collection, near: dict[int, set[int]]) -> tuple[float, float]:
    """Which share of the copies led to their origin, and which share of what was found is of one origin."""
    recall = sum(given.origins[copy] in near[copy] for copy in given.origins) / len(given.origins)
    root = {at: given.origins.get(at, at) for at in near}
    found = [(at, one) for at, others in near.items() for one in others]
    return recall, sum(root[at] == root[one] for at, one in found) / len(found)


def minhash(rows: int, bands: int) -> Callable[[str], Iterator[int]]:
    """Band hashes of MinHash over the numbers of `signature`: `rows` minima make one band."""
    random = Random(rows * 1_000 + bands)
    modulus = (1 << 61) - 1
    seeds = [(random.randrange(1, modulus), random.randrange(modulus)) for _ in range(rows * bands)]

    def marks(text: str) -> Iterator[int]:
        numbers = signature(text)
        if numbers:
            minima = [min((a * number + b) % modulus for number in numbers) for a, b in seeds]
            for band in range(bands):
                yield hash((band, *minima[band * rows : (band + 1) * rows]))

    return marks


def table(found: Iterable[Found]) -> str:
    lines = [
        f"{'':<22} found (≥{BUDGET_RECALL})  right (≥{BUDGET_PRECISION})  compared/text  index s"
        f"  ms/text (/{BUDGET_MILLISECONDS:.0f})  numbers/text"
    ]
    lines += [
        f"{one.name:<22} {one.recall:>7.3f} {one.recall / BUDGET_RECALL:>5.2f}  {one.precision:>7.3f}"
        f" {one.precision / BUDGET_PRECISION:>5.2f}  {one.compared:>12.1f}  {one.seconds_to_index:>7.2f}"
        f"  {one.milliseconds_each:>6.3f} {one.milliseconds_each / BUDGET_MILLISECONDS:>5.2f}  {one.numbers:>11.1f}"
        for one in found
    ]
    return "\n".join(lines)


def main() -> int:
    given = collection(HELD_BACK_SEEDS[0])
    found = [
        measured_index(given),
        measured("index, all remembered", given, signature),
        measured("MinHash 16 × 1", given, minhash(1, 16)),
        measured("MinHash 16 × 2", given, minhash(2, 16)),
    ]
    print(table(found))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{len(given.texts)} texts, {len(given.origins)} of them copies; {memory:.0f} MB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
