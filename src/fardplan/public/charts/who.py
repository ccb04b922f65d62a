"""Who answered, compared with who lives there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fardplan.analysis import charts
from fardplan.public.charts.entries import drawn_together, too_few
from fardplan.public.charts.shapes import Block, Chart, Key, Line, Sheet, SheetPart, SheetRow
from fardplan.surveys.results.shape import Background, Group, Result
from fardplan.surveys.showing.phrases import group_label, groups_listed, number_in_words, together_label


def who_answered(result: Result, background: Background) -> Chart:
    """Bar = the population, dot = those who answered: who is missing is seen before anything that was answered."""
    groups = {group.code: group for group in background.groups}
    has_population = any(group.population is not None for group in groups.values())
    known = [share for group in groups.values() for share in (group.population, group.respondents) if share]
    drawing = _Drawing(result, has_population, charts.ceiling_of(known))
    labels = {code: _label(group, groups, result) for code, group in groups.items()}
    lines = [
        drawing.line(groups[codes[0]], groups_listed({code: labels[code] for code in codes}))
        for codes in drawn_together(
            groups,
            {code: group.within for code, group in groups.items()},
            {code for code, group in groups.items() if not _is_shown(group)},
            {code for group in groups.values() if _is_shown(group) for code in group.of},
        )
    ]
    rows = [_row(group, labels[code], result) for code, group in groups.items()]
    key = (
        (Key("q3", _("Befolkningen")), Key("dot", _("De som svarade")))
        if has_population
        else (Key("q1", _("De som svarade")),)
    )
    columns = (_("Svar"), _("Befolkningen, procent"), _("De som svarade, procent"), _("Efter viktning, procent"))
    source = _("Befolkningens siffror: %(source)s.") % {"source": background.source} if background.source else ""
    return Chart(
        "who",
        _("Andel i procent av de %(n)s som svarade.") % {"n": number_in_words(background.responses)},
        blocks=(Block("", tuple(lines)),),
        key=key,
        sheet=Sheet(columns, (SheetPart("", tuple(rows)),)),
        notes=(source,) if source else (),
    )


@dataclass(frozen=True)
class _Drawing:
    """What the lines of one background have in common; `ceiling` is the percentage at the end of the longest bar."""

    result: Result
    has_population: bool
    ceiling: float

    def line(self, group: Group, label: str) -> Line:
        """Of one group, or of the first of several that are hidden, with the names of all."""
        label = f"– {label}" if group.within else label
        if not _is_shown(group) or group.respondents is None:
            return Line(label, note=too_few(self.result.minimum))
        words = {"respondents": group.respondents, "population": group.population}
        is_known = group.population is not None
        beside = (
            _("%(respondents)s procent, i befolkningen %(population)s") if is_known else _("%(respondents)s procent")
        )
        share = group.population if self.has_population else group.respondents
        (bar,) = charts.bars([share or 0], [None], ceiling=self.ceiling)
        return Line(
            label,
            n=_answered(group),
            aside=beside % words,
            bar=bar if share is not None else None,
            dot=round(min(100, group.respondents / self.ceiling * 100), 2) if self.has_population else None,
            number=str(share) if share is not None else "",
            tone="q3" if self.has_population else "q1",
            heard=_("%(respondents)s procent av dem som svarade, %(population)s procent av befolkningen") % words
            if is_known
            else _("%(respondents)s procent av dem som svarade") % words,
        )


def _is_shown(group: Group) -> bool:
    return group.is_shown and group.respondents is not None


def _label(group: Group, groups: Mapping[str, Group], result: Result) -> str:
    if not group.of:
        return group_label(group.code, group.label, result)
    return together_label({code: group_label(code, groups[code].label, result) for code in group.of if code in groups})


def _answered(group: Group) -> str:
    return _("cirka %(number)s svar") % {"number": number_in_words(group.n or 0)}


def _row(group: Group, label: str, result: Result) -> SheetRow:
    if not _is_shown(group):
        return SheetRow(label, ("", _percent(group.population), too_few(result.minimum), ""))
    cells = (_answered(group), _percent(group.population), _percent(group.respondents), _percent(group.weighted))
    return SheetRow(label, cells)


def _percent(value: int | None) -> str:
    return "–" if value is None else str(value)
