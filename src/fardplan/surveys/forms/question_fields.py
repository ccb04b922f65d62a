"""The fields a question can have at the desk; `definition.kinds` says which belong to which kind."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import CalendarDate
from fardplan.base.forms import Line, Words
from fardplan.surveys.definition.shape import MOST_CHOICES
from fardplan.surveys.forms.showing import Formula, Number

LONGEST_LIST = 60_000


def _list(label: Any, help_text: Any, rows: int = 6) -> Words:
    widget = forms.Textarea(attrs={"rows": rows})
    return Words(label=label, help_text=help_text, max_length=LONGEST_LIST, required=False, widget=widget)


def _count(label: Any, help_text: Any = "", *, least: int = 0, most: int = MOST_CHOICES) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "short"})
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=least, max_value=most, widget=widget
    )


def _tick(label: Any, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False)


class QuestionFields(forms.Form):
    """All of them. What stands in which part of the page is said below them."""

    label = Words(
        label=_("Fråga"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Skriv frågan.")},
    )  # fmt: skip
    hint = Line(
        label=_("Hjälptext"), max_length=500, required=False, help_text=_("Står under frågan, med mindre text.")
    )
    rows = _list(_("Rader"), _("En sak på varje rad: det man ska sätta ett svar på."))
    answers = forms.ChoiceField(
        label=_("Svaren på varje rad"), required=False, widget=forms.RadioSelect,
        choices=[("scale", _("en skala med siffror")), ("choices", _("svar med ord, skrivna nedan"))],
    )  # fmt: skip
    low = forms.TypedChoiceField(
        label=_("Lägsta tal"), choices=[(1, "1"), (0, "0")], coerce=int, required=False, empty_value=None
    )
    high = _count(_("Högsta tal"), _("2 till 10."), least=2, most=10)
    low_label = Line(
        label=_("Ord för det lägsta talet"), max_length=120, required=False, help_text=_("Till exempel: Inte alls.")
    )
    high_label = Line(
        label=_("Ord för det högsta talet"),
        max_length=120,
        required=False,
        help_text=_("Till exempel: Helt. Högre räknas som mer positivt."),
    )
    choices = _list(
        _("Svarsalternativ"),
        _("Ett på varje rad. Koden som svaren sparas under görs av texten; vill du välja den själv skriver du den "
          "med små bokstäver och kolon först: buss: Buss eller tåg."),
    )  # fmt: skip
    shuffled = _tick(_("Blanda ordningen för varje person"), _("Så gynnas inte det som står först."))
    other = _tick(_("”Annat, nämligen …”"), _("Ett eget svar med ord."))
    least = _count(_("Minst så många svar"))
    most = _count(_("Högst så många svar"), least=1)
    total = _count(_("Poäng att dela ut"), least=2, most=10_000)
    minimum = Number(label=_("Minsta tillåtna tal"), required=False)
    maximum = Number(label=_("Största tillåtna tal"), required=False)
    whole = _tick(_("Bara hela tal"))
    unit = Line(
        label=_("Enhet"), max_length=40, required=False, help_text=_("Till exempel: mil, kronor, gånger i veckan.")
    )
    long = _tick(_("Flera rader"), _("Ett större fält att skriva i."))
    longest = _count(_("Högst så många tecken"), least=1, most=10_000)
    earliest = CalendarDate(label=_("Tidigaste dag"), required=False)
    latest = CalendarDate(label=_("Senaste dag"), required=False)
    classes = _list(
        _("Åldersklasser"), _("En på varje rad, från yngst till äldst: 16–29. Den sista är öppen: 75–."), rows=5
    )
    north = Number(label=_("Norra kanten, latitud"), required=False, help_text=_("Grader (WGS 84), till exempel 56,5."))
    south = Number(label=_("Södra kanten, latitud"), required=False)
    west = Number(label=_("Västra kanten, longitud"), required=False, help_text=_("Till exempel 14,4."))
    east = Number(label=_("Östra kanten, longitud"), required=False)
    columns = _count(
        _("Rutor från väster till öster"),
        _("2 till 26. Gör rutorna stora: en ruta ska inte peka ut ett hus."),
        least=2,
        most=26,
    )
    grid_rows = _count(_("Rutor från norr till söder"), _("2 till 40."), least=2, most=40)
    picture = forms.FileField(
        label=_("Kartbild"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG eller WebP. Bilden ska sluta precis vid kanterna ovan. Utan bild visas bara rutorna."),
    )  # fmt: skip
    picture_text = Line(
        label=_("Vad bilden visar"), max_length=500, required=False, help_text=_("För den som inte ser bilden.")
    )
    source = Line(
        label=_("Källa till kartan"), max_length=200, required=False, help_text=_("Till exempel: © Lantmäteriet.")
    )
    calculation = Formula(label=_("Uträkning"), help_text=_("Till exempel: ${vuxna} + ${barn}."))
    required = _tick(_("Måste besvaras"), _("Använd det sparsamt. Den som inte vill svara lämnar annars enkäten."))
    dont_know = _tick(_("”Vet inte”"))
    wont_say = _tick(_("”Vill inte svara”"))
    constraint = Formula(
        label=_("Vad svaret måste uppfylla, som formel"),
        help_text=_("Punkten är svaret: string-length(.) >= 3. Gränser för tal och datum har egna fält."),
    )  # fmt: skip
    constraint_message = Line(
        label=_("Vad den som svarar får läsa då"), max_length=300, required=False,
        help_text=_("Säg vad man ska göra: Skriv minst tre tecken."),
    )  # fmt: skip
    contribution = _tick(
        _("Svaret blir en synpunkt"),
        _("Det lämnar enkätsvaret, läses av er, får ett nummer och kan få svar. Den som skrev får ett kvitto."),
    )
    about = forms.ChoiceField(label=_("Vad synpunkten gäller"), required=False)
    public = _tick(_("Visas i resultatet för alla"))
    background = _tick(
        _("Bakgrundsfråga"), _("Resultatet kan delas upp efter den, och svaren vägas mot hur befolkningen ser ut.")
    )
    groups = _list(
        _("Slå ihop svar i större grupper"),
        _("En grupp på varje rad: Norra delen = Olofström, Ronneby. Visas när svaren var för sig är för få."), rows=3,
    )  # fmt: skip
    positive = Line(
        label=_("Svar som räknas som positiva"), max_length=500, required=False,
        help_text=_("Med komma mellan: Ganska nöjd, Mycket nöjd. Används i rubriken över resultatet."),
    )  # fmt: skip
    benchmark = Line(
        label=_("Nyckeltal som frågan upprepar"), max_length=40, required=False,
        help_text=_("Till exempel N00667 i Kolada, när frågan ställs ordagrant som i en officiell undersökning."),
    )  # fmt: skip
    benchmark_uncertainty = Line(
        label=_("Och dess osäkerhetstal"), max_length=40, required=False, help_text=_("Till exempel U01670.")
    )
    name = forms.RegexField(
        r"^[a-z](?:_?[a-z0-9])*_?$", label=_("Namn i formler och filer"), max_length=40, required=False,
        help_text=_("Små bokstäver a–z, siffror och understreck. Tomt = görs av frågan. Formler följer med."),
        error_messages={"invalid": _("Börja med a–z. Sedan får det vara a–z, siffror och ett understreck i taget.")},
    )  # fmt: skip

    ALWAYS: ClassVar[tuple[str, ...]] = ("label", "name")
    ASKED: ClassVar[tuple[str, ...]] = ("hint", "constraint", "constraint_message", "public")
    MAIN: ClassVar[tuple[str, ...]] = (
        "label", "hint", "rows", "answers", "low", "high", "low_label", "high_label", "choices", "classes",
        "minimum", "maximum", "unit", "earliest", "latest", "least", "most", "total", "north", "south", "west", "east",
        "columns", "grid_rows", "picture", "picture_text", "source", "calculation", "long", "longest", "contribution",
        "about",
    )  # fmt: skip
    ANSWERS: ClassVar[tuple[str, ...]] = (
        "required",
        "dont_know",
        "wont_say",
        "other",
        "shuffled",
        "whole",
        "background",
    )
    RESULTS: ClassVar[tuple[str, ...]] = ("public", "groups", "positive", "benchmark", "benchmark_uncertainty")
    EXPERT: ClassVar[tuple[str, ...]] = ("constraint", "constraint_message", "name")
