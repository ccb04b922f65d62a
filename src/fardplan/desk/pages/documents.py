"""The documents of a dialogue."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.errors import NotFound
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.page import desk_page
from fardplan.dialogue.actions import documents as actions
from fardplan.dialogue.forms import DocumentForm
from fardplan.dialogue.models import Document
from fardplan.people.viewer import OfficialRequest


def _document(request: OfficialRequest, slug: str, number: int) -> Document:
    dialogue = desk_dialogue(request, slug, "edit_content")
    document = Document.objects.filter(dialogue=dialogue, pk=number).first()
    if document is None:
        raise NotFound(gettext_lazy("Dokumentet finns inte."))
    document.dialogue = dialogue
    return document


@official_required
@require_safe
def documents(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    context = {"documents": list(dialogue.documents.select_related("day"))}
    return desk_page(request, "desk/documents.html", context, dialogue=dialogue, here="documents")


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_document(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")

    def save(form: DocumentForm) -> str:
        data = form.cleaned_data
        actions.add_document(
            dialogue=dialogue,
            upload=data["upload"],
            is_published=data["is_published"],
            by=request.official,
            now=request.now,
            **form.changes,
        )
        return reverse("desk:documents", args=[slug])

    context = {"heading": _("Nytt dokument"), "cancel": reverse("desk:documents", args=[slug])}
    form = DocumentForm(request.POST or None, request.FILES or None, dialogue=dialogue)
    return form_page(request, form, save, frame=Frame("desk/form.html", dialogue, "documents", context))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_document(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    document = _document(request, slug, number)

    def save(form: DocumentForm) -> str:
        data = form.cleaned_data
        actions.change_document(
            document=document,
            changes=form.changes,
            seen=data["seen"],
            upload=data["upload"],
            is_published=data["is_published"],
            by=request.official,
            now=request.now,
        )
        return reverse("desk:documents", args=[slug])

    context = {"heading": document.title, "document": document, "cancel": reverse("desk:documents", args=[slug])}
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        instance=Document.objects.get(pk=document.pk),
        dialogue=document.dialogue,
    )
    return form_page(request, form, save, frame=Frame("desk/document.html", document.dialogue, "documents", context))


@official_required
@require_POST
def remove_document(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    actions.remove_document(document=_document(request, slug, number), by=request.official, now=request.now)
    messages.success(request, _("Dokumentet är borttaget."))
    return redirect("desk:documents", slug=slug)


@official_required
@require_POST
def move_document(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    document = _document(request, slug, number)
    actions.move_document(document=document, up="upp" in request.POST, by=request.official, now=request.now)
    return redirect("desk:documents", slug=slug)


addresses = [
    path("dialog/<slug:slug>/dokument/", documents, name="documents"),
    path("dialog/<slug:slug>/dokument/nytt/", new_document, name="new-document"),
    path("dialog/<slug:slug>/dokument/<int:number>/", edit_document, name="document"),
    path("dialog/<slug:slug>/dokument/<int:number>/flytta/", move_document, name="move-document"),
    path("dialog/<slug:slug>/dokument/<int:number>/ta-bort/", remove_document, name="remove-document"),
]
