"""Numbers, periods and changes in words, in the language of the page."""

from __future__ import annotations

import re

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fardplan.analysis.statistical_tables import Observation
from fardplan.base.numerals import numeral
from fardplan.indicators.models import GoodDirection

_PERCENT = re.compile(r"%|procent|percent|\(%\)", re.IGNORECASE)
_COUNT = {"antal", "number", "st"}
_KIND = re.compile(r"\d{4}-?([MQK])(\d{1,2})", re.IGNORECASE)


def is_percent(unit: str) -> bool:
    return bool(_PERCENT.search(unit)) and "enhet" not in unit.lower()


def amount(value: float, unit: str, decimals: int) -> str:
    """157 973, 61 %, 2,5. Other units are in the language of the content, and stand apart."""
    written = numeral(value, decimals)
    return f"{written}\u00a0%" if is_percent(unit) else written


def unit_alone(unit: str) -> str:
    """What stands after the number: %, or the unit in words; nothing for a mere count."""
    if is_percent(unit):
        return "%"
    return "" if unit.lower() in _COUNT else unit


def period_name(each: Observation) -> str:
    """2023, april 2026, kvartal 3 2024; the table's own words when it has some."""
    if each.label and each.label != each.period:
        return each.label
    kind = _KIND.fullmatch(each.period)
    if kind is None or each.start is None:
        return each.period
    if kind[1].upper() == "M":
        return date_format(each.start, "F Y")
    return _("kvartal %(number)s %(year)s") % {"number": int(kind[2]), "year": each.start.year}


def change_since(latest: Observation, before: Observation, unit: str, decimals: int) -> str:
    """Ökade med 3 procentenheter sedan 2019. Empty when one of them has no number."""
    if latest.value is None or before.value is None:
        return ""
    difference = round(latest.value - before.value, decimals)
    since = period_name(before)
    if not difference:
        return _("Oförändrat sedan %(period)s.") % {"period": since}
    size = numeral(abs(difference), decimals)
    if is_percent(unit):
        size = _("%(number)s procentenheter") % {"number": size}
    words = (
        _("Ökade med %(size)s sedan %(period)s.") if difference > 0 else _("Minskade med %(size)s sedan %(period)s.")
    )
    return words % {"size": size, "period": since}


def verdict_of(latest: Observation, before: Observation, good: str, decimals: int) -> str:
    """better, worse, or nothing where nobody has said what is good or nothing changed."""
    if latest.value is None or before.value is None or good == GoodDirection.NEITHER:
        return ""
    difference = round(latest.value - before.value, decimals)
    if not difference:
        return ""
    return "better" if (difference > 0) is (good == GoodDirection.UP) else "worse"
