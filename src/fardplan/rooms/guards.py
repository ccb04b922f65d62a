"""What the database itself refuses: a registered room note never changes, and nothing anybody wrote is deleted."""

from __future__ import annotations

from fardplan.base.guards import Guard, register

register(
    Guard(
        "registered_room_note_is_not_changed",
        table="rooms_roomnote",
        event="UPDATE",
        columns=("day_id", "title", "who", "finished_at", "registered_at", "submission_id"),
        when="OLD.submission_id IS NOT NULL",
        message="a room note that has been registered never changes",
    ),
    Guard(
        "registered_room_point_is_not_changed",
        table="rooms_roompoint",
        event="UPDATE",
        columns=("note_id", "question_id", "asked", "text", "position", "removed_at", "contribution_id"),
        when="OLD.contribution_id IS NOT NULL",
        message="a room note that has been registered never changes",
    ),
    Guard(
        "room_point_is_not_deleted",
        table="rooms_roompoint",
        event="DELETE",
        message="what a room wrote is taken away from its sheet, never deleted",
    ),
    Guard(
        "room_remark_is_not_changed",
        table="rooms_roomremark",
        event="UPDATE",
        columns=("answer_id", "point_id", "words", "text", "given_at"),
        message="what has come in never changes",
    ),
    Guard(
        "room_remark_is_not_deleted",
        table="rooms_roomremark",
        event="DELETE",
        message="what has come in never changes",
    ),
)
