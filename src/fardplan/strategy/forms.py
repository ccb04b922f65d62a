"""What officials fill in when they write a strategy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base.editing import fingerprint, values_of
from fardplan.base.form_fields import RichText
from fardplan.base.forms import Line, Words
from fardplan.base.watched import WatchedForm, field_for
from fardplan.strategy.models import Draft, Passage, Section, Strategy

WORDS = ["code", "heading", "text"]
number_signs = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z.-]*$", _("Skriv siffror, bokstäver a–z, punkt och bindestreck."))


class StrategyForm(WatchedForm[Strategy]):
    class Meta:
        model = Strategy
        formfield_callback = field_for
        fields = ["title", "summary"]
        error_messages = {"title": {"required": _("Skriv vad strategin heter.")}}
        widgets = {"summary": RichText({"rows": 5})}


class ChooseStrategy(forms.Form):
    """A new strategy by its title, or one that another dialogue has."""

    title = Line(label=_("Strategins titel"), max_length=200, required=False)
    existing = forms.ModelChoiceField(
        label=_("Eller en som finns"), queryset=Strategy.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["existing"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = choices
        if not choices.exists():
            del self.fields["existing"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("title")) == bool(data.get("existing")):
            self.add_error("title", _("Skriv en titel, eller välj en strategi som finns."))
        return data


class DraftForm(WatchedForm[Draft]):
    number = Line(
        label=_("Nummer"), max_length=12, validators=[number_signs], help_text=_("Till exempel 0.3."),
        error_messages={"required": _("Skriv utkastets nummer.")},
        widget=forms.TextInput(attrs={"class": "short"}),
    )  # fmt: skip

    class Meta:
        model = Draft
        formfield_callback = field_for
        fields = ["number", "title", "note"]
        widgets = {"note": RichText({"rows": 4})}
        help_texts = {"note": _("Vad som är nytt, och vad ni särskilt vill ha svar på.")}


class NewDraftForm(DraftForm):
    copy_of = forms.ModelChoiceField(
        label=_("Börja med texten i"), queryset=Draft.objects.none(), required=False, empty_label=_("ett tomt utkast")
    )

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = Draft.objects.filter(strategy=strategy).select_related("strategy").order_by("-position", "-id")
        choice = self.fields["copy_of"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        choice.queryset, choice.initial = drafts, drafts.first()


class SectionForm(WatchedForm[Section]):
    class Meta:
        model = Section
        formfield_callback = field_for
        fields = ["heading", "code", "kind"]
        error_messages = {
            "heading": {"required": _("Skriv vad avsnittet heter.")},
            "kind": {"required": _("Välj slag.")},
        }
        help_texts = {
            "code": _("Bokstav eller nummer i texten, till exempel A eller A1."),
            "kind": _("Styr hur avsnittet visas: inriktningar och önskat läge står på dialogens sida."),
        }


class PassageForm(forms.Form):
    """One passage among the others on a section's page.

    `was` is the fingerprint of what was shown: what nobody has written in is never saved, and so never contested.
    """

    code = Line(label=_("Beteckning"), max_length=12, required=False, widget=forms.TextInput(attrs={"class": "short"}))
    heading = Line(label=_("Rubrik"), max_length=300, required=False)
    text = Words(label=_("Text"), error_messages={"required": _("Skriv något, eller ta bort stycket.")})
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = str(self["text"].value() or "")
        self.fields["text"].widget = RichText({"rows": _rows_for(words)})

    @staticmethod
    def initial_of(passage: Passage) -> dict[str, Any]:
        words = values_of(passage, WORDS)
        return {**words, "revision": passage.revision, "was": fingerprint(words)}

    @property
    def words(self) -> dict[str, Any]:
        """What was written, cleaned."""
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def is_written_in(self) -> bool:
        return bool(fingerprint(self.words) != self.cleaned_data["was"])

    @property
    def is_empty(self) -> bool:
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in WORDS)


def _rows_for(words: str) -> int:
    """Lines a text takes in the field, about: it is seen whole without scrolling in it."""
    lines = sum(1 + len(line) // 78 for line in words.split("\n"))
    return min(max(lines + 1, 3), 40)


class SplitForm(forms.Form):
    """Before which character a text is divided."""

    at = forms.IntegerField(error_messages={"required": _("Välj var texten ska delas.")})
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PlaceForm(forms.Form):
    """Another place for a passage or a section: in which section, and first or last in it."""

    section = forms.ModelChoiceField(label=_("Till avsnittet"), queryset=Section.objects.none(), required=False)
    where = forms.ChoiceField(
        label=_("Var i avsnittet"), choices=[("last", _("sist")), ("first", _("först"))], initial="last",
        widget=forms.RadioSelect,
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: Draft, outermost: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["section"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        choice.queryset = Section.objects.filter(draft=draft).order_by("position", "id")
        choice.empty_label = str(outermost) or None
        choice.required = not outermost

    @property
    def first(self) -> bool:
        return bool(self.cleaned_data["where"] == "first")


class ImportForm(forms.Form):
    """A whole text from a file or from the clipboard, and the draft it shall be compared with."""

    upload = forms.FileField(
        label=_("Fil"), required=False, widget=forms.FileInput(attrs={"accept": ".docx,.odt,.md,.txt"}),
        help_text=_("Word (.docx), OpenDocument (.odt), Markdown eller ren text, högst 50 megabyte."),
    )  # fmt: skip
    pasted = Words(
        label=_("Eller klistra in texten"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Med en tom rad mellan styckena. Rader som börjar med # blir rubriker."),
    )  # fmt: skip
    since = forms.ModelChoiceField(
        label=_("Jämför med"), queryset=Draft.objects.none(), required=False,
        empty_label=_("ingenting, all text är ny"),
        help_text=_("Varje stycke som känns igen behåller sin adress och sina synpunkter."),
    )  # fmt: skip
    per = forms.ChoiceField(
        label=_("Vad ska vara ett stycke, som går att svara på?"), initial="heading", widget=forms.RadioSelect,
        choices=[
            ("heading", _("all text under en rubrik på lägsta nivån")),
            ("paragraph", _("varje textstycke, lista och tabell")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = Draft.objects.filter(strategy=strategy).select_related("strategy").order_by("-position", "-id")
        choice = self.fields["since"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        choice.queryset = drafts
        choice.initial = drafts.filter(published_at__isnull=False).first() or drafts.first()
        if choice.initial is None:
            choice.widget = forms.HiddenInput()  # there is nothing to compare with

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("upload")) == bool(data.get("pasted")) and "upload" not in self.errors:
            self.add_error("upload", _("Välj en fil, eller klistra in texten."))
        return data


class CompareForm(forms.Form):
    """Another draft to compare an imported text with."""

    since = forms.ModelChoiceField(label=_("Jämför med"), queryset=Draft.objects.none())

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["since"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        choice.queryset = (
            Draft.objects.filter(strategy=strategy).select_related("strategy").order_by("-position", "-id")
        )
