"""What officials fill in about tables and indicators. The choices of an indicator are those its table has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fardplan.analysis.statistical_tables import BadChoice, Dimension, Table
from fardplan.base import text
from fardplan.base.editing import fingerprint, values_of
from fardplan.base.errors import Invalid
from fardplan.base.form_fields import RichText
from fardplan.base.forms import Line
from fardplan.base.watched import WatchedForm, field_for
from fardplan.indicators import words
from fardplan.indicators.actions.indicators import IndicatorFacts
from fardplan.indicators.models import Indicator, StatisticalTable
from fardplan.indicators.numbers import Brought, as_text, brought, dimension_names, numbers_of
from fardplan.indicators.rules import MOST_BYTES

MOST_LISTED = 600  # values of a dimension that are listed to choose from; of more the code is written


class UploadForm(forms.Form):
    """A file with a table."""

    upload = forms.FileField(
        label=gettext_lazy("Fil med en tabell"),
        widget=forms.FileInput(attrs={"accept": ".px,.json,application/json"}),
        help_text=gettext_lazy("JSON-stat eller PC-Axis (.px) från till exempel SCB, eller ett svar från Kolada."),
        error_messages={"required": gettext_lazy("Välj filen som ska laddas upp.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("upload")
        if file is not None:
            try:
                self.brought = brought(file.read(MOST_BYTES + 1), file.name)
            except Invalid as error:
                self.add_error("upload", str(error.message))
        return cleaned

    brought: Brought


class NewTableForm(UploadForm):
    source = Line(
        label=gettext_lazy("Källa"), required=False, max_length=200,
        help_text=gettext_lazy("Vems siffror det är. Lämna tomt om filen säger det själv."),
    )  # fmt: skip
    licence = Line(
        label=gettext_lazy("Licens eller villkor"), required=False, max_length=200,
        help_text=gettext_lazy("Till exempel CC0 eller CC BY."),
    )  # fmt: skip


class AddressForm(forms.Form):
    """Where a table is to be fetched."""

    address = Line(
        label=gettext_lazy("Adress"),
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Skriv adressen.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = ", ".join(sorted(settings.STATISTICS_HOSTS))
        self.fields["address"].help_text = _("Hela adressen, med https:// först. Det går att hämta från %(hosts)s.") % {
            "hosts": hosts
        }


class TableForm(WatchedForm[StatisticalTable]):
    class Meta:
        model = StatisticalTable
        formfield_callback = field_for
        fields = ["title", "source", "licence"]
        help_texts = {"source": gettext_lazy("Visas under varje diagram som hör till tabellen.")}


class IndicatorForm(WatchedForm[Indicator]):
    """An indicator of a table. One field for each dimension but time: one value, or several of the one `compared`."""

    class Meta:
        model = Indicator
        formfield_callback = field_for
        fields = ["heading", "why", "section_key", "unit", "good", "is_example"]
        widgets = {"why": RichText({"rows": 3}), "good": forms.RadioSelect}
        help_texts = {
            "heading": gettext_lazy("I vanliga ord, gärna som en fråga: Hur många bor i länet?"),
            "why": gettext_lazy("Visas för alla. En eller två meningar."),
            "unit": gettext_lazy("Som den ska läsas: invånare, procent, kronor. Lämna tomt för tabellens egen."),
            "is_example": gettext_lazy("Siffrorna märks tydligt som påhittade."),
        }

    def __init__(
        self,
        *args: Any,
        table: Table,
        sections: Sequence[tuple[str, str]],
        compared: str,
        time_code: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.arguments = {"table": table, "sections": sections, "compared": compared, "time_code": time_code}
        self.table, self.compared, self.time_code = table, compared, time_code
        known = {key for key, _label in sections}
        kept = self.instance.section_key
        gone = [(kept, _("%(key)s (finns inte i utkastet)") % {"key": kept})] if kept and kept not in known else []
        self.fields["section_key"] = forms.ChoiceField(
            label=_("Hör till"), required=False, choices=[("", _("inget avsnitt")), *sections, *gone]
        )
        self.fields["own_names"] = _Names(
            label=_("Egna namn"), required=False, initial=self.instance.names,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("När tabellen bara har en kod, eller ett krångligt namn. Ett på varje rad: 1080 = Karlskrona."),
        )  # fmt: skip
        self.places: dict[str, str] = {}
        for number, dimension in enumerate(self._chosen_from()):
            name = f"dimension_{number}"
            self.places[dimension.code] = name
            self.fields[name] = self._field_for(dimension)

    def _chosen_from(self) -> list[Dimension]:
        """The dimensions that have something to choose."""
        time = self.time_code or next((each.code for each in self.table.dimensions if each.role == "time"), "")
        return [each for each in self.table.dimensions if each.code != time and len(each.categories) > 1]

    def _field_for(self, dimension: Dimension) -> forms.Field:
        codes = self.instance.choice.get(dimension.code, []) if isinstance(self.instance.choice, dict) else []
        label = dimension.label.capitalize() if dimension.label.islower() else dimension.label
        several = dimension.code == self.compared
        if len(dimension.categories) > MOST_LISTED:
            help_text = _("Tabellen har %(number)d värden. Skriv koden, eller flera med komma emellan.")
            initial = ", ".join(codes)
            return _Codes(label=label, initial=initial, help_text=help_text % {"number": len(dimension.categories)})
        choices = [(each.code, each.label) for each in dimension.categories]
        if several:
            widget = forms.CheckboxSelectMultiple(attrs={"class": "chosen-values"})
            message = {"required": _("Välj minst ett värde.")}
            return forms.MultipleChoiceField(
                label=label, choices=choices, initial=codes, widget=widget, error_messages=message
            )
        chosen = codes[0] if codes else dimension.total
        return forms.ChoiceField(
            label=label, choices=[("", _("Välj")), *choices], initial=chosen,
            error_messages={"required": _("Välj ett värde.")},
        )  # fmt: skip

    @property
    def dimension_fields(self) -> list[Any]:
        return [*(self[name] for name in self.places.values()), self["own_names"]]

    @property
    def other_fields(self) -> list[Any]:
        return [self[name] for name in self.names]

    @property
    def choice(self) -> dict[str, list[str]]:
        found = {code: self.cleaned_data[name] for code, name in self.places.items() if name in self.cleaned_data}
        return {code: list(codes) if isinstance(codes, list) else [codes] for code, codes in found.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(name in self.errors for name in [*self.places.values(), "own_names"]):
            return cleaned
        try:
            self.numbers = numbers_of(self.table, self.choice, self.time_code, cleaned["own_names"])
        except BadChoice as error:
            message = words.faulty_choice(words.fault_of(error, dimension_names(self.table)))
            self.add_error(self.places.get(error.dimension), message)
        except Invalid as error:
            self.add_error(self.places.get(self.compared), str(error.message))
        return cleaned

    numbers: Table

    def fingerprint_of(self, instance: Any) -> str:
        return fingerprint(values_of(instance, [*self.names, "choice", "names", "time_code"]))

    def facts(self) -> IndicatorFacts:
        return IndicatorFacts(**self.changes, **self._chosen)

    def as_written(self, table: StatisticalTable) -> Indicator:
        """The indicator as it would be, not saved: for the preview."""
        kept = {"slug": "forhandsvisning", "content": as_text(self.numbers), **self._chosen}
        return Indicator(table=table, dialogue=table.dialogue, **self.changes, **kept)

    @property
    def _chosen(self) -> dict[str, Any]:
        return {"choice": self.choice, "time_code": self.time_code, "names": self.cleaned_data["own_names"]}


class _Names(forms.CharField):
    """Names for codes, one on each line: 1080 = Karlskrona."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{code} = {name}" for code, name in value.items()) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        found: dict[str, str] = {}
        for line in text.clean(value or "").split("\n"):
            code, equals, name = (part.strip() for part in line.partition("="))
            if line.strip() and not (code and equals and 0 < len(name) <= 120):
                raise forms.ValidationError(_("Skriv koden, ett likhetstecken och namnet: 1080 = Karlskrona."))
            if code:
                found[code] = text.clean_line(name)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or {}) != self.to_python(data))


class _Codes(forms.CharField):
    """Codes of a dimension that has too many to list, with commas between them."""

    def to_python(self, value: Any) -> Any:
        return [code.strip() for code in str(value or "").split(",") if code.strip()]

    def validate(self, value: Any) -> None:
        if not value:
            raise forms.ValidationError(_("Skriv minst en kod."))

    def run_validators(self, value: Any) -> None:
        """Which codes there are is looked up in the table."""
