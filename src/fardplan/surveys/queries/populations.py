"""The population's figures for a background question, looked for in the dialogue's own tables of statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fardplan.analysis.statistical_tables import BadChoice, Dimension, Role, Table
from fardplan.analysis.statistical_tables.totals import totals_among
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.models import StatisticalTable
from fardplan.indicators.numbers import from_text
from fardplan.indicators.queries import WeightingMargin, age_margin, tables_of, weighting_margin
from fardplan.surveys.definition import Question, QuestionType


@dataclass(frozen=True)
class Offer:
    """A dimension of a table whose codes are the classes of the question: `shares` are of the latest time."""

    table: StatisticalTable
    dimension: str
    label: str
    shares: Mapping[str, float]
    source: str


def offers_for(dialogue: Dialogue, question: Question, labels: Mapping[str, str]) -> list[Offer]:
    """What the dialogue's tables have to weigh by: every dimension in which all classes were found."""
    found: list[Offer] = []
    for row in tables_of(dialogue).defer(None):
        table = from_text(row.content)
        for dimension in table.dimensions:
            try:
                margin = _margin(row, table, dimension, question, labels)
            except BadChoice:
                continue  # ages that do not fit, or numbers that are missing: another table may have them
            if margin is not None:
                shares = {group.key: group.count for group in margin.groups}
                found.append(Offer(row, dimension.code, dimension.label, shares, margin.source))
    return found


def _margin(
    row: StatisticalTable, table: Table, dimension: Dimension, question: Question, labels: Mapping[str, str]
) -> WeightingMargin | None:
    if dimension.role in {Role.TIME, Role.METRIC}:
        return None
    within = {other.code: _all_of(other) for other in table.dimensions if other is not dimension}
    totals = totals_among(dimension, dimension.codes)
    if question.type == QuestionType.BIRTH_YEAR:
        return age_margin(row, dimension.code, _ranges(question), totals=totals, within=within)
    groups = _groups(dimension, question, labels)
    if len(groups) < len(question.codes):
        return None
    taken = {code for codes in groups.values() for code in codes}
    return weighting_margin(
        row, dimension.code, groups, left_out=[code for code in dimension.codes if code not in taken], within=within
    )


def _all_of(dimension: Dimension) -> Sequence[str]:
    """The latest time, the first measure; of anything else what stands for all, or else every part of it."""
    if dimension.role is Role.TIME:
        return [max(dimension.codes)]
    if dimension.role is Role.METRIC:
        return dimension.codes[:1]
    totals = totals_among(dimension, dimension.codes)
    return totals[:1] or dimension.codes


def _ranges(question: Question) -> dict[str, tuple[int, int | None]]:
    ends = [*(lowest - 1 for lowest in question.classes[1:]), None]
    return {code: (lowest, end) for code, lowest, end in zip(question.age_classes, question.classes, ends, strict=True)}


def _groups(dimension: Dimension, question: Question, labels: Mapping[str, str]) -> dict[str, list[str]]:
    """The codes of the dimension that are the same class: by code (1080 is k1080), or by what they are called."""
    found: dict[str, list[str]] = {}
    for code in question.codes:
        names = {_plain(code), _plain(re.sub(r"^[a-z]+", "", code)), _plain(labels.get(code, ""))} - {""}
        for category in dimension.categories:
            if _plain(category.code) in names or _plain(category.label) in names:
                found.setdefault(code, []).append(category.code)
                break
    return found


_SEXES = {"man": "män", "kvinna": "kvinnor"}


def _plain(name: str) -> str:
    plain = name.strip().lower()
    return _SEXES.get(plain, plain)
