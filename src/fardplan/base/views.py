"""Answers that belong to no subject: health, and what a failed form protection meets."""

from __future__ import annotations

import re

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
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
    context = {"error": error, "status": 403, "written": _written(request)}
    return render(request, "base/error.html", context, status=403)


# Keys, choices and stamps: what a form carries that nobody wrote.
_MACHINE = re.compile(r"[a-z0-9_:@.~+/=-]*")


def _written(request: HttpRequest) -> list[str]:
    """The words somebody wrote in a form, in its order."""
    skip = {"csrfmiddlewaretoken", "given_out", "sending_key"}
    fields = [(name, str(value).strip()) for name, value in request.POST.items() if name not in skip]
    return [value for name, value in fields if value and (name == "text" or not _MACHINE.fullmatch(value))]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the server could not or would not read: most often a text or a file beyond measure."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        too_big = DomainError(
            _("Det du skickade var för stort, och kunde inte tas emot."),
            what_next=_("Gå tillbaka: det du skrev finns kvar i formuläret. Dela upp det i flera delar."),
        )
        return _page(request, too_big, 413)
    unreadable = DomainError(
        _("Det som skickades gick inte att läsa."),
        what_next=_("Gå tillbaka till sidan, ladda om den och försök igen."),
    )
    return _page(request, unreadable, 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    error = NotFound(
        _("Sidan finns inte."),
        what_next=_("Kontrollera adressen, eller gå till startsidan och leta därifrån."),
    )
    return _page(request, error, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Must not touch the database: it may be what failed."""
    return render(request, "base/server_error.html", status=500)
