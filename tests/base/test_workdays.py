from __future__ import annotations

from datetime import date

import pytest

from fardplan.base.workdays import easter_sunday, holidays, is_working_day, working_days_after


@pytest.mark.parametrize(
    ("year", "easter"),
    [(1999, date(1999, 4, 4)), (2020, date(2020, 4, 12)), (2025, date(2025, 4, 20)), (2038, date(2038, 4, 25))],
)
def test_easter(year: int, easter: date) -> None:
    assert easter_sunday(year) == easter


def test_the_holidays_of_2020() -> None:
    assert sorted(holidays(2020)) == [
        date(2020, 1, 1),
        date(2020, 1, 6),
        date(2020, 4, 10),
        date(2020, 4, 13),
        date(2020, 5, 1),
        date(2020, 5, 21),
        date(2020, 6, 6),
        date(2020, 6, 19),
        date(2020, 12, 24),
        date(2020, 12, 25),
        date(2020, 12, 26),
        date(2020, 12, 31),
    ]


def test_weekends_and_christmas_are_not_counted() -> None:
    assert working_days_after(date(2020, 11, 27), 1) == date(2020, 11, 30)
    assert working_days_after(date(2020, 12, 22), 5) == date(2021, 1, 4)
    assert is_working_day(date(2020, 12, 23))
