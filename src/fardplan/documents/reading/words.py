"""What was not taken from a file, and why a file was not read, in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from fardplan.documents.reading.shapes import LeftOut, What

_WHAT: dict[What, Promise] = {
    "picture": ngettext_lazy("%(count)d bild", "%(count)d bilder", "count"),
    "chart": ngettext_lazy("%(count)d diagram", "%(count)d diagram", "count"),
    "diagram": ngettext_lazy("%(count)d SmartArt-figur", "%(count)d SmartArt-figurer", "count"),
    "drawing": ngettext_lazy("%(count)d ritat föremål", "%(count)d ritade föremål", "count"),
    "equation": ngettext_lazy(
        "uppställningen av %(count)d formel (tecknen är med i texten)",
        "uppställningen av %(count)d formler (tecknen är med i texten)",
        "count",
    ),
    "embedded": ngettext_lazy("%(count)d inbäddad fil", "%(count)d inbäddade filer", "count"),
    "comment": ngettext_lazy("%(count)d anteckning i marginalen", "%(count)d anteckningar i marginalen", "count"),
    "deleted": ngettext_lazy(
        "%(count)d spårad borttagning (ändringen räknas som godkänd)",
        "%(count)d spårade borttagningar (ändringarna räknas som godkända)",
        "count",
    ),
    "hidden": ngettext_lazy("%(count)d dold text", "%(count)d dolda texter", "count"),
    "struck": ngettext_lazy(
        "överstrykningen av %(count)d text (orden är med)",
        "överstrykningen av %(count)d texter (orden är med)",
        "count",
    ),
    "symbol": ngettext_lazy("%(count)d tecken i symbolteckensnitt", "%(count)d tecken i symbolteckensnitt", "count"),
    "cover": ngettext_lazy(
        "%(count)d försättsblad (titeln är med)", "%(count)d försättsblad (titeln är med)", "count"
    ),
    "contents": ngettext_lazy(
        "%(count)d innehållsförteckning eller register",
        "%(count)d innehållsförteckningar eller register",
        "count",
    ),
    "page_field": ngettext_lazy("%(count)d sidnummer i texten", "%(count)d sidnummer i texten", "count"),
    "header_or_footer": ngettext_lazy(
        "%(count)d sidhuvud eller sidfot", "%(count)d sidhuvuden eller sidfötter", "count"
    ),
    "table_lines": ngettext_lazy(
        "rutnätet i %(count)d tabell (texten är med som en lista)",
        "rutnätet i %(count)d tabeller (texten är med som listor)",
        "count",
    ),
    "code": ngettext_lazy(
        "utseendet på %(count)d kodstycke (texten är med)", "utseendet på %(count)d kodstycken (texten är med)", "count"
    ),
    "markup": ngettext_lazy(
        "%(count)d HTML-märkning (texten i den är med)", "%(count)d HTML-märkningar (texten i dem är med)", "count"
    ),
    "form_field": ngettext_lazy("%(count)d tomt formulärfält", "%(count)d tomma formulärfält", "count"),
    "other": ngettext_lazy(
        "%(count)d del av ett slag som inte är känt", "%(count)d delar av ett slag som inte är känt", "count"
    ),
    "scanned_page": ngettext_lazy(
        "%(count)d sida utan text (bild av papper)", "%(count)d sidor utan text (bilder av papper)", "count"
    ),
}  # fmt: skip

# Why a file was not read, and what the person can do about it.
REASONS: dict[str, tuple[Promise, Promise]] = {
    "broken": (
        gettext_lazy("Filen är inte hel, så den går inte att läsa."),
        gettext_lazy("Öppna den i programmet den skrevs i, spara den igen och ladda upp den på nytt."),
    ),
    "encrypted": (
        gettext_lazy("Filen är låst med lösenord."),
        gettext_lazy("Ta bort lösenordet i programmet den skrevs i, spara filen och ladda upp den på nytt."),
    ),
    "macros": (
        gettext_lazy("Filen innehåller makron, alltså program."),
        gettext_lazy("Spara den utan makron, som ett vanligt Word-dokument (.docx), och ladda upp den på nytt."),
    ),
    "bomb": (
        gettext_lazy("Filen blir orimligt stor när den packas upp, så den läses inte."),
        gettext_lazy("Spara den på nytt i programmet den skrevs i. Ta bort stora bilder om det inte hjälper."),
    ),
    "heavy": (
        gettext_lazy("Filen är för stor eller för krånglig för att läsas."),
        gettext_lazy("Dela den i flera filer, eller klistra in texten i stället."),
    ),
    "external": (
        gettext_lazy("Filen hänvisar till något utanför sig själv på ett sätt som inte är tillåtet."),
        gettext_lazy("Spara den på nytt i programmet den skrevs i och ladda upp den igen."),
    ),
    "too_much_text": (
        gettext_lazy("Filen innehåller mer text än vad som går att läsa på en gång."),
        gettext_lazy("Dela den i flera filer."),
    ),
    "no_document": (
        gettext_lazy("Filen är ingen text som går att läsa."),
        gettext_lazy("Spara den som Word (.docx), OpenDocument (.odt) eller Markdown och ladda upp den på nytt."),
    ),
    "failed": (
        gettext_lazy("Filen går inte att läsa."),
        gettext_lazy("Spara den på nytt i programmet den skrevs i, eller klistra in texten i stället."),
    ),
}

# The same of a workbook, where other programs and other ways out are at hand.
WORKBOOK_REASONS: dict[str, tuple[Promise, Promise]] = REASONS | {
    "macros": (
        gettext_lazy("Filen innehåller makron, alltså program."),
        gettext_lazy("Spara den som en vanlig Excel-arbetsbok (.xlsx) utan makron och ladda upp den på nytt."),
    ),
    "heavy": (
        gettext_lazy("Arbetsboken är för stor eller för krånglig för att läsas."),
        gettext_lazy("Kopiera bladen till en ny arbetsbok som bara innehåller dem, och ladda upp den."),
    ),
    "too_much_text": (
        gettext_lazy("Arbetsboken innehåller mer text än vad som går att läsa på en gång."),
        gettext_lazy("Ta bort blad som inte hör till enkäten och ladda upp den igen."),
    ),
    "no_document": (
        gettext_lazy("Filen är ingen arbetsbok."),
        gettext_lazy("Spara den som Excel (.xlsx) och ladda upp den på nytt."),
    ),
    "failed": (
        gettext_lazy("Arbetsboken går inte att läsa."),
        gettext_lazy("Öppna den i ett kalkylprogram, spara den på nytt som Excel (.xlsx) och ladda upp den igen."),
    ),
}


@dataclass(frozen=True)
class Told:
    """Everything of one kind that was not taken: "4 bilder", the headings they stand under, and how the lost begins."""

    what: str
    headings: tuple[str, ...]
    examples: tuple[str, ...]


def grouped(left_out: Iterable[LeftOut]) -> list[Told]:
    """What was not taken by kind, in the order of the file: a long one may have left out a table under each heading."""
    kinds: dict[What, list[LeftOut]] = {}
    for each in left_out:
        kinds.setdefault(each.what, []).append(each)
    return [
        Told(
            str(_WHAT[what] % {"count": sum(each.count for each in found)}),
            tuple(each.where for each in found if each.where),
            tuple(example for each in found for example in each.examples),
        )
        for what, found in kinds.items()
    ]


def of(left_out: LeftOut) -> str:
    """What was not taken, how many and under which heading: "2 bilder under ”A1 Planering”"."""
    what = str(_WHAT[left_out.what] % {"count": left_out.count})
    if not left_out.where:
        return what
    return _("%(what)s under ”%(heading)s”") % {"what": what, "heading": left_out.where}
