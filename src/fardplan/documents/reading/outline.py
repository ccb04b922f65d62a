"""From the headings of a file to the sections and passages of a draft. A pure function.

The rule, which gives what a strategy looks like (A → A1 → "A1.1 Bostäder" with its text):

1. Headings make a tree. A skipped level is no level of its own: the next deeper heading is simply inside. When the
   file has one single heading on its highest level, first of all and without code, that is the title, unless a title
   was given.
2. A heading becomes a *passage* with that heading when it is inside another and neither it nor any other heading
   beside it has headings inside. Every other heading becomes a *section*. So the passages and the sections of one
   section never mix, and the order of the file is kept.
3. Text directly under a section's heading becomes its first passage, without heading. Text before the first heading
   comes in a section of its own (`beginning`). A heading without text is kept: as a section, or as a passage whose
   text is "".
4. Lists of goals, indicators, approaches and desired states (by the kind of their section) become one passage an item,
   as each is answered on its own, when they stand in a section; all other lists stay whole in the text around them.
   `lists` chooses otherwise. Nested items follow the item they belong to.
5. A short line that only names a kind ("Mål:") right before a list counts as a heading.
6. A footnote goes with the passage that carries its mark, last in it.
7. A file that we wrote says itself which headings are sections and where each passage begins, and is taken at its word
   unless somebody chose otherwise how it is to be parted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from fardplan.documents.reading import markdown_text
from fardplan.documents.reading.shapes import (
    Block,
    Document,
    Footnote,
    Heading,
    Kind,
    List,
    ListItem,
    Outline,
    OutlinePassage,
    OutlineSection,
    Paragraph,
    PassageStart,
    StandsFor,
)

OnePassagePer = Literal["heading", "paragraph"]
Lists = Literal["goals", "whole", "items"]

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("desired_state", r"önsk(?:at|ade|värt) (?:läge|framtid)|målbild|vision|desired state"),
    ("indicators", r"indikator|uppföljningsmått|indicators?\b"),
    ("goal", r"(?:del|etapp|huvud)?mål(?:en|et|sättning(?:en|ar|arna)?)?\b|goals?\b"),
    ("priority", r"priorit(?:ering|erat|erade|et)|priorit(?:y|ies)\b"),
    ("approach", r"förhållningssätt|(?:genomgående|tvärgående|horisontella) (?:perspektiv|principer)|approach"),
    ("area", r"utvecklingsområde|insatsområde|development area"),
    ("direction", r"(?:strategisk|övergripande)a? inriktning|inriktning\b|strategiskt? område|direction\b"),
)  # fmt: skip
_KIND_PATTERNS = tuple((kind, re.compile(rf"(?:\W|\d|^){pattern}", re.IGNORECASE)) for kind, pattern in _KINDS)
_SPLIT_KINDS: frozenset[Kind] = frozenset({"goal", "indicators", "approach", "desired_state"})
_INNERMOST = 10
_LETTER = re.compile("[A-ZÅÄÖ]")


def outline(
    document: Document,
    *,
    one_passage_per: OnePassagePer = "heading",
    lists: Lists = "goals",
    beginning: str = "Inledning",
) -> Outline:
    """Sections and passages of a document, by the rule above.

    `one_passage_per="paragraph"`: every heading is a section, and every paragraph, list and table a passage of its own;
    for long chapters, where people want to answer a paragraph and not the whole. `lists`: "goals" as in 4, "whole"
    never parts a list, "items" parts every list (the heading over it is then a section).
    """
    if one_passage_per != "heading" or lists != "goals":
        document = replace(document, blocks=tuple(_without_own_marks(document.blocks)))
    root, title = _tree(document, beginning)
    shaper = _Shaper(one_passage_per, lists)
    return Outline(title, tuple(shaper.section(node, None) for node in root.inside), document.left_out)


def guessed_kind(heading: str) -> Kind:
    """The kind a heading names, "text" when it names none. The first in the heading counts, so "Mål" alone is one."""
    found = [(match.start(), kind) for kind, pattern in _KIND_PATTERNS if (match := pattern.search(heading))]
    return min(found)[1] if found and len(heading) <= 80 else "text"


def _without_own_marks(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Heading):
            yield replace(block, stands_for="")
        elif not isinstance(block, PassageStart):
            yield block


@dataclass
class _Node:
    heading: str
    code: str = ""
    level: int = 0
    stands_for: StandsFor = ""
    blocks: list[Block] = field(default_factory=list)
    inside: list[_Node] = field(default_factory=list)


def _tree(document: Document, beginning: str) -> tuple[_Node, str]:
    """The headings as a tree, and the title."""
    blocks, title = _without_title(_with_named_lists(document.blocks), document.title)
    root = _Node("")
    open_nodes = [root]
    for block in blocks:
        is_passage = isinstance(block, PassageStart) or (isinstance(block, Heading) and block.stands_for == "passage")
        if isinstance(block, Heading) and not is_passage:
            while open_nodes[-1].level >= block.level:
                open_nodes.pop()
            node = _Node(block.text, block.code, block.level, block.stands_for)
            open_nodes[-1].inside.append(node)
            open_nodes.append(node)
            continue
        if open_nodes[-1].stands_for == "passage" and is_passage:
            open_nodes.pop()
        if open_nodes[-1] is root:
            node = _Node(beginning, level=_INNERMOST)
            root.inside.append(node)
            open_nodes.append(node)
        if isinstance(block, Heading | PassageStart):
            node = _Node(block.text if isinstance(block, Heading) else "", block.code, _INNERMOST, "passage")
            open_nodes[-1].inside.append(node)
            open_nodes.append(node)
        else:
            open_nodes[-1].blocks.append(block)
    return root, title


def _without_title(blocks: Sequence[Block], title: str) -> tuple[Sequence[Block], str]:
    """The single highest heading is the title of the whole."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    first = headings[0] if headings else None
    if first is None or blocks[0] is not first or first.code or first.stands_for or len(headings) == 1:
        return blocks, title
    highest = [heading for heading in headings if heading.level <= first.level]
    if len(highest) == 1 and (not title or title.casefold() == first.text.casefold()):
        return blocks[1:], title or first.text
    return blocks, title


def _with_named_lists(blocks: Sequence[Block]) -> list[Block]:
    """A line that only names a kind, before a list, as a heading one level inside the heading it stands under."""
    named: list[Block] = []
    level = 0
    is_ours = False
    for block, following in zip(blocks, [*blocks, None][1:], strict=True):
        if isinstance(block, Heading):
            level, is_ours = block.level, block.stands_for == "passage"
        elif isinstance(block, PassageStart):
            is_ours = True
        elif is_ours:
            pass  # what stands in a passage stays in it
        elif isinstance(block, Paragraph) and isinstance(following, List) and len(block.text) <= 40:
            name = block.text.strip("*_: ")
            if level and guessed_kind(name) in _SPLIT_KINDS and " " not in name.strip():
                named.append(Heading(level + 1, name))
                continue
        named.append(block)
    return named


@dataclass(frozen=True)
class _Shaper:
    one_passage_per: OnePassagePer
    lists: Lists

    def section(self, node: _Node, above: Kind | None) -> OutlineSection:
        kind = _kind(node, above)
        passages = tuple(self._passages_in(node.blocks, kind))
        sections: tuple[OutlineSection, ...] = ()
        known = [each for each in node.inside if each.stands_for == "passage"]
        others = [each for each in node.inside if each.stands_for != "passage"]
        passages += tuple(_passage(each) for each in known)
        if self._are_passages(others):
            passages += tuple(_passage(each) for each in others)
        else:
            sections = tuple(self.section(each, kind) for each in others)
        return OutlineSection(node.heading, node.code, kind, passages, sections)

    def _are_passages(self, nodes: Sequence[_Node]) -> bool:
        """Whether headings beside each other are passages: none has headings inside, and none a list to part."""
        if self.one_passage_per == "paragraph" or any(node.inside or node.stands_for for node in nodes):
            return False
        return self.lists != "items" or not any(isinstance(block, List) for node in nodes for block in node.blocks)

    def _passages_in(self, blocks: Sequence[Block], kind: Kind) -> Iterator[OutlinePassage]:
        """The text directly under a section's heading, parted where it should be."""
        parts_lists = self.lists == "items" or (self.lists == "goals" and kind in _SPLIT_KINDS)
        together: list[Block] = []
        for block, notes in _with_notes(blocks):
            is_parted = isinstance(block, List) and parts_lists
            if is_parted or self.one_passage_per == "paragraph":
                if together:
                    yield OutlinePassage(markdown_text.of(together))
                    together = []
                yield from _parted(block, notes) if is_parted else [OutlinePassage(markdown_text.of([block, *notes]))]
            else:
                together += [block, *notes]
        if together:
            yield OutlinePassage(markdown_text.of(together))


def _passage(node: _Node) -> OutlinePassage:
    return OutlinePassage(markdown_text.of(node.blocks), node.heading, node.code)


def _with_notes(blocks: Sequence[Block]) -> Iterator[tuple[Block, list[Footnote]]]:
    """Each block with the notes that follow it."""
    for place, block in enumerate(blocks):
        if isinstance(block, Footnote) and place:
            continue
        notes = []
        for following in blocks[place + 1 :]:
            if not isinstance(following, Footnote):
                break
            notes.append(following)
        yield block, notes


def _parted(block: Block, notes: list[Footnote]) -> Iterator[OutlinePassage]:
    """A passage for each outermost item, with the items inside it and the notes whose mark it carries."""
    groups: list[list[ListItem]] = []
    for item in block.items if isinstance(block, List) else ():
        if groups and item.level > groups[0][0].level:
            groups[-1].append(item)
        else:
            groups.append([item])
    left = list(notes)
    for number, (first, *rest) in enumerate(groups, start=1):
        lowest = min((item.level for item in rest), default=0)
        inside = List(tuple(replace(item, level=item.level - lowest) for item in rest))
        is_last = number == len(groups)
        carried = [note for note in left if is_last or any(_carries(item.text, note.mark) for item in (first, *rest))]
        left = [note for note in left if note not in carried]
        yield OutlinePassage(markdown_text.of([Paragraph(first.text), *([inside] if rest else []), *carried]))


def _carries(text: str, mark: str) -> bool:
    return re.search(rf"(?<![⁰¹²³⁴-⁹ⁱ]){re.escape(mark)}(?![⁰¹²³⁴-⁹ⁱᵛˣ])", text) is not None


def _kind(node: _Node, above: Kind | None) -> Kind:
    """The kind the heading names; without one, a letter with headings inside is a direction, and those inside areas."""
    kind = guessed_kind(node.heading)
    if kind != "text":
        return kind
    if _LETTER.fullmatch(node.code) and node.inside:
        return "direction"
    is_lettered = re.fullmatch(r"[A-ZÅÄÖ]\.?\d{1,2}", node.code) is not None
    return "priority" if above == "direction" and is_lettered else "text"
