"""Who may do what with the sheets of the rooms, and how far one has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_register
from fardplan.people.models import Official
from fardplan.rooms.models import RoomNote

MOST_ROOMS = 60
MOST_QUESTIONS = 12
MOST_POINTS = 300  # in one sheet, those taken away counted too
LONGEST_POINT = 1_000
LONGEST_REMARK = 1_000


class Stage(models.TextChoices):
    """How far a sheet has come."""

    EMPTY = "empty", _("inte påbörjad")
    WRITING = "writing", _("skrivs")
    CHECKING = "checking", _("stäms av med rummet")
    REGISTERED = "registered", _("inskickad")


def stage_of(note: RoomNote) -> Stage:
    if note.submission_id is not None:
        return Stage.REGISTERED
    if note.finished_at is not None:
        return Stage.CHECKING
    return Stage.EMPTY if note.worded_at is None else Stage.WRITING


def may_keep_rooms(official: Official | None, dialogue: Dialogue) -> bool:
    """Make sheets, hand out their links, read along and register: as everything else that is taken down for others."""
    return may_register(official, dialogue)


def is_open(note: RoomNote) -> bool:
    """Whether the sheet can be written in: until it has been registered."""
    return note.submission_id is None
