"""A draft as PDF and Word. One that is published is made once and kept; another is made for whoever may see it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.base import limits
from fardplan.base.files import POLICY_HANDED_OVER, ranged
from fardplan.organisation.queries import our_organisation
from fardplan.people.viewer import ViewerRequest
from fardplan.public.absolute import draft_address
from fardplan.public.reading import open_strategy
from fardplan.strategy import queries
from fardplan.strategy.files import access_file

# Of an unpublished draft a file is made each time, which costs seconds when it is long.
UNPUBLISHED = "60/hour"


@require_safe
def draft_file(request: ViewerRequest, slug: str, number: str, kind: str) -> HttpResponseBase:
    dialogue, _strategy, drafts = open_strategy(request, slug)
    contents = queries.contents_of(queries.access_draft(drafts, number))
    address = draft_address(dialogue, number)
    file = access_file(contents, kind, organisation=our_organisation(), address=address)
    if contents.draft.published_at is None:
        limits.allow("unpublished-draft-file", request=request, rate=UNPUBLISHED)
        response = HttpResponse(file.written(), content_type=file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
        response["Content-Security-Policy"] = POLICY_HANDED_OVER
        response["Cache-Control"] = "private, no-store"
        return response
    kept = ranged(request, file.kept(), content_type=file.content_type, name=file.name)
    # Readable before it is published, for some: then others must not be given what one of them was.
    kept["Cache-Control"] = "public, max-age=3600" if dialogue.published_at else "private, no-store"
    return kept


addresses = [path("<slug:slug>/strategi/<str:number>/utkast.<slug:kind>", draft_file, name="draft-file")]
