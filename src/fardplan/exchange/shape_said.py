"""The part of the format about what has come in and what was answered: for the example, and for moving a site."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fardplan.contributions.models import Channel, ConductRule, Outcome, SenderKind
from fardplan.exchange.fields import CalendarDate, Key, Language, Line, Moment, Shape, Slug, Switch, Text, choice_of


class ReplyShape(Shape):
    """One answer; it may answer many contributions."""

    name: Key = Field(description="What contributions call it in this file.")
    text: Text = Field("", description="The answer.")
    outcome: Annotated[Outcome, choice_of(Outcome)] | None = Field(
        None, description="What became of it; required before publishing."
    )
    reason: Text = Field("", description="Why; required for not_accepted and partly before publishing.")
    forwarded_to: Line = Field("", max_length=160, description="To whom it was forwarded; required for out_of_scope.")
    signed_as: Line = Field("", max_length=120, description="Who signs it.")
    created: Moment = Field(description="When it was written.")
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    example: Switch | None = Field(None, description="Whether this is example text.")


class HiddenShape(Shape):
    """That a contribution is hidden, and why."""

    at: Moment = Field(description="When.")
    rule: Annotated[ConductRule, choice_of(ConductRule)] = Field(description="The rule it breaks.")
    reason: Text = Field(min_length=1, description="Why.")


class ContributionShape(Shape):
    """One point of a submission."""

    text: Text = Field("", description="The point; without it the whole text of the submission.")
    proposed_text: Text = Field("", description="A proposal for new words.")
    draft: Line | None = Field(None, max_length=12, description="The number of the draft it is about.")
    section: Key | None = Field(None, description="The key of a section in that draft.")
    passage: Key | None = Field(None, description="The key of a passage in that draft.")
    day: Slug | None = Field(None, description="The slug of the day it is about.")
    read: Moment | None = Field(None, description="When it was read.")
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    hidden: HiddenShape | None = Field(None, description="That it is hidden.")
    reply: Key | None = Field(None, description="The name of the reply that answers it.")


class SubmissionShape(Shape):
    """What came in, exactly as it came in."""

    received: Moment = Field(description="When it came in.")
    channel: Annotated[Channel, choice_of(Channel)] = Field(Channel.WEB, description="By which way.")
    sender_kind: Annotated[SenderKind, choice_of(SenderKind)] = Field(SenderKind.UNKNOWN, description="Who sent it.")
    sender: Line = Field("", max_length=160, description="The sender described, never by a person's name.")
    municipality: Line = Field("", max_length=80, description="The sender's municipality.")
    heading: Line = Field("", max_length=120, description="A heading; without it the first words.")
    text: Text = Field(min_length=1, description="The whole text.")
    proposed_text: Text = Field("", description="A proposal for new words.")
    language: Language = Field("sv", description="The language it is written in.")
    source: Line = Field("", max_length=300, description="Where it comes from.")
    registered: Moment | None = Field(None, description="When it was taken down at the desk.")
    dated: CalendarDate | None = Field(None, description="The date that stands on the letter itself.")
    contributions: list[ContributionShape] = Field(
        [], description="Its points; without them it is one point about the whole."
    )
    example: Switch | None = Field(None, description="Whether this is example text.")
