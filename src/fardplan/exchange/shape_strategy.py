"""The part of the format about the text: drafts, what happened between them, and why."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fardplan.exchange.fields import (
    Exact,
    Key,
    Label,
    Language,
    Line,
    Moment,
    Shape,
    Slug,
    Switch,
    Text,
    Whole,
    choice_of,
)
from fardplan.strategy.models import ChangeKind, DescentKind, SectionKind, Subject


class PassageShape(Shape):
    """The smallest text with an address of its own."""

    key: Key = Field(description="Its name in addresses; the same in every draft.")
    code: Line = Field("", max_length=12, description="What people call it, for example A1.1.")
    heading: Line = Field("", max_length=300, description="Its heading.")
    text: Text = Field(min_length=1, description="Its text, in simple Markdown.")


class SectionShape(Shape):
    """A heading and what stands under it: passages first, then sections within it."""

    key: Key = Field(description="Its name in addresses; the same in every draft.")
    kind: Annotated[SectionKind, choice_of(SectionKind)] = Field(
        SectionKind.TEXT, description="What the section is in the strategy."
    )
    code: Line = Field("", max_length=12, description="What people call it, for example A1.")
    heading: Line = Field(min_length=1, max_length=300, description="Its heading.")
    passages: list[PassageShape] = Field([], description="Its passages, in order.")
    sections: list[SectionShape] = Field([], description="Sections within it, in order.")


class DescentShape(Shape):
    """That a passage took over words from another, of the draft published before."""

    key: Key = Field(description="The key of the passage in this draft.")
    from_key: Key = Field(description="The key of the passage the words came from.")
    kind: Annotated[DescentKind, choice_of(DescentKind)] = Field(description="How.")


class WordsShape(Shape):
    """How a passage or a section read, exactly."""

    code: Line = Field("", max_length=12, description="What people called it.")
    heading: Line = Field("", max_length=300, description="Its heading.")
    text: Exact = Field("", description="Its text.")
    place: Line = Field("", max_length=320, description="The section it stood in.")


class TraceShape(Shape):
    """Why a change was made: a contribution, a motion or a decision; exactly one of them."""

    contribution: Label | None = Field(None, description="Its number as people see it: S-031, or S-031.2.")
    decision: Key | None = Field(None, description="The name of a decision in this file.")
    motion: Line | None = Field(None, max_length=12, description="The number of a motion in that decision.")
    drawn: Moment | None = Field(None, description="When this was said; without it when the draft was published.")


class ChangeShape(Shape):
    """What happened to one passage or section between a draft and the one published before it."""

    key: Key = Field(description="The key of the passage or section.")
    subject: Annotated[Subject, choice_of(Subject)] = Field(Subject.PASSAGE, description="Which of them it is.")
    number: Whole | None = Field(None, ge=1, description="7 for C-7. With it everything is taken as it stands here.")
    since: Line | None = Field(None, max_length=12, description="The number of the draft it was before.")
    kind: Annotated[ChangeKind, choice_of(ChangeKind)] | None = Field(None, description="What happened to it.")
    moved: Switch = Field(default=False, description="Whether it also moved.")
    from_keys: list[Key] = Field([], description="The keys it came from.")
    into_keys: list[Key] = Field([], description="The keys it became.")
    before: WordsShape | None = Field(None, description="How it read before.")
    after: WordsShape | None = Field(None, description="How it read after.")
    editorial: Switch = Field(default=False, description="Whether the change is editorial only.")
    reason: Text = Field("", description="Why.")
    traces: list[TraceShape] = Field([], description="Because of whom.")


class DraftShape(Shape):
    """One version of the whole text."""

    number: Line = Field(min_length=1, max_length=12, description="For example 0.3.")
    title: Line = Field("", max_length=200, description="A name for it.")
    note: Text = Field("", description="What is new in it.")
    published: Moment | None = Field(None, description="When it was published; a published draft never changes.")
    sections: list[SectionShape] = Field([], description="The text.")
    descents: list[DescentShape] = Field(
        [], description="Passages of this draft that took over words from others of the draft published before it."
    )
    changes: list[ChangeShape] = Field(
        [],
        description="What happened since the draft published before it, in order. Without a number it says only what "
        "an editor has said (reason, editorial, traces); the rest is computed when the draft is published.",
    )
    example: Switch | None = Field(None, description="Whether this is example text.")


class StrategyShape(Shape):
    """What the dialogue is about."""

    slug: Slug = Field(description="Its name in the database; never shown.")
    title: Line = Field(min_length=1, max_length=200, description="Its title.")
    summary: Text = Field("", description="What it is, in short.")
    language: Language = Field("sv", description="The language it is written in.")
    drafts: list[DraftShape] = Field([], description="The drafts, oldest first.")
