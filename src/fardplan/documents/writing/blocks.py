"""Our Markdown as paragraphs, lists and quotes made of runs: what both writers set, each in its own way.

The same parser as on the pages (`base.markdown_subset`), so what is a list there is a list here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from markdown_it.token import Token

from fardplan.base import markdown_subset
from fardplan.base.text import clean
from fardplan.documents.writing.shape import Cell, Line, Prose, Run

_markdown = markdown_subset.parser()
LINK_SCHEMES = {"https", "http", "mailto", "tel"}


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class List:
    """`start` is the first number of an ordered list; None: a list of points."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Rule:
    """A line across: a pause in the text."""


Block = Paragraph | List | Quote | Rule


def of_markdown(text: str) -> tuple[Block, ...]:
    """The blocks of a text in our Markdown."""
    blocks, _rest = _blocks(_markdown.parse(clean(text)), 0)
    return blocks


def of_words(text: str) -> tuple[Block, ...]:
    """Words as somebody wrote them: an empty line parts paragraphs, a line break stays, nothing else is read."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", clean(text))
    return tuple(Paragraph((Run(paragraph),)) for paragraph in paragraphs if paragraph)


def of_cell(cell: Cell) -> tuple[Block, ...]:
    if isinstance(cell, str):
        return of_words(cell)
    if isinstance(cell, Prose):
        return of_markdown(cell.text)
    if isinstance(cell, Line):
        return (of_line(cell),)
    return tuple(block for each in cell for block in of_cell(each))


def of_line(line: Line) -> Paragraph:
    """The runs of a line, without what no file may hold and without links that lead nowhere people should go."""
    return Paragraph(tuple(_tidy(run) for run in line.runs if run.text))


def _tidy(run: Run) -> Run:
    # `clean` also trims, but the space between two runs belongs to them.
    words = clean(f"|{run.text}|")[1:-1]
    return replace(run, text=words, link=run.link if is_link(run.link) else "")


def is_link(address: str) -> bool:
    if address.startswith("#"):
        return len(address) > 1
    try:
        return urlsplit(address).scheme in LINK_SCHEMES
    except ValueError:
        return False


def words_of(blocks: Iterable[Block]) -> str:
    """The words alone, for a description or a comparison."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append("".join(run.text for run in block.runs))
        elif isinstance(block, List):
            found += [words_of(item) for item in block.items]
        elif isinstance(block, Quote):
            found.append(words_of(block.blocks))
    return "\n".join(found)


def _blocks(tokens: Sequence[Token], place: int, until: str = "") -> tuple[tuple[Block, ...], int]:
    """The blocks from `place` to the token that closes them, and the place after it."""
    blocks: list[Block] = []
    while place < len(tokens):
        token = tokens[place]
        if token.type == until:
            return tuple(blocks), place + 1
        place += 1
        if token.type == "inline":
            blocks.append(Paragraph(_runs(token.children or [], is_bold=tokens[place - 2].type == "heading_open")))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            items, place = _items(tokens, place, token.type.replace("_open", "_close"))
            start = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
            blocks.append(List(items, start))
        elif token.type == "blockquote_open":
            inside, place = _blocks(tokens, place, "blockquote_close")
            blocks.append(Quote(inside))
        elif token.type == "hr":
            blocks.append(Rule())
    return tuple(blocks), place


def _items(tokens: Sequence[Token], place: int, until: str) -> tuple[tuple[tuple[Block, ...], ...], int]:
    items = []
    while tokens[place].type != until:
        item, place = _blocks(tokens, place + 1, "list_item_close")
        items.append(item)
    return tuple(items), place + 1


def _runs(tokens: Iterable[Token], *, is_bold: bool) -> tuple[Run, ...]:
    runs: list[Run] = []
    bold, italic, link = int(is_bold), 0, ""
    for token in tokens:
        if token.type in {"strong_open", "strong_close"}:
            bold += token.nesting
        elif token.type in {"em_open", "em_close"}:
            italic += token.nesting
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
            link = address if is_link(address) and not address.startswith("#") else ""
        elif token.type == "link_close":
            link = ""
        elif words := "\n" if token.type in {"softbreak", "hardbreak"} else token.content:
            _add(runs, Run(words, bold > 0, italic > 0, link))
    return tuple(runs)


def _add(runs: list[Run], run: Run) -> None:
    """Put a run last, in one with the run before when both are set alike."""
    if runs and replace(runs[-1], text=run.text) == run:
        runs[-1] = replace(run, text=runs[-1].text + run.text)
    else:
        runs.append(run)
