"""From evidence to an answer for each block and section: keep, new, or ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fardplan.analysis.alignment.answers import answers
from fardplan.analysis.alignment.evidence import Pair
from fardplan.analysis.alignment.matching import Matching
from fardplan.analysis.alignment.sections import SectionPair, section_pairs
from fardplan.analysis.alignment.shapes import Alignment, Candidate, Fate, KnownDraft, Match, NewText
from fardplan.analysis.changes import longest_rising

# A key is given from here on; that a block is a part of something is believed sooner, for it then has no key to lose.
_KEEP = 0.93
_PART = 0.5
# Up to here nothing known is like it, and it is new.
_NOTHING_LIKE_IT = 0.04
# About something with hardly a word in common nobody is asked.
_SHARES = 0.3
# From here on a section keeps its key; from here down it is new.
_SECTION_KEEP = 0.45
_SECTION_NEW = 0.33
_CANDIDATES = 5


def align(known: KnownDraft, text: NewText) -> Alignment:
    """Which passage and section of the draft each block and section of a new file is.

    Deterministic. Where the evidence does not suffice the answer is `ask`, with the candidates. Raises ValueError when
    a passage or block names a section that is not there, or a key stands twice.
    """
    _check(known, text)
    matching = Matching(known, text)
    sections, kept_sections = _sections(matching)
    blocks = _blocks(matching, kept_sections)
    return Alignment(
        sections,
        blocks,
        tuple(_ended([section.key for section in known.sections], sections)),
        tuple(_ended([passage.key for passage in known.passages], blocks)),
    )


def _check(known: KnownDraft, text: NewText) -> None:
    keys = [section.key for section in known.sections]
    passages = [passage.key for passage in known.passages]
    if len(set(keys)) < len(keys) or len(set(passages)) < len(passages):
        raise ValueError("a key stands twice in the known draft")
    if {passage.section_key for passage in known.passages} - set(keys):
        raise ValueError("a known passage names a section that is not in the draft")
    if any(not 0 <= block.section < len(text.sections) for block in text.blocks):
        raise ValueError("a block names a section that is not in the text")
    if any(section.parent is not None and not 0 <= section.parent < at for at, section in enumerate(text.sections)):
        raise ValueError("a section's parent must stand before it")


def _ended(keys: Iterable[str], matches: Sequence[Match]) -> Iterator[str]:
    """The keys that no match keeps, has words of, or asks about."""
    alive = {match.key for match in matches}
    alive |= {key for match in matches for key in match.from_keys}
    alive |= {candidate.key for match in matches for candidate in match.candidates}
    return (key for key in keys if key not in alive)


# --- passages -----------------------------------------------------------------------------------------------------


def _blocks(matching: Matching, kept_sections: Mapping[int, int]) -> tuple[Match, ...]:
    found = answers(matching)
    sure = {new: one for new, one in found.items() if one.sureness >= (_KEEP if one.old >= 0 else _PART)}
    kept = matching.settled | {new: one.old for new, one in sure.items() if one.old >= 0}
    taken = set(kept.values())
    free: dict[int, list[Pair]] = defaultdict(list)
    for pair in sorted(matching.pairs, key=lambda one: (-one.sureness, one.old)):
        if pair.old not in taken:
            free[pair.new].append(pair)
    moved = _moved_blocks(matching, kept, kept_sections)
    told = []
    for new in range(len(matching.text.blocks)):
        if new in kept:
            told.append(_kept(matching, new, kept[new], sure[new].sureness if new in sure else 1.0, moved=new in moved))
        elif new in sure:
            sources = tuple(_key(matching, pair.old) for pair in matching.kin.sources[new])
            told.append(Match("split", "", sure[new].sureness, from_keys=sources))
        else:
            told.append(_new_or_asked(matching, new, free[new]))
    return tuple(told)


def _key(matching: Matching, old: int) -> str:
    return matching.known.passages[old].key


def _kept(matching: Matching, new: int, old: int, sureness: float, *, moved: bool) -> Match:
    key, before, after = _key(matching, old), matching.known.passages[old], matching.text.blocks[new]
    others = [_key(matching, pair.old) for pair in matching.kin.sources.get(new, ()) if pair.old != old]
    if others:
        return Match("merged", key, sureness, moved, (key, *others))
    if len(matching.kin.targets.get(old, ())) > 1:
        return Match("split", key, sureness, moved, (key,))
    if (before.text, before.heading) != (after.text, after.heading):
        return Match("reworded", key, sureness, moved)
    return Match("moved" if moved else "same", key, sureness, moved)


def _new_or_asked(matching: Matching, new: int, free: Sequence[Pair]) -> Match:
    """`free`: the pairs whose passage no other block has for sure, the surest first."""
    if new not in matching.kin.sources:
        free = [pair for pair in free if matching.likeness[pair.old, pair.new].shorter >= _SHARES]
    related = {pair.old: pair for pair in [*matching.kin.sources.get(new, ()), *free]}
    pairs = sorted(related.values(), key=lambda pair: (-pair.sureness, pair.old))
    doubt = pairs[0].sureness if pairs else 0.0
    if new not in matching.kin.sources and (not pairs or pairs[0].sureness <= _NOTHING_LIKE_IT):
        return Match("new", "", 1 - doubt)
    candidates = tuple(Candidate(_key(matching, pair.old), pair.sureness) for pair in pairs[:_CANDIDATES])
    return Match("ask", "", doubt, candidates=candidates)


def _moved_blocks(matching: Matching, kept: Mapping[int, int], kept_sections: Mapping[int, int]) -> set[int]:
    """The blocks in another section than before, and the fewest that left their order within one."""
    moved = set()
    staying: dict[int, list[int]] = defaultdict(list)
    for new in sorted(kept):
        section = matching.around.new.sections[new]
        if kept_sections.get(section) == matching.around.old.sections[kept[new]]:
            staying[section].append(new)
        else:
            moved.add(new)
    for blocks in staying.values():
        in_order = longest_rising([kept[new] for new in blocks])
        moved.update(new for at, new in enumerate(blocks) if at not in in_order)
    return moved


# --- sections -----------------------------------------------------------------------------------------------------


def _sections(matching: Matching) -> tuple[tuple[Match, ...], Mapping[int, int]]:
    chosen, weighed = section_pairs(matching.known, matching.text, matching.around)
    sure = {pair.new: pair for pair in chosen if pair.score >= _SECTION_KEEP}
    kept = {new: pair.old for new, pair in sure.items()}
    taken = set(kept.values())
    free: dict[int, list[SectionPair]] = defaultdict(list)
    for pair in weighed:
        if pair.old not in taken and pair.score > _SECTION_NEW:
            free[pair.new].append(pair)
    moved = _moved_sections(matching, kept)
    answers = [
        _section(matching, sure[new], moved=new in moved) if new in sure else _new_or_asked_section(matching, free[new])
        for new in range(len(matching.text.sections))
    ]
    return tuple(answers), kept


def _section(matching: Matching, pair: SectionPair, *, moved: bool) -> Match:
    before, after = matching.known.sections[pair.old], matching.text.sections[pair.new]
    fate: Fate = "reworded" if before.heading != after.heading else "moved" if moved else "same"
    return Match(fate, before.key, _measured_section(pair.score), moved)


def _new_or_asked_section(matching: Matching, free: Sequence[SectionPair]) -> Match:
    if not free:
        return Match("new", "", 1 - _measured_section(_SECTION_NEW))
    candidates = tuple(
        Candidate(matching.known.sections[pair.old].key, _measured_section(pair.score)) for pair in free[:_CANDIDATES]
    )
    return Match("ask", "", candidates[0].sureness, candidates=candidates)


def _moved_sections(matching: Matching, kept: Mapping[int, int]) -> set[int]:
    """The sections in another one than before, and the fewest that left their order within one."""
    numbers = {section.key: at for at, section in enumerate(matching.known.sections)}
    moved = set()
    staying: dict[int | None, list[int]] = defaultdict(list)
    for new in sorted(kept):
        parent = matching.text.sections[new].parent
        before = numbers.get(matching.known.sections[kept[new]].parent_key)
        if before == (None if parent is None else kept.get(parent, -1)):
            staying[parent].append(new)
        else:
            moved.add(new)
    for siblings in staying.values():
        in_order = longest_rising([kept[new] for new in siblings])
        moved.update(new for at, new in enumerate(siblings) if at not in in_order)
    return moved


def _measured_section(score: float) -> float:
    """From the score of a pair of sections to how often such a pair is right."""
    return max(0.0, min(0.999, 0.5 + (score - (_SECTION_KEEP + _SECTION_NEW) / 2) * 2.5))
