"""What the organisation writes about itself, and how it answers messages about accessibility."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import CalendarDate, RichText
from fardplan.base.forms import Words
from fardplan.base.watched import RowForm, WatchedForm, field_for
from fardplan.organisation.colours import BESIDE_BRAND, BESIDE_SIGNAL, LEAST, contrast, nearest_readable
from fardplan.organisation.models import AccessibilityFault, AccessibilityStatement, Organisation, hex_colour


class AboutOrganisation(WatchedForm[Organisation]):
    class Meta:
        model = Organisation
        formfield_callback = field_for
        fields = [
            "name", "website", "email", "phone", "postal_address", "data_protection_contact", "privacy_text",
        ]  # fmt: skip
        widgets = {"postal_address": forms.Textarea(attrs={"rows": 3}), "privacy_text": RichText()}
        help_texts = {
            "email": _("En funktion, inte en person. Står längst ner på alla sidor."),
            "privacy_text": _("Kompletterar det som redan står på sidan om personuppgifter."),
        }

    groups = [
        (_("Organisationen"), ["name", "website", "email", "phone", "postal_address"]),
        (_("Personuppgifter"), ["data_protection_contact", "privacy_text"]),
    ]


class Appearance(WatchedForm[Organisation]):
    """Two colours and a logo. A colour that cannot be read is refused, with the nearest one that can."""

    logo_upload = forms.FileField(
        label=_("Logotyp"), required=False,
        help_text=_("En png-, jpg- eller webp-fil med ljus eller genomskinlig bakgrund. Tomt behåller den som finns."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    remove_logo = forms.BooleanField(label=_("Ta bort logotypen"), required=False)

    class Meta:
        model = Organisation
        formfield_callback = field_for
        fields = ["brand_colour", "signal_colour", "logo_text"]
        widgets = {name: forms.TextInput(attrs={"class": "short", "spellcheck": "false"}) for name in fields[:2]}
        labels = {"brand_colour": _("Profilfärg"), "signal_colour": _("Signalfärg")}
        help_texts = {
            "brand_colour": _("Rubriker, knappar och de mörka fälten. Skriv # och sex tecken."),
            "signal_colour": _("Det som ska synas extra."),
            "logo_text": _("Oftast organisationens namn."),
        }

    field_order = ["brand_colour", "signal_colour", "logo_upload", "logo_text", "remove_logo"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def _readable(self, name: str, beside: str) -> str:
        colour = str(self.cleaned_data[name]).lower()
        hex_colour(colour)
        found = contrast(colour, beside)
        if found < LEAST:
            raise forms.ValidationError(
                _(
                    "Kontrasten blir %(found)s:1, men text behöver minst 4,5:1. "
                    "Närmaste färg som går att läsa: %(near)s"
                ),
                params={"found": f"{found:.1f}".replace(".", ","), "near": nearest_readable(colour, beside=beside)},
            )
        return colour

    def clean_brand_colour(self) -> str:
        return self._readable("brand_colour", BESIDE_BRAND)

    def clean_signal_colour(self) -> str:
        return self._readable("signal_colour", BESIDE_SIGNAL)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_logo = data.get("logo_upload") or (self.instance.logo and not data.get("remove_logo"))
        if has_logo and not data.get("logo_text"):
            self.add_error("logo_text", _("Logotypen behöver ord för den som inte ser den."))
        return data


class StatementForm(WatchedForm[AccessibilityStatement]):
    class Meta:
        model = AccessibilityStatement
        formfield_callback = field_for
        fields = [
            "service", "conformance", "method", "exempt_content", "disproportionate_burden", "assessed_on",
            "updated_on", "answer_days",
        ]  # fmt: skip
        widgets = {
            "method": RichText({"rows": 4}),
            "exempt_content": RichText({"rows": 3}),
            "disproportionate_burden": RichText({"rows": 3}),
        }
        help_texts = {
            "exempt_content": _(
                "Till exempel direktsändningar (9 § lagen om tillgänglighet till digital offentlig service)."
            ),
            "disproportionate_burden": _("Tomt om ni inte åberopar det (12 §)."),
        }


class FaultRow(RowForm):
    description = Words(label=_("Det här fungerar inte"), widget=forms.Textarea(attrs={"rows": 2}))
    reason = Words(label=_("Varför"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    plan = Words(label=_("Plan"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    fixed_on = CalendarDate(label=_("Åtgärdad den"), required=False)

    @staticmethod
    def initial_of(fault: AccessibilityFault) -> dict[str, Any]:
        return {
            "id": fault.pk,
            "description": fault.description,
            "reason": fault.reason,
            "plan": fault.plan,
            "fixed_on": fault.fixed_on,
        }


class AnswerForm(forms.Form):
    """The answer to a message about accessibility."""

    answer = Words(label=_("Svar"), widget=forms.Textarea(attrs={"rows": 12}))
    is_refused = forms.BooleanField(
        label=_("Begäran avslås"),
        required=False,
        help_text=_("Då är svaret ett beslut: det ska innehålla skälen och hur man överklagar."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_refused") and "överklaga" not in str(data.get("answer", "")).lower():
            self.add_error("answer", _("Ett avslag ska säga hur man överklagar. Använd gärna mallen."))
        return data
