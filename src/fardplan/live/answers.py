"""What somebody answers in a poll: read out of a form, checked against the poll, ready to be kept as marks."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from fardplan.analysis import stems
from fardplan.base.errors import Invalid
from fardplan.base.text import clean_line, whole_number
from fardplan.live.choices import PollKind
from fardplan.live.models import Poll, PollOption

FIELD = "val"  # in forms: the choice, the step, the number, or one of the words; a rank is val-<option>
MOST_WORDS = 3
LARGEST = 1e12


@dataclass(frozen=True)
class Answer:
    """`options` in the order they were ranked when options are ranked; `words` as they are compared."""

    options: Sequence[int] = ()
    number: float | None = None
    words: Sequence[str] = ()


def read_answer(poll: Poll, options: Sequence[PollOption], form: Mapping[str, Sequence[str]]) -> Answer:
    """The answer in a form, each field with its values in order. Raises Invalid, in words for the one who votes."""
    values = [clean_line(value) for value in form.get(FIELD, [])]
    if poll.kind == PollKind.SCALE:
        return Answer(number=_step(poll, values))
    if poll.kind == PollKind.NUMBER:
        return Answer(number=_number(poll, values))
    if poll.kind == PollKind.WORDS:
        return Answer(words=_words(values, poll.stage.day.dialogue.language))
    if poll.kind == PollKind.RANKING:
        return Answer(options=_ranked(options, form))
    return Answer(options=_chosen(poll, options, values))


def _chosen(poll: Poll, options: Sequence[PollOption], values: Sequence[str]) -> list[int]:
    known = {str(option.pk): option.pk for option in options}
    chosen = list(dict.fromkeys(known[value] for value in values if value in known))
    if not chosen:
        raise Invalid(_("Välj ett svar först."), field=FIELD)
    most = poll.most_choices if poll.kind == PollKind.SEVERAL else 1
    if len(chosen) > most:
        words = ngettext_lazy("Välj bara %(most)d svar.", "Välj högst %(most)d svar.", most)
        raise Invalid(words % {"most": most}, field=FIELD)
    return chosen


def _step(poll: Poll, values: Sequence[str]) -> float:
    step = whole_number(values[0] if values else "")
    if not 1 <= step <= poll.scale_steps:
        raise Invalid(_("Välj ett steg på skalan först."), field=FIELD)
    return float(step)


def _number(poll: Poll, values: Sequence[str]) -> float:
    written = re.sub(r"\s", "", values[0] if values else "").replace(",", ".").replace("−", "-")
    try:
        number = float(written)
    except ValueError:
        number = math.nan
    if not abs(number) <= LARGEST:  # nor is NaN
        raise Invalid(_("Skriv ett tal med siffror, till exempel 12 eller 7,5."), field=FIELD)
    if poll.number_least is not None and number < poll.number_least:
        raise Invalid(_("Talet får vara som lägst %(least)s.") % {"least": in_words(poll.number_least)}, field=FIELD)
    if poll.number_most is not None and number > poll.number_most:
        raise Invalid(_("Talet får vara som högst %(most)s.") % {"most": in_words(poll.number_most)}, field=FIELD)
    return number


def in_words(number: float) -> str:
    """12 and not 12.0; 7,5 with a comma, as it is written in Swedish."""
    return f"{number:.10g}".replace(".", ",")


def _words(values: Sequence[str], language: str) -> list[str]:
    """At most three; two forms of the same word are one."""
    by_stem: dict[str, str] = {}
    for value in values[:MOST_WORDS]:
        if word := stems.plain(value):
            by_stem.setdefault(stems.stem(word, language), word)
    if not by_stem:
        raise Invalid(_("Skriv minst ett ord."), field=FIELD)
    return list(by_stem.values())


def _ranked(options: Sequence[PollOption], form: Mapping[str, Sequence[str]]) -> list[int]:
    """All options by the place each was given. The only one without a place takes the only place that is left."""
    given = {option.pk: whole_number((form.get(f"{FIELD}-{option.pk}") or [""])[0]) for option in options}
    without = [pk for pk, rank in given.items() if not rank]
    places = set(range(1, len(options) + 1))
    if len(without) == 1:
        given[without[0]] = next(iter(places - set(given.values())), 0)
    if set(given.values()) != places or len(given) != len(places):
        raise Invalid(_("Ge varje alternativ en plats, och inga två samma."), field=FIELD)
    return sorted(given, key=lambda pk: given[pk])
