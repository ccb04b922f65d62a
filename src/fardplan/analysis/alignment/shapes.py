"""What goes into an alignment and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Fate = Literal["same", "reworded", "moved", "split", "merged", "new", "ask"]


@dataclass(frozen=True, slots=True)
class KnownSection:
    """A section of the draft there is. `parent_key` is "" at the top."""

    key: str
    parent_key: str = ""
    code: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A passage of the draft there is."""

    key: str
    section_key: str
    text: str
    code: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class KnownDraft:
    """The draft there is. Sections in reading order, parents before children; passages in reading order."""

    sections: tuple[KnownSection, ...]
    passages: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class NewSection:
    """A heading of the new file. `parent` is the number (from 0) of the section it stands in; None at the top."""

    heading: str
    parent: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A passage of the new file. `section` is the number (from 0) of the section it stands in."""

    section: int
    text: str
    code: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class NewText:
    """The whole new file, in reading order."""

    sections: tuple[NewSection, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known passage or section this could be, and how likely that is, 0–1."""

    key: str
    sureness: float


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a known key in one new block or section.

    `fate`    `key`     what it says
    same      kept      the same words in the same place
    reworded  kept      other words (`moved` tells whether also another place)
    moved     kept      the same words in another place
    split     kept/""   a part of one known passage: exactly one part keeps the key, the others are new (key "");
                        `from_keys` names the passage
    merged    kept      the words of several: `from_keys` names all, the kept one first; the other keys end here
    new       ""        nothing known is like it
    ask       ""        an editor has to say: `candidates`, most likely first (it may be none of them)

    `sureness` (0–1) is the measured share of right answers among those given with the same strength of evidence.
    """

    fate: Fate
    key: str
    sureness: float
    moved: bool = False
    from_keys: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """One match for each section and each block of the new text, in their order, and the keys that end.

    A key is in at most one match as `key`. Every known key is kept, merged into another, among the candidates of
    something asked, or removed: none is lost.
    """

    sections: tuple[Match, ...]
    blocks: tuple[Match, ...]
    removed_sections: tuple[str, ...]
    removed_passages: tuple[str, ...]

    @property
    def asks(self) -> int:
        return sum(match.fate == "ask" for match in (*self.sections, *self.blocks))

    def descents(self, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
        """(from_key, key) of everything split off and merged in, when `keys` are the keys the blocks finally have."""
        for match, key in zip(self.blocks, keys, strict=True):
            for from_key in match.from_keys:
                if from_key != key:
                    yield from_key, key
