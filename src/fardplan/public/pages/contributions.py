"""What people say: the list, one contribution, the register, the rules, and reporting others' words."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fardplan.base import limits
from fardplan.base.errors import DomainError
from fardplan.base.spreadsheet import file_answer
from fardplan.base.text import first_words
from fardplan.contributions.about import about_of
from fardplan.contributions.actions import report
from fardplan.contributions.forms import PublicFilter, ReportForm
from fardplan.contributions.queries import access_contribution, public_contributions, register_of
from fardplan.contributions.rules import (
    may_contribute,
    public_reply,
    published_rules,
    status_of,
)
from fardplan.contributions.shown_themes import with_themes
from fardplan.dialogue.queries import access_dialogue
from fardplan.ledger.queries import (
    changes_of,
    has_led_to_change,
    knowing_changes,
    progress_each_minute,
    with_status_and_reply,
)
from fardplan.ledger.redlines import bare
from fardplan.people.viewer import ViewerRequest
from fardplan.public.reading import kept_answer
from fardplan.rooms.queries import asked_of

HERE = {"here": "contributions"}
PER_PAGE = 10
REGISTER_PER_PAGE = 50
REPORTS = "20/hour"


# --- what has been said -----------------------------------------------------------------------------------------------


@require_safe
def contributions_page(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    is_open = may_contribute(dialogue, now=request.now)

    def listed() -> SafeString:
        chosen = PublicFilter(
            request.GET,
            with_themes(knowing_changes(public_contributions(dialogue, now=request.now), now=request.now)),
            dialogue=dialogue,
            now=request.now,
            has_led_to_change=has_led_to_change(now=request.now),
        )
        page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("sida"))
        context = {
            "dialogue": dialogue,
            "filter": chosen,
            "page": page,
            "progress": progress_each_minute(dialogue, now=request.now),
            "rows": with_status_and_reply(page, now=request.now),
            "is_open": is_open,
        }
        return render_to_string("public/contributions/parts/list.html", context, request)

    main = kept_answer("contributions", listed, is_open, dialogue=dialogue, request=request)
    return render(request, "public/contributions/list.html", {"dialogue": dialogue, "main": main, **HERE})


@require_safe
def contribution_page(request: ViewerRequest, slug: str, label: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    contribution = access_contribution(dialogue, label, now=request.now)
    if contribution.label != label:
        return redirect("public:contribution", slug=slug, label=contribution.label, permanent=True)
    changes = changes_of([contribution.pk], now=request.now).get(contribution.pk, [])
    context = {
        "dialogue": dialogue,
        "contribution": contribution,
        "about": about_of(contribution),
        "room_point": asked_of(contribution),
        "status": status_of(contribution, now=request.now, led_to_change=bool(changes)),
        "reply": public_reply(contribution, now=request.now),
        "changes": bare(changes),
        "here": "contributions",
    }
    return render(request, "public/contributions/one.html", context)


@require_safe
def register_page(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)

    def listed() -> SafeString:
        page = Paginator(register_of(dialogue, now=request.now), REGISTER_PER_PAGE).get_page(request.GET.get("sida"))
        return render_to_string(
            "public/contributions/parts/register.html", {"dialogue": dialogue, "page": page}, request
        )

    main = kept_answer("register", listed, dialogue=dialogue, request=request)
    return render(request, "public/contributions/register.html", {"dialogue": dialogue, "main": main, **HERE})


@require_safe
def register_file(request: ViewerRequest, slug: str) -> HttpResponse:
    """The register as CSV. What is hidden or unread shows neither heading nor sender."""
    dialogue = access_dialogue(request.viewer, slug)
    columns = (_("Nummer"), _("Kom in"), _("Väg in"), _("Avsändare"), _("Rubrik"), _("Läge"))
    rows = [
        (
            submission.label,
            submission.received_at,
            submission.get_channel_display(),
            submission.get_sender_kind_display(),
            first_words(submission.shown_words or ""),
            _("visas") if submission.is_shown else _("dold") if submission.is_hidden else _("inte läst än"),
        )
        for submission in register_of(dialogue, now=request.now)
    ]
    return file_answer(f"register-{dialogue.slug}", "csv", columns, rows)


@require_safe
def rules_page(request: ViewerRequest) -> HttpResponse:
    return render(request, "public/contributions/rules.html", {"rules": published_rules()})


# --- reporting --------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: ViewerRequest, slug: str, label: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    contribution = access_contribution(dialogue, label, now=request.now)
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            limits.allow("report", request=request, rate=REPORTS)
            report(
                contribution=contribution,
                rule=form.cleaned_data["rule"],
                words=form.cleaned_data["text"],
                now=request.now,
            )
        except DomainError as error:
            form.add_error(None, f"{error.message} {error.what_next}".strip())
            status = error.status
        else:
            messages.success(request, _("Tack. Vi läser rapporten och bedömer synpunkten efter reglerna."))
            return redirect("public:contribution", slug=slug, label=contribution.label)
    elif request.method == "POST":
        status = 422
    context = {
        "dialogue": dialogue,
        "contribution": contribution,
        "form": form,
        "rules": published_rules(),
        "back": reverse("public:contribution", kwargs={"slug": slug, "label": contribution.label}),
        "here": "contributions",
    }
    return render(request, "public/contributions/report.html", context, status=status)


addresses = [
    path("om/regler/", rules_page, name="rules"),
    path("<slug:slug>/synpunkter/", contributions_page, name="contributions"),
    path("<slug:slug>/synpunkter/<label:label>/", contribution_page, name="contribution"),
    path("<slug:slug>/synpunkter/<label:label>/rapportera/", report_page, name="report"),
    path("<slug:slug>/register/", register_page, name="register"),
]

files = [path("<slug:slug>/register.csv", register_file, name="register-file")]
