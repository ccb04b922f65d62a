"""Messages about accessibility: each is a matter with a day it is to be answered by (L-15)."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fardplan.base import clock
from fardplan.base.errors import NotFound
from fardplan.desk.access import administrator_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.navigation import tabs
from fardplan.desk.page import desk_page, page_of
from fardplan.desk.pages.organisation import ACCESSIBILITY_TABS
from fardplan.organisation.desk_actions import answer_accessibility_message
from fardplan.organisation.desk_forms import AnswerForm
from fardplan.organisation.desk_queries import accessibility_messages
from fardplan.organisation.models import AccessibilityMessage
from fardplan.people.viewer import OfficialRequest


@administrator_required
@require_safe
def messages_list(request: OfficialRequest) -> HttpResponse:
    answered = request.GET.get("visa") == "besvarade"
    context = {
        "page": page_of(request, accessibility_messages(answered=answered)),
        "answered": answered,
        "today": timezone.localdate(clock.now()),
        "tabs": tabs(ACCESSIBILITY_TABS, here="desk:accessibility-messages"),
    }
    return desk_page(request, "desk/accessibility_messages.html", context, here="accessibility")


def _template(name: str, message: AccessibilityMessage) -> str:
    """What the answer begins as: a plain answer, or a decision to refuse with its parts in place."""
    if name != "avslag":
        return ""
    return _(
        "Beslut\n\nVi avslår din begäran om %(what)s.\n\nSkälen för beslutet\n\n[Skriv skälen här: vad ni har prövat, "
        "varför det inte är berättigat och rimligt, och vad personen kan få i stället.]\n\nSå överklagar du\n\n"
        "Du kan överklaga beslutet till förvaltningsrätten. Skriv vilket beslut du överklagar (ärende %(number)s), "
        "varför det ska ändras och hur. Överklagandet skickas till oss, och ska ha kommit in inom tre veckor från "
        "den dag du fick del av beslutet."
    ) % {"what": message.get_kind_display(), "number": message.pk}


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def message_page(request: OfficialRequest, number: int) -> HttpResponse:
    message = AccessibilityMessage.objects.filter(pk=number).first()
    if message is None:
        raise NotFound(gettext_lazy("Meddelandet finns inte."))

    def save(form: AnswerForm) -> str:
        answer_accessibility_message(
            message=message,
            answer=form.cleaned_data["answer"],
            is_refused=form.cleaned_data["is_refused"],
            by=request.official,
            # Real time, also in the example: by it the address is erased.
            now=clock.now(),
        )
        return reverse("desk:accessibility-message", args=[number])

    template = request.GET.get("mall", "")
    initial = {"answer": _template(template, message), "is_refused": template == "avslag"}
    context = {"message": message, "is_late": message.due_on < timezone.localdate(clock.now())}
    frame = Frame("desk/accessibility_message.html", None, "accessibility", context, gettext_lazy("Svaret är skickat."))
    return form_page(request, AnswerForm(request.POST or None, initial=initial), save, frame=frame)


addresses = [
    path("tillganglighet/", messages_list, name="accessibility-messages"),
    path("tillganglighet/<int:number>/", message_page, name="accessibility-message"),
]
