"""Finding personal data in a text: numbers of identity, telephone numbers and e-mail addresses. Pure functions.

What is found may be something else that looks the same; that is for a person to judge.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataKind(models.TextChoices):
    IDENTITY = "identity", _("personnummer")
    COORDINATION = "coordination", _("samordningsnummer")
    TELEPHONE = "telephone", _("telefonnummer")
    EMAIL = "email", _("e-postadress")


@dataclass(frozen=True)
class Found:
    """What was found, as it is written."""

    kind: DataKind
    words: str


_IDENTITY = re.compile(r"(?<![\d-])(?P<century>1[89]|20)?(?P<birth>\d{6})[-+–]?(?P<last>\d{4})(?![\d-])")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_TELEPHONE = re.compile(
    r"(?<![\d.,/-])(?:(?:\+|00)46[\s-]?(?:\(0\)[\s-]?)?[1-9]|0[1-9])(?:[\s-]{0,3}\d){6,10}(?![\d-])"
)
_DATE = re.compile(r"\d{1,2}[-\s]\d{1,2}[-\s]\d{4}")
# Coordination numbers add 60 to the day of birth.
_COORDINATION = 60


def find(text: str, *, official: Collection[str] = ()) -> list[Found]:
    """Personal data in a text, in the order it stands. `official` are addresses and numbers of functions, which are
    no person's: "dialog@example.org", "0455-00 00 00"."""
    known = {_bare(each) for each in official if each}
    taken_to = 0
    found = []
    for start, end, each in sorted(_all(text), key=lambda one: one[0]):
        if start >= taken_to and _bare(each.words) not in known:
            taken_to = end
            found.append(each)
    return found


def _all(text: str) -> Iterator[tuple[int, int, Found]]:
    for match in _IDENTITY.finditer(text):
        kind = _identity(match["birth"], match["last"])
        if kind is not None:
            yield match.start(), match.end(), Found(kind, match[0])
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), Found(DataKind.EMAIL, match[0].rstrip("."))
    for match in _TELEPHONE.finditer(text):
        if not _DATE.fullmatch(match[0]):
            yield match.start(), match.end(), Found(DataKind.TELEPHONE, match[0])


def _identity(birth: str, last: str) -> DataKind | None:
    """Which kind of number it is, when its day exists and its last figure is right."""
    month, day = int(birth[2:4]), int(birth[4:6])
    kind = DataKind.IDENTITY
    if day > _COORDINATION:
        kind, day = DataKind.COORDINATION, day - _COORDINATION
    try:
        date(2000, month, day)  # a leap year: the century is not always written
    except ValueError:
        return None
    return kind if _has_right_checksum(birth + last) else None


def _has_right_checksum(figures: str) -> bool:
    """The Luhn algorithm over ten figures (modulus 10, weights 2 1 2 1 …)."""
    total = 0
    for place, figure in enumerate(figures):
        product = int(figure) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return total % 10 == 0


def _bare(words: str) -> str:
    """The same number or address however it is written."""
    if "@" in words:
        return words.lower().rstrip(".")
    figures = re.sub(r"\D", "", words.replace("(0)", ""))
    return re.sub(r"^(?:0046|46)", "0", figures)
