"""Saved views of the queue: kept under a name, one's own or shared, each with how many it finds now."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.errors import DomainError, NotFound
from fardplan.contributions import actions
from fardplan.contributions.desk_filter import DeskFilter, chosen_query
from fardplan.contributions.desk_forms import ViewForm
from fardplan.contributions.desk_queries import desk_queue
from fardplan.contributions.models import Contribution, SavedView
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.answering import HERE, Queue, queue_of, views_for
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.queries import has_led_to_change
from fardplan.people.viewer import OfficialRequest


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "read_contributions")
    form = ViewForm(request.POST if request.method == "POST" else None, initial={"query": chosen_query(request.GET)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                view = _save(request, dialogue, form)
            except DomainError as error:
                form.add_error(error.field, str(error.message))
            else:
                messages.success(request, _("Vyn %(name)s är sparad.") % {"name": view.name})
                return redirect("desk:saved-views", slug=slug)
    queue = queue_of(request, dialogue)
    views = views_for(request.official, dialogue)
    numbers = _numbers(request, dialogue, views, queue)
    context = {
        "form": form,
        "query": queue.query or (form.data.get("query", "") if form.is_bound else ""),
        "found": len(queue.found.ids),
        "rows": list(zip(views, numbers, strict=True)),
    }
    return desk_page(request, "desk/contributions/views.html", context, dialogue=dialogue, here=HERE, status=status)


def _save(request: OfficialRequest, dialogue: Dialogue, form: ViewForm) -> SavedView:
    data = form.cleaned_data
    return actions.save_view(
        dialogue=dialogue,
        name=data["name"],
        query=chosen_query(QueryDict(data["query"])),
        is_shared=data["is_shared"],
        by=request.official,
        now=request.now,
    )


class _NotShown(DeskFilter):
    """A filter that only counts: nothing is offered to choose from, so nothing is read for it."""

    def places(self, asked: str) -> list[tuple[str, str | list[tuple[str, str]]]]:
        return [(asked, asked)] if asked else []


def _numbers(request: OfficialRequest, dialogue: Dialogue, views: list[SavedView], queue: Queue) -> list[int]:
    """How many each view finds now, in one query however many views."""
    filters = {}
    for place, view in enumerate(views):
        chosen = _NotShown(
            QueryDict(view.query),
            desk_queue(dialogue),
            dialogue=dialogue,
            now=request.now,
            official=request.official,
            themes=queue.themes,
            colleagues=queue.colleagues,
            has_led_to_change=has_led_to_change(now=request.now),
        )
        filters[f"n{place}"] = Count("pk", filter=Q(pk__in=chosen.qs.order_by().values("pk")))
    if not filters:
        return []
    counted = Contribution.objects.filter(submission__dialogue=dialogue).aggregate(**filters)
    return [counted[f"n{place}"] for place in range(len(views))]


@official_required
@require_POST
def remove_view(request: OfficialRequest, slug: str, view_id: int) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "read_contributions")
    view = SavedView.objects.filter(dialogue=dialogue, official=request.official, pk=view_id).first()
    if view is None:
        raise NotFound(_("Vyn finns inte, eller är någon annans."))
    actions.remove_view(view=view, by=request.official, now=request.now)
    messages.success(request, _("Vyn %(name)s är borttagen.") % {"name": view.name})
    return redirect("desk:saved-views", slug=slug)


addresses = [
    path("dialog/<slug:slug>/synpunkter/vyer/", saved_views, name="saved-views"),
    path("dialog/<slug:slug>/synpunkter/vyer/<int:view_id>/ta-bort/", remove_view, name="remove-view"),
]
