"""Any two drafts beside each other, word by word: what changed, and how much did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from fardplan.ledger.parting import families_of
from fardplan.ledger.redlines import ShownChange, bare, shown
from fardplan.people.viewer import ViewerRequest
from fardplan.public.reading import common_context, kept, open_strategy
from fardplan.strategy import queries
from fardplan.strategy.models import Change, ChangeKind, Draft, Subject
from fardplan.strategy.queries import Comparison, Contents, PassageText

PER_PAGE = 30
SOURCES = 10  # of each change; the change's own page has them all


@dataclass(frozen=True)
class Line:
    """A change, a passage that reads as it did, or (`same`) how many such passages stand here."""

    name: tuple[str, str] = ("", "")
    is_change: bool = False
    same: int = 0
    change: ShownChange | None = None
    passage: PassageText | None = None


@require_safe
def choose(request: ViewerRequest, slug: str) -> HttpResponse:
    """Which two drafts to compare; with both chosen, on to the page that does."""
    dialogue, strategy, drafts = open_strategy(request, slug)
    numbers = [request.GET.get("fran", ""), request.GET.get("till", "")]
    known = {draft.number for draft in drafts}
    if all(number in known for number in numbers):
        return redirect("public:compare", slug, *numbers)
    context = common_context(request, dialogue, drafts) | {"strategy": strategy, "share_title": strategy.title}
    if len(drafts) > 1:
        context |= {"before": drafts[1], "after": drafts[0]}
    return render(request, "public/compare.html", context)


@require_safe
def comparison(request: ViewerRequest, slug: str, first: str, second: str) -> HttpResponse:
    dialogue, strategy, drafts = open_strategy(request, slug)
    before, after = queries.access_draft(drafts, first), queries.access_draft(drafts, second)
    if _order(drafts, before) > _order(drafts, after):
        return redirect("public:compare", slug, second, first)
    found = queries.compare(before, after, drafts)
    whole = "allt" in request.GET
    page = Paginator(_lines(found, whole), PER_PAGE).get_page(request.GET.get("sida"))
    context = common_context(request, dialogue, drafts) | {
        "strategy": strategy,
        "before": before,
        "after": after,
        "draft": after,
        "page": page,
        "counts": _counts(found),
        "unchanged": found.unchanged,
        "whole": whole,
        "share_title": strategy.title,
    }
    recorded = _is_next(before, after, drafts)

    def rendered() -> SafeString:
        lines = _filled(list(page), found, queries.contents_of(after), recorded=recorded, now=request.now)
        return render_to_string("public/parts/compared_lines.html", context | {"lines": lines}, request)

    if before.published_at is None or after.published_at is None:
        context["lines"] = rendered()
    else:
        which = before.pk, after.pk, whole, page.number, len(drafts)
        context["lines"] = kept("compared", rendered, *which, dialogue=dialogue, now=request.now)
    return render(request, "public/compare.html", context)


def _order(drafts: Sequence[Draft], draft: Draft) -> int:
    """Where a draft stands among those that may be read, the earliest first."""
    return -[each.pk for each in drafts].index(draft.pk)


def _is_next(before: Draft, after: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether nothing was published between them, so that what changed is recorded with reason and sources."""
    published = [draft for draft in drafts if draft.published_at is not None]
    if before not in published or after not in published:
        return False
    return published.index(before) == published.index(after) + 1


@lru_cache(maxsize=32)
def _lines(found: Comparison, whole: bool) -> tuple[Line, ...]:
    """Everything to show, in reading order; what reads as it did is counted, or, when all is wanted, shown."""
    return tuple(_told(found, whole=whole))


def _told(found: Comparison, *, whole: bool) -> Iterator[Line]:
    same = 0
    for name in found.order:
        if name in found.changes:
            if same:
                yield Line(same=same)
                same = 0
            yield Line(name, is_change=True)
        elif whole:
            yield Line(name)
        else:
            same += 1
    if same:
        yield Line(same=same)


def _counts(found: Comparison) -> list[tuple[ChangeKind, int]]:
    """How many passages were changed in each way."""
    kinds = Counter(change.kind for change in found.changes.values() if change.subject == Subject.PASSAGE)
    return [(kind, kinds[kind]) for kind in ChangeKind if kinds[kind]]


def _filled(lines: list[Line], found: Comparison, contents: Contents, *, recorded: bool, now: datetime) -> list[Line]:
    """The lines of one page with what they show: the recorded change, with reason and sources, where there is one."""
    names = [line.name for line in lines if line.is_change]
    rows = _recorded(contents.draft, names, now=now) if recorded else {}
    mine = [found.changes[name] for name in names if name not in rows]
    changes = rows | dict(zip((name for name in names if name not in rows), _unrecorded(mine, found), strict=True))
    return [
        Line(line.name, line.is_change, line.same, changes.get(line.name), contents.passage(line.name[1]))
        for line in lines
    ]


def _unrecorded(changes: list[Change], found: Comparison) -> list[ShownChange]:
    return bare(changes, families_of(changes, among=found.changes.values()))


def _recorded(draft: Draft, names: list[tuple[str, str]], *, now: datetime) -> dict[tuple[str, str], ShownChange]:
    """The published changes of a draft with these names. Two queries."""
    wanted = Q(pk__in=[])
    for subject in Subject:
        wanted |= Q(subject=subject, key__in=[key for its, key in names if its == subject])
    rows: list[Change] = list(queries.changes_in(draft).filter(wanted).select_related("draft", "since"))
    return {(each.change.subject, each.change.key): each for each in shown(rows, now=now, most=SOURCES)}


addresses = [
    path("<slug:slug>/strategi/jamfor/", choose, name="compare-drafts"),
    path("<slug:slug>/strategi/jamfor/<str:first>/<str:second>/", comparison, name="compare"),
]
