"""What a file became on its way to be a draft, as plain values that a row can hold. Pure functions, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fardplan.analysis.alignment import Alignment, Block, Candidate, Match, NewSection, NewText
from fardplan.base import text
from fardplan.documents.reading.shapes import LeftOut, Outline, OutlinePassage, OutlineSection

LONGEST_CODE = 12
LONGEST_HEADING = 300


@dataclass(frozen=True)
class ReadSection:
    """A heading of the file. `place` counts the headings from 0; `parent` is the place of the one it stands in."""

    place: int
    heading: str
    code: str
    kind: str
    parent: int | None

    @property
    def label(self) -> str:
        return f"{self.code} {self.heading}".strip()


@dataclass(frozen=True)
class ReadBlock:
    """A passage of the file. `place` counts them from 0; `section` is the place of the heading it stands under."""

    place: int
    section: int
    text: str
    code: str
    heading: str

    @property
    def label(self) -> str:
        return f"{self.code} {self.heading}".strip()


@dataclass(frozen=True)
class Imported:
    """A whole file in reading order, and what the alignment found when there was a draft to compare with."""

    title: str
    sections: tuple[ReadSection, ...]
    blocks: tuple[ReadBlock, ...]
    found: Alignment | None = None


def flattened(outline: Outline) -> Imported:
    """An outline as numbered sections and blocks. What does not fit in a code or a heading goes into the text."""
    sections: list[ReadSection] = []
    blocks: list[ReadBlock] = []

    def add(section: OutlineSection, parent: int | None) -> None:
        place = len(sections)
        code, heading, over = _head(section.code, section.heading)
        sections.append(ReadSection(place, heading or code or "–", code if heading else "", section.kind, parent))
        for passage in (OutlinePassage(over), *section.passages) if over else section.passages:
            blocks.append(_block(len(blocks), place, passage))
        for inside in section.sections:
            add(inside, place)

    for section in outline.sections:
        add(section, None)
    return Imported(text.clean_line(outline.title)[:200], tuple(sections), tuple(blocks))


def _head(code: str, heading: str) -> tuple[str, str, str]:
    """A code and a heading that fit, and the whole heading when it did not."""
    code, heading = text.clean_line(code), text.clean_line(heading)
    if len(code) > LONGEST_CODE:
        code, heading = "", f"{code} {heading}".strip()
    if len(heading) > LONGEST_HEADING:
        return code, text.first_words(heading, LONGEST_HEADING - 2), heading
    return code, heading, ""


def _block(place: int, section: int, passage: OutlinePassage) -> ReadBlock:
    """A passage is never without text: a bare heading is its own text."""
    code, heading, over = _head(passage.code, passage.heading)
    words = "\n\n".join(part for part in (over, text.clean(passage.text)) if part)
    if not words:
        words, heading = heading or code or "–", ""
    return ReadBlock(place, section, words, code, heading)


def packed(imported: Imported) -> dict[str, Any]:
    """As JSON; `unpacked` reads it back."""
    return {
        "title": imported.title,
        "sections": [[each.heading, each.code, each.kind, each.parent] for each in imported.sections],
        "blocks": [[each.section, each.text, each.code, each.heading] for each in imported.blocks],
        "found": _packed_alignment(imported.found) if imported.found else None,
    }


def unpacked(content: Mapping[str, Any]) -> Imported:
    sections = tuple(
        ReadSection(place, heading, code, kind, parent)
        for place, (heading, code, kind, parent) in enumerate(content["sections"])
    )
    blocks = tuple(
        ReadBlock(place, section, words, code, heading)
        for place, (section, words, code, heading) in enumerate(content["blocks"])
    )
    found = _unpacked_alignment(content["found"]) if content["found"] else None
    return Imported(content["title"], sections, blocks, found)


def _packed_alignment(found: Alignment) -> dict[str, Any]:
    def each(matches: Iterable[Match]) -> list[list[Any]]:
        return [
            [
                match.fate,
                match.key,
                round(match.sureness, 4),
                match.moved,
                list(match.from_keys),
                [[candidate.key, round(candidate.sureness, 4)] for candidate in match.candidates],
            ]
            for match in matches
        ]

    return {
        "sections": each(found.sections),
        "blocks": each(found.blocks),
        "removed_sections": list(found.removed_sections),
        "removed_passages": list(found.removed_passages),
    }


def _unpacked_alignment(content: Mapping[str, Any]) -> Alignment:
    def each(rows: Iterable[list[Any]]) -> tuple[Match, ...]:
        return tuple(
            Match(fate, key, sureness, moved, tuple(from_keys), tuple(Candidate(*pair) for pair in candidates))
            for fate, key, sureness, moved, from_keys, candidates in rows
        )

    return Alignment(
        sections=each(content["sections"]),
        blocks=each(content["blocks"]),
        removed_sections=tuple(content["removed_sections"]),
        removed_passages=tuple(content["removed_passages"]),
    )


def new_text_of(imported: Imported) -> NewText:
    """A file as the alignment reads it."""
    return NewText(
        tuple(NewSection(each.heading, each.parent, each.code) for each in imported.sections),
        tuple(Block(each.section, each.text, each.code, each.heading) for each in imported.blocks),
    )


def left_out_packed(left_out: Iterable[LeftOut]) -> list[list[Any]]:
    return [[each.what, each.where, each.count, list(each.examples)] for each in left_out]


def left_out_unpacked(rows: Iterable[list[Any]]) -> list[LeftOut]:
    return [LeftOut(what, where, count, tuple(examples)) for what, where, count, examples in rows]
