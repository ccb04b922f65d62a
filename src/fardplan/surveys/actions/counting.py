"""Counting the responses of a collection, in one pass, so that results are worked out from the counts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from fardplan.surveys.models import Collection, Response, SurveyVersion, Tally
from fardplan.surveys.queries.counting import collections_to_count
from fardplan.surveys.results.counts import Counting, Counts, as_data

AT_ONCE = 2_000  # rows from the database at a time


def count(*, collection: Collection, now: datetime) -> Counts:
    """Count all responses that are not left out, and keep the counts. Several versions are counted together."""
    counts = counted(collection)
    Tally.objects.update_or_create(
        collection=collection,
        defaults={"counts": as_data(counts), "responses": counts.responses, "counted_at": now},
    )
    return counts


def counted(collection: Collection) -> Counts:
    """The counts as they are now, kept nowhere. Raises ValueError for a survey without a version."""
    versions = {each.pk: each for each in SurveyVersion.objects.filter(survey=collection.survey_id)}
    number_of = {pk: each.number for pk, each in versions.items()}
    counting = Counting({each.number: each.asks for each in versions.values()})
    rows: QuerySet[Response, tuple[int, dict[str, object]]] = (
        Response.objects.filter(collection=collection, left_out_because="")
        .order_by()
        .values_list("version_id", "answers")
    )
    for version, answers in rows.iterator(chunk_size=AT_ONCE):
        counting.add(number_of[version], answers)
    left_out = Response.objects.filter(collection=collection).exclude(left_out_because="").count()
    return counting.counts(left_out=left_out)


def count_stale(*, now: datetime) -> int:
    """Count anew the collections whose counts no longer tell how it is; how many they were."""
    due = collections_to_count(now=now)
    for collection in due:
        count(collection=collection, now=now)
    return len(due)
