"""Blocks written as Markdown: the text of a passage, and what an editor sees."""

from __future__ import annotations

from collections.abc import Iterable

from fardplan.documents.reading.shapes import Block, Footnote, Heading, List, ListItem, Paragraph, PassageStart, Table


def of(blocks: Iterable[Block]) -> str:
    """The blocks as one text in our Markdown subset, parted by empty lines."""
    return "\n\n".join(_of_block(block) for block in blocks)


def of_items(items: Iterable[ListItem]) -> str:
    """A list: nested items are indented as far as the text of the item above them."""
    lines, indents = [], [0]
    for item in items:
        level = min(item.level, len(indents) - 1)
        del indents[level + 1 :]
        indent = " " * indents[level]
        indents.append(indents[level] + len(item.mark) + 1)
        inner = "\n" + " " * indents[-1]
        lines.append(f"{indent}{item.mark} {item.text.replace(chr(10), inner)}")
    return "\n".join(lines)


def of_table(table: Table) -> str:
    """A table as a list with an item to a row; each cell is told by its column's heading when there is one.

    So it reads aloud in the right order, which a grid in a narrow window does not.
    """
    header = table.rows[0] if table.has_header else ()
    items = []
    for row in table.rows[1:] if header else table.rows:
        cells = [cell.replace("\n", "; ") for cell in row]
        if header:
            names = [name.replace("\n", " ") for name in header]
            cells = [f"{name}: {cell}" if name and cell else cell for name, cell in zip(names, cells, strict=True)]
        items.append(ListItem(" · ".join(cell for cell in cells if cell)))
    return of_items(items)


def _of_block(block: Block) -> str:
    if isinstance(block, PassageStart):
        return ""
    if isinstance(block, Heading):
        return f"{'#' * min(block.level, 6)} {block.code} {block.text}".replace("  ", " ")
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, List):
        return of_items(block.items)
    if isinstance(block, Table):
        return of_table(block)
    return f"{block.mark} {block.text}"


def is_text(block: Block) -> bool:
    """Whether the block is text under a heading, and neither a heading nor a note."""
    return not isinstance(block, Heading | PassageStart | Footnote)
