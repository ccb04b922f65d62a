"""Forms that turn what people write into commands, and the filters of the lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.base.errors import NotFound
from fardplan.base.forms import Line, Words
from fardplan.base.honesty import HonestForm
from fardplan.contributions.about import About, as_choices, find_about, said_about, topics
from fardplan.contributions.actions import UNCHANGED, Said, proposes_nothing
from fardplan.contributions.models import ConductRule, Contribution, ContributionKind, SenderKind, Theme
from fardplan.contributions.proposals import LONGEST_QUOTE, is_same_wording, words_in
from fardplan.contributions.queries import saying, with_status
from fardplan.contributions.rules import (
    LONGEST_PROPOSAL,
    LONGEST_TEXT,
    Status,
)
from fardplan.contributions.theme_queries import themes_in_use
from fardplan.dialogue.models import Dialogue
from fardplan.people.contact import one_spelling

UNREADABLE = "\ufffd"  # what stands where a character came in another encoding than UTF-8


def _sender_kinds() -> list[tuple[str, str]]:
    """The one that says nothing comes last."""
    said = [kind for kind in SenderKind if kind != SenderKind.UNKNOWN]
    return [(kind.value, capfirst(str(kind.label))) for kind in [*said, SenderKind.UNKNOWN]]


class _Readable(Words):
    """Words in which every character could be read; too long a text is refused whole, never cut by the browser."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def clean(self, value: Any) -> str:
        words: str = super().clean(value)
        if UNREADABLE in words:
            raise forms.ValidationError(
                _("Några tecken gick inte att läsa. De visas som %(sign)s: rätta dem och skicka igen.")
                % {"sign": UNREADABLE},
                code="unreadable",
            )
        return words


class SaidForm(forms.Form):
    """What somebody says and tells of themselves; the same whether they write it or somebody takes it down.

    `step_by_step`: of a long text the sections are offered, and what stands in the one that is chosen.
    """

    step_by_step = False
    about = forms.CharField(
        label=_("Vad gäller det?"),
        widget=forms.Select,
        max_length=120,
        error_messages={"required": _("Välj vad det gäller.")},
    )
    text = _Readable(
        label=_("Din synpunkt"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Skriv din synpunkt.")},
    )
    proposed_text = _Readable(
        label=_("Har du ett förslag till ny text?"),
        required=False,
        max_length=LONGEST_PROPOSAL,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sender_kind = forms.ChoiceField(
        label=_("Jag svarar som"),
        required=False,
        choices=_sender_kinds,
        initial=SenderKind.UNKNOWN,
        widget=forms.RadioSelect,
    )
    sender_label = Line(
        label=_("Beskriv dig, eller skriv organisationens namn"),
        required=False,
        max_length=160,
        help_text=_(
            "Till exempel gymnasieelev. Det visas för alla: skriv inte ditt namn om du svarar som privatperson."
        ),
    )
    municipality = forms.ChoiceField(label=_("Kommun"), required=False)
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Skriv en e-postadress, till exempel namn@example.org.")},
    )
    sending_key = forms.CharField(required=False, max_length=22, widget=forms.HiddenInput, initial=ids.secret_key)

    def __init__(
        self, *args: Any, dialogue: Dialogue, now: datetime, about: About | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dialogue, self.now = dialogue, now
        if about is not None:
            self.initial["about"] = about.exact_anchor
        self._offer_topics(about)
        municipalities = [str(name) for name in dialogue.municipalities]
        if municipalities:
            field = self.fields["municipality"]
            field.choices = [("", _("Vill inte säga")), *((name, name) for name in municipalities)]  # type: ignore[attr-defined]
        else:
            del self.fields["municipality"]

    def _offer_topics(self, about: About | None) -> None:
        given = str((self.data if self.is_bound else self.initial).get("about", ""))
        found = topics(self.dialogue, now=self.now, exact=True, chosen=given if self.step_by_step else None)
        choices = as_choices(found)
        if about is not None and about.exact_anchor not in {topic.anchor for topic in found}:
            # An earlier draft, reached by its own link.
            draft = about.draft
            label = f"{about.label} ({draft.number})" if draft is not None else about.label
            choices.insert(1, (about.exact_anchor, label))
        self.fields["about"].widget.choices = choices

    def clean_about(self) -> About:
        try:
            return find_about(self.dialogue, self.cleaned_data["about"], now=self.now)
        except NotFound as error:
            raise forms.ValidationError(str(error.message), code="not_here") from error

    def command(self) -> Said:
        data = self.cleaned_data
        return Said(
            about=data["about"],
            text=data["text"],
            proposed_text=data["proposed_text"],
            sender_kind=data["sender_kind"] or SenderKind.UNKNOWN,
            sender_label=data["sender_label"],
            municipality=data.get("municipality", ""),
            email=one_spelling(data["email"]),
            language=(get_language() or "sv")[:5],
            sending_key=data["sending_key"],
        )


def _kinds() -> list[tuple[str, object]]:
    return [
        (ContributionKind.VIEW, _("En synpunkt")),
        (ContributionKind.QUESTION, _("En fråga om texten")),
        (ContributionKind.WORDING, _("Andra ord i texten")),
    ]


# What the big field is called, and what is said when it is empty, for each kind.
_ASKED = {
    ContributionKind.VIEW: (_("Din synpunkt"), _("Skriv din synpunkt.")),
    ContributionKind.QUESTION: (_("Din fråga"), _("Skriv din fråga.")),
    ContributionKind.WORDING: (_("Varför vill du ändra?"), _("Skriv varför. Skälet hjälper oss att väga förslaget.")),
}


TOO_MANY_WORDS = _("Det är för många ord. Välj de viktigaste, eller lämna fältet tomt.")


class ContributionForm(SaidForm, HonestForm):
    """The form everyone meets. Its fields follow the kind chosen: other words begin with the passage's own.

    `written_for` is the topic whose words stand in the proposal: another topic chosen brings its own.
    """

    step_by_step = True
    kind = forms.ChoiceField(
        label=_("Vad vill du lämna?"),
        required=False,
        choices=_kinds,
        initial=ContributionKind.VIEW,
        widget=forms.RadioSelect,
    )
    quote = Line(
        label=_("Vilka ord gäller det?"),
        required=False,
        max_length=4 * LONGEST_QUOTE,
        help_text=_("Klistra in orden som de står i stycket, om det är några särskilda du tänker på."),
        error_messages={"max_length": TOO_MANY_WORDS},
    )
    written_for = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, dialogue: Dialogue, now: datetime, about: About | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, dialogue=dialogue, now=now, about=about, **kwargs)
        self.kind_chosen = self._kind_chosen()
        self.fields["kind"].is_needed_later = True  # type: ignore[attr-defined]
        words, missing = _ASKED[self.kind_chosen]
        self.fields["text"].label, self.fields["text"].error_messages["required"] = words, missing
        proposal = self.fields["proposed_text"]
        proposal.label = _("Så vill jag att texten ska vara")
        if self.kind_chosen == ContributionKind.WORDING:
            proposal.is_needed_later = True  # type: ignore[attr-defined]
            self.fields["quote"].widget = forms.HiddenInput()
        else:
            proposal.widget = forms.HiddenInput()

    def _kind_chosen(self) -> ContributionKind:
        """What was chosen; a proposal sent without a choice is other words."""
        given = (self.data if self.is_bound else self.initial).get
        chosen = str(given("kind") or "")
        if chosen in ContributionKind.values:
            return ContributionKind(chosen)
        return ContributionKind.WORDING if given("proposed_text") else ContributionKind.VIEW

    def show_about(self, about: About) -> None:
        """The fields that belong to what it is about: words can be pointed at in a passage, and a proposal begins with
        the passage's own words unless somebody has written something else."""
        if about.passage is None:
            self.fields["quote"].widget = forms.HiddenInput()
        for name in ("quote", "proposed_text"):  # what is kept in the browser is kept for this passage
            self.fields[name].widget.attrs["data-keep-name"] = f"{name} {about.exact_anchor}"
        before, self.initial["written_for"] = self.initial.get("written_for", ""), about.exact_anchor
        if self.kind_chosen != ContributionKind.WORDING:
            return
        own = about.passage.text if about.passage is not None else ""
        if self.is_bound:
            if not self.data.get("proposed_text"):
                self.data = MultiValueDict({name: self.data.getlist(name) for name in self.data})  # type: ignore[attr-defined]
                self.data["proposed_text"] = own
        elif self._is_untouched(str(self.initial.get("proposed_text", "")), before, about):
            self.initial["proposed_text"] = own

    def _is_untouched(self, proposal: str, written_for: str, about: About) -> bool:
        """Whether a proposal is empty, or still the words of the topic it was shown with."""
        if not proposal.strip():
            return True
        if written_for in {"", about.exact_anchor}:
            return False
        try:
            earlier = find_about(self.dialogue, written_for, now=self.now)
        except NotFound:
            return False
        return earlier.passage is not None and is_same_wording(earlier.passage.text, proposal)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.kind_chosen == ContributionKind.WORDING:
            self._check_proposal(cleaned)
        elif cleaned.get("quote"):
            self._find_quote(cleaned)
        return cleaned

    def _check_proposal(self, cleaned: dict[str, Any]) -> None:
        about = cleaned.get("about")
        if not cleaned.get("proposed_text") and "proposed_text" not in self.errors:
            self.add_error("proposed_text", forms.ValidationError(_("Skriv hur texten ska vara."), code="required"))
        elif about is not None and proposes_nothing(self._said(cleaned)):
            self.add_error("proposed_text", forms.ValidationError(UNCHANGED, code="unchanged"))

    def _find_quote(self, cleaned: dict[str, Any]) -> None:
        about = cleaned.get("about")
        if about is None or about.passage is None:
            return
        found = words_in(about.passage.text, cleaned["quote"])
        if found is None or len(found.words) > LONGEST_QUOTE:
            message = _("Orden står inte så i stycket. Kopiera dem därifrån, eller lämna fältet tomt.")
            self.add_error("quote", forms.ValidationError(message if found is None else TOO_MANY_WORDS, code="quote"))
        else:
            cleaned["quote"], cleaned["quote_start"] = found.words, found.start

    def _said(self, data: dict[str, Any]) -> Said:
        """What is said by this kind: only other words hold a proposal, only the others point at words."""
        is_wording = self.kind_chosen == ContributionKind.WORDING
        points = data.get("quote_start") is not None and not is_wording
        return Said(
            about=data["about"],
            text=data.get("text", ""),
            kind=self.kind_chosen,
            proposed_text=data.get("proposed_text", "") if is_wording else "",
            quote=data["quote"] if points else "",
            quote_start=data["quote_start"] if points else None,
        )

    def command(self) -> Said:
        mine = self._said(self.cleaned_data)
        return replace(
            super().command(),
            kind=mine.kind,
            proposed_text=mine.proposed_text,
            quote=mine.quote,
            quote_start=mine.quote_start,
        )


def conduct_rules() -> list[tuple[str, str]]:
    return [(rule.value, str(rule.label)) for rule in ConductRule]


class ReportForm(HonestForm):
    """Somebody reports another person's contribution."""

    rule = forms.ChoiceField(
        label=_("Vilken regel bryter synpunkten mot?"),
        choices=conduct_rules,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj en regel.")},
    )
    text = _Readable(
        label=_("Vad är fel?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Skriv inga uppgifter om dig själv."),
    )


class ReconsiderForm(forms.Form):
    """The sender of a hidden contribution asks us to think again."""

    text = _Readable(
        label=_("Varför borde synpunkten visas?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Skriv varför du tycker att synpunkten ska visas.")},
    )


# --- lists ------------------------------------------------------------------------------------------------------------


class PublicFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What everyone can search and filter by. The address is the whole state; senders cannot be searched for (L-42)."""

    sok = django_filters.CharFilter(method="say", label=_("Sök"))
    om = django_filters.ChoiceFilter(method="be_about", label=_("Gäller"), empty_label=_("Allt"))
    lage = django_filters.ChoiceFilter(
        method="have_come", label=_("Läge"), empty_label=_("Alla lägen"), choices=Status.choices
    )
    tema = django_filters.ChoiceFilter(method="have_theme", label=_("Tema"), empty_label=_("Alla teman"))
    avsandare = django_filters.ChoiceFilter(
        field_name="submission__sender_kind",
        label=_("Avsändare"),
        empty_label=_("Alla avsändare"),
        choices=[choice for choice in SenderKind.choices if choice[0] != SenderKind.UNKNOWN],
    )
    kommun = django_filters.ChoiceFilter(
        field_name="submission__municipality", label=_("Kommun"), empty_label=_("Alla kommuner")
    )

    class Meta:
        model = Contribution
        fields: list[str] = []

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Contribution],
        *,
        dialogue: Dialogue,
        now: datetime,
        has_led_to_change: Q | None = None,
        themes: list[Theme] | None = None,
    ) -> None:
        """`has_led_to_change` is `ledger.queries`' condition, for those who filter by how far they have come.

        `themes` can be chosen; None gives those that everybody sees, and no such choice when there are none.
        """
        super().__init__(data, queryset)
        self.dialogue, self.now, self.has_led_to_change = dialogue, now, has_led_to_change
        self.filters["om"].extra["choices"] = self.places(data.get("om", "") if data else "")
        self.themes = themes_in_use(dialogue, now=now) if themes is None else themes
        self.filters["tema"].extra["choices"] = [(theme.slug, theme.name) for theme in self.themes]
        if themes is None and not self.themes:
            del self.filters["tema"]
        self.filters["kommun"].extra["choices"] = [(str(name), str(name)) for name in dialogue.municipalities]

    def places(self, asked: str) -> list[tuple[str, str | list[tuple[str, str]]]]:
        """What can be chosen under *Gäller*: in a long text the sections, and what stands in the one that is chosen."""
        return as_choices(topics(self.dialogue, now=self.now, chosen=asked))

    @property
    def theme(self) -> Theme | None:
        """The theme that was chosen."""
        chosen = self.form.cleaned_data.get("tema") if self.form.is_valid() else None
        return next((theme for theme in self.themes if theme.slug == chosen), None)

    @property
    def is_used(self) -> bool:
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else bool(self.data)

    def say(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        return queryset.filter(saying(value))

    def be_about(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        return queryset.filter(said_about(value, self.dialogue))

    def have_theme(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        # As a join: from the theme's contributions, never through all the dialogue's.
        return queryset.filter(themes=next((theme.pk for theme in self.themes if theme.slug == value), None))

    def have_come(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        return queryset.filter(with_status(value, now=self.now, has_led_to_change=self.has_led_to_change))
