"""A file of responses, line by line: what no respondent could have answered is refused, with file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from pydantic import ValidationError

from fardplan.exchange.problems import FileRefused, Path
from fardplan.exchange.reading import message_of
from fardplan.exchange.shape_surveys import ResponseShape
from fardplan.exchange.work import Work
from fardplan.surveys.definition import (
    OTHER,
    OTHER_TEXT,
    WRITTEN,
    Definition,
    Question,
    QuestionType,
    is_declined,
    is_valid,
)
from fardplan.surveys.definition.values import LONGEST_OTHER
from fardplan.surveys.models import Collection, Response, SurveyVersion

LONGEST_LINE = 5_000_000  # bytes: two hundred texts of ten thousand characters are less than half of it
MOST_PROBLEMS = 20
AT_A_TIME = 500


class _Wrong(ValueError):
    """What is wrong with a line, in words for whoever mends it."""


def import_responses(work: Work, collection: Collection, versions: list[SurveyVersion], name: str, path: Path) -> None:
    """Each line a response; no more of them in memory than are written at a time. The keys they get are drawn anew.

    Raises FileRefused with the first faults found.
    """
    by_number = {version.number: version for version in versions}
    problems = []
    waiting: list[Response] = []
    with work.path_of(name).open("rb") as file:
        for number, line in enumerate(_lines(file), start=1):
            try:
                response = _response(line, collection, by_number)
            except _Wrong as wrong:
                told = _("%(name)s, rad %(line)s: %(problem)s") % {"name": name, "line": number, "problem": wrong}
                problems.append(work.file.problem(told, *path))
                if len(problems) == MOST_PROBLEMS or len(line) > LONGEST_LINE:
                    break
                continue
            waiting.append(response)
            if len(waiting) == AT_A_TIME:
                Response.objects.bulk_create(waiting)
                waiting.clear()
    if problems:
        raise FileRefused(problems)
    Response.objects.bulk_create(waiting)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Line by line; one that is too long is cut, and `_shape` says so."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line.rstrip(b"\r\n")


def _response(line: bytes, collection: Collection, versions: Mapping[int, SurveyVersion]) -> Response:
    shape = _shape(line)
    version = versions.get(shape.version)
    if version is None:
        raise _Wrong(_("enkäten har ingen version %(number)s.") % {"number": shape.version})
    if shape.language not in version.asks.languages:
        raise _Wrong(_("enkäten finns inte på språket %(language)s.") % {"language": shape.language[:20]})
    for question, value in shape.answers.items():
        _check(version.asks, question, value, shape.answers)
    return Response(
        collection=collection,
        version=version,
        answers=shape.answers,
        language=shape.language,
        day=shape.day,
        source=shape.source,
        flags=shape.flags,
        left_out_because=shape.left_out_because,
    )


def _shape(line: bytes) -> ResponseShape:
    if len(line) > LONGEST_LINE:
        raise _Wrong(_("raden är för lång."))
    try:
        data = json.loads(line.decode("utf-8"), object_pairs_hook=_only_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise _Wrong(_("raden är inte skriven i UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise _Wrong(_("raden är inte JSON (kolumn %(column)s).") % {"column": error.pos + 1}) from None
    except (ValueError, RecursionError):
        raise _Wrong(_("raden går inte att läsa som JSON.")) from None
    if b"\\u" in line and not _is_text(data):
        raise _Wrong(_("raden har ett tecken som inte hör hemma i text."))
    if not isinstance(data, dict):
        raise _Wrong(_("raden är inget enkätsvar."))
    try:
        return ResponseShape.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in details["loc"])[:60]
        raise _Wrong(f"{place}: {message_of(details, ResponseShape)}") from None


def _only_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError
    return found


def _no_number(word: str) -> None:
    raise ValueError(word)


def _is_text(data: Any) -> bool:
    """Whether all its characters can be kept: half a character and a zero cannot."""
    if isinstance(data, str):
        return "\0" not in data and not any("\ud800" <= character <= "\udfff" for character in data)
    if isinstance(data, dict):
        return all(_is_text(name) and _is_text(value) for name, value in data.items())
    return not isinstance(data, list) or all(map(_is_text, data))


def _check(definition: Definition, name: str, value: Any, answers: Mapping[str, Any]) -> None:
    if name.endswith(OTHER_TEXT):
        question = definition.by_name.get(name.removesuffix(OTHER_TEXT))
        fits = question is not None and _is_other_text(question, value, answers)
    else:
        question = definition.by_name.get(name)
        fits = question is not None and _fits(question, value)
    if question is None:
        raise _Wrong(_("det finns ingen fråga %(name)s.") % {"name": name[:60]})
    if not fits:
        raise _Wrong(_("%(name)s kan inte ha det svaret.") % {"name": name})


def _is_other_text(question: Question, value: Any, answers: Mapping[str, Any]) -> bool:
    chosen = answers.get(question.name)
    has_chosen = chosen == OTHER or (isinstance(chosen, list) and OTHER in chosen)
    return question.other and has_chosen and isinstance(value, str) and 0 < len(value) <= LONGEST_OTHER


def _fits(question: Question, value: Any) -> bool:
    if question.contribution:  # the words are a submission, and nowhere else
        return value == WRITTEN or (is_declined(value) and is_valid(question, value))
    if question.type == QuestionType.CALCULATION:
        return isinstance(value, str | int | float) and len(str(value)) <= question.longest
    return is_valid(question, value)
