"""What holds between the fields of a survey: times in order, each thing once, submissions that are there."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fardplan.exchange.checks_common import Found, only_once
from fardplan.exchange.problems import Path as FieldPath
from fardplan.exchange.shape import Content
from fardplan.exchange.shape_surveys import CollectionShape, SurveyShape, WaveShape
from fardplan.surveys.models import CollectionKind


def problems_in(content: Content) -> Iterator[Found]:
    submissions = {f"S-{number:03d}" for number in range(1, len(content.submissions) + 1)}
    seen: set[str] = set()
    yield from only_once([survey.slug for survey in content.surveys], ("surveys",), "slug")
    for number, survey in enumerate(content.surveys):
        yield from _survey(survey, ("surveys", number))
        for place, collection in enumerate(survey.collections):
            path: FieldPath = ("surveys", number, "collections", place)
            yield from _collection(collection, path)
            yield from _texts(collection, submissions, seen, path)


def _survey(survey: SurveyShape, path: FieldPath) -> Iterator[Found]:
    for number, version in enumerate(survey.versions, start=1):
        if version.number != number:
            yield (*path, "versions", number - 1, "number"), _("Versionerna räknas från 1, utan hopp.")
    if survey.published is not None and not survey.versions:
        yield (*path, "published"), _("En publicerad enkät har en version.")
    if survey.public_minimum < survey.desk_minimum:
        yield (*path, "public_minimum"), _("Alla får inte se mindre grupper än skrivbordet ser.")
    yield from only_once([each.slug for each in survey.collections], (*path, "collections"), "slug")
    for number, collection in enumerate(survey.collections):
        if collection.responses_file is not None and not survey.versions:
            yield (*path, "collections", number, "responses_file"), _("Det finns ingen version att ha svarat på.")


def _collection(collection: CollectionShape, path: FieldPath) -> Iterator[Found]:
    if collection.closes <= collection.opens:
        yield (*path, "closes"), _("Insamlingen måste stänga efter att den har öppnat.")
    if collection.code and collection.kind != CollectionKind.GROUP:
        yield (*path, "code"), _("Bara en grupp har en gemensam kod.")
    if collection.waves and collection.kind != CollectionKind.INVITED:
        yield (*path, "waves"), _("Bara den som är inbjuden får utskick.")
    yield from only_once([margin.question for margin in collection.margins], (*path, "margins"), "question")
    for number, margin in enumerate(collection.margins):
        yield from only_once([each.code for each in margin.shares], (*path, "margins", number, "shares"), "code")
        if not any(each.share for each in margin.shares):
            yield (*path, "margins", number, "shares"), _("Minst en klass måste vara större än noll.")
    yield from only_once([str(each.page) for each in collection.break_offs], (*path, "break_offs"), "page")
    yield from only_once([str(wave.number) for wave in collection.waves], (*path, "waves"), "number")
    yield from only_once([str(release.number) for release in collection.releases], (*path, "releases"), "number")
    for number, wave in enumerate(collection.waves):
        yield from _wave(wave, (*path, "waves", number))


def _wave(wave: WaveShape, path: FieldPath) -> Iterator[Found]:
    yield from only_once([each.because for each in wave.ineligible], (*path, "ineligible"), "because")
    known = wave.answered + sum(each.number for each in wave.ineligible)
    if known > wave.invited:
        yield (*path, "invited"), _("Fler har svarat eller fallit bort än som blev inbjudna.")
    if wave.reminders > wave.most_reminders:
        yield (*path, "reminders"), _("Det har gått ut fler påminnelser än det får vara.")


def _texts(collection: CollectionShape, submissions: set[str], seen: set[str], path: FieldPath) -> Iterator[Found]:
    for number, text in enumerate(collection.text_answers):
        where: FieldPath = (*path, "text_answers", number, "submission")
        if text.submission not in submissions:
            yield where, _("Bidraget %(label)s finns inte i filen.") % {"label": text.submission}
        elif text.submission in seen:
            yield where, _("%(value)s står redan tidigare i listan.") % {"value": text.submission}
        seen.add(text.submission)
