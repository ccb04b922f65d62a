"""The bank of replies at the desk: listed, added, changed, removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.errors import Conflict, DomainError, NotFound
from fardplan.contributions import actions
from fardplan.contributions.desk_forms import StandardReplyForm
from fardplan.contributions.models import StandardReply
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.answering import HERE
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest


@official_required
@require_safe
def bank(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "reply")
    rows = list(dialogue.standard_replies.order_by("name", "id"))
    context = {"rows": rows}
    return desk_page(request, "desk/contributions/bank.html", context, dialogue=dialogue, here=HERE)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_standard_reply(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "reply")
    if request.method != "POST":
        return _form_page(request, dialogue, StandardReplyForm(initial={"revision": 0}))
    form = StandardReplyForm(request.POST)
    return _save(request, dialogue, form, None)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def standard_reply(request: OfficialRequest, slug: str, standard_id: int) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "reply")
    found = _access(dialogue, standard_id)
    if request.method != "POST":
        names = ("revision", "name", "outcome", "text", "reason")
        form = StandardReplyForm(initial={name: getattr(found, name) for name in names})
        return _form_page(request, dialogue, form, standard=found)
    return _save(request, dialogue, StandardReplyForm(request.POST), found)


def _save(
    request: OfficialRequest, dialogue: Dialogue, form: StandardReplyForm, found: StandardReply | None
) -> HttpResponse:
    status = 422
    if form.is_valid():
        data = dict(form.cleaned_data)
        revision = data.pop("revision")
        try:
            if found is None:
                actions.add_standard_reply(dialogue=dialogue, by=request.official, now=request.now, **data)
            else:
                actions.change_standard_reply(
                    standard=found, revision=revision, by=request.official, now=request.now, **data
                )
        except DomainError as error:
            form.add_error(error.field, f"{error.message} {error.what_next}".strip())
            status = error.status
            if isinstance(error, Conflict) and found is not None:
                form.look_again(revision=_access(dialogue, found.pk).revision)
        else:
            messages.success(request, _("Svaret finns i banken."))
            return redirect("desk:standard-replies", slug=dialogue.slug)
    return _form_page(request, dialogue, form, standard=found, status=status)


def _form_page(
    request: OfficialRequest,
    dialogue: Dialogue,
    form: StandardReplyForm,
    *,
    standard: StandardReply | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "standard": standard,
        "heading": _("Svar i banken") if standard else _("Nytt svar i banken"),
        "cancel": reverse("desk:standard-replies", args=[dialogue.slug]),
    }
    return desk_page(
        request, "desk/contributions/standard_reply.html", context, dialogue=dialogue, here=HERE, status=status
    )


@official_required
@require_POST
def remove_standard_reply(request: OfficialRequest, slug: str, standard_id: int) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "reply")
    found = _access(dialogue, standard_id)
    actions.remove_standard_reply(standard=found, by=request.official, now=request.now)
    messages.success(request, _("%(name)s är borttaget ur banken.") % {"name": found.name})
    return redirect("desk:standard-replies", slug=slug)


def _access(dialogue: Dialogue, standard_id: int) -> StandardReply:
    found = dialogue.standard_replies.select_related("dialogue").filter(pk=standard_id).first()
    if found is None:
        raise NotFound(_("Svaret finns inte i den här dialogens bank."))
    return found


addresses = [
    path("dialog/<slug:slug>/svarsbank/", bank, name="standard-replies"),
    path("dialog/<slug:slug>/svarsbank/nytt/", new_standard_reply, name="new-standard-reply"),
    path("dialog/<slug:slug>/svarsbank/<int:standard_id>/", standard_reply, name="standard-reply"),
    path(
        "dialog/<slug:slug>/svarsbank/<int:standard_id>/ta-bort/", remove_standard_reply, name="remove-standard-reply"
    ),
]
