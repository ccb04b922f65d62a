"""Sheets of paper that are no publications: letters with a code in each, cards to hand out, forms to fill in by hand.

Set by Typst like the publications (`typesetting`): tagged PDF/UA-1, words as data. Nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from fardplan.base.text import clean, clean_line
from fardplan.documents.writing import typesetting
from fardplan.documents.writing.shared import readable_colour

Window = Literal["right", "left"]
"""On which side an envelope has its window: in Sweden mostly to the right."""


@dataclass(frozen=True)
class Sheet:
    """What is the same on all sheets of a file. `language` is sv or en; `made_at` is written into the file."""

    title: str
    organisation: str
    language: str
    made_at: datetime
    brand_colour: str = "#0b4a56"


@dataclass(frozen=True)
class Letter:
    """One letter. `qr` is an SVG; `number` is what can be said on the telephone without telling the code."""

    to: tuple[str, ...]
    heading: str
    paragraphs: tuple[str, ...]
    code: str
    address: str
    qr: str
    number: str


@dataclass(frozen=True)
class LetterWords:
    """Our own words in letters and on cards, in their language."""

    sender: str
    how: str
    code: str
    number: str
    qr: str
    last_day: str
    tear: str = ""


def letters_pdf(sheet: Sheet, letters: Sequence[Letter], words: LetterWords, *, window: Window = "right") -> bytes:
    """A4 letters, each on a page of its own with the address where the window of an envelope is."""
    data = _frame(sheet) | {"letters": [_letter(each) for each in letters], "words": asdict(words), "window": window}
    return typesetting.set_in("letters.typ", data)


def cards_pdf(sheet: Sheet, cards: Sequence[Letter], words: LetterWords) -> bytes:
    """Ten cards on each A4, to be cut apart."""
    data = _frame(sheet) | {"cards": [_letter(each) for each in cards], "words": asdict(words)}
    return typesetting.set_in("cards.typ", data)


def form_pdf(sheet: Sheet, form: dict[str, Any]) -> bytes:
    """A form to fill in with a pen; `form` is as `surveys.paper` makes it."""
    return typesetting.set_in("form.typ", _frame(sheet) | form)


def _frame(sheet: Sheet) -> dict[str, Any]:
    made = sheet.made_at
    return {
        "title": clean_line(sheet.title),
        "organisation": clean_line(sheet.organisation),
        "language": sheet.language.partition("-")[0],
        "colour": readable_colour(sheet.brand_colour),
        "made_at": {unit: getattr(made, unit) for unit in ("year", "month", "day", "hour", "minute", "second")},
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "to": [clean_line(line) for line in letter.to],
        "heading": clean_line(letter.heading),
        "paragraphs": [clean(each) for each in letter.paragraphs],
        "code": letter.code,
        "address": clean_line(letter.address),
        "qr": letter.qr,
        "number": letter.number,
    }
