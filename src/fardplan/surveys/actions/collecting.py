"""Opening and closing a collection; leaving odd responses out of its result, all of a kind and never one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base.editing import write
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.people.models import Official
from fardplan.surveys.actions.inviting import keep_in_time
from fardplan.surveys.actions.preparing import check_may_make, check_times, record
from fardplan.surveys.models import Collection, CollectionKind, Response
from fardplan.surveys.queries.collecting import flagged_with
from fardplan.surveys.rules import has_closed, is_open

ROWS_AT_ONCE = 500
LONGEST_REASON = 300


@transaction.atomic
def change_collection(
    *, collection: Collection, changes: Mapping[str, Any], seen: str, by: Official, now: datetime
) -> Collection:
    """What a collection is called, whom it is about, and a group's code. When it is open is set by `set_times`.

    Raises ChangedMeanwhile, Invalid when the address or the code is taken, Conflict for an address that is in use.
    """
    check_may_make(by, collection.survey.dialogue)
    stored = _held(collection)
    others = Collection.objects.exclude(pk=stored.pk)
    if others.filter(survey_id=stored.survey_id, slug=changes.get("slug", stored.slug)).exists():
        raise Invalid(_("Enkäten har redan en insamling med den adressen."), field="slug")
    if changes.get("code") and others.filter(code=changes["code"]).exists():
        raise Invalid(_("Koden används redan. Välj en annan."), field="code")
    if changes.get("code") and stored.kind != CollectionKind.GROUP:
        raise Invalid(_("Bara en grupp har en gemensam kod."), field="code")
    changed = write(stored, changes, seen=seen)
    if "keep_addresses_days" in changed:
        keep_in_time(stored)
    if changed:
        record("survey.collection_changed", collection.survey, by=by, at=now, collection=stored.slug, fields=changed)
    return stored


@transaction.atomic
def set_times(
    *, collection: Collection, opens_at: datetime, closes_at: datetime, is_sure: bool, by: Official, now: datetime
) -> Collection:
    """When it opens and closes. What has been announced is not taken back without being asked (`is_sure`).

    Closing earlier than was said, and opening again what had closed, ask first; that it was opened again stays with
    the collection, so that the result can say so. Raises Invalid.
    """
    check_may_make(by, collection.survey.dialogue)
    stored = _held(collection)
    check_times(opens_at, closes_at, now=now)
    if (opens_at, closes_at) == (stored.opens_at, stored.closes_at):
        return stored
    question = asks_about(stored, opens_at=opens_at, closes_at=closes_at, now=now)
    if question and not is_sure:
        raise Invalid(question, field="is_sure")
    reopens = has_closed(stored, now=now) and closes_at > now
    had_opened = stored.opens_at <= now
    if had_opened and opens_at != stored.opens_at and stored.responses.exists():
        raise Invalid(_("Insamlingen har redan öppnat och fått svar. Då ligger den tiden fast."), field="opens_at")
    before = stored.closes_at
    stored.opens_at, stored.closes_at = opens_at, closes_at
    if reopens:
        stored.reopened_at = now
    stored.save(update_fields=["opens_at", "closes_at", "reopened_at"])
    keep_in_time(stored)
    record(
        "survey.collection_reopened" if reopens else "survey.collection_timed",
        collection.survey, by=by, at=now, collection=stored.slug,
        **{"from": before.isoformat(timespec="minutes"), "to": closes_at.isoformat(timespec="minutes")},
    )  # fmt: skip
    return stored


def asks_about(collection: Collection, *, opens_at: datetime, closes_at: datetime, now: datetime) -> Any:
    """What is asked before new times are set; "" when nothing that was announced is taken back."""
    if has_closed(collection, now=now) and closes_at > now:
        return _(
            "Insamlingen är stängd. Den som läser resultatet får veta att den öppnades igen. Kryssa i att du vill det."
        )
    if is_open(collection, now=now) and closes_at < collection.closes_at:
        return _(
            "Det är tidigare än ni har sagt, och den som tänkt svara sista dagen hinner inte. Kryssa i att du vill det."
        )
    return ""


@transaction.atomic
def close_now(*, collection: Collection, is_sure: bool, by: Official, now: datetime) -> Collection:
    """Nobody can answer from this second on. Raises Invalid unless sure, Conflict when it is not open."""
    if not is_open(collection, now=now):
        raise Conflict(_("Insamlingen är inte öppen."))
    last = now.replace(microsecond=0) - timedelta(seconds=1)  # the last second belongs to the time it is open
    return set_times(
        collection=collection, opens_at=collection.opens_at, closes_at=last, is_sure=is_sure, by=by, now=now
    )


# --- odd responses ----------------------------------------------------------------------------------------------------


@transaction.atomic
def leave_out(*, collection: Collection, flag: str, because: str, by: Official, now: datetime) -> int:
    """Leave all responses with a flag out of the result, with a reason that is published with it; how many they were.

    All of a kind or none: nobody picks responses by what they say. Raises Invalid without a reason.
    """
    check_may_make(by, collection.survey.dialogue)
    reason = because.strip()
    if not reason:
        raise Invalid(_("Skriv varför svaren utelämnas. Skälet står vid resultatet."), field="because")
    stored = _held(collection)
    ids = flagged_with(stored, flag)
    changed = 0
    for start in range(0, len(ids), ROWS_AT_ONCE):
        some = Response.objects.filter(pk__in=ids[start : start + ROWS_AT_ONCE], left_out_because="")
        changed += some.update(left_out_because=reason[:LONGEST_REASON])
    if changed:
        record(
            "survey.responses_left_out", collection.survey, by=by, at=now, collection=stored.slug, kind=flag,
            number=changed, reason=reason[:LONGEST_REASON],
        )  # fmt: skip
    return changed


@transaction.atomic
def put_back(*, collection: Collection, because: str, by: Official, now: datetime) -> int:
    """Count those again that were left out for a reason; how many they were."""
    check_may_make(by, collection.survey.dialogue)
    stored = _held(collection)
    theirs = Response.objects.filter(collection=stored, left_out_because=because).exclude(left_out_because="")
    changed = theirs.update(left_out_because="")
    if changed:
        record(
            "survey.responses_put_back", collection.survey, by=by, at=now, collection=stored.slug, number=changed,
            reason=because,
        )  # fmt: skip
    return changed


def _held(collection: Collection) -> Collection:
    return held(Collection.objects).get(pk=collection.pk)
