"""The page an answer is written on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse

from fardplan.contributions.about import about_of
from fardplan.contributions.desk_filter import chosen_query
from fardplan.contributions.desk_forms import ReplyForm
from fardplan.contributions.desk_queries import answered_by, sent_back_with
from fardplan.contributions.likeness import alike_to
from fardplan.contributions.models import Contribution, Reply
from fardplan.contributions.rules import STATUS_OF_OUTCOME, may_approve
from fardplan.desk.answering import HERE
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest


def reply_page(
    request: OfficialRequest,
    dialogue: Dialogue,
    form: ReplyForm | None,
    *,
    reply: Reply | None = None,
    contributions: list[Contribution] | None = None,
    taken: list[Contribution] | None = None,
    is_preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`taken`: those somebody else has begun to answer meanwhile, which this answer is therefore not about."""
    if form is None:
        form = ReplyForm.of(reply) if reply else ReplyForm(initial={"revision": 0, **_last_signature(dialogue)})
    answered = contributions if contributions is not None else list(answered_by(reply)) if reply else []
    context = {
        "form": form,
        "reply": reply,
        "answered": [(each, about_of(each)) for each in answered],
        "taken": taken or [],
        "alike": alike_to(dialogue, answered, unanswered=True),
        "bank": list(dialogue.standard_replies.order_by("name", "id")),
        "query": chosen_query(request.GET),
        **_second_reader(request, dialogue, reply),
        **(_preview(form, request) if is_preview else {}),
        "shown_status": STATUS_OF_OUTCOME.get(reply.outcome) if reply else None,
    }
    return desk_page(request, "desk/contributions/reply.html", context, dialogue=dialogue, here=HERE, status=status)


def _last_signature(dialogue: Dialogue) -> dict[str, str]:
    last = Reply.objects.filter(dialogue=dialogue).exclude(signed_as="").order_by("-id").first()
    return {"signed_as": last.signed_as} if last is not None else {}


def _second_reader(request: OfficialRequest, dialogue: Dialogue, reply: Reply | None) -> dict[str, Any]:
    """Where an answer stands between its writer and its second reader."""
    needs = dialogue.replies_need_second_reader
    return {
        "needs_second_reader": needs and (reply is None or reply.approved_at is None),
        "may_approve": reply is not None and may_approve(request.official, reply),
        "waits": reply is not None and reply.ready_at is not None and reply.approved_at is None,
        "sent_back": sent_back_with(reply) if reply is not None else None,
    }


def _preview(form: ReplyForm, request: OfficialRequest) -> dict[str, Any]:
    """The answer as it would be, made for looking at only."""
    shown = Reply(**asdict(form.words()), published_at=request.now)
    return {"preview": shown, "preview_status": STATUS_OF_OUTCOME.get(form.cleaned_data["outcome"])}
