"""The organisation: who it is, how it looks, its accessibility statement."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fardplan.base.editing import rows_fingerprint
from fardplan.desk.access import administrator_required
from fardplan.desk.editing import Frame, Rows, form_page, rows_page
from fardplan.desk.navigation import tabs
from fardplan.organisation import desk_actions as actions
from fardplan.organisation import desk_forms as forms
from fardplan.organisation.models import AccessibilityStatement
from fardplan.organisation.queries import our_accessibility_statement, our_organisation
from fardplan.people.viewer import OfficialRequest

TABS: list[tuple[str, Promise]] = [
    ("desk:organisation", _("Om organisationen")),
    ("desk:appearance", _("Utseende")),
]
ACCESSIBILITY_TABS: list[tuple[str, Promise]] = [
    ("desk:accessibility-messages", _("Meddelanden")),
    ("desk:statement", _("Redogörelse")),
    ("desk:faults", _("Kända brister")),
]


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: OfficialRequest) -> HttpResponse:
    def save(form: forms.AboutOrganisation) -> str:
        actions.change_organisation(
            changes=form.changes, seen=form.cleaned_data["seen"], by=request.official, now=request.now
        )
        return reverse("desk:organisation")

    context = {"heading": _("Organisation"), "tabs": tabs(TABS, here="desk:organisation")}
    form = forms.AboutOrganisation(request.POST or None, instance=our_organisation())
    return form_page(request, form, save, frame=Frame("desk/form.html", None, "organisation", context))


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: OfficialRequest) -> HttpResponse:
    @transaction.atomic
    def save(form: forms.Appearance) -> str:
        data = form.cleaned_data
        actions.change_organisation(changes=form.changes, seen=data["seen"], by=request.official, now=request.now)
        actions.change_logo(
            upload=data["logo_upload"], remove=data.get("remove_logo", False), by=request.official, now=request.now
        )
        return reverse("desk:appearance")

    context = {"heading": _("Utseende"), "tabs": tabs(TABS, here="desk:appearance"), "ours": our_organisation()}
    form = forms.Appearance(request.POST or None, request.FILES or None, instance=our_organisation())
    return form_page(request, form, save, frame=Frame("desk/appearance.html", None, "organisation", context))


def _statement() -> AccessibilityStatement:
    return our_accessibility_statement() or AccessibilityStatement(organisation=our_organisation())


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: OfficialRequest) -> HttpResponse:
    def save(form: forms.StatementForm) -> str:
        actions.change_statement(
            changes=form.changes, seen=form.cleaned_data["seen"], by=request.official, now=request.now
        )
        return reverse("desk:statement")

    context = {
        "heading": _("Tillgänglighetsredogörelse"),
        "tabs": tabs(ACCESSIBILITY_TABS, here="desk:statement"),
        "lead": _(
            "Lagen kräver elva uppgifter. Åtta skriver ni här, bristerna står i en egen lista, och vem ni är, hur man "
            "skriver till er och länken till tillsynsmyndigheten finns redan på sidan."
        ),
    }
    form = forms.StatementForm(request.POST or None, instance=_statement())
    return form_page(request, form, save, frame=Frame("desk/form.html", None, "accessibility", context))


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def faults(request: OfficialRequest) -> HttpResponse:
    def stored() -> tuple[list[dict[str, Any]], str]:
        of = our_accessibility_statement()
        rows = list(of.faults.order_by("id")) if of else []
        return [forms.FaultRow.initial_of(row) for row in rows], rows_fingerprint(rows, actions.FAULT_FIELDS)

    def save(rows: Rows[forms.FaultRow]) -> str:
        actions.change_faults(rows=rows.rows(), seen=rows.seen, by=request.official, now=request.now)
        return reverse("desk:faults")

    context = {
        "heading": _("Kända brister"),
        "tabs": tabs(ACCESSIBILITY_TABS, here="desk:faults"),
        "lead": _("Det som inte fungerar för alla ännu. Det som är åtgärdat visas inte i redogörelsen."),
        "add": _("Lägg till en brist"),
    }
    return rows_page(
        request, forms.FaultRow, stored, save, frame=Frame("desk/rows.html", None, "accessibility", context)
    )


addresses = [
    path("organisation/", organisation, name="organisation"),
    path("organisation/utseende/", appearance, name="appearance"),
    path("tillganglighet/redogorelse/", statement, name="statement"),
    path("tillganglighet/brister/", faults, name="faults"),
]
