"""Automatic numbering: what a list or a heading is counted with, in Word's and OpenDocument's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip


@dataclass(frozen=True)
class Level:
    """How one level is counted. `pattern` holds %1 for the number of the highest level, %2 for the next and so on."""

    form: str = "decimal"
    pattern: str = ""
    start: int = 1
    restarts_after: int | None = None  # a level at or above which it begins anew; None: after every higher one
    is_legal: bool = False  # higher levels are shown as digits


@dataclass
class Counter:
    """The numbers a list has come to."""

    levels: dict[int, Level]
    numbers: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str:
        """Count one further on a level and return its label, "" for a bullet or when nothing is shown."""
        how = self.levels.get(level, Level(form="bullet"))
        self.numbers[level] = self.numbers.get(level, how.start - 1) + 1
        for deeper in [each for each in self.numbers if each > level]:
            after = self.levels.get(deeper, how).restarts_after
            if after is None or level < after:
                del self.numbers[deeper]
        if how.form == "bullet":
            return ""
        return re.sub(r"%(\d)", lambda found: self._shown(int(found[1]) - 1, how), how.pattern).strip()

    def _shown(self, level: int, for_level: Level) -> str:
        how = self.levels.get(level, Level())
        form = "decimal" if for_level.is_legal else how.form
        return written(self.numbers.get(level, how.start), form)


def written(number: int, form: str) -> str:
    """A number in one of the forms; those that are not Western are shown as digits."""
    if form in {"none", "bullet"}:
        return ""
    if form == "decimalZero":
        return f"{number:02}"
    if number < 1 or number > 3999 or form not in {"upperLetter", "lowerLetter", "upperRoman", "lowerRoman"}:
        return str(number)
    result = _letters(number) if form.endswith("Letter") else roman(number)
    return result.upper() if form.startswith("upper") else result


def _letters(number: int) -> str:
    """a–z, then aa, bb: as both programs count."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (min(times, 9) + 1)


def roman(number: int) -> str:
    result = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        result += letters * times
    return result


def as_code(label: str) -> str:
    """The label of a heading as its code: "2.3." and "2.3)" are both 2.3."""
    return label.strip().rstrip(".:)").strip()


def as_mark(label: str) -> tuple[str, str]:
    """The label of an item as (mark in Markdown, words to write before the text): Markdown counts in digits only."""
    if number := re.fullmatch(r"\(?(\d{1,9})[.):]?", label):
        return f"{int(number[1])}.", ""
    return "-", f"{label} " if label else ""
