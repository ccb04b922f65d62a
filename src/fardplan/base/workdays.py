"""Working days in Sweden: not Saturdays, Sundays and public holidays, nor the eves that are off in practice."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

# New Year, Epiphany, Labour Day, National Day, Christmas Eve to Boxing Day, New Year's Eve.
_SAME_DATE = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)]
_SATURDAY, _FRIDAY = 5, 4


def easter_sunday(year: int) -> date:
    """The Gregorian computus (Meeus/Jones/Butcher, 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The days of a year that are off whatever day of the week they are."""
    easter = easter_sunday(year)
    moving = [easter + timedelta(days=days) for days in (-2, 1, 39)]  # Good Friday, Easter Monday, Ascension
    nineteenth = date(year, 6, 19)
    midsummer_eve = nineteenth + timedelta(days=(_FRIDAY - nineteenth.weekday()) % 7)
    return frozenset([date(year, month, day) for month, day in _SAME_DATE] + moving + [midsummer_eve])


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def working_days_after(day: date, number: int) -> date:
    """The day that comes `number` working days after `day`; the day itself is not counted."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
