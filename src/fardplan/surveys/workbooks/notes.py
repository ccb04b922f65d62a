"""What was taken from a file, and what was not: every row and column by its place, in words for whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fardplan.surveys.definition import Definition

MOST_NOTES = 500


@dataclass(frozen=True)
class Note:
    """Something that was not taken, or not as it stood. `row` is 0 and `column` "" where it is about the whole."""

    sheet: str
    row: int
    column: str
    what: str
    why: str


@dataclass(frozen=True)
class Taken:
    """A file as a survey. `slug` is what the file calls itself, "" when it does not."""

    definition: Definition
    notes: tuple[Note, ...]
    slug: str = ""


class Notes:
    """Collects notes in the order they are made; after MOST_NOTES only that there were more."""

    def __init__(self) -> None:
        self._found: list[Note] = []
        self._more = 0

    def add(self, sheet: str, row: int, column: str, what: str, why: str) -> None:
        if len(self._found) >= MOST_NOTES:
            self._more += 1
            return
        self._found.append(Note(sheet, row, column, shortened(what), why))

    def all(self) -> tuple[Note, ...]:
        if not self._more:
            return tuple(self._found)
        rest = Note(
            "", 0, "", _("%(number)d till") % {"number": self._more}, _("Listan är för lång för att visas hel.")
        )
        return (*self._found, rest)


def shortened(text: str, most: int = 80) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
