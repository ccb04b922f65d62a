"""The part of the format about what has come in and what was answered: for the example, and for moving a site."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fardplan.contributions.models import (
    Answer,
    Channel,
    ConductRule,
    ContributionKind,
    Outcome,
    SenderKind,
    Stance,
    Standing,
)
from fardplan.exchange.fields import (
    CalendarDate,
    FilePath,
    Key,
    Language,
    Line,
    Moment,
    Quote,
    Shape,
    Slug,
    Switch,
    Text,
    ThemeSlug,
    Whole,
    choice_of,
)


class ThemeShape(Shape):
    """What contributions are about across passages."""

    slug: ThemeSlug = Field(description="What contributions call it, and its name in addresses.")
    name: Line = Field(min_length=1, max_length=80, description="Its name.")
    description: Line = Field("", max_length=300, description="What it holds.")
    is_public: Switch = Field(default=True, description="Whether everybody sees it; otherwise it is the desk's own.")


class StandardReplyShape(Shape):
    """Words to begin a reply with."""

    name: Line = Field(min_length=1, max_length=120, description="Its name in the bank.")
    outcome: Annotated[Outcome, choice_of(Outcome)] | None = Field(None, description="The outcome it goes with.")
    text: Text = Field(min_length=1, description="The answer.")
    reason: Text = Field("", description="Why.")


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
    standing: Annotated[Standing, choice_of(Standing)] = Field(
        Standing.OFFICIAL, description="Whether officials answer, or the answer is politically adopted."
    )
    adopted_by: Line = Field("", max_length=160, description="Who adopted it, with paragraph and date.")
    created: Moment = Field(description="When it was written.")
    ready: Moment | None = Field(None, description="When it was handed to a second reader.")
    approved: Moment | None = Field(None, description="When the second reader approved it.")
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    example: Switch | None = Field(None, description="Whether this is example text.")


class HiddenShape(Shape):
    """That a contribution is hidden, and why."""

    at: Moment = Field(description="When.")
    rule: Annotated[ConductRule, choice_of(ConductRule)] = Field(description="The rule it breaks.")
    reason: Text = Field(min_length=1, description="Why.")


class AttachmentShape(Shape):
    """A file that came with a submission."""

    file: FilePath = Field(description="The file.")
    name: Line = Field("", max_length=200, description="The name it came under; without it the file's own.")
    text_file: FilePath | None = Field(None, description="Its text, as a text file; without it the file is read anew.")
    page_starts: list[Whole] = Field([], description="Where in the text each page begins, in characters.")
    added: Moment | None = Field(None, description="When it was added; without it when the submission came in.")


class TakenShape(Shape):
    """Where in what came in a point was taken from."""

    attachment: Whole | None = Field(
        None, ge=1, description="Which attachment of the submission, from 1; without it the submission's own text."
    )
    start: Whole | None = Field(None, description="The first character, from 0.")
    end: Whole | None = Field(None, description="The character after the last.")


class VerdictShape(Shape):
    """What the sender thinks of what became of a contribution."""

    answer: Annotated[Answer, choice_of(Answer)] = Field(description="Whether it became as they meant.")
    text: Text = Field("", description="What we missed.")
    draft: Line | None = Field(None, max_length=12, description="The number of the draft they had seen.")
    given: Moment = Field(description="When.")
    handled: Moment | None = Field(None, description="When an official had taken care of it.")
    handled_with: Text = Field("", description="Why the reply stands, when it was not changed.")


class ContributionShape(Shape):
    """One point of a submission."""

    kind: Annotated[ContributionKind, choice_of(ContributionKind)] = Field(
        ContributionKind.VIEW, description="What kind of point it is."
    )
    text: Text = Field("", description="The point; without it the whole text of the submission.")
    proposed_text: Text = Field("", description="A proposal for new words.")
    draft: Line | None = Field(None, max_length=12, description="The number of the draft it is about.")
    section: Key | None = Field(None, description="The key of a section in that draft.")
    passage: Key | None = Field(None, description="The key of a passage in that draft.")
    quote: Quote = Field("", description="The words of the passage it is about.")
    quote_start: Whole | None = Field(None, description="Where in the passage those words begin, in characters from 0.")
    day: Slug | None = Field(None, description="The slug of the day it is about.")
    taken: TakenShape | None = Field(None, description="Where in what came in it was taken from.")
    themes: list[ThemeSlug] = Field([], description="The slugs of its themes.")
    read: Moment | None = Field(None, description="When it was read.")
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    hidden: HiddenShape | None = Field(None, description="That it is hidden.")
    reply: Key | None = Field(None, description="The name of the reply that answers it.")
    verdicts: list[VerdictShape] = Field([], description="What the sender said of what became of it, in order.")


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
    stance: Annotated[Stance, choice_of(Stance)] | None = Field(
        None, description="Where an organisation that answers a consultation stands on the whole."
    )
    about: Line = Field(
        "", max_length=140, description="What the sender said it was about, as the form writes it: stycke:a1-2@0.3."
    )
    attachments: list[AttachmentShape] = Field([], description="Files that came with it.")
    language: Language = Field("sv", description="The language it is written in.")
    source: Line = Field("", max_length=300, description="Where it comes from.")
    registered: Moment | None = Field(None, description="When it was taken down at the desk.")
    dated: CalendarDate | None = Field(None, description="The date that stands on the letter itself.")
    contributions: list[ContributionShape] = Field(
        [], description="Its points; without them it is one point about the whole."
    )
    example: Switch | None = Field(None, description="Whether this is example text.")

    @property
    def is_divided(self) -> bool:
        """Whether its points have numbers of their own, S-031.1: several, or one that was marked in it."""
        return len(self.contributions) > 1 or any(point.taken is not None for point in self.contributions)
