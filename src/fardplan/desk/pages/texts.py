"""Text as it will look, for the button over a text field."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from fardplan.base import richtext, text
from fardplan.desk.access import official_required
from fardplan.people.viewer import OfficialRequest

LONGEST = 100_000


@official_required
@require_POST
def preview_text(request: OfficialRequest) -> HttpResponse:
    """The text in `text` as sanitised HTML; not a whole page."""
    return HttpResponse(richtext.render(text.clean(request.POST.get("text", "")[:LONGEST])))


addresses = [path("visa-text/", preview_text, name="preview-text")]
