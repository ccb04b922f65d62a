"""What the pages of a survey's results show, worked out from published results only."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fardplan.analysis.survey.intervals import planned_half_width
from fardplan.dialogue.models import Dialogue
from fardplan.public.charts import Chart, Series, chart_of, who_answered
from fardplan.surveys.definition import Definition
from fardplan.surveys.models import CollectionKind
from fardplan.surveys.queries.published import Shown, asked_about, releases_in, result_in
from fardplan.surveys.results.shape import Benchmark, Claim, Measure, Question, Result
from fardplan.surveys.showing.comparisons import between_groups, between_results
from fardplan.surveys.showing.headlines import headline
from fardplan.surveys.showing.phrases import language_of, number_in_words, said, why_unweighted


@dataclass(frozen=True)
class Said:
    """What one collection answered, in words."""

    name: str
    text: str


@dataclass(frozen=True)
class Drawing:
    """A chart; `heading` names the collection when there is one chart for each."""

    heading: str
    chart: Chart
    groups: str = ""  # how the groups differ


@dataclass(frozen=True)
class Gap:
    """An official question, and how far each collection is from it: its name, its percentage, and the gap."""

    benchmark: Benchmark
    title: str
    official: str
    uncertainty: str
    ours: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class QuestionShown:
    """A question as it stands on a page. `others` are what the other collections answered."""

    question: Question
    label: str
    language: str
    headline: Said
    others: tuple[Said, ...]
    drawings: tuple[Drawing, ...]
    differences: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def is_text(self) -> bool:
        return all(table.measure is Measure.WRITTEN for table in self.question.tables)

    @property
    def is_told(self) -> bool:
        """Whether it is told how many answered; not where they are a small part of those who did."""
        return any(table.total is not None for table in self.question.tables)


@dataclass(frozen=True)
class Part:
    """The questions of one page of the survey."""

    title: str
    language: str
    questions: tuple[QuestionShown, ...]


@dataclass(frozen=True)
class CollectionShown:
    """A collection: how it was made, how many answered, and who they were."""

    shown: Shown
    language: str
    who: tuple[tuple[str, Chart], ...]
    half_width: int | None
    effective: str
    rate: int | None
    why_unweighted: str

    @property
    def answered(self) -> int:
        """As the result says once it is final; until then how many have answered by now."""
        return self.result.responses if self.result and self.result.is_final else self.shown.answered

    @property
    def result(self) -> Result | None:
        return self.shown.result


@dataclass(frozen=True)
class Filter:
    """A background to divide by."""

    name: str
    label: str
    is_chosen: bool


def series_of(shown: Sequence[Shown]) -> list[Series]:
    """The collections that have a result, random samples first: what they say leads."""
    found = [Series(each.collection.name, each.result, each.collection.slug) for each in shown if each.result]
    return sorted(found, key=lambda each: each.result.claim is not Claim.SAMPLE)


def collection_shown(shown: Shown) -> CollectionShown:
    result = shown.result
    rate = shown.invited.rate if shown.invited else None
    effective = result.weights.effective if result and result.weights else None
    return CollectionShown(
        shown=shown,
        language=language_of(result) if result else "",
        who=tuple((said(each.label, result), who_answered(result, each)) for each in result.backgrounds)
        if result
        else (),
        half_width=math.ceil(100 * planned_half_width(max(1, effective or result.responses)))
        if result and result.claim is Claim.SAMPLE
        else None,
        effective=number_in_words(effective) if effective else "",
        rate=None if rate is None else round(100 * rate),
        why_unweighted=why_unweighted(result) if result else "",
    )


def filters_of(series: Sequence[Series], chosen: str) -> list[Filter]:
    """The backgrounds some result is divided by, in the order they were asked."""
    divided = {
        division.background: each.result
        for each in reversed(series)
        for question in each.result.questions
        for table in question.tables
        for division in table.divisions
    }
    names = [
        background.question
        for each in series
        for background in each.result.backgrounds
        if background.question in divided
    ]
    return [
        Filter(name, said(divided[name].background_of[name].label, divided[name]), name == chosen)
        for name in dict.fromkeys(names)
        if name in divided[name].background_of
    ]


def names_of(series: Sequence[Series]) -> list[str]:
    """Every question some of them have, in the order of the first that has it."""
    return list(dict.fromkeys(question.name for each in series for question in each.result.questions))


def parts_of(
    series: Sequence[Series], *, by: str = "", hundred: bool = False, definition: Definition | None = None
) -> list[Part]:
    """All questions, page by page."""
    found: list[Part] = []
    for name in names_of(series):
        shown = question_shown(name, series, by=by, hundred=hundred, definition=definition)
        result = next(each.result for each in series if name in each.result.by_name)
        title, language = said(shown.question.page, result), language_of(result)
        if found and found[-1].title == title:
            found[-1] = Part(title, language, (*found[-1].questions, shown))
        else:
            found.append(Part(title, language, (shown,)))
    return found


def question_shown(
    name: str,
    series: Sequence[Series],
    *,
    by: str = "",
    hundred: bool = False,
    definition: Definition | None = None,
) -> QuestionShown:
    """One question in every collection that asked it. `by` is a background some of them are divided by."""
    asked = [each for each in series if name in each.result.by_name]
    lead = asked[0]
    question = lead.result.by_name[name]
    sayings = [Said(each.name, headline(each.result, each.result.by_name[name])) for each in asked]
    return QuestionShown(
        question=question,
        label=said(question.label, lead.result),
        language=language_of(lead.result),
        headline=sayings[0],
        others=tuple(sayings[1:]),
        drawings=_drawings(name, asked, by=by, hundred=hundred, definition=definition),
        differences=tuple(_differences(name, asked)),
        gaps=tuple(_gaps(name, asked)),
    )


def _drawings(
    name: str, asked: Sequence[Series], *, by: str, hundred: bool, definition: Definition | None
) -> tuple[Drawing, ...]:
    question = asked[0].result.by_name[name]
    defined = definition.by_name.get(name) if definition else None
    grid = defined.grid if defined else None
    is_map = any(table.measure is Measure.SQUARES for table in question.tables)
    if by and not is_map:
        return tuple(
            Drawing(
                each.name if len(asked) > 1 else "",
                chart_of(each.result.by_name[name], [each], by=by, hundred=hundred),
                _groups(each.result, each.result.by_name[name], by),
            )
            for each in asked
        )
    if is_map:
        return tuple(
            Drawing(each.name if len(asked) > 1 else "", chart_of(each.result.by_name[name], [each], grid=grid))
            for each in asked
        )
    return (Drawing("", chart_of(question, asked, hundred=hundred)),)


def _groups(result: Result, question: Question, by: str) -> str:
    background = result.background_of.get(by)
    if background is None or len(question.tables) != 1:
        return ""
    return between_groups(result, question, question.tables[0], background)


def _differences(name: str, asked: Sequence[Series]) -> list[str]:
    """The first collection beside each of the others that can be tested against it: another random sample."""
    lead = asked[0]
    if lead.result.claim is not Claim.SAMPLE:
        return []
    first = lead.name, lead.result, lead.result.by_name[name]
    found = [
        between_results(first, (each.name, each.result, each.result.by_name[name]))
        for each in asked[1:]
        if each.result.claim is Claim.SAMPLE
    ]
    return [each for each in found if each]


def _gaps(name: str, asked: Sequence[Series]) -> list[Gap]:
    """One for each official figure; as a rule all collections are beside the same."""
    found: dict[tuple[str, str, str, float], Gap] = {}
    for each in asked:
        benchmark = each.result.by_name[name].benchmark
        if benchmark is None or each.result.claim is Claim.THOSE_WHO_ANSWERED:
            continue  # the official figure is of the population, which a group says nothing of
        key = benchmark.indicator, benchmark.place, benchmark.period, benchmark.official
        ours = (each.name, benchmark.ours, signed(benchmark.gap))
        if key in found:
            found[key] = replace(found[key], ours=(*found[key].ours, ours))
            continue
        uncertainty = benchmark.uncertainty
        found[key] = Gap(
            benchmark,
            said(benchmark.title, each.result),
            number_in_words(benchmark.official),
            "" if uncertainty is None else number_in_words(uncertainty),
            (ours,),
        )
    return list(found.values())


def signed(points: int) -> str:
    """ "−3", "+2" or "0"."""
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{abs(points)}"


def picture_text(shown: QuestionShown) -> str:
    """What the picture to share says, for those who do not see it."""
    return _("%(question)s %(headline)s") % {"question": shown.label, "headline": shown.headline.text}


def compared(name: str, series: Sequence[Series], others: Sequence[Series]) -> list[Said]:
    """The same question in other surveys, beside the first of ours: the same name and the same words. Names are cut,
    so that questions which only begin alike may have the same."""
    lead = next((each for each in series if name in each.result.by_name), None)
    if lead is None:
        return []
    first = lead.name, lead.result, lead.result.by_name[name]
    found = [
        (each, between_results(first, (each.name, each.result, each.result.by_name[name])))
        for each in others
        if name in each.result.by_name and _asks_in_the_same_words(lead.result.by_name[name], each.result.by_name[name])
    ]
    return [Said(each.name, text) for each, text in found if text]


def _asks_in_the_same_words(one: Question, other: Question) -> bool:
    both = one.label.keys() & other.label.keys()
    return any(" ".join(one.label[code].split()) == " ".join(other.label[code].split()) for code in both)


def source_lines(
    shown: QuestionShown, series: Sequence[Series], *, survey: str, organisation: str, is_generated: bool = False
) -> list[str]:
    """What stands under a picture that is shared: n, how those who answered were found, and who asked; or that nobody
    answered."""
    names = {shown.headline.name, *(each.name for each in shown.others)}
    asked = [each for each in series if each.name in names and shown.question.name in each.result.by_name]
    ways = [
        _("%(name)s: %(n)s svar, %(way)s")
        % {
            "name": each.name,
            "n": number_in_words(each.result.by_name[shown.question.name].tables[0].n),
            "way": _CLAIMS[each.result.claim],
        }
        for each in asked[:2]
    ]
    if is_generated:
        ways.append(_("Exempel: svaren är genererade av ett program. Ingen människa har lämnat dem."))
    return [*ways, _("Källa: %(survey)s, %(organisation)s") % {"survey": survey, "organisation": organisation}]


_CLAIMS = {
    Claim.SAMPLE: gettext_lazy("slumpvis utvalda"),
    Claim.SELF_SELECTED: gettext_lazy("de valde själva att svara"),
    Claim.THOSE_WHO_ANSWERED: gettext_lazy("gäller bara dem som svarade"),
}


# --- from the strategy ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FoundAbout:
    """What a survey found about a part of the strategy: the headline of a question and the way to it."""

    survey: str
    question: str
    headline: str
    label: str
    language: str
    name: str


def found_about(dialogue: Dialogue, anchors: Container[str], *, now: datetime) -> list[FoundAbout]:
    """The questions of published results that are about one of these anchors. No query where there are no results.

    `dialogue` was read with `survey_with_results`. Of several collections the random sample speaks, else the first.
    """
    if not getattr(dialogue, "survey_with_results", None):
        return []
    releases = releases_in(dialogue, now=now)
    about = asked_about((each.collection.survey_id for each in releases), anchors)
    ordered = sorted(releases, key=lambda each: each.collection.kind != CollectionKind.INVITED)
    found: dict[tuple[str, str], FoundAbout] = {}
    for release in ordered:
        result, survey = result_in(release), release.collection.survey
        for name in about.get(survey.pk, ()):
            question = result.by_name.get(name)
            if question is None or (survey.slug, name) in found:
                continue
            found[survey.slug, name] = FoundAbout(
                survey=survey.slug,
                question=name,
                headline=headline(result, question),
                label=said(question.label, result),
                language=language_of(result),
                name=release.collection.name,
            )
    return list(found.values())
