"""When an indicator is seen, and where tables may come from."""

from __future__ import annotations

from datetime import datetime

from fardplan.indicators.models import Indicator

MOST_BYTES = 10_000_000
MOST_TABLES = 100
MOST_INDICATORS = 60
MOST_COMPARED = 30
MOST_NUMBERS = 3_000  # that one indicator shows
LARGEST = 1e15  # beyond it a number is no longer exact
LICENCE_OF = {"SCB": "CC0", "Kolada": "CC BY: ange Källa: Kolada"}


def is_shown(indicator: Indicator, *, now: datetime) -> bool:
    """Whether everyone sees it."""
    return indicator.published_at is not None and indicator.published_at <= now


def licence_of(source: str) -> str:
    """What the two producers we know ask of those who show their numbers."""
    return next((licence for name, licence in LICENCE_OF.items() if source.strip().lower() == name.lower()), "")
