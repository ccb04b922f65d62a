"""Writing replies at the desk: to one contribution or several, saved, previewed, published, withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fardplan.base.errors import Conflict, DomainError
from fardplan.contributions import actions
from fardplan.contributions.about import about_of
from fardplan.contributions.desk_forms import ReplyForm
from fardplan.contributions.desk_queries import access_contribution_at_desk, access_reply, answered_by
from fardplan.contributions.models import Contribution, Reply
from fardplan.contributions.rules import STATUS_OF_OUTCOME
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest

MOST_AT_ONCE = 100


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_reply(request: OfficialRequest, slug: str) -> HttpResponse:
    """Begin an answer to the contributions ?nr= names."""
    dialogue = desk_dialogue(request, slug, "reply")
    chosen = [access_contribution_at_desk(dialogue, label) for label in _labels(request)]
    if len(chosen) == 1 and chosen[0].reply_id is not None and request.method != "POST":
        return redirect("desk:reply", slug=slug, reply_id=chosen[0].reply_id)
    if request.method != "POST":
        form = ReplyForm(initial={"revision": 0, "signed_as": _last_signature(dialogue)})
        return _reply_page(request, dialogue, form, contributions=chosen)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _reply_page(request, dialogue, form, contributions=chosen, status=422)
    if "forhandsvisa" in request.POST:
        return _reply_page(request, dialogue, form, contributions=chosen, is_preview=True)
    if "publicera" in request.POST and not form.check_complete():
        return _reply_page(request, dialogue, form, contributions=chosen, status=422)
    try:
        reply = actions.draft_reply(
            dialogue=dialogue, contributions=chosen, words=form.words(), by=request.official, now=request.now
        )
    except DomainError as error:
        form.add_error(None, f"{error.message} {error.what_next}".strip())
        return _reply_page(request, dialogue, form, contributions=chosen, status=error.status)
    return _saved(request, dialogue, reply)


def _labels(request: OfficialRequest) -> list[str]:
    """The numbers asked for, each once."""
    return list(dict.fromkeys([*request.GET.getlist("nr"), *request.POST.getlist("nr")]))[:MOST_AT_ONCE]


def _last_signature(dialogue: Dialogue) -> str:
    last = Reply.objects.filter(dialogue=dialogue).exclude(signed_as="").order_by("-id").first()
    return last.signed_as if last is not None else ""


def _saved(request: OfficialRequest, dialogue: Dialogue, reply: Reply) -> HttpResponse:
    """Publish when that was the button; back to the answer either way."""
    if "publicera" in request.POST:
        actions.publish_reply(reply=reply, revision=reply.revision, by=request.official, now=request.now)
        messages.success(request, _("Svaret är publicerat. De som lämnat e-post får ett brev."))
    else:
        messages.success(request, _("Svaret är sparat, men inte publicerat."))
    return redirect("desk:reply", slug=dialogue.slug, reply_id=reply.pk)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_reply(request: OfficialRequest, slug: str, reply_id: int) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "reply")
    reply = access_reply(dialogue, reply_id)
    if request.method != "POST":
        return _reply_page(request, dialogue, ReplyForm.of(reply), reply=reply)
    form = ReplyForm.of(reply, request.POST)
    if not form.is_valid():
        return _reply_page(request, dialogue, form, reply=reply, status=422)
    if "forhandsvisa" in request.POST:
        return _reply_page(request, dialogue, form, reply=reply, is_preview=True)
    if "publicera" in request.POST and not form.check_complete():
        return _reply_page(request, dialogue, form, reply=reply, status=422)
    try:
        return _change(request, dialogue, reply, form)
    except DomainError as error:
        form.add_error(None, f"{error.message} {error.what_next}".strip())
        current = access_reply(dialogue, reply_id)
        if isinstance(error, Conflict):
            form.look_again(revision=current.revision)
        return _reply_page(request, dialogue, form, reply=current, status=error.status)


def _change(request: OfficialRequest, dialogue: Dialogue, reply: Reply, form: ReplyForm) -> HttpResponse:
    revision, by, now = form.cleaned_data["revision"], request.official, request.now
    if "dra-tillbaka" in request.POST:
        actions.withdraw_reply(reply=reply, revision=revision, by=by, now=now)
        messages.success(request, _("Svaret visas inte längre. Rätta det och publicera igen."))
        return redirect("desk:reply", slug=dialogue.slug, reply_id=reply.pk)
    if reply.published_at is None:
        # Whatever the button: what has been written is saved before anything else.
        reply = actions.change_reply(reply=reply, words=form.words(), revision=revision, by=by, now=now)
        revision = reply.revision
    if "ta-bort" in request.POST:
        taken = access_contribution_at_desk(dialogue, request.POST["ta-bort"])
        actions.let_go(reply=reply, contribution=taken, revision=revision, by=by, now=now)
        messages.success(request, _("%(label)s hör inte längre till svaret.") % {"label": taken.label})
    elif "lagg-till" in request.POST:
        labels = request.POST.get("fler", "").replace(",", " ").split()
        more = [access_contribution_at_desk(dialogue, label) for label in labels[:MOST_AT_ONCE]]
        actions.answer_also(reply=reply, contributions=more, revision=revision, by=by, now=now)
        messages.success(request, _("Svaret gäller nu fler synpunkter."))
    else:
        return _saved(request, dialogue, reply)
    return redirect("desk:reply", slug=dialogue.slug, reply_id=reply.pk)


def _reply_page(
    request: OfficialRequest,
    dialogue: Dialogue,
    form: ReplyForm,
    *,
    reply: Reply | None = None,
    contributions: list[Contribution] | None = None,
    is_preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    answered = contributions if contributions is not None else list(answered_by(reply)) if reply else []
    context = {
        "form": form,
        "reply": reply,
        "answered": [(each, about_of(each)) for each in answered],
        "preview": _preview(form, request) if is_preview else None,
        "preview_status": STATUS_OF_OUTCOME.get(form.cleaned_data["outcome"]) if is_preview else None,
        "shown_status": STATUS_OF_OUTCOME.get(reply.outcome) if reply else None,
    }
    return desk_page(
        request, "desk/contributions/reply.html", context, dialogue=dialogue, here="contributions", status=status
    )


def _preview(form: ReplyForm, request: OfficialRequest) -> Reply:
    """The answer as it would be, made for looking at only."""
    words = form.words()
    return Reply(
        text=words.text,
        outcome=words.outcome,
        reason=words.reason,
        forwarded_to=words.forwarded_to,
        signed_as=words.signed_as,
        published_at=request.now,
    )


addresses = [
    path("dialog/<slug:slug>/svar/nytt/", new_reply, name="new-reply"),
    path("dialog/<slug:slug>/svar/<int:reply_id>/", one_reply, name="reply"),
]
