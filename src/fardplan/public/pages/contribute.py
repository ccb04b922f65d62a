"""Saying something: the form for a view, a question or other words, and what is shown before and after its time."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fardplan.analysis.redline import redline
from fardplan.base import limits, text
from fardplan.base.errors import Closed, DomainError, NotFound
from fardplan.contributions.about import About, find_about
from fardplan.contributions.actions import contribute
from fardplan.contributions.forms import ContributionForm
from fardplan.contributions.models import ContributionKind
from fardplan.contributions.proposals import is_same_wording
from fardplan.contributions.rules import LONGEST_PROPOSAL, erase_sender_after, may_contribute
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import access_dialogue
from fardplan.people.viewer import ViewerRequest

# Generous to a school class behind one address, tiresome to a machine.
CONTRIBUTIONS = "90/hour"
RECEIPTS = "20/day"  # to one e-mail address

# ?slag= of a link that knows what somebody wants to do.
KINDS = {
    "synpunkt": ContributionKind.VIEW,
    "fraga": ContributionKind.QUESTION,
    "andra-ord": ContributionKind.WORDING,
}
PREVIEW = "andring"


@dataclass(frozen=True)
class Shown:
    """What the form is shown with: the topic, whether a link led to one that is gone, whether the change is shown."""

    about: About
    missed: bool = False
    preview: bool = False
    status: int = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contribute_page(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    if request.method == "POST":
        return _show_again(request, dialogue) if "visa" in request.POST else _receive(request, dialogue)
    if not may_contribute(dialogue, now=request.now):
        return _not_open(request, dialogue)
    about, missed = _asked_about(dialogue, request.GET.get("om", ""), request)
    asked = {
        "kind": KINDS.get(request.GET.get("slag", ""), ContributionKind.VIEW),
        "quote": text.clean_line(request.GET.get("citat", ""))[:1000],
    }
    form = ContributionForm(initial=asked, dialogue=dialogue, now=request.now, about=about)
    return _form_page(request, dialogue, form, Shown(about, missed))


def _asked_about(dialogue: Dialogue, anchor: str, request: ViewerRequest) -> tuple[About, bool]:
    """What an anchor asks for; the whole strategy, and True, when there is no such thing any more."""
    try:
        return find_about(dialogue, anchor, now=request.now), False
    except NotFound:
        return About(), True


def _receive(request: ViewerRequest, dialogue: Dialogue) -> HttpResponse:
    form = ContributionForm(request.POST, dialogue=dialogue, now=request.now)
    status = 422
    if form.is_valid():
        try:
            said = form.command()
            limits.allow("contribute", request=request, rate=CONTRIBUTIONS)
            if said.email:
                limits.allow_to("receipt", address=said.email, rate=RECEIPTS)
            submission = contribute(dialogue=dialogue, said=said, now=request.now)
        except Closed:
            return _not_open(request, dialogue, form=form, status=403)
        except DomainError as error:
            form.add_error(error.field, f"{error.message} {error.what_next}".strip())
            status = error.status
        else:
            return redirect("public:receipt", key=submission.receipt_key)
    elif not may_contribute(dialogue, now=request.now):
        return _not_open(request, dialogue, form=form, status=403)
    about = form.cleaned_data.get("about") or About()
    return _form_page(request, dialogue, form, Shown(about, preview=True, status=status))


def _show_again(request: ViewerRequest, dialogue: Dialogue) -> HttpResponse:
    """The form again with everything written: for what was chosen, or with the change as it will look."""
    about, missed = _asked_about(dialogue, request.POST.get("about", ""), request)
    preview = request.POST["visa"] == PREVIEW
    if preview and request.htmx:
        context = {"dialogue": dialogue, "change": _change(about, request.POST.get("proposed_text", ""))}
        return render(request, "public/contributions/parts/preview.html", context)
    written = {name: value for name, value in request.POST.items() if name not in {"trap", "given_out", "about"}}
    form = ContributionForm(initial=written, dialogue=dialogue, now=request.now, about=about)
    return _form_page(request, dialogue, form, Shown(about, missed, preview=preview))


def _change(about: About, proposal: str) -> dict[str, object]:
    """How a proposal changes the passage it is about; `unchanged` when it does not. Empty for one that cannot be sent:
    comparing it would cost more the longer it is."""
    if about.passage is None or len(proposal) > 2 * LONGEST_PROPOSAL:
        return {}
    words = text.clean(proposal)
    if not words or len(words) > LONGEST_PROPOSAL:
        return {}
    return {
        "pieces": redline(about.passage.text, words),
        "unchanged": is_same_wording(about.passage.text, words),
    }


def _form_page(request: ViewerRequest, dialogue: Dialogue, form: ContributionForm, shown: Shown) -> HttpResponse:
    about = shown.about
    form.initial["about"] = about.exact_anchor
    form.show_about(about)
    proposal = str(form["proposed_text"].value() or "")
    context = {
        "dialogue": dialogue,
        "form": form,
        "about": about,
        "missed": shown.missed,
        "is_wording": form.kind_chosen == ContributionKind.WORDING,
        "change": _change(about, proposal) if shown.preview else {},
        "erased_by": erase_sender_after(dialogue),
        "here": "contribute",
    }
    return render(request, "public/contributions/form.html", context, status=shown.status)


def _not_open(
    request: ViewerRequest, dialogue: Dialogue, *, form: ContributionForm | None = None, status: int = 200
) -> HttpResponse:
    """Too early or too late: what can still be done, and what was written, for copying."""
    written = [form.data.get("text", ""), form.data.get("proposed_text", "")] if form is not None else []
    opens = dialogue.contributions_open_at
    context = {
        "dialogue": dialogue,
        "is_early": opens is not None and request.now < opens,
        "has_closed": dialogue.contributions_close_at is not None and request.now > dialogue.contributions_close_at,
        "written": [words for words in written if words.strip()],
        "here": "contribute",
    }
    return render(request, "public/contributions/not_open.html", context, status=status)


addresses = [path("<slug:slug>/synpunkter/ny/", contribute_page, name="contribute")]
