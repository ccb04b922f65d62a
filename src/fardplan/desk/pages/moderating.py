"""How contributions are shown: read, published, hidden, thought over again. Whoever comes second is told."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fardplan.base.errors import DomainError, NotFound
from fardplan.contributions import actions
from fardplan.contributions.desk_forms import AnswerReconsiderationForm, HideForm, Seen
from fardplan.contributions.desk_queries import access_contribution_at_desk
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.one_contribution import back_to, contribution_page, refused
from fardplan.people.viewer import OfficialRequest

Act = Callable[..., object]
PLAIN: dict[str, tuple[Act, Promise]] = {
    "last": (actions.mark_read, gettext_lazy("%(label)s är markerad som läst.")),
    "publicera": (actions.publish, gettext_lazy("%(label)s visas nu för alla.")),
    "visa-igen": (actions.unhide, gettext_lazy("%(label)s visas igen. Avsändaren får besked om det finns en adress.")),
    "rapporter": (actions.dismiss_reports, gettext_lazy("Rapporterna är avslutade. %(label)s visas som förut.")),
}


@official_required
@require_POST
def act(request: OfficialRequest, slug: str, label: str, what: str) -> HttpResponse:
    """One press of a button. Whoever comes second is told, and shown how it stands now."""
    dialogue = desk_dialogue(request, slug, "moderate")
    found = access_contribution_at_desk(dialogue, label)
    form = Seen(request.POST)
    if what not in PLAIN or not form.is_valid():
        raise NotFound(_("Sidan finns inte."))
    do, done = PLAIN[what]
    try:
        do(contribution=found, revision=form.cleaned_data["revision"], by=request.official, now=request.now)
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    else:
        messages.success(request, str(done) % {"label": found.label})
    return redirect(back_to(request, found))


@official_required
@require_POST
def hide(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "moderate")
    found = access_contribution_at_desk(dialogue, label)
    form = HideForm(request.POST, prefix="dolj")
    status = 422
    if form.is_valid():
        try:
            actions.hide(contribution=found, by=request.official, now=request.now, **form.cleaned_data)
        except DomainError as error:
            status = refused(form, error, found)
        else:
            messages.success(request, _("%(label)s är dold. Avsändaren får veta varför.") % {"label": found.label})
            return redirect(back_to(request, found))
    return contribution_page(request, dialogue, found, hide_form=form, status=status)


@official_required
@require_POST
def reconsider(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "moderate")
    found = access_contribution_at_desk(dialogue, label)
    form = AnswerReconsiderationForm(request.POST, prefix="prova")
    status = 422
    if form.is_valid():
        try:
            actions.answer_reconsideration(
                contribution=found,
                show=form.cleaned_data["show"] == "yes",
                answer=form.cleaned_data["answer"],
                revision=form.cleaned_data["revision"],
                by=request.official,
                now=request.now,
            )
        except DomainError as error:
            status = refused(form, error, found)
        else:
            messages.success(request, _("Ditt svar är sparat, och avsändaren kan läsa det."))
            return redirect(back_to(request, found))
    return contribution_page(request, dialogue, found, answer_form=form, status=status)


addresses = [
    path("dialog/<slug:slug>/synpunkter/<label:label>/dolj/", hide, name="hide"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/prova-igen/", reconsider, name="answer-reconsideration"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/gor/<slug:what>/", act, name="act-on-contribution"),
]
