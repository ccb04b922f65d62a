"""Indicators at the desk: what is shown of the state of things, and choosing it from a table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.analysis.statistical_tables import Table
from fardplan.base.errors import NotFound
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.indicators import words
from fardplan.indicators.actions import indicators as actions
from fardplan.indicators.forms import IndicatorForm
from fardplan.indicators.models import Indicator, StatisticalTable
from fardplan.indicators.numbers import from_text
from fardplan.indicators.queries import access_table, at_desk, fetches_of, picture_of, tables_of
from fardplan.people.viewer import OfficialRequest
from fardplan.strategy.queries import contents_of, readable_drafts

HERE = "indicators"


def _indicator(request: OfficialRequest, slug: str, number: int) -> Indicator:
    dialogue = desk_dialogue(request, slug, "edit_content")
    indicator = at_desk(dialogue).filter(pk=number).first()
    if indicator is None:
        raise NotFound(gettext_lazy("Indikatorn finns inte."))
    indicator.dialogue = dialogue
    return indicator


@official_required
@require_safe
def overview(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    fetches = [(each, words.why_not_fetched(each.failure) if each.failure else "") for each in fetches_of(dialogue)]
    context = {
        "indicators": [(each, _fault_of(each)) for each in at_desk(dialogue).defer("content", "table__content")],
        "tables": list(tables_of(dialogue)),
        "fetches": fetches,
    }
    return desk_page(request, "desk/indicators/list.html", context, dialogue=dialogue, here=HERE)


def _fault_of(indicator: Indicator) -> str:
    return words.faulty_choice(indicator.fault) if indicator.fault else ""


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_indicator(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    table = access_table(desk_dialogue(request, slug, "edit_content"), number)
    return _form_page(request, table, None)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_indicator(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    indicator = _indicator(request, slug, number)
    return _form_page(request, access_table(indicator.dialogue, indicator.table_id), indicator)


def _form_page(request: OfficialRequest, table: StatisticalTable, indicator: Indicator | None) -> HttpResponse:
    whole = from_text(table.content)
    form = _form(request, table.dialogue, whole, indicator)
    frame = _frame(table, whole, form, indicator)
    if request.method == "POST" and "forhandsvisa" in request.POST and form.is_valid():
        return frame.show(request, form=form, picture=picture_of(form.as_written(table)), is_preview=True)

    def save(form: IndicatorForm) -> str:
        seen = form.cleaned_data["seen"] if indicator else None
        saved = actions.save_indicator(
            table=table, facts=form.facts(), by=request.official, now=request.now, indicator=indicator, seen=seen
        )
        return reverse("desk:indicator", args=[table.dialogue.slug, saved.pk])

    return form_page(request, form, save, frame=frame)


def _form(request: OfficialRequest, dialogue: Dialogue, whole: Table, indicator: Indicator | None) -> IndicatorForm:
    """`jamfor` says which dimension several values are chosen of, `tid` which one is time where the table does not."""
    asked = request.POST if request.method == "POST" else request.GET
    before = indicator.choice if indicator else {}
    compared = next((code for code, codes in before.items() if len(codes) > 1), "")
    return IndicatorForm(
        request.POST or None,
        instance=Indicator.objects.get(pk=indicator.pk) if indicator else None,
        table=whole,
        sections=_sections(dialogue, request),
        compared=_known(whole, asked.get("jamfor", compared)),
        time_code=_known(whole, asked.get("tid", indicator.time_code if indicator else "")),
    )


def _known(table: Table, code: str) -> str:
    return code if code in table.codes else ""


def _sections(dialogue: Dialogue, request: OfficialRequest) -> list[tuple[str, str]]:
    """The sections of the newest draft, to choose among."""
    if dialogue.strategy is None:
        return []
    drafts = readable_drafts(dialogue.strategy, now=request.now, also_unpublished=True)
    sections = contents_of(drafts[0]).all_sections if drafts else ()
    return [(section.key, f"{'– ' * (section.level - 1)}{section.label}") for section in sections]


def _frame(table: StatisticalTable, whole: Table, form: IndicatorForm, indicator: Indicator | None) -> Frame:
    context: dict[str, Any] = {
        "heading": indicator.heading if indicator else _("Ny indikator"),
        "table": table,
        "indicator": indicator,
        "fault": _fault_of(indicator) if indicator else "",
        "comparable": [each for each in whole.dimensions if len(each.categories) > 1 and each.role != "time"],
        "asks_for_time": all(each.role != "time" for each in whole.dimensions),
        "dimensions": whole.dimensions,
        "compared": form.compared,
        "time_code": form.time_code,
        "cancel": reverse("desk:indicators", args=[table.dialogue.slug]),
    }
    if indicator:
        context["picture"] = picture_of(indicator)
    return Frame("desk/indicators/indicator.html", table.dialogue, HERE, context)


@official_required
@require_POST
def act(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """Publish, withdraw, remove, or move one step."""
    indicator, by, now = _indicator(request, slug, number), request.official, request.now
    if "publicera" in request.POST:
        actions.publish_indicator(indicator=indicator, by=by, now=now)
        messages.success(request, _("Indikatorn är publicerad."))
    elif "dra-tillbaka" in request.POST:
        actions.withdraw_indicator(indicator=indicator, by=by, now=now)
        messages.success(request, _("Indikatorn är dold. Inget av den har gått förlorat."))
    elif "ta-bort" in request.POST:
        actions.remove_indicator(indicator=indicator, by=by, now=now)
        messages.success(request, _("Indikatorn är borttagen. Tabellen finns kvar."))
    elif request.POST.keys() & {"upp", "ner"}:
        actions.move_indicator(indicator=indicator, up="upp" in request.POST, by=by, now=now)
    return redirect("desk:indicators", slug=slug)


addresses = [
    path("dialog/<slug:slug>/nylage/", overview, name="indicators"),
    path("dialog/<slug:slug>/nylage/tabell/<int:number>/indikator/", new_indicator, name="new-indicator"),
    path("dialog/<slug:slug>/nylage/<int:number>/", edit_indicator, name="indicator"),
    path("dialog/<slug:slug>/nylage/<int:number>/gor/", act, name="act-on-indicator"),
]
