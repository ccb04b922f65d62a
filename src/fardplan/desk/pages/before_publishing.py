"""Innan du publicerar: what to mend, review or confirm before everybody can read a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from fardplan.base.errors import DomainError
from fardplan.base.text import whole_number
from fardplan.desk.access import official_required
from fardplan.desk.page import desk_page
from fardplan.desk.pages.changes import HERE, draft_of
from fardplan.ledger.actions.publishing import ask_about_links, publish_checked, review
from fardplan.ledger.warnings import Finding, Subject, report_on
from fardplan.people.viewer import OfficialRequest


@official_required
@require_safe
def before_publishing(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, draft = draft_of(request, slug, number, "edit_content")
    if draft.published_at is not None:
        return redirect("desk:draft", slug=slug, number=number)
    report = report_on(dialogue, draft, now=request.now)
    checks = [(check, [(each, *_addresses(slug, each)) for each in check.findings]) for check in report.checks]
    context = {"draft": draft, "report": report, "checks": checks}
    return desk_page(request, "desk/ledger/before_publishing.html", context, dialogue=dialogue, here=HERE)


def _addresses(slug: str, finding: Finding) -> tuple[str, str]:
    """Where a finding is, and where the other thing it is about."""
    also = finding.also
    other = reverse(also[0], args=[slug, *also[1]]) if also is not None else ""
    return reverse(finding.page, args=[slug, *finding.arguments]), other


@official_required
@require_POST
def publish(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, draft = draft_of(request, slug, number, "edit_content")
    try:
        publish_checked(
            dialogue=dialogue,
            draft=draft,
            confirmed=whole_number(request.POST.get("bekraftat")),
            by=request.official,
            now=request.now,
        )
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
        return redirect("desk:before-publishing", slug=slug, number=number)
    messages.success(request, _("Utkastet är publicerat. Det ändras inte mer; nästa version blir ett nytt utkast."))
    return redirect("desk:draft", slug=slug, number=number)


@official_required
@require_POST
def review_finding(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, draft = draft_of(request, slug, number, "edit_content")
    sent = request.POST
    subject = Subject(sent.get("slag", ""), whole_number(sent.get("id")), sent.get("ord", ""))
    try:
        review(
            dialogue=dialogue,
            draft=draft,
            subject=subject,
            reason=sent.get("varfor", ""),
            by=request.official,
            now=request.now,
        )
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    else:
        messages.success(request, _("Granskat. Ändras texten frågar vi igen."))
    return redirect("desk:before-publishing", slug=slug, number=number)


@official_required
@require_POST
def check_links(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, draft = draft_of(request, slug, number, "edit_content")
    asked = ask_about_links(dialogue=dialogue, draft=draft, by=request.official, now=request.now)
    words = ngettext("%(number)s länk kontrolleras.", "%(number)s länkar kontrolleras.", asked) % {"number": asked}
    messages.success(request, f"{words} {_('Ladda om sidan om en stund.')}")
    return redirect("desk:before-publishing", slug=slug, number=number)


_DRAFT = "dialog/<slug:slug>/strategi/utkast/<int:number>/"
addresses = [
    path(f"{_DRAFT}innan/", before_publishing, name="before-publishing"),
    path(f"{_DRAFT}publicera/", publish, name="publish-draft"),
    path(f"{_DRAFT}innan/granska/", review_finding, name="review-finding"),
    path(f"{_DRAFT}innan/lankar/", check_links, name="check-links"),
]
