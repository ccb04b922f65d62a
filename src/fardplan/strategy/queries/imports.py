"""A file on its way to become a draft: what each part of it is, as the alignment found and the editor has answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.alignment import (
    Alignment,
    Candidate,
    Known,
    KnownDraft,
    KnownSection,
    Match,
    recognised,
    resembles,
)
from fardplan.strategy.imported import Imported, ReadBlock, ReadSection, unpacked
from fardplan.strategy.models import ImportedText, SectionKind, Strategy
from fardplan.strategy.queries.texts import Contents, PassageText, SectionText, contents_of

NEW, SAME_TEXT, PART_OF = "new", "key:", "part:"
# What an editor says about a file that is unlike the draft: it is the next draft of that text all the same.
NEXT = "next"


class Fate(models.TextChoices):
    """What a passage or section of the file is, compared with the draft there is."""

    SAME = "same", _("oförändrat")
    REWORDED = "reworded", _("omformulerat")
    MOVED = "moved", _("flyttat")
    SPLIT = "split", _("delat")
    MERGED = "merged", _("sammanslaget")
    NEW = "new", _("nytt")
    ASK = "ask", _("behöver ditt svar")


@dataclass(frozen=True)
class Outcome:
    """What one part of the file is. `key` is the one it keeps ("" gets a new); `from_keys` are all it has words from.

    `sureness` (0–1) is None when an editor has said it. `answer` is what they said, as it is kept.
    """

    fate: Fate
    key: str = ""
    from_keys: tuple[str, ...] = ()
    is_moved: bool = False
    sureness: float | None = None
    candidates: tuple[Candidate, ...] = ()
    answer: str = ""

    @property
    def percent(self) -> int | None:
        return None if self.sureness is None else round(self.sureness * 100)

    @property
    def is_unsure(self) -> bool:
        return self.fate == Fate.ASK


@dataclass(frozen=True)
class Review:
    """A whole imported file with what becomes of every part of it.

    `is_unlike`: hardly anything in it is recognised (so many passages), so that all of it is new until an editor says
    that it is the next draft of the same text (`said_of_whole`).
    """

    row: ImportedText
    imported: Imported
    known: Contents | None
    sections: tuple[Outcome, ...]
    blocks: tuple[Outcome, ...]
    passages: Mapping[str, PassageText] = field(default_factory=dict)
    known_sections: Mapping[str, SectionText] = field(default_factory=dict)
    is_unlike: bool = False
    recognised: int = 0

    @property
    def said_of_whole(self) -> str:
        """NEXT, NEW, or "" while nobody has said it."""
        return said_of_whole(self.row)

    @cached_property
    def asked_sections(self) -> list[ReadSection]:
        return [each for each in self.imported.sections if self.sections[each.place].is_unsure]

    @cached_property
    def asked_blocks(self) -> list[ReadBlock]:
        return [each for each in self.imported.blocks if self.blocks[each.place].is_unsure]

    @property
    def asks(self) -> int:
        return len(self.asked_sections) + len(self.asked_blocks)

    @cached_property
    def removed(self) -> list[PassageText]:
        """The passages of the draft that nothing in the file is or has words from."""
        kept = {outcome.key for outcome in self.blocks} | {key for each in self.blocks for key in each.from_keys}
        maybe = {candidate.key for each in self.blocks if each.is_unsure for candidate in each.candidates}
        return [each for key, each in self.passages.items() if key not in kept | maybe]

    @cached_property
    def removed_sections(self) -> list[SectionText]:
        kept = {outcome.key for outcome in self.sections}
        maybe = {candidate.key for each in self.sections if each.is_unsure for candidate in each.candidates}
        return [each for key, each in self.known_sections.items() if key not in kept | maybe]

    @cached_property
    def counts(self) -> list[tuple[Fate, int]]:
        """How many passages there are of each fate, none left out but those there are none of."""
        found = Counter(outcome.fate for outcome in self.blocks)
        return [(fate, found[fate]) for fate in Fate if found[fate]]

    @cached_property
    def counts_by_section(self) -> dict[int, list[tuple[Fate, int]]]:
        found: dict[int, Counter[Fate]] = {}
        for block in self.imported.blocks:
            found.setdefault(block.section, Counter())[self.blocks[block.place].fate] += 1
        return {place: [(fate, count[fate]) for fate in Fate if count[fate]] for place, count in found.items()}

    def blocks_in(self, section: int) -> list[ReadBlock]:
        return [block for block in self.imported.blocks if block.section == section]

    def kind_of(self, section: ReadSection) -> SectionKind:
        """What the editor chose, what the section was in the draft there is, or what its heading says."""
        chosen = self.row.answers.get("kind", {}).get(str(section.place))
        known = self.known_sections.get(self.sections[section.place].key)
        return SectionKind(chosen or (known.kind if known else section.kind))

    def level_of(self, section: ReadSection) -> int:
        """1 for the outermost."""
        level, parent = 1, section.parent
        while parent is not None:
            level, parent = level + 1, self.imported.sections[parent].parent
        return level


def known_of(contents: Contents) -> KnownDraft:
    """A draft as the alignment reads it."""
    sections: list[KnownSection] = []
    passages: list[Known] = []

    def add(section: SectionText, parent: str) -> None:
        sections.append(KnownSection(section.key, parent, section.code, section.heading))
        passages.extend(Known(each.key, section.key, each.text, each.code, each.heading) for each in section.passages)
        for child in section.children:
            add(child, section.key)

    for section in contents.sections:
        add(section, "")
    return KnownDraft(tuple(sections), tuple(passages))


def open_imports(strategy: Strategy) -> QuerySet[ImportedText]:
    """Files that have been read and have not become drafts yet, the latest first."""
    return (
        ImportedText.objects.filter(strategy=strategy, draft=None)
        .defer("content", "left_out", "answers")
        .select_related("since", "imported_by")
    )


def review_of(row: ImportedText) -> Review:
    """Everything about an imported file. Two queries when it is compared with a draft that is not in memory."""
    imported = unpacked(row.content)
    known = contents_of(row.since) if row.since is not None and imported.found is not None else None
    passages = {each.key: each for each in known.passages} if known else {}
    found = imported.found
    is_unlike = found is not None and not resembles(found, len(passages))
    if found is not None and is_unlike and said_of_whole(row) != NEXT:
        imported = replace(imported, found=_all_new(found))
    known_sections = {each.key: each for each in known.all_sections} if known else {}
    sections = section_outcomes(imported, row.answers.get("section", {}), known_sections)
    blocks = block_outcomes(imported, row.answers.get("block", {}), known, sections)
    return Review(
        row, imported, known, sections, blocks, passages, known_sections, is_unlike, recognised(found) if found else 0
    )


def said_of_whole(row: ImportedText) -> str:
    return str(row.answers.get("text", {}).get("0", ""))


def _all_new(found: Alignment) -> Alignment:
    """The same as if nothing had been found. What an editor says of a single passage still stands."""
    new = Match("new", "", 1.0)
    return replace(found, sections=(new,) * len(found.sections), blocks=(new,) * len(found.blocks))


def section_outcomes(
    imported: Imported, answers: Mapping[str, str], known: Mapping[str, SectionText]
) -> tuple[Outcome, ...]:
    """What each section is. A section is never divided: of two that would be the same, the later is new."""
    if imported.found is None:
        return tuple(Outcome(Fate.NEW) for _section in imported.sections)
    found = [_said(match, answers.get(str(place), ""), known) for place, match in enumerate(imported.found.sections)]
    taken: set[str] = set()
    resolved: dict[int, Outcome] = {}
    for place in sorted(range(len(found)), key=lambda place: (not found[place].answer, place)):
        each = found[place]
        if each.key in taken:
            each = replace(each, fate=Fate.NEW, key="", from_keys=(), sureness=None)
        elif each.key:
            taken.add(each.key)
            section, before = imported.sections[place], known[each.key]
            same = (section.code, section.heading) == (before.code, before.heading)
            each = replace(each, fate=(Fate.MOVED if each.is_moved else Fate.SAME) if same else Fate.REWORDED)
        resolved[place] = each
    return tuple(resolved[place] for place in range(len(found)))


def block_outcomes(
    imported: Imported, answers: Mapping[str, str], known: Contents | None, sections: Sequence[Outcome]
) -> tuple[Outcome, ...]:
    """What each passage is. Of several that are the same passage one keeps its key, and the others are parts of it."""
    if imported.found is None or known is None:
        return tuple(Outcome(Fate.NEW) for _block in imported.blocks)
    passages = {each.key: each for each in known.passages}
    home = {each.key: section.key for section in known.all_sections for each in section.passages}
    said = [_said(match, answers.get(str(place), ""), passages) for place, match in enumerate(imported.found.blocks)]
    keeper: dict[str, int] = {}
    for place in sorted(range(len(said)), key=lambda place: (not said[place].answer, place)):
        if said[place].key:
            keeper.setdefault(said[place].key, place)
    kept = [
        each if not each.key or keeper[each.key] == place else replace(each, key="", from_keys=(each.key,))
        for place, each in enumerate(said)
    ]
    parted = {key for each in kept for key in each.from_keys if key != each.key}
    return tuple(
        _named(each, block, passages, parted, in_section=sections[block.section].key, home=home)
        for each, block in zip(kept, imported.blocks, strict=True)
    )


def _said(match: Match, answer: str, known: Mapping[str, Any]) -> Outcome:
    """The match, or what an editor answered instead of it. An answer about a key that is not there says nothing."""
    kind, _colon, key = answer.partition(":")
    if answer == NEW:
        return Outcome(Fate.NEW, candidates=match.candidates, answer=answer)
    if kind == "key" and key in known:
        return Outcome(Fate.REWORDED, key, (key,), candidates=match.candidates, answer=answer)
    if kind == "part" and key in known:
        return Outcome(Fate.SPLIT, "", (key,), candidates=match.candidates, answer=answer)
    if match.key and match.key not in known:
        # The draft it was compared with has been written in since.
        return Outcome(Fate.NEW, sureness=match.sureness)
    return Outcome(
        Fate(match.fate),
        match.key,
        tuple(key for key in match.from_keys if key in known),
        match.moved or match.fate == "moved",
        match.sureness,
        tuple(candidate for candidate in match.candidates if candidate.key in known),
    )


def _named(
    each: Outcome,
    block: ReadBlock,
    passages: Mapping[str, PassageText],
    parted: set[str],
    *,
    in_section: str,
    home: Mapping[str, str],
) -> Outcome:
    """The same, with the fate that the whole of the answers gives it."""
    if each.fate == Fate.ASK:
        return each
    if not each.key:
        fate = Fate.NEW if not each.from_keys else Fate.SPLIT if len(each.from_keys) == 1 else Fate.MERGED
        return replace(each, fate=fate)
    moved = home[each.key] != in_section if each.answer else each.is_moved
    before = passages[each.key]
    if any(key != each.key for key in each.from_keys):
        fate = Fate.MERGED
    elif each.key in parted:
        fate = Fate.SPLIT
    elif (before.code, before.heading, before.text) != (block.code, block.heading, block.text):
        fate = Fate.REWORDED
    else:
        fate = Fate.MOVED if moved else Fate.SAME
    return replace(each, fate=fate, is_moved=moved)
