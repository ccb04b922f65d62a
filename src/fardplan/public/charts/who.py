"""Who answered, compared with who lives there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fardplan.analysis import charts
from fardplan.public.charts.entries import too_few
from fardplan.public.charts.shapes import Block, Chart, Key, Line, Sheet, SheetPart, SheetRow
from fardplan.surveys.results.shape import Background, Result
from fardplan.surveys.showing.phrases import group_label, number_in_words


def who_answered(result: Result, background: Background) -> Chart:
    """Bar = the population, dot = those who answered: who is missing is seen before anything that was answered."""
    groups = background.groups
    has_population = any(group.population is not None for group in groups)
    shares = [group.population if has_population else group.respondents for group in groups]
    ceiling = charts.ceiling_of([share or 0 for share in [*shares, *(group.respondents for group in groups)]])
    bars = charts.bars([share or 0 for share in shares], [None] * len(shares), ceiling=ceiling)
    lines, rows = [], []
    for group, share, bar in zip(groups, shares, bars, strict=True):
        label = group_label(group.code, group.label, result)
        indented = f"– {label}" if group.within else label
        if not group.is_shown or group.respondents is None:
            lines.append(Line(indented, note=too_few(result.minimum)))
            rows.append(SheetRow(label, ("", _percent(group.population), too_few(result.minimum), "")))
            continue
        n = _("cirka %(number)s svar") % {"number": number_in_words(group.n or 0)}
        words = {"respondents": group.respondents, "population": group.population}
        beside = (
            _("%(respondents)s procent, i befolkningen %(population)s")
            if has_population
            else _("%(respondents)s procent")
        )
        lines.append(
            Line(
                indented,
                n=n,
                aside=beside % {"respondents": group.respondents, "population": _percent(group.population)},
                bar=bar if share is not None else None,
                dot=round(min(100, group.respondents / ceiling * 100), 2) if has_population else None,
                number=str(share) if share is not None else "",
                tone="q3" if has_population else "q1",
                heard=_("%(respondents)s procent av dem som svarade, %(population)s procent av befolkningen") % words
                if group.population is not None
                else _("%(respondents)s procent av dem som svarade") % words,
            )
        )
        cells = (n, _percent(group.population), _percent(group.respondents), _percent(group.weighted))
        rows.append(SheetRow(label, cells))
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


def _percent(value: int | None) -> str:
    return "–" if value is None else str(value)
