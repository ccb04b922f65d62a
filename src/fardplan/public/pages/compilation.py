"""The compilation for everyone: figures and sections, one section at a time, all of it, and files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fardplan.base import limits
from fardplan.base.errors import NotFound
from fardplan.base.files import ranged
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import access_dialogue
from fardplan.dialogue.rules import may_see_desk
from fardplan.ledger.compilation import counting, files
from fardplan.ledger.compilation.beside import access_file, files_to_fetch, proposed_changes
from fardplan.ledger.compilation.gathering import compile_
from fardplan.ledger.compilation.overview import overview as overview_of
from fardplan.ledger.compilation.shapes import Compilation
from fardplan.people.viewer import ViewerRequest

PER_PAGE = 25
# Each costs seconds when there is much; a school class behind one address still gets theirs.
WHOLE = "60/hour"
DATA: dict[str, tuple[str, Callable[[Compilation], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", files.as_csv),
    "json": ("application/json", files.as_json),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", files.as_xlsx),
}


def _common(dialogue: Dialogue) -> dict[str, object]:
    return {"dialogue": dialogue, "here": "compilation", "rules": counting.rules()}


@require_safe
def overview(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    found = overview_of(dialogue, now=request.now)
    made = files_to_fetch(dialogue, hidden_at=found.hidden_at)
    context = _common(dialogue) | {"overview": found, "figures": found.figures, "files": made}
    return render(request, "public/compilation/overview.html", context)


@require_safe
def section(request: ViewerRequest, slug: str, key: str) -> HttpResponse:
    """For whoever decides: what was said, where it parts, what has changed and is proposed; then every point."""
    dialogue = access_dialogue(request.viewer, slug)
    compilation = compile_(dialogue, now=request.now, only=key)
    rows = [(part, matter) for part in compilation.with_points for matter in part.matters]
    unpublished = may_see_desk(request.viewer.official, dialogue)
    context = _common(dialogue) | {
        "compilation": compilation,
        "heading": compilation.sections[0].label,
        "brief": compilation.brief,
        "proposed": proposed_changes(dialogue, keys=compilation.section_keys) if unpublished else [],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("sida")),
        "address_of_file": f"?avsnitt={key}",
    }
    return render(request, "public/compilation/section.html", context)


@require_safe
def whole(request: ViewerRequest, slug: str) -> HttpResponse:
    """Everything on one page, to read through and to print."""
    dialogue = access_dialogue(request.viewer, slug)
    limits.allow("compilation", request=request, rate=WHOLE)
    compilation = compile_(dialogue, now=request.now)
    context = _common(dialogue) | {"compilation": compilation, "figures": compilation.figures}
    return render(request, "public/compilation/whole.html", context)


@require_safe
def data(request: ViewerRequest, slug: str, kind: str) -> HttpResponse:
    """Everything, or with ?avsnitt= one section, as CSV, JSON or XLSX."""
    dialogue = access_dialogue(request.viewer, slug)
    if kind not in DATA:
        raise NotFound(_("Sidan finns inte."))
    limits.allow("compilation", request=request, rate=WHOLE)
    content_type, write = DATA[kind]
    body = write(compile_(dialogue, now=request.now, only=request.GET.get("avsnitt", "")))
    return _file(body, content_type, f"sammanstallning-{dialogue.slug}.{kind}")


@require_safe
def columns(request: ViewerRequest, slug: str) -> HttpResponse:
    """The data dictionary."""
    access_dialogue(request.viewer, slug)
    return _file(files.dictionary_csv(), DATA["csv"][0], "kolumner.csv")


def _file(body: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(body, content_type=content_type, headers=headers)


@require_safe
def made_file(request: ViewerRequest, slug: str, number: int, kind: str) -> HttpResponseBase:
    """A PDF or Word file that has been made at the desk."""
    dialogue = access_dialogue(request.viewer, slug)
    made = access_file(dialogue, number, kind)
    name = f"sammanstallning-{dialogue.slug}-{made.as_of:%Y-%m-%d}.{kind}"
    response = ranged(request, Path(made.file.path), name=name)
    response["Cache-Control"] = "private, no-store"  # something in it may be hidden any moment
    return response


addresses = [
    path("<slug:slug>/sammanstallning/", overview, name="compilation"),
    path("<slug:slug>/sammanstallning/hela/", whole, name="compilation-whole"),
    path("<slug:slug>/sammanstallning/avsnitt/<str:key>/", section, name="compilation-section"),
    path("<slug:slug>/sammanstallning/kolumner.csv", columns, name="compilation-columns"),
    path("<slug:slug>/sammanstallning/sammanstallning.<slug:kind>", data, name="compilation-data"),
    path("<slug:slug>/sammanstallning/<int:number>/sammanstallning.<slug:kind>", made_file, name="compilation-file"),
]
