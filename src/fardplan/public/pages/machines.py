"""What search engines read: which pages there are, and where they need not look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from fardplan.base.errors import NotFound
from fardplan.contributions.queries import public_contributions
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import published_dialogues
from fardplan.indicators.queries import published
from fardplan.ledger.queries import public_decisions, published_changes
from fardplan.media.queries import notes_out, recordings_out
from fardplan.people.viewer import ViewerRequest
from fardplan.public.absolute import absolute
from fardplan.strategy.queries import contents_of, published_drafts

# The protocol allows 50 000 addresses in a file. Each page stands there once per language.
PAGES_PER_FILE = 20_000


@dataclass(frozen=True)
class KnownPage:
    """A page to be found: its name and arguments, and when it last changed."""

    name: str
    arguments: tuple[str | int, ...] = ()
    changed_at: datetime | None = None

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """(language, full address) in every language."""
        return [(code, absolute(self.name, *self.arguments, language=code)) for code, _name in settings.LANGUAGES]


def known_pages(*, now: datetime) -> Iterator[KnownPage]:
    """Every public page worth finding: the site's own, then each dialogue's, the newest dialogue first."""
    for name in ("start", "accessibility", "privacy", "storage", "rules"):
        yield KnownPage(f"public:{name}")
    for dialogue in published_dialogues().select_related("strategy"):
        yield from _pages_of(dialogue, now=now)


def _pages_of(dialogue: Dialogue, *, now: datetime) -> Iterator[KnownPage]:
    slug = dialogue.slug
    yield KnownPage("public:dialogue", (slug,), dialogue.changed_at)
    for day in dialogue.days.order_by("starts_at", "id"):
        yield KnownPage("public:day", (slug, day.slug), day.changed_at)
    # One page holds all of a day's recordings.
    recorded = {recording.day.slug: recording.published_at for recording in recordings_out(dialogue, now=now)}
    for day_slug, published_at in recorded.items():
        yield KnownPage("public:recording", (slug, day_slug), published_at)
    for note in notes_out(dialogue, now=now):
        yield KnownPage("public:graphic-note", (slug, note.day.slug, note.pk), note.published_at)
    yield KnownPage("public:contributions", (slug,))
    yield KnownPage("public:register", (slug,))
    yield KnownPage("public:progress", (slug,))
    indicators = list(published(dialogue, now=now).defer("content", "table__content"))
    if indicators:
        yield KnownPage("public:state", (slug,), max(each.published_at or now for each in indicators))
    for indicator in indicators:
        yield KnownPage("public:indicator", (slug, indicator.slug), indicator.published_at)
    yield from _pages_of_strategy(dialogue, now=now)
    for contribution in public_contributions(dialogue, now=now):
        yield KnownPage("public:contribution", (slug, contribution.label), contribution.published_at)


def _pages_of_strategy(dialogue: Dialogue, *, now: datetime) -> Iterator[KnownPage]:
    """The overview, every draft, and the passages of the latest one."""
    if dialogue.strategy is None:
        return
    drafts = list(published_drafts(dialogue.strategy, now=now))
    yield KnownPage("public:strategy", (dialogue.slug,), drafts[0].published_at if drafts else None)
    yield from _pages_of_changes(dialogue, now=now)
    for draft in drafts:
        yield KnownPage("public:draft", (dialogue.slug, draft.number), draft.published_at)
    if drafts:
        for passage in contents_of(drafts[0]).passages:
            arguments = (dialogue.slug, drafts[0].number, passage.key)
            yield KnownPage("public:passage", arguments, drafts[0].published_at)


def _pages_of_changes(dialogue: Dialogue, *, now: datetime) -> Iterator[KnownPage]:
    """What changed and what was decided, once there is anything to read of it."""
    changes = list(published_changes(dialogue.strategy_id, now=now))
    if changes:
        yield KnownPage("public:changes", (dialogue.slug,), changes[0].draft.published_at)
    for change in changes:
        yield KnownPage("public:change", (dialogue.slug, change.label), change.draft.published_at)
    decisions = list(public_decisions(dialogue, now=now))
    if decisions:
        yield KnownPage("public:decisions", (dialogue.slug,))
    for decision in decisions:
        yield KnownPage("public:decision", (dialogue.slug, decision.pk))


@require_safe
def sitemap(request: ViewerRequest) -> HttpResponse:
    """All pages in one file, or a list of files when they are very many (?del=1, 2 …)."""
    pages = list(known_pages(now=request.now))
    parts = [pages[start : start + PAGES_PER_FILE] for start in range(0, len(pages), PAGES_PER_FILE)]
    asked = request.GET.get("del", "")
    if not asked and len(parts) > 1:
        return _xml(request, "public/sitemap_index.xml", {"parts": range(1, len(parts) + 1)})
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    if not 1 <= number <= len(parts):
        raise NotFound("")
    return _xml(request, "public/sitemap.xml", {"pages": parts[number - 1]})


def _xml(request: ViewerRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")


@require_safe
def robots(_request: ViewerRequest) -> HttpResponse:
    """The desk, personal links and the example's own tools are nothing to search for."""
    closed = ("skrivbord", "konto", "anmalan", "kvitto", "exempel")
    prefixes = ["/", *(f"/{code}/" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    lines = ["User-agent: *", *(f"Disallow: {prefix}{first}/" for prefix in prefixes for first in closed)]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


addresses = [
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
