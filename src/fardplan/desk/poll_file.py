"""The results of a poll as rows of a file: sums alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base.spreadsheet import Cell
from fardplan.live.choices import PollKind
from fardplan.live.queries.tallies import Result

_WHAT = {PollKind.WORDS: _("Ord"), PollKind.SCALE: _("Steg"), PollKind.NUMBER: _("Tal")}


def result_columns(result: Result) -> Sequence[str | Promise]:
    kind = PollKind(result.poll.kind)
    what = _WHAT.get(kind, _("Svar"))
    if kind == PollKind.RANKING:
        return [_("Fråga"), what, _("Poäng (Borda)"), _("Förstaval"), _("Antal som svarat")]
    return [_("Fråga"), what, _("Antal"), _("Procent av dem som svarat"), _("Antal som svarat")]


def result_rows(result: Result) -> Iterator[list[Cell]]:
    for row in result.rows:
        of_kind = row.first if result.poll.kind == PollKind.RANKING else row.percent
        yield [result.poll.question, row.text, row.count, of_kind, result.n]
