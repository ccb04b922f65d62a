"""Words with emphasis and links, written as our Markdown subset so that it reads back as exactly the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from fardplan.base import markdown_subset
from fardplan.base import text as words

_markdown = markdown_subset.parser()
_SPACES = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f\u3000]")
_NOTHING = re.compile("[\xad\u200b\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SCHEMES = ("https://", "http://", "mailto:", "tel:")
# What would begin a heading, a quote, a list or a rule at the beginning of a line.
_LINE_START = re.compile(r"^(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-(?=[-\s]*$)|_(?=[_\s]*$))", re.MULTILINE)
_NUMBER_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")  # one inside a word is no mark
_MARK = re.compile(r"[*_\[\\]")
RAISED = str.maketrans("0123456789ivxlc", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣˡᶜ")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Span:
    """Words set alike. `link` is an address, or ""."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    link: str = ""


def plain(spans: Iterable[Span]) -> str:
    """The words alone, on one or more lines, with the spaces tidied."""
    return _tidy("".join(span.text for span in spans))


def one_line(spans: Iterable[Span]) -> str:
    return " ".join(plain(spans).split())


def markdown(spans: Iterable[Span]) -> str:
    """The spans in our Markdown. Emphasis that Markdown cannot express just there is left out; words never are."""
    merged = list(_merged(spans))
    expected = plain(merged)
    bare = escape(expected)
    if not any(span.is_bold or span.is_italic or span.link for span in merged):
        return bare
    written = _line_starts(_tidy("".join(_written(span) for span in merged)))
    return written if read_back(written) == expected else bare


def escape(text: str) -> str:
    """Plain words, so that Markdown shows them as they are; with as few backslashes as will do."""
    sparing = _line_starts(_escaped(text))
    if (sparing == text and not _MARK.search(text)) or read_back(sparing) == text:
        return sparing
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def read_back(text: str) -> str:
    """The words of a Markdown paragraph without its marks; lists, quotes and headings make it differ."""
    tokens = _markdown.parse(text)
    inline = [token for token in tokens if token.type == "inline"]
    if len(inline) != 1 or [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return "\x00" if text else ""
    pieces = inline[0].children or []
    return "".join("\n" if piece.type in {"softbreak", "hardbreak"} else piece.content for piece in pieces)


def safe_link(address: str) -> str:
    """The address when a page may link to it, otherwise ""."""
    address = words.clean(address)
    if not address.lower().startswith(_SCHEMES) or len(address) > 2000:
        return ""
    return quote(address, safe="/:?#@!$&'*+,;=%~-._")


def _tidy(text: str) -> str:
    text = _NOTHING.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)))
    lines = (" ".join(line.split(" ")) for line in words.clean(text).split("\n"))
    return "\n".join(line for each in lines if (line := re.sub(" {2,}", " ", each).strip()))


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Neighbours set alike as one; a space between two takes on how they are set."""
    waiting: Span | None = None
    for span in spans:
        if not span.text:
            continue
        if waiting is None:
            waiting = span
        elif _set_alike(waiting, span) or (not span.text.strip() and not span.link):
            waiting = replace(waiting, text=waiting.text + span.text)
        else:
            yield waiting
            waiting = span
    if waiting is not None:
        yield waiting


def _set_alike(one: Span, other: Span) -> bool:
    return replace(one, text="") == replace(other, text="")


def _written(span: Span) -> str:
    text = _NOTHING.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", span.text)))
    core = text.strip()
    if not core:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    marks = "*" * (2 * span.is_bold + span.is_italic)
    written = f"{marks}{_escaped(core)}{marks}"
    if link := safe_link(span.link):
        written = f"[{written}]({link})"
    return f"{before}{written}{after}"


def _escaped(text: str) -> str:
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~\n]|$)", r"\\\\", text).replace("*", r"\*")
    text = _UNDERSCORE.sub(r"\\_", text)
    return re.sub(r"([\[\]])", r"\\\1", text) if "](" in text else text


def _line_starts(text: str) -> str:
    text = _LINE_START.sub(r"\\\1", text)
    return _NUMBER_START.sub(r"\1\\\2", text)
