"""An XLSForm (https://xlsform.org) as a survey: groups become pages, rows questions, and what cannot be is noted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from fardplan.base.errors import Invalid
from fardplan.documents.reading.shapes import Sheet, Workbook
from fardplan.surveys.definition import Definition, Page, Question
from fardplan.surveys.definition.phrases import PHRASES
from fardplan.surveys.definition.shape import MOST_PAGES, ClassGroup
from fardplan.surveys.workbooks.blocks import block_of
from fardplan.surveys.workbooks.choice_lists import choice_lists
from fardplan.surveys.workbooks.columns import GROUPS_SHEET, OWN_TYPE, PHRASE
from fardplan.surveys.workbooks.formulas import Formulas, both
from fardplan.surveys.workbooks.languages import code_of
from fardplan.surveys.workbooks.notes import Notes, Taken
from fardplan.surveys.workbooks.sheets import Record, records
from fardplan.surveys.workbooks.tree import Node, leaves, tree_of
from fardplan.surveys.workbooks.xlsform_questions import QuestionReader
from fardplan.surveys.workbooks.xlsform_types import REPEAT

FIRST_LANGUAGE = "sv"
MOST_LANGUAGES = 12
_IN_SILENCE = {"version", "form_id", "id_string", "style", "name", "instance_name", "fp::format", "default_language"}


def read_xlsform(book: Workbook) -> Taken:
    """The survey in a workbook. Raises Invalid when it is no XLSForm or has too many rows."""
    notes = Notes()
    sheets = {sheet.name.strip().casefold(): sheet for sheet in book.sheets}
    survey = _survey_sheet(book, sheets)
    settings = _settings(sheets.get("settings"), notes=notes)
    written = settings.take("default_language") if settings else ""
    language = code_of(written) or FIRST_LANGUAGE
    rows, languages = records(survey, notes=notes, language=language)
    if not any(record.type for record in rows):
        raise Invalid(
            _("Bladet %(sheet)s har ingen kolumn som heter type, eller inget i den.") % {"sheet": survey.name},
            what_next=_("Skriv rubrikerna type, name och label på första raden och en fråga på varje rad därefter."),
            field="upload",
        )
    reading = _Reading(notes, settings, sheets, language=language)
    pages = reading.pages(tree_of(_with_type(rows, notes=notes), notes=notes))
    data = {
        "languages": _languages(settings, [*languages, language], language, notes=notes),
        "title": reading.title(language),
        **reading.texts,
        "phrases": reading.phrases,
    }
    definition = Definition.model_validate({**data, "pages": pages})
    _settings_left(settings, notes=notes)
    return Taken(definition, notes.all(), (settings.cells.get("form_id", "") if settings else ""))


def _survey_sheet(book: Workbook, sheets: dict[str, Sheet]) -> Sheet:
    if survey := sheets.get("survey"):
        return survey
    names = ", ".join(sheet.name for sheet in book.sheets[:10])
    raise Invalid(
        _("Arbetsboken har inget blad som heter survey. Dess blad heter: %(names)s.") % {"names": names},
        what_next=_("En XLSForm har bladen survey, choices och settings. Byt namn på bladet med frågorna till survey."),
        field="upload",
    )


def _settings(sheet: Sheet | None, *, notes: Notes) -> Record | None:
    if sheet is None:
        return None
    found = records(sheet, notes=notes, language=FIRST_LANGUAGE)[0]
    for record in found[1:]:
        notes.add(record.sheet, record.number, "", "", _("Bara den första raden med inställningar gäller."))
    return found[0] if found else None


def _settings_left(settings: Record | None, *, notes: Notes) -> None:
    if settings is None:
        return
    for column in settings.left:
        if column.casefold() not in _IN_SILENCE:
            why = _("Inställningen finns inte hos oss.")
            notes.add(settings.sheet, settings.number, column, settings.cells.get(column, ""), why)


def _with_type(rows: list[Record], *, notes: Notes) -> list[Record]:
    for record in rows:
        if not record.type:
            label = next(iter(record.words.get("label", {}).values()), "")
            what = record.cells.get("name", "") or label
            notes.add(record.sheet, record.number, "type", what, _("Raden har ingen frågetyp. Den togs inte med."))
    return [record for record in rows if record.type]


def _languages(settings: Record | None, found: list[str], first: str, *, notes: Notes) -> list[str]:
    """Those the workbook names itself, else those of its headings, the first one being what it says it is."""
    said = settings.take("fp::languages").split() if settings else []
    listed = list(dict.fromkeys(code for code in said if code_of(code) == code))
    if listed:
        return listed[:MOST_LANGUAGES]
    in_headings = list(dict.fromkeys(found[:-1])) or [first]
    ordered = [first, *(code for code in in_headings if code != first)] if first in in_headings else in_headings
    for code in ordered[MOST_LANGUAGES:]:
        why = _("En enkät kan ha högst %(most)d språk.") % {"most": MOST_LANGUAGES}
        notes.add("survey", 1, "", code, why)
    return ordered[:MOST_LANGUAGES]


class _Reading:
    """The pages, one row after another."""

    def __init__(self, notes: Notes, settings: Record | None, sheets: dict[str, Sheet], *, language: str) -> None:
        self._notes, self._settings = notes, settings
        self._formulas = Formulas(notes=notes)
        self.texts: dict[str, dict[str, str]] = {}
        self.phrases: dict[str, dict[str, str]] = {}
        choices = sheets.get("choices")
        groups = sheets.get(GROUPS_SHEET)
        self._questions = QuestionReader(
            lists=choice_lists(records(choices, notes=notes, language=language)[0], notes=notes) if choices else {},
            groups=_groups(records(groups, notes=notes, language=language)[0], notes=notes) if groups else {},
            formulas=self._formulas,
            notes=notes,
            is_ours=bool(settings and settings.cells.get("fp::format")),
        )

    def title(self, language: str) -> dict[str, str]:
        if self._settings is None:
            return {}
        said, plain = self._settings.take_words("fp::title"), self._settings.take("form_title")
        return said or ({language: plain} if plain else {})

    def pages(self, nodes: list[Node]) -> list[Page]:
        """Groups are pages; what stands beside them comes on pages of its own."""
        pages: list[Page] = []
        loose: list[Node] = []
        for node in nodes:
            if self._is_text(node):
                continue
            if node.inside is not None and not node.is_repeat and block_of(node) is None:
                self._close(pages, loose)
                self._add(pages, node.record, node.inside)
                loose = []
            else:
                loose.append(node)
        self._close(pages, loose)
        return pages

    def _is_text(self, node: Node) -> bool:
        """The introduction, the thanks and our own words, which the survey itself holds."""
        said = node.record.cells.get(OWN_TYPE, "")
        if said.removeprefix(PHRASE) in PHRASES and said.startswith(PHRASE) and node.inside is None:
            self.phrases[said.removeprefix(PHRASE)] = node.record.take_words("label")
            return True
        if said not in ("introduction", "thanks") or node.inside is not None:
            return False
        self.texts[said] = node.record.take_words("label")
        return True

    def _close(self, pages: list[Page], loose: list[Node]) -> None:
        if loose:
            self._add(pages, None, loose)

    def _add(self, pages: list[Page], record: Record | None, inside: list[Node]) -> None:
        if len(pages) >= MOST_PAGES:
            first = record or inside[0].record
            why = _("En enkät kan ha högst %(most)d sidor. Sidan och dess frågor togs inte med.") % {"most": MOST_PAGES}
            self._notes.add(first.sheet, first.number, "", first.called, why)
            return
        name = self._formulas.names.take(record.take("name") if record else "", otherwise=f"sida_{len(pages) + 1}")
        without = _("Sidan visas för alla tills ni skriver ett nytt villkor.")
        data: dict[str, Any] = {"name": name}
        if record:
            data |= {
                "title": record.take_words("label"),
                "relevant": self._formulas.formula(record, "relevant", without=without),
            }
            for column in ("type", "appearance"):
                record.take(column)
            self._left(record)
        texts = [node for node in inside if node.record.cells.get(OWN_TYPE) == "page_text"]
        if texts:
            data["text"] = self._formulas.words(texts[0].record, "label")
        data["questions"] = self._flat([node for node in inside if node not in texts], relevant="")
        pages.append(_page({field: value for field, value in data.items() if value not in ("", {}, [])}))

    def _flat(self, nodes: list[Node], *, relevant: str) -> list[Question]:
        """The questions of a page; those of groups within it in their place, asked when the group would be."""
        found: list[Question | None] = []
        for node in nodes:
            kind = block_of(node)
            if node.is_repeat:
                for record in [node.record, *leaves(node.inside or [])]:
                    self._notes.add(record.sheet, record.number, "type", record.called, str(REPEAT))
            elif kind is not None:
                found.append(self._questions.block(node, kind, relevant=relevant))
            elif node.inside is not None:
                found += self._group(node, relevant=relevant)
            else:
                found.append(self._questions.question(node.record, relevant=relevant))
        return [question for question in found if question is not None]

    def _group(self, node: Node, *, relevant: str) -> list[Question | None]:
        without = _("Frågorna i gruppen ställs till alla tills ni skriver nya villkor.")
        when = both(relevant, self._formulas.formula(node.record, "relevant", without=without))
        for column in ("type", "appearance"):
            node.record.take(column)
        if not node.record.words.get("label"):
            node.record.take("name")
            self._left(node.record)
            return list(self._flat(node.inside or [], relevant=when))
        return [self._questions.note(node.record, relevant=when), *self._flat(node.inside or [], relevant=when)]

    def _left(self, record: Record) -> None:
        for column in record.left:
            why = _("Kolumnen finns inte hos oss. Gruppen togs med utan den.")
            self._notes.add(record.sheet, record.number, column, record.cells.get(column, ""), why)


def _page(data: dict[str, Any]) -> Page:
    """Without texts that are too long to be what they are."""
    try:
        return Page.model_validate(data)
    except ValidationError as error:
        bad = {str(each["loc"][0]) for each in error.errors(include_url=False)}
        return Page.model_validate({field: value for field, value in data.items() if field not in bad})


def _groups(found: list[Record], *, notes: Notes) -> dict[str, list[dict[str, Any]]]:
    """The classes of background questions taken together, by question as it is written."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for record in found:
        label = record.take_words("label")
        data: dict[str, Any] = {"name": record.take("name"), "of": record.take("of").split()}
        if label:
            data["label"] = label
        try:
            ClassGroup.model_validate(data)
        except ValidationError:
            why = _("En grupp har ett namn och koderna för de svarsalternativ som ingår.")
            notes.add(record.sheet, record.number, "", data["name"], why)
            continue
        groups.setdefault(record.take("question"), []).append(data)
    return groups
