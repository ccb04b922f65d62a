"""The part of the format about the notes of a day's rooms: what was asked, written, checked and registered."""

from __future__ import annotations

from pydantic import Field

from fardplan.exchange.fields import Line, Moment, Shape, Switch, Text, Whole


class RoomRemarkShape(Shape):
    """What somebody who was in the room says is wrong."""

    point: Whole | None = Field(None, ge=1, description="Which point of the note, from 1; without it the whole.")
    words: Text = Field("", description="The point as it read then.")
    text: Text = Field(min_length=1, description="What is wrong.")
    given: Moment = Field(description="When.")


class RoomAnswerShape(Shape):
    """What one browser answered when the room was asked whether its note is right. Nobody is known by it."""

    is_right: Switch = Field(description="Whether it was right.")
    given: Moment = Field(description="When.")
    remarks: list[RoomRemarkShape] = Field([], description="What was wrong, in order.")


class RoomPointShape(Shape):
    """One line of a note."""

    text: Text = Field(min_length=1, description="The line.")
    question: Line = Field(
        "", max_length=300, description="The question it answers, in the words of the note's or the day's questions."
    )
    asked: Line = Field("", max_length=300, description="The question as it read when the note was registered.")
    written: Moment = Field(description="When it was last written.")
    removed: Moment | None = Field(None, description="When it was taken away.")
    contribution: Line | None = Field(None, max_length=20, description="The contribution it became: S-031.2.")


class RoomNoteShape(Shape):
    """The note of one room. Its links are not in the file: it gets new ones where it is read in."""

    title: Line = Field(min_length=1, max_length=120, description="What the room is called.")
    room: Whole | None = Field(None, ge=1, description="Which of the day's external rooms, from 1.")
    who: Line = Field("", max_length=160, description="Who is in the room: roles and numbers, never names.")
    questions: list[Line] = Field([], description="Questions of its own, instead of those of the day.")
    points: list[RoomPointShape] = Field([], description="Its lines, in order.")
    worded: Moment | None = Field(None, description="When it was last written in.")
    finished: Moment | None = Field(None, description="When its host said that it was done.")
    registered: Moment | None = Field(None, description="When it was registered.")
    submission: Line | None = Field(None, max_length=20, description="The submission it became: S-031.")
    answers: list[RoomAnswerShape] = Field([], description="What the room said of it.")
