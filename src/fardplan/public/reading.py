"""What the pages about the strategy share: who may read which drafts, and how a long text is read part by part."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.contributions.tallies import is_live, stamp_of
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import access_dialogue
from fardplan.dialogue.rules import may_see_desk, takes_contributions
from fardplan.indicators.queries import how_many_published
from fardplan.people.viewer import ViewerRequest
from fardplan.strategy import queries
from fardplan.strategy.models import Draft, Strategy
from fardplan.strategy.queries import Body, Contents, SectionText
from fardplan.surveys.queries.published import survey_with_results

# A draft with more passages than this is read one part at a time, and no part that can be divided holds more.
LONG_DRAFT = 60
KEPT = 300  # seconds
LONGEST_KEPT = 200  # characters of a filter: nobody fills the memory with filters of their own making


def open_strategy(request: ViewerRequest, slug: str) -> tuple[Dialogue, Strategy, list[Draft]]:
    """The dialogue, its strategy and the drafts this viewer may read."""
    counting = {
        "indicators_shown": how_many_published(now=request.now),
        "survey_with_results": survey_with_results(now=request.now),
    }
    dialogue = access_dialogue(request.viewer, slug, counting=counting)
    if dialogue.strategy is None:
        raise NotFound(_("Den här dialogen har ingen strategi att läsa ännu."))
    drafts = queries.readable_drafts(
        dialogue.strategy, now=request.now, also_unpublished=may_see_desk(request.viewer.official, dialogue)
    )
    return dialogue, dialogue.strategy, drafts


def common_context(request: ViewerRequest, dialogue: Dialogue, drafts: list[Draft]) -> dict[str, Any]:
    """What every page about the strategy needs. `contribute_address` is empty when nothing can be sent in."""
    is_open = takes_contributions(dialogue, now=request.now)
    return {
        "dialogue": dialogue,
        "here": "strategy",
        "drafts": drafts,
        "contribute_address": reverse("public:contribute", args=[dialogue.slug]) if is_open else "",
    }


def kept(name: str, render: Callable[[], SafeString], *parts: object, dialogue: Dialogue, now: datetime) -> SafeString:
    """A part of a page as HTML, rendered again when what officials and contributors have done may have changed it, and
    every five minutes. One query; what a page at another time than the clock's shows is never kept."""
    if not is_live(now=now):
        return render()
    day = timezone.localtime(now).date()  # a decision has a date, and no time
    about = "|".join(str(part) for part in (name, get_language(), day, stamp_of(dialogue, now=now), *parts))
    key = f"{name}:{hashlib.sha256(about.encode()).hexdigest()}"
    found: SafeString | None = cache.get(key)
    if found is None:
        found = render()
        cache.set(key, found, KEPT)
    return found


def kept_answer(
    name: str, render: Callable[[], SafeString], *parts: object, dialogue: Dialogue, request: ViewerRequest
) -> SafeString:
    """The same for what a page shows of a list: kept for each address with its filter and page. It must be the same for
    every visitor; what belongs to one (forms that are sent, messages, who is signed in) stands outside it."""
    asked = request.META.get("QUERY_STRING", "")
    if len(asked) > LONGEST_KEPT:
        return render()
    return kept(name, render, request.path, asked, *parts, dialogue=dialogue, now=request.now)


@dataclass(frozen=True)
class Part:
    """So much of a draft as is read on one page: a section with what stands in it, or only its own passages when the
    sections inside it are parts of their own."""

    section: SectionText
    is_whole: bool

    @property
    def shown(self) -> tuple[SectionText, ...]:
        """The sections whose passages stand on the page, as on a page whose h1 is the part's."""
        lifted = self.section.lifted(self.section.level)
        return tuple(lifted.with_children) if self.is_whole else (lifted,)


@lru_cache(maxsize=64)
def parts_of(body: Body) -> tuple[Part, ...]:
    """The pages of a draft in reading order: its outermost sections, divided further where they are long."""
    return tuple(_parts(body.sections))


def _parts(sections: Sequence[SectionText]) -> Iterator[Part]:
    for section in sections:
        pieces = len(section.children) + bool(section.passages)
        if pieces > 1 and _is_long(section):
            yield Part(section, is_whole=False)
            yield from _parts(section.children)
        else:
            yield Part(section, is_whole=True)


def _is_long(section: SectionText) -> bool:
    return sum(1 for _each in section.all_passages) > LONG_DRAFT


@dataclass(frozen=True)
class Progress:
    """Where in the draft somebody reads: part `number` of `of`, with what comes before and after."""

    part: Part
    number: int
    of: int
    before: SectionText | None
    after: SectionText | None


def progress_at(contents: Contents, section: SectionText) -> Progress:
    """The part a section is, or stands in."""
    parts = parts_of(contents.body)
    way = {each.key for each in (*contents.body.ways_to_sections[section.key], section)}
    at = max(place for place, part in enumerate(parts) if part.section.key in way)
    return Progress(
        part=parts[at],
        number=at + 1,
        of=len(parts),
        before=parts[at - 1].section if at else None,
        after=parts[at + 1].section if at + 1 < len(parts) else None,
    )
