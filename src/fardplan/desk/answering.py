"""The queue as the pages of the answering desk share it: what the address asks for, the list, and what waits where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.contributions.desk_filter import DeskFilter, chosen_query
from fardplan.contributions.desk_queries import Found, colleagues, counts, desk_queue, rows_of
from fardplan.contributions.models import Contribution, SavedView, Theme
from fardplan.contributions.theme_queries import themes_of
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.queries import has_led_to_change
from fardplan.people.models import Official
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.queries.texts import question_called

HERE = "contributions"
PER_PAGE = 25

QUEUE_NAMES: dict[str, Promise] = {
    "": _("Alla"),
    "unread": _("Olästa"),
    "unpublished": _("Inte publicerade"),
    "unanswered": _("Obesvarade"),
    "mine": _("Mina obesvarade"),
    "unassigned": _("Obesvarade utan handläggare"),
    "reopened": _("Missförstådda"),
    "drafted": _("Påbörjade svar"),
    "ready": _("Väntar på en andra läsare"),
    "approved": _("Godkända svar"),
    "answered": _("Besvarade"),
    "reported": _("Rapporterade"),
    "hidden": _("Dolda"),
    "disputed": _("Ska prövas igen"),
}
ALWAYS_SHOWN = {"", "unread", "unanswered"}
MINE = "ko=unanswered&handlaggare=jag"


@dataclass(frozen=True)
class QueueLink:
    """A queue as a tab: how many wait there, and whether it is the one shown."""

    label: Promise
    number: int
    url: str
    is_here: bool


@dataclass(frozen=True)
class Queue:
    """What one address of the queue asks for."""

    filter: DeskFilter
    found: Found
    query: str
    themes: list[Theme]
    colleagues: list[Official]

    def page(self, number: Any) -> Page[int]:
        return Paginator(self.found.ids, PER_PAGE).get_page(number)


def queue_of(request: OfficialRequest, dialogue: Dialogue) -> Queue:
    themes, others = themes_of(dialogue), colleagues(dialogue)
    chosen = DeskFilter(
        request.GET,
        desk_queue(dialogue),
        dialogue=dialogue,
        now=request.now,
        official=request.official,
        themes=themes,
        colleagues=others,
        has_led_to_change=has_led_to_change(now=request.now),
        survey_question=question_called(dialogue, request.GET.get("enkat", "")),
    )
    return Queue(
        filter=chosen,
        found=Found.by(chosen.qs),
        query=chosen_query(request.GET),
        themes=themes,
        colleagues=others,
    )


def list_context(
    request: OfficialRequest, dialogue: Dialogue, queue: Queue, *, chosen: Contribution | None = None
) -> dict[str, Any]:
    """The list: the page ?sida= asks for, or the one the chosen contribution stands on, and its neighbours."""
    number: Any = request.GET.get("sida")
    if chosen is not None and number is None:
        number = queue.found.page_with(chosen.pk, per_page=PER_PAGE)
    page = queue.page(number)
    before, after = queue.found.beside(chosen.pk) if chosen is not None else (None, None)
    ids = list(page.object_list)
    rows = {row.pk: row for row in rows_of(list({*ids, before, after} - {None}))}  # type: ignore[arg-type]
    return {
        "filter": queue.filter,
        "page": page,
        "rows": [rows[pk] for pk in ids if pk in rows],
        "before": rows.get(before) if before is not None else None,
        "after": rows.get(after) if after is not None else None,
        "themes": queue.themes,
        "colleagues": queue.colleagues,
        "query": queue.query,
        "asked_queue": request.GET.get("ko", ""),
    }


def queue_links(request: OfficialRequest, dialogue: Dialogue, queue: Queue) -> list[QueueLink]:
    """The tabs; those where nothing waits are left out, but for the three one always looks for."""
    waiting = counts(dialogue, mine=request.official)
    address = reverse("desk:contributions", args=[dialogue.slug])
    links = []
    for name, label in QUEUE_NAMES.items():
        its_query = MINE if name == "mine" else f"ko={name}" if name else ""
        is_here = queue.query == its_query or (name != "mine" and _is_in(queue, name))
        number = waiting[name or "all"]
        if number or name in ALWAYS_SHOWN or is_here:
            links.append(QueueLink(label, number, f"{address}?{its_query}" if its_query else address, is_here))
    return links


def _is_in(queue: Queue, name: str) -> bool:
    if queue.query == MINE:
        return False
    return bool(name) and queue.filter.form.is_valid() and queue.filter.form.cleaned_data["ko"] == name


def views_for(official: Official, dialogue: Dialogue) -> list[SavedView]:
    """One's own saved views and those colleagues share."""
    mine_or_shared = Q(official=official) | Q(is_shared=True)
    rows = SavedView.objects.filter(mine_or_shared, dialogue=dialogue).select_related("official")
    return list(rows.order_by("name", "id"))
