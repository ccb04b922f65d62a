"""The desk's form for a question: only the fields of its kind, in words, and back into what is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.expressions import ExpressionError, parse_label
from fardplan.base.form_fields import RichText
from fardplan.base.watched import WatchedPart
from fardplan.surveys.definition import Choice, ClassGroup, Definition, Grid, Question, QuestionType, Scale
from fardplan.surveys.definition.conditions import earlier
from fardplan.surveys.definition.editing import seen_of
from fardplan.surveys.definition.formula_words import sentence_of
from fardplan.surveys.definition.kinds import KINDS
from fardplan.surveys.definition.naming import as_lines, from_lines, name_of, names_in
from fardplan.surveys.definition.shape import MOST_CHOICES
from fardplan.surveys.definition.words import own, rewritten
from fardplan.surveys.forms.question_fields import QuestionFields
from fardplan.surveys.forms.showing import Formula, ShownWhen

LONGEST_LABEL = 300  # of a choice
_AGE = re.compile(
    r"(?P<low>\d{1,3})\s*(?:år)?\s*(?:(?P<to>[–—-]|till)\s*(?P<high>\d{1,3})?)?\s*(?:år|\+|och äldre)*", re.I
)
_SAME = {
    "shuffled", "other", "least", "most", "minimum", "maximum", "whole", "long", "required", "dont_know", "wont_say",
    "contribution", "about", "public", "background", "groups", "positive", "benchmark", "benchmark_uncertainty",
    "calculation", "constraint", "choices", "rows", "classes",
}  # fmt: skip
"""The fields of the form that are kept as they are cleaned."""

NEEDED = {
    "rows", "answers", "choices", "low", "high", "low_label", "high_label", "classes", "north", "south", "west", "east",
    "columns", "grid_rows", "calculation", "total", "longest", "about",
}  # fmt: skip
"""Without these a question is no good, or they have a value to begin with: they are not called optional."""

Topics = list[tuple[str, str | list[tuple[str, str]]]]


class QuestionForm(ShownWhen, QuestionFields, WatchedPart):
    """`instance` is the question as it is stored, or a blank one of its kind that is to stand last on `page`."""

    def __init__(
        self, *args: Any, instance: Question, definition: Definition, topics: Topics, page: str = "", **kwargs: Any
    ) -> None:
        self.definition, self.page = definition, page
        super().__init__(*args, instance=instance, **kwargs)
        self.arguments = {"definition": definition, "topics": topics, "page": page}
        kept = {*self.ALWAYS, *KINDS[instance.type].fields, "seen"}
        kept |= set(self.ASKED) if instance.is_asked else set()
        for name in set(self.fields) - kept:
            del self.fields[name]
        self._suit(instance, topics)
        self.add_showing(definition, instance.name if not page else "", page=page)

    def _suit(self, instance: Question, topics: Topics) -> None:
        """What the kind of question calls for."""
        for name in NEEDED & set(self.fields):
            self.fields[name].is_needed_later = True  # type: ignore[attr-defined]
        self.fields["label"].required = instance.type != QuestionType.CALCULATION
        if instance.type == QuestionType.NOTE:
            self.fields["label"].label = _("Text")
            self.fields["label"].widget = RichText()
        if instance.type == QuestionType.CALCULATION:
            self.fields["label"].label = _("Vad det är som räknas ut")
        if "about" in self.fields:
            anchors = {anchor for anchor, label in topics if isinstance(label, str)}
            anchors |= {anchor for _heading, group in topics if isinstance(group, list) for anchor, _label in group}
            gone: Topics = (
                [] if instance.about in {"", *anchors} else [(instance.about, _now("det som inte finns längre"))]
            )
            self.fields["about"].choices = [("", _("hela strategin")), *gone, *topics[1:]]  # type: ignore[attr-defined]
        before = [question.name for question in earlier(self.definition, instance.name, page=self.page)]
        for name in ("constraint", "calculation"):
            if isinstance(field := self.fields.get(name), Formula):
                field.names = [*before, instance.name] if name == "constraint" else before
                field.with_own = name == "constraint"

    # --- what is stored, as fields ------------------------------------------------------------------------------------

    def initial_of(self, instance: Question) -> dict[str, Any]:
        language, scale = self.definition.language, instance.scale or Scale()
        same = _SAME - {"choices", "rows", "classes", "groups", "positive"} | {"total", "longest", "earliest", "latest"}
        words = {name: own(self.definition, getattr(instance, name))
                 for name in ("label", "hint", "unit", "constraint_message")}  # fmt: skip
        labels = {choice.name: choice.label.get(language, "") or choice.name for choice in instance.choices}
        return {
            **{name: getattr(instance, name) for name in same},
            **words,
            "name": "" if self.page else instance.name,
            "choices": as_lines(instance.choices, language),
            "rows": as_lines(instance.rows, language),
            "answers": "choices" if instance.choices else "scale",
            "low": scale.low,
            "high": scale.high,
            "low_label": own(self.definition, scale.low_label),
            "high_label": own(self.definition, scale.high_label),
            "classes": "\n".join(each.replace("-", "–") for each in instance.age_classes),
            "positive": ", ".join(labels.get(code, code) for code in instance.positive),
            "groups": self._group_lines(instance.groups, labels),
            **(self._initial_grid(instance.grid) if instance.grid else {"columns": 8, "grid_rows": 6}),
            **self.initial_showing(instance.relevant),
        }

    def _initial_grid(self, grid: Grid) -> dict[str, Any]:
        edges = {name: getattr(grid, name) for name in ("south", "west", "north", "east", "columns", "source")}
        return edges | {"grid_rows": grid.rows, "picture_text": own(self.definition, grid.picture_text)}

    def _group_lines(self, groups: Sequence[ClassGroup], labels: dict[str, str]) -> str:
        return "\n".join(
            f"{own(self.definition, group.label)} = {', '.join(labels.get(code, code) for code in group.of)}"
            for group in groups
        )

    def fingerprint_of(self, instance: Question) -> str:
        return seen_of(instance)

    # --- what was written ---------------------------------------------------------------------------------------------

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if self.instance.type != QuestionType.NOTE:
            label = " ".join(label.split())
        try:
            parse_label(label)
        except ExpressionError as error:
            raise forms.ValidationError(sentence_of(error)) from error
        return label

    def clean_choices(self) -> list[Choice]:
        return self._choices_in("choices", self.instance.choices, MOST_CHOICES)

    def clean_rows(self) -> list[Choice]:
        return self._choices_in("rows", self.instance.rows, 40)

    def _choices_in(self, name: str, before: Sequence[Choice], most: int) -> list[Choice]:
        text: str = self.cleaned_data[name]
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > most:
            raise forms.ValidationError(_("Högst %(most)d rader.") % {"most": most})
        if long := next((line for line in lines if len(line) > LONGEST_LABEL), ""):
            raise forms.ValidationError(
                _("Korta raden som börjar ”%(start)s” till högst %(most)d tecken.")
                % {"start": long[:30], "most": LONGEST_LABEL}
            )
        return from_lines(text, before, self.definition.language)

    def clean_classes(self) -> list[int]:
        """Each class begins where the one before it ends: gaps and overlaps are told, not mended in silence."""
        lines = [" ".join(line.split()) for line in re.split(r"[\n,;]", self.cleaned_data["classes"]) if line.strip()]
        found = [_AGE.fullmatch(line) for line in lines]
        if None in found:
            wrong = lines[found.index(None)]
            raise forms.ValidationError(_("”%(line)s” är ingen åldersklass. Skriv som 16–29.") % {"line": wrong[:30]})
        classes = [(int(each["low"]), each["high"]) for each in found if each]
        if len(classes) > 30:
            raise forms.ValidationError(_("Högst %(most)d rader.") % {"most": 30})
        for (low, high), (after, _high) in pairwise(classes):
            if after <= low or (high and int(high) >= after):
                raise forms.ValidationError(_("Den som är %(age)d år hör till två klasser.") % {"age": after})
            if high and int(high) + 1 < after:
                raise forms.ValidationError(
                    _("Den som är %(age)d år hör inte till någon klass.") % {"age": int(high) + 1}
                )
        if classes and classes[-1][1]:
            raise forms.ValidationError(_("Gör den sista klassen öppen uppåt: %(low)d–.") % {"low": classes[-1][0]})
        return [low for low, _high in classes]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if {"groups", "positive"} & set(self.fields) and not {"choices", "classes"} & set(self.errors):
            self._clean_codes(data)
        edges = ("south", "west", "north", "east", "columns", "grid_rows")
        if "north" in self.fields:
            for name in edges:
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Skriv ett tal."))
            for name, most in (("south", 90), ("north", 90), ("west", 180), ("east", 180)):
                if data.get(name) is not None and abs(data[name]) > most:
                    self.add_error(name, _("Högst %(most)d grader.") % {"most": most})
        return data

    def _clean_codes(self, data: dict[str, Any]) -> None:
        classes = Question(name="a", type=QuestionType.BIRTH_YEAR, classes=data.get("classes") or []).age_classes
        codes = {code.replace("-", "–"): code for code in classes} | {code: code for code in classes}
        for choice in data.get("choices") or []:
            codes |= {choice.name: choice.name, own(self.definition, choice.label).casefold(): choice.name}
        if "positive" in self.fields:
            data["positive"] = self._codes("positive", data.get("positive", ""), codes)
        if "groups" in self.fields:
            data["groups"] = self._groups(data.get("groups", ""), codes)

    def _codes(self, field: str, text: str, codes: dict[str, str]) -> list[str]:
        found = []
        for part in (each.strip() for each in text.split(",") if each.strip()):
            code = codes.get(part) or codes.get(part.casefold())
            if code is None:
                self.add_error(field, _("Det finns inget svarsalternativ ”%(code)s”.") % {"code": part[:60]})
            elif code not in found:
                found.append(code)
        return found

    def _groups(self, text: str, codes: dict[str, str]) -> list[ClassGroup]:
        before = [Choice(name=group.name, label=group.label) for group in self.instance.groups]
        parts = [line.partition("=") for line in text.split("\n") if line.strip()]
        if any(not label.strip() or not of.strip() for label, _sign, of in parts):
            self.add_error("groups", _("Skriv varje grupp som: Norra delen = Olofström, Ronneby."))
            return []
        named = from_lines("\n".join(label for label, _sign, _of in parts), before, self.definition.language)
        if len(named) != len(parts) or len(named) > 40:
            self.add_error("groups", _("Högst %(most)d rader.") % {"most": 40})
            return []
        pairs = [(each, self._codes("groups", of, codes)) for each, (_l, _s, of) in zip(named, parts, strict=True)]
        return [ClassGroup(name=each.name, label=each.label, of=of) for each, of in pairs if of]

    # --- what is kept -------------------------------------------------------------------------------------------------

    def wanted(self, *, picture: str = "") -> Question:
        """The question as it was written. `picture` is the name of a picture that has just been kept."""
        data, before = self.cleaned_data, self.instance
        fields = {name: data[name] for name in _SAME & set(self.fields)}
        for name in {"label", "hint", "unit", "constraint_message"} & set(self.fields):
            fields[name] = rewritten(self.definition, getattr(before, name), data[name])
        for name in {"earliest", "latest"} & set(self.fields):
            fields[name] = data[name].isoformat() if data[name] else ""
        for name in {"total", "longest"} & set(self.fields):
            fields[name] = data[name] or getattr(Question(name="a", type=before.type), name)
        fields |= self._scale_of(data) | self._grid_of(data, picture)
        taken = names_in(self.definition) - ({before.name} if not self.page else set())
        name = data["name"] or (before.name if not self.page else name_of(data["label"], taken=taken))
        question: Question = before
        return question.model_copy(update={**fields, "name": name, "relevant": self.relevant})

    def _scale_of(self, data: dict[str, Any]) -> dict[str, Any]:
        if "low" not in self.fields:
            return {}
        if data.get("answers") == "choices":
            return {"scale": None}
        before = self.instance.scale or Scale()
        return {
            "scale": Scale(
                low=1 if data["low"] is None else data["low"],
                high=data["high"] or 5,
                low_label=rewritten(self.definition, before.low_label, data["low_label"]),
                high_label=rewritten(self.definition, before.high_label, data["high_label"]),
            ),
            **({"choices": []} if "answers" in self.fields else {}),
        }

    def _grid_of(self, data: dict[str, Any], picture: str) -> dict[str, Any]:
        if "north" not in self.fields:
            return {}
        before: Grid | None = self.instance.grid
        edges = {name: data[name] for name in ("south", "west", "north", "east", "columns", "source")}
        kept = before.picture if before else ""
        text = rewritten(self.definition, before.picture_text if before else {}, data["picture_text"])
        return {"grid": Grid(rows=data["grid_rows"], picture=picture or kept, picture_text=text, **edges)}

    # --- how the page groups them -------------------------------------------------------------------------------------

    def _present(self, names: Sequence[str]) -> list[Any]:
        return [self[name] for name in names if name in self.fields]

    @property
    def sections(self) -> list[tuple[str | Promise, list[Any]]]:
        """What everybody fills in."""
        found: list[tuple[str | Promise, list[Any]]] = [("", self._present(self.MAIN))]
        found.append((_("Svaret"), self._present(self.ANSWERS)))
        return [(heading, fields) for heading, fields in found if fields]

    @property
    def results(self) -> list[Any]:
        return self._present(self.RESULTS)

    @property
    def expert(self) -> list[Any]:
        return self._present(self.EXPERT)

    @property
    def results_have_errors(self) -> bool:
        return any(name in self.errors for name in self.RESULTS)

    @property
    def expert_has_errors(self) -> bool:
        return any(name in self.errors for name in self.EXPERT)
