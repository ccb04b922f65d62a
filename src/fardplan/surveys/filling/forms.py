"""A page of a survey as a form: what it shows, and the answers that were sent.

Three use it: whoever answers, the desk that takes down what came on paper (`lenient`: what must be mended is a warning
and nothing is hidden), and the desk's preview.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fardplan.analysis.expressions import evaluate, holds, references
from fardplan.base import richtext
from fardplan.base.templatetags.fardplan import icon
from fardplan.surveys import codes
from fardplan.surveys.definition import (
    OTHER_TEXT,
    WRITTEN,
    Answers,
    Choice,
    Page,
    Question,
    QuestionType,
    said,
)
from fardplan.surveys.definition.asked import as_values, asked_of, tree_of
from fardplan.surveys.definition.phrases import own_phrase
from fardplan.surveys.filling.controls import Control, control_of, needs_group
from fardplan.surveys.filling.filling import Filling
from fardplan.surveys.filling.helps import age_words, helps_of_type
from fardplan.surveys.filling.html import put
from fardplan.surveys.filling.mending import fault_in
from fardplan.surveys.filling.raw import PREFIX, Raw, as_raw, raw_of
from fardplan.surveys.filling.reading import Refused, read
from fardplan.surveys.filling.saying import Saying

_untouched: dict[tuple[Any, ...], SafeString] = {}  # questions as they look before anybody has answered them
MOST_UNTOUCHED = 2_000
LONGEST_HALF = 20_000  # characters
_FORMULAS = {"relevant", "constraint", "calculation"}


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer: where to go, the question, and what to do."""

    target: str
    label: str
    words: SafeString


class QuestionField(forms.Field):
    """One question. What it holds is read by the form, as it depends on the questions before it."""

    def __init__(self, question: Question, label: str) -> None:
        super().__init__(required=question.required, label=label)
        self.question = question
        self.widget.use_fieldset = needs_group(question)


class PageForm(forms.Form):
    """The questions of one page. After `is_valid()`: `answers` are those of the page that hold, whether or not all do.

    `dropped` are questions that were answered and are not asked any more, `unseen` those that have come into question
    by what was answered and were not shown, `unknown` what was sent and belongs to no question of the page, and
    `warnings` what a lenient form lets pass.
    """

    def __init__(self, page: Page, filling: Filling, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data=data, prefix=PREFIX.rstrip("-"))
        self.page = page
        self.filling = filling
        self.definition = filling.definition
        self.answers: Answers = {}
        self.dropped: list[Question] = []
        self.unseen: list[Question] = []
        self.warnings: list[tuple[Question, str]] = []
        asked = asked_of(self.definition, filling.answers, today=filling.today)
        self.known = asked.answers
        self.before = {name: value for name, value in self.known.items() if name not in self._names_here}
        self._sent = raw_of(data) if data is not None else {}
        for question in page.questions:
            if question.is_asked:
                self.fields[question.name] = QuestionField(question, self._title(question))

    # --- reading ----------------------------------------------------------------------------------------------------

    def _clean_fields(self) -> None:
        """In the order of the page: whether a question is asked depends on the answers before it."""
        known = dict(self.before)
        for question in self.page.questions:
            if question.type == QuestionType.CALCULATION:
                known |= self._calculated(question, known)
            elif question.is_asked:
                self._read(question, self._sent.get(question.name, {}), known)
        self.cleaned_data = dict(self.answers)
        for name in self.unknown:
            self.add_error(None, _("Något skickades som inte hör till sidan: ”%(name)s”. Svara igen.") % {"name": name})

    def _read(self, question: Question, raw: Raw, known: Answers) -> None:
        name, before = question.name, self.filling.answers.get(question.name)
        if not self._is_relevant(question, known):
            if before is not None or any("".join(values).strip() for part, values in raw.items() if part != "shown"):
                self.dropped.append(question)
            return
        if self._depends_here(question) and "shown" not in raw and not self.filling.lenient:
            self.unseen.append(question)
            return
        try:
            found = read(question, raw, today=self.filling.today, before=before)
        except Refused as refused:
            self.add_error(name, str(refused))
            return
        value = WRITTEN if found.value is None and before == WRITTEN else found.value
        known |= {} if value is None else {name: value}
        fault = self._fault(question, value, known)
        if fault and not self.filling.lenient:
            self.add_error(name, fault)
            if value is not None and question.constraint:
                known.pop(name)
                return
        elif fault:
            self.warnings.append((question, fault))
        if value is not None:
            self.answers[name] = value
        if found.other:
            self.answers[name + OTHER_TEXT] = known[name + OTHER_TEXT] = found.other

    def _fault(self, question: Question, value: Any, known: Answers) -> str:
        filling = self.filling
        if value == WRITTEN:
            return ""
        return fault_in(self.definition, question, value, known, language=filling.language, today=filling.today)

    @cached_property
    def unknown(self) -> list[str]:
        return sorted(name[:40] for name in self._sent if name not in self.fields)

    @cached_property
    def half(self) -> dict[str, Raw]:
        """What was sent for the questions that are to be mended, so that it is not lost when somebody leaves the page
        first. Never a year of birth, and nothing longer than anybody writes by hand."""
        return {
            question.name: self._sent[question.name]
            for question in self.page.questions
            if question.name in self.errors
            and question.type != QuestionType.BIRTH_YEAR
            and sum(len(each.strip()) for values in self._sent.get(question.name, {}).values() for each in values) > 0
            and sum(len(each) for values in self._sent[question.name].values() for each in values) <= LONGEST_HALF
        }

    @cached_property
    def _names_here(self) -> set[str]:
        names = {question.name for question in self.page.questions}
        return names | {name + OTHER_TEXT for name in names}

    def _is_relevant(self, question: Question, known: Answers) -> bool:
        return not question.relevant or holds(tree_of(question.relevant), as_values(known), today=self.filling.today)

    def _calculated(self, question: Question, known: Answers) -> Answers:
        """What a calculation on the page itself comes to with the answers so far."""
        if not self._is_relevant(question, known):
            return {}
        return {question.name: evaluate(tree_of(question.calculation), as_values(known), today=self.filling.today)}

    def _depends_here(self, question: Question) -> bool:
        """Whether answers on this very page decide if the question is asked."""
        return bool(question.relevant) and not self._names_here.isdisjoint(references(tree_of(question.relevant)))

    # --- showing ----------------------------------------------------------------------------------------------------

    def html(self) -> SafeString:
        """All notes and questions of the page."""
        return SafeString("\n".join(self._shown()))

    def _shown(self) -> Iterator[SafeString]:
        known = self.known if not self.is_bound else self.before | self.answers
        for question in self.page.questions:
            if question.type == QuestionType.CALCULATION:
                yield self._worked_out(question)
                continue
            asked = self.filling.lenient or self._is_relevant(question, known)
            depends = self._depends_here(question) and not self.filling.lenient
            if not asked and not depends:
                continue
            html = self._note(question) if question.type == QuestionType.NOTE else self._kept(question, off=not asked)
            yield self._following(question, html, off=not asked) if depends else html

    def _following(self, question: Question, html: SafeString, *, off: bool) -> SafeString:
        """A question that comes and goes with the answers on the page; a script follows them (survey.js)."""
        marker = ""
        if question.is_asked:
            name = f"{self.add_prefix(question.name)}.shown"
            marker = put('<input type="hidden" name="{}" value="1"{}>', name, _off(off))
        return put(
            '<div data-relevant="{}"{}>{}{}</div>',
            json.dumps(tree_of(question.relevant), ensure_ascii=False),
            SafeString(" hidden") if off else "", marker, html,
        )  # fmt: skip

    def _worked_out(self, question: Question) -> SafeString:
        """A calculation, for the script: what comes and goes may depend on it."""
        if not self._sends_before:
            return SafeString("")
        return put(
            '<div hidden data-question="{}" data-type="calculation" data-calculation="{}"></div>',
            question.name, json.dumps(tree_of(question.calculation), ensure_ascii=False),
        )  # fmt: skip

    def _note(self, question: Question) -> SafeString:
        words = richtext.render(self.words(question.label), top_heading=3)
        return put('<div class="note"{}>{}</div>', self.saying.marked, words)

    def _kept(self, question: Question, *, off: bool) -> SafeString:
        """A question nobody has answered looks the same to all, unless it has earlier answers or an order in it."""
        filling = self.filling
        own = self.is_bound or not filling.version or question.name in {*filling.answers, *filling.half}
        if own or (question.shuffled and filling.order) or question.name + OTHER_TEXT in filling.answers:
            return self._group(question, off=off)
        key = (filling.version, question.name, filling.language, get_language(), off, filling.lenient)
        if (kept := _untouched.get(key)) is not None:
            return kept
        html = self._group(question, off=off)
        if "${" not in question.model_dump_json(exclude=_FORMULAS):
            if len(_untouched) >= MOST_UNTOUCHED:
                _untouched.clear()
            _untouched[key] = html
        return html

    def _group(self, question: Question, *, off: bool) -> SafeString:
        """The question with its number, its help, what is wrong, and its controls."""
        bound = self[question.name]
        errors = [str(each) for each in self.errors.get(question.name, ())] if self.is_bound else []
        own_id = f"id_{bound.html_name}"
        helps = self._helps(question)
        described = " ".join([f"{own_id}_help"] * bool(helps) + [f"{own_id}_error"] * bool(errors))
        control = self._control(question, off=off, described_by=described, is_invalid=bool(errors))
        head = put(
            '<span class="count">{}.</span> {}{}',
            self.definition.numbers[question.name], self._say(question.label),
            put(' <span class="optional">{}</span>', self.saying.phrase("required")) if question.required else "",
        )  # fmt: skip
        body = put(
            "{}{}{}",
            put('<div class="help" id="{}_help">{}</div>', own_id, SafeString("".join(helps))) if helps else "",
            self._faults_html(own_id, question, errors),
            control_of(control),
        )
        css = f"field question asks-{question.type}{' invalid' if errors else ''}"
        if not needs_group(question):
            return put(
                '<div class="{}"{}><label for="{}">{}</label>{}</div>', css, self._about(question), own_id, head, body
            )
        described_by = put(' aria-describedby="{}"', described) if described else ""
        return put(
            '<fieldset class="{}"{}{}><legend>{}</legend>{}</fieldset>',
            css, self._about(question), described_by, head, body,
        )  # fmt: skip

    def _faults_html(self, own_id: str, question: Question, errors: Sequence[str]) -> SafeString:
        if not errors:
            return SafeString("")
        lines = SafeString("".join(put("<p>{}</p>", self._fault_words(question, each)) for each in errors))
        return put('<div class="error" id="{}_error">{}<div>{}</div></div>', own_id, icon("warning"), lines)

    def _fault_words(self, question: Question, fault: str) -> SafeString:
        """What is wrong, with its language. Ours is preceded by the survey's own words that something is."""
        must_answer = own_phrase(self.definition, "must_answer", self.filling.language)
        if fault in (must_answer, self.words(question.constraint_message)):
            return self.saying.of_survey(fault)
        own = own_phrase(self.definition, "mend", self.filling.language)
        return put("{} {}", self.saying.of_survey(own), self.saying.ours(fault)) if own else self.saying.ours(fault)

    @property
    def faults(self) -> list[Fault]:
        """What is left to mend, in the order of the questions."""
        return [
            Fault(
                f"{bound.auto_id}_0" if needs_group(question) else str(bound.auto_id),
                self._title(question),
                self._fault_words(question, str(error)),
            )
            for question in self.page.questions
            if question.name in self.errors
            for bound in (self[question.name],)
            for error in self.errors[question.name]
        ]

    def _about(self, question: Question) -> SafeString:
        """What a script has to know of the question to follow the answers."""
        classes = put(' data-classes="{}"', json.dumps(question.classes)) if question.classes else ""
        return put(' data-question="{}" data-type="{}"{}', question.name, question.type, classes)

    def _control(self, question: Question, *, off: bool, described_by: str, is_invalid: bool) -> Control:
        kept = self.filling.half.get(question.name) or as_raw(question, self.filling.answers)
        raw = self._sent.get(question.name, {}) if self.is_bound else kept
        before = self.filling.answers.get(question.name)
        if self.is_bound and question.type == QuestionType.BIRTH_YEAR and before in question.age_classes:
            raw = raw | {"kept": [str(before)]}
        if before == WRITTEN and raw.get("") == [WRITTEN]:
            raw = {}
        return Control(
            question=question,
            html_name=self.add_prefix(question.name),
            raw=raw,
            saying=self.saying,
            say=self._say,
            plain=self.words,
            choices=self._in_order(question, question.choices, is_drawn=question.type != QuestionType.MATRIX),
            rows=self._in_order(question, question.rows, is_drawn=True),
            off=off,
            described_by=described_by,
            is_invalid=is_invalid,
            picture=default_storage.url(question.grid.picture) if question.grid and question.grid.picture else "",
        )

    def _in_order(self, question: Question, listed: Sequence[Choice], *, is_drawn: bool) -> Sequence[Choice]:
        """As they stand, or in the order drawn for this respondent: always the same for the same one."""
        if not (question.shuffled and is_drawn and self.filling.order):
            return listed
        place = f"{self.filling.order}:{question.name}:"
        return sorted(listed, key=lambda each: codes.finding_hash(place + each.name, purpose="order"))

    def _helps(self, question: Question) -> list[SafeString]:
        """Paragraphs under the question: the survey's own, and what we have to say of its type."""
        own = self._say(question.hint) if self.words(question.hint) else ""
        kept = self.filling.answers.get(question.name)
        found: list[str] = [own, *helps_of_type(question, self.saying)]
        if question.type == QuestionType.BIRTH_YEAR and kept in question.age_classes:
            answered = _("Du har svarat: %(answer)s. Skriv bara om du vill ändra.")
            found.append(self.saying.ours(answered % {"answer": age_words(str(kept))}))
        if kept == WRITTEN:
            told = _("Det du skrev förut är redan inskickat. Skriv här om du vill lägga till något.")
            found.append(self.saying.ours(told))
        return [put("<p>{}</p>", each) for each in found if each]

    # --- words ------------------------------------------------------------------------------------------------------

    def words(self, words: dict[str, str]) -> str:
        """In the response's language, with earlier answers put in, not escaped."""
        label = self.definition.say(words, self.filling.language)
        return said(self.definition, label, self.known, language=self.filling.language, today=self.filling.today)

    def _say(self, words: dict[str, str]) -> str:
        return self.saying.of_survey(self.words(words))

    @cached_property
    def saying(self) -> Saying:
        return Saying(self.definition, self.filling.language)

    def _title(self, question: Question) -> str:
        return f"{self.definition.numbers[question.name]}. {self.words(question.label)}"

    # --- for the script ---------------------------------------------------------------------------------------------

    @cached_property
    def _sends_before(self) -> bool:
        return any(self._depends_here(question) for question in self.page.questions)

    def answers_before(self) -> str:
        """JSON of the earlier answers that the page depends on; "" when nothing on it comes and goes."""
        if not self._sends_before:
            return ""
        needed = {
            name
            for question in self.page.questions
            for formula in (question.relevant, question.calculation)
            if formula
            for name in references(tree_of(formula))
        }
        found = {name: value for name, value in as_values(self.before).items() if name in needed}
        return json.dumps(found, ensure_ascii=False)


def _off(off: bool) -> SafeString:
    return SafeString(" disabled") if off else SafeString("")
