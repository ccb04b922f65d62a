"""The part of the format about the state of things in numbers: tables of statistics, and indicators taken from them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fardplan.exchange.fields import (
    Code,
    FilePath,
    Key,
    Line,
    LongWebAddress,
    Moment,
    Shape,
    Slug,
    Switch,
    Text,
    choice_of,
)
from fardplan.indicators.models import GoodDirection


class StatisticalTableShape(Shape):
    """A table of official statistics, as its producer published it."""

    slug: Slug = Field(description="What indicators call it.")
    title: Line = Field(min_length=1, max_length=300, description="What the table is called.")
    source: Line = Field(min_length=1, max_length=200, description="Whose numbers they are.")
    licence: Line = Field("", max_length=200, description="On what terms they may be shown.")
    file: FilePath = Field(description="The file: JSON-stat 2 (or 1), PC-Axis (.px) or an answer from Kolada.")
    file_name: Line = Field("", max_length=120, description="What the file was called; without it the file's own.")
    table_file: FilePath | None = Field(
        None, description="The table as JSON-stat 2, when it says more than the file: names fetched beside the numbers."
    )
    address: LongWebAddress | None = Field(None, description="Where it was fetched; without it somebody uploaded it.")
    brought: Moment = Field(description="When it was fetched or uploaded.")


class ChosenShape(Shape):
    """Which values of one dimension are meant."""

    dimension: Code = Field(min_length=1, description="The code of the dimension in the table.")
    codes: list[Code] = Field(min_length=1, description="One code, or in one of the dimensions several to compare.")


class NameShape(Shape):
    """What a value is called here, where the table calls it something else or has only its code."""

    code: Code = Field(min_length=1, description="The code of the value.")
    name: Line = Field(min_length=1, max_length=120, description="What it is called.")


class IndicatorShape(Shape):
    """Some numbers of a table that tell how things are."""

    slug: Slug = Field(description="The last part of its address.")
    heading: Line = Field(min_length=1, max_length=160, description="What it shows, in plain words.")
    table: Slug = Field(description="The slug of the table.")
    choice: list[ChosenShape] = Field([], description="What is chosen of each dimension but time.")
    names: list[NameShape] = Field([], description="Names of its own for some of the values.")
    time: Code = Field("", description="The dimension that is time, in a table that does not say which.")
    why: Text = Field("", description="Why it is followed.")
    section: Key | None = Field(None, description="The key of the section of the strategy it belongs to.")
    unit: Line = Field("", max_length=80, description="The unit in plain words, where the table's is not.")
    good: Annotated[GoodDirection, choice_of(GoodDirection)] = Field(
        GoodDirection.NEITHER, description="Whether higher is better, lower, or neither."
    )
    table_file: FilePath | None = Field(
        None, description="Its numbers as JSON-stat 2, when they are from an earlier file than the table's."
    )
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    example: Switch | None = Field(None, description="Whether the numbers are made up.")
