"""The few filters and tags every template may use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.db.models.fields.files import FieldFile
from django.template.context import Context
from django.templatetags.static import static
from django.urls import translate_url
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fardplan.base import pictures, text
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


@register.simple_tag
def dates(first: date | None, last: date | None) -> str:
    """1 mars–31 maj 2021, 1 oktober 2020–4 december 2021, from 1 mars 2021, until 31 maj 2021; empty without dates."""
    if first and last:
        start = date_format(first, "j F" if first.year == last.year else "j F Y")
        return _("%(first)s–%(last)s") % {"first": start, "last": date_format(last, "j F Y")}
    if first:
        return _("från %(date)s") % {"date": date_format(first, "j F Y")}
    return _("till och med %(date)s") % {"date": date_format(last, "j F Y")} if last else ""


@register.filter
def first_words(value: str, length: int = 80) -> str:
    """The beginning of a text on one line."""
    return text.first_words(value, length)


@register.filter
def plain_words(value: str, length: int = 80) -> str:
    """The beginning of a strategy's text on one line, without what makes its letters bold and its lists lists."""
    return text.plain_words(value, length)


@register.filter
def iso_time(value: datetime) -> str:
    """2020-12-01T13:00:00+01:00, for datetime attributes and scripts."""
    return _local(value).isoformat(timespec="seconds")


@register.filter
def weekday_date(value: date | datetime) -> str:
    """tisdag 1 december: without the year, for what is near."""
    day = _local(value) if isinstance(value, datetime) else value
    return date_format(day, "l j F")


@register.filter
def telephone(value: str) -> str:
    """A number as tel: wants it: "0455-73 70 00" becomes "0455737000"."""
    return re.sub(r"[^0-9+]", "", value)


@cache
def _drawing(name: str, css_class: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css_class,
        static("fardplan/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing beside words; never alone. Names: the ids in static/fardplan/icons.svg."""
    return _drawing(name, "icon")


@register.simple_tag
def mark(state: str) -> SafeString:
    """The mark of a stop on the course; its shape tells the state."""
    return _drawing(state, "mark")


@register.simple_tag(takes_context=True)
def address_in(context: Context, language: str) -> str:
    """The address of this very page in another language; of a missing page, where it would have been."""
    here = context["request"].get_full_path()
    there = translate_url(here, language)
    if there != here:
        return there
    bare = here.removeprefix(f"/{get_language()}/").removeprefix("/")
    return f"/{bare}" if language == settings.LANGUAGE_CODE else f"/{language}/{bare}"


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """The one address of this page, with scheme and host; of the query only which page of a list it is."""
    request = context["request"]
    which = request.GET.get("sida", "")
    query = f"?sida={which}" if which.isdecimal() and which != "1" else ""
    return f"{settings.BASE_URL}{request.path}{query}"


@register.simple_tag(takes_context=True)
def addresses_by_language(context: Context) -> list[tuple[str, str]]:
    """(language, address) of this page in each language there is, with scheme and host."""
    path, here = context["request"].path, get_language()
    return [
        (code, settings.BASE_URL + (path if code == here else translate_url(path, code)))
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag
def lang_of(language: str) -> SafeString:
    """` lang="sv"` for content in another language than the page's own, otherwise nothing: <h1{% lang_of … %}>."""
    return format_html(' lang="{}"', language) if language and language != get_language() else SafeString("")


@register.simple_tag
def lang_back_from(language: str) -> SafeString:
    """The other way round: for our own words inside content in another language."""
    here = get_language() or settings.LANGUAGE_CODE
    return format_html(' lang="{}"', here) if language and language != here else SafeString("")


@register.filter
def is_other_language(language: str) -> bool:
    """Whether content in this language differs from the language of the page around it."""
    return bool(language) and language != get_language()


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int]:
    """1 … 4 5 6 … 12 around the page shown; 0 where an ellipsis stands."""
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        yield number if isinstance(number, int) else 0


@register.filter
def file_kind(name: str) -> str:
    """PDF, from rapport.pdf: what a person expects to open."""
    return name.rpartition(".")[2].upper() if "." in name else ""


@register.filter
def film_time(seconds: float) -> str:
    """A moment in a film: 4.30 in Swedish, 4:30 in English."""
    written = text.film_time(seconds)
    return written if get_language() == "sv" else written.replace(".", ":")


@register.filter
def marked(value: str, words: str) -> SafeString:
    """A text with each of the words marked, in any case, for a list of what a search found."""
    sought = [re.escape(word) for word in words.split()]
    pieces = re.split(f"({'|'.join(sought)})", value, flags=re.IGNORECASE) if sought else [value]
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", p) if n % 2 else p,) for n, p in enumerate(pieces))
    )


@register.filter
def measures(file: FieldFile) -> str:
    """ "3200 2000": a stored picture's width and height, as an SVG view box ends."""
    return "{} {}".format(*(pictures.measures(str(file.name)) or (100, 100)))


@register.simple_tag
def picture(file: FieldFile, alternative: str, *, sizes: str = "100vw", css: str = "", lazy: bool = True) -> SafeString:
    """An uploaded picture in the width the screen needs: `{% picture note.picture "Text" sizes="60rem" %}`."""
    if not file.name:
        return format_html("")
    url = file.storage.url
    source_set = ", ".join(f"{url(name)} {width}w" for name, width in pictures.renditions(file.name))
    width, height = pictures.measures(file.name) or ("", "")
    attributes = {
        "src": url(file.name),
        "srcset": source_set,
        "sizes": sizes if source_set else "",
        "width": width,
        "height": height,
        "class": css,
        "loading": "lazy" if lazy else "",
        "decoding": "async",
    }
    given = format_html_join(" ", '{}="{}"', ((name, value) for name, value in attributes.items() if value))
    return format_html('<img {} alt="{}">', given, alternative)


@register.filter
def value_of(mapping: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key; nothing when it does not."""
    return mapping.get(key)


class _Piece(Protocol):
    """A stretch of text that stands in both versions, in the one before only, or in the one after only."""

    @property
    def kind(self) -> str: ...

    @property
    def text(self) -> str: ...


@register.simple_tag
def redline(pieces: Iterable[_Piece]) -> SafeString:
    """What was taken away and what came instead, marked with lines and, for those who listen, with words.

    Takes what `analysis.redline` found: anything with `kind` ("same", "removed", "added") and `text`.
    """
    # Written piece by piece into text, with each word translated once: a page may hold thousands of pieces.
    heard = {
        kind: f'<span class="visually-hidden">{escape(word)}: </span>'
        for kind, word in (("removed", _("borttaget")), ("added", _("tillagt")), ("same", _("oförändrat")))
    }
    parts: list[str] = []
    for piece in pieces:
        words = escape(piece.text)
        if piece.kind == "removed":
            parts.append(f"<del>{heard['removed']}{words}</del>")
        elif piece.kind == "added":
            parts.append(f"<ins>{heard['added']}{words}</ins>")
        elif parts and any(sign.isalnum() for sign in piece.text):
            parts.append(f"{heard['same']}{words}")
        else:
            parts.append(words)
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
