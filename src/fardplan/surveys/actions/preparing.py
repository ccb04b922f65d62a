"""Writing a survey and publishing a version of it; the collections by which it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, pictures
from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from fardplan.surveys.definition import Definition, as_data, canonical, hash_of, problems_of
from fardplan.surveys.models import Collection, Survey, SurveyPicture, SurveyVersion
from fardplan.surveys.rules import FURTHEST, MOST_COLLECTIONS, MOST_SURVEYS, may_make_surveys


def check_may_make(by: Official, dialogue: Dialogue) -> None:
    if not may_make_surveys(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att ändra enkäter."))


def record(action: str, survey: Survey, *, by: Official, at: datetime, **detail: Any) -> None:
    audit.record(action, on=survey, by=by, at=at, dialogue_id=survey.dialogue_id, **detail)


@transaction.atomic
def make_survey(
    *, dialogue: Dialogue, slug: str, name: str, definition: Definition, by: Official, now: datetime
) -> Survey:
    """A new survey that nobody but the desk sees. Raises Invalid when the address is taken."""
    check_may_make(by, dialogue)
    held(Dialogue.objects).get(pk=dialogue.pk)
    others = Survey.objects.filter(dialogue=dialogue)
    if others.filter(slug=slug).exists():
        raise Invalid(_("Det finns redan en enkät med den adressen."), field="slug")
    if others.count() >= MOST_SURVEYS:
        raise Invalid(_("En dialog kan ha högst %(most)d enkäter.") % {"most": MOST_SURVEYS})
    last: int | None = others.aggregate(last=Max("position"))["last"]
    survey = Survey.objects.create(
        dialogue=dialogue, slug=slug, name=name, draft=as_data(definition), position=0 if last is None else last + 1
    )
    record("survey.made", survey, by=by, at=now)
    return survey


@transaction.atomic
def save_draft(*, survey: Survey, definition: Definition, revision: int, by: Official, now: datetime) -> Survey:
    """Keep what the desk has written. Raises ChangedMeanwhile when somebody else saved since `revision`."""
    check_may_make(by, survey.dialogue)
    stored = held(Survey.objects).select_related("dialogue").get(pk=survey.pk)
    if stored.revision != revision:
        raise ChangedMeanwhile(stored)
    data = as_data(definition)
    if data != stored.draft:
        stored.draft, stored.revision = data, stored.revision + 1
        stored.save(update_fields=["draft", "revision"])
        record("survey.draft_saved", stored, by=by, at=now, revision=stored.revision)
    return stored


@transaction.atomic
def publish_version(*, survey: Survey, by: Official, now: datetime, seen: str = "") -> SurveyVersion:
    """Freeze the draft: from now on this is what is asked. The latest version is returned when nothing has changed.

    `seen` is the hash of what was looked through before; Conflict is raised when that is no longer what is written.
    Raises Invalid as long as anything is wrong with it.
    """
    check_may_make(by, survey.dialogue)
    stored = held(Survey.objects).select_related("dialogue").get(pk=survey.pk)
    definition = stored.drafted
    problems = problems_of(definition)
    if problems:
        raise Invalid(
            _("Enkäten kan inte publiceras än: %(problem)s") % {"problem": problems[0].message},
            what_next=_("Rätta det som står i listan över fel och försök igen."),
        )
    latest = SurveyVersion.objects.filter(survey=stored).order_by("-number").first()
    sha256 = hash_of(definition)
    if seen not in {"", sha256}:
        raise Conflict(
            _("Någon har ändrat enkäten sedan du öppnade sidan."),
            what_next=_("Ingenting har publicerats. Läs igenom det som är nytt och publicera sedan."),
        )
    if latest is not None and latest.sha256 == sha256:
        return latest
    version = SurveyVersion.objects.create(
        survey=stored,
        number=latest.number + 1 if latest is not None else 1,
        definition=canonical(definition).decode(),
        sha256=sha256,
        published_at=now,
    )
    record("survey.version_published", stored, by=by, at=now, version=version.number, sha256=sha256)
    stored.published_at = stored.published_at or now
    stored.removed = []
    stored.save(update_fields=["published_at", "removed"])
    _forget_pictures(stored)
    return version


def _forget_pictures(survey: Survey) -> None:
    """Pictures that were tried and that no version holds."""
    versions = list(SurveyVersion.objects.filter(survey=survey).values_list("definition", flat=True))
    for picture in SurveyPicture.objects.filter(survey=survey):
        if not any(picture.file in version for version in versions):
            transaction.on_commit(partial(pictures.remove, picture.file))
            picture.delete()


def check_times(opens_at: datetime, closes_at: datetime, *, now: datetime) -> None:
    """Raises Invalid for times nobody can have meant."""
    if closes_at <= opens_at:
        raise Invalid(_("Insamlingen måste stänga efter att den har öppnat."), field="closes_at")
    if closes_at > now + FURTHEST:
        raise Invalid(_("Välj en sista dag som ligger högst tio år fram."), field="closes_at")


@transaction.atomic
def add_collection(*, survey: Survey, fields: Mapping[str, Any], by: Official, now: datetime) -> Collection:
    """Another way to answer. `fields` are its own. Raises Invalid when the address or the code is taken."""
    check_may_make(by, survey.dialogue)
    held(Survey.objects).get(pk=survey.pk)
    others = Collection.objects.filter(survey=survey)
    if others.filter(slug=fields["slug"]).exists():
        raise Invalid(_("Enkäten har redan en insamling med den adressen."), field="slug")
    if fields.get("code") and Collection.objects.filter(code=fields["code"]).exists():
        raise Invalid(_("Koden används redan. Välj en annan."), field="code")
    check_times(fields["opens_at"], fields["closes_at"], now=now)
    if others.count() >= MOST_COLLECTIONS:
        raise Invalid(_("En enkät kan ha högst %(most)d insamlingar.") % {"most": MOST_COLLECTIONS})
    collection = Collection.objects.create(survey=survey, position=others.count(), **fields)
    record("survey.collection_added", survey, by=by, at=now, collection=collection.slug, way=collection.kind)
    return collection
