"""Answers as people read them, for looking through before they are sent in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fardplan.surveys.definition import (
    DONT_KNOW,
    OTHER,
    OTHER_TEXT,
    WONT_SAY,
    WRITTEN,
    Answers,
    Definition,
    Question,
    QuestionType,
)
from fardplan.surveys.definition.phrases import own_phrase
from fardplan.surveys.filling.helps import age_words
from fardplan.surveys.filling.reading import in_words
from fardplan.surveys.filling.saying import Saying


class OurWords(str):
    """A line in our own words, in the language of the page and not of the survey."""

    __slots__ = ()
    is_ours = True


def answer_lines(definition: Definition, question: Question, answers: Answers, *, language: str) -> list[str]:
    """An answer, line by line; [] where there is none. `OurWords` are in the language of the page."""
    value = answers.get(question.name)
    if value is None:
        return []
    if value == WRITTEN:
        return [OurWords(_("Din text är redan inskickad."))]
    other = _other(definition, answers.get(question.name + OTHER_TEXT), language)
    words = _words_of(definition, question, language) | {OTHER: other}
    match question.type:
        case _ if isinstance(value, str) and value in (DONT_KNOW, WONT_SAY):
            own = own_phrase(definition, "dont_know" if value == DONT_KNOW else "wont_say", language)
            return [own or OurWords(words[value])]
        case QuestionType.MULTIPLE:
            return [words[code] for code in value]
        case QuestionType.RANKING:
            return [f"{place}. {words[code]}" for place, code in enumerate(value, start=1)]
        case QuestionType.MATRIX:
            rows = {row.name: definition.say(row.label, language) for row in question.rows}
            return [f"{rows[row]}: {words[code]}" for row, code in value.items()]
        case QuestionType.POINTS:
            return [f"{words[code]}: {points}" for code, points in value.items()]
        case QuestionType.NUMBER:
            return [f"{in_words(value)} {definition.say(question.unit, language)}".strip()]
        case QuestionType.DATE:
            return [OurWords(date_format(date.fromisoformat(value), "j F Y"))]
        case QuestionType.BIRTH_YEAR:
            return [OurWords(age_words(value))]
        case QuestionType.TEXT:
            return [line for line in str(value).split("\n") if line]
    return [words.get(value, str(value))]


def _words_of(definition: Definition, question: Question, language: str) -> dict[str, str]:
    """What each code means."""
    words: dict[str, Any] = {code: code for code in question.codes}
    words |= {choice.name: definition.say(choice.label, language) for choice in question.choices}
    if question.scale is not None:
        for code, label in ((question.scale.codes[0], question.scale.low_label),
                            (question.scale.codes[-1], question.scale.high_label)):  # fmt: skip
            said = definition.say(label, language)
            words[code] = f"{code} ({said})" if said else code
    saying = Saying(definition, language)
    return words | {DONT_KNOW: saying.plain("dont_know"), WONT_SAY: saying.plain("wont_say")}


def _other(definition: Definition, meant: str | None, language: str) -> str:
    other = Saying(definition, language).plain("other")
    return f"{other}: {meant}" if meant else other
