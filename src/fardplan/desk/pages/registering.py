"""Taking down what came by letter, mail, telephone, paper or at a meeting, into the same series of numbers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fardplan.base.errors import DomainError
from fardplan.contributions.actions import register_received
from fardplan.contributions.letter_forms import RegisterForm
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page
from fardplan.people.viewer import OfficialRequest


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "register")
    status = 200
    if request.method != "POST":
        this_minute = timezone.localtime(request.now).replace(second=0, microsecond=0)
        form = RegisterForm(initial={"received_at": this_minute}, dialogue=dialogue, now=request.now)
    else:
        form = RegisterForm(request.POST, request.FILES, dialogue=dialogue, now=request.now)
        status = 422
        if form.is_valid():
            try:
                submission = register_received(
                    dialogue=dialogue,
                    said=form.command(),
                    received=form.received(),
                    attachments=form.cleaned_data["attachments"],
                    by=request.official,
                    now=request.now,
                )
            except DomainError as error:
                form.add_error(error.field, f"{error.message} {error.what_next}".strip())
                status = error.status
            else:
                messages.success(request, _("Registrerad som %(label)s.") % {"label": submission.label})
                if submission.attachments.exists():
                    return redirect("desk:mark", slug=slug, label=submission.label)
                return redirect("desk:contribution", slug=slug, label=submission.label)
    return desk_page(
        request,
        "desk/contributions/register.html",
        {"form": form},
        dialogue=dialogue,
        here="register-received",
        status=status,
    )


addresses = [path("dialog/<slug:slug>/synpunkter/registrera/", register, name="register-received")]
