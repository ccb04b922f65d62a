"""The part of the format about a day as it happened: its script, questions, polls, captions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fardplan.exchange.fields import (
    CalendarDate,
    Label,
    Line,
    Moment,
    Option,
    Quantity,
    Shape,
    Switch,
    Text,
    ThemeSlug,
    Whole,
    choice_of,
)
from fardplan.live.choices import (
    AnsweredHow,
    CaptionLanguage,
    Checking,
    CueKind,
    HappeningKind,
    PollKind,
    ReactionKind,
    ResultsShown,
    Showing,
    Situation,
    WordsShown,
)


class CueShape(Shape):
    """A point of the script."""

    title: Line = Field(min_length=1, max_length=200, description="Its heading.")
    kind: Annotated[CueKind, choice_of(CueKind)] = Field(CueKind.TALK, description="What it is.")
    note: Text = Field("", description="A note for those who lead the broadcast; nobody else sees it.")
    planned: Moment = Field(description="When it was to begin.")
    seconds: Whole = Field(description="How long it was to be, in seconds.")
    session: Whole | None = Field(None, ge=1, description="The point of the programme it is, counted from 1.")
    began: Moment | None = Field(None, description="When it began.")
    ended: Moment | None = Field(None, description="When it ended.")
    skipped: Moment | None = Field(None, description="When it was skipped.")
    stood_still: Whole = Field(0, description="How many seconds the broadcast stood still while it went on.")
    of_programme: Switch = Field(default=False, description="Whether it came from the programme and follows it.")
    changed_here: Switch = Field(default=False, description="Whether it was written anew in the script.")


class QuestionShape(Shape):
    """A question to the stage. The contribution it is tells more, and has the reply when it was answered in writing."""

    text: Line = Field(min_length=1, max_length=500, description="The question.")
    contribution: Label = Field(description="The contribution it is: S-031.")
    name: Line = Field("", max_length=80, description="The name that was given.")
    municipality: Line = Field("", max_length=80, description="The municipality that was given.")
    theme: ThemeSlug | None = Field(None, description="Its category: the slug of a theme.")
    asked: Moment = Field(description="When it was asked.")
    shown: Moment | None = Field(None, description="Since when everybody sees it.")
    hidden: Moment | None = Field(None, description="When it was hidden.")
    merged_into: Whole | None = Field(None, ge=1, description="The question it was merged into, counted from 1.")
    queued: Moment | None = Field(None, description="When it was put in the queue to the stage.")
    queue_position: Whole = Field(0, description="Its place in the queue.")
    on_stage: Moment | None = Field(None, description="When it came on stage.")
    answered: Moment | None = Field(None, description="When it was answered.")
    answered_how: Annotated[AnsweredHow, choice_of(AnsweredHow)] | None = Field(None, description="How.")
    answered_second: Whole | None = Field(None, description="The second of the broadcast the answer begins at.")
    answered_by: Line = Field("", max_length=160, description="Who answered, by title.")
    support: Whole = Field(0, le=100_000, description="How many supported it. Nobody's support is in the file.")


class MarkShape(Shape):
    """A choice on a ballot."""

    option: Line | None = Field(None, max_length=160, description="The words of an option.")
    rank: Whole | None = Field(None, description="Its rank, when options are ranked.")
    number: Quantity | None = Field(None, description="A number, or a step of a scale.")
    word: Line | None = Field(None, max_length=60, description="A word.")


class BallotShape(Shape):
    """Ballots that are alike, without whose and when: they stand in no order that tells anything."""

    count: Whole = Field(1, ge=1, le=1_000_000, description="How many they are.")
    marks: list[MarkShape] = Field([], description="What was chosen.")


class PollWordShape(Shape):
    """A word of a word cloud."""

    word: Line = Field(min_length=1, max_length=60, description="The word.")
    stem: Line = Field(min_length=1, max_length=60, description="What its inflected forms have in common.")
    shown: Moment | None = Field(None, description="When it was shown.")
    hidden: Moment | None = Field(None, description="When it was hidden.")


class PollShape(Shape):
    """A poll, with its ballots."""

    kind: Annotated[PollKind, choice_of(PollKind)] = Field(PollKind.SINGLE, description="What kind of poll.")
    question: Line = Field(min_length=1, max_length=300, description="What is asked.")
    explanation: Line = Field("", max_length=300, description="An explanation.")
    results_shown: Annotated[ResultsShown, choice_of(ResultsShown)] = Field(
        ResultsShown.AFTER_VOTE, description="When participants see the results."
    )
    most_choices: Whole = Field(1, le=100, description="How many options one may choose.")
    scale_steps: Whole = Field(5, description="The steps of a scale.")
    least_label: Line = Field("", max_length=60, description="What the lowest step means.")
    most_label: Line = Field("", max_length=60, description="What the highest step means.")
    number_least: Quantity | None = Field(None, description="The smallest number taken.")
    number_most: Quantity | None = Field(None, description="The largest number taken.")
    unit: Line = Field("", max_length=30, description="The unit of the number.")
    words_shown: Annotated[WordsShown, choice_of(WordsShown)] = Field(
        WordsShown.CHECKED, description="When a word of a word cloud is shown."
    )
    words_needed: Whole = Field(3, ge=1, le=10_000, description="How many write a word before it is shown by itself.")
    options: list[Option] = Field([], description="What to choose among.")
    words: list[PollWordShape] = Field([], description="The words of a word cloud.")
    opened: Moment | None = Field(None, description="When it was opened.")
    closes: Moment | None = Field(None, description="When it was to close by itself.")
    closed: Moment | None = Field(None, description="When it was closed for good.")
    ballots: list[BallotShape] = Field([], description="The ballots.")


class CaptionLineShape(Shape):
    """A line of the captions typed or heard live."""

    text: Line = Field(min_length=1, max_length=500, description="The line.")
    language: Annotated[CaptionLanguage, choice_of(CaptionLanguage)] = Field(
        CaptionLanguage.SWEDISH, description="Its language."
    )
    began: Moment = Field(description="When its first word was typed or heard.")
    shown: Moment = Field(description="When it was shown.")
    automatic: Switch = Field(default=False, description="Whether a machine made it.")
    version: Whole = Field(1, ge=1, le=32_000, description="How many times it was written, with the first.")
    corrected: Moment | None = Field(None, description="When an official mended it afterwards.")


class HappeningShape(Shape):
    """Something that happened on the stage."""

    at: Moment = Field(description="When.")
    kind: Annotated[HappeningKind, choice_of(HappeningKind)] = Field(description="What.")
    title: Line = Field("", max_length=300, description="In words.")
    cue: Whole | None = Field(None, ge=1, description="The point of the script it was about, counted from 1.")
    question: Whole | None = Field(None, ge=1, description="The question it was about, counted from 1.")
    poll: Whole | None = Field(None, ge=1, description="The poll it was about, counted from 1.")


class ReactionShape(Shape):
    """How many reacted in one way during ten seconds."""

    kind: Annotated[ReactionKind, choice_of(ReactionKind)] = Field(description="How.")
    at: Moment = Field(description="When the ten seconds began.")
    count: Whole = Field(description="How many.")


class StageShape(Shape):
    """The day as it happened. A rehearsal stays where it was."""

    situation: Annotated[Situation, choice_of(Situation)] = Field(Situation.BEFORE, description="How it stands.")
    situation_since: Moment | None = Field(None, description="Since when.")
    cue: Whole | None = Field(None, ge=1, description="The point of the script going on, counted from 1.")
    message: Line = Field("", max_length=300, description="A message to everybody.")
    message_at: Moment | None = Field(None, description="When it was sent.")
    shows: Annotated[Showing, choice_of(Showing)] = Field(Showing.CODE, description="What the projector shows.")
    shown_question: Whole | None = Field(None, ge=1, description="Which question, counted from 1.")
    shown_poll: Whole | None = Field(None, ge=1, description="Which poll, counted from 1.")
    questions_open: Switch = Field(default=False, description="Whether questions are taken.")
    checking: Annotated[Checking, choice_of(Checking)] = Field(
        Checking.BEFORE, description="Whether questions are read before or after they are shown."
    )
    slow_seconds: Whole = Field(0, le=32_000, description="The least seconds between two questions from one browser.")
    reply_workdays: Whole = Field(5, le=365, description="Questions not reached are answered within so many workdays.")
    replies_due: CalendarDate | None = Field(None, description="When those answers come at the latest.")
    shows_exact_presence: Switch = Field(default=False, description="Whether it is shown how many follow, in figures.")
    takes_reactions: Switch = Field(default=True, description="Whether reactions are taken.")
    has_captions: Switch = Field(default=False, description="Whether the live captions are shown.")
    began: Moment | None = Field(None, description="When the broadcast began.")
    ended: Moment | None = Field(None, description="When it ended.")
    script: list[CueShape] = Field([], description="The script.")
    questions: list[QuestionShape] = Field([], description="The questions.")
    polls: list[PollShape] = Field([], description="The polls.")
    captions: list[CaptionLineShape] = Field([], description="The captions, line by line.")
    happenings: list[HappeningShape] = Field([], description="What happened, in order.")
    reactions: list[ReactionShape] = Field([], description="How those who followed reacted.")
