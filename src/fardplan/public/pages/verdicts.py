"""Where a sender says whether we have understood: from the receipt, by its key."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fardplan.base import limits
from fardplan.base.errors import DomainError, NotFound
from fardplan.contributions.actions import give_verdict
from fardplan.contributions.models import Answer, Contribution, Submission
from fardplan.contributions.queries import access_receipt, said_in
from fardplan.contributions.rules import may_give_verdict, public_reply, status_of
from fardplan.contributions.verdict_forms import VerdictForm
from fardplan.ledger.queries import changes_of, led_to_change
from fardplan.ledger.redlines import bare
from fardplan.people.viewer import ViewerRequest
from fardplan.public.pages.receipt import draft_since, private
from fardplan.strategy.models import Draft

VERDICTS = "20/hour"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def understood_page(request: ViewerRequest, key: str, contribution_id: int) -> HttpResponse:
    submission = access_receipt(key)
    draft = draft_since(submission, now=request.now)
    contribution = _answered_in(submission, contribution_id, request, draft=draft)
    form = VerdictForm(request.POST if request.method == "POST" else None, of_draft=draft is not None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            limits.allow("verdict", request=request, rate=VERDICTS)
            given = give_verdict(
                contribution=contribution, answer=data["answer"], text=data["text"], draft=draft, now=request.now
            )
        except DomainError as error:
            form.add_error(None, f"{error.message} {error.what_next}".strip())
            status = error.status
        else:
            again = given.answer == Answer.MISUNDERSTOOD
            messages.success(request, _("Vi tittar igen. Svaret kommer här på din sida.") if again else _("Tack!"))
            return redirect("public:receipt", key=key)
    has_led = contribution.pk in led_to_change([contribution.pk], now=request.now)
    context = {
        "submission": submission,
        "dialogue": submission.dialogue,
        "contribution": contribution,
        "reply": public_reply(contribution, now=request.now),
        "status": status_of(contribution, now=request.now, led_to_change=has_led),
        "form": form,
        "draft": draft,
        "changes": bare(changes_of([contribution.pk], now=request.now).get(contribution.pk, [])),
    }
    # As everywhere a form stands under a key: without any referrer it would be refused as forged.
    return private(
        render(request, "public/contributions/understood.html", context, status=status), referrer="same-origin"
    )


def _answered_in(
    submission: Submission, contribution_id: int, request: ViewerRequest, *, draft: Draft | None
) -> Contribution:
    for contribution in said_in(submission):
        if contribution.pk == contribution_id and may_give_verdict(contribution, draft=draft, now=request.now):
            return contribution
    raise NotFound(_("Det finns inget svar att tycka till om än."), what_next=_("Svaret kommer på kvittots sida."))


addresses = [
    path("kvitto/<str:key>/forstatt/<int:contribution_id>/", understood_page, name="understood"),
]
