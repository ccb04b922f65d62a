"""The part of the format about what became of it all: what was decided, and who was told."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fardplan.exchange.fields import CalendarDate, Key, Line, Moment, Shape, Switch, Text, WebAddress, Whole, choice_of
from fardplan.ledger.models import MotionOutcome


class MotionShape(Shape):
    """What somebody asked for when the matter was decided."""

    name: Line = Field(min_length=1, max_length=12, description="Its number, for example Y1.")
    text: Text = Field(min_length=1, description="What it asks for.")
    made_by: Line = Field("", max_length=120, description="By whom.")
    outcome: Annotated[MotionOutcome, choice_of(MotionOutcome)] = Field(description="What became of it.")
    dissent: Text = Field("", description="A reservation or a separate statement.")


class DecisionShape(Shape):
    """What a board or an assembly decided."""

    name: Key = Field(description="What traces call it in this file.")
    title: Line = Field(min_length=1, max_length=200, description="The decision in short.")
    body: Line = Field(min_length=1, max_length=160, description="Who decided.")
    item_no: Line = Field("", max_length=40, description="The paragraph of the minutes.")
    decided: CalendarDate = Field(description="When.")
    text: Text = Field("", description="More about it.")
    minutes: WebAddress | None = Field(None, max_length=200, description="A link to the minutes.")
    draft: Line | None = Field(None, max_length=12, description="The number of the draft it adopted.")
    motions: list[MotionShape] = Field([], description="The motions, in order.")
    example: Switch | None = Field(None, description="Whether this is an example.")


class TellingShape(Shape):
    """That those who left an address were told what became of what they said, for one draft."""

    draft: Line = Field(min_length=1, max_length=12, description="The number of the draft.")
    asked: Moment = Field(description="When an official asked for it.")
    finished: Moment | None = Field(None, description="When everyone had been told.")
    people: Whole = Field(0, description="How many were told.")
    without_address: Whole = Field(0, description="How many had left no address.")
    failed: Whole = Field(0, description="How many letters could not be written.")
