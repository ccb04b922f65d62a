"""What a document to print or send consists of: one neutral shape that both the PDF and the Word writer understand.

Everything is plain words: nothing in here is read as Typst, HTML or field codes. Only `Prose` is read as our small
Markdown (`base.richtext`: paragraphs, lists, emphasis, links, quotes).

    Publication(
        title="Sammanställning av synpunkter",
        organisation="Region Blekinge",
        version="Utkast 1.0 · 12 mars 2021",
        language="sv",
        parts=(
            Heading("Bostäder", code="A1.1", level=2),
            Prose("Fler bostäder byggs **nära** länets större orter.", margin="A1.1"),
            Table(
                caption="Synpunkter på A1.1",
                columns=(Column("Nr", 1), Column("Synpunkt", 4), Column("Svar", 4), Column("Ändring", 4)),
                rows=(("S-022", "Bostäder för den som bor ensam", Prose("…"), Line(redline)),),
            ),
        ),
    )
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Changed(StrEnum):
    """What happened to some words between two versions."""

    SAME = ""
    INSERTED = "inserted"
    REMOVED = "removed"


@dataclass(frozen=True)
class Run:
    """Words set alike. A line break is a "\\n". `link` is an address (https, http, mailto, tel), or "#" and the
    `anchor` of something in the same document."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    link: str = ""
    changed: Changed = Changed.SAME


@dataclass(frozen=True)
class Line:
    """A paragraph of words that have been set already: a redline, a link, some words in bold.
    `margin` is a short number shown beside it; `anchor` is what a link leads to."""

    runs: tuple[Run, ...]
    margin: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Prose:
    """Text in our Markdown. A heading in it becomes a bold line: the document's own headings are `Heading`s."""

    text: str
    margin: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Heading:
    """`level` is 1 for a chapter, at most 4. `margin`: the code stands in the margin, as at a passage."""

    text: str
    level: int = 1
    code: str = ""
    anchor: str = ""
    is_in_contents: bool = True
    has_code_in_margin: bool = False


@dataclass(frozen=True)
class Definitions:
    """Lines of a term and what it says: Avsändare – Förening."""

    rows: tuple[tuple[str, Cell], ...]


# What stands in a cell: words as they are (line breaks kept), Markdown, a line of runs, or several of them.
Cell = str | Prose | Line | tuple["str | Prose | Line", ...]


@dataclass(frozen=True)
class Column:
    """`width` is its share of the table's width beside the other columns."""

    heading: str
    width: float = 1
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """Breaks over pages, with its header row on each. Every row has as many cells as there are columns. With
    `has_row_headings` the first cell of each row names the row. A table of more than some thousand rows is better as
    several."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    has_row_headings: bool = True


@dataclass(frozen=True)
class Notice:
    """A box that is read before what follows: Exempeltext …"""

    text: str
    title: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar; `shown` is the value as people read it ("34 av 120"), the number itself when empty."""

    label: str
    value: float
    shown: str = ""


@dataclass(frozen=True)
class Bars:
    """A small bar chart. Label and value stand in words beside each bar, so the bars themselves are only decoration.
    `most` is the value of a full bar; 0: the largest of them."""

    title: str
    bars: tuple[Bar, ...]
    most: float = 0


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Part = Heading | Prose | Line | Definitions | Table | Notice | Bars | PageBreak


@dataclass(frozen=True)
class Publication:
    """A whole document. `language` is that of the text and of our own words in it ("Innehåll", "Sida 3 av 12").

    `version` is the draft and its date as people read it; `short_version` is what the running header says.
    `address` is where the document can be read on the web. `made_at` is written into the file: give the moment the
    content became what it is, not now, and the same publication gives the same bytes. `lead` is Markdown for the
    cover, `description` a line for the file's properties. `is_wide`: pages lie down, for
    tables of many columns. `contents_depth` 0 leaves the contents out.
    """

    title: str
    parts: tuple[Part, ...]
    organisation: str = ""
    subtitle: str = ""
    version: str = ""
    short_version: str = ""
    address: str = ""
    language: str = "sv"
    brand_colour: str = "#0b4a56"
    description: str = ""
    lead: str = ""
    notice: Notice | None = None
    made_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    contents_depth: int = 2
    is_wide: bool = False
