""" "Visa bara om … är …": conditions chosen in lists, with the formula beside them for those who write formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.expressions import ExpressionError, parse
from fardplan.surveys.definition import Definition, QuestionType
from fardplan.surveys.definition.conditions import (
    MOST_CONDITIONS,
    Condition,
    Joint,
    chosen,
    conditions_of,
    earlier,
    formula_of,
    heading_of,
    offered,
)
from fardplan.surveys.definition.formula_words import sentence_of

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object

LONGEST_FORMULA = 2_000


class Number(forms.FloatField):
    """A number with a decimal comma or a point."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").strip().replace(",", ".").replace("−", "-").replace("\xa0", ""))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.15g}".replace(".", ",") if isinstance(value, float | int) else value


class Formula(forms.CharField):
    """A formula of `analysis.expressions`; `names` are the questions it may refer to."""

    names: Sequence[str] = ()
    with_own = False

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "none"})
        too_long = _("Formeln är för lång. Korta den till högst 2 000 tecken, eller dela upp den i flera uträkningar.")
        told = {"max_length": too_long}
        super().__init__(max_length=LONGEST_FORMULA, required=False, widget=widget, error_messages=told, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        try:
            if value:
                parse(value, names=self.names, with_own=self.with_own)
        except ExpressionError as error:
            raise forms.ValidationError(sentence_of(error)) from error


class ShownWhen(_Form):
    """The fields by which a page or a question is shown to some only. `relevant` is the formula they make, and
    `referable` what formulas may refer to: how it is written, and the question."""

    referable: list[tuple[str, str]]

    def add_showing(self, definition: Definition, name: str, *, page: str = "") -> None:
        """`name` is what is shown, and stands where it does; a new question stands last on `page`."""
        before = earlier(definition, name, page=page)
        groups = offered(definition, before)
        self.referable = [
            (f"${{{question.name}}}", heading_of(definition, question))
            for question in before
            if question.type != QuestionType.NOTE
        ]
        used = conditions_of(str(self.initial.get("relevant", ""))) or ([], "and")
        known = {key for _heading, options in groups for key, _words in options}
        lost = [(each.key, each.key) for each in used[0] if each.key not in known]
        choices: list[Any] = [("", _("– visas alltid –")), *groups, *([(_("Finns inte längre"), lost)] if lost else [])]
        if groups or lost:
            for row in range(1, MOST_CONDITIONS + 1):
                self._add_row(row, choices)
            self.fields["joint"] = forms.ChoiceField(
                label=_("När det står flera villkor"), required=False,
                choices=[("and", _("alla ska stämma")), ("or", _("ett räcker"))],
            )  # fmt: skip
        formula = Formula(
            label=_("Villkoret som formel"),
            help_text=_(
                "För den som skriver själv: ${resor} = 'buss' and ${antal} > 2. Ändra antingen här eller i listorna."
            ),
        )  # fmt: skip
        formula.names = [question.name for question in before]
        self.fields["relevant"] = formula
        for each in self.fields:
            if each.startswith(("if_", "joint", "relevant")):
                self.fields[each].is_needed_later = True  # type: ignore[attr-defined]
        self.fields["relevant_was"] = forms.CharField(
            required=False, widget=forms.HiddenInput, max_length=LONGEST_FORMULA
        )

    def _add_row(self, row: int, choices: list[Any]) -> None:
        self.fields[f"if_{row}"] = forms.ChoiceField(
            label=_("Villkor %(number)d: svaret") % {"number": row}, choices=choices, required=False
        )
        self.fields[f"if_{row}_turned"] = forms.ChoiceField(
            label=_("Villkor %(number)d: ska vara") % {"number": row}, required=False,
            choices=[("", _("valt")), ("1", _("inte valt"))],
        )  # fmt: skip
        self.fields[f"if_{row}_number"] = Number(
            label=_("Villkor %(number)d: talet bredvid") % {"number": row}, required=False
        )

    @staticmethod
    def initial_showing(relevant: str) -> dict[str, Any]:
        conditions, joint = conditions_of(relevant) or ([], "and")
        found: dict[str, Any] = {"relevant": relevant, "relevant_was": relevant, "joint": joint}
        for row, condition in enumerate(conditions, start=1):
            by_number = condition.sign in {">=", "<=", "=number"}
            found |= {f"if_{row}": condition.key, f"if_{row}_turned": "1" if condition.turned else ""}
            found[f"if_{row}_number"] = float(condition.value) if by_number else None
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if any(name in self.errors for name in self.fields if name.startswith(("if_", "relevant"))):
            return data
        was = data.get("relevant_was", "")
        stood = conditions_of(was)
        listed, joint = self._listed(data)
        written = data.get("relevant", "")
        by_lists = formula_of(listed, joint)
        lists_changed = by_lists != (formula_of(*stood) if stood else "")
        if written != was and lists_changed:
            self.add_error("relevant", _("Du har ändrat både i listorna och i formeln. Ångra det ena."))
        data["relevant"] = by_lists if lists_changed and written == was else written
        return data

    def _listed(self, data: dict[str, Any]) -> tuple[list[Condition], Joint]:
        found = []
        for row in range(1, MOST_CONDITIONS + 1):
            key = data.get(f"if_{row}", "")
            if not key:
                continue
            number = data.get(f"if_{row}_number")
            condition = chosen(key, turned=bool(data.get(f"if_{row}_turned")), number=number)
            if condition is None:
                self.add_error(f"if_{row}_number", _("Skriv talet som svaret jämförs med."))
            else:
                found.append(condition)
        return found, "or" if data.get("joint") == "or" else "and"

    @property
    def relevant(self) -> str:
        return str(self.cleaned_data["relevant"])

    @property
    def is_shown_to_some(self) -> bool:
        """Whether there is a condition, stored or just written."""
        return any(self[name].value() for name in self.fields if name in {"relevant", "if_1", "if_2", "if_3"})

    @property
    def condition_rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        rows = range(1, MOST_CONDITIONS + 1) if "if_1" in self.fields else []
        return [(self[f"if_{row}"], self[f"if_{row}_turned"], self[f"if_{row}_number"]) for row in rows]
