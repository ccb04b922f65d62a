"""A published result from the state that was decided: every figure worked out, labelled and rounded.

What the release before showed and this one keeps is taken over as it was printed, so that nothing is told a second time
with other weights; unless the population's figures have been changed, when all of it is weighted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from fardplan.analysis.disclosure import Group, Limits, Release, Rows, Table, rounded, whole_percent
from fardplan.surveys.definition import DONT_KNOW, OTHER, WONT_SAY, Choice, Question, QuestionType
from fardplan.surveys.results import shape
from fardplan.surveys.results.counts import Cell, Counts
from fardplan.surveys.results.deciding import State
from fardplan.surveys.results.items import Item
from fardplan.surveys.results.merging import asked_of, plain
from fardplan.surveys.results.order import in_order
from fardplan.surveys.results.rows import Figures, choices_of, figures_of, row_of
from fardplan.surveys.results.shape import NOT_SAID, Claim, Measure, Why
from fardplan.surveys.results.snapshot import Side, Snapshot
from fardplan.surveys.results.variables import Plan, Variable, answered
from fardplan.surveys.results.weighing import TRIMS, Divided

_CLAIMS = {"invited": Claim.SAMPLE, "open": Claim.SELF_SELECTED, "group": Claim.THOSE_WHO_ANSWERED}


@dataclass(frozen=True)
class Population:
    """How the population divides over the classes of a background: numbers or shares, and where they come from."""

    shares: Mapping[str, float]
    source: str


@dataclass(frozen=True)
class Official:
    """The published figure of an official question, in percent, with its uncertainty (±) when that is known."""

    indicator: str
    value: float
    uncertainty: float | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    period: str = ""
    source: str = ""


@dataclass(frozen=True)
class About:
    """What the result is of, beside its numbers."""

    collection: str
    kind: Literal["open", "invited", "group"]
    population: str
    is_closed: bool
    limits: Limits
    populations: Mapping[str, Population] = field(default_factory=dict)
    officials: Mapping[str, Official] = field(default_factory=dict)

    @property
    def claim(self) -> Claim:
        return _CLAIMS[self.kind]


@dataclass(frozen=True)
class Before:
    """The release before: its state, and its result as it was printed."""

    state: State
    result: shape.Result


def build(of: Plan, about: About, state: State, counts: Counts, *, before: Before | None = None) -> shape.Result:
    """The result as it is published. `counts` are those of now: what is not shown yet is judged by them."""
    return _Building(of, about, state, counts, before).result()


def weights_of_cells(of: Plan, about: About, state: State, counts: Counts) -> dict[Cell, float] | None:
    """What everybody in a cell of the counts weighs in the result of this state; None when it is not weighted."""
    main = _Building(of, about, state, counts, None).main
    return dict(zip(main.counts.cells, main.weight_of_cells(), strict=True)) if main.weighed.is_weighted else None


class _Building:
    def __init__(self, of: Plan, about: About, state: State, counts: Counts, before: Before | None) -> None:
        self.of, self.about, self.state, self.now = of, about, state, counts
        self.printed = before.result if before else None
        self.before = before if before and before.state.margins == state.margins else None
        self.variables = {variable.name: variable for variable in of.variables(counts, kept=state.classes)}
        self._snapshots: dict[int, Snapshot] = {}
        self._figures: dict[tuple[str, int], Figures] = {}

    @property
    def has_intervals(self) -> bool:
        return self.about.claim is Claim.SAMPLE

    @cached_property
    def main(self) -> Snapshot:
        """The moment of everybody's rows."""
        return self.at(self.state.first.responses)

    def at(self, responses: int) -> Snapshot:
        if responses not in self._snapshots:
            counts = self.state.tallies[responses]
            sides = [
                Side(variable, self._divided(variable, responses))
                for variable in self.variables.values()
                if set(variable.tree.classes()) >= {name or NOT_SAID for name in counts.by_class(variable.name)}
            ]
            self._snapshots[responses] = Snapshot(counts, sides)
        return self._snapshots[responses]

    def _divided(self, variable: Variable, responses: int) -> Divided:
        """The blocks of a variable then. One whose rows are of another moment is not weighted by at this one."""
        rows = self.state.first.rows.get(variable.root)
        population = self.about.populations.get(variable.name)
        shares = population.shares if population else {}
        finest = tuple((name,) for name in variable.tree.classes())
        if rows is None or rows.responses != responses or not rows.plan.blocks:
            return Divided(variable.name, finest, shares, variable.is_ordered, Why.ROWS_BEHIND)
        still_open = not self.about.is_closed and len(rows.plan.blocks) == 1
        why_not = Why.STILL_OPEN if still_open and shares else None
        return Divided(variable.name, rows.plan.blocks, shares, variable.is_ordered, why_not)

    def result(self) -> shape.Result:
        main, whole = self.main, self.of.whole
        weighed = main.weighed
        weights = None
        if weighed.is_weighted:
            weights = shape.Weights(
                by=weighed.by,
                effective=round(weighed.weighting.effective()),
                design_effect=round(weighed.weighting.design_effect(), 2),
                least=weighed.trim[0],
                most=weighed.trim[1],
                is_wider=weighed.trim != TRIMS[0],
            )
        return shape.Result(
            languages=tuple(whole.languages),
            title=plain(whole.title),
            collection=self.about.collection,
            kind=self.about.kind,
            claim=self.about.claim,
            population=self.about.population,
            versions=main.counts.versions,
            responses=main.counts.responses,
            left_out=main.counts.left_out,
            minimum=self._least_minimum(),
            batch=self.about.limits.batch,
            is_final=self.about.is_closed,
            weights=weights,
            unweighted=weighed.unweighted,
            backgrounds=tuple(self._background(each) for each in self.variables.values()),
            questions=tuple(self._question(each) for each in self.of.published),
        )

    def _least_minimum(self) -> int:
        """The smallest that any row was decided with: what is public keeps its own when the survey's is raised."""
        releases = [base.release for base in self.state.bases if base.release]
        kept = [rows.plan.minimum for release in releases for rows in release.rows.values()]
        return min(self.about.limits.public, *kept)

    # Who answered

    def _background(self, variable: Variable) -> shape.Background:
        rows = self.state.first.rows.get(variable.root)
        old = self.before and self.before.result.background_of.get(variable.name)
        if old and rows == self._rows_before(variable):
            return old
        population = self.about.populations.get(variable.name)
        why = (self.main.weighed.why or {}).get(variable.name)
        return shape.Background(
            question=variable.name,
            label=plain(variable.question.label),
            responses=rows.responses if rows else 0,
            groups=tuple(
                self._group(variable, group, rows, within, of)
                for group, within, of in in_order(variable.tree, rows.plan if rows else None)
            ),
            source=population.source if population else "",
            why=why,
        )

    def _rows_before(self, variable: Variable) -> Rows | None:
        return self.before.state.first.rows.get(variable.root) if self.before else None

    def _group(
        self, variable: Variable, group: Group, rows: Rows | None, parent: str, of: tuple[str, ...]
    ) -> shape.Group:
        known: dict[str, Any] = {
            "code": group.name,
            "label": dict(variable.label_of.get(group.name, {})),
            "within": "" if parent == variable.root else parent,
            "of": of,
            "population": self._living(variable, group),
        }
        is_hidden = rows is None or not (of or group.name in rows.plan.shown)
        if rows is None or is_hidden or rows.responses not in self.state.tallies:
            return shape.Group(is_shown=False, **known)
        snapshot = self.at(rows.responses)
        here, every = snapshot.everybody.of(variable.name, group), snapshot.everybody.whole
        is_weighed_by = variable.name in snapshot.weighed.by and snapshot.weighed.is_weighted
        weighted = whole_percent(here.mass / every.mass) if is_weighed_by else None
        respondents = whole_percent(here.number / every.number)
        return shape.Group(
            is_shown=True, n=rounded(round(here.number)), respondents=respondents, weighted=weighted, **known
        )

    def _living(self, variable: Variable, group: Group) -> int | None:
        population = self.about.populations.get(variable.name)
        if population is None or {NOT_SAID, OTHER} & set(group.classes()):
            return (
                None  # who did not say is in some class of the population: what is left would be too small beside them
            )
        whole = sum(population.shares.values())
        found = [population.shares[name] for name in group.classes() if name in population.shares]
        return whole_percent(sum(found) / whole) if found and whole > 0 else None

    # The questions

    def _question(self, question: Question) -> shape.Question:
        items = self.of.items[question.name]
        release = self.state.release_of(items[0].key)
        responses = release.responses if release else self.state.first.responses
        if question.name in self.state.maps:
            responses = self.state.maps[question.name].responses
        is_map = question.type == QuestionType.MAP
        scale = question.scale
        tables = tuple(self._table(item) for item in items)
        return shape.Question(
            name=question.name,
            number=self.of.whole.numbers.get(question.name, 0),
            type=question.type,
            label=plain(question.label),
            page=plain(self.of.whole.page_of[question.name].title),
            responses=responses,
            asked_of_all=not asked_of(question.name, self.of.definitions).condition,
            minimum=self.about.limits.square if is_map else self.about.limits.public,
            scale_low=plain(scale.low_label) if scale else {},
            scale_high=plain(scale.high_label) if scale else {},
            unit=plain(question.unit),
            positive=items[0].positive,
            tables=tables,
            benchmark=self._benchmark(question, tables),
        )

    def _table(self, item: Item) -> shape.Table:
        known: dict[str, Any] = {"code": item.part, "label": plain(dict(item.label or {})), "measure": item.measure}
        if item.measure == Measure.WRITTEN:
            return self._written(item, known)
        if item.measure == Measure.SQUARES:
            return self._squares(item, known)
        words = {choice.name: choice.label for choice in _worded(item.question)}
        known["choices"] = choices_of(item, words, self.of.whole.languages)
        release = self.state.release_of(item.key)
        if release is None:
            few = answered(self.now, item).total < self.about.limits.public
            return shape.Table(why=Why.TOO_FEW if few else Why.NOT_YET, **known)
        kept = self._kept(item)
        if kept is not None and self._base_before(item) == release:
            return kept
        figures = self.figures(item, release.responses)
        is_kept = kept is not None and self._responses_before(item) == release.responses
        total = kept.total if kept is not None and is_kept else row_of(figures, has_intervals=self.has_intervals)
        return shape.Table(
            total=total,
            **_declined(item, figures.snapshot.counts),
            divisions=tuple(
                self._division(item, variable, release.rows[variable.root])
                for variable in self.variables.values()
                if variable.root in release.rows and Table(item.question.name, variable.name) in self.of.listed
            ),
            **known,
        )

    def figures(self, item: Item, responses: int) -> Figures:
        key = (item.key, responses)
        if key not in self._figures:
            self._figures[key] = figures_of(item, self.at(responses))
        return self._figures[key]

    def _division(self, item: Item, variable: Variable, rows: Rows) -> shape.Division:
        kept, release = self._kept(item), self._base_before(item)
        if kept is not None and release is not None and release.rows.get(variable.root) == rows:
            old = kept.by_background.get(variable.name)
            if old is not None:
                return old
        figures = self.figures(item, rows.responses)
        found: list[shape.Row | shape.TooFew] = []
        for group, _within, of in in_order(variable.tree, rows.plan):
            if of or group.name in rows.plan.shown:
                row = row_of(figures, variable=variable.name, group=group, has_intervals=self.has_intervals)
                found.append(row.model_copy(update={"of": of}) if of else row)
            else:
                found.append(shape.TooFew(group=group.name, minimum=rows.plan.minimum))
        return shape.Division(background=variable.name, responses=rows.responses, rows=tuple(found))

    def _kept(self, item: Item) -> shape.Table | None:
        question = self.before.result.by_name.get(item.question.name) if self.before else None
        return question.by_code.get(item.part) if question else None

    def _printed(self, item: Item) -> shape.Table | None:
        """The table as everybody has seen it, also when it has been weighted anew since."""
        question = self.printed.by_name.get(item.question.name) if self.printed else None
        return question.by_code.get(item.part) if question else None

    def _base_before(self, item: Item) -> Release | None:
        return self.before.state.release_of(item.key) if self.before else None

    def _responses_before(self, item: Item) -> int | None:
        release = self._base_before(item)
        return release.responses if release else None

    def _written(self, item: Item, known: dict[str, Any]) -> shape.Table:
        counts = self.main.counts
        n = answered(counts, item).total
        if asked_of(item.question.name, self.of.definitions).condition:
            # Whom it is asked follows from other answers, so how many wrote is the size of a part of them.
            printed = self._printed(item)
            if printed is not None and printed.total is not None and n - printed.n < self.about.limits.public:
                return printed
            if n < self.about.limits.public:
                return shape.Table(why=Why.TOO_FEW, **known)
        return shape.Table(
            total=shape.Row(n=n),
            why=Why.NO_LIMITS if item.has_no_limits else None,
            **_declined(item, counts),
            **known,
        )

    def _squares(self, item: Item, known: dict[str, Any]) -> shape.Table:
        shown = self.state.maps.get(item.question.name)
        if shown is None:
            few = answered(self.now, item).total < self.about.limits.public
            why = Why.STILL_OPEN if not self.about.is_closed else Why.TOO_FEW if few else Why.NOT_YET
            return shape.Table(why=why, **known)
        return shape.Table(
            total=shape.Row(n=sum(shown.people.values())),
            **_declined(item, self.state.tallies[shown.responses]),
            squares=tuple(
                shape.Square(code=code, n=rounded(people))
                for code, people in shown.people.items()
                if code in shown.hiding.shown
            ),
            **known,
        )

    def _benchmark(self, question: Question, tables: tuple[shape.Table, ...]) -> shape.Benchmark | None:
        official = self.about.officials.get(question.name)
        total = tables[0].total if tables else None
        if official is None or total is None or total.positive is None or self.about.claim is Claim.THOSE_WHO_ANSWERED:
            return None
        ours = total.positive.percent
        return shape.Benchmark(
            indicator=official.indicator,
            title=dict(official.title),
            place=official.place,
            period=official.period,
            official=official.value,
            uncertainty=official.uncertainty,
            source=official.source,
            ours=ours,
            gap=round(ours - official.value),
        )


def _worded(question: Question) -> list[Choice]:
    """The choices of a table: of a ranking they are places, which need no words."""
    return [] if question.type == QuestionType.RANKING else question.choices


def _declined(item: Item, counts: Counts) -> dict[str, int]:
    return {
        "dont_know": counts.row(item.key, DONT_KNOW).total,
        "wont_say": counts.row(item.key, WONT_SAY).total,
    }
