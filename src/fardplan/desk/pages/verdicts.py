"""When a sender says that we have misunderstood: change the answer, or stand by it and say why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fardplan.base.errors import DomainError, NotFound
from fardplan.contributions import actions
from fardplan.contributions.desk_filter import chosen_query
from fardplan.contributions.desk_forms import Seen, StandByForm
from fardplan.contributions.desk_queries import access_contribution_at_desk
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.one_contribution import back_to, contribution_page, refused
from fardplan.people.viewer import OfficialRequest


@official_required
@require_POST
def answer_anew(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "reply")
    found = access_contribution_at_desk(dialogue, label)
    form = Seen(request.POST)
    if not form.is_valid():
        raise NotFound(_("Sidan finns inte."))
    revision = form.cleaned_data["revision"]
    try:
        reply = actions.answer_anew(contribution=found, revision=revision, by=request.official, now=request.now)
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
        return redirect(back_to(request, found))
    messages.success(request, _("Svaret visas inte medan du ändrar det. Avsändaren får det nya när du publicerar."))
    query = chosen_query(request.GET)
    return redirect(reverse("desk:reply", args=[slug, reply.pk]) + (f"?{query}" if query else ""))


@official_required
@require_POST
def stand_by(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "reply")
    found = access_contribution_at_desk(dialogue, label)
    form = StandByForm(request.POST, prefix="fast")
    status = 422
    if form.is_valid():
        try:
            actions.stand_by(contribution=found, by=request.official, now=request.now, **form.cleaned_data)
        except DomainError as error:
            status = refused(form, error, found)
        else:
            messages.success(request, _("Avsändaren får veta varför svaret står fast."))
            return redirect(back_to(request, found))
    return contribution_page(request, dialogue, found, stand_form=form, status=status)


addresses = [
    path("dialog/<slug:slug>/synpunkter/<label:label>/svara-om/", answer_anew, name="answer-anew"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/sta-fast/", stand_by, name="stand-by"),
]
