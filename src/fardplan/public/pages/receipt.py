"""The receipt: what somebody sent in, how far it has come, the answer, and asking us to think again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fardplan.base import limits
from fardplan.base.errors import DomainError, NotFound
from fardplan.contributions.about import About, about_of
from fardplan.contributions.actions import ask_to_reconsider
from fardplan.contributions.forms import ReconsiderForm
from fardplan.contributions.letters import receipt_address
from fardplan.contributions.models import Answer, Channel, Contribution, Reconsideration, Reply, Submission, Verdict
from fardplan.contributions.queries import access_receipt, said_in
from fardplan.contributions.rules import Status, is_public, may_contribute, public_reply, status_of
from fardplan.ledger.parting import Families, families_of
from fardplan.ledger.queries import changes_of
from fardplan.ledger.redlines import ShownChange, bare
from fardplan.people.viewer import ViewerRequest
from fardplan.strategy.models import Change, Draft
from fardplan.strategy.queries import published_drafts

RECONSIDERATIONS = "20/hour"


@dataclass(frozen=True)
class Point:
    """One contribution as its sender sees it."""

    contribution: Contribution
    about: About
    status: Status
    reply: Reply | None
    is_public: bool
    reconsiderations: list[Reconsideration]
    verdicts: list[Verdict]
    changes: list[ShownChange]

    @property
    def last_answer(self) -> str:
        """What the sender said last to whether it became as they meant."""
        given = [one for one in self.verdicts if one.draft_id is not None]
        return given[-1].get_answer_display() if given else ""

    @property
    def looks_again(self) -> bool:
        """The sender has said that we have misunderstood, and nobody has answered that yet."""
        return any(one.answer == Answer.MISUNDERSTOOD and one.handled_at is None for one in self.verdicts)

    @property
    def may_be_judged(self) -> bool:
        """There is an answer, or a change, to say yes or no to; and we are not looking again already."""
        return (self.reply is not None or bool(self.changes)) and not self.looks_again

    @property
    def may_ask_again(self) -> bool:
        return self.contribution.hidden_at is not None and all(one.answered_at for one in self.reconsiderations)


@never_cache
@require_safe
def receipt_page(request: ViewerRequest, key: str) -> HttpResponse:
    submission = access_receipt(key)
    contact = submission.contact
    said = said_in(submission)
    changes = changes_of([contribution.pk for contribution in said], now=request.now)
    families = families_of(change for mine in changes.values() for change in mine)
    context = {
        "submission": submission,
        "dialogue": submission.dialogue,
        "points": [_point(each, changes.get(each.pk, []), families, request) for each in said],
        "address": receipt_address(submission),
        "has_email": contact is not None and bool(contact.email),
        "is_open": may_contribute(submission.dialogue, now=request.now),
        "new_draft": draft_since(submission, now=request.now),
        "sent_as": submission.sending_key.partition("~")[0],
    }
    # An answered question has a form on the page: see `reconsider_page`.
    referrer = "same-origin" if submission.channel == Channel.LIVE else "no-referrer"
    return private(render(request, "public/contributions/receipt.html", context), referrer=referrer)


def draft_since(submission: Submission, *, now: datetime) -> Draft | None:
    """The latest draft everybody can read, when it came after what was sent in."""
    strategy = submission.dialogue.strategy
    latest = published_drafts(strategy, now=now).first() if strategy is not None else None
    if latest is None or latest.published_at is None or latest.published_at <= submission.received_at:
        return None
    return latest


def _point(contribution: Contribution, changes: list[Change], families: Families, request: ViewerRequest) -> Point:
    return Point(
        contribution=contribution,
        about=about_of(contribution),
        status=status_of(contribution, now=request.now, led_to_change=bool(changes)),
        reply=public_reply(contribution, now=request.now),
        is_public=is_public(contribution, now=request.now),
        reconsiderations=list(contribution.reconsiderations.all()),
        verdicts=list(contribution.verdicts.all()),
        changes=bare(changes, families),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reconsider_page(request: ViewerRequest, key: str, contribution_id: int) -> HttpResponse:
    submission = access_receipt(key)
    contribution = _hidden_in(submission, contribution_id)
    form = ReconsiderForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            limits.allow("reconsider", request=request, rate=RECONSIDERATIONS)
            ask_to_reconsider(contribution=contribution, words=form.cleaned_data["text"], now=request.now)
        except DomainError as error:
            form.add_error(None, f"{error.message} {error.what_next}".strip())
            status = error.status
        else:
            messages.success(request, _("Vi prövar igen. Svaret kommer här på din sida."))
            return redirect("public:receipt", key=key)
    elif request.method == "POST":
        status = 422
    context = {"submission": submission, "dialogue": submission.dialogue, "contribution": contribution, "form": form}
    response = render(request, "public/contributions/reconsider.html", context, status=status)
    # A form on a page without any referrer would be refused as forged: browsers then leave out where it comes from.
    return private(response, referrer="same-origin")


def _hidden_in(submission: Submission, contribution_id: int) -> Contribution:
    for contribution in said_in(submission):
        if contribution.pk == contribution_id and contribution.hidden_at is not None:
            return contribution
    raise NotFound(_("Synpunkten är inte dold."), what_next=_("Gå till kvittot och se hur det står till med den."))


Response = TypeVar("Response", bound=HttpResponse)


def private(response: Response, *, referrer: str) -> Response:
    """For one person: not kept anywhere, not found by search engines, its address told to nobody."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = referrer
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


addresses = [
    path("kvitto/<str:key>/", receipt_page, name="receipt"),
    path("kvitto/<str:key>/prova-igen/<int:contribution_id>/", reconsider_page, name="reconsider"),
]
