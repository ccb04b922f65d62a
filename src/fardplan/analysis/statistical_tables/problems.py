"""What can be wrong with a file of statistics, and where: errors that a page can put into words in any language."""

from __future__ import annotations

from enum import StrEnum

MOST_BYTES = 32_000_000
MOST_CELLS = 150_000  # what the databases of PxWeb give in one answer
MOST_DIMENSIONS = 20
MOST_DEPTH = 20
LONGEST_CODE = 200
LONGEST_LABEL = 2_000
LONGEST_TEXT = 50_000
SHOWN = 80


class Problem(StrEnum):
    """Why a file is refused. The words are English; `Unreadable` gives their parts, so that others can be made."""

    EMPTY = "the file is empty"
    UNKNOWN_FORMAT = "this is neither JSON-stat, PC-Axis nor an answer from Kolada"
    TOO_LARGE = "there may be at most {most} bytes, here are {found}"
    TOO_DEEP = "the lists and objects are nested more than {most} deep"
    TOO_MANY_CELLS = "a table may have at most {most} cells, this one has {found}"
    TOO_MANY_DIMENSIONS = "a table may have at most {most} dimensions, this one has {found}"
    TOO_MANY_STATEMENTS = "the file may have at most {most} statements"
    TOO_LONG = "the text may be at most {most} characters, here are {found}"
    NOT_TEXT = "these bytes are not text in {found}"
    UNKNOWN_CHARACTER_SET = "the character set {found} is not known"
    NOT_JSON = "this is not JSON: {found}"
    NOT_A_NUMBER = "{found} is not a number"
    MISSING = "this is missing"
    WRONG_KIND = "here should be {expected}"
    WRONG_LENGTH = "here should be {expected}, there are {found}"
    TWICE = "{found} stands here twice"
    UNKNOWN_CODE = "{found} is not known here"
    SEVERAL_TABLES = "the file has several tables: {found}"
    NO_TABLE = "the file has no table: {found}"
    SPARSE = "files with KEYS, where rows of zeros are left out, cannot be read; save the table without KEYS"
    UNFINISHED = "the quotation mark or statement that begins here never ends"
    NOT_A_STATEMENT = "here should be a keyword and an equals sign, not {found}"
    MORE_PAGES = "the answer goes on at {found}; all pages are needed"


class Unreadable(ValueError):
    """A file that cannot be read, with the place: a line and keyword, or the path in the JSON.

    `details` are the parts of the sentence (`found`, `most`, `expected`), shortened so that they can be shown.
    """

    def __init__(self, problem: Problem, where: str = "", *, line: int | None = None, **details: object) -> None:
        self.problem = problem
        self.where = shortened(where, 200)
        self.line = line
        self.details = {name: shortened(str(value)) for name, value in details.items()}
        place = ", ".join(part for part in (f"line {line}" if line else "", self.where) if part)
        sentence = problem.value.format(**self.details)
        super().__init__(f"{place}: {sentence}" if place else sentence)


def shortened(text: str, most: int = SHOWN) -> str:
    """The beginning of a text on one line, for a message."""
    line = " ".join(text[: most + 1].split())
    return line if len(text) <= most else line[: most - 1] + "…"


def checked_size(content: bytes) -> bytes:
    """The content as it is, when there is some and not too much."""
    if not content.strip():
        raise Unreadable(Problem.EMPTY)
    if len(content) > MOST_BYTES:
        raise Unreadable(Problem.TOO_LARGE, most=MOST_BYTES, found=len(content))
    return content


def checked_cells(sizes: list[int], where: str, *, line: int | None = None) -> int:
    """How many cells dimensions of these sizes have, when that is not too many."""
    if len(sizes) > MOST_DIMENSIONS:
        raise Unreadable(Problem.TOO_MANY_DIMENSIONS, where, line=line, most=MOST_DIMENSIONS, found=len(sizes))
    cells = 1
    for size in sizes:
        cells *= size
        if cells > MOST_CELLS:
            raise Unreadable(Problem.TOO_MANY_CELLS, where, line=line, most=MOST_CELLS, found=f"{cells} or more")
    return cells
