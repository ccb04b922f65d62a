"""Drafts with known edits: what an alignment should have found, written down while the edits are made.

How hard it is. 20–60 % of the passages are touched: reworded (10–60 % of the words replaced, scattered or in one
stretch), moved within or between sections, both at once, split in two or three parts of four words or more, merged
with one or two that follow, split with the tail merged into the next one, and removed; half of the split and merged
ones are reworded as well. New passages are written in between (4 %), some of them with words that stand elsewhere
already. About one in ten passages has relatives that differ in a word or two, 5 % are word for word repeated, one
in seven is a list point of three to eight words; every third heading is "Mål", "Nuläge" or the like. In three
drafts of ten all sections are shuffled, in the others some are moved; sections are renamed, inserted, emptied into
the one before, and removed. Codes count from the top in every second draft, so that they mislead after an
insertion.

What is right. Every new block knows from which passage each of its words comes (a word put in place of another
counts as the other's). A block keeps the key of the passage that gave it most of its words, if no other block got
more of that passage's words; at a tie, the first. All other blocks are new, and the keys nobody keeps end. So the
surviving key of a split goes to the part with most of the words, and a merged block has the key of the one that
gave most of its words.

What nobody can know. A passage that had a word-for-word twin, and stands neither beside a neighbour it had before nor
alone of its kind in the section it had before, is marked as unknowable, and so is a new one with words that stood there
already. They are counted like all others and reported beside.

Seeds. `TUNING_SEEDS` are for tuning and for tests. `HELD_BACK_SEEDS` are for the report alone: never look at one while
something can still be changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from bench import wording
from fardplan.analysis.alignment import Block, Known, KnownDraft, KnownSection, NewSection, NewText

TUNING_SEEDS = range(1_000, 2_000)
HELD_BACK_SEEDS = range(700_000, 701_000)

_OPERATIONS = {"reword": 56, "move": 9, "move and reword": 7, "split": 8, "merge": 8, "tail": 3, "remove": 9}


@dataclass(frozen=True)
class Truth:
    """The key a block should keep ("" = new), whose words it has, what was done to it, whether anyone can know, and the
    keys of passages that nobody can tell from the one it should keep."""

    key: str
    from_keys: tuple[str, ...]
    edits: tuple[str, ...]
    unknowable: bool = False
    equals: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """A draft, the whole new file made of it, and the truth about each block and section of that."""

    seed: int
    known: KnownDraft
    new: NewText
    blocks: tuple[Truth, ...]
    sections: tuple[str, ...]


@dataclass
class _Passage:
    """Words, each with the key it comes from."""

    words: list[tuple[str, str]]
    heading: str = ""
    edits: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(word for word, _ in self.words)

    @property
    def sources(self) -> Counter[str]:
        return Counter(key for _, key in self.words if key)


@dataclass
class _Section:
    key: str
    heading: str
    passages: list[_Passage]
    inside: list[_Section] = field(default_factory=list)

    def all(self) -> Iterator[_Section]:
        yield self
        for section in self.inside:
            yield from section.all()


def case(seed: int, size: int) -> Case:
    """The case of that seed with about so many passages. The same seed gives the same case."""
    random = Random(f"{seed} of {size}")
    tops = _written(random, size)
    has_codes = random.random() < 0.5
    known = _known(tops, has_codes)
    _edit_passages(tops, random)
    tops = _edit_sections(tops, random)
    new = _new(tops, has_codes)
    blocks = [passage for top in tops for section in top.all() for passage in section.passages]
    sections = tuple(section.key for top in tops for section in top.all())
    return Case(seed, known, new, tuple(_truths(known, new, blocks, sections)), sections)


# --- the draft there is -------------------------------------------------------------------------------------------


def _written(random: Random, size: int) -> list[_Section]:
    """Sections of two levels with about `size` passages."""
    tops: list[_Section] = []
    left = size
    sections = 0
    while left > 0:
        if not tops or (len(tops[-1].inside) >= 3 and random.random() < 0.3):
            sections += 1
            tops.append(
                _Section(f"s{sections}", wording.heading(random), _texts(random, min(left, random.randint(0, 2))))
            )
            left -= len(tops[-1].passages)
        sections += 1
        passages = _texts(random, min(left, random.randint(3, 12)))
        tops[-1].inside.append(_Section(f"s{sections}", wording.heading(random), passages))
        left -= len(passages)
    for number, passage in enumerate(passage for top in tops for section in top.all() for passage in section.passages):
        passage.words = [(word, f"p{number}") for word, _ in passage.words]
    return tops


def _texts(random: Random, count: int) -> list[_Passage]:
    found: list[str] = []
    while len(found) < count:
        kind = random.random()
        if kind < 0.04:
            found += wording.family(random, random.randint(2, 5))
        elif kind < 0.10:
            found.append(wording.repeated(random))
        elif kind < 0.14:
            found += [wording.point(random) for _ in range(random.randint(2, 6))]
        else:
            found.append(wording.paragraph(random))
    return [_passage(text, random) for text in found[:count]]


def _passage(text: str, random: Random) -> _Passage:
    heading = wording.heading(random) if random.random() < 0.25 else ""
    return _Passage([(word, "") for word in text.split()], heading)


def _codes(tops: Sequence[_Section], has_codes: bool) -> Iterator[tuple[_Section, str]]:
    """Every section in reading order with its code, counted from the top: A, A1, A2, B …"""
    for at, top in enumerate(tops):
        letter = chr(ord("A") + at % 26) * (1 + at // 26)
        yield top, letter if has_codes else ""
        for number, section in enumerate(top.inside, 1):
            yield section, f"{letter}{number}" if has_codes else ""


def _known(tops: Sequence[_Section], has_codes: bool) -> KnownDraft:
    parents = {section.key: top.key for top in tops for section in top.inside}
    sections, passages = [], []
    for section, code in _codes(tops, has_codes):
        sections.append(KnownSection(section.key, parents.get(section.key, ""), code, section.heading))
        for number, passage in enumerate(section.passages, 1):
            mark = f"{code}.{number}" if has_codes else ""
            passages.append(Known(passage.words[0][1], section.key, passage.text, mark, passage.heading))
    return KnownDraft(tuple(sections), tuple(passages))


def _new(tops: Sequence[_Section], has_codes: bool) -> NewText:
    sections, blocks = [], []
    parent = None
    for section, code in _codes(tops, has_codes):
        is_top = section in tops
        parent = None if is_top else parent
        sections.append(NewSection(section.heading, parent, code))
        parent = len(sections) - 1 if is_top else parent
        for number, passage in enumerate(section.passages, 1):
            mark = f"{code}.{number}" if has_codes else ""
            blocks.append(Block(len(sections) - 1, passage.text, mark, passage.heading))
    return NewText(tuple(sections), tuple(blocks))


# --- edits of passages --------------------------------------------------------------------------------------------


def _edit_passages(tops: Sequence[_Section], random: Random) -> None:
    every = [section for top in tops for section in top.all()]
    share = random.uniform(0.2, 0.6)
    wanderers: list[tuple[_Passage, _Section]] = []
    for section in every:
        waiting = section.passages[::-1]
        section.passages = []
        while waiting:
            passage = waiting.pop()
            if random.random() < 0.04:
                section.passages.append(_fresh(random))
            if random.random() >= share:
                section.passages.append(passage)
                continue
            operation = random.choices(list(_OPERATIONS), list(_OPERATIONS.values()))[0]
            passage.edits.append(operation)
            if operation.startswith("move"):
                if operation == "move and reword":
                    _reword(passage, random, 0.1, 0.6)
                wanderers.append((passage, section if random.random() < 0.4 else random.choice(every)))
            elif operation != "remove":
                section.passages += _edited(operation, passage, waiting, random)
    for passage, section in wanderers:
        section.passages.insert(random.randint(0, len(section.passages)), passage)


def _fresh(random: Random) -> _Passage:
    kind = random.random()
    text = (
        wording.repeated(random) if kind < 0.1 else wording.point(random) if kind < 0.25 else wording.paragraph(random)
    )
    passage = _passage(text, random)
    passage.edits.append("insert")
    return passage


def _edited(operation: str, passage: _Passage, waiting: list[_Passage], random: Random) -> list[_Passage]:
    """What becomes of a passage and, where it is merged, of those that follow it."""
    if (
        operation == "reword"
        or (operation != "merge" and len(passage.words) < 12)
        or (operation != "split" and not waiting)
    ):
        _reword(passage, random, 0.1, 0.6)
        return [passage]
    if operation == "merge":
        for _ in range(min(len(waiting), random.choice((1, 1, 2)))):
            passage.words += waiting.pop().words
        parts = [passage]
    else:
        parts = _parts(passage, random)
        if operation == "tail":
            following = waiting[-1]
            following.edits.append(operation)
            following.words = parts.pop().words + following.words
    if random.random() < 0.5:
        for part in parts:
            _reword(part, random, 0.1, 0.6 if operation == "merge" else 0.3)
    return parts


def _parts(passage: _Passage, random: Random) -> list[_Passage]:
    """Two or three parts, cut between sentences where there are some."""
    words = passage.words
    ends = [at for at in range(4, len(words) - 3) if words[at - 1][0].endswith(".")]
    cuts = ends if ends and random.random() < 0.8 else range(4, len(words) - 3)
    chosen = sorted(random.sample(list(cuts), min(len(cuts), random.choice((1, 1, 2)))))
    edges = [0, *chosen, len(words)]
    parts = [_Passage(words[start:end], "", list(passage.edits)) for start, end in pairwise(edges)]
    parts[0].heading = passage.heading
    return parts


def _reword(passage: _Passage, random: Random, least: float, most: float) -> None:
    """Replace so large a share of the words; one in five of those is taken out or put in instead."""
    count = len(passage.words)
    touched = int(random.uniform(least, most) * count) or 1
    if count < 2:
        return
    start = random.randint(0, count - touched)
    places = set(range(start, start + touched) if random.random() < 0.3 else random.sample(range(count), touched))
    words = []
    for at, (old, key) in enumerate(passage.words):
        kind = random.random() if at in places else -1.0
        tail = old[-1] if old[-1] in ".,:" else ""
        if kind < 0 or kind >= 0.9:
            words.append((old, key))
        if 0 <= kind < 0.8 or kind >= 0.9:
            words.append((wording.word(random) + tail, key))
    if words:
        passage.words = words
        passage.edits.append(f"{touched / count:.0%} of the words")


# --- edits of sections --------------------------------------------------------------------------------------------


def _edit_sections(tops: list[_Section], random: Random) -> list[_Section]:
    _remove_and_empty(tops, random)
    for top in tops:
        for at in range(len(top.inside), -1, -1):
            if random.random() < 0.03:
                fresh = [_fresh(random) for _ in range(random.randint(2, 5))]
                top.inside.insert(at, _Section("", wording.heading(random), fresh))
    for section in [section for top in tops for section in top.all()]:
        kind = random.random()
        if kind < 0.04:
            section.heading = wording.heading(random)
        elif kind < 0.15:
            section.heading = f"{section.heading} {wording.word(random)}"
    if random.random() < 0.3:
        for top in tops:
            random.shuffle(top.inside)
        return random.sample(tops, len(tops))
    for top in tops:
        for section in list(top.inside):
            if random.random() < 0.05:
                top.inside.remove(section)
                target = random.choice(tops)
                target.inside.insert(random.randint(0, len(target.inside)), section)
    return tops


def _remove_and_empty(tops: Sequence[_Section], random: Random) -> None:
    """Some sections go: their passages with them, half of them, or all moved into the section before."""
    for top in tops:
        for before, section in zip([top, *top.inside], list(top.inside), strict=False):
            kind = random.random()
            if kind < 0.05:
                kept = [one for one in section.passages if kind < 0.02 or random.random() < 0.5]
                for passage in kept:
                    passage.edits.append("section gone")
                before.passages += kept
                top.inside.remove(section)
                section.passages = []


# --- the truth ----------------------------------------------------------------------------------------------------


def _truths(known: KnownDraft, new: NewText, blocks: Sequence[_Passage], sections: Sequence[str]) -> Iterator[Truth]:
    given: dict[str, dict[int, int]] = defaultdict(dict)
    for at, block in enumerate(blocks):
        for key, count in block.sources.items():
            given[key][at] = count
    keys = [""] * len(blocks)
    for at, block in enumerate(blocks):
        if block.sources:
            key = max(block.sources, key=lambda one: (block.sources[one], -int(one[1:])))
            if max(given[key], key=lambda one: (given[key][one], -one)) == at:
                keys[at] = key
    unknowable = _unknowable(known, new, keys, sections)
    equals = _equals(known)
    for at, block in enumerate(blocks):
        sources = tuple(sorted(block.sources, key=lambda one: (one != keys[at], -block.sources[one])))
        yield Truth(keys[at], sources, tuple(block.edits), at in unknowable, equals.get(keys[at], frozenset()))


def _equals(known: KnownDraft) -> dict[str, frozenset[str]]:
    """For each key: the others with the same words under the same heading in the same section."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in known.passages:
        found[one.section_key, one.heading, one.text].add(one.key)
    return {key: frozenset(keys - {key}) for keys in found.values() for key in keys if len(keys) > 1}


def _unknowable(known: KnownDraft, new: NewText, keys: Sequence[str], sections: Sequence[str]) -> set[int]:
    twins = Counter((one.text, one.heading) for one in known.passages)
    texts = {one.text for one in known.passages}
    by_key = {one.key: (at, one) for at, one in enumerate(known.passages)}
    crowd = Counter((one.section_key, one.text) for one in known.passages)
    crowd_now = Counter((block.section, block.text) for block in new.blocks)

    def is_twin(key: str) -> bool:
        return bool(key) and twins[by_key[key][1].text, by_key[key][1].heading] > 1

    found = set()
    for at, (key, block) in enumerate(zip(keys, new.blocks, strict=True)):
        home = sections[block.section]
        if not key:
            if block.text in texts and home:
                found.add(at)
            continue
        if not is_twin(key):
            continue
        place, old = by_key[key]
        beside = [(-1, place - 1), (1, place + 1)]
        neighbours = any(
            0 <= at + step < len(keys)
            and 0 <= there < len(known.passages)
            and keys[at + step] == known.passages[there].key
            and not is_twin(keys[at + step])
            for step, there in beside
        )
        alone = home == old.section_key and crowd[home, old.text] == 1 and crowd_now[block.section, block.text] <= 1
        if not neighbours and not alone:
            found.add(at)
    return found
