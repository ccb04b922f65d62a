"""Numbers as people read them, in the language of the page: 157 973 and 2,5 in Swedish, 157,973 and 2.5 in English."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.formats import number_format

MINUS = "−"
_EXACT = Context(prec=400)  # any float has room


def numeral(value: float, decimals: int = 0) -> str:
    """A number with so many decimals, grouped by thousands, with a real minus sign."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)
    written = number_format(abs(rounded), decimal_pos=decimals, force_grouping=True)
    return f"{MINUS}{written}" if rounded < 0 else written
