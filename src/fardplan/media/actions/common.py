"""What every action here begins with, and how it keeps files."""

from __future__ import annotations

from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from fardplan.base import pictures
from fardplan.base.editing import ChangedMeanwhile, fingerprint, values_of
from fardplan.base.errors import Invalid, NotAllowed
from fardplan.dialogue.models import Day
from fardplan.media.rules import may_edit_media
from fardplan.people.models import Official

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# A still picture fills a player, nothing wider.
POSTER_WIDTH = 1600


def check_may_edit(by: Official, day: Day) -> None:
    if not may_edit_media(by, day):
        raise NotAllowed(_("Din roll i dialogen räcker inte för att ändra sändningar, inspelningar och bilder."))


def replace_picture(into: FieldFile, upload: IO[bytes], *, folder: str, field: str, widest: int = 6000) -> None:
    """Point a field (of a row that is saved afterwards) to a new picture; the old one goes when that has held.

    Raises Invalid, naming the form's `field`.
    """
    try:
        kept = pictures.store(upload, folder=folder, widest=widest)
    except Invalid as error:
        raise Invalid(error.message, field=field) from error
    forget_picture(into)
    into.name = kept.name


def forget_picture(file: FieldFile) -> None:
    """Delete a picture from the storage once the transaction has held."""
    if name := str(file.name or ""):
        transaction.on_commit(lambda: pictures.remove(name))


def write_facts(thing: models.Model, facts: DataclassInstance, *, seen: str | None) -> None:
    """Set what an official said on a freshly read object; the caller saves it.

    `seen` is the fingerprint the form carried, None when there was no form. Raises ChangedMeanwhile.
    """
    said: dict[str, Any] = asdict(facts)
    if seen is not None and thing.pk is not None and fingerprint(values_of(thing, said)) != seen:
        raise ChangedMeanwhile(thing)
    for name, value in said.items():
        setattr(thing, name, value)
