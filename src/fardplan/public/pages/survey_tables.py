"""The published result of a collection as a file of tables, for everyone."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fardplan.base import limits
from fardplan.base.errors import NotFound
from fardplan.base.uploads import CONTENT_TYPES
from fardplan.people.viewer import ViewerRequest
from fardplan.surveys.exports.tables import Tables, tables
from fardplan.surveys.queries.finding import access_survey
from fardplan.surveys.queries.published import shown_of

WRITERS: dict[str, tuple[str, Callable[[Tables], bytes]]] = {
    "json": ("application/json", Tables.json_stat),
    "csv": ("text/csv; charset=utf-8", Tables.csv),
    "xlsx": (CONTENT_TYPES["xlsx"], Tables.xlsx),
}
OFTEN = "120/hour"  # a large one takes some hundred milliseconds


@require_safe
def survey_tables(request: ViewerRequest, slug: str, survey: str, collection: str, kind: str) -> HttpResponse:
    """As JSON-stat 2, CSV or XLSX: what the result pages show, and what they hide is hidden."""
    of = access_survey(request.viewer, slug, survey)
    if kind not in WRITERS:
        raise NotFound(_("Sidan finns inte."))
    shown = (each for each in shown_of(of, now=request.now) if each.collection.slug == collection)
    release = next((each.release for each in shown), None)
    if release is None:
        raise NotFound(
            _("Det finns inget publicerat resultat av den insamlingen."),
            what_next=_("Gå till enkätens sida: där står vad som är publicerat."),
        )
    limits.allow("survey-tables", request=request, rate=OFTEN)
    content_type, write = WRITERS[kind]
    body = write(tables(release, language=get_language() or "sv"))
    name = f"{slug}-{survey}-{collection}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(body, content_type=content_type, headers=headers)


addresses = [
    path("<slug:slug>/enkat/<slug:survey>/tabeller/<slug:collection>.<str:kind>", survey_tables, name="survey-tables")
]
