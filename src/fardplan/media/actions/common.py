"""What every action here begins with, and how it keeps files."""

from __future__ import annotations

from typing import IO

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from fardplan.base import pictures
from fardplan.base.errors import NotAllowed
from fardplan.dialogue.models import Day
from fardplan.media.rules import may_edit_media
from fardplan.people.models import Official

# A still picture fills a player, nothing wider.
POSTER_WIDTH = 1600


def check_may_edit(by: Official, day: Day) -> None:
    if not may_edit_media(by, day):
        raise NotAllowed(_("Din roll i dialogen räcker inte för att ändra sändningar, inspelningar och bilder."))


def replace_picture(into: FieldFile, upload: IO[bytes], *, folder: str, widest: int = 6000) -> None:
    """Point a field (of a row that is saved afterwards) to a new picture; the old one goes when that has held."""
    forget_picture(into)
    into.name = pictures.store(upload, folder=folder, widest=widest).name


def forget_picture(file: FieldFile) -> None:
    """Delete a picture from the storage once the transaction has held."""
    if name := str(file.name or ""):
        transaction.on_commit(lambda: pictures.remove(name))
