"""A page of the desk: its frame, its navigation, and lists that can be searched, sorted and paged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from fardplan.desk import navigation
from fardplan.desk.access import rights_on_page
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest

PER_PAGE = 50


def desk_page(
    request: OfficialRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    dialogue: Dialogue | None = None,
    here: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page of the desk. `here` is the navigation item it belongs to; 422 is the status of a refused form."""
    rights = rights_on_page(request, dialogue)
    frame = {
        "official": request.official,
        "dialogue": dialogue,
        "rights": rights,
        "here": here,
        "dialogue_links": navigation.in_dialogue(dialogue, rights=rights, here=here) if dialogue else [],
        "links_for_all": navigation.for_all(request.official, here=here),
    }
    return render(request, template, frame | dict(context or {}), status=status)


def page_of(request: OfficialRequest, rows: QuerySet[Any] | Sequence[Any], *, per_page: int = PER_PAGE) -> Page[Any]:
    """The page of a list that ?sida= asks for; the nearest one when there is no such page."""
    return Paginator(rows, per_page).get_page(request.GET.get("sida"))


def ordered(
    request: OfficialRequest, rows: QuerySet[Model], columns: Mapping[str, str], *, default: str
) -> QuerySet[Any]:
    """Rows in the order ?ordning= asks for: a key of `columns` (its value is a field), with - before it to turn it."""
    asked = request.GET.get("ordning", "")
    key = asked if asked.removeprefix("-") in columns else default
    field = columns[key.removeprefix("-")]
    return rows.order_by(f"-{field}" if key.startswith("-") else field, "pk")
