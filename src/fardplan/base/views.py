"""Answers that belong to no subject: health, and what a failed form protection meets."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fardplan.base.errors import DomainError, NotAllowed, NotFound


def health(_request: HttpRequest) -> HttpResponse:
    """For the proxy and for monitoring: the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _page(request: HttpRequest, error: DomainError, status: int) -> HttpResponse:
    return render(request, "base/error.html", {"error": error, "status": status}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection has run out or a cookie is missing: say so, and show what was written: nothing is lost."""
    error = NotAllowed(
        _("Formuläret kunde inte tas emot eftersom skyddet mot förfalskade formulär saknades."),
        what_next=_("Gå tillbaka, ladda om sidan och skicka igen. Tillåt kakor för webbplatsen om det inte hjälper."),
    )
    written = [value for name, value in request.POST.items() if name != "csrfmiddlewaretoken" and len(value) > 20]
    context = {"error": error, "status": 403, "written": written}
    return render(request, "base/error.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    error = NotFound(
        _("Sidan finns inte."),
        what_next=_("Kontrollera adressen, eller gå till startsidan och leta därifrån."),
    )
    return _page(request, error, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Must not touch the database: it may be what failed."""
    return render(request, "base/server_error.html", status=500)
