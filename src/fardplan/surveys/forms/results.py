"""Forms about results: how the population divides, which groups to look at and why, withdrawing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Line, Words
from fardplan.surveys.definition import Question
from fardplan.surveys.results.items import Item
from fardplan.surveys.results.variables import Variable

LONGEST_REASON = 300
_LAST_NUMBER = re.compile(r"^(?P<name>.*?)[\s;,:\t]+(?P<number>\d[\d\s\u00a0\u202f.,]*)\s*%?$")


def number_in(text: str) -> float | None:
    """A number as it is pasted from a table: "66 420", "52,3". None for what is none."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


class NumberOfPeople(forms.CharField):
    """A number or a share as people write it, with spaces and a comma; None when it is left empty."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        number = number_in(text)
        if number is None or not 0 <= number < 1e12:
            raise forms.ValidationError(_("Skriv ett tal som är noll eller större."))
        return number

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.15g}".replace(".", ",") if isinstance(value, int | float) else value


class PopulationForm(forms.Form):
    """A number for each class of a background question, typed in or pasted."""

    pasted = Words(
        label=_("Klistra in en tabell"),
        help_text=_("En klass per rad, med talet sist: Karlskrona 66 420. Det ersätter talen ovanför."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    source = Line(
        label=_("Källa"),
        help_text=_("Till exempel: SCB, folkmängd efter ålder, 31 december 2025. Den står vid resultatet."),
        max_length=300,
        error_messages={"required": _("Skriv var siffrorna kommer ifrån. Det står vid resultatet.")},
    )

    def __init__(self, *args: Any, question: Question, labels: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.labels = question, labels
        for code in question.codes:
            self.fields[f"class_{code}"] = NumberOfPeople(
                label=labels.get(code) or code.replace("-", "–"),
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "maxlength": 20}),
            )
        self.order_fields([*(f"class_{code}" for code in question.codes), "pasted", "source"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        typed = {code: data.get(f"class_{code}") for code in self.question.codes}
        shares = {code: number for code, number in typed.items() if number}
        if data.get("pasted"):
            shares = self._read(data["pasted"])
        elif not self.errors and len(shares) < 2:
            self.add_error(None, _("Minst två klasser måste ha ett tal större än noll."))
        data["shares"] = shares
        return data

    def _read(self, pasted: str) -> dict[str, float]:
        by_name = {_plain(label): code for code, label in self.labels.items() if label}
        by_name |= {_plain(code): code for code in self.question.codes}
        found: dict[str, float] = {}
        for line in pasted.splitlines():
            if not line.strip():
                continue
            parts = _LAST_NUMBER.match(line.strip())
            number = number_in(parts["number"]) if parts else None
            code = by_name.get(_plain(parts["name"])) if parts else None
            if number is None or code is None:
                self.add_error(
                    "pasted", _("Raden ”%(line)s” hör inte till någon klass, eller saknar tal.") % {"line": line[:60]}
                )
                return {}
            found[code] = number
        if sum(1 for number in found.values() if number) < 2:
            self.add_error("pasted", _("Minst två klasser måste ha ett tal större än noll."))
        return found


def _plain(name: str) -> str:
    return re.sub(r"\s*(år|years?)\s*$", "", name.strip().lower().replace("–", "-")).replace(" ", "")


class GroupsForm(forms.Form):
    """Which answers by which groups an organiser wants to see, and why."""

    item = forms.ChoiceField(label=_("Enkätfråga"))
    by = forms.ChoiceField(label=_("Efter"))
    by_also = forms.ChoiceField(label=_("Och efter"), required=False)
    reason = Line(
        label=_("Varför behöver du se det?"),
        help_text=_("Skälet står i loggen tillsammans med ditt namn."),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Skriv varför du behöver se svaren i grupper. Det står i loggen.")},
    )

    def __init__(self, *args: Any, items: Mapping[str, tuple[Item, str]], variables: Mapping[str, tuple[Variable, str]],
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        backgrounds = [(name, label) for name, (_variable, label) in variables.items()]
        self.fields["item"].choices = [(key, label) for key, (_item, label) in items.items()]  # type: ignore[attr-defined]
        self.fields["by"].choices = backgrounds  # type: ignore[attr-defined]
        self.fields["by_also"].choices = [("", _("inget mer")), *backgrounds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("by") and data.get("by") == data.get("by_also"):
            self.add_error("by_also", _("Välj två olika, eller bara en."))
        return data


class WithdrawForm(forms.Form):
    """Why a result is taken away."""

    reason = Line(
        label=_("Varför dras resultatet tillbaka?"),
        help_text=_("Skälet står i loggen."),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Skriv varför resultatet dras tillbaka.")},
    )
