"""What can be done with the sheets of the rooms. Keyword-only; each is one transaction with its audit entry."""

from fardplan.rooms.actions.checking import Wrong, answer_check
from fardplan.rooms.actions.preparing import (
    QUESTION_FIELDS,
    make_rooms,
    make_rooms_of_external,
    name_room,
    remove_room,
    renew_key,
    set_questions,
)
from fardplan.rooms.actions.registering import register_note
from fardplan.rooms.actions.writing import finish, put_back, save_point, say_who, take_away

__all__ = [
    "QUESTION_FIELDS",
    "Wrong",
    "answer_check",
    "finish",
    "make_rooms",
    "make_rooms_of_external",
    "name_room",
    "put_back",
    "register_note",
    "remove_room",
    "renew_key",
    "save_point",
    "say_who",
    "set_questions",
    "take_away",
]
