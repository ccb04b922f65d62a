"""Text people write: kept word for word, without characters that only deceive or break."""

from __future__ import annotations

import re
import unicodedata

# Bidirectional overrides and isolates can make text read as something else than it is; other control characters
# have no place in running text. Line breaks and tabs stay.
_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The same words, NFC, with \\n line ends, without control and bidirectional characters, trimmed at the ends."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", _DECEIVING.sub("", text)).strip()


def clean_line(text: str) -> str:
    """As `clean`, on one line."""
    return " ".join(clean(text).split())


def first_words(text: str, length: int = 80) -> str:
    """The beginning of a text on one line, cut between words, with an ellipsis when something was left out."""
    line = clean_line(text)
    if len(line) <= length:
        return line
    return line[: length + 1].rsplit(" ", 1)[0][:length].rstrip(",.;:– ") + " …"


def whole_number(written: str | None, otherwise: int = 0) -> int:
    """A whole number as an address or a form has it. What is none, or larger than any row's id, is `otherwise`."""
    return int(written) if written and written.isdecimal() and len(written) < 10 else otherwise


_MARKS = re.compile(r"(?m)^[ \t]*(?:#{1,6}|[-*+>]|\d{1,3}[.)])[ \t]+|\*\*|__|\\(?=[^\w\s])")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\([^)\s]{1,2000}\)")
_LONGEST_MARKS = 5_000  # the addresses of links, mostly


def plain_words(text: str, length: int = 80) -> str:
    """As `first_words`, of a text in our Markdown (`base.markdown_subset`): the words without their marks."""
    beginning = text[: 10 * length + _LONGEST_MARKS]
    return first_words(_MARKS.sub("", _LINK.sub(r"\1", beginning)), length)


def film_time(seconds: float) -> str:
    """A moment in a film as people write it: 4.30, or 1.04.30 when there are hours."""
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}.{rest // 60:02}.{rest % 60:02}" if hours else f"{rest // 60}.{rest % 60:02}"
