"""Designations typed in headings ("A1.1 Bostäder"), and headings that nobody marked as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fardplan.documents.reading.building import CODE_LENGTH
from fardplan.documents.reading.shapes import Block, Heading, List, Paragraph

_LETTERS = "A-ZÅÄÖ"
# "A1", "A1.1", "A1b", "2.3", "A.1"; what follows is parted from it by a space, a tab, or a mark and a space.
_CODE = re.compile(
    rf"(?P<code>[{_LETTERS}]\d{{1,2}}[a-d]|[{_LETTERS}]?\d{{1,2}}(?:\.\d{{1,2}})*|[{_LETTERS}](?:\.\d{{1,2}})+|[{_LETTERS}])"
    r"(?P<mark>[.):]?)(?:\s+[–—-])?\s+(?P<rest>\S.*)"
)
_WORDS = {"I", "Å", "Ö"}  # letters that are Swedish words
_BOLD = re.compile(r"\*\*(?P<text>[^*\n]{1,100}?)\*\*(?P<colon>:?)")


def split(text: str, *, letters: bool = False) -> tuple[str, str]:
    """(code, heading) of a heading with a typed code, ("", heading) when it has none.

    A number alone is a code only when the heading goes on with a capital ("2 Nuläge", not "5 mål för länet"), and a
    letter alone only then and when it is no word ("A Attraktiva livsmiljöer", not "I Blekinge"), unless a mark follows
    it or `letters` says that the other headings on its level have letters.
    """
    found = _CODE.fullmatch(text)
    if found is None or len(found["code"]) > CODE_LENGTH:
        return "", text
    code, rest = found["code"], found["rest"]
    if not found["mark"] and len(code) <= 2 and "." not in code:
        if not rest[0].isupper() and rest[0] not in "”\"'»":
            return "", text
        if code in _WORDS and not letters:
            return "", text
    return code, rest


def with_codes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with typed codes taken out of the headings that automatic numbering did not give one."""
    lettered: dict[int, int] = {}
    for block in blocks:
        if isinstance(block, Heading) and re.fullmatch(f"[{_LETTERS}]", block.code or split(block.text)[0]):
            lettered[block.level] = lettered.get(block.level, 0) + 1
    return tuple(_with_code(block, lettered) if isinstance(block, Heading) else block for block in blocks)


def _with_code(heading: Heading, lettered: dict[int, int]) -> Heading:
    if heading.code:
        return heading
    code, text = split(heading.text, letters=lettered.get(heading.level, 0) >= 2)
    return replace(heading, code=code, text=text)


def with_levels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with headings that are set alike but coded inside each other (A, A1, A1.1) put inside each other."""
    before: list[tuple[Heading, int]] = []
    for heading in (block for block in blocks if isinstance(block, Heading)):
        before.append((heading, _levels_inside(heading, before)))
    if not any(inside for _heading, inside in before):
        return tuple(blocks)
    keys = [(heading.level, inside) for heading, inside in before]
    rank = {key: place for place, key in enumerate(sorted(set(keys)), start=1)}
    levels = iter(keys)
    return tuple(
        replace(block, level=min(9, rank[next(levels)])) if isinstance(block, Heading) else block for block in blocks
    )


def _levels_inside(heading: Heading, before: Sequence[tuple[Heading, int]]) -> int:
    """How many headings of the same level its code puts this one inside."""
    if depth(heading.code) == 1:
        return 0
    for each, inside in reversed(before):
        if each.level < heading.level:
            return 0
        if each.level == heading.level and _is_inside(heading.code, each.code):
            return inside + 1
    return 0


def _is_inside(code: str, outer: str) -> bool:
    """Whether a code goes on from another: A1 from A, A1.1 from A1, 2.1 from 2, but not 10 from 1."""
    rest = code.removeprefix(outer)
    return bool(outer) and rest not in {"", code} and (rest[0] == "." or (outer[-1].isalpha() and rest[0].isdigit()))


def depth(code: str) -> int:
    """How deep a code is: A and 1 are 1, A1 and 1.2 are 2, A1.1 and 1.2.3 are 3."""
    return code.count(".") + (1 if re.match(rf"[{_LETTERS}]\d", code) else 0) + 1


def with_guessed_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """For a text in which nothing is marked as a heading: short bold lines, and lines that begin with a code, are.

    The depth of the code is the level; a bold line without one stands directly under the last that has one.
    """
    if any(isinstance(block, Heading) for block in blocks):
        return tuple(blocks)
    guessed: list[Block] = []
    level = 0
    for block, following in zip(blocks, [*blocks, None][1:], strict=True):
        heading = _guessed(block, following)
        if heading is None:
            guessed.append(block)
            continue
        if heading.code:
            level = heading.level
        guessed.append(replace(heading, level=heading.level if heading.code else level + 1))
    return tuple(guessed)


def _guessed(block: Block, following: Block | None) -> Heading | None:
    if not isinstance(block, Paragraph) or "\n" in block.text or following is None:
        return None
    bold = _BOLD.fullmatch(block.text)
    text = (bold["text"] if bold else block.text).replace("\\", "").rstrip(":")
    if len(text) > 120 or text.endswith((".", ",", ";", "?", "!")):
        return None
    code, rest = split(text)
    if code:
        return Heading(depth(code), rest, code)
    return Heading(1, text) if bold and not isinstance(following, List) else None
