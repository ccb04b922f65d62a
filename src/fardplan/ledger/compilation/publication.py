"""The compilation laid out to print and to send: PDF and Word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fardplan.analysis.redline import Piece
from fardplan.contributions.models import Answer
from fardplan.documents.writing.shape import (
    Bar,
    Bars,
    Cell,
    Changed,
    Column,
    Definitions,
    Heading,
    Line,
    Notice,
    Part,
    Prose,
    Publication,
    Run,
    Table,
)
from fardplan.ledger.compilation import counting
from fardplan.ledger.compilation.shapes import ChangeLine, Compilation, Count, Matter, Point, SectionPart, in_words

ROWS_IN_A_TABLE = 200
_CHANGED = {"same": Changed.SAME, "added": Changed.INSERTED, "removed": Changed.REMOVED}

Progress = Callable[[int], object]


def publication(
    compilation: Compilation, *, address: str, brand_colour: str, progress: Progress = lambda _done: None
) -> Publication:
    """The whole as a document. `progress` hears how many points have been laid out so far."""
    moment = timezone.localtime(compilation.as_of)
    only = compilation.section_labels.get(compilation.only, "")
    parts: list[Part] = [*_about(compilation), *_figures(compilation)]
    done = 0
    for section in compilation.with_points:
        parts += _section(section)
        done += section.number
        progress(done)
    parts += [
        *_changes(compilation),
        *_verdicts(compilation),
        *_respondents(compilation),
        *_not_shown(compilation),
        *_rules(),
    ]
    return Publication(
        title=_("Sammanställning av synpunkter"),
        subtitle=f"{compilation.strategy_title}: {only}" if only else compilation.strategy_title,
        organisation=compilation.organisation,
        version=_("Läget %(date)s") % {"date": date_format(moment, "j F Y, \\k\\l. H.i")},
        short_version=date_format(moment, "Y-m-d"),
        address=address,
        language=compilation.language,
        description=_("Synpunkter, svar, motiveringar och ändringar, avsnitt för avsnitt."),
        notice=Notice(_example_words(), title=_("Exempeltext")) if compilation.is_example else None,
        made_at=compilation.as_of,
        parts=tuple(parts),
        is_wide=True,
        brand_colour=brand_colour,
    )


def _example_words() -> str:
    return _("Skriven för att visa hur Färdplan fungerar. Den kommer inte från någon region.")


def _about(compilation: Compilation) -> Iterator[Part]:
    figures = compilation.figures
    yield Heading(_("Kort om sammanställningen"))
    yield Prose(
        _(
            "I dialogen *%(dialogue)s* kom det in %(submissions)d bidrag med %(contributions)d synpunkter. "
            "%(shown)d av dem visas här, och %(answered)d har fått svar. Varje synpunkt står med sitt nummer, sitt "
            "svar och det som ändrades."
        )
        % {
            "dialogue": compilation.dialogue_title,
            "submissions": figures.submissions,
            "contributions": figures.contributions,
            "shown": figures.shown,
            "answered": figures.answered,
        }
    )
    drafts = [
        (_("Utkast %(number)s") % {"number": number}, date_format(day, "j F Y"))
        for number, day in reversed(compilation.drafts)
    ]
    if drafts:
        yield Definitions(tuple(drafts))


def _figures(compilation: Compilation) -> Iterator[Part]:
    figures = compilation.figures
    yield Heading(_("Vad som kom in"))
    of_answered = _("%(number)d av %(all)d besvarade")
    if figures.by_outcome:
        yield Bars(
            _("Vad det blev av synpunkterna"),
            tuple(
                Bar(
                    capfirst(count.label), count.number, of_answered % {"number": count.number, "all": figures.answered}
                )
                for count in figures.by_outcome
            ),
            most=figures.answered,
        )
    for heading, counts in (
        (_("Väg in"), figures.by_channel),
        (_("Avsändare"), figures.by_sender),
        (_("Kommun"), figures.by_municipality),
        (_("Ställning"), figures.by_stance),
        (_("Tema"), figures.by_theme),
    ):
        if counts:
            yield _count_table(heading, counts)


def _count_table(heading: str, counts: tuple[Count, ...]) -> Table:
    return Table(
        columns=(Column(heading, 4), Column(_("Antal"), 1, is_number=True)),
        rows=tuple((capfirst(count.label), str(count.number)) for count in counts),
        caption=heading,
    )


# --- one section ------------------------------------------------------------------------------------------------------


def _section(section: SectionPart) -> Iterator[Part]:
    yield Heading(section.label, level=min(section.level, 3), anchor=f"avsnitt-{section.key}")
    yield Prose(in_words(section.number, section.outcomes))
    for start in range(0, len(section.matters), ROWS_IN_A_TABLE):
        yield Table(
            columns=(
                Column(_("Nr"), 1),
                Column(_("Avsändare"), 1.6),
                Column(_("Synpunkt"), 4),
                Column(_("Svar"), 4),
                Column(_("Ändring"), 2.6),
            ),
            rows=tuple(_row(matter) for matter in section.matters[start : start + ROWS_IN_A_TABLE]),
            caption=_("Synpunkter på %(section)s") % {"section": section.label},
        )


def _row(matter: Matter) -> tuple[Cell, ...]:
    return (
        ", ".join(point.label for point in matter.points),
        "\n".join(dict.fromkeys(point.sender for point in matter.quoted)),
        _words(matter),
        _reply(matter),
        _led_to(matter),
    )


def _words(matter: Matter) -> Cell:
    several = len(matter.points) > 1
    said: list[Line] = []
    for point in matter.quoted:
        said.append(_said(point, with_number=several))
        if point.proposed_text:
            said.append(_proposal(point))
    if matter.left:
        words = ngettext("och en till som fick samma svar", "och %(number)d till som fick samma svar", matter.left)
        said.append(Line((Run(words % {"number": matter.left}, is_italic=True),)))
    return tuple(said)


def _said(point: Point, *, with_number: bool) -> Line:
    about = f"{point.about}: "
    number = (Run(f"{point.label} ", is_bold=True),) if with_number else ()
    return Line((*number, Run(about, is_italic=True), Run(point.text)))


def _proposal(point: Point) -> Line:
    return Line((Run(_("Förslag till ny text: "), is_bold=True), *redline_runs(point.pieces)))


def redline_runs(pieces: Iterable[Piece]) -> tuple[Run, ...]:
    return tuple(Run(piece.text, changed=_CHANGED[piece.kind]) for piece in pieces)


def _reply(matter: Matter) -> Cell:
    reply = matter.reply
    if reply is None:
        return Line((Run(_("Inte besvarad än"), is_italic=True),))
    lines: list[Prose | Line] = [Line((Run(capfirst(str(reply.outcome.label)), is_bold=True),))]
    if reply.forwarded_to:
        lines.append(Line((Run(_("Vidarebefordrad till: %(whom)s") % {"whom": reply.forwarded_to}),)))
    lines.append(Prose(reply.text))
    if reply.reason:
        lines += [Line((Run(_("Så här tänkte vi:"), is_bold=True),)), Prose(reply.reason)]
    signed = ". ".join(part for part in (reply.signed_as, reply.adopted_by) if part)
    if signed:
        lines.append(Line((Run(signed, is_italic=True),)))
    return tuple(lines)


def _led_to(matter: Matter) -> Cell:
    if not matter.changes:
        return "–"
    lines: list[Line] = []
    for labels, changes in matter.led_to:
        if labels:
            lines.append(Line((Run(f"{', '.join(labels)}:"),)))
        for change in changes:
            link = Run(change.label, is_bold=True, link=f"#{change.label}")
            lines.append(Line((link, Run(f" {change.about}, {_('utkast')} {change.draft}"))))
    return tuple(lines)


# --- changes, respondents, the rest -----------------------------------------------------------------------------------


def _changes(compilation: Compilation) -> Iterator[Part]:
    if not compilation.changes:
        return
    yield Heading(_("Översikt över ändringar"))
    by_draft: dict[str, list[ChangeLine]] = {}
    for change in compilation.changes:
        by_draft.setdefault(change.draft, []).append(change)
    for draft, changes in by_draft.items():
        heading = _("Ändringar i utkast %(number)s") % {"number": draft}
        yield Heading(heading, level=2)
        for start in range(0, len(changes), ROWS_IN_A_TABLE):
            yield Table(
                columns=(
                    Column(_("Nr"), 1),
                    Column(_("Stycke"), 2),
                    Column(_("Före och efter"), 5),
                    Column(_("Varför"), 3),
                    Column(_("Källa"), 2),
                ),
                rows=tuple(_change_row(change) for change in changes[start : start + ROWS_IN_A_TABLE]),
                caption=heading,
            )


def _change_row(change: ChangeLine) -> tuple[Cell, ...]:
    kind = f"{change.kind}, {_('flyttat')}" if change.moved_too else change.kind
    return (
        Line((Run(change.label),), anchor=change.label),
        f"{change.about}\n{capfirst(kind)}",
        Line(redline_runs(change.pieces)),
        _("Redaktionell ändring") if change.is_editorial and not change.reason else change.reason,
        change.sources_in_words or "–",
    )


def _verdicts(compilation: Compilation) -> Iterator[Part]:
    if not compilation.verdicts:
        return
    yield Heading(_("Blev det som du menade?"))
    yield Prose(_("Så svarade de som lämnat synpunkter. Av varje synpunkt räknas det senaste svaret."))
    answers = [Column(capfirst(str(answer.label)), 1.2, is_number=True) for answer in Answer]
    for start in range(0, len(compilation.verdicts), ROWS_IN_A_TABLE):
        yield Table(
            columns=(Column(_("Gäller"), 5), *answers, Column(_("Svar"), 1, is_number=True)),
            rows=tuple(
                (each.about, *map(str, each.in_order), str(each.number))
                for each in compilation.verdicts[start : start + ROWS_IN_A_TABLE]
            ),
            caption=_("Blev det som du menade, stycke för stycke"),
        )


def _respondents(compilation: Compilation) -> Iterator[Part]:
    yield Heading(_("De som har svarat"))
    figures = compilation.figures
    persons = ngettext(
        "%(number)d bidrag kom från privatpersoner.", "%(number)d bidrag kom från privatpersoner.", figures.persons
    )
    unknown = ngettext(
        "%(number)d kom från någon som inte ville säga vem.", "%(number)d kom från sådana som inte ville säga vilka.",
        figures.unknown,
    )  # fmt: skip
    said = [persons % {"number": figures.persons}, unknown % {"number": figures.unknown} if figures.unknown else ""]
    yield Prose(" ".join(part for part in said if part))
    if compilation.respondents:
        yield Table(
            columns=(
                Column(_("Organisation eller grupp"), 4),
                Column(_("Slag"), 2),
                Column(_("Kommun"), 2),
                Column(_("Ställning"), 2),
                Column(_("Nummer"), 2),
            ),
            rows=tuple(
                (each.name, capfirst(each.kind), each.municipality or "–", each.stance or "–", ", ".join(each.labels))
                for each in compilation.respondents
            ),
            caption=_("Organisationer och grupper som har svarat"),
        )


def _not_shown(compilation: Compilation) -> Iterator[Part]:
    if not compilation.not_shown:
        return
    yield Heading(_("Registrerat men inte visat"), level=2)
    hidden = [each for each in compilation.not_shown if each.rule]
    waiting = [each.label for each in compilation.not_shown if not each.rule]
    if hidden:
        yield Definitions(tuple((each.label, each.rule) for each in hidden))
    if waiting:
        yield Prose(_("Inte granskade än: %(numbers)s") % {"numbers": ", ".join(waiting)})


def _rules() -> Iterator[Part]:
    yield Heading(_("Så har vi räknat"))
    yield Prose("\n".join(f"- {rule}" for rule in counting.rules()))
