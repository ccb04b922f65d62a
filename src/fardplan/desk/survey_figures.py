"""The figures of a survey's result as tables for the desk: every number that is in it, in words and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from fardplan.surveys.definition import OTHER
from fardplan.surveys.results import shape
from fardplan.surveys.results.desk import Crossed
from fardplan.surveys.results.shape import Measure, Why
from fardplan.surveys.results.variables import Variable
from fardplan.surveys.showing.phrases import together_label

_OWN = {
    OTHER: gettext_lazy("Annat"),
    shape.NOT_SAID: gettext_lazy("Har inte svarat på det"),
    shape.EVERYBODY: gettext_lazy("Alla som svarade"),
    shape.NOT_PLACED: gettext_lazy("Ingen plats"),
    shape.POSITIVE: gettext_lazy("Positiva svar tillsammans"),
}
WHY = {
    Why.NO_MARGINS: gettext_lazy("Ingen har skrivit in hur befolkningen fördelar sig."),
    Why.TOO_FEW: gettext_lazy("Det är för få svar."),
    Why.STILL_OPEN: gettext_lazy("Grupper visas, och svaren vägs, först när insamlingen har stängt."),
    Why.ONE_GROUP: gettext_lazy("För få grupper är stora nog att väga efter."),
    Why.ROWS_BEHIND: gettext_lazy("Grupperna visas som de var i ett tidigare resultat och vägs inte efter nu."),
    Why.NOT_IN_POPULATION: gettext_lazy("De som svarade finns inte i befolkningsfördelningen."),
    Why.EMPTY_CLASS: gettext_lazy("Ingen har svarat från en av klasserna."),
    Why.TOO_UNEVEN: gettext_lazy("De som svarade är för olika befolkningen för att några rimliga vikter ska räcka."),
    Why.NOT_YET: gettext_lazy("Det har kommit för få nya svar sedan det förra resultatet."),
    Why.NO_LIMITS: gettext_lazy("Svaret kan vara vilket tal som helst. Därför visas bara hur många som svarade."),
}


@dataclass(frozen=True)
class Sheet:
    """One table: a heading for each column, rows of a name and a cell for each other column, and what to say of it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()
    first: str = ""


@dataclass(frozen=True)
class Asked:
    """A question with its tables."""

    name: str
    number: int
    label: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def words_in(words: Mapping[str, str], languages: Sequence[str]) -> str:
    """Words in the page's language; in the first they are written in where they have not been translated."""
    return words.get(get_language() or "sv") or next((words[each] for each in languages if words.get(each)), "")


def label_of(code: str, words: Mapping[str, str], languages: Sequence[str]) -> str:
    """What an answer or a group is called."""
    return words_in(words, languages) or str(_OWN.get(code, "")) or code.replace("-", "–")


def questions_of(result: shape.Result) -> list[Asked]:
    """Every question with all its numbers."""
    groups = {
        (background.question, code): name
        for background in result.backgrounds
        for code, name in _named(background, result.languages).items()
    }
    backgrounds = {each.question: words_in(each.label, result.languages) for each in result.backgrounds}
    return [_asked(result, question, groups, backgrounds) for question in result.questions]


def _named(background: shape.Background, languages: Sequence[str]) -> dict[str, str]:
    """What its groups are called, by their code."""
    found = {group.code: label_of(group.code, group.label, languages) for group in background.groups}
    together = {
        group.code: together_label({each: found[each] for each in group.of}) for group in background.groups if group.of
    }
    return found | together


def backgrounds_of(result: shape.Result) -> list[Sheet]:
    """Who answered, beside who lives here: percent of both, and n in tens."""
    found = []
    for background in result.backgrounds:
        columns = [_("Antal"), _("Procent av svaren"), *([_("Vägt")] if result.weights else []), _("Av befolkningen")]
        rows = []
        names = _named(background, result.languages)
        for group in background.groups:
            name = names[group.code]
            shown = [group.n, group.respondents, *([group.weighted] if result.weights else []), group.population]
            cells = ["–" if each is None else str(each) for each in shown]
            if not group.is_shown:
                cells[0] = _("för få svar (under %(minimum)d)") % {"minimum": result.minimum}
            rows.append((name, tuple(cells)))
        notes = [background.source] if background.source else []
        if background.why and result.weights:
            notes.append(_("Inte vägt efter. %(why)s") % {"why": WHY[background.why]})
        label = words_in(background.label, result.languages)
        found.append(Sheet(label, tuple(columns), tuple(rows), tuple(notes), _("Grupp")))
    return found


def _asked(
    result: shape.Result,
    question: shape.Question,
    groups: Mapping[tuple[str, str], str],
    backgrounds: Mapping[str, str],
) -> Asked:
    sheets: list[Sheet] = []
    for table in question.tables:
        sheets.append(_everybody(result, table))
        for division in table.divisions:
            of_table = words_in(table.label, result.languages)
            by = _("Efter: %(background)s") % {"background": backgrounds[division.background]}
            by = f"{of_table}. {by}" if of_table else by
            sheets.append(_divided(result, table, division, groups, by))
    notes = []
    if question.benchmark:
        notes.append(_benchmark(question.benchmark, result.languages))
    if question.responses < result.responses:
        notes.append(_("Räknat på de %(number)d första svaren.") % {"number": question.responses})
    return Asked(
        question.name, question.number, words_in(question.label, result.languages), tuple(sheets), tuple(notes)
    )


def _benchmark(benchmark: shape.Benchmark, languages: Sequence[str]) -> str:
    uncertainty = f" ± {_number(benchmark.uncertainty)}" if benchmark.uncertainty is not None else ""
    return _("Officiellt: %(official)s%(uncertainty)s procent (%(source)s). Vårt: %(ours)d. Skillnad: %(gap)s.") % {
        "official": _number(benchmark.official),
        "uncertainty": uncertainty,
        "source": benchmark.source or words_in(benchmark.title, languages),
        "ours": benchmark.ours,
        "gap": _signed(benchmark.gap),
    }


def _everybody(result: shape.Result, table: shape.Table) -> Sheet:
    caption = words_in(table.label, result.languages) or _("Alla som svarade")
    notes = [str(WHY[table.why])] if table.why else []
    for number, words in (
        (table.dont_know, ngettext("%(number)d svarade vet inte.", "%(number)d svarade vet inte.", table.dont_know)),
        (table.wont_say, ngettext("%(number)d ville inte svara.", "%(number)d ville inte svara.", table.wont_say)),
    ):
        if number:
            notes.append(words % {"number": number})
    if table.total is None:
        return Sheet(caption, (), (), tuple(notes))
    n = ngettext("%(number)d svar", "%(number)d svar", table.n) % {"number": table.n}
    caption = f"{caption}, {n}"
    if table.measure == Measure.SQUARES:
        rows = tuple((square.code, (str(square.n),)) for square in table.squares)
        return Sheet(caption, (_("Personer, avrundat till tio"),), rows, tuple(notes), _("Ruta"))
    columns = [
        _("Procent"),
        *([_("Vägt")] if result.weights else []),
        *([_("Intervall")] if result.has_intervals else []),
    ]
    labels = {choice.code: label_of(choice.code, choice.label, result.languages) for choice in table.choices}
    answers = [*table.total.answers, *([table.total.positive] if table.total.positive else [])]
    shown = [
        (
            labels.get(each.code) or label_of(each.code, {}, ()),
            _cells(result, each.unweighted, each.weighted, each.interval),
        )
        for each in answers
    ]
    if table.total.mean:
        mean = table.total.mean
        shown.append((_("Medelvärde"), _cells(result, mean.unweighted, mean.weighted, mean.interval)))
    return Sheet(caption, tuple(columns) if shown else (), tuple(shown), tuple(notes), _("Svar"))


def _cells(
    result: shape.Result, plain: float | None, weighted: float | None, interval: shape.Interval | None
) -> tuple[str, ...]:
    found = [_number(plain) if plain is not None else "–"]
    if result.weights:
        found.append(_number(weighted) if weighted is not None else "–")
    if result.has_intervals:
        found.append(_interval(interval) if interval else "–")
    return tuple(found)


def _divided(
    result: shape.Result,
    table: shape.Table,
    division: shape.Division,
    groups: Mapping[tuple[str, str], str],
    caption: str,
) -> Sheet:
    labels = [label_of(choice.code, choice.label, result.languages) for choice in table.choices]
    is_mean = table.measure == Measure.MEAN
    columns = [_("Antal"), *labels, *([_("Medelvärde")] if is_mean else [])]
    rows: list[tuple[str, tuple[str, ...]]] = []
    for row in division.rows:
        name = groups.get((division.background, row.group), row.group)
        if isinstance(row, shape.Row) and row.of:
            name = together_label({each: groups.get((division.background, each), each) for each in row.of})
        if isinstance(row, shape.TooFew):
            few = _("för få svar (under %(minimum)d)") % {"minimum": row.minimum}
            rows.append((name, (few, *[""] * (len(columns) - 1))))
            continue
        cells = [_in_group(each.unweighted, each.weighted, each.interval, each.apart) for each in row.answers]
        if is_mean:
            cells.append(_number(row.mean.value) if row.mean else "–")
        rows.append((name, (str(row.n), *cells)))
    notes = []
    if division.responses < result.responses:
        notes.append(_("Räknat på de %(number)d första svaren.") % {"number": division.responses})
    return Sheet(caption, tuple(columns), tuple(rows), tuple(notes), _("Grupp"))


def _in_group(
    plain: int | None, weighted: int | None, interval: shape.Interval | None, apart: shape.Apart | None = None
) -> str:
    """ "54 (51), 48–60, +6 (−2–14)": weighted, unweighted, the interval, and the difference to all others.

    In a public table a group has only one of the first two.
    """
    figures = [str(each) for each in (weighted, plain) if each is not None]
    found = f"{figures[0]} ({figures[1]})" if len(figures) > 1 else figures[0]
    if interval:
        found += f", {_interval(interval)}"
    if apart:
        found += f", {_signed(apart.points)} ({_interval(apart.interval)})"
    return found


def _number(value: float) -> str:
    return number_format(int(value) if float(value).is_integer() else value, use_l10n=True).replace("-", "−")


def _interval(interval: shape.Interval) -> str:
    return _("%(low)s–%(high)s") % {"low": _number(interval.low), "high": _number(interval.high)}


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else _number(points)


def crossed_sheet(found: Crossed, languages: Sequence[str], *, caption: str) -> Sheet:
    """Groups by one background or two, for an organiser: exact n, and percent (weighted first) of each answer."""
    choices = {choice.name: choice.label for choice in found.item.question.choices}
    columns = [_("Antal"), *(label_of(code, choices.get(code, {}), languages) for code in found.codes)]
    rows = []
    for group in found.groups:
        nothing = (None,) * len(group.unweighted)
        figures = zip(group.unweighted, group.weighted or nothing, group.intervals or nothing, strict=True)
        cells = [_in_group(plain, weight, interval) for plain, weight, interval in figures]
        rows.append((group_name(found.variables, group.classes, languages), (str(group.n), *cells)))
    few = _("för få svar (under %(minimum)d)") % {"minimum": found.table.minimum}
    blank = [""] * (len(columns) - 1)
    rows += [(group_name(found.variables, classes, languages), (few, *blank)) for classes in found.table.hidden]
    return Sheet(caption, tuple(columns), tuple(rows), (), _("Grupp"))


def group_name(variables: Sequence[Variable], classes: Sequence[str], languages: Sequence[str]) -> str:
    return ", ".join(
        label_of(code, variable.label_of.get(code, {}), languages)
        for variable, code in zip(variables, classes, strict=True)
    )
