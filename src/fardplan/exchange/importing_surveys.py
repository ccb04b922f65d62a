"""Surveys, from the file and the files beside it. Those who were invited become as many, with codes of this site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from fardplan.dialogue.models import Dialogue
from fardplan.exchange.importing_responses import import_responses
from fardplan.exchange.problems import Path
from fardplan.exchange.shape_surveys import CollectionShape, SurveyShape, SurveyVersionShape, WaveShape
from fardplan.exchange.work import Work
from fardplan.surveys.codes import finding_hash, invitation_code
from fardplan.surveys.definition import Definition, Unreadable, problems_of, read
from fardplan.surveys.definition.reading import LARGEST
from fardplan.surveys.models import (
    BreakOff,
    Collection,
    Invitation,
    Margin,
    Release,
    Survey,
    SurveyVersion,
    TextAnswer,
    Wave,
    random_id,
)
from fardplan.surveys.results import deciding
from fardplan.surveys.results.shape import Unreadable as UnreadableResult
from fardplan.surveys.results.shape import read as read_result

LARGEST_RELEASE = 20_000_000  # bytes
AT_A_TIME = 1_000


def import_surveys(work: Work, dialogue: Dialogue) -> None:
    """After what was said: a text that was written in a survey is a submission."""
    Survey.objects.filter(dialogue=dialogue).delete()  # drafts: `importing` replaces none that has been published
    for number, shape in enumerate(work.content.surveys):
        path: Path = ("surveys", number)
        survey = Survey(
            dialogue=dialogue,
            position=number,
            published_at=shape.published,
            results_published_at=shape.results_published,
            is_example=work.is_example(shape),
            **_same(shape, "slug", "name", "public_minimum", "desk_minimum", "shown_while_open"),
        )
        definitions = [
            _read_version(work, version, (*path, "versions", place)) for place, version in enumerate(shape.versions)
        ]
        survey.draft = _draft(work, shape, definitions, path)
        work.save(survey, *path)
        versions = [
            _import_version(work, survey, version, text, (*path, "versions", place))
            for place, (version, text) in enumerate(zip(shape.versions, definitions, strict=True))
        ]
        for place, collection in enumerate(shape.collections):
            _import_collection(work, survey, collection, versions, place, (*path, "collections", place))


def _same(shape: object, *names: str) -> dict[str, Any]:
    return {name: getattr(shape, name) for name in names}


def _draft(work: Work, shape: SurveyShape, versions: list[str], path: Path) -> Any:
    if shape.draft_file is not None:
        data = _json(work, shape.draft_file, (*path, "draft_file"), largest=LARGEST)
        _definition(work, data, shape.draft_file, (*path, "draft_file"))
        return data
    return json.loads(versions[-1]) if versions else {}


def _read_version(work: Work, shape: SurveyVersionShape, path: Path) -> str:
    """The canonical text of a published version. Refused when its hash is another, or it cannot be answered."""
    data = _json(work, shape.file, (*path, "file"), largest=LARGEST)
    definition = _definition(work, data, shape.file, (*path, "file"))
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != shape.sha256:
        message = _("Kontrollsumman stämmer inte med filen %(name)s. En publicerad version ändras aldrig.")
        raise work.refuse(message % {"name": shape.file}, *path, "sha256")
    for problem in problems_of(definition):
        told = f"{shape.file}, {problem.place or 'title'}, {problem.field}: {problem.message}"
        raise work.refuse(told, *path, "file")
    return text


def _definition(work: Work, data: Any, name: str, path: Path) -> Definition:
    try:
        return read(data)
    except Unreadable as error:
        raise work.refuse(f"{name}: {error}", *path) from error


def _json(work: Work, name: str, path: Path, *, largest: int) -> Any:
    """What a JSON file holds. Refused when it is none, or far larger than it can have become here."""
    if work.path_of(name).stat().st_size > largest:
        message = _("Filen %(name)s är större än %(megabytes)s megabyte.")
        raise work.refuse(message % {"name": name, "megabytes": largest // 1_000_000}, *path)
    try:
        return json.loads(work.text_of(name, *path), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        message = _("Filen %(name)s är inte JSON (rad %(line)s, kolumn %(column)s).")
        place = {"name": name, "line": error.lineno, "column": error.colno}
        raise work.refuse(message % place, *path) from error
    except (ValueError, RecursionError) as error:
        raise work.refuse(_("Filen %(name)s går inte att läsa som JSON.") % {"name": name}, *path) from error


def _result(work: Work, name: str, path: Path) -> dict[str, Any]:
    """The tables and counts of a release, as the public pages and the next release read them."""
    told = _json(work, name, path, largest=LARGEST_RELEASE)
    try:
        read_result(told["tables"])
        deciding.read(told["counts"])
    except UnreadableResult as error:
        raise work.refuse(f"{name}: {error}", *path) from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise work.refuse(_("Filen %(name)s har inga tabeller.") % {"name": name}, *path) from error
    return {"tables": told["tables"], "counts": told["counts"]}


def _no_number(word: str) -> None:
    raise ValueError(word)


def _import_version(work: Work, survey: Survey, shape: SurveyVersionShape, text: str, path: Path) -> SurveyVersion:
    version = SurveyVersion(
        survey=survey, number=shape.number, definition=text, sha256=shape.sha256, published_at=shape.published
    )
    work.save(version, *path)
    return version


def _import_collection(
    work: Work, survey: Survey, shape: CollectionShape, versions: list[SurveyVersion], position: int, path: Path
) -> None:
    collection = Collection(
        survey=survey,
        opens_at=shape.opens,
        closes_at=shape.closes,
        reopened_at=shape.reopened,
        position=position,
        is_example=work.is_example(shape),
        **_same(shape, "slug", "name", "kind", "population", "note", "code", "keep_addresses_days"),
    )
    if shape.code and Collection.objects.filter(code=shape.code).exists():
        raise work.refuse(_("Koden används redan. Välj en annan."), *path, "code")
    work.save(collection, *path)
    _import_margins(work, collection, shape, versions, path)
    for number, wave in enumerate(shape.waves):
        _import_wave(work, collection, wave, (*path, "waves", number))
    for number, each in enumerate(shape.break_offs):
        row = BreakOff(collection=collection, page=each.page, number=each.number)
        work.save(row, *path, "break_offs", number)
    if shape.responses_file is not None:
        import_responses(work, collection, versions, shape.responses_file, (*path, "responses_file"))
    _import_texts(work, collection, shape, versions, path)
    for number, release in enumerate(shape.releases):
        where: Path = (*path, "releases", number)
        told = _result(work, release.file, (*where, "file"))
        published = Release(
            collection=collection,
            number=release.number,
            tables=told["tables"],
            counts=told["counts"],
            responses=release.responses,
            published_at=release.published,
            withdrawn_at=release.withdrawn,
        )
        work.save(published, *where)


def _import_margins(
    work: Work, collection: Collection, shape: CollectionShape, versions: list[SurveyVersion], path: Path
) -> None:
    for number, margin in enumerate(shape.margins):
        where: Path = (*path, "margins", number)
        asked = [
            version.asks.by_name[margin.question] for version in versions if margin.question in version.asks.by_name
        ]
        if not any(question.background for question in asked):
            message = _("Det finns ingen bakgrundsfråga %(name)s i enkäten.") % {"name": margin.question}
            raise work.refuse(message, *where, "question")
        codes = {code for question in asked for code in question.codes}
        for place, each in enumerate(margin.shares):
            if each.code not in codes:
                message = _("Det finns inget svarsalternativ %(code)s.") % {"code": each.code}
                raise work.refuse(message, *where, "shares", place, "code")
        shares = {each.code: int(each.share) if each.share.is_integer() else each.share for each in margin.shares}
        row = Margin(collection=collection, question=margin.question, shares=shares, source=margin.source)
        work.save(row, *where)


def _import_wave(work: Work, collection: Collection, shape: WaveShape, path: Path) -> None:
    same = _same(
        shape, "number", "name", "channel", "subject", "text", "reminder_subject", "reminder_text", "most_reminders",
        "reminders",
    )  # fmt: skip
    wave = Wave(
        collection=collection,
        created_at=shape.created,
        sent_at=shape.sent,
        reminded_at=shape.reminded,
        **same,
    )
    work.save(wave, *path)
    invited: list[Invitation] = []
    for number, fields in enumerate(_invited(shape), start=1):
        key = random_id()
        code_hash = finding_hash(invitation_code(key), purpose="invitation")
        invited.append(Invitation(id=key, wave=wave, number=number, code_hash=code_hash, **fields))
    Invitation.objects.bulk_create(invited, batch_size=AT_A_TIME)


def _invited(shape: WaveShape) -> Iterator[dict[str, Any]]:
    """What is known of each who was invited, of nobody in particular."""
    known = shape.answered
    yield from ({"is_used": True} for _each in range(shape.answered))
    for outside in shape.ineligible:
        known += outside.number
        yield from ({"ineligible_because": outside.because} for _each in range(outside.number))
    yield from ({} for _each in range(shape.invited - known))


def _import_texts(
    work: Work, collection: Collection, shape: CollectionShape, versions: list[SurveyVersion], path: Path
) -> None:
    texts = {each.name for version in versions for each in version.asks.questions if each.contribution}
    numbers = [int(each.submission[2:].partition(".")[0]) for each in shape.text_answers]
    submissions = {each.label: each for each in collection.survey.dialogue.submissions.filter(number__in=numbers)}
    for number, each in enumerate(shape.text_answers):
        where: Path = (*path, "text_answers", number)
        if each.question not in texts:
            message = _("Det finns ingen fråga %(name)s vars text blir en synpunkt.") % {"name": each.question}
            raise work.refuse(message, *where, "question")
        row = TextAnswer(submission=submissions[each.submission], collection=collection, question=each.question)
        work.save(row, *where)
