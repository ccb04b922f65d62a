"""Uploaded files: pictures and films in the pages, documents to take home.

Who may see a picture or a film is said by the app it belongs to: see `base.files`.
"""

from __future__ import annotations

from pathlib import Path

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.base.errors import NotFound
from fardplan.base.files import media_file, ranged
from fardplan.dialogue.queries import access_dialogue, access_document
from fardplan.people.viewer import ViewerRequest


@require_safe
def document(request: ViewerRequest, slug: str, id: int, name: str) -> HttpResponseBase:  # noqa: A002 - the address's word
    """A document, always handed over to be saved: whatever is in it never opens inside the site."""
    found = access_document(request.viewer, access_dialogue(request.viewer, slug), id, now=request.now)
    if name != found.file_name:
        return redirect("document", slug=slug, id=id, name=found.file_name)
    file = Path(found.file.path)
    if not file.is_file():
        raise NotFound(_("Dokumentet finns inte."))
    return ranged(request, file, content_type=found.file_type, name=found.file_name)


addresses = [
    path("media/<path:path>", require_safe(media_file), name="media"),
    path("<slug:slug>/dokument/<int:id>/<str:name>", document, name="document"),
]
