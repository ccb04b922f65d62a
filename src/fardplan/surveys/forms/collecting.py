"""What officials fill in about a collection."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import LastMoment, Moment
from fardplan.base.forms import Line, Words
from fardplan.base.watched import WatchedForm, field_for
from fardplan.dialogue.forms import slug_letters
from fardplan.surveys.models import Collection, CollectionKind

OWN_WORDS = frozenset({"ny", "planering"})
CODE_HELP = _("Det gruppen skriver för att komma in, till exempel sommar24. Fyra till tolv bokstäver och siffror.")
code_letters = RegexValidator(r"^[a-z0-9]{4,12}$", _("Skriv fyra till tolv tecken: små bokstäver a–z och siffror."))


class _Address(forms.SlugField):
    """The last part of a collection's address at the desk."""

    default_validators = [slug_letters]

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=60, label=_("Adress"),
            help_text=_("Sist i adressen. Små bokstäver a–z, siffror och bindestreck."), **options,
        )  # fmt: skip

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").strip().lower()

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value in OWN_WORDS:
            raise forms.ValidationError(_("Adressen används av webbplatsen själv. Välj en annan."))


class _Code(forms.CharField):
    def __init__(self) -> None:
        super().__init__(label=_("Gruppens kod"), help_text=CODE_HELP, max_length=12, validators=[code_letters])
        self.widget.attrs |= {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false", "class": "short"}

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").strip().lower()


LABELS: dict[str, Any] = {"note": _("Om insamlingen"), "population": _("Vilka den handlar om")}
HELP_TEXTS: dict[str, Any] = {
    "name": _("Står vid resultatet, till exempel ”Öppna länken” eller ”Slumpvis utvalda”."),
    "population": _("Till exempel ”invånare i länet, 18 år och äldre”. Står vid resultatet."),
    "note": _("Hur urvalet drogs, var länken delades, vem som delade ut koderna. Står vid resultatet."),
    "keep_addresses_days": _("Så länge efter att insamlingen har stängt. Sedan tas de bort av sig själva."),
}


class NewCollection(forms.Form):
    """A way to answer, of a kind that has been chosen."""

    name = Line(label=_("Namn"), max_length=120, help_text=HELP_TEXTS["name"])
    slug = _Address()
    code = _Code()
    population = Line(label=LABELS["population"], max_length=200, required=False, help_text=HELP_TEXTS["population"])
    note = Words(
        label=LABELS["note"], max_length=4_000, required=False, help_text=HELP_TEXTS["note"],
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    opens_at = Moment(label=_("Öppnar"))
    closes_at = LastMoment(label=_("Stänger"), help_text=_("Hela den minut du skriver hör till."))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind != CollectionKind.GROUP:
            del self.fields["code"]

    @property
    def fields_of_collection(self) -> dict[str, Any]:
        return {**self.cleaned_data, "kind": self.kind}


class CollectionForm(WatchedForm[Collection]):
    """What a collection is called and whom it is about. Its kind stays what it was."""

    slug = _Address()

    class Meta:
        model = Collection
        fields = ["name", "slug", "code", "population", "note", "keep_addresses_days"]
        formfield_callback = field_for
        labels = LABELS
        help_texts = HELP_TEXTS
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "keep_addresses_days": forms.NumberInput(attrs={"class": "short"})
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        self.fields["code"] = _Code()
        for name, its in (("code", CollectionKind.GROUP), ("keep_addresses_days", CollectionKind.INVITED)):
            if kind != its:
                del self.fields[name]
        if "keep_addresses_days" in self.fields:
            self.fields["keep_addresses_days"].validators.append(_at_most_90)
        self.names = [name for name in self.names if name in self.fields]
        self.fields["seen"].initial = self.fingerprint_of(self.instance)


def _at_most_90(value: int) -> None:
    if value > 90:
        raise forms.ValidationError(_("Adresser får sparas högst 90 dagar efter att insamlingen har stängt."))


class Times(forms.Form):
    """When it is open. `is_sure` is needed only to take back what has been announced."""

    opens_at = Moment(label=_("Öppnar"))
    closes_at = LastMoment(label=_("Stänger"), help_text=_("Hela den minut du skriver hör till."))
    is_sure = forms.BooleanField(
        label=_("Jag vill stänga tidigare än vi har sagt, eller öppna igen det som har stängt"), required=False
    )


class LeaveOut(forms.Form):
    """Why responses of a kind are left out of the result."""

    because = Line(
        label=_("Varför?"),
        max_length=300,
        help_text=_("Står vid resultatet, till exempel ”Ifyllda på mindre än en halv minut”."),
    )


class Planning(forms.Form):
    """How many to invite. Everything has a starting value, so that the page says something at once."""

    invited = forms.IntegerField(label=_("Så många bjuds in"), min_value=10, max_value=1_000_000)
    rate = forms.IntegerField(label=_("Så många procent svarar"), min_value=1, max_value=100)
    within = forms.DecimalField(
        label=_("Felmarginal ni vill nå, procentenheter"), min_value=1, max_value=25, max_digits=4, decimal_places=1,
        localize=True,
    )  # fmt: skip
    STARTS: ClassVar[dict[str, Any]] = {"invited": 1_200, "rate": 40, "within": 3}
