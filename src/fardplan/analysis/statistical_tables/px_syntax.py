"""The statements of a PC-Axis file: KEYWORD[language]("name","value")="text","text";

By the format's description, AXIS-VERSION 2013 (Statistics Sweden). A text may go on in several pairs of quotation
marks; a semicolon ends a statement; DATA comes last, and there a semicolon may also stand between the numbers.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from fardplan.analysis.statistical_tables.json_values import label_of
from fardplan.analysis.statistical_tables.problems import LONGEST_TEXT, Problem, Unreadable, checked_size

MOST_STATEMENTS = 20_000

_CHARACTER_SETS = {
    "ansi": "cp1252",
    "iso8859-1": "cp1252",  # what Windows programs write between 0x80 and 0x9f is meant as cp1252
    "cp1252": "cp1252",
    "utf-8": "utf-8-sig",
    **{name: name for name in ("cp1250", "cp1257", "cp437", "cp850", "cp865", "iso8859-2", "iso8859-10")},
    **{name: name for name in ("iso8859-4", "iso8859-13", "iso8859-15")},
}
_DECLARED = re.compile(rb'(?:^|[;\s])(CHARSET|CODEPAGE)\s*=\s*"?([^";\s]{1,40})')
_HEAD = re.compile(
    r"""\s*+([A-Z][A-Z0-9_-]{0,40}+)                               # the keyword
        \s*+(?:\[\s*+([A-Za-z-]{1,12}+)\s*+\])?                    # a language
        \s*+(?:\(\s*+("[^"]*+"(?:\s*+,\s*+"[^"]*+")*+)\s*+\))?     # names and values
        \s*+=""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*+")
_MARK = re.compile(r'[";]')
_PIECE = re.compile(r'"([^"]*+)"|(,)|([^",]++)')


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `names` are what stands in parentheses, `values` the texts or words after the equals sign."""

    keyword: str
    language: str
    names: tuple[str, ...]
    values: tuple[str, ...]
    line: int

    @property
    def where(self) -> str:
        return self.keyword + (f"[{self.language}]" if self.language else "")

    @property
    def text(self) -> str:
        """The first value on one line."""
        return label_of(self.values[0]) if self.values else ""


@dataclass(frozen=True, slots=True)
class PxFile:
    """The statements in their order, and the data as text with the line where they begin."""

    statements: tuple[Statement, ...]
    data: str
    data_line: int


def parse_px(content: bytes) -> PxFile:
    """The statements of a file in whatever character set it declares. Raises Unreadable with line and keyword."""
    text = _decoded(checked_size(content))
    statements: list[Statement] = []
    at, line = _past_space(text, 0, 1)
    while at < len(text):
        head = _HEAD.match(text, at)
        if head is None:
            raise Unreadable(Problem.NOT_A_STATEMENT, line=line, found=text[at : at + 60])
        if head[1] == "DATA":
            return PxFile(tuple(statements), text[head.end() :], line + text.count("\n", at, head.end()))
        end = _end(text, head.end(), head[1], line)
        statements.append(_statement(head, text[head.end() : end], line))
        if len(statements) > MOST_STATEMENTS:
            raise Unreadable(Problem.TOO_MANY_STATEMENTS, head[1], line=line, most=MOST_STATEMENTS)
        at, line = _past_space(text, end + 1, line + text.count("\n", at, end))
    raise Unreadable(Problem.MISSING, "DATA", line=line)


def _past_space(text: str, at: int, line: int) -> tuple[int, int]:
    """The next place that is not space, and its line."""
    found = _SPACE.match(text, at)
    end = found.end() if found else at
    return end, line + text.count("\n", at, end)


def _end(text: str, at: int, keyword: str, line: int) -> int:
    """Where the semicolon stands that ends the statement whose values begin at a place."""
    while True:
        mark = _MARK.search(text, at)
        if mark is None:
            raise Unreadable(Problem.UNFINISHED, keyword, line=line)
        if mark[0] == ";":
            return mark.start()
        closing = text.find('"', mark.end())
        if closing < 0:
            opened = line + text.count("\n", at, mark.start())
            raise Unreadable(Problem.UNFINISHED, keyword, line=opened)
        at = closing + 1


def _statement(head: re.Match[str], written: str, line: int) -> Statement:
    names = tuple(re.findall(r'"([^"]*+)"', head[3] or ""))
    values: list[str] = []
    goes_on = False
    for piece in _PIECE.finditer(written):
        quoted, comma, word = piece.groups()
        if comma:
            goes_on = False
        elif quoted is not None and goes_on:
            values[-1] += quoted
        elif quoted is not None:
            values.append(quoted)
            goes_on = True
        elif word.strip():
            values.append(word.strip())
            goes_on = False
        if values and len(values[-1]) > LONGEST_TEXT:
            raise Unreadable(Problem.TOO_LONG, head[1], line=line, most=LONGEST_TEXT, found="more")
    return Statement(head[1], (head[2] or "").lower(), names, tuple(values), line)


def _decoded(content: bytes) -> str:
    """The text in the character set of CODEPAGE, else of CHARSET ("ANSI" is that of Windows), else of old DOS."""
    declared: dict[str, str] = {}
    for name, value in _DECLARED.findall(content[:5_000]):
        declared.setdefault(name.decode(), value.decode("ascii", "replace"))
    wanted = declared.get("CODEPAGE") or declared.get("CHARSET") or "cp850"
    if content.startswith(codecs.BOM_UTF8):
        wanted = "utf-8"
    try:
        name = "ansi" if wanted.lower() == "ansi" else codecs.lookup(wanted).name
        character_set = _CHARACTER_SETS[name]
    except (LookupError, ValueError):
        raise Unreadable(Problem.UNKNOWN_CHARACTER_SET, "CODEPAGE", found=wanted) from None
    try:
        return content.decode(character_set).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(Problem.NOT_TEXT, line=line, found=wanted) from None
