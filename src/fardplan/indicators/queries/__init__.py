"""What the indicators say: to everyone, at the desk, and to those who weigh a survey."""

from fardplan.indicators.queries.figures import Figures, Line, figures_of
from fardplan.indicators.queries.lists import (
    access_indicator,
    access_table,
    at_desk,
    fetches_of,
    how_many_published,
    published,
    published_about,
    published_since,
    tables_of,
)
from fardplan.indicators.queries.pictures import Picture, picture_of
from fardplan.indicators.queries.weighing import (
    Benchmark,
    GroupShare,
    WeightingMargin,
    age_margin,
    benchmark,
    source_text,
    weighting_margin,
)

__all__ = [
    "Benchmark",
    "Figures",
    "GroupShare",
    "Line",
    "Picture",
    "WeightingMargin",
    "access_indicator",
    "access_table",
    "age_margin",
    "at_desk",
    "benchmark",
    "fetches_of",
    "figures_of",
    "how_many_published",
    "picture_of",
    "published",
    "published_about",
    "published_since",
    "source_text",
    "tables_of",
    "weighting_margin",
]
