"""Writing in a survey's draft, one edit at a time, on what is stored just then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import pictures
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.people.models import Official
from fardplan.surveys.actions.preparing import check_may_make, record
from fardplan.surveys.definition import Definition, as_data
from fardplan.surveys.definition.editing import change_question, check_order, put_back, seen_of, take_away
from fardplan.surveys.definition.naming import names_in
from fardplan.surveys.definition.shape import Question
from fardplan.surveys.models import Survey, SurveyPicture

Edit = Callable[[Definition], Definition]
MOST_REMOVED = 40  # those that have lain longest go first
PICTURES = "survey-maps"
WIDEST = 2_400


@transaction.atomic
def edit_draft(*, survey: Survey, edit: Edit, by: Official, now: datetime) -> Survey:
    """Do an edit (`definition.editing`) on what is stored now. What the edit raises goes on, and nothing is written."""
    stored = _held(survey, by)
    _write(stored, edit(stored.drafted), by=by, now=now)
    return stored


@transaction.atomic
def remove_part(*, survey: Survey, name: str, seen: str, by: Official, now: datetime) -> Survey:
    """Take a page or a question out of the draft; it can be put back until the survey is published. Raises Gone."""
    stored = _held(survey, by)
    check_order(stored.drafted, seen)
    without, taken = take_away(stored.drafted, name)
    stored.removed = [*stored.removed, taken][-MOST_REMOVED:]
    _write(stored, without, by=by, now=now)
    return stored


@transaction.atomic
def put_part_back(*, survey: Survey, name: str, by: Official, now: datetime) -> Survey:
    """Put the page or the question that was last taken out under this name back where it stood."""
    stored = _held(survey, by)
    place = max((at for at, each in enumerate(stored.removed) if each["part"]["name"] == name), default=None)
    if place is None:
        raise Conflict(
            _("Det finns inget sådant att lägga tillbaka."),
            what_next=_("Någon annan kan redan ha lagt tillbaka det, eller så har enkäten publicerats sedan dess."),
        )
    taken = stored.removed[place]
    stored.removed = [each for at, each in enumerate(stored.removed) if at != place]
    _write(stored, put_back(stored.drafted, taken), by=by, now=now)
    return stored


@transaction.atomic
def rescue_question(*, survey: Survey, name: str, wanted: Question, by: Official, now: datetime) -> Survey:
    """Put a question back that somebody took out while another wrote in it, with what the other wrote."""
    stored = _held(survey, by)
    if name in names_in(stored.drafted):
        raise Conflict(_("En annan fråga har fått samma namn."), what_next=_("Välj ett annat namn och spara igen."))
    stored = put_part_back(survey=survey, name=name, by=by, now=now)
    back = stored.drafted.by_name[name]
    _write(stored, change_question(stored.drafted, name, wanted, seen=seen_of(back)), by=by, now=now)
    return stored


@transaction.atomic
def keep_picture(*, survey: Survey, upload: IO[bytes], by: Official) -> str:
    """Keep a picture for a map question, re-encoded; its name for `Grid.picture`. Raises Invalid, for `picture`."""
    check_may_make(by, survey.dialogue)
    try:
        kept = pictures.store(upload, folder=PICTURES, widest=WIDEST)
    except Invalid as error:
        raise Invalid(error.message, field="picture") from error
    SurveyPicture.objects.create(survey=survey, file=kept.name)
    return kept.name


def _held(survey: Survey, by: Official) -> Survey:
    check_may_make(by, survey.dialogue)
    return held(Survey.objects).select_related("dialogue").get(pk=survey.pk)


def _write(stored: Survey, definition: Definition, *, by: Official, now: datetime) -> None:
    data: dict[str, Any] = as_data(definition)
    if data == stored.draft:
        return
    stored.draft, stored.revision = data, stored.revision + 1
    stored.save(update_fields=["draft", "revision", "removed"])
    record("survey.draft_saved", stored, by=by, at=now, revision=stored.revision)
