"""What the pages of a collection share: how it is reached, its tabs and its frame."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.desk.access import desk_dialogue
from fardplan.desk.editing import Frame
from fardplan.desk.navigation import Link, tabs
from fardplan.desk.page import desk_page
from fardplan.dialogue.rules import Right
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.models import Collection, CollectionKind, Survey
from fardplan.surveys.queries.collecting import access_collection_at_desk
from fardplan.surveys.queries.finding import access_survey_at_desk

HERE = "surveys"
# Error correction M: a crease or a coffee stain does no harm; the quiet zone of four modules is part of the standard.
CORRECTION, QUIET_ZONE = "m", 4


def survey_at_desk(request: OfficialRequest, slug: str, survey: str, right: Right = "edit_content") -> Survey:
    return access_survey_at_desk(desk_dialogue(request, slug, right), survey)


def collection_at_desk(
    request: OfficialRequest, slug: str, survey: str, collection: str, right: Right = "edit_content"
) -> Collection:
    return access_collection_at_desk(survey_at_desk(request, slug, survey, right), collection)


def collection_tabs(request: OfficialRequest, collection: Collection, here: str) -> list[Link]:
    """The parts of a collection that this official may open."""
    dialogue = collection.survey.dialogue
    rights = request.desk_rights[dialogue.pk]  # type: ignore[attr-defined]  # `desk_dialogue` left them there
    items: list[tuple[str, Promise]] = []
    if "edit_content" in rights:
        items += [("desk:survey-collection", _("Läget")), ("desk:survey-result", _("Resultat"))]
        if collection.kind == CollectionKind.INVITED:
            items += [("desk:survey-waves", _("Utskick"))]
        else:
            items += [("desk:survey-poster", _("Länk och affisch"))]
        items += [("desk:survey-paper", _("Papper"))]
    if "register" in rights:
        items += [("desk:survey-register", _("Registrera"))]
    if "edit_content" in rights:
        items += [("desk:survey-flagged", _("Avvikande svar")), ("desk:survey-times", _("Öppet och stängt"))]
        items += [("desk:edit-survey-collection", _("Uppgifter")), ("desk:survey-data", _("Svaren som fil"))]
    return tabs(items, dialogue.slug, collection.survey.slug, collection.slug, here=here)


def collection_frame(
    request: OfficialRequest, template: str, collection: Collection, here: str, **context: Any
) -> Frame:
    """The frame of a form about a collection."""
    return Frame(
        template,
        collection.survey.dialogue,
        HERE,
        {
            "heading": collection.name,
            "survey": collection.survey,
            "collection": collection,
            "tabs": collection_tabs(request, collection, here),
            **context,
        },
    )


def collection_page(
    request: OfficialRequest, template: str, collection: Collection, here: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    frame = collection_frame(request, template, collection, here, **context)
    return desk_page(request, template, frame.context, dialogue=frame.dialogue, here=HERE, status=status)


# --- how it is reached ------------------------------------------------------------------------------------------------


def public_address(collection: Collection) -> str:
    """What is printed and shared: where an open link leads, and where a group's code does."""
    survey = collection.survey
    with translation.override(survey.dialogue.language):
        if collection.kind == CollectionKind.GROUP:
            page = reverse("public:survey-code", args=[collection.code])
        else:
            page = reverse("public:survey", args=[survey.dialogue.slug, survey.slug])
    return settings.BASE_URL + page


def kiosk_address(collection: Collection) -> str:
    """For a computer in a library, which begins anew after each response."""
    survey = collection.survey
    with translation.override(survey.dialogue.language):
        arguments = [survey.dialogue.slug, survey.slug, collection.kiosk_key]
        return settings.BASE_URL + reverse("public:survey-kiosk", args=arguments)


def qr_svg(address: str, *, file_name: str) -> HttpResponse:
    """A code as a drawing without measures: it is sharp in any size."""
    out = io.BytesIO()
    segno.make(address, error=CORRECTION, micro=False).save(
        out, kind="svg", border=QUIET_ZONE, omitsize=True, xmldecl=False, svgclass=None, lineclass=None
    )
    disposition = f'inline; filename="{file_name}.svg"'
    return HttpResponse(out.getvalue(), content_type="image/svg+xml", headers={"Content-Disposition": disposition})
