"""Markdown files and pasted text as blocks. What Markdown says and our subset does not is taken as text, and listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from markdown_it import MarkdownIt
from markdown_it.token import Token

from fardplan.base import text as words
from fardplan.documents.reading import bounds, building, codes, inline
from fardplan.documents.reading.building import TooMuchText
from fardplan.documents.reading.container import Refused
from fardplan.documents.reading.inline import Span
from fardplan.documents.reading.shapes import Document, Format

_FRONT_MATTER = re.compile(r"\A---\n(?P<fields>(?:[^\n]*\n){0,60}?)---\n")
_FRONT_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_TYPED_BULLET = re.compile(r"^[ \t]*(?:[•▪◦●‣■□·][ \t]*|[–—o]\t[ \t]*)(?=\S)", re.MULTILINE)
_COUNTED = re.compile(r"\d{1,2}[.)]\s+\S")


def read(stream: IO[bytes]) -> Document:
    """A Markdown file. Raises Refused when it is no text."""
    text = decoded(stream.read(bounds.TEXT_LENGTH * 4 + 1))
    title = ""
    if front := _FRONT_MATTER.match(text):
        found = _FRONT_TITLE.search(front["fields"])
        title, text = words.clean_line(found[1]) if found else "", text[front.end() :]
    return _document("markdown", title, text, line_end=" ")


def read_pasted(stream: IO[bytes]) -> Document:
    """Text from somebody's clipboard: paragraphs parted by empty lines, typed bullets, numbered lines as headings."""
    text = decoded(stream.read(bounds.PASTED_LENGTH * 4 + 1))
    return _document("pasted", "", _with_marks(_TYPED_BULLET.sub("- ", text)), line_end="\n")


def decoded(data: bytes) -> str:
    """The text of a file, in whichever of the usual encodings it is. Raises Refused when it is something else."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search("[\x00-\x08\x0e-\x1f]", text[:100_000]):
            break
        if len(text) > bounds.TEXT_LENGTH:
            raise TooMuchText
        return words.clean(text)
    raise Refused("no_document")


def _with_marks(text: str) -> str:
    """Lines that stand alone and begin with a code become headings; "1." lines that follow each other stay a list."""
    pieces = re.split(r"\n[ \t]*\n", text)
    if any(re.match(r"#{1,6}\s", piece.strip()) for piece in pieces):
        return text
    marked = []
    for place, piece in enumerate(pieces):
        beside = [*pieces[max(0, place - 1) : place], *pieces[place + 1 : place + 2]]
        line = piece.strip()
        code, rest = codes.split(line)
        is_counted = _COUNTED.match(line) is not None and any(_COUNTED.match(each.strip()) for each in beside)
        is_line = "\n" not in line and len(line) <= 120 and not line.endswith((".", ",", ";", ":", "?", "!"))
        is_heading = bool(code) and is_line and not is_counted and place + 1 < len(pieces)
        marked.append(f"{'#' * min(6, codes.depth(code))} {code} {rest}" if is_heading else piece)
    return "\n\n".join(marked)


def _document(form: Format, title: str, text: str, *, line_end: str) -> Document:
    left_out = building.LeftOuts()
    walk = _Walk(building.Blocks(left_out), left_out, line_end)
    walk.tokens(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text))
    return Document(form, title, walk.blocks.end(), left_out.listed())


@dataclass
class _Walk:
    blocks: building.Blocks
    left_out: building.LeftOuts
    line_end: str
    lists: list[str] = field(default_factory=list)  # the mark of the next item on each level
    item: list[Span] = field(default_factory=list)
    is_in_item: bool = False
    quotes: int = 0
    rows: list[list[str]] = field(default_factory=list)

    def tokens(self, tokens: Sequence[Token]) -> None:
        for place, token in enumerate(tokens):
            if token.type == "inline":
                self._inline(token, tokens[place - 1])
            elif token.type in {"fence", "code_block"}:
                self.left_out.add("code", token.content)
                self._text([Span(token.content)])
            elif token.type == "html_block":
                self._text([Span(self._without_tags(token.content))])
            else:
                self._structure(token)

    def _inline(self, token: Token, before: Token) -> None:
        spans = list(self._spans(token.children or []))
        if before.type == "heading_open" and not self.lists and not self.quotes:
            self.blocks.heading(int(before.tag[1]), spans)
        elif before.type in {"th_open", "td_open"}:
            self.rows[-1].append(inline.markdown(spans).replace("\n", " "))
        else:
            self._text(spans)

    def _text(self, spans: list[Span]) -> None:
        if self.is_in_item:
            self.item += [Span("\n"), *spans]
        elif self.quotes:
            self.blocks.quote(spans)
        else:
            self.blocks.paragraph(spans)

    def _structure(self, token: Token) -> None:
        kind = token.type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            self._end_item()
            self.lists.append("-" if kind == "bullet_list_open" else f"{token.attrGet('start') or 1}.")
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self._end_item()
            self.lists.pop()
        elif kind == "list_item_open":
            self._end_item()
            self.is_in_item = True
        elif kind == "list_item_close":
            self._end_item()
        elif kind in {"blockquote_open", "blockquote_close"}:
            self.quotes += 1 if kind == "blockquote_open" else -1
        elif kind == "tr_open":
            self.rows.append([])
        elif kind == "table_close":
            self._end_item()
            self.blocks.table(self.rows, has_header=True)
            self.rows = []

    def _end_item(self) -> None:
        """Write the item that is open; a list inside it comes after its text."""
        if self.is_in_item and self.lists:
            mark = self.lists[-1]
            self.blocks.item(self.item, len(self.lists) - 1, mark)
            if mark != "-":
                self.lists[-1] = f"{int(mark[:-1]) + 1}."
        self.item, self.is_in_item = [], False

    def _spans(self, children: Sequence[Token]) -> Iterator[Span]:
        bold = italic = struck = 0
        link = ""
        for token in children:
            kind = token.type
            if kind in {"strong_open", "strong_close"}:
                bold += 1 if kind == "strong_open" else -1
            elif kind in {"em_open", "em_close"}:
                italic += 1 if kind == "em_open" else -1
            elif kind in {"s_open", "s_close"}:
                struck += 1 if kind == "s_open" else -1
            elif kind in {"link_open", "link_close"}:
                link = str(token.attrGet("href") or "") if kind == "link_open" else ""
            else:
                text = self._words(token)
                if struck:
                    self.left_out.add("struck", text)
                yield Span(text, bold > 0, italic > 0, link)

    def _words(self, token: Token) -> str:
        if token.type == "softbreak":
            return self.line_end
        if token.type == "hardbreak":
            return "\n"
        if token.type == "image":
            self.left_out.add("picture", token.content)
            return ""
        return self._without_tags(token.content) if token.type == "html_inline" else token.content

    def _without_tags(self, content: str) -> str:
        bare = _COMMENT.sub("", content)
        if bare != content:
            self.left_out.add("hidden", content)
        if (text := _TAG.sub("", bare)) != bare:
            self.left_out.add("markup", content)
        return text
