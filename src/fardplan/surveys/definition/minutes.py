"""How long a survey takes: reading and thinking, by the number of words and what each question asks for."""

from __future__ import annotations

from fardplan.surveys.definition.shape import Definition, Question, QuestionType

WORDS_A_MINUTE = 200  # adults read Swedish prose at 200–250 words a minute; a survey is read more slowly
_SECONDS = {
    QuestionType.NOTE: 0,
    QuestionType.SINGLE: 5,
    QuestionType.MULTIPLE: 10,
    QuestionType.SCALE: 5,
    QuestionType.MATRIX: 5,  # each row
    QuestionType.RANKING: 6,  # each place
    QuestionType.NUMBER: 6,
    QuestionType.TEXT: 20,
    QuestionType.DATE: 8,
    QuestionType.POINTS: 8,  # each choice
    QuestionType.AREA: 5,
    QuestionType.MAP: 15,
    QuestionType.BIRTH_YEAR: 5,
    QuestionType.CALCULATION: 0,
}  # seconds to decide and to answer, after reading


def minutes_of(definition: Definition, language: str = "") -> int:
    """Whole minutes, at least one, for somebody who is asked everything."""
    language = language or definition.language
    words = sum(
        len(definition.say(each, language).split())
        for each in (definition.introduction, *(page.title for page in definition.pages),
                     *(page.text for page in definition.pages))
    )  # fmt: skip
    seconds = 0
    for question in definition.questions:
        words += _words_in(definition, question, language)
        seconds += _SECONDS[question.type] * _times(question)
    return max(1, round(words / WORDS_A_MINUTE + seconds / 60))


def _words_in(definition: Definition, question: Question, language: str) -> int:
    listed = question.choices[:12]  # nobody reads a list of municipalities from the top
    texts = (question.label, question.hint, *(each.label for each in listed), *(row.label for row in question.rows))
    return sum(len(definition.say(each, language).split()) for each in texts)


def _times(question: Question) -> int:
    match question.type:
        case QuestionType.MATRIX:
            return len(question.rows)
        case QuestionType.RANKING:
            return min(question.most or len(question.choices), len(question.choices))
        case QuestionType.POINTS:
            return len(question.choices)
    return 1
