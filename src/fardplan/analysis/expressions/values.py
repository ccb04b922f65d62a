"""What an answer counts as: a text, a number, or true and false. All conversions are total; nothing here raises."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import isfinite, nan
from typing import TypeAlias

Value: TypeAlias = "str | float | bool"
"""A text, a finite number, or a truth value. What is missing, or has no value, is the empty text."""

MISSING = ""

EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = date(1000, 1, 1).toordinal() - EPOCH, date(9999, 12, 31).toordinal() - EPOCH
_SPACE = " \t\r\n"  # the same in Python and in the browser, unlike \s
_WORD = re.compile(f"[^{_SPACE}]+")
_NUMBER = re.compile(rf"[{_SPACE}]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[{_SPACE}]*")
_DATE = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")


def value_of(answer: object) -> Value:
    """An answer as a value: several choices are their codes with spaces between, and what is unknown is missing.

    Takes what JSON holds (text, number, truth value, null, a list of those) and besides Decimal and date.
    """
    if isinstance(answer, list | tuple):
        return " ".join(text_of(each) for each in map(_single, answer) if each != MISSING)
    return _single(answer)


def _single(answer: object) -> Value:
    if isinstance(answer, str | bool):
        return answer
    if isinstance(answer, int | float | Decimal):
        try:
            return finite(float(answer))
        except (OverflowError, ValueError):  # 10**400; a signalling NaN
            return MISSING
    return answer.isoformat()[:10] if isinstance(answer, date) else MISSING


def finite(number: float) -> Value:
    """The number, or missing when it is none (0 div 0) or too large to be one."""
    return number if isfinite(number) else MISSING


def number_of(value: Value) -> float:
    """The number a value stands for; NaN when it stands for none. A date is its days since 1970-01-01, as in ODK."""
    if not isinstance(value, str):
        return float(value)
    if _NUMBER.fullmatch(value):
        number = float(value)
        return number if isfinite(number) else nan
    if _DATE.fullmatch(value):
        try:
            return float(date.fromisoformat(value).toordinal() - EPOCH)
        except ValueError:  # the 30th of February
            return nan
    return nan


def date_of(value: Value) -> str:
    """The date (2026-05-01) of a date or of a number of days since 1970-01-01; missing outside the years 1000–9999."""
    days = number_of(value)
    if not FIRST_DAY <= days <= LAST_DAY:
        return MISSING
    return date.fromordinal(int(days // 1) + EPOCH).isoformat()


def text_of(value: Value) -> str:
    """The value as text; numbers as ECMAScript writes them (ECMA-262, Number::toString), so that both sides agree."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if value == 0:
        return "0"
    shortest = repr(float(value))
    if 1e-6 <= abs(value) < 1e21:
        return format(Decimal(shortest), "f").removesuffix(".0")
    mantissa, _, exponent = shortest.partition("e")
    return f"{mantissa}e{int(exponent):+d}"


def truth_of(value: Value) -> bool:
    """False are: what is missing, 0, false, and the text "false" (which a stored calculation may hold)."""
    return value not in (MISSING, "false") if isinstance(value, str) else bool(value)


def words_of(value: Value) -> list[str]:
    """The codes of the choices in an answer."""
    return _WORD.findall(text_of(value))


def numbers_of(values: Iterable[Value]) -> list[float]:
    """The numbers among the values; what has none is left out."""
    return [number for number in map(number_of, values) if number == number]
