"""Numbers as people read them."""

import pytest
from django.utils import translation

from fardplan.base.numerals import numeral


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (157973.0, 0, "157\u00a0973", "157,973"),
        (0.5, 0, "1", "1"),
        (2.345, 2, "2,35", "2.35"),
        (-1234.5, 1, "−1\u00a0234,5", "−1,234.5"),
        (-0.04, 1, "0,0", "0.0"),
        (1e15, 0, "1\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000", "1,000,000,000,000,000"),
        (1e30, 0, "\u00a0".join(["1", *["000"] * 10]), ",".join(["1", *["000"] * 10])),
        (1e-7, 2, "0,00", "0.00"),
    ],
)
def test_numbers_follow_the_language(value: float, decimals: int, swedish: str, english: str) -> None:
    with translation.override("en"):
        assert numeral(value, decimals) == english
    with translation.override("sv"):
        assert numeral(value, decimals) == swedish
