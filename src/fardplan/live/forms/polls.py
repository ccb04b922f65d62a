"""The form of the desk for a poll: one for each kind, so that nobody meets fields that mean nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import Lines
from fardplan.base.forms import Line
from fardplan.base.watched import WatchedForm, field_for
from fardplan.live.choices import PollKind
from fardplan.live.models import Poll

MOST_OPTIONS = 30
MOST_RANKED = 10
LONGEST_OPTION = 160
WITH_OPTIONS = {PollKind.SINGLE, PollKind.SEVERAL, PollKind.RANKING, PollKind.HANDS}
# What belongs to a kind beside the question itself.
OF_KIND: dict[str, list[str]] = {
    PollKind.SEVERAL: ["most_choices"],
    PollKind.SCALE: ["scale_steps", "least_label", "most_label"],
    PollKind.NUMBER: ["number_least", "number_most", "unit"],
    PollKind.WORDS: ["words_shown", "words_needed"],
}


class PollForm(WatchedForm[Poll]):
    """A poll of one kind; `kind` stands in the instance. `options` come one a line."""

    options = Lines(
        label=_("Svar att välja mellan"),
        help_text=_("Ett svar på varje rad, i den ordning de ska stå."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )

    class Meta:
        model = Poll
        fields = ["question", "explanation", *(name for names in OF_KIND.values() for name in names), "results_shown"]
        formfield_callback = field_for
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "results_shown": forms.RadioSelect(),
            "words_shown": forms.RadioSelect(),
            "most_choices": forms.NumberInput(attrs={"class": "short"}),
            "scale_steps": forms.NumberInput(attrs={"class": "short", "min": 2, "max": 11}),
            "words_needed": forms.NumberInput(attrs={"class": "short", "min": 1}),
            "number_least": forms.NumberInput(attrs={"class": "short", "step": "any"}),
            "number_most": forms.NumberInput(attrs={"class": "short", "step": "any"}),
        }
        labels: ClassVar[dict[str, Promise]] = {
            "question": _("Fråga eller påstående"),
            "results_shown": _("När får deltagarna se resultatet?"),
            "words_shown": _("När visas ett ord?"),
        }
        help_texts: ClassVar[dict[str, Promise]] = {
            "question": _("En fråga om en sak. Läs den högt innan du öppnar."),
            "explanation": _("Det man behöver veta för att kunna svara."),
            "scale_steps": _("2 till 11."),
            "number_least": _("Tomt = ingen gräns."),
            "number_most": _("Tomt = ingen gräns."),
            "unit": _("Till exempel: kronor, minuter."),
            "words_needed": _("Gäller när många räcker. Småord (och, att) visas bara om någon visar dem."),
            "results_shown": _("Den som ser vad andra svarat påverkas av det. Tala om innan du öppnar vad som gäller."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        for other, names in OF_KIND.items():
            for name in names if other != kind else []:
                del self.fields[name]
        if kind in WITH_OPTIONS:
            self.fields["options"].required = True
            self.fields["options"].initial = (
                [option.text for option in self.instance.options.all()] if self.instance.pk else []
            )
        else:
            del self.fields["options"]
        self.names = [name for name in self.names if name in self.fields]
        self.fields["seen"].initial = self.fingerprint_of(self.instance)
        self.order_fields(["question", "explanation", "options"])

    def clean_options(self) -> list[str]:
        options: list[str] = self.cleaned_data["options"]
        most = MOST_RANKED if self.instance.kind == PollKind.RANKING else MOST_OPTIONS
        if len(options) < (1 if self.instance.kind == PollKind.HANDS else 2):
            raise forms.ValidationError(_("Skriv minst två svar, ett på varje rad."))
        if len(options) > most:
            raise forms.ValidationError(_("Högst %(most)d svar.") % {"most": most})
        if too_long := [option for option in options if len(option) > LONGEST_OPTION]:
            words = _("Korta svaret som börjar ”%(start)s” till högst %(most)d tecken.")
            raise forms.ValidationError(words % {"start": too_long[0][:30], "most": LONGEST_OPTION})
        return options

    def clean_scale_steps(self) -> int:
        steps = int(self.cleaned_data["scale_steps"])
        if not 2 <= steps <= 11:
            raise forms.ValidationError(_("En skala har 2 till 11 steg."))
        return steps

    def clean_words_needed(self) -> int:
        return max(1, int(self.cleaned_data["words_needed"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        least, most = data.get("number_least"), data.get("number_most")
        if least is not None and most is not None and least >= most:
            self.add_error("number_most", _("Det största talet ska vara större än det minsta."))
        options = data.get("options") or []
        if "most_choices" in data and options and not 1 <= data["most_choices"] <= len(options):
            self.add_error("most_choices", _("Mellan 1 och så många som svaren är."))
        return data

    @property
    def changes(self) -> dict[str, Any]:
        """The kind is chosen once, before there is anything to change."""
        return super().changes if self.instance.pk else {"kind": self.instance.kind, **super().changes}


class HandsForm(forms.Form):
    """A show of hands, asked for in one press."""

    question = Line(label=_("Fråga"), max_length=300, required=False)
