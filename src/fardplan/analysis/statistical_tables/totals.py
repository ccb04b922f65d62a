"""Which codes of a dimension hold others within them: totals, a region beside its municipalities, ages that overlap."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from fardplan.analysis.statistical_tables.table import Category, Dimension, Role

_WORDS = {"tot", "totsa", "totalt", "total", "samtliga", "alla", "all", "sss", "riket"}
_LABEL = re.compile(r"(totalt?|summa|samtliga|alla|hela riket|riket|both sexes|all ages)\b", re.IGNORECASE)
_AREAS = {"region", "regionkod", "län", "lan", "kommun", "municipality", "area"}
_RANGE = re.compile(r"(\d{1,3}) ?[-–] ?(\d{1,3})|(\d{1,3}) ?(?:\+|[-–] ?w?|w)|[-–](\d{1,3})|(\d{1,3})", re.IGNORECASE)
_OLDER = re.compile(r" (år och äldre|år eller äldre|years and over)$", re.IGNORECASE)
_YEARS = re.compile(r" ?(år|years?)$", re.IGNORECASE)
CLOSE = 0.001
OLDEST = 200


class AgeRange(NamedTuple):
    """Whole years of age, both included; OLDEST means that there is no upper limit."""

    least: int
    most: int


def age_range(code: str) -> AgeRange | None:
    """The ages a code means: 20-24, 20–24 år, 85+, 85-w, 100+10, -14, 7. None for what is no age."""
    text = code.strip()
    if re.fullmatch(r"([5-9]\d|1\d\d)\+(1|5|10)", text):  # the oldest class and how many years the others have
        text = text[: text.index("+") + 1]
    older = _OLDER.search(text)
    text = _YEARS.sub("", _OLDER.sub("", text))
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    least, most, open_from, open_to, single = found.groups()
    if least is not None:
        return AgeRange(int(least), int(most)) if int(least) <= int(most) < OLDEST else None
    if open_to is not None:
        return AgeRange(0, int(open_to))
    if open_from is not None or older:
        return AgeRange(int(open_from or single), OLDEST)
    return AgeRange(int(single), int(single))


def ages_of(category: Category) -> AgeRange | None:
    """The ages of a category by its code or else by its label."""
    return age_range(category.code) or age_range(category.label)


def overlapping_ages(categories: Iterable[Category]) -> tuple[str, ...]:
    """The codes of two age classes that share ages, or none.

    Plain numbers alone are no ages: municipalities and sexes have such codes too. One class of several years makes
    the others ages.
    """
    ranges = sorted((ages, each.code) for each in categories if (ages := ages_of(each)) is not None)
    if all(ages.least == ages.most for ages, _ in ranges):
        return ()
    for (one, first), (other, second) in pairwise(ranges):
        if other.least <= one.most:
            return (first, second)
    return ()


def totals_among(dimension: Dimension, codes: Collection[str]) -> tuple[str, ...]:
    """Those of some codes that by what the file says hold others of them.

    The producer's own (what to use when the dimension is left aside, or its hierarchy), words such as "tot" and
    "samtliga", codes put together as "1+2", and areas: the country and a region beside their parts, in the codes of
    Statistics Sweden (00, 10, 1080) and of Kolada (0000, 0010, 1080).
    """
    chosen = set(codes)
    if len(chosen) < 2:
        return ()
    is_area = dimension.role is Role.GEO or dimension.code.lower() in _AREAS
    return tuple(
        category.code
        for category in dimension.categories
        if category.code in chosen
        and (
            category.code == dimension.total
            or _says_total(category)
            or chosen.intersection(category.children)
            or _is_sum_of(category.code, chosen)
            or (is_area and _holds_areas(category.code, chosen))
        )
    )


def totals_by_size(counts: Mapping[str, float]) -> tuple[str, ...]:
    """Those of at least three codes whose number is within a thousandth of all the others together."""
    if len(counts) < 3:
        return ()
    everything = sum(counts.values())
    return tuple(code for code, count in counts.items() if count > 0 and abs(2 * count - everything) <= CLOSE * count)


def _says_total(category: Category) -> bool:
    return category.code.lower() in _WORDS or bool(_LABEL.match(category.label))


def _is_sum_of(code: str, chosen: set[str]) -> bool:
    parts = code.split("+")
    return len(parts) > 1 and all(part in chosen for part in parts)


def _holds_areas(code: str, chosen: set[str]) -> bool:
    if not (code.isascii() and code.isdecimal() and len(code) in (2, 4)):
        return False
    if not int(code):
        return True
    if len(code) == 4 and not code.startswith("00"):
        return False
    county = code[-2:]
    return any(len(other) == 4 and other != code and other.startswith(county) for other in chosen)
