"""Writing replies at the desk: to one contribution or several, saved, read by a second pair of eyes, published."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.errors import Conflict, DomainError, Invalid
from fardplan.base.text import whole_number
from fardplan.contributions import actions
from fardplan.contributions.actions import AlreadyAnswered, ReplyWords
from fardplan.contributions.desk_filter import chosen_query
from fardplan.contributions.desk_forms import ReplyForm
from fardplan.contributions.desk_queries import (
    access_contribution_at_desk,
    access_reply,
    access_several_at_desk,
    in_queue,
)
from fardplan.contributions.models import Contribution, Reply
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.answering import queue_of
from fardplan.desk.one_reply import reply_page
from fardplan.dialogue.models import Dialogue, ReplyLetters
from fardplan.people.viewer import OfficialRequest

MOST_AT_ONCE = 100


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_reply(request: OfficialRequest, slug: str) -> HttpResponse:
    """Begin an answer to the contributions ?nr= names."""
    dialogue = desk_dialogue(request, slug, "reply")
    chosen = access_several_at_desk(dialogue, _labels(request))
    if request.method != "POST":
        if len(chosen) == 1 and chosen[0].reply_id is not None:
            return redirect(_address(request, dialogue, chosen[0].reply_id))
        return reply_page(request, dialogue, None, contributions=chosen)
    form = ReplyForm(request.POST)
    not_yet = _before_saving(request, dialogue, form, chosen=chosen)
    if not_yet is not None:
        return not_yet
    try:
        reply = actions.draft_reply(
            dialogue=dialogue, contributions=chosen, words=form.words(), by=request.official, now=request.now
        )
    except AlreadyAnswered as error:
        form.add_error(None, f"{error.message} {error.what_next}")
        gone = {each.pk for each in error.taken}
        left = [each for each in chosen if each.pk not in gone]
        return reply_page(request, dialogue, form, contributions=left, taken=error.taken, status=error.status)
    except DomainError as error:
        form.add_error(None, f"{error.message} {error.what_next}".strip())
        return reply_page(request, dialogue, form, contributions=chosen, status=error.status)
    try:
        return _finish(request, dialogue, reply)
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
        return redirect(_address(request, dialogue, reply.pk))


def _labels(request: OfficialRequest) -> list[str]:
    """The numbers asked for, each once. A form sends those it showed: the address may name more."""
    asked = request.POST.getlist("nr") if request.method == "POST" else request.GET.getlist("nr")
    labels = list(dict.fromkeys(asked))
    if len(labels) > MOST_AT_ONCE:
        raise Invalid(
            _("Högst %(number)s synpunkter i taget. Lägg till fler när svaret är sparat.") % {"number": MOST_AT_ONCE}
        )
    return labels


def _address(request: OfficialRequest, dialogue: Dialogue, reply_id: int) -> str:
    """The answer, with the filter one came from."""
    query = chosen_query(request.GET)
    address = reverse("desk:reply", args=[dialogue.slug, reply_id])
    return f"{address}?{query}" if query else address


def _before_saving(
    request: OfficialRequest,
    dialogue: Dialogue,
    form: ReplyForm,
    *,
    reply: Reply | None = None,
    chosen: list[Contribution] | None = None,
) -> HttpResponse | None:
    """The page again, when something is wrong or nothing is to be saved yet; None when all is well."""
    if not form.is_valid():
        return reply_page(request, dialogue, form, reply=reply, contributions=chosen, status=422)
    if "hamta" in request.POST:
        standard = dialogue.standard_replies.filter(pk=whole_number(request.POST.get("bank"))).first()
        if standard is not None:
            form = ReplyForm(request.POST) if reply is None else ReplyForm.of(reply, request.POST)
            form.with_standard(standard)
        return reply_page(request, dialogue, form, reply=reply, contributions=chosen)
    if "fler-nr" in request.POST and reply is None:
        more = access_several_at_desk(dialogue, [*_labels(request), *request.POST.getlist("liknande")])
        return reply_page(request, dialogue, form, contributions=more)
    if "forhandsvisa" in request.POST:
        return reply_page(request, dialogue, form, reply=reply, contributions=chosen, is_preview=True)
    to_be_complete = {"publicera", "publicera-nasta", "klar"} & set(request.POST)
    if to_be_complete and not form.check_complete():
        return reply_page(request, dialogue, form, reply=reply, contributions=chosen, status=422)
    return None


def _published_words(dialogue: Dialogue) -> str:
    """When those who left an address are told, too: now, or with everything else they said."""
    if dialogue.reply_letters == ReplyLetters.AT_ONCE:
        return _("Svaret är publicerat. De som lämnat e-post får ett brev.")
    return _("Svaret är publicerat och syns på kvittots sida. Brev går ut samlat, när ni berättar om nästa utkast.")


def _finish(request: OfficialRequest, dialogue: Dialogue, reply: Reply) -> HttpResponse:
    """After saving: publish or hand on when that was the button, and go on where the button said."""
    by, now = request.official, request.now
    if {"publicera", "publicera-nasta"} & set(request.POST):
        actions.publish_reply(reply=reply, revision=reply.revision, by=by, now=now)
        messages.success(request, _published_words(dialogue))
    elif "klar" in request.POST:
        actions.mark_ready(reply=reply, revision=reply.revision, by=by, now=now)
        messages.success(request, _("Svaret väntar på att någon annan läser och godkänner det."))
    else:
        messages.success(request, _("Svaret är sparat, men inte publicerat."))
    if "publicera-nasta" in request.POST:
        return redirect(_next_address(request, dialogue))
    return redirect(_address(request, dialogue, reply.pk))


def _next_address(request: OfficialRequest, dialogue: Dialogue) -> str:
    """The next contribution nobody answers, in the list one came from; the list itself when there is none."""
    queue = queue_of(request, dialogue)
    waiting = in_queue(queue.filter.qs, "unanswered").filter(reply=None).first()
    if waiting is None:
        address = reverse("desk:contributions", args=[dialogue.slug])
    else:
        address = reverse("desk:contribution", args=[dialogue.slug, waiting.label])
    return f"{address}?{queue.query}" if queue.query else address


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_reply(request: OfficialRequest, slug: str, reply_id: int) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "reply")
    reply = access_reply(dialogue, reply_id)
    if request.method != "POST":
        return reply_page(request, dialogue, None, reply=reply)
    form = ReplyForm.of(reply, request.POST)
    not_yet = _before_saving(request, dialogue, form, reply=reply)
    if not_yet is not None:
        return not_yet
    try:
        return _change(request, dialogue, reply, form)
    except DomainError as error:
        field = error.field if error.field in form.fields else None
        form.add_error(field, f"{error.message} {error.what_next}".strip())
        current = access_reply(dialogue, reply_id)
        if isinstance(error, Conflict):
            form.look_again(revision=current.revision)
        return reply_page(request, dialogue, form, reply=current, status=error.status)


def _change(request: OfficialRequest, dialogue: Dialogue, reply: Reply, form: ReplyForm) -> HttpResponse:
    revision, by, now = form.cleaned_data["revision"], request.official, request.now
    do = next((DECIDED[name] for name in DECIDED if name in request.POST), None)
    if do is not None:
        do(request, reply, form)
        return redirect(_address(request, dialogue, reply.pk))
    if reply.published_at is None:
        # Whatever the button: what has been written is saved before anything else.
        reply = actions.change_reply(reply=reply, words=form.words(), revision=revision, by=by, now=now)
        revision = reply.revision
    if "ta-bort" in request.POST:
        taken = access_contribution_at_desk(dialogue, request.POST["ta-bort"])
        actions.let_go(reply=reply, contribution=taken, revision=revision, by=by, now=now)
        messages.success(request, _("%(label)s hör inte längre till svaret.") % {"label": taken.label})
    elif "lagg-till" in request.POST or "fler-nr" in request.POST:
        more = access_several_at_desk(dialogue, _more(request))
        actions.answer_also(reply=reply, contributions=more, revision=revision, by=by, now=now)
        messages.success(request, _("Svaret gäller nu fler synpunkter."))
    else:
        return _finish(request, dialogue, reply)
    return redirect(_address(request, dialogue, reply.pk))


def _more(request: OfficialRequest) -> list[str]:
    written = request.POST.get("fler", "").replace(",", " ").split()
    return list(dict.fromkeys([*written, *request.POST.getlist("liknande")]))[:MOST_AT_ONCE]


def _withdraw(request: OfficialRequest, reply: Reply, form: ReplyForm) -> None:
    revision = form.cleaned_data["revision"]
    actions.withdraw_reply(reply=reply, revision=revision, by=request.official, now=request.now)
    messages.success(request, _("Svaret visas inte längre. Rätta det och publicera igen."))


def _approve(request: OfficialRequest, reply: Reply, form: ReplyForm) -> None:
    if form.words() != ReplyWords.of(reply):
        raise Conflict(
            _("Du har ändrat orden."),
            what_next=_("Spara dem som ditt förslag, så kan en kollega godkänna. Eller ladda om sidan och godkänn."),
        )
    revision = form.cleaned_data["revision"]
    approved = actions.approve(reply=reply, revision=revision, by=request.official, now=request.now)
    if "godkann-publicera" in request.POST:
        actions.publish_reply(reply=approved, revision=approved.revision, by=request.official, now=request.now)
        messages.success(request, f"{_('Svaret är godkänt.')} {_published_words(reply.dialogue)}")
    else:
        messages.success(request, _("Svaret är godkänt. Nu kan det publiceras."))


def _send_back(request: OfficialRequest, reply: Reply, form: ReplyForm) -> None:
    data = form.cleaned_data
    actions.send_back(reply=reply, note=data["note"], revision=data["revision"], by=request.official, now=request.now)
    messages.success(request, _("Svaret är tillbaka hos den som skrev det."))


# Decisions about an answer as it stands: nothing written in the form is saved by them.
DECIDED: dict[str, Callable[[OfficialRequest, Reply, ReplyForm], None]] = {
    "dra-tillbaka": _withdraw,
    "godkann": _approve,
    "godkann-publicera": _approve,
    "tillbaka": _send_back,
}


@official_required
@require_POST
def answers_also(request: OfficialRequest, slug: str, reply_id: int) -> HttpResponse:
    """Let an answer be for more contributions as it stands: one press where something alike has been answered."""
    dialogue = desk_dialogue(request, slug, "reply")
    reply = access_reply(dialogue, reply_id)
    more = access_several_at_desk(dialogue, _labels(request))
    back = reverse("desk:contribution", args=[slug, more[0].label]) if more else _address(request, dialogue, reply.pk)
    query = chosen_query(request.GET)
    try:
        revision = whole_number(request.POST.get("revision"))
        actions.answer_also(reply=reply, contributions=more, revision=revision, by=request.official, now=request.now)
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    else:
        messages.success(request, _("Svaret gäller nu fler synpunkter."))
    return redirect(f"{back}?{query}" if query else back)


addresses = [
    path("dialog/<slug:slug>/svar/nytt/", new_reply, name="new-reply"),
    path("dialog/<slug:slug>/svar/<int:reply_id>/", one_reply, name="reply"),
    path("dialog/<slug:slug>/svar/<int:reply_id>/galler-ocksa/", answers_also, name="reply-also"),
]
