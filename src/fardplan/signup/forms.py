"""Signing up: what a person fills in, and what an official fills in for somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Line, Suggestions, Words
from fardplan.base.honesty import HonestForm
from fardplan.dialogue.models import Day
from fardplan.signup.actions import Details
from fardplan.signup.models import Need, Signup, SignupChannel


class DetailsForm(forms.Form):
    """What both the open form, the personal page and the desk ask. `day` decides which needs and municipalities."""

    name = Line(label=_("Namn"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    role = Line(
        label=_("Roll"),
        max_length=120,
        required=False,
        help_text=_("Till exempel invånare, elev, förtroendevald eller tjänsteperson."),
    )
    organisation = Line(
        label=_("Organisation"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    municipality = Line(label=_("Kommun"), max_length=80, required=False)
    needs = forms.MultipleChoiceField(
        label=_("Jag behöver"), required=False, widget=forms.CheckboxSelectMultiple, choices=Need.choices
    )
    other_need = Words(
        label=_("Vad behöver du?"),
        max_length=1000,
        required=False,
        help_text=_("Skriv bara det vi behöver veta för att kunna ordna det. Bara de som ordnar dagen läser det."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Skriv till mig på"), choices=settings.LANGUAGES, widget=forms.RadioSelect, initial=get_language
    )

    def __init__(self, *args: Any, day: Day, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        asked = [need for need in Need if not day.asked_needs or need.value in day.asked_needs]
        self.fields["needs"].choices = [(need.value, need.label) for need in asked]  # type: ignore[attr-defined]
        self.fields["municipality"].widget = Suggestions(
            suggestions=day.dialogue.municipalities, attrs={"autocomplete": "off", "maxlength": "80"}
        )
        if Need.OTHER not in asked:
            del self.fields["other_need"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "other" in cleaned.get("needs", []) and "other_need" in cleaned and not cleaned["other_need"]:
            self.add_error("other_need", _("Skriv vad du behöver, så att vi kan ordna det."))
        return cleaned

    def details(self) -> Details:
        cleaned = self.cleaned_data
        return Details(
            email=cleaned.get("email", ""),
            name=cleaned["name"],
            phone=cleaned.get("phone", ""),
            role=cleaned["role"],
            organisation=cleaned["organisation"],
            municipality=cleaned["municipality"],
            needs=tuple(cleaned["needs"]),
            other_need=cleaned.get("other_need", ""),
            language=cleaned["language"],
        )


class SignupForm(HonestForm, DetailsForm):
    """The open form. Only the address is needed, because the personal link goes there."""

    email = forms.EmailField(
        label=_("E-post"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Skriv din e-postadress."),
            "invalid": _("Skriv en e-postadress, till exempel namn@example.org."),
        },
    )
    field_order = ["email", "name", "role", "organisation", "municipality", "needs", "other_need", "language"]

    def __init__(self, *args: Any, day: Day, **kwargs: Any) -> None:
        super().__init__(*args, day=day, **kwargs)
        self.fields["email"].help_text = _(
            "För din personliga länk och en påminnelse. Tas bort %(days)s dagar efter dagen."
        ) % {"days": day.dialogue.keep_signups_days}


class ChangeForm(DetailsForm):
    """The personal page: everything but the address."""

    @classmethod
    def of(cls, signup: Signup) -> ChangeForm:
        return cls(day=signup.day, initial=initial(signup))

    def details_of(self, signup: Signup) -> Details:
        """What was filled in; what this form does not ask stays as it was."""
        kept = {"email": signup.contact.email, "phone": signup.contact.phone}
        if "other_need" not in self.fields:
            kept["other_need"] = signup.other_need
        return Details(**{**self.details().__dict__, **kept})


class DeskForm(DetailsForm):
    """Somebody called, or stands at the desk."""

    channel = forms.ChoiceField(
        label=_("Väg in"),
        choices=[choice for choice in SignupChannel.choices if choice[0] != SignupChannel.WEB],
        initial=SignupChannel.PHONE,
        widget=forms.RadioSelect,
    )
    phone = Line(label=_("Telefon"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    email = forms.EmailField(
        label=_("E-post"),
        max_length=254,
        required=False,
        help_text=_("Utan e-post går inga brev: ring personen om något ändras."),
    )
    field_order = [
        "channel", "name", "phone", "email", "role", "organisation", "municipality", "needs", "other_need", "language",
    ]  # fmt: skip


class DeskChangeForm(ChangeForm):
    """An official changes a sign-up. `revision` tells whether somebody else did meanwhile."""

    phone = Line(label=_("Telefon"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    revision = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["name", "phone", "role", "organisation", "municipality", "needs", "other_need", "language"]

    def details_of(self, signup: Signup) -> Details:
        return Details(**{**super().details_of(signup).__dict__, "phone": self.cleaned_data["phone"]})


class AddressForm(forms.Form):
    """Another address for a sign-up, at the desk."""

    email = forms.EmailField(label=_("Ny e-post"), max_length=254)


class NeedForm(forms.Form):
    """How what somebody needs has been arranged."""

    answer = Words(
        label=_("Så här blir det"),
        max_length=2000,
        help_text=_("Skickas till personen. Till exempel: Tolk är bokad. Du hittar tolkrutan till vänster i rummet."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def initial(signup: Signup) -> dict[str, Any]:
    """What a form about an existing sign-up shows from the beginning."""
    return {
        "name": signup.contact.name,
        "phone": signup.contact.phone,
        "language": signup.contact.language,
        "role": signup.role,
        "organisation": signup.organisation,
        "municipality": signup.municipality,
        "needs": signup.needs,
        "other_need": signup.other_need,
        "revision": signup.revision,
    }
