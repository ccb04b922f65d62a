"""The compilation as data: CSV, JSON and XLSX, each column explained in a data dictionary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fardplan.base.spreadsheet import Cell, Sheet, csv_bytes, workbook_bytes
from fardplan.contributions.models import Answer
from fardplan.ledger.compilation import counting
from fardplan.ledger.compilation.shapes import ChangeLine, Compilation, Point, SectionPart


@dataclass(frozen=True)
class Column:
    """One column: its name for machines, its heading for people, and what stands in it."""

    name: str
    heading: str | Promise
    meaning: str | Promise


CONTRIBUTIONS = (
    Column("number", _("Nummer"), _("Synpunktens nummer i dialogens enda lucklösa serie.")),
    Column("received", _("Kom in"), _("När den kom in, svensk tid.")),
    Column("channel", _("Väg in"), _("Hur den kom in: webben, brev, e-post, telefon, papper, samtalsrum eller möte.")),
    Column("sender_kind", _("Avsändare"), _("Vad avsändaren svarade som.")),
    Column("sender", _("Beskrivning"), _("Avsändaren så som den beskrivit sig, aldrig en privatpersons namn.")),
    Column("municipality", _("Kommun"), _("Avsändarens kommun, om den är angiven.")),
    Column("section", _("Avsnitt"), _("Avsnittet i det senaste utkastet där synpunkten hör hemma.")),
    Column("about", _("Gäller"), _("Stycket, avsnittet eller dagen den lämnades på.")),
    Column("key", _("Styckets nyckel"), _("Samma i alla utkast; tom när synpunkten gäller något annat än ett stycke.")),
    Column("draft", _("Utkast"), _("Utkastet den lämnades på.")),
    Column("kind", _("Slag"), _("Synpunkt, fråga om texten eller andra ord.")),
    Column("text", _("Synpunkt"), _("Orden som de kom in.")),
    Column("proposed_text", _("Förslag till ny text"), _("Avsändarens förslag till andra ord, om det finns ett.")),
    Column("themes", _("Teman"), _("Teman för alla som tjänstepersoner satt, med semikolon emellan.")),
    Column("status", _("Läge"), _("Hur långt synpunkten har kommit, i avsändarens ord.")),
    Column("outcome", _("Utfall"), _("Utfallet av svaret; tomt när inget svar är publicerat.")),
    Column("reply", _("Svar"), _("Svaret.")),
    Column("reason", _("Motivering"), _("Varför, när utfallet är delvis eller inte tillgodosedd.")),
    Column("signed_as", _("Undertecknat"), _("Vem som svarar.")),
    Column("standing", _("Beslutsstatus"), _("Tjänstepersoners svar eller politiskt antaget, och av vem.")),
    Column("changes", _("Ändringar"), _("Numren på ändringarna den ledde till, med semikolon emellan.")),
    Column(
        "verdict",
        _("Blev det som du menade?"),
        _("Avsändarens senaste svar: ja, delvis, nej eller ni har missförstått."),
    ),
)

CHANGES = (
    Column("number", _("Nummer"), _("Ändringens nummer i strategin.")),
    Column("draft", _("Utkast"), _("Utkastet där ändringen först står.")),
    Column("kind", _("Slag"), _("Omformulerat, flyttat, delat, sammanslaget, borttaget eller nytt.")),
    Column("moved", _("Flyttat"), _("Ja när stycket också har flyttats.")),
    Column("about", _("Stycke"), _("Stycket eller avsnittet.")),
    Column("key", _("Nyckel"), _("Styckets nyckel, samma i alla utkast.")),
    Column("before", _("Före"), _("Texten före; tom för nytt.")),
    Column("after", _("Efter"), _("Texten efter; tom för borttaget.")),
    Column("reason", _("Varför"), _("Skälet till ändringen.")),
    Column("editorial", _("Redaktionell"), _("Ja när bara språket är rättat.")),
    Column("sources", _("Källor"), _("Numren på synpunkterna som ändringen kommer av, med semikolon emellan.")),
    Column("decided", _("Beslut"), _("Yrkanden och beslut som ändringen kommer av.")),
)

RESPONDENTS = (
    Column("name", _("Namn"), _("Organisationens eller gruppens namn, som den angett det.")),
    Column("kind", _("Slag"), _("Organisation eller grupp.")),
    Column("municipality", _("Kommun"), _("Kommunen den angett.")),
    Column("stance", _("Ställning"), _("Tillstyrker, tillstyrker med ändringar, avstår eller avstyrker.")),
    Column("numbers", _("Nummer"), _("Bidragens nummer, med semikolon emellan.")),
)

VERDICTS = (
    Column("section", _("Avsnitt"), _("Avsnittet i det senaste utkastet där texten hör hemma.")),
    Column("about", _("Gäller"), _("Stycket, avsnittet eller dagen som synpunkterna lämnades på.")),
    Column("key", _("Styckets nyckel"), _("Samma i alla utkast; tom när det gäller hela strategin eller en dag.")),
    Column("yes", _("Ja"), _("Synpunkter vars avsändare senast svarade att det blev som de menade.")),
    Column("partly", _("Delvis"), _("Synpunkter vars avsändare senast svarade att det delvis blev som de menade.")),
    Column("no", _("Nej"), _("Synpunkter vars avsändare senast svarade att det inte blev som de menade.")),
    Column(
        "misunderstood",
        _("Ni har missförstått"),
        _("Synpunkter vars avsändare senast svarade att de är missförstådda."),
    ),
    Column("number", _("Svar"), _("Synpunkter vars avsändare har svarat, var och en räknad en gång.")),
)


def _point(point: Point, section: SectionPart) -> tuple[Cell, ...]:
    reply = point.reply
    return (
        point.label, point.received_at, point.channel, point.sender_kind, point.sender, point.municipality,
        section.label, point.about, point.key, point.draft, point.kind, point.text, point.proposed_text,
        "; ".join(point.themes), point.status.label, reply.outcome.label if reply else "", reply.text if reply else "",
        reply.reason if reply else "", reply.signed_as if reply else "",
        ", ".join(part for part in (reply.standing, reply.adopted_by) if part) if reply else "",
        "; ".join(change.label for change in point.changes), Answer(point.verdict).label if point.verdict else "",
    )  # fmt: skip


def _change(change: ChangeLine) -> tuple[Cell, ...]:
    return (
        change.label, change.draft, change.kind, _yes(change.is_moved), change.about, change.key, change.before,
        change.after, change.reason, _yes(change.is_editorial), "; ".join(change.sources), "; ".join(change.decided),
    )  # fmt: skip


def _yes(value: bool) -> str:
    return gettext("ja") if value else gettext("nej")


def contribution_rows(compilation: Compilation) -> Iterator[tuple[Cell, ...]]:
    """One row per contribution, by its number."""
    rows = [(point, section) for section in compilation.sections for point in section.points]
    rows.sort(key=lambda row: _by_number(row[0].label))
    return (_point(point, section) for point, section in rows)


def _by_number(label: str) -> tuple[int, int]:
    number, _dot, part = label.removeprefix("S-").partition(".")
    return int(number), int(part or 0)


def as_csv(compilation: Compilation) -> bytes:
    """Contributions, one row each."""
    return csv_bytes([column.heading for column in CONTRIBUTIONS], contribution_rows(compilation))


def dictionary_csv() -> bytes:
    """What every column of the files means."""
    headings = (_("Tabell"), _("Namn"), _("Rubrik"), _("Betyder"))
    return csv_bytes(headings, _dictionary())


def _dictionary() -> Iterator[tuple[Cell, ...]]:
    for table, columns in _TABLES:
        for column in columns:
            yield (table, column.name, column.heading, column.meaning)


_VERDICTS = _("Blev det som du menade")
_TABLES = (
    (_("Synpunkter"), CONTRIBUTIONS),
    (_("Ändringar"), CHANGES),
    (_("Avsändare"), RESPONDENTS),
    (_VERDICTS, VERDICTS),
)


def as_xlsx(compilation: Compilation) -> bytes:
    """A workbook: contributions, changes, respondents, verdicts, what the columns mean, and how it was counted."""
    return workbook_bytes(
        [
            Sheet(_("Synpunkter"), [each.heading for each in CONTRIBUTIONS], contribution_rows(compilation)),
            Sheet(_("Ändringar"), [each.heading for each in CHANGES], map(_change, compilation.changes)),
            Sheet(_("Avsändare"), [each.heading for each in RESPONDENTS], _respondents(compilation)),
            Sheet(_VERDICTS, [each.heading for each in VERDICTS], _verdicts(compilation)),
            Sheet(_("Kolumner"), (_("Tabell"), _("Namn"), _("Rubrik"), _("Betyder")), _dictionary()),
            Sheet(_("Så har vi räknat"), (_("Regel"),), ((rule,) for rule in counting.rules())),
        ]
    )


def _respondents(compilation: Compilation) -> Iterator[tuple[Cell, ...]]:
    for each in compilation.respondents:
        yield (each.name, each.kind, each.municipality, each.stance, "; ".join(each.labels))


def _verdicts(compilation: Compilation) -> Iterator[tuple[Cell, ...]]:
    for each in compilation.verdicts:
        yield (each.section, each.about, each.key, *each.in_order, each.number)


def as_json(compilation: Compilation) -> bytes:
    """Everything, with the data dictionary; names of columns are the English ones whatever the language."""
    whole = {
        "dialogue": compilation.dialogue_title,
        "strategy": compilation.strategy_title,
        "organisation": compilation.organisation,
        "example": compilation.is_example,
        "as_of": compilation.as_of.isoformat(),
        "drafts": [{"number": number, "published": day.isoformat()} for number, day in compilation.drafts],
        "counting_rules": counting.rules(),
        "figures": _figures(compilation),
        "columns": {name: {column.name: str(column.meaning) for column in columns} for name, columns in _NAMED},
        "contributions": [_named(CONTRIBUTIONS, row) for row in contribution_rows(compilation)],
        "changes": [_named(CHANGES, _change(change)) for change in compilation.changes],
        "respondents": [_named(RESPONDENTS, row) for row in _respondents(compilation)],
        "verdicts": [_named(VERDICTS, row) for row in _verdicts(compilation)],
        "not_shown": [{"number": each.label, "rule": each.rule} for each in compilation.not_shown],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=_plain).encode()


_NAMED = (("contributions", CONTRIBUTIONS), ("changes", CHANGES), ("respondents", RESPONDENTS), ("verdicts", VERDICTS))


def _named(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> dict[str, Cell]:
    return {column.name: cell for column, cell in zip(columns, row, strict=True)}


def _plain(cell: object) -> str:
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def _figures(compilation: Compilation) -> dict[str, object]:
    figures = compilation.figures
    return {
        "submissions": figures.submissions,
        "contributions": figures.contributions,
        "shown": figures.shown,
        "answered": figures.answered,
        "organisations": figures.organisations,
        "persons": figures.persons,
        "by_channel": {count.label: count.number for count in figures.by_channel},
        "by_sender": {count.label: count.number for count in figures.by_sender},
        "by_municipality": {count.label: count.number for count in figures.by_municipality},
        "by_outcome": {count.label: count.number for count in figures.by_outcome},
        "by_theme": {count.label: count.number for count in figures.by_theme},
        "by_stance": {count.label: count.number for count in figures.by_stance},
        "by_verdict": {count.label: count.number for count in figures.by_verdict},
    }
