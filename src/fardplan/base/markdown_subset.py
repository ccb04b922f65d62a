"""Which Markdown we understand: paragraphs, headings, lists, emphasis, links, quotes. All else is shown as written.

Apart from `richtext`, which makes HTML of it, so that the process that reads uploaded files need not load Django.
"""

from __future__ import annotations

from markdown_it import MarkdownIt

_RULES = [
    "heading", "list", "emphasis", "link", "blockquote", "newline", "escape", "hr", "balance_pairs", "fragments_join",
]  # fmt: skip


def parser() -> MarkdownIt:
    """A new parser; a line end is a line break."""
    options = {"html": False, "breaks": True, "linkify": False}
    return MarkdownIt("zero", options).enable(_RULES, ignoreInvalid=True)
