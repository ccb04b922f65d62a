"""One passage with everything that has been said about it, also on other drafts, and after it has been taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from fardplan.analysis.anchoring import Anchor
from fardplan.contributions.models import Contribution, ContributionKind, Outcome, Reply
from fardplan.contributions.proposals import quote_in
from fardplan.contributions.queries import in_full, public_contributions
from fardplan.contributions.rules import Status
from fardplan.contributions.shown_themes import with_themes
from fardplan.contributions.tallies import WAITING, Tally, counts_at, said_about_passage, tallies, with_kin
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.queries import knowing_changes, of_passage, with_status_and_reply
from fardplan.ledger.redlines import shown
from fardplan.people.viewer import ViewerRequest
from fardplan.public.reading import common_context, kept, open_strategy
from fardplan.public.survey_results import found_about
from fardplan.strategy import queries
from fardplan.strategy.models import Change, Draft
from fardplan.strategy.queries import Contents, PassageText, State, Whereabouts

PER_PAGE = 20
SOURCES = 10  # of each change; the change's own page has them all
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
class _Chosen:
    """What somebody chose among what has been said; what there is no such choice of counts as nothing chosen."""

    kind: str
    outcome: str
    page: str

    @classmethod
    def of(cls, request: ViewerRequest) -> _Chosen:
        kind, outcome, page = (request.GET.get(name, "") for name in ("slag", "utfall", "sida"))
        return cls(
            kind=kind if kind in ContributionKind.values else "",
            outcome=outcome if outcome in {*Outcome.values, WAITING} else "",
            page=page if page.isdecimal() and len(page) < 6 else "",
        )


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
    context = common_context(request, dialogue, drafts) | {"strategy": strategy, "draft": contents.draft}
    history = cache(partial(_history, passage, drafts, now=request.now))
    context["what_followed"] = _what_followed(request, context, contents, passage, history)
    if this is not None:
        return render(request, "public/passage.html", context | _standing(contents, this, drafts))
    if earlier is not None:
        return render(request, "public/passage_gone.html", context | _gone(contents, *earlier, drafts, history()))
    raise queries.missing_passage()


def _anchors(contents: Contents, key: str) -> set[str]:
    """The passage and the sections it stands in, as a question of a survey says what it is about."""
    this = contents.passage(key)
    return {f"stycke:{key}", *(f"avsnitt:{section.key}" for section in (contents.way_to(this) if this else ()))}


def _history(key: str, drafts: list[Draft], *, now: datetime) -> list[Change]:
    """How a passage has changed, the newest first; costs nothing when there is only one draft."""
    return of_passage(drafts[0].strategy_id, key, now=now) if len(drafts) > 1 else []


def _what_followed(
    request: ViewerRequest,
    context: dict[str, Any],
    contents: Contents,
    key: str,
    history: Callable[[], list[Change]],
) -> SafeString:
    """How the passage has changed, and what has been said about it."""
    dialogue, drafts, now = context["dialogue"], context["drafts"], request.now
    chosen = _Chosen.of(request)

    def rendered() -> SafeString:
        more = {
            "said": _said(chosen, dialogue, drafts, contents, key, now=now),
            "waiting": WAITING,
            "history": shown(history(), now=now, most=SOURCES),
            "found_about": found_about(dialogue, _anchors(contents, key), now=now),
        }
        return render_to_string("public/parts/what_followed.html", context | more, request)

    if any(draft.published_at is None for draft in drafts):  # at the desk, what is being written
        return rendered()
    return kept("passage", rendered, contents.draft.pk, key, chosen, dialogue=dialogue, now=now)


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


def _said(
    chosen: _Chosen, dialogue: Dialogue, drafts: list[Draft], contents: Contents, key: str, *, now: datetime
) -> Said:
    kin = queries.kin_in(contents.draft, drafts)
    counts = counts_at(with_kin([key], kin), dialogue, now=now)
    tally = tallies([key], counts, drafts=drafts, kin=kin).get(key, Tally())
    rows = public_contributions(dialogue, now=now).filter(
        said_about_passage(key, dialogue, kin=kin), _chosen(chosen.kind, chosen.outcome, now=now)
    )
    # The database finds those of the passage first and sorts their ids alone (+ 0: it shall not walk through the whole
    # dialogue by number instead), and reads words and replies only of those that are shown.
    ids = rows.order_by((F("submission__number") + 0).desc(), "part").values("pk")
    page = _Counted(ids, PER_PAGE, count=tally.count(chosen.kind, chosen.outcome)).get_page(chosen.page)
    these = with_themes(knowing_changes(in_full(Contribution.objects.filter(pk__in=page.object_list)), now=now))
    found = with_status_and_reply(these, now=now) if tally.total else []
    places = _places([each for each, _status, _reply in found], contents, drafts, key)
    rows_shown = [Row(*each, places.get(each[0].pk)) for each in found]
    return Said(tally, chosen.kind, chosen.outcome, page, rows_shown)


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
