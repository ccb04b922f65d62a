"""The text of a Word file: every part of a publication as paragraphs and tables of WordprocessingML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from fardplan.base.text import clean, clean_line
from fardplan.documents.writing import shared
from fardplan.documents.writing.blocks import Block, List, Paragraph, Quote, Rule, of_cell
from fardplan.documents.writing.shape import (
    Bars,
    Cell,
    Changed,
    Definitions,
    Heading,
    Line,
    Notice,
    Part,
    Prose,
    Run,
    Table,
)
from fardplan.documents.writing.word_lists import MARGIN_WIDTH, Lists
from fardplan.documents.writing.word_xml import gallery, paragraph, quoted, run, written_field

_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="B9C4C3"/></w:pBdr>'
_STYLES = {Changed.INSERTED: "Insertedwords", Changed.REMOVED: "Removedwords"}
_INDENT = 357
AFTER_CODE = "\u2002"  # an en space, by which a heading's code is known again
NUMBERED = "Numberedpassage"  # what is read back as one passage, without the number that Word shows
_SMALL = '<w:rStyle w:val="Saidofachange"/>'


@dataclass
class Setting:
    """What the text is set into: `width` of the text in twentieths of a point, `colour` as rrggbb, and `relate`, which
    gives the id under which the file knows a web address."""

    width: int
    colour: str
    own: shared.OwnWords
    relate: Callable[[str], str]
    lists: Lists = field(default_factory=Lists)


class Body:
    """Writes parts as text of the file's main part."""

    def __init__(self, parts: Sequence[Part], setting: Setting) -> None:
        self.parts, self.own, self.lists, self.relate = parts, setting.own, setting.lists, setting.relate
        self.width, self.colour = setting.width, setting.colour
        places = {part.anchor: part for part in parts if isinstance(part, Heading | Prose | Line) and part.anchor}
        self._names = {anchor: f"{_kind(part)}{number}" for number, (anchor, part) in enumerate(places.items())}
        self._waiting = dict(self._names)
        self._bookmarks = 0

    def written(self) -> list[str]:
        return [piece for number, part in enumerate(self.parts) for piece in self._part(part, number)]

    def contents(self, depth: int) -> str:
        """A list of the headings, which Word works out anew with page numbers when the file is opened."""
        listed = [
            (number, part)
            for number, part in enumerate(self.parts)
            if isinstance(part, Heading) and part.is_in_contents and part.level <= depth
        ]
        if not listed:
            return ""
        lines = [
            f'<w:hyperlink w:anchor="{_place(number)}" w:history="1">{run(_label(part))}</w:hyperlink>'
            for number, part in listed
        ]
        # One field over several paragraphs: it begins in the first and ends in the last.
        begins, ends = written_field(f'TOC \\o "1-{depth}" \\h \\z \\u', "\x00", is_stale=True).split("\x00")
        lines[0], lines[-1] = begins + lines[0], lines[-1] + ends
        entries = [paragraph(line, f"TOC{part.level}") for line, (_number, part) in zip(lines, listed, strict=True)]
        heading = paragraph(run(self.own.contents), "TOCHeading")
        return gallery("Table of Contents", heading + "".join(entries)) + paragraph('<w:r><w:br w:type="page"/></w:r>')

    def prose(self, text: Prose) -> list[str]:
        return self._blocks(of_cell(text))

    def notice(self, notice: Notice) -> str:
        title = run(clean_line(notice.title) + " ", "<w:b/>") if notice.title else ""
        return paragraph(title + run(clean(notice.text)), "Notice")

    def address(self, address: str, shown: str) -> str:
        """Where the document can be read on the web."""
        return run(f"{self.own.read_at} ") + self._runs((Run(shown, link=address),))

    def _part(self, part: Part, number: int) -> Iterable[str]:
        if isinstance(part, Heading):
            yield self._heading(part, number)
        elif isinstance(part, Prose | Line):
            yield from self._text(part)
        elif isinstance(part, Table):
            yield self._table(part)
        elif isinstance(part, Notice):
            yield self.notice(part)
        elif isinstance(part, Definitions):
            for term, says in part.rows:
                yield from self._defined(term, says)
        elif isinstance(part, Bars):
            yield from self._bars(part)
        else:
            yield paragraph('<w:r><w:br w:type="page"/></w:r>')

    def _heading(self, heading: Heading, number: int) -> str:
        code, text = clean_line(heading.code), clean_line(heading.text)
        inside = run(f"{code}{AFTER_CODE}{text}" if code and text else code or text)
        properties = ""
        if heading.code and heading.has_code_in_margin:
            code = run(clean_line(heading.code), '<w:rStyle w:val="Numberinthemargin"/>')
            # A passage looks the same however deep it stands.
            size = '<w:sz w:val="26"/>' if heading.level < 3 else ""
            inside = f"{code}<w:r><w:tab/></w:r>{run(clean_line(heading.text), size)}"
            properties = (
                f'<w:tabs><w:tab w:val="left" w:pos="0"/></w:tabs><w:ind w:left="0" w:hanging="{MARGIN_WIDTH}"/>'
            )
        places = self._marked(_place(number), inside)
        return paragraph(self._anchored(heading.anchor, places), f"Heading{heading.level}", properties)

    def _text(self, part: Prose | Line) -> list[str]:
        blocks = of_cell(part)
        written = self._blocks(blocks)
        label = clean_line(part.margin)
        if label:
            numbered = _numbered(self.lists.label(label), 0)
            if blocks and isinstance(blocks[0], Paragraph):
                written[0] = paragraph(self._runs(blocks[0].runs), NUMBERED, numbered)
            else:
                written.insert(0, paragraph("", NUMBERED, numbered))
        if part.anchor in self._waiting and written:
            written[0] = written[0].replace("</w:p>", self._anchored(part.anchor, "") + "</w:p>", 1)
        return written

    def _anchored(self, anchor: str, inside: str) -> str:
        """What stands inside, marked as what links to the anchor lead to: for the first part that carries it."""
        name = self._waiting.pop(anchor, "")
        return self._marked(name, inside) if name else inside

    def _marked(self, name: str, inside: str) -> str:
        self._bookmarks += 1
        number = self._bookmarks
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'

    def _blocks(self, blocks: Iterable[Block], style: str = "", level: int = 0, more: str = "") -> list[str]:
        """Paragraphs; `level` is how deep in lists they stand, `more` what is said of the runs in them."""
        found: list[str] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                indent = f'<w:ind w:left="{_INDENT * level}"/>' if level else ""
                found.append(paragraph(self._runs(block.runs, more), style, indent))
            elif isinstance(block, List):
                found += self._list(block, style, level, more)
            elif isinstance(block, Quote):
                found += self._blocks(block.blocks, style or "Quote", level, more)
            elif isinstance(block, Rule):
                found.append(paragraph("", "", _RULE))
        return found

    def _list(self, made: List, style: str, level: int, more: str) -> list[str]:
        kind = "ListBullet" if made.start is None else "ListNumber"
        number = self.lists.points() if made.start is None else self.lists.numbers(made.start, min(level, 8))
        found: list[str] = []
        for item in made.items:
            inside = self._blocks(item, style, level + 1, more)
            numbered = _numbered(number, min(level, 8))
            if item and isinstance(item[0], Paragraph):
                inside[0] = paragraph(self._runs(item[0].runs, more), style or kind, numbered)
            else:
                inside.insert(0, paragraph("", style or kind, numbered))
            found += inside
        return found

    def _runs(self, runs: Iterable[Run], more: str = "") -> str:
        return "".join(self._run(each, more) for each in runs)

    def _run(self, each: Run, more: str) -> str:
        style = _STYLES.get(each.changed, "Hyperlink" if each.link else "")
        named = f'<w:rStyle w:val="{style}"/>' if style else ""
        made = run(
            each.text,
            named
            + ("<w:b/>" if each.is_bold and "<w:b/>" not in more else "")
            + more
            + ("<w:i/>" if each.is_italic else ""),
        )
        if each.link.startswith("#"):
            name = self._names.get(each.link[1:])
            made = (
                f'<w:hyperlink w:anchor="{name}" w:history="1">{made}</w:hyperlink>' if name else run(each.text, more)
            )
        elif each.link:
            made = f'<w:hyperlink r:id="{self.relate(each.link)}" w:history="1">{made}</w:hyperlink>'
        if each.changed:
            said = self.own.inserted if each.changed == Changed.INSERTED else self.own.removed
            made = f"{run(said, _SMALL)}{made}{run(self.own.end, _SMALL)}"
        return made

    def _defined(self, term: str, says: Cell) -> list[str]:
        blocks = of_cell(says)
        first = run(f"{clean_line(term)}  ", "<w:b/>")
        if blocks and isinstance(blocks[0], Paragraph):
            return [paragraph(first + self._runs(blocks[0].runs)), *self._blocks(blocks[1:])]
        return [paragraph(first), *self._blocks(blocks)]

    def _bars(self, chart: Bars) -> list[str]:
        """Label and value in words; the bar is the ground of an empty line under them, so nothing is read twice."""
        title = clean_line(chart.title)
        found = [paragraph(run(title), "Caption")] if title else []
        tab = f'<w:keepNext/><w:tabs><w:tab w:val="right" w:pos="{self.width}"/></w:tabs><w:spacing w:after="20"/>'
        for bar, share in zip(chart.bars, shared.shares(chart), strict=True):
            shown = f"<w:r><w:tab/></w:r>{run(shared.shown_value(bar), '<w:b/>')}"
            found.append(paragraph(run(clean_line(bar.label)) + shown, "", tab))
            if share > 0:
                rest = round(self.width * (1 - share))
                ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{self.colour}"/><w:ind w:right="{rest}"/>'
                found.append(paragraph("", "Bar", ground))
        return found

    def _table(self, table: Table) -> str:
        caption = clean_line(table.caption)
        total = sum(column.width for column in table.columns) or 1
        widths = [round(self.width * column.width / total) for column in table.columns]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        sides = ['<w:jc w:val="right"/>' if column.is_number else "" for column in table.columns]
        headings = [
            paragraph(run(clean_line(column.heading), "<w:b/>"), "Celltext", f"<w:keepNext/>{side}")
            for column, side in zip(table.columns, sides, strict=True)
        ]
        rows = [_row(headings, widths, is_header=True)]
        for row in table.rows:
            cells = [
                self._cell(cell, side, "<w:b/>" if place == 0 and table.has_row_headings else "")
                for place, (cell, side) in enumerate(zip(row, sides, strict=True))
            ]
            rows.append(_row(cells, widths))
        described = f"<w:tblCaption w:val={quoted(caption)}/>" if caption else ""
        look = f'<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="{int(table.has_row_headings)}" '
        look += 'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        above = paragraph(run(caption), "Caption") if caption else ""
        properties = (
            f'<w:tblStyle w:val="RuledTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/>{look}{described}'
        )
        inside = f"<w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}"
        return f"{above}<w:tbl>{inside}</w:tbl>{paragraph('')}"

    def _cell(self, cell: Cell, side: str, more: str) -> str:
        blocks = of_cell(cell)
        if side and len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return paragraph(self._runs(blocks[0].runs, more), "Celltext", side)
        return "".join(self._blocks(blocks, "Celltext", more=more)) or paragraph("", "Celltext")


def _kind(part: Heading | Prose | Line) -> str:
    """How bookmarks are named: those of sections and passages so that `documents.reading` knows them again."""
    if isinstance(part, Line):
        return "a"
    is_passage = isinstance(part, Prose) or part.has_code_in_margin
    return "fardplan_passage_" if is_passage else "fardplan_section_"


def _label(heading: Heading) -> str:
    return f"{clean_line(heading.code)} {clean_line(heading.text)}".strip()


def _place(number: int) -> str:
    return f"_Toc{number:08}"


def _numbered(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _row(cells: Sequence[str], widths: Sequence[int], *, is_header: bool = False) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_header else ""
    return f"<w:tr>{properties}{made}</w:tr>"
