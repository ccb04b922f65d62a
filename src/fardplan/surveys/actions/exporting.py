"""Giving out everybody's answers as a file: asked for with a reason, written by a job, fetched for a day, logged."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from fardplan.base import audit, clock, ids
from fardplan.base.errors import Conflict, Gone, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.people.models import Official
from fardplan.surveys.export_models import DataFile, DataFormat
from fardplan.surveys.exports.gathering import how_unique, microdata_of
from fardplan.surveys.exports.microdata import ENDINGS, MOST_ROWS_XLSX, write
from fardplan.surveys.models import Collection, Survey
from fardplan.surveys.rules import may_make_surveys

logger = logging.getLogger(__name__)

FETCHED_WITHIN = timedelta(hours=24)
LOST_AFTER = timedelta(minutes=30)
SHORTEST_REASON = 10  # characters: a word is no reason
_FOLDER = "survey-data"


def folder() -> Path:
    """Where the files lie: in no backup, and nowhere that is served."""
    return Path(settings.MADE_ROOT) / _FOLDER


def ask_for_data(
    *,
    collection: Collection,
    file_format: str,
    language: str,
    with_texts: bool,
    reason: str,
    by: Official,
    now: datetime,
) -> DataFile:
    """Queue a file with everybody's answers.

    Raises Invalid without a reason, without answers, or when there are too many for the format; Conflict while this
    official's last one is being written.
    """
    survey = collection.survey
    if not may_make_surveys(by, survey.dialogue):
        raise NotAllowed(_("Din roll räcker inte för att hämta svaren."))
    if file_format not in DataFormat.values:
        raise Invalid(_("Välj ett format."), field="file_format")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(_("Skriv vad filen ska användas till. Skälet står sedan i loggen."), field="reason")
    found = how_unique(collection)
    if not found.rows:
        raise Invalid(_("Insamlingen har inga svar än."), field="file_format")
    if file_format == DataFormat.XLSX and found.rows > MOST_ROWS_XLSX:
        raise Invalid(
            _("Det är %(number)d svar, och en Excel-fil rymmer %(most)d. Välj SPSS eller CSV.")
            % {"number": found.rows, "most": MOST_ROWS_XLSX},
            field="file_format",
        )
    with transaction.atomic():
        held(Survey.objects).get(pk=survey.pk)
        mine = DataFile.objects.filter(collection=collection, asked_by=by, finished_at=None)
        if mine.filter(asked_at__gt=clock.now() - LOST_AFTER).exists():
            raise Conflict(_("En fil skrivs redan åt dig."), what_next=_("Vänta tills den är klar. Det syns på sidan."))
        asked = DataFile.objects.create(
            collection=collection,
            format=file_format,
            language=language,
            with_texts=with_texts,
            reason=reason.strip()[:300],
            asked_by=by,
            asked_at=clock.now(),
            rows=found.rows,
            unique=found.unique,
            below=found.below,
        )
        audit.record(
            "survey.data_asked", on=survey, by=by, at=now, dialogue_id=survey.dialogue_id, collection=collection.slug,
            format=file_format, with_texts=with_texts, reason=asked.reason, rows=found.rows, unique=found.unique,
        )  # fmt: skip
        write_data.enqueue(asked.pk)
    return asked


@task()
def write_data(pk: int) -> None:
    """Write one that was asked for. What goes wrong is said in the row, for whoever waits."""
    rows = DataFile.objects.select_related("collection__survey__dialogue")
    asked = rows.filter(pk=pk, finished_at=None).first()
    if asked is None:
        return
    name = f"{ids.secret_key()}.{ENDINGS[asked.format]}"
    path = folder() / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = microdata_of(
            asked.collection,
            language=asked.language,
            with_texts=asked.with_texts,
            now=clock.now(),
            progress=lambda done: _told(pk, done),
        )
        write(data, asked.format, path)
    except Exception:
        # The job goes on with other things; the one who asked reads that it failed, the operator why.
        logger.exception("The data file %s could not be written", pk)
        path.unlink(missing_ok=True)
        DataFile.objects.filter(pk=pk).update(finished_at=clock.now(), error="failed")
        return
    at = clock.now()
    DataFile.objects.filter(pk=pk).update(
        name=name, bytes=path.stat().st_size, rows=data.number, finished_at=at, expires_at=at + FETCHED_WITHIN
    )


def _told(pk: int, done: int) -> None:
    DataFile.objects.filter(pk=pk).update(done=done)


def fetch_data(*, asked: DataFile, by: Official, now: datetime) -> Path:
    """The file, for the one who asked for it. Raises Gone when it has been removed."""
    path = folder() / asked.name
    if asked.asked_by_id != by.pk:
        raise NotAllowed(_("Bara den som bad om filen kan hämta den."))
    if not asked.name or asked.expires_at is None or asked.expires_at <= clock.now() or not path.is_file():
        raise Gone(_("Filen finns inte kvar."), what_next=_("Be om en ny. Den ligger kvar i ett dygn."))
    survey = asked.collection.survey
    audit.record(
        "survey.data_fetched", on=survey, by=by, at=now, dialogue_id=survey.dialogue_id,
        collection=asked.collection.slug, format=asked.format, reason=asked.reason,
    )  # fmt: skip
    return path


def remove_expired(*, now: datetime) -> int:
    """Remove the files whose time is out, and say of those a stopped process left that they failed; how many."""
    lost = DataFile.objects.filter(finished_at=None, asked_at__lte=now - LOST_AFTER)
    lost.update(finished_at=now, error="failed")
    due = list(DataFile.objects.filter(expires_at__lte=now).exclude(name=""))
    for each in due:
        (folder() / each.name).unlink(missing_ok=True)
        DataFile.objects.filter(pk=each.pk).update(name="", bytes=0)
    kept = set(DataFile.objects.exclude(name="").values_list("name", flat=True))
    for path in folder().glob("*") if folder().is_dir() else ():
        if path.name not in kept and path.stat().st_mtime < (now - FETCHED_WITHIN).timestamp():
            path.unlink(missing_ok=True)
    return len(due)
