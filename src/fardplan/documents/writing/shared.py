"""What both writers do to a publication before they set it, and our own words in it."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _

from fardplan.base.text import clean_line
from fardplan.documents.writing.shape import Bar, Bars, Heading, Part, Publication

LEAST_CONTRAST = 7.0  # of the brand colour against white: it carries text, thin lines and white words
DEEPEST_HEADING = 4
_PLACE = "\x00"


@dataclass(frozen=True)
class OwnWords:
    """Our words in a document's language. `page_of` is what stands before, between and after the two numbers.
    `inserted`, `removed` and `end` are for those who hear the text instead of seeing lines under and through it."""

    contents: str
    page_of: tuple[str, str, str]
    read_at: str
    inserted: str
    removed: str
    end: str
    not_shown: str


def language_of(publication: Publication) -> str:
    """sv, or en-GB; Swedish when what was given is no language."""
    return publication.language if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2})?", publication.language) else "sv"


def own_words(publication: Publication) -> OwnWords:
    with translation.override(language_of(publication)):
        before, between, after = (_("Sida %(page)s av %(pages)s") % {"page": _PLACE, "pages": _PLACE}).split(_PLACE)
        return OwnWords(
            contents=_("Innehåll"),
            page_of=(before, between, after),
            read_at=_("På webben:"),
            inserted=_("[tillagt: "),
            removed=_("[borttaget: "),
            end=_("]"),
            not_shown=_("Tecken som inte kan visas i den här filen är utskrivna med sitt namn eller ersatta med □."),
        )


def in_order(parts: Iterable[Part]) -> list[Part]:
    """The same parts, no heading more than one level under the one before: nobody who steps by headings falls."""
    found: list[Part] = []
    last = 0
    for part in parts:
        if isinstance(part, Heading):
            last = max(1, min(part.level, last + 1, DEEPEST_HEADING))
            found.append(replace(part, level=last))
        else:
            found.append(part)
    return found


def shown_value(bar: Bar) -> str:
    return clean_line(bar.shown) or f"{bar.value:g}".replace(".", ",")


def shares(chart: Bars) -> tuple[float, ...]:
    """How long each bar is, 0 to 1 of a full one."""
    most = chart.most or max((bar.value for bar in chart.bars), default=0)
    return tuple(min(1.0, max(0.0, bar.value / most)) if most > 0 else 0.0 for bar in chart.bars)


def readable_colour(colour: str) -> str:
    """The same hue, darkened until white words on it have the highest contrast WCAG asks for."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    for step in range(100):
        parts = colorsys.hls_to_rgb(hue, lightness * (1 - step / 100), saturation)
        if 1.05 / (_luminance(*parts) + 0.05) >= LEAST_CONTRAST:
            return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
    return "#000000"


def _luminance(*parts: float) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
