"""What all versions of a survey ask, taken together: by the names of questions and the codes of answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from fardplan.analysis.disclosure import Asked, Table
from fardplan.surveys.definition import Choice, Definition, Page, Question, QuestionType, without_answers

_KEPT_APART = ("scale", "total", "grid", "classes")  # where these differ, the answers do not mean the same
M = TypeVar("M", bound=BaseModel)


def is_comparable(one: Question, other: Question) -> bool:
    """Whether answers to both may be counted together."""
    if one.type != other.type:
        return False
    if one.type == QuestionType.RANKING and (one.most or len(one.codes)) != (other.most or len(other.codes)):
        return False
    return all(_numbers(one, field) == _numbers(other, field) for field in _KEPT_APART)


def _numbers(question: Question, field: str) -> object:
    """The field without its words: a scale may be worded better, not be given more steps."""
    if field == "scale" and question.scale:
        return question.scale.low, question.scale.high
    if field == "grid" and question.grid:
        return question.grid.model_dump(exclude={"picture", "picture_text", "source"})
    return getattr(question, field)


def merged(definitions: Sequence[Definition]) -> Definition:
    """The latest of the definitions (the oldest comes first), with what only earlier ones held added at the end.

    A choice or a question that has been taken out is still counted for those who were given it.
    """
    latest = definitions[-1]
    pages = [
        _changed(page, questions=[_with_older(each, definitions) for each in page.questions]) for page in latest.pages
    ]
    gone: dict[str, Question] = {}
    for definition in definitions[:-1]:
        gone |= {each.name: each for each in definition.questions if each.name not in latest.by_name}
    if gone:
        left = [_with_older(question, definitions) for question in gone.values()]
        pages.append(Page.model_construct(name="_gone", title={}, text={}, relevant="", questions=left))
    return _changed(latest, pages=pages)


def _changed(model: M, **fields: Any) -> M:
    """A copy that keeps nothing it has worked out of the fields that changed, as `model_copy` would."""
    return type(model).model_construct(**{name: getattr(model, name) for name in type(model).model_fields} | fields)


def _with_older(question: Question, definitions: Sequence[Definition]) -> Question:
    older = [
        definition.by_name[question.name]
        for definition in definitions
        if question.name in definition.by_name and is_comparable(question, definition.by_name[question.name])
    ]
    return _changed(
        question,
        choices=_joined([question.choices, *(each.choices for each in older)]),
        rows=_joined([question.rows, *(each.rows for each in older)]),
        other=any(each.other for each in [question, *older]),
        dont_know=any(each.dont_know for each in [question, *older]),
        wont_say=any(each.wont_say for each in [question, *older]),
    )


def _joined(lists: Sequence[Sequence[Choice]]) -> list[Choice]:
    found: dict[str, Choice] = {}
    for choices in lists:
        for choice in choices:
            found.setdefault(choice.name, choice)
    return list(found.values())


def condition_of(name: str, definitions: Sequence[Definition]) -> str:
    """When a question is asked, "" for everybody. One that not every version asks in the same way is not."""
    found = {
        " / ".join(part for part in (each.page_of[name].relevant, each.by_name[name].relevant) if part)
        if name in each.by_name
        else "-"
        for each in definitions
    }
    return found.pop() if len(found) == 1 else " | ".join(sorted(found))


def asked_of(name: str, definitions: Sequence[Definition]) -> Asked:
    """A question as `disclosure.bases` takes it.

    It must be answered only if nobody can pass over it and still have no opinion: "Vet inte" is not in its n.
    """
    every = [each.by_name[name] for each in definitions if name in each.by_name]
    must = all(each.required and not each.dont_know and not each.wont_say for each in every)
    return Asked(name, condition_of(name, definitions), must)


def listed_tables(definitions: Sequence[Definition]) -> frozenset[Table]:
    """The public tables, fixed when each version was published and before anybody could answer it.

    A question is listed with the version that first asks it, by the backgrounds of the first version. Nothing is added
    afterwards to a question that has answers; one that the latest version no longer makes public is taken away.
    """
    found: set[Table] = set()
    known: set[str] = set()
    first = [each.name for each in definitions[0].questions if each.background]
    for definition in definitions:
        for question in definition.questions:
            if question.name in known or not question.is_asked:
                continue
            known.add(question.name)
            if question.public and not question.background:
                found |= {Table(question.name), *(Table(question.name, by) for by in first)}
    hidden = {each.name for each in definitions[-1].questions if not each.public}
    return frozenset(table for table in found if table.question not in hidden)


def plain(words: dict[str, str]) -> dict[str, str]:
    """Words without what was put in of the respondent's own answers."""
    return {language: without_answers(text) for language, text in words.items()}
