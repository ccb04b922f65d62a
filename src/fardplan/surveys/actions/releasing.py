"""How the population divides, publishing a result, and withdrawing it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fardplan.analysis.disclosure import Wait
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.people.models import Official
from fardplan.surveys.actions.preparing import check_may_make, record
from fardplan.surveys.definition import Question
from fardplan.surveys.models import Collection, Margin, Release, Survey, Tally
from fardplan.surveys.queries.counting import counts_of
from fardplan.surveys.queries.releasing import plan_of, prepare
from fardplan.surveys.results import deciding, shape
from fardplan.surveys.rules import may_publish_now

LONGEST_REASON = 300


@transaction.atomic
def set_margin(
    *, collection: Collection, question: str, shares: Mapping[str, float], source: str, by: Official, now: datetime
) -> Margin:
    """How many of the population are in each class of a background question, as numbers or shares.

    Raises Invalid for a question that is no background, a class it does not have, a number that is none, fewer than two
    classes with people, or no source.
    """
    check_may_make(by, collection.survey.dialogue)
    held(Collection.objects).get(pk=collection.pk)
    asked = background_question(collection, question)
    unknown = [code for code in shares if code not in asked.codes]
    if unknown:
        raise Invalid(_("Frågan har inget svarsalternativ %(code)s.") % {"code": unknown[0]}, field="shares")
    if any(not math.isfinite(share) or share < 0 for share in shares.values()):
        raise Invalid(_("Skriv ett tal som är noll eller större för varje klass."), field="shares")
    kept = {code: shares[code] for code in asked.codes if shares.get(code)}
    if len(kept) < 2:
        raise Invalid(_("Minst två klasser måste ha ett tal större än noll."), field="shares")
    if not source.strip():
        raise Invalid(_("Skriv var siffrorna kommer ifrån. Det står vid resultatet."), field="source")
    margin, _made = Margin.objects.update_or_create(
        collection=collection, question=question, defaults={"shares": kept, "source": source.strip()[:300]}
    )
    record(
        "survey.margin_set", collection.survey, by=by, at=now, collection=collection.slug, question=question,
        shares=kept, source=margin.source,
    )  # fmt: skip
    return margin


@transaction.atomic
def remove_margin(*, collection: Collection, question: str, by: Official, now: datetime) -> None:
    """No longer weigh by a background question."""
    check_may_make(by, collection.survey.dialogue)
    held(Collection.objects).get(pk=collection.pk)
    removed, _each = Margin.objects.filter(collection=collection, question=question).delete()
    if removed:
        record("survey.margin_removed", collection.survey, by=by, at=now, collection=collection.slug, question=question)


def background_question(collection: Collection, name: str) -> Question:
    """A background question of what the collection asks. Raises Invalid."""
    for question in plan_of(collection, ()).backgrounds:
        if question.name == name:
            return question
    raise Invalid(_("Enkäten har ingen bakgrundsfråga som heter %(name)s.") % {"name": name}, field="question")


@transaction.atomic
def publish_release(
    *, collection: Collection, seen: str, by: Official, now: datetime, printed: str | None = None
) -> Release:
    """Make the result public, worked out from the counts the official has `seen` (`Tally.counted_at` as ISO text).

    `printed` is the `shape.fingerprint` of the result the official looked at; None when nobody did.
    Raises Conflict when it has been counted anew since or would say something else, when it is too early, and when
    there is nothing new to show.
    """
    check_may_make(by, collection.survey.dialogue)
    stored = held(Collection.objects).get(pk=collection.pk)
    stored.survey = Survey.objects.select_related("dialogue").get(pk=stored.survey_id)
    if not may_publish_now(stored, now=now):
        raise Conflict(
            _("Resultatet kan publiceras när insamlingen har stängt."),
            what_next=_("Vill ni visa resultat i omgångar medan den är öppen väljer ni det i enkätens inställningar."),
        )
    tally = Tally.objects.filter(collection=stored).first()
    if tally is None or tally.counted_at.isoformat() != seen:
        raise Conflict(
            _("Svaren har räknats om sedan du såg resultatet."),
            what_next=_("Gå tillbaka och se vad som blir publikt nu."),
        )
    prepared = prepare(stored, counts_of(tally), now=now)
    if prepared.waits is not None:
        raise Conflict(why_it_waits(prepared.waits))
    assert prepared.result is not None  # noqa: S101 - one or the other
    assert prepared.state is not None  # noqa: S101
    if printed is not None and printed != shape.fingerprint(prepared.result):
        raise Conflict(
            _("Resultatet skulle inte bli det du såg: befolkningens siffror eller enkätens inställningar har ändrats."),
            what_next=_("Gå tillbaka och se vad som blir publikt nu."),
        )
    last: int | None = Release.objects.filter(collection=stored).aggregate(last=Max("number"))["last"]
    release = Release.objects.create(
        collection=stored,
        number=(last or 0) + 1,
        tables=shape.as_data(prepared.result),
        counts=deciding.as_data(prepared.state),
        responses=prepared.result.responses,
        published_at=now,
        published_by=by,
    )
    if stored.survey.results_published_at is None:
        stored.survey.results_published_at = now
        stored.survey.save(update_fields=["results_published_at"])
    record(
        "survey.result_published", stored.survey, by=by, at=now, collection=stored.slug, number=release.number,
        responses=release.responses, is_final=prepared.result.is_final,
    )  # fmt: skip
    return release


def why_it_waits(waits: Wait) -> str:
    """What is missing before anything new may be shown, in words."""
    new = ngettext("%(number)d nytt svar", "%(number)d nya svar", waits.new) % {"number": waits.new}
    return _(
        "Det finns inget nytt att publicera än: %(new)s, och det behövs %(needed)d. Färre skulle gå att räkna ut ur "
        "skillnaden mot det som redan är publikt."
    ) % {"new": new, "needed": waits.needed}


@transaction.atomic
def withdraw_release(*, release: Release, reason: str, by: Official, now: datetime) -> Release:
    """Take the result away from the public pages, with a reason. Nothing earlier is shown in its place.

    Raises Invalid without a reason, Conflict when it is not the latest or has been withdrawn.
    """
    check_may_make(by, release.collection.survey.dialogue)
    held(Collection.objects).get(pk=release.collection_id)
    stored = Release.objects.defer("tables", "counts").get(pk=release.pk)
    if not reason.strip():
        raise Invalid(_("Skriv varför resultatet dras tillbaka."), field="reason")
    newer = Release.objects.filter(collection=stored.collection_id, number__gt=stored.number).exists()
    if newer or stored.withdrawn_at is not None:
        raise Conflict(_("Resultatet visas inte längre."))
    stored.withdrawn_at = now
    stored.save(update_fields=["withdrawn_at"])
    record(
        "survey.result_withdrawn", release.collection.survey, by=by, at=now, collection=release.collection.slug,
        number=stored.number, reason=reason.strip()[:LONGEST_REASON],
    )  # fmt: skip
    return stored
