"""The one plain shape of every file that is read: blocks of text in order, and a list of what was not taken.

All text is in our Markdown subset (`base.richtext`), except that of a heading, which is plain. Nothing here knows
Django: the process that reads a file apart imports it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["docx", "odt", "markdown", "pasted", "pdf"]
StandsFor = Literal["", "section", "passage"]

What = Literal[
    "picture",
    "chart",
    "diagram",
    "drawing",
    "equation",
    "embedded",
    "comment",
    "deleted",
    "hidden",
    "struck",
    "symbol",
    "cover",
    "contents",
    "page_field",
    "header_or_footer",
    "table_lines",
    "code",
    "markup",
    "form_field",
    "other",
    "scanned_page",
]


@dataclass(frozen=True)
class Heading:
    """`level` 1 is the highest. `code` is its designation ("A1.1"), written in the file or counted by its numbering.

    `stands_for` says what it became when the file was written by us; otherwise "".
    """

    level: int
    text: str
    code: str = ""
    stands_for: StandsFor = ""


@dataclass(frozen=True)
class PassageStart:
    """In a file that we wrote: here begins a passage without a heading, which goes on to the next or to a heading."""

    code: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; a single line end inside it is a line break."""

    text: str


@dataclass(frozen=True)
class ListItem:
    """`level` 0 is the outermost. `mark` is "-", or the number it is counted with ("3.")."""

    text: str
    level: int = 0
    mark: str = "-"


@dataclass(frozen=True)
class List:
    """Items that follow each other, nested ones among them."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True)
class Table:
    """Cells in rows; a cell may hold several lines, and all rows are equally long."""

    rows: tuple[tuple[str, ...], ...]
    has_header: bool = False


@dataclass(frozen=True)
class Footnote:
    """Stands directly after the block whose text carries its mark, which is raised: "text¹" and Footnote("¹", …)."""

    mark: str
    text: str


Block = Heading | PassageStart | Paragraph | List | Table | Footnote


@dataclass(frozen=True)
class LeftOut:
    """Something in the file that was not taken. `words.grouped` says it in words.

    `where` is the heading it stands under, "" before the first. `examples` are the beginnings of the texts that were
    lost (a deleted sentence, a comment, a picture's description), at most three.
    """

    what: What
    where: str
    count: int = 1
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A file as it was read. `title` is "" when the file does not say; it is not among the blocks."""

    format: Format
    title: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page of a PDF: paragraphs parted by an empty line; "" when it holds no text."""

    number: int
    text: str


@dataclass(frozen=True)
class Pages:
    """The text of a PDF. `is_scanned` when no page has text: it is pictures of paper, and somebody has to read them."""

    title: str
    pages: tuple[Page, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_scanned(self) -> bool:
        return not any(page.text for page in self.pages)


@dataclass(frozen=True)
class Place:
    """Where `text[start:end]` of a PlainText stands: on which page (PDF), under which heading (all others)."""

    start: int
    end: int
    page: int | None = None
    heading: str = ""


@dataclass(frozen=True)
class PlainText:
    """A whole file as one text without markup, with a map. Keep the text as it is: places count its characters."""

    text: str
    places: tuple[Place, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    is_scanned: bool = False


Odd = Literal["formula", "error", "too_long", "too_far"]


@dataclass(frozen=True)
class OddCell:
    """A cell that was not read: `column` counts from 0."""

    column: int
    why: Odd


@dataclass(frozen=True)
class SheetRow:
    """A row as texts, without empty ones at its end; `number` is the one the spreadsheet program shows."""

    number: int
    cells: tuple[str, ...]
    odd: tuple[OddCell, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: the rows that hold anything."""

    name: str
    rows: tuple[SheetRow, ...]
    more_rows: bool = False


@dataclass(frozen=True)
class Workbook:
    """A whole workbook as texts."""

    sheets: tuple[Sheet, ...]


Kind = Literal["desired_state", "direction", "goal", "area", "priority", "approach", "indicators", "text"]


@dataclass(frozen=True)
class OutlinePassage:
    """The smallest text with an address of its own. `heading` and `code` may be "", and `text` under a bare heading."""

    text: str
    heading: str = ""
    code: str = ""


@dataclass(frozen=True)
class OutlineSection:
    """A heading, the passages directly under it, and then the sections inside it, each in order.

    `kind` is one of `strategy.models.SectionKind`, guessed from the words: the editor has the last word.
    """

    heading: str
    code: str = ""
    kind: Kind = "text"
    passages: tuple[OutlinePassage, ...] = ()
    sections: tuple[OutlineSection, ...] = ()


@dataclass(frozen=True)
class Outline:
    """What a file becomes when it is taken in as a draft."""

    title: str
    sections: tuple[OutlineSection, ...]
    left_out: tuple[LeftOut, ...] = ()
