"""The part of the format about surveys: what they ask, how people were asked, what was answered and published.

Definitions and published results are JSON files beside the dialogue file. Responses are a file with one JSON object on
each line, so that a hundred thousand of them never stand in memory at once.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fardplan.exchange.fields import (
    Answers,
    CalendarDate,
    FilePath,
    Label,
    Line,
    Moment,
    Sha256,
    Shape,
    Share,
    ShortCode,
    Switch,
    Text,
    ThemeSlug,
    Whole,
    choice_of,
)
from fardplan.surveys.models import CollectionKind, ShownWhileOpen, Source, WaveChannel


class SurveyVersionShape(Shape):
    """What a survey asks, as it was published. It never changes."""

    number: Whole = Field(ge=1, description="1, 2, 3 …")
    file: FilePath = Field(description="The definition, as JSON.")
    sha256: Sha256 = Field(
        description="The SHA-256 of its JSON with the keys in order and no spaces; what differs is refused."
    )
    published: Moment = Field(description="When it was published.")


class ShareShape(Shape):
    """One class of the population."""

    code: ShortCode = Field(description="The code of the answer.")
    share: Share = Field(description="How many they are, or how large a part; only proportions matter.")


class MarginShape(Shape):
    """How the population divides over the answers to a background question; responses are weighted to it."""

    question: ShortCode = Field(description="The name of the question.")
    shares: list[ShareShape] = Field(min_length=1, description="Each class.")
    source: Line = Field(max_length=300, description="Where the numbers come from.")


class BreakOffShape(Shape):
    """How many gave up at a page."""

    page: Whole = Field(description="The page, from 0.")
    number: Whole = Field(description="How many.")


class IneligibleShape(Shape):
    """How many turned out not to belong to the sample."""

    because: Line = Field(min_length=1, max_length=120, description="Why: has moved away.")
    number: Whole = Field(ge=1, description="How many.")


class WaveShape(Shape):
    """Invitations that went out together: how many, never to whom."""

    number: Whole = Field(ge=1, description="1, 2, 3 …")
    name: Line = Field(min_length=1, max_length=120, description="Its name.")
    channel: Annotated[WaveChannel, choice_of(WaveChannel)] = Field(description="By which way.")
    subject: Line = Field("", max_length=160, description="The subject of the mail.")
    text: Text = Field("", description="The words of the letter.")
    reminder_subject: Line = Field("", max_length=160, description="The subject of the reminder.")
    reminder_text: Text = Field("", description="The words of the reminder.")
    most_reminders: Whole = Field(2, le=20, description="How many reminders at most.")
    reminders: Whole = Field(0, le=20, description="How many have been sent.")
    created: Moment = Field(description="When it was made.")
    sent: Moment | None = Field(None, description="When it was sent.")
    reminded: Moment | None = Field(None, description="When the last reminder was sent.")
    invited: Whole = Field(le=1_000_000, description="How many were invited.")
    answered: Whole = Field(0, description="How many of them have answered.")
    ineligible: list[IneligibleShape] = Field([], description="Those who did not belong to the sample after all.")


class TextAnswerShape(Shape):
    """Which question a text answered that became a submission. It leads back to no response."""

    submission: Label = Field(description="The number of the submission: S-031.")
    question: ShortCode = Field(description="The name of the question.")


class ReleaseShape(Shape):
    """Public tables as they were published. They never change."""

    number: Whole = Field(ge=1, description="1, 2, 3 …; the last one is shown.")
    file: FilePath = Field(description="The tables, and the counts they were made from, as JSON.")
    responses: Whole = Field(description="How many responses they were made from.")
    published: Moment = Field(description="When it was published.")
    withdrawn: Moment | None = Field(None, description="When it was taken down.")


class CollectionShape(Shape):
    """One way answers came in: a series of its own."""

    slug: ThemeSlug = Field(description="Its name in addresses.")
    name: Line = Field(min_length=1, max_length=120, description="Its name.")
    kind: Annotated[CollectionKind, choice_of(CollectionKind)] = Field(
        description="How those who answered were found; only an invited random sample has intervals."
    )
    opens: Moment = Field(description="From when it can be answered.")
    closes: Moment = Field(description="The last second.")
    reopened: Moment | None = Field(None, description="When it was opened again after it had closed.")
    population: Line = Field("", max_length=200, description="Whom it is about.")
    note: Text = Field("", description="About how it was done.")
    code: Line = Field("", max_length=12, description="The code that lets a group in.")
    keep_addresses_days: Whole = Field(
        14, le=3650, description="Addresses of those who were invited are erased this many days after it closes."
    )
    margins: list[MarginShape] = Field([], description="The population it is weighted to.")
    waves: list[WaveShape] = Field([], description="How people were invited.")
    break_offs: list[BreakOffShape] = Field([], description="Where people gave up.")
    responses_file: FilePath | None = Field(None, description="The responses, one JSON object on each line.")
    text_answers: list[TextAnswerShape] = Field([], description="The texts that became submissions.")
    releases: list[ReleaseShape] = Field([], description="Its published results, the oldest first.")
    example: Switch | None = Field(None, description="Whether the answers are generated.")


class SurveyShape(Shape):
    """A survey of the dialogue."""

    slug: ThemeSlug = Field(description="The last part of its address.")
    name: Line = Field(min_length=1, max_length=120, description="What the desk calls it.")
    public_minimum: Whole = Field(30, le=1000, description="Groups smaller than this are not shown to the public.")
    desk_minimum: Whole = Field(10, ge=5, le=1000, description="Groups smaller than this are not shown at the desk.")
    shown_while_open: Annotated[ShownWhileOpen, choice_of(ShownWhileOpen)] = Field(
        ShownWhileOpen.PARTICIPATION, description="What everybody sees before it closes."
    )
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    results_published: Moment | None = Field(None, description="When its results were first published.")
    draft_file: FilePath | None = Field(
        None, description="The definition as it is being written, as JSON; without it as the last version."
    )
    versions: list[SurveyVersionShape] = Field([], description="What has been published, the oldest first.")
    collections: list[CollectionShape] = Field([], description="The ways to answer, in order.")
    example: Switch | None = Field(None, description="Whether this is example material.")


class ResponseShape(Shape):
    """A line of the file of responses. Neither who answered nor when, but for the day."""

    version: Whole = Field(1, ge=1, description="The number of the version that was answered.")
    day: CalendarDate = Field(description="The day.")
    language: Line = Field("sv", max_length=11, description="The language it was answered in.")
    source: Annotated[Source, choice_of(Source)] = Field(Source.WEB, description="By which way it came.")
    answers: Answers = Field(
        description="What was answered; each must be an answer its question can have. `_written` where a text became a "
        "submission."
    )
    flags: list[ShortCode] = Field([], max_length=20, description="What looks odd.")
    left_out_because: Line = Field("", max_length=300, description="Why it is left out of the result.")
