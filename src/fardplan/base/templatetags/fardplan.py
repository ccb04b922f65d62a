"""The few filters and tags every template may use."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fardplan.base import richtext as markdown

register = template.Library()


@register.filter
def richtext(value: str, top_heading: int = 3) -> SafeString:
    """Our Markdown as HTML; the argument is the level of its highest heading."""
    return markdown.render(value or "", top_heading=int(top_heading))


def _local(value: datetime) -> datetime:
    return timezone.localtime(value)


@register.filter
def clock_time(value: datetime) -> str:
    """13.05 in Swedish, 13:05 in English."""
    return f"{_local(value):%H.%M}" if get_language() == "sv" else f"{_local(value):%H:%M}"


@register.filter
def day_month(value: date | datetime) -> str:
    """1 december, in the page's language."""
    day = _local(value) if isinstance(value, datetime) else value
    return date_format(day, "j F")


@register.filter
def long_date(value: date | datetime) -> str:
    """tisdag 1 december 2020."""
    day = _local(value) if isinstance(value, datetime) else value
    return date_format(day, "l j F Y")


@register.filter
def date_time(value: datetime) -> str:
    """1 december 2020 kl. 13.05."""
    return _("%(date)s kl. %(time)s") % {"date": date_format(_local(value), "j F Y"), "time": clock_time(value)}


@register.simple_tag
def times(starts_at: datetime, ends_at: datetime) -> str:
    """kl. 13–16, or kl. 13.15–16.00 when minutes matter."""
    first, last = _local(starts_at), _local(ends_at)
    if first.minute == last.minute == 0:
        return _("kl. %(from)s–%(to)s") % {"from": first.hour, "to": last.hour}
    return _("kl. %(from)s–%(to)s") % {"from": clock_time(starts_at), "to": clock_time(ends_at)}
