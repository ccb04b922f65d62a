"""A whole file as one text, with a map of where each part stands: what an official marks points in."""

from __future__ import annotations

from markdown_it.token import Token

from fardplan.base import markdown_subset
from fardplan.documents.reading import markdown_text
from fardplan.documents.reading.shapes import Block, Document, Heading, Pages, PassageStart, Place, PlainText

_markdown = markdown_subset.parser()


def plain_text(read: Document | Pages) -> PlainText:
    """The text without markup, paragraphs parted by an empty line; a place for each page or each heading's text."""
    if isinstance(read, Pages):
        return _mapped([(page.text, page.number, "") for page in read.pages if page.text], read)
    pieces: list[tuple[str, int | None, str]] = [(read.title, None, "")] if read.title else []
    heading, together = "", list[str]()
    for block in read.blocks:
        if isinstance(block, Heading):
            pieces.append(("\n\n".join(together), None, heading))
            heading, together = f"{block.code} {block.text}".strip(), []
            together.append(heading)
        elif not isinstance(block, PassageStart):
            together.append(_plain(block))
    pieces.append(("\n\n".join(together), None, heading))
    return _mapped([piece for piece in pieces if piece[0]], read)


def without_marks(text: str) -> str:
    """The words of a text in our Markdown, with its lists and line ends, without its marks."""
    lines: list[str] = []
    depth, marks, waiting = 0, list[str](), ""
    for token in _markdown.parse(text):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            marks.append("–" if token.type == "bullet_list_open" else f"{token.attrGet('start') or 1}.")
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            marks.pop()
            depth -= 1
        elif token.type == "list_item_open":
            waiting = f"{'  ' * (depth - 1)}{marks[-1]} "
            marks[-1] = marks[-1] if marks[-1] == "–" else f"{int(marks[-1][:-1]) + 1}."
        elif token.type == "inline":
            lines.append(("" if depth or not lines else "\n") + waiting + _words(token))
            waiting = ""
    return "\n".join(lines)


def _plain(block: Block) -> str:
    return without_marks(markdown_text.of([block]))


def _words(inline: Token) -> str:
    children = inline.children or []
    return "".join("\n" if each.type in {"softbreak", "hardbreak"} else each.content for each in children)


def _mapped(pieces: list[tuple[str, int | None, str]], read: Document | Pages) -> PlainText:
    text, places = "", []
    for piece, page, heading in pieces:
        start = len(text)
        text += f"{piece}\n\n"
        places.append(Place(start, start + len(piece), page, heading))
    is_scanned = isinstance(read, Pages) and read.is_scanned
    return PlainText(text.rstrip("\n"), tuple(places), read.left_out, is_scanned)
