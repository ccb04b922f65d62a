"""The desk's forms for a survey: a new one, its settings, its first and last words, its pages and its languages."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import RichText
from fardplan.base.forms import Line, Words
from fardplan.base.watched import WatchedForm, WatchedPart, field_for
from fardplan.dialogue.forms import Address
from fardplan.surveys.definition import Definition, Page
from fardplan.surveys.definition.editing import seen_of
from fardplan.surveys.definition.naming import name_of, names_in
from fardplan.surveys.definition.words import LANGUAGES, own, rewritten
from fardplan.surveys.forms.showing import ShownWhen
from fardplan.surveys.models import Survey

BLANK, BACKGROUND = "tom", "bakgrund"


class SurveyAddress(Address):
    """As a dialogue's, without the words it may not have: a survey stands below them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = 60
        self.help_text = _("Sist i adressen. Små bokstäver a–z, siffror och bindestreck. Till exempel: medborgarenkat.")

    def validate(self, value: Any) -> None:
        forms.CharField.validate(self, value)
        if len(str(value)) > 60:
            raise forms.ValidationError(_("Adressen är för lång. Korta den till högst 60 tecken."))


class NewSurveyForm(forms.Form):
    """`start` is BLANK, BACKGROUND, or the key of a survey to copy."""

    name = Line(label=_("Arbetsnamn"), max_length=120, help_text=_("Syns bara här, vid skrivbordet."))
    title = Line(
        label=_("Rubrik"), max_length=200, required=False,
        help_text=_("Det den som svarar ser. Tomt = samma som arbetsnamnet."),
    )  # fmt: skip
    slug = SurveyAddress()
    start = forms.ChoiceField(label=_("Börja med"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, others: list[Survey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        copies = [(str(other.pk), _("en kopia av %(survey)s") % {"survey": other.name}) for other in others]
        field = self.fields["start"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = [
            (BACKGROUND, _("bakgrundsfrågorna kommun, ålder och kön")),
            (BLANK, _("en tom enkät")),
            *copies,
        ]
        self.initial.setdefault("start", BACKGROUND)


class SurveyForm(WatchedForm[Survey]):
    """What a survey is called and what is shown of it."""

    slug = SurveyAddress()
    reason = Line(
        label=_("Varför ändrar ni vad som visas medan enkäten är öppen?"), max_length=300, required=False,
        help_text=_("Behövs bara om du ändrar valet ovanför. Skälet skrivs i loggen."),
    )  # fmt: skip

    class Meta:
        model = Survey
        fields: ClassVar[list[str]] = ["name", "slug", "public_minimum", "desk_minimum", "shown_while_open"]
        formfield_callback = field_for
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "shown_while_open": forms.RadioSelect(),
            "public_minimum": forms.NumberInput(attrs={"class": "short"}),
            "desk_minimum": forms.NumberInput(attrs={"class": "short"}),
        }
        help_texts: ClassVar[dict[str, Promise]] = {
            "name": _("Syns bara här, vid skrivbordet."),
            "public_minimum": _(
                "Så många måste minst ha svarat i en grupp för att den ska visas i resultatet för alla. "
                "Det som redan är publicerat behåller den gräns det fick."
            ),
            "desk_minimum": _("Så många måste minst ha svarat i en grupp för att ni ska se den här. Minst 5."),
            "shown_while_open": _("Den som ser hur andra har svarat påverkas av det."),
        }

    groups: ClassVar[list[tuple[str | Promise, list[str]]]] = [
        (_("Namn"), ["name", "slug"]),
        (_("Små grupper"), ["public_minimum", "desk_minimum"]),
        (_("Medan enkäten är öppen"), ["shown_while_open", "reason"]),
    ]


class WholeForm(WatchedPart):
    """The first and the last words of a survey."""

    title = Line(label=_("Rubrik"), max_length=200)
    introduction = Words(
        label=_("Inledning"), max_length=5_000, required=False, widget=RichText(),
        help_text=_("Vad enkäten handlar om, vad svaren används till och när resultatet kommer. Tiden räknas ut."),
    )  # fmt: skip
    thanks = Words(
        label=_("Tack"), max_length=5_000, required=False, widget=RichText({"rows": 4}),
        help_text=_("Står på sidan efter att svaren är inskickade. Berätta vad som händer nu."),
    )  # fmt: skip

    def initial_of(self, instance: Definition) -> dict[str, Any]:
        return {name: own(instance, getattr(instance, name)) for name in ("title", "introduction", "thanks")}

    def fingerprint_of(self, instance: Definition) -> str:
        return seen_of(instance)

    @property
    def wanted(self) -> Definition:
        texts = {name: rewritten(self.instance, getattr(self.instance, name), self.cleaned_data[name])
                 for name in ("title", "introduction", "thanks")}  # fmt: skip
        whole: Definition = self.instance
        return whole.model_copy(update=texts)


class PageForm(ShownWhen, WatchedPart):
    """One theme. `instance` is the page as it is, a blank one when it is new."""

    title = Line(label=_("Rubrik"), max_length=200, help_text=_("Ett tema per sida, till exempel: Resor."))
    text = Words(
        label=_("Text överst på sidan"), max_length=5_000, required=False, widget=RichText({"rows": 5}),
        help_text=_("Det man behöver läsa innan man svarar. Ett tema i taget."),
    )  # fmt: skip

    def __init__(self, *args: Any, instance: Page, definition: Definition, is_new: bool = False, **kwargs: Any) -> None:
        self.definition, self.is_new = definition, is_new
        super().__init__(*args, instance=instance, **kwargs)
        self.arguments = {"definition": definition, "is_new": is_new}
        self.add_showing(
            definition, instance.name, page=definition.pages[-1].name if is_new and definition.pages else ""
        )

    def initial_of(self, instance: Page) -> dict[str, Any]:
        shown = self.initial_showing(instance.relevant)
        return {"title": own(self.definition, instance.title), "text": own(self.definition, instance.text), **shown}

    def fingerprint_of(self, instance: Page) -> str:
        return seen_of(instance)

    @property
    def wanted(self) -> Page:
        page: Page = self.instance
        title = self.cleaned_data["title"]
        fields = {
            "title": rewritten(self.definition, page.title, title),
            "text": rewritten(self.definition, page.text, self.cleaned_data["text"]),
            "relevant": self.relevant,
        }
        if self.is_new:
            fields["name"] = name_of(title, taken=names_in(self.definition), otherwise="sida")
        return page.model_copy(update=fields)


class LanguagesForm(forms.Form):
    """The languages a survey can be answered in, besides the one it was written in."""

    add = forms.ChoiceField(label=_("Lägg till ett språk"))

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["add"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = [("", _("Välj språk")), *(
            (code, name) for code, name in LANGUAGES.items() if code not in definition.languages
        )]  # fmt: skip
