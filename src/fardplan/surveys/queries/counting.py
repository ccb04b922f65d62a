"""What has been counted of a collection, and whether it still tells how it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from fardplan.surveys.models import Collection, SurveyVersion, Tally
from fardplan.surveys.results.counts import Counts, read

SOONEST = timedelta(minutes=5)
PER_RESPONSE = timedelta(seconds=0.1)  # 100,000 responses take some seconds to count: at most a thousandth of the time
LATEST = timedelta(hours=6)  # respondents may change what they answered: an open collection is counted so often anyway


def tally_of(collection: Collection) -> Tally | None:
    return Tally.objects.filter(collection=collection).first()


def counts_of(tally: Tally) -> Counts:
    """The counts of a tally, cells and all."""
    return read(tally.counts)


def has_new_responses(collection: Collection, tally: Tally | None) -> bool:
    """Whether responses have come, or been left out or put back, since it was counted."""
    numbers = collection.responses.aggregate(
        counted=Count("pk", filter=Q(left_out_because="")), left_out=Count("pk", filter=~Q(left_out_because=""))
    )
    if tally is None:
        return bool(numbers["counted"])
    return (numbers["counted"], numbers["left_out"]) != (tally.responses, tally.counts.get("left_out", 0))


def collections_to_count(*, now: datetime) -> list[Collection]:
    """Those with other responses than were counted, or counted last before they closed; not all too often each."""
    has_version = SurveyVersion.objects.filter(survey=OuterRef("survey"))
    rows = Collection.objects.filter(Exists(has_version), opens_at__lte=now).select_related("survey")
    return [each for each in rows if _is_due(each, now=now)]


def _is_due(collection: Collection, *, now: datetime) -> bool:
    tally = tally_of(collection)
    if tally is None:
        return collection.responses.exists()
    if now - tally.counted_at < max(SOONEST, tally.responses * PER_RESPONSE):
        return False
    if tally.counted_at <= collection.closes_at and (now > collection.closes_at or now - tally.counted_at > LATEST):
        return True
    return has_new_responses(collection, tally)
