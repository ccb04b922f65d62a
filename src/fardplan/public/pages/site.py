"""About the site itself: accessibility, personal data, what is kept in the browser."""

from __future__ import annotations

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fardplan.base import clock, limits
from fardplan.base.browser_storage import kept_here
from fardplan.dialogue.queries import published_dialogues
from fardplan.media.queries import recordings_without_captions, services_of
from fardplan.organisation.actions import receive_accessibility_message
from fardplan.organisation.forms import AccessibilityMessageForm
from fardplan.organisation.models import AccessibilityMessage, MessageKind
from fardplan.organisation.queries import open_faults, our_accessibility_statement
from fardplan.organisation.rules import KEEP_MESSAGE_ADDRESS_DAYS, KEEP_PAGE_FEEDBACK_DAYS
from fardplan.people.viewer import ViewerRequest

MESSAGES = "20/hour"
RECEIPT_SALT = "fardplan.accessibility-message"
_WEEK = 7 * 24 * 3600


@require_safe
def accessibility(request: ViewerRequest) -> HttpResponse:
    """The statement the law asks for; what is not filled in says so (L-15)."""
    statement = our_accessibility_statement()
    context = {
        "statement": statement,
        "faults": open_faults(statement),
        "uncaptioned": recordings_without_captions(now=request.now),
    }
    return render(request, "public/accessibility.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accessibility_message(request: ViewerRequest) -> HttpResponse:
    """Tell of a fault, or ask for a version one can use. `?sida=` and `?slag=version` fill in the form."""
    if request.method != "POST":
        kind = request.GET.get("slag", "")
        page = {"page": request.GET.get("sida", "")[:500]}
        form = AccessibilityMessageForm(initial=page | ({"kind": kind} if kind in MessageKind.values else {}))
        return render(request, "public/accessibility_message.html", {"form": form})
    form = AccessibilityMessageForm(request.POST)
    if not form.is_valid():
        return render(request, "public/accessibility_message.html", {"form": form}, status=422)
    limits.allow("accessibility-message", request=request, rate=MESSAGES)
    # Real time, also in the example: the day it is due is a promise by the real calendar.
    message = receive_accessibility_message(message=form.command(), now=clock.now())
    receipt = urlencode({"kvitto": signing.dumps(message.pk, salt=RECEIPT_SALT)})
    return redirect(f"{reverse('public:accessibility-receipt')}?{receipt}")


@never_cache
@require_safe
def accessibility_receipt(request: ViewerRequest) -> HttpResponse:
    message = _message(request.GET.get("kvitto", ""))
    if message is None:
        return redirect("public:accessibility")
    return render(request, "public/accessibility_receipt.html", {"message": message})


def _message(receipt: str) -> AccessibilityMessage | None:
    try:
        number = signing.loads(receipt, salt=RECEIPT_SALT, max_age=_WEEK)
    except signing.BadSignature:
        return None
    return AccessibilityMessage.objects.filter(pk=number).first()


@require_safe
def privacy(request: ViewerRequest) -> HttpResponse:
    """What is kept, why and how long, from the settings in force."""
    dialogues = list(published_dialogues().order_by("ended_at", "-published_at")[:50])
    context = {
        "dialogues": dialogues,
        "services": services_of(dialogues),
        "keep_message_address_days": KEEP_MESSAGE_ADDRESS_DAYS,
        "keep_page_feedback_years": KEEP_PAGE_FEEDBACK_DAYS // 365,
    }
    return render(request, "public/privacy.html", context)


@require_safe
def storage(request: ViewerRequest) -> HttpResponse:
    return render(request, "public/storage.html", {"kept": kept_here()})


addresses = [
    path("om/tillganglighet/", accessibility, name="accessibility"),
    path("om/tillganglighet/meddela/", accessibility_message, name="accessibility-message"),
    path("om/tillganglighet/mottaget/", accessibility_receipt, name="accessibility-receipt"),
    path("om/integritet/", privacy, name="privacy"),
    path("om/lagring/", storage, name="storage"),
]
