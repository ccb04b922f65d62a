"""From what a browser sent to the canonical value of an answer, or to a sentence on what is wrong with it.

Whatever is sent, the result is a value that `definition.is_valid` or a refusal: nothing else leaves this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fardplan.base import text
from fardplan.surveys.definition import DONT_KNOW, OTHER, WONT_SAY, WRITTEN, Question, QuestionType, age_class, is_valid
from fardplan.surveys.definition.values import LONGEST_OTHER, is_day
from fardplan.surveys.filling.raw import Raw, declines_apart, first, in_digits

_NUMBER = re.compile(r"[-+−]?\d{1,15}([.,]\d{1,10})?")
_WHOLE = re.compile(r"\d{1,9}")
_YEAR = re.compile(r"\d{4}")
OLDEST = 120  # years


class Refused(ValueError):
    """What was sent is no answer to the question. The message is for the person who answers."""


@dataclass(frozen=True)
class Read:
    """An answer in its canonical form, None for no answer; `other` is what was meant by "annat"."""

    value: Any = None
    other: str = ""


def read(question: Question, raw: Raw, *, today: date, before: Any = None) -> Read:
    """What was answered. `before` is what was answered earlier, which a birth year keeps when nothing else is sent.

    Raises Refused.
    """
    _check_parts(question, raw)
    declined = _declined(question, raw)
    value = (
        before if declined is None and _keeps(question, raw, before) else _READERS[question.type](question, raw, today)
    )
    if declined is not None:
        if value is not None:
            raise Refused(_("Du har både svarat och kryssat i rutan under. Ta bort det ena."))
        return Read(declined)
    other = _other(question, raw, value)
    if other and value is None:
        value = [OTHER] if question.type == QuestionType.MULTIPLE else OTHER
    elif other and isinstance(value, list) and OTHER not in value:
        value = [*value, OTHER]
    elif other and not isinstance(value, list) and value != OTHER:
        raise Refused(_("Du har skrivit under Annat men valt ett annat svar. Välj Annat, eller ta bort det du skrev."))
    if value is not None and not is_valid(question, value):
        raise Refused(_("Svaret finns inte bland dem som går att välja. Välj ett av dem som står här."))
    return Read(value, other)


# --- what is common -------------------------------------------------------------------------------------------------


def _parts_of(question: Question) -> set[str]:
    known = {"shown", *({"other"} if question.other else ())}
    if declines_apart(question) and (question.dont_know or question.wont_say):
        known.add("decline")
    match question.type:
        case QuestionType.MATRIX:
            return known | {row.name for row in question.rows}
        case QuestionType.POINTS:
            return known | set(question.codes)
        case QuestionType.RANKING:
            return known | {str(place) for place in range(1, places(question) + 1)}
        case QuestionType.BIRTH_YEAR:
            return known | {"", "remove", "kept"}
    return known | {""}


def places(question: Question) -> int:
    """How many can be put in order."""
    return min(question.most or len(question.codes), len(question.codes))


def _check_parts(question: Question, raw: Raw) -> None:
    if unknown := sorted(raw.keys() - _parts_of(question)):
        raise Refused(
            _("Något skickades som inte hör till frågan: ”%(part)s”. Svara igen.") % {"part": _cut(unknown[0])}
        )
    if question.type != QuestionType.MULTIPLE and any(
        len(values) > 1 for part, values in raw.items() if part != "decline"
    ):
        raise Refused(_("Frågan har ett svar, men flera skickades. Svara igen."))


def _declined(question: Question, raw: Raw) -> str | None:
    given = {value for value in raw.get("decline", ()) if value}
    if not given:
        return None
    allowed = {*([DONT_KNOW] if question.dont_know else ()), *([WONT_SAY] if question.wont_say else ())}
    if not given <= allowed:
        raise Refused(_("Svaret finns inte bland dem som går att välja. Välj ett av dem som står här."))
    if len(given) > 1:
        raise Refused(_("Du har kryssat både ”Vet inte” och ”Vill inte svara”. Ta bort det ena."))
    return given.pop()


def _keeps(question: Question, raw: Raw, before: Any) -> bool:
    return (
        question.type == QuestionType.BIRTH_YEAR
        and before in question.age_classes
        and not first(raw)
        and not first(raw, "remove")
    )


def _other(question: Question, raw: Raw, value: Any) -> str:
    written = text.clean_line(first(raw, "other")) if question.other else ""
    if len(written) > LONGEST_OTHER:
        raise Refused(_too_long(written, LONGEST_OTHER))
    return written


def _too_long(written: str, longest: int) -> str:
    return _("Texten är %(length)d tecken lång. Korta den till högst %(longest)d.") % {
        "length": len(written),
        "longest": longest,
    }


def _cut(written: str) -> str:
    return text.first_words(written, 40)


def _not_in_list(written: str) -> Refused:
    return Refused(
        _("Svaret ”%(value)s” finns inte bland dem som går att välja. Välj ett av dem som står här.")
        % {"value": _cut(written)}
    )


def in_words(number: float) -> str:
    """2,5 as people write it; 2.5 in English."""
    written = in_digits(number)
    return written if get_language() == "en" else written.replace(".", ",")


# --- one for each type ----------------------------------------------------------------------------------------------


def _allowed(question: Question) -> set[str]:
    return {
        *question.codes,
        *((OTHER,) if question.other else ()),
        *((DONT_KNOW,) if question.dont_know else ()),
        *((WONT_SAY,) if question.wont_say else ()),
    }


def _one(question: Question, raw: Raw, _today: date) -> str | None:
    written = first(raw)
    if written and written not in _allowed(question):
        raise _not_in_list(written)
    return written or None


def _several(question: Question, raw: Raw, _today: date) -> list[str] | str | None:
    written = {value.strip() for value in raw.get("", ()) if value.strip()}
    if unknown := written - _allowed(question):
        raise _not_in_list(min(unknown))
    declined = sorted(written & {DONT_KNOW, WONT_SAY})
    if declined:
        if len(written) > 1 or first(raw, "other"):
            raise Refused(
                _("”Vet inte” och ”Vill inte svara” går inte ihop med andra svar. Ta bort det som inte stämmer.")
            )
        return declined[0]
    return [code for code in (*question.codes, OTHER) if code in written] or None


def _matrix(question: Question, raw: Raw, _today: date) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for row in question.rows:
        written = first(raw, row.name)
        if written and written not in _allowed(question):
            raise _not_in_list(written)
        if written:
            found[row.name] = written
    return found or None


def _ranking(question: Question, raw: Raw, _today: date) -> list[str] | None:
    written = [first(raw, str(place)) for place in range(1, places(question) + 1)]
    for code in written:
        if code and code not in question.codes:
            raise _not_in_list(code)
    chosen = [code for code in written if code]
    for code in chosen:
        at = [str(place) for place, each in enumerate(written, start=1) if each == code]
        if len(at) > 1:
            raise Refused(_("Samma svar står på plats %(places)s. Låt det stå på en av dem.") % {"places": _and(at)})
    if "" in written[: len(chosen)]:
        empty = written.index("") + 1
        raise Refused(_("Plats %(place)d är tom. Fyll platserna uppifrån.") % {"place": empty})
    return chosen or None


def _points(question: Question, raw: Raw, _today: date) -> dict[str, int] | None:
    written = {code: first(raw, code) for code in question.codes}
    if not any(written.values()):
        return None
    for given in written.values():
        if given and not _WHOLE.fullmatch(given):
            raise Refused(_("”%(value)s” går inte att läsa. Skriv hela tal, 0 eller mer.") % {"value": _cut(given)})
    found = {code: int(given or 0) for code, given in written.items()}
    total = sum(found.values())
    if total != question.total:
        left = question.total - total
        message = (
            _("Summan är %(total)d. Fördela %(left)d poäng till.")
            if left > 0
            else _("Summan är %(total)d. Ta bort %(left)d poäng.")
        )
        raise Refused(message % {"total": total, "left": abs(left)})
    return found


def _number(question: Question, raw: Raw, _today: date) -> int | float | None:
    written = re.sub(r"[\s\u00a0\u202f]", "", first(raw))
    if not written:
        return None
    if not _NUMBER.fullmatch(written):
        raise Refused(
            _("”%(value)s” går inte att läsa som ett tal. Skriv med siffror, till exempel 2,5.")
            % {"value": _cut(first(raw))}
        )
    value = float(written.replace(",", ".").replace("−", "-"))
    number: int | float = int(value) if value.is_integer() else value
    if question.whole and not isinstance(number, int):
        raise Refused(_("Skriv ett helt tal, utan decimaler."))
    low, high = question.minimum, question.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise Refused(_limits(low, high))
    return number


def _limits(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return _("Talet ska vara mellan %(low)s och %(high)s.") % {"low": in_words(low), "high": in_words(high)}
    if low is not None:
        return _("Talet ska vara minst %(low)s.") % {"low": in_words(low)}
    return _("Talet ska vara högst %(high)s.") % {"high": in_words(high or 0)}


def _text(question: Question, raw: Raw, _today: date) -> str | None:
    written = next(iter(raw.get("", ())), "")
    words = text.clean(written) if question.long else text.clean_line(written)
    if len(words) > question.longest:
        raise Refused(_too_long(words, question.longest))
    # A code of ours would be read as "vet inte", or as a text that has been handed over.
    return (words[1:] if words in {DONT_KNOW, WONT_SAY, WRITTEN} else words) or None


def _date(question: Question, raw: Raw, _today: date) -> str | None:
    written = first(raw)
    if not written:
        return None
    if not is_day(written):
        raise Refused(
            _("”%(value)s” är inget datum. Skriv år, månad och dag, till exempel 2026-05-01.")
            % {"value": _cut(written)}
        )
    if question.earliest and written < question.earliest:
        raise Refused(_("Datumet ska vara tidigast %(day)s.") % {"day": _in_full(question.earliest)})
    if question.latest and written > question.latest:
        raise Refused(_("Datumet ska vara senast %(day)s.") % {"day": _in_full(question.latest)})
    return written


def _in_full(day: str) -> str:
    return date_format(date.fromisoformat(day), "j F Y")


def _birth_year(question: Question, raw: Raw, today: date) -> str | None:
    written = first(raw)
    if not written:
        return None
    if not _YEAR.fullmatch(written):
        raise Refused(_("Skriv födelseåret med fyra siffror, till exempel 1980."))
    born = int(written)
    if born > today.year or born < today.year - OLDEST:
        raise Refused(_("Kan %(year)d stämma? Kontrollera årtalet.") % {"year": born})
    found = age_class(question, born=born, today=today)
    if found is None:
        raise Refused(
            _("Enkäten räknar med dem som fyller minst %(age)d i år. Kontrollera årtalet, eller lämna frågan tom.")
            % {"age": question.classes[0] if question.classes else 0}
        )
    return found


def _and(words: Iterable[str]) -> str:
    *before, last = words
    return _("%(before)s och %(last)s") % {"before": ", ".join(before), "last": last} if before else last


_READERS: dict[QuestionType, Callable[[Question, Raw, date], Any]] = {
    QuestionType.SINGLE: _one,
    QuestionType.SCALE: _one,
    QuestionType.AREA: _one,
    QuestionType.MAP: _one,
    QuestionType.MULTIPLE: _several,
    QuestionType.MATRIX: _matrix,
    QuestionType.RANKING: _ranking,
    QuestionType.POINTS: _points,
    QuestionType.NUMBER: _number,
    QuestionType.TEXT: _text,
    QuestionType.DATE: _date,
    QuestionType.BIRTH_YEAR: _birth_year,
}
