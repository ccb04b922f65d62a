"""Words for numbers and for answers, in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fardplan.base.text import first_words
from fardplan.surveys.definition import DONT_KNOW, OTHER, WONT_SAY
from fardplan.surveys.results.shape import (
    EVERYBODY,
    NOT_PLACED,
    NOT_SAID,
    Background,
    Choice,
    Interval,
    Result,
    Row,
    TooFew,
    Why,
    Words,
)

LONGEST_QUOTED = 90
MOST_TOGETHER = 3  # named one by one in the label of their row
_FEW = 7  # percent that an interval may reach to and still be called few
_AGES = re.compile(r"(?P<first>\d{1,3})-(?P<last>\d{0,3})")
_FRACTIONS = (
    (5, gettext_lazy("en av tjugo")),
    (10, gettext_lazy("en av tio")),
    (20, gettext_lazy("en av fem")),
    (25, gettext_lazy("en fjärdedel")),
    (30, gettext_lazy("tre av tio")),
    (100 / 3, gettext_lazy("en tredjedel")),
    (40, gettext_lazy("fyra av tio")),
    (50, gettext_lazy("hälften")),
    (60, gettext_lazy("sex av tio")),
    (200 / 3, gettext_lazy("två tredjedelar")),
    (70, gettext_lazy("sju av tio")),
    (75, gettext_lazy("tre fjärdedelar")),
    (80, gettext_lazy("åtta av tio")),
    (90, gettext_lazy("nio av tio")),
)
_OWN_CODES = {
    OTHER: gettext_lazy("Annat"),
    DONT_KNOW: gettext_lazy("Vet inte"),
    WONT_SAY: gettext_lazy("Vill inte svara"),
    NOT_SAID: gettext_lazy("Har inte svarat på det"),
    EVERYBODY: gettext_lazy("Alla som svarade"),
    NOT_PLACED: gettext_lazy("Ingen plats"),
}


_UNWEIGHTED = {
    Why.NO_MARGINS: gettext_lazy("Vi har inga siffror om befolkningen att väga mot."),
    Why.TOO_FEW: gettext_lazy("Svaren är för få för att vägas."),
    Why.STILL_OPEN: gettext_lazy("De vägs när insamlingen har stängt."),
    Why.ONE_GROUP: gettext_lazy("För få har svarat på bakgrundsfrågorna."),
    Why.ROWS_BEHIND: gettext_lazy("Grupperna visas som de var vid ett tidigare resultat."),
    Why.NOT_IN_POPULATION: gettext_lazy("Befolkningens siffror gäller andra grupper än de som svarade."),
    Why.EMPTY_CLASS: gettext_lazy("Ingen har svarat ur en av befolkningens grupper."),
    Why.TOO_UNEVEN: gettext_lazy("De som svarade är för olika befolkningen för att vägas rätt."),
}


def why_unweighted(result: Result) -> str:
    """Why the answers are as they came; "" when they are weighted."""
    return str(_UNWEIGHTED.get(result.unweighted.why, "")) if result.unweighted else ""


def share_in_words(percent: int, interval: Interval | None = None) -> str:
    """ "drygt hälften". With an interval nothing is said to be above or below what the interval holds."""
    if percent <= 3:
        return _("mycket få") if interval is None or interval.high <= _FEW else _("få")
    if percent >= 97 and (interval is None or interval.low >= 100 - _FEW):
        return _("nästan alla")
    nearest = min((value for value, _words in _FRACTIONS), key=lambda value: (abs(value - percent), value != 50))
    words = {"fraction": str(dict(_FRACTIONS)[nearest])}
    is_about = abs(nearest - percent) <= 0.5 or (interval is not None and interval.low <= nearest <= interval.high)
    if is_about:
        return _("ungefär %(fraction)s") % words
    return _("drygt %(fraction)s") % words if percent > nearest else _("knappt %(fraction)s") % words


def percent_in_words(percent: int) -> str:
    """ "54 procent". 0 is below a half percent, not nobody, and 100 is above 99.5, not all."""
    if percent <= 0:
        return _("mindre än 1 procent")
    if percent >= 100:
        return _("mer än 99 procent")
    return _("%(percent)d procent") % {"percent": percent}


def number_in_words(value: float, *, decimals: int | None = None) -> str:
    """ "1 500" or "3,4": with as many decimals as it needs, at most two."""
    if decimals is None:
        decimals = next((each for each in (0, 1) if abs(value - round(value, each)) < 1e-9), 2)
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def interval_in_words(interval: Interval, *, decimals: int | None = 0) -> str:
    """ "49–59"."""
    low, high = (number_in_words(end, decimals=decimals) for end in interval_ends(interval))
    return f"{low}–{high}"


def interval_ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def label_of(choice: Choice, result: Result) -> str:
    """What an answer is called; codes of our own have words of ours."""
    own = _OWN_CODES.get(choice.code)
    if words := said(choice.label, result):
        return words
    if own is not None:
        return str(own)
    return choice.code.replace("-", "–") if _AGES.fullmatch(choice.code) else choice.code.lstrip("_")


def group_label(code: str, label: Words, result: Result) -> str:
    """What a group is called; an age class in words: "16–29 år", "65 år eller äldre"."""
    found = label_of(Choice(code=code, label=label), result)
    if label or (ages := _AGES.fullmatch(code)) is None:
        return found
    if not ages["last"]:
        return _("%(age)s år eller äldre") % {"age": ages["first"]}
    return _("%(first)s–%(last)s år") % {"first": ages["first"], "last": ages["last"]}


def together_label(groups: Mapping[str, str]) -> str:
    """What groups in one row are called, because each of them is hidden: their names by code."""
    if len(groups) > MOST_TOGETHER:
        return _("Övriga tillsammans")
    return _("%(groups)s tillsammans") % {"groups": groups_listed(groups)}


def groups_listed(groups: Mapping[str, str]) -> str:
    """ "Karlshamn, Olofström och de som inte svarade på det"."""
    if len(groups) < 2:
        return "".join(groups.values())
    return listed([_("de som inte svarade på det") if code == NOT_SAID else name for code, name in groups.items()])


def groups_labelled(background: Background | None, rows: Iterable[Row | TooFew], result: Result) -> dict[str, str]:
    """What the rows of a division are called, by their code."""
    known = {group.code: group.label for group in background.groups} if background else {}

    def label(code: str) -> str:
        return group_label(code, known.get(code, {}), result)

    return {
        row.group: together_label({code: label(code) for code in row.of})
        if isinstance(row, Row) and row.of
        else label(row.group)
        for row in rows
    }


def said(words: Words | str, result: Result) -> str:
    """Words in the page's language; in the survey's first where they have not been translated."""
    if isinstance(words, str):
        return words
    return words.get(language_of(result)) or next((words[code] for code in result.languages if words.get(code)), "")


def language_of(result: Result) -> str:
    """The language the survey's own words are shown in."""
    here = get_language() or "sv"
    return here if here in result.languages else result.languages[0]


def quoted(words: str) -> str:
    """ "”Buss”"."""
    return _("”%(words)s”") % {"words": first_words(words, LONGEST_QUOTED)}


def listed(parts: Sequence[str]) -> str:
    """ "a, b och c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s och %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def either(parts: Sequence[str]) -> str:
    """ "a, b eller c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s eller %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def sentence(words: str) -> str:
    """With a capital letter at the beginning."""
    return str(capfirst(words))
