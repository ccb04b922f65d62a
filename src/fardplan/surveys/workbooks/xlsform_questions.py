"""One row of an XLSForm as a question, or one group as a matrix: what it holds, and a note for all it does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from fardplan.surveys.definition import OTHER, Question, QuestionType
from fardplan.surveys.definition.shape import MOST_QUESTIONS
from fardplan.surveys.workbooks.blocks import is_heading, row_code
from fardplan.surveys.workbooks.choice_lists import ChoiceList
from fardplan.surveys.workbooks.columns import (
    OWN,
    OWN_GRID,
    OWN_PICTURE,
    OWN_SCALE,
    OWN_SOURCE,
    OWN_TYPE,
    is_yes,
    value_in,
)
from fardplan.surveys.workbooks.formulas import Formulas, both
from fardplan.surveys.workbooks.names import Names
from fardplan.surveys.workbooks.notes import Notes
from fardplan.surveys.workbooks.sheets import Record
from fardplan.surveys.workbooks.tree import Node
from fardplan.surveys.workbooks.xlsform_types import UNKNOWN, Type, type_of

_REFINED = {
    QuestionType.AREA: {QuestionType.SINGLE},
    QuestionType.MAP: {QuestionType.SINGLE, QuestionType.TEXT},
    QuestionType.BIRTH_YEAR: {QuestionType.NUMBER},
    QuestionType.SCALE: {QuestionType.SCALE},
}
_LOOKS = re.compile(
    r"(minimal|autocomplete|horizontal(-compact)?|vertical|compact(-\d+)?|quick(compact(-\d+)?)?|columns(-pack|-\d+)?|"
    r"likert|list-nolabel|label|no-buttons|multiline|numbers|thousands-sep|no-calendar|picker|rating|field-list|"
    r"table-list|w\d+)"
)
_PARAMETER = re.compile(r"([A-Za-z_-]+)\s*=\s*([^\s,;]+)")


class QuestionReader:
    """Makes questions of rows, in order: each can refer to those before it."""

    def __init__(
        self,
        *,
        lists: Mapping[str, ChoiceList],
        groups: Mapping[str, list[dict[str, Any]]],
        formulas: Formulas,
        notes: Notes,
        is_ours: bool,
    ) -> None:
        self._lists, self._groups, self._formulas = lists, groups, formulas
        self._notes, self._is_ours = notes, is_ours
        self._number = 0

    def question(self, record: Record, *, relevant: str) -> Question | None:
        """A row as a question; None, with a note, when it is not taken. `relevant` is that of the groups around it."""
        found = type_of(record.take("type"))
        kind = self._refined(record, found)
        if kind is None:
            self._not_taken(record, "type", found.why or str(UNKNOWN))
            return None
        if not self._has_place(record):
            return None
        if kind == QuestionType.CALCULATION and not self._calculates(record):
            return None
        data = self._common(record, kind, relevant=relevant)
        codes = self._filled(record, data, found, kind)
        return self._finished(record, data, codes)

    def block(self, node: Node, kind: QuestionType, *, relevant: str) -> Question | None:
        """A group whose rows are the rows of a matrix, or what points are given to."""
        record = node.record
        if not self._has_place(record):
            return None
        written = record.cells.get("name", "")
        for column in ("type", OWN_TYPE, "appearance"):
            record.take(column)
        data = self._common(record, kind, relevant=relevant)
        rows, required = self._rows(node, written)
        if required:
            data["required"] = True
        data["choices" if kind == QuestionType.POINTS else "rows"] = rows
        codes: dict[str, str] = {}
        if kind == QuestionType.MATRIX:
            codes = self._answers_of(node, data)
        return self._finished(record, {name: value for name, value in data.items() if value != []}, codes)

    def note(self, record: Record, *, relevant: str) -> Question | None:
        """The label of a group within a page, as words before its questions."""
        data: dict[str, Any] = {
            "name": self._name(record),
            "type": "note",
            "label": self._formulas.words(record, "label"),
        }
        if relevant:
            data["relevant"] = relevant
        return self._finished(record, data, {}) if self._has_place(record) else None

    def _has_place(self, record: Record) -> bool:
        self._number += 1
        if self._number <= MOST_QUESTIONS:
            return True
        self._not_taken(record, "", _("En enkät kan ha högst %(most)d frågor.") % {"most": MOST_QUESTIONS})
        return False

    def _not_taken(self, record: Record, column: str, why: str) -> None:
        told = f"{why} {_('Frågan togs inte med.')}"
        self._notes.add(record.sheet, record.number, column, record.called, told)

    def _refined(self, record: Record, found: Type) -> QuestionType | None:
        said = record.take(OWN_TYPE)
        if not said or found.kind is None:
            return found.kind
        kind = QuestionType(said) if said in QuestionType.__members__.values() else None
        if kind in _REFINED and found.kind in _REFINED[kind]:
            return kind
        self._notes.add(record.sheet, record.number, OWN_TYPE, said, _("Det passar inte till frågetypen. Den gäller."))
        return found.kind

    def _name(self, record: Record) -> str:
        written = record.take("name")
        label = next(iter(record.words.get("label", {}).values()), "")
        name = self._formulas.names.take(written, otherwise=label or f"rad_{record.number}")
        if written and name != written:
            self._notes.add(record.sheet, record.number, "name", written, _("Namnet blev %(name)s.") % {"name": name})
        return name

    def _calculates(self, record: Record) -> bool:
        """Whether the formula is one we understand: nothing can be worked out from another."""
        if self._is_ours and not record.cells.get("calculation"):
            return True
        formula = self._formulas.formula(record, "calculation", without=_("Uträkningen togs inte med."))
        record.cells["calculation"] = formula
        return bool(formula)

    def _common(self, record: Record, kind: QuestionType, *, relevant: str) -> dict[str, Any]:
        name = self._name(record)
        without = _("Frågan ställs till alla tills ni skriver ett nytt villkor.")
        data: dict[str, Any] = {
            "name": name,
            "type": str(kind),
            "label": self._formulas.words(record, "label"),
            "hint": self._formulas.words(record, "hint"),
            "relevant": both(relevant, self._formulas.formula(record, "relevant", without=without)),
            "constraint": self._formulas.formula(
                record, "constraint", own=name, without=_("Frågan togs med utan kontrollen.")
            ),
            "constraint_message": record.take_words("constraint_message"),
        }
        if required := record.take("required"):
            try:
                data["required"] = is_yes(required)
            except ValueError:
                why = _("En fråga är obligatorisk eller inte, aldrig ibland. Den togs med som frivillig.")
                self._notes.add(record.sheet, record.number, "required", required, why)
        return {field: value for field, value in data.items() if value not in ("", {}, [])}

    def _filled(self, record: Record, data: dict[str, Any], found: Type, kind: QuestionType) -> dict[str, str]:
        """Puts in what belongs to the type; returns the codes that are not called what they were."""
        looks, parameters = record.take("appearance").split(), dict(_PARAMETER.findall(record.take("parameters")))
        self._looks(record, looks)
        match kind:
            case QuestionType.NUMBER if found.whole:
                data["whole"] = True
            case QuestionType.TEXT if "multiline" in looks:
                data["long"] = True
            case QuestionType.SCALE:
                self._scale(record, data, parameters)
            case QuestionType.MAP:
                self._map(record, data)
            case QuestionType.CALCULATION:
                data["calculation"] = record.take("calculation")
            case QuestionType.BIRTH_YEAR:
                record.take("parameters")
        if unit := record.take_words("fp::unit"):
            data["unit"] = unit
        if not found.list_name or kind == QuestionType.MAP:
            return {}
        if parameters.get("randomize", "").casefold() == "true":
            data["shuffled"] = True
        return self._choices(record, data, found)

    def _choices(self, record: Record, data: dict[str, Any], found: Type) -> dict[str, str]:
        listed = self._lists.get(found.list_name)
        if listed is None:
            why = _("Listan %(list)s finns inte i bladet choices.") % {"list": found.list_name}
            self._notes.add(record.sheet, record.number, "type", record.type, why)
            listed = ChoiceList()
        flags = {flag: True for flag in listed.flags if flag != "other" or data["type"] in ("single", "multiple")}
        data |= {"choices": listed.choices} | flags if listed.choices else flags
        codes = dict(listed.recoded)
        if found.other:
            data["other"] = True
            if not self._is_ours and "other" not in listed.names.given:
                codes["other"] = OTHER
        return codes

    def _looks(self, record: Record, looks: list[str]) -> None:
        if strange := [word for word in looks if not _LOOKS.fullmatch(word)]:
            why = _("Utseendet finns inte hos oss. Frågan visas som vanligt.")
            self._notes.add(record.sheet, record.number, "appearance", " ".join(strange), why)

    def _scale(self, record: Record, data: dict[str, Any], parameters: Mapping[str, str]) -> None:
        """A range as a scale when it is one a person can take in, else as a number."""
        ends = {end: words for end in ("low_label", "high_label") if (words := record.take_words(f"fp::{end}"))}
        if not parameters and not ends and record.cells.get(OWN_TYPE) == "scale":
            return
        try:
            low, high = float(parameters.get("start", "1")), float(parameters.get("end", "10"))
            step = float(parameters.get("step", "1"))
        except ValueError:
            why = _("Talen går inte att läsa. Skriv till exempel start=1 end=5 step=1.")
            self._notes.add(record.sheet, record.number, "parameters", record.cells.get("parameters", ""), why)
            return
        if step == 1 and low in (0, 1) and 2 <= high <= 10 and high.is_integer():
            data["scale"] = {"low": int(low), "high": int(high), **ends}
            return
        data |= {"type": "number", "minimum": low, "maximum": high, "whole": step.is_integer() and low.is_integer()}
        why = _("En skala går från 0 eller 1 till högst 10 med ett steg i taget. Frågan blev ett tal att skriva.")
        self._notes.add(record.sheet, record.number, "parameters", record.cells.get("parameters", ""), why)

    def _map(self, record: Record, data: dict[str, Any]) -> None:
        written, words = record.take(OWN_GRID), record.take_words("fp::picture_text")
        if not written:
            return
        try:
            south, west, north, east, columns, rows = written.split()
            grid = {
                "south": float(south), "west": float(west), "north": float(north), "east": float(east),
                "columns": int(columns), "rows": int(rows),
            }  # fmt: skip
        except ValueError:
            why = _("Skriv söder, väster, norr och öster i grader och sedan antal kolumner och rader.")
            self._notes.add(record.sheet, record.number, OWN_GRID, written, why)
            return
        beside = {"picture": record.take(OWN_PICTURE), "source": record.take(OWN_SOURCE), "picture_text": words}
        data["grid"] = grid | {name: value for name, value in beside.items() if value}

    def _rows(self, node: Node, written: str) -> tuple[list[dict[str, Any]], bool]:
        """The rows of a block, and whether all of them must be answered."""
        codes, rows, required = Names(is_code=True), [], []
        for inner in node.inside or []:
            record = inner.record
            if inner.inside is not None:
                self._not_taken(record, "type", _("En grupp kan inte ligga i en matris."))
                continue
            record.take("type")
            name, label = record.take("name"), record.take_words("label")
            must = record.take("required")
            record.take("appearance")
            if is_heading(inner):
                continue
            required.append(must.casefold() in ("yes", "true", "true()"))
            code = codes.take(row_code(written, name), otherwise=next(iter(label.values()), f"rad{record.number}"))
            rows.append({"name": code, "label": label} if label else {"name": code})
            self._left(record)
        return rows, bool(required) and all(required)

    def _answers_of(self, node: Node, data: dict[str, Any]) -> dict[str, str]:
        """The scale or the choices that all rows of a matrix share."""
        record = node.record
        written = record.take(OWN_SCALE)
        ends = {end: words for end in ("low_label", "high_label") if (words := record.take_words(f"fp::{end}"))}
        if scale := re.fullmatch(r"([01])-(\d{1,2})", written):
            data["scale"] = {"low": int(scale[1]), "high": int(scale[2]), **ends}
            return {}
        first = next((row.record for row in node.inside or [] if row.inside is None and not is_heading(row)), None)
        return self._choices(record, data, type_of(first.type)) if first is not None else {}

    def _finished(self, record: Record, data: dict[str, Any], codes: Mapping[str, str]) -> Question | None:
        for own in OWN:
            text = next((found for column in (own.column, *own.also) if (found := record.take(column))), "")
            if text:
                try:
                    data[own.field] = value_in(own.kind, text)
                except ValueError:
                    self._notes.add(record.sheet, record.number, own.column, text, _("Värdet går inte att läsa."))
        if groups := self._groups.get(record.cells.get("name", "")):
            data["groups"] = [group | {"of": [codes.get(code, code) for code in group["of"]]} for group in groups]
        if positive := data.get("positive"):
            data["positive"] = [codes.get(code, code) for code in positive]
        self._left(record)
        question = self._fitting(record, data)
        if question is not None:
            self._formulas.knows(question.name, codes)
        return question

    def _fitting(self, record: Record, data: dict[str, Any]) -> Question | None:
        """The question without those fields that cannot be as they are."""
        while True:
            try:
                return Question.model_validate(data)
            except ValidationError as error:
                field = str(error.errors(include_url=False)[0]["loc"][0])
                if field in ("name", "type") or field not in data:
                    self._not_taken(record, field, _("Raden går inte att läsa."))
                    return None
                del data[field]
                why = _("Värdet är för stort eller passar inte här. Frågan togs med utan det.")
                self._notes.add(record.sheet, record.number, field, record.called, why)

    def _left(self, record: Record) -> None:
        for column in record.left:
            words = record.words.get(column, {})
            text = record.cells.get(column) or next(iter(words.values()), "")
            why = _("Kolumnen finns inte hos oss. Frågan togs med utan den.")
            self._notes.add(record.sheet, record.number, column, text, why)
