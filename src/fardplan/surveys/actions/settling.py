"""A survey's own settings, its place among the others, and throwing away one that was never published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import pictures
from fardplan.base.editing import write
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from fardplan.surveys.actions.preparing import check_may_make, record
from fardplan.surveys.models import Collection, Survey, SurveyVersion

LONGEST_REASON = 300


@transaction.atomic
def change_survey(
    *, survey: Survey, changes: Mapping[str, Any], reason: str, seen: str | None, by: Official, now: datetime
) -> Survey:
    """Name, address and what is shown. Raises ChangedMeanwhile; Invalid when the address is taken, when the survey has
    been published under it, or when more is to be shown while it is open and no `reason` is given."""
    check_may_make(by, survey.dialogue)
    stored = held(Survey.objects).select_related("dialogue").get(pk=survey.pk)
    before = {name: getattr(stored, name) for name in changes}
    _refuse_address(stored, changes.get("slug", stored.slug))
    _refuse_minimums(stored, changes)
    shown_before = stored.shown_while_open
    if changes.get("shown_while_open", shown_before) != shown_before and not reason.strip():
        raise Invalid(_("Skriv varför ni ändrar vad som visas medan enkäten är öppen."), field="reason")
    changed = write(stored, changes, seen=seen)
    told = {name: f"{before[name]} → {getattr(stored, name)}" for name in changed if name != "shown_while_open"}
    if told:
        record("survey.changed", stored, by=by, at=now, **told)
    if "shown_while_open" in changed:
        shown = f"{shown_before} → {stored.shown_while_open}"
        record("survey.shown_while_open_changed", stored, by=by, at=now, shown=shown, reason=reason.strip())
    return stored


def _refuse_address(stored: Survey, slug: str) -> None:
    if slug == stored.slug:
        return
    if stored.published_at is not None:
        raise Invalid(_("Enkäten är publicerad. Dess adress kan stå i brev och ändras inte."), field="slug")
    if Survey.objects.filter(dialogue=stored.dialogue_id, slug=slug).exists():
        raise Invalid(_("Det finns redan en enkät med den adressen."), field="slug")


def _refuse_minimums(stored: Survey, changes: Mapping[str, Any]) -> None:
    public = changes.get("public_minimum", stored.public_minimum)
    desk = changes.get("desk_minimum", stored.desk_minimum)
    if desk < 5:
        raise Invalid(_("Minst 5: mindre grupper kan peka ut en person."), field="desk_minimum")
    if public < desk:
        raise Invalid(
            _("Alla får inte se mindre grupper än skrivbordet gör. Skriv minst %(least)d.") % {"least": desk},
            field="public_minimum",
        )


@transaction.atomic
def move_survey(*, survey: Survey, step: int, by: Official, now: datetime) -> None:
    """One step up (-1) or down (1) among the dialogue's surveys."""
    check_may_make(by, survey.dialogue)
    held(Dialogue.objects).get(pk=survey.dialogue_id)
    surveys = list(held(Survey.objects).filter(dialogue=survey.dialogue_id).order_by("position", "id"))
    at = next((place for place, each in enumerate(surveys) if each.pk == survey.pk), None)
    if at is None or not 0 <= at + step < len(surveys):
        return
    surveys.insert(at + step, surveys.pop(at))
    for place, each in enumerate(surveys):
        each.position = place
    Survey.objects.bulk_update(surveys, ["position"])
    record("survey.moved", survey, by=by, at=now, place=at + step + 1)


@transaction.atomic
def throw_survey_away(*, survey: Survey, by: Official, now: datetime) -> None:
    """Only one that has neither been published nor has a collection: what people have met is kept. Raises Conflict."""
    check_may_make(by, survey.dialogue)
    stored = held(Survey.objects).get(pk=survey.pk)
    if SurveyVersion.objects.filter(survey=stored).exists() or Collection.objects.filter(survey=stored).exists():
        raise Conflict(
            _("Enkäten är publicerad eller har en insamling och går inte att kasta."),
            what_next=_("Stäng i stället insamlingarna."),
        )
    record("survey.thrown_away", survey, by=by, at=now, name=stored.name)
    for file in stored.pictures.values_list("file", flat=True):
        transaction.on_commit(partial(pictures.remove, file))
    stored.delete()
