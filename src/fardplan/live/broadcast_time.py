"""When something was said in a broadcast, in words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from fardplan.live.models import Question


def written_second(second: int) -> str:
    """1:02:03, or 12:05 within the first hour."""
    minutes, seconds = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def clock_of(question: Question) -> str:
    """ "kl. 14.10, 1:10:05 in i sändningen"; only the time of day when nobody knows how far into it."""
    if question.answered_at is None:
        return ""
    time = timezone.localtime(question.answered_at).strftime("%H.%M")
    if question.answered_second is None:
        return _("kl. %(time)s") % {"time": time}
    words = {"time": time, "second": written_second(question.answered_second)}
    return _("kl. %(time)s, %(second)s in i sändningen") % words
