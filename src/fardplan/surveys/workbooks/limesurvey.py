"""LimeSurvey's tab-separated form (https://manual.limesurvey.org/Tab_Separated_Value_survey_structure) as a survey."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from fardplan.analysis.expressions import ExpressionError
from fardplan.surveys.definition import Definition, Question
from fardplan.surveys.definition.formula_words import sentence_of
from fardplan.surveys.definition.shape import MOST_PAGES, MOST_QUESTIONS
from fardplan.surveys.workbooks.languages import code_of
from fardplan.surveys.workbooks.lime_formulas import Known, piped, translated
from fardplan.surveys.workbooks.lime_rows import SHEET, Form, Group, Part, Row, form_of
from fardplan.surveys.workbooks.lime_types import NOTHING, Shape, shape_of
from fardplan.surveys.workbooks.names import Names
from fardplan.surveys.workbooks.notes import Notes, Taken
from fardplan.surveys.workbooks.plain_text import plain
from fardplan.surveys.workbooks.xlsform_types import UNKNOWN

_LEFT: dict[str, Promise] = {
    "validation": gettext_lazy("Kontrollen är ett reguljärt uttryck, och sådana finns inte hos oss."),
    "default": gettext_lazy("Förvalda svar finns inte hos oss."),
    "em_validation_q": gettext_lazy("Kontrollen är en formel för LimeSurvey. Skriv en ny."),
    "array_filter": gettext_lazy("Raderna kan inte följa svaret på en annan fråga."),
    "array_filter_exclude": gettext_lazy("Raderna kan inte följa svaret på en annan fråga."),
}


def read_limesurvey(content: bytes) -> Taken:
    """The survey in the file. Raises Invalid when it is no such file."""
    notes = Notes()
    form = form_of(content, notes=notes)
    reading = _Reading(notes, form)
    pages = reading.pages()
    definition = Definition.model_validate(
        {
            "languages": reading.languages,
            "title": reading.said("surveyls_title"),
            "introduction": reading.said("surveyls_welcometext", one_line=False),
            "thanks": reading.said("surveyls_endtext", one_line=False),
            "pages": pages,
        }
    )
    return Taken(definition, notes.all())


class _Reading:
    def __init__(self, notes: Notes, form: Form) -> None:
        self._notes, self._form = notes, form
        self._names, self._known = Names(), Known()
        self._codes: dict[str, str] = {}
        self._number = 0
        for written in form.languages:
            if code := code_of(written):
                self._codes[written] = code
            else:
                notes.add(SHEET, 0, "language", written, _("Språket är inte känt. Texterna på det togs inte med."))
        self.languages = list(dict.fromkeys(self._codes.values()))[:12] or ["sv"]

    def said(self, name: str, *, one_line: bool = True) -> dict[str, str]:
        texts = {language: found.get(name, "") for language, found in self._form.texts.items()}
        return self._words({language: plain(text, one_line=one_line) for language, text in texts.items() if text})

    def _words(self, words: dict[str, str]) -> dict[str, str]:
        return {
            self._codes[language]: piped(text, self._known)[:5_000]
            for language, text in words.items()
            if language in self._codes and text
        }

    def pages(self) -> list[dict[str, Any]]:
        for group in self._form.groups[MOST_PAGES:]:
            why = _("En enkät kan ha högst %(most)d sidor. Sidan och dess frågor togs inte med.") % {"most": MOST_PAGES}
            self._note(group.row, "class", why)
        return [self._page(group) for group in self._form.groups[:MOST_PAGES]]

    def _page(self, group: Group) -> dict[str, Any]:
        title = self._words(group.title)
        data: dict[str, Any] = {
            "name": self._names.take(f"sida_{len(self._names.given) + 1}", otherwise="sida"),
            "title": title,
            "text": self._words(group.text),
            "relevant": self._relevant(group.row, _("Sidan visas för alla tills ni skriver ett nytt villkor.")),
        }
        questions = [question for part in group.questions.values() for question in self._questions(part)]
        data["questions"] = questions
        return {field: value for field, value in data.items() if value not in ("", {}, [])}

    def _note(self, row: Row, column: str, why: str) -> None:
        what = f"{row.get('class')} {row.get('type/scale')} {row.get('name')}"
        self._notes.add(SHEET, row.number, column, row.get(column) if column not in ("class", "") else what, why)

    def _relevant(self, row: Row, without: str) -> str:
        try:
            return translated(row.get("relevance"), self._known)
        except ExpressionError as error:
            self._note(row, "relevance", f"{sentence_of(error)} {without}")
            return ""

    def _questions(self, part: Part) -> list[Question]:
        """The questions a question becomes: one, or one for each of its fields."""
        shape = shape_of(part)
        if shape is None:
            why = NOTHING.get(part.type, UNKNOWN)
            self._note(part.row, "class", f"{why} {_('Frågan togs inte med.')}")
            return []
        for column, sentence in _LEFT.items():
            if part.row.get(column):
                self._note(part.row, column, str(sentence))
        for told in shape.notes:
            self._note(part.row, "class", told)
        without = _("Frågan ställs till alla tills ni skriver ett nytt villkor.")
        relevant = self._relevant(part.row, without)
        if shape.fields:
            return [each for field in part.rows.values() if (each := self._field(part, field, shape, relevant))]
        question = self._finished(part, self._data(part, shape, relevant), part.code)
        if question is not None:
            self._knows(part, shape, question)
        return [question] if question is not None else []

    def _data(self, part: Part, shape: Shape, relevant: str) -> dict[str, Any]:
        data: dict[str, Any] = {
            "type": shape.type,
            "label": self._words(part.text),
            "hint": self._words(part.help),
            "required": part.row.get("mandatory").upper() in ("Y", "S") and shape.type not in ("note", "calculation"),
            "relevant": relevant,
            **shape.extra,
        }
        if shape.type == "calculation":
            data["calculation"] = self._calculation(part)
        if part.row.get("other").upper() == "Y" and shape.type in ("single", "multiple"):
            data["other"] = True
        for name, listed in (("choices", shape.choices), ("rows", shape.rows)):
            if listed:
                data[name] = [
                    {"name": code, "label": words} if (words := self._words(label)) else {"name": code}
                    for code, label in listed
                ]
        return data

    def _calculation(self, part: Part) -> str:
        written = next(iter(part.text.values()), "")
        try:
            return translated(written, self._known)
        except ExpressionError as error:
            self._note(part.row, "text", f"{sentence_of(error)} {_('Uträkningen togs inte med.')}")
            return ""

    def _field(self, part: Part, field: Part, shape: Shape, relevant: str) -> Question | None:
        """One of several fields, as a question of its own under the words of both."""
        data = self._data(part, shape, relevant)
        inner = self._words(field.text)
        data["label"] = {
            language: f"{text} – {inner[language]}" if inner.get(language) else text
            for language, text in data["label"].items()
        } or inner
        question = self._finished(part, data, f"{part.code}_{field.code}")
        if question is not None:
            self._known.questions[f"{part.code}_{field.code}"] = question.name
        return question

    def _finished(self, part: Part, data: dict[str, Any], written: str) -> Question | None:
        self._number += 1
        if self._number > MOST_QUESTIONS:
            self._note(part.row, "class", _("En enkät kan ha högst %(most)d frågor.") % {"most": MOST_QUESTIONS})
            return None
        if data["type"] == "calculation" and not data["calculation"]:
            return None
        name = self._names.take(written, otherwise=f"rad_{part.row.number}")
        try:
            kept = {field: value for field, value in data.items() if value not in ("", {}, [], False)}
            return Question.model_validate({"name": name, **kept})
        except ValidationError as error:
            where = ".".join(str(place) for place in error.errors(include_url=False)[0]["loc"])
            why = _("Frågan kan inte vara som den är: %(where)s. Den togs inte med.") % {"where": where}
            self._note(part.row, "class", why)
            return None

    def _knows(self, part: Part, shape: Shape, question: Question) -> None:
        self._known.questions[part.code] = question.name
        self._known.codes[question.name] = shape.recoded
        if question.type == "multiple":
            for written, ours in shape.sub_codes.items():
                self._known.chosen[f"{part.code}_{written}"] = (question.name, ours)
