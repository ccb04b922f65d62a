"""Texts that another program wrote as HTML, as the plain text or the Markdown they say.

Python's own reader of HTML takes minutes for thirty thousand signs of tags that are never closed. This one goes through
a text once: what is no whole tag is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"}
_HIDDEN = {"script", "style"}
# Nothing is tried a second time in another way (`*+`), which keeps it to once through.
_TAG = re.compile(r"""<(?:(/?)([A-Za-z][A-Za-z0-9]*+)(?:"[^"]*+"|'[^']*+'|[^<>"'])*+|[!?][^<>]*+)>""")


def _without_comments(text: str) -> Iterator[str]:
    start = 0
    while (opens := text.find("<!--", start)) >= 0 and (closes := text.find("-->", opens + 4)) >= 0:
        yield text[start:opens]
        start = closes + 3
    yield text[start:]


def _pieces(text: str) -> Iterator[str]:
    """What is between the tags, with a new line where one begins."""
    place, hidden = 0, 0
    for tag in _TAG.finditer(text):
        yield "" if hidden else unescape(text[place : tag.start()])
        place, name = tag.end(), (tag[2] or "").lower()
        if name in _HIDDEN:
            hidden = max(0, hidden - 1) if tag[1] else hidden + 1
        if name in _BREAKS:
            yield "\n"
    yield "" if hidden else unescape(text[place:])


def plain(text: str, *, one_line: bool = True) -> str:
    """The words of a text, without its tags; on one line, or with an empty line between its paragraphs."""
    if "<" in text or "&" in text:
        text = "".join(_pieces("".join(_without_comments(text))))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return (" " if one_line else "\n\n").join(line for line in lines if line)
