"""Tables of statistics at the desk: uploaded, fetched, described, replaced by a newer file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.analysis.statistical_tables import Role
from fardplan.base.errors import DomainError, NotFound
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.actions.fetches import ask_for_table, forget_fetch
from fardplan.indicators.actions.tables import Replaced, add_table, change_table, remove_table, replace_table
from fardplan.indicators.forms import AddressForm, NewTableForm, TableForm, UploadForm
from fardplan.indicators.models import StatisticalTable, TableFetch
from fardplan.indicators.numbers import from_text
from fardplan.indicators.queries import access_table
from fardplan.people.viewer import OfficialRequest

HERE = "indicators"


def _table(request: OfficialRequest, slug: str, number: int) -> StatisticalTable:
    return access_table(desk_dialogue(request, slug, "edit_content"), number)


def _new_table_frame(dialogue: Dialogue, **context: Any) -> Frame:
    context.setdefault("fetching", AddressForm())
    return Frame("desk/indicators/new_table.html", dialogue, HERE, context, saved=_("Tabellen är inlagd."))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_table(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")

    def save(form: NewTableForm) -> str:
        about = {name: form.cleaned_data[name] for name in ("source", "licence")}
        table = add_table(dialogue=dialogue, brought=form.brought, by=request.official, now=request.now, **about)
        return reverse("desk:statistical-table", args=[slug, table.pk])

    return form_page(
        request, NewTableForm(request.POST or None, request.FILES or None), save, frame=_new_table_frame(dialogue)
    )


@official_required
@require_POST
def fetch(request: OfficialRequest, slug: str) -> HttpResponse:
    """Have a new table fetched."""
    dialogue = desk_dialogue(request, slug, "edit_content")
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            ask_for_table(dialogue=dialogue, address=form.cleaned_data["address"], by=request.official, now=request.now)
        except DomainError as error:
            form.add_error("address", f"{error.message} {error.what_next}".strip())
        else:
            messages.success(request, _("Tabellen hämtas. Ladda om sidan om en stund."))
            return redirect("desk:indicators", slug=slug)
    return _new_table_frame(dialogue, fetching=form).show(request, form=NewTableForm(), status=422)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def table_page(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    table = _table(request, slug, number)

    def save(form: TableForm) -> str:
        seen = form.cleaned_data["seen"]
        change_table(table=table, changes=form.changes, seen=seen, by=request.official, now=request.now)
        return reverse("desk:statistical-table", args=[slug, number])

    form = TableForm(request.POST or None, instance=StatisticalTable.objects.get(pk=number))
    return form_page(request, form, save, frame=_table_frame(table))


def _table_frame(table: StatisticalTable) -> Frame:
    whole = from_text(table.content)
    context = {
        "table": table,
        "heading": table.title,
        "dimensions": whole.dimensions,
        "time": whole.with_role(Role.TIME),
        "notes": whole.notes_at({}),
        "indicators": list(table.indicators.defer("content")),
        "replacing": UploadForm(auto_id="ny_%s"),
        "cancel": reverse("desk:indicators", args=[table.dialogue.slug]),
    }
    return Frame("desk/indicators/table.html", table.dialogue, HERE, context)


@official_required
@require_POST
def replace(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """Let an uploaded file take the table's place."""
    table = _table(request, slug, number)
    form = UploadForm(request.POST, request.FILES, auto_id="ny_%s")
    if not form.is_valid():
        frame = _table_frame(table)
        return frame.show(request, form=TableForm(instance=table), replacing=form, status=422)
    done = replace_table(table=table, brought=form.brought, by=request.official, now=request.now)
    _say_what_became(request, done)
    return redirect("desk:statistical-table", slug=slug, number=number)


def _say_what_became(request: OfficialRequest, done: Replaced) -> None:
    messages.success(
        request,
        ngettext(
            "Tabellen är ersatt. %(number)d indikator har fått nya siffror.",
            "Tabellen är ersatt. %(number)d indikatorer har fått nya siffror.",
            len(done.followed),
        )
        % {"number": len(done.followed)},
    )
    if done.had_other_id:
        message = _("Den nya filen är en annan tabell: %(new)s i stället för %(old)s. Kontrollera att det är meningen.")
        messages.warning(request, message % {"new": done.table.table_id, "old": done.had_other_id})
    if done.broken:
        names = ", ".join(each.heading for each in done.broken)
        message = _("De här visar fortfarande sina förra siffror, för något de valt finns inte längre: %(names)s")
        messages.warning(request, message % {"names": names})


@official_required
@require_POST
def refetch(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """Have the table fetched anew from where it came."""
    table = _table(request, slug, number)
    ask_for_table(dialogue=table.dialogue, address=table.address, by=request.official, now=request.now, table=table)
    messages.success(request, _("Tabellen hämtas på nytt. Ladda om sidan om en stund."))
    return redirect("desk:indicators", slug=slug)


@official_required
@require_POST
def remove(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    remove_table(table=_table(request, slug, number), by=request.official, now=request.now)
    messages.success(request, _("Tabellen är borttagen."))
    return redirect("desk:indicators", slug=slug)


@official_required
@require_POST
def act_on_fetch(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """Try a fetch that failed again, or take it away."""
    dialogue = desk_dialogue(request, slug, "edit_content")
    fetch = TableFetch.objects.select_related("table").filter(dialogue=dialogue, pk=number).first()
    if fetch is None:
        raise NotFound(gettext_lazy("Hämtningen finns inte."))
    fetch.dialogue = dialogue
    if "igen" in request.POST:
        ask_for_table(dialogue=dialogue, address=fetch.address, by=request.official, now=request.now, table=fetch.table)
        messages.success(request, _("Tabellen hämtas. Ladda om sidan om en stund."))
    else:
        forget_fetch(fetch=fetch, by=request.official)
    return redirect("desk:indicators", slug=slug)


addresses = [
    path("dialog/<slug:slug>/nylage/tabell/ny/", new_table, name="new-statistical-table"),
    path("dialog/<slug:slug>/nylage/tabell/hamta/", fetch, name="fetch-statistical-table"),
    path("dialog/<slug:slug>/nylage/hamtning/<int:number>/", act_on_fetch, name="table-fetch"),
    path("dialog/<slug:slug>/nylage/tabell/<int:number>/", table_page, name="statistical-table"),
    path("dialog/<slug:slug>/nylage/tabell/<int:number>/ersatt/", replace, name="replace-statistical-table"),
    path("dialog/<slug:slug>/nylage/tabell/<int:number>/hamta/", refetch, name="refetch-statistical-table"),
    path("dialog/<slug:slug>/nylage/tabell/<int:number>/ta-bort/", remove, name="remove-statistical-table"),
]
