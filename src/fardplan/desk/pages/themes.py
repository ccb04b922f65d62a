"""Themes at the desk: the list with counts, one with what is said in it, renamed, merged and removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.errors import DomainError
from fardplan.contributions import actions
from fardplan.contributions.desk_forms import ThemeForm
from fardplan.contributions.models import Theme
from fardplan.contributions.theme_queries import access_theme, figures_of, themes_of, themes_with_counts
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.answering import HERE
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import Right
from fardplan.people.viewer import OfficialRequest


def _right(request: OfficialRequest) -> Right:
    """Everyone who reads contributions sees the themes; changing them needs the right to sort."""
    return "sort" if request.method == "POST" else "read_contributions"


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, _right(request))
    form = ThemeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.create_theme(
                    dialogue=dialogue, by=request.official, now=request.now, **form.cleaned_data
                )
            except DomainError as error:
                form.add_error(error.field, str(error.message))
            else:
                messages.success(request, _("Temat %(name)s finns nu.") % {"name": made.name})
                return redirect("desk:themes", slug=slug)
    context = {"rows": themes_with_counts(dialogue), "form": form}
    return desk_page(request, "desk/themes/list.html", context, dialogue=dialogue, here=HERE, status=status)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: OfficialRequest, slug: str, theme: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, _right(request))
    found = access_theme(dialogue, theme)
    form = ThemeForm(
        request.POST if request.method == "POST" else None,
        initial={"name": found.name, "description": found.description, "is_public": found.is_public},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.change_theme(theme=found, by=request.official, now=request.now, **form.cleaned_data)
            except DomainError as error:
                form.add_error(error.field, str(error.message))
            else:
                messages.success(request, _("Temat är sparat."))
                return redirect("desk:theme", slug=slug, theme=found.slug)
    return _theme_page(request, dialogue, found, form, status=status)


def _theme_page(
    request: OfficialRequest, dialogue: Dialogue, found: Theme, form: ThemeForm, *, status: int
) -> HttpResponse:
    others = [other for other in themes_of(dialogue) if other.pk != found.pk]
    context = {"theme": found, "figures": figures_of(found), "form": form, "others": others}
    return desk_page(request, "desk/themes/one.html", context, dialogue=dialogue, here=HERE, status=status)


@official_required
@require_POST
def merge(request: OfficialRequest, slug: str, theme: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "sort")
    found = access_theme(dialogue, theme)
    into = access_theme(dialogue, request.POST.get("into", ""))
    actions.merge_themes(theme=found, into=into, by=request.official, now=request.now)
    messages.success(request, _("%(one)s är nu en del av %(other)s.") % {"one": found.name, "other": into.name})
    return redirect("desk:theme", slug=slug, theme=into.slug)


@official_required
@require_POST
def remove(request: OfficialRequest, slug: str, theme: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "sort")
    found = access_theme(dialogue, theme)
    actions.remove_theme(theme=found, by=request.official, now=request.now)
    messages.success(request, _("Temat %(name)s är borttaget. Synpunkterna finns kvar.") % {"name": found.name})
    return redirect("desk:themes", slug=slug)


addresses = [
    path("dialog/<slug:slug>/teman/", themes, name="themes"),
    path("dialog/<slug:slug>/teman/<slug:theme>/", theme, name="theme"),
    path("dialog/<slug:slug>/teman/<slug:theme>/sla-ihop/", merge, name="merge-theme"),
    path("dialog/<slug:slug>/teman/<slug:theme>/ta-bort/", remove, name="remove-theme"),
]
