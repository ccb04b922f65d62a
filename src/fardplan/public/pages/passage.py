"""One passage with everything that has been said about it, also on other drafts, and after it has been taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.analysis.anchoring import Anchor
from fardplan.contributions.models import Contribution, ContributionKind, Outcome, Reply
from fardplan.contributions.proposals import quote_in
from fardplan.contributions.queries import public_contributions
from fardplan.contributions.rules import Status
from fardplan.contributions.tallies import WAITING, Tally, counts_at, said_about_passage, tallies, with_kin
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.queries import knowing_changes, of_passage, with_status_and_reply
from fardplan.ledger.redlines import shown
from fardplan.people.viewer import ViewerRequest
from fardplan.public.reading import common_context, open_strategy
from fardplan.strategy import queries
from fardplan.strategy.models import Change, Draft
from fardplan.strategy.queries import Contents, PassageText, State, Whereabouts

PER_PAGE = 20
AROUND = 60  # characters shown on each side of the words somebody points at


@dataclass(frozen=True)
class Place:
    """Where a contribution stands in the draft that is read: what became of its passage, and of the words it is about.

    `is_later`: it was made on a draft that came after. `came_from`: it was made on another passage, whose words are
    here now.
    """

    draft: Draft
    state: Whereabouts
    is_later: bool
    came_from: str
    quote: Anchor | None
    text: str

    @property
    def before_quote(self) -> str:
        """What stands just before the words now, from the beginning of a word."""
        if self.quote is None:
            return ""
        start = max(0, self.quote.start - AROUND)
        found = self.text[start : self.quote.start]
        return found if start == 0 else "… " + found.partition(" ")[2]

    @property
    def after_quote(self) -> str:
        if self.quote is None:
            return ""
        end = self.quote.end + AROUND
        found = self.text[self.quote.end : end]
        return found if end >= len(self.text) else found.rpartition(" ")[0] + " …"


@dataclass(frozen=True)
class Row:
    """One contribution in the list. `place` is None when it was made on this very text and points at no words."""

    contribution: Contribution
    status: Status
    reply: Reply | None
    place: Place | None


class _Counted(Paginator[Any]):
    """Pages of a list whose length is known."""

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


@dataclass(frozen=True)
class Said:
    """What has been said about a passage: all of it counted, and one page of those chosen."""

    tally: Tally
    kind: str
    outcome: str
    page: Page[Any]
    rows: list[Row]

    @property
    def is_filtered(self) -> bool:
        return bool(self.kind or self.outcome)


@require_safe
def passage_page(request: ViewerRequest, slug: str, number: str, passage: str) -> HttpResponse:
    dialogue, strategy, drafts = open_strategy(request, slug)
    contents = queries.contents_of(queries.access_draft(drafts, number))
    this = contents.passage(passage)
    earlier = None if this else _where_it_last_stood(passage, contents.draft, drafts)
    history = of_passage(strategy.pk, passage, now=request.now) if len(drafts) > 1 else []
    context = common_context(request, dialogue, drafts) | {
        "strategy": strategy,
        "draft": contents.draft,
        "said": _said(request, dialogue, drafts, contents, passage),
        "waiting": WAITING,
        "history": shown(history, now=request.now),
    }
    if this is not None:
        return render(request, "public/passage.html", context | _standing(contents, this, drafts))
    if earlier is not None:
        return render(request, "public/passage_gone.html", context | _gone(contents, *earlier, drafts, history))
    raise queries.missing_passage()


def _standing(contents: Contents, this: PassageText, drafts: list[Draft]) -> dict[str, Any]:
    """What the page of a passage shows of its text."""
    before, after = contents.around(this)
    return {
        "passage": this,
        "way": contents.way_to(this),
        "before": before,
        "after": after,
        "other_drafts": [draft for draft in drafts if draft != contents.draft and _stands_in(draft, this.key)],
        "share_title": f"{contents.draft.strategy.title}: {this.label}",
        "share_text": this.text,
    }


def _gone(
    contents: Contents, then: Draft, this: PassageText, drafts: list[Draft], history: list[Change]
) -> dict[str, Any]:
    """The page of a passage that stood in an earlier draft but not in this one: when it went, why, and where to."""
    draft = contents.draft
    place = this.key, then.pk
    whereabouts = queries.states([place], draft, among=drafts)[place]
    went = (each for each in history if each.key == this.key and each.draft.position <= draft.position)
    return {
        "passage": this,
        "then": then,
        "state": whereabouts,
        "change": next(went, None),
        "heirs": [found for key in whereabouts.keys if (found := contents.passage(key))],
        "share_title": f"{draft.strategy.title}: {this.label}",
        "share_text": this.text,
    }


def _where_it_last_stood(key: str, draft: Draft, drafts: Sequence[Draft]) -> tuple[Draft, PassageText] | None:
    """The last draft before this one in which a passage stood. `drafts` come with the latest first."""
    for earlier in drafts:
        if earlier.position < draft.position and (found := queries.contents_of(earlier).passage(key)):
            return earlier, found
    return None


def _stands_in(draft: Draft, key: str) -> bool:
    return queries.contents_of(draft).passage(key) is not None


# --- what has been said -----------------------------------------------------------------------------------------------


def _said(request: ViewerRequest, dialogue: Dialogue, drafts: list[Draft], contents: Contents, key: str) -> Said:
    kin = queries.kin_in(contents.draft, drafts)
    counts = counts_at(with_kin([key], kin), dialogue, now=request.now)
    tally = tallies([key], counts, drafts=drafts, kin=kin).get(key, Tally())
    kind, outcome = request.GET.get("slag", ""), request.GET.get("utfall", "")
    kind = kind if kind in ContributionKind.values else ""
    outcome = outcome if outcome in {*Outcome.values, WAITING} else ""
    rows = public_contributions(dialogue, now=request.now).filter(
        said_about_passage(key, dialogue, kin=kin), _chosen(kind, outcome, now=request.now)
    )
    count = tally.count(kind, outcome)
    page = _Counted(knowing_changes(rows, now=request.now), PER_PAGE, count=count).get_page(request.GET.get("sida"))
    found = with_status_and_reply(page, now=request.now) if count else []
    places = _places([each for each, _status, _reply in found], contents, drafts, key)
    return Said(tally, kind, outcome, page, [Row(*each, places.get(each[0].pk)) for each in found])


def _chosen(kind: str, outcome: str, *, now: datetime) -> Q:
    answered = Q(reply__published_at__lte=now)
    chosen = Q(kind=kind) if kind else Q()
    if outcome == WAITING:
        return chosen & ~answered
    return chosen & answered & Q(reply__outcome=outcome) if outcome else chosen


def _places(
    contributions: Sequence[Contribution], contents: Contents, drafts: list[Draft], key: str
) -> dict[int, Place]:
    """Where those stand that were made on another text than this, or that point at words."""
    draft, this = contents.draft, contents.passage(key)
    made = {each.pk: each.passage for each in contributions if each.passage is not None}
    elsewhere = [(passage.key, passage.draft_id) for passage in made.values() if passage.draft_id != draft.pk]
    states = queries.states(elsewhere, draft, among=drafts) if elsewhere else {}
    text = this.text if this is not None else ""
    found = {}
    for each in contributions:
        passage = made.get(each.pk)
        if passage is None or (passage.draft_id == draft.pk and not each.quote):
            continue
        found[each.pk] = Place(
            draft=passage.draft,
            state=states.get((passage.key, passage.draft_id), Whereabouts(passage.key, State.SAME, (passage.key,))),
            is_later=passage.draft.position > draft.position,
            came_from=str(passage) if passage.key != key else "",
            quote=quote_in(each, text),
            text=text,
        )
    return found


addresses = [path("<slug:slug>/strategi/<str:number>/<str:passage>/", passage_page, name="passage")]
