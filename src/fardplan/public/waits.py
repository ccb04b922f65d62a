"""Lengths of time in words a person uses: 3 timmar, 1 dag, 12 dagar."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import ngettext

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def in_words(wait: timedelta) -> str:
    """Whole days from the first day on, whole hours before that, minutes within the first hour."""
    if wait >= DAY:
        number = wait // DAY
        return ngettext("%(number)s dag", "%(number)s dagar", number) % {"number": number}
    if wait >= HOUR:
        number = wait // HOUR
        return ngettext("%(number)s timme", "%(number)s timmar", number) % {"number": number}
    number = max(1, wait // timedelta(minutes=1))
    return ngettext("%(number)s minut", "%(number)s minuter", number) % {"number": number}
