"""Old addresses lead on: a page that is missing is looked for where its dialogue or day stands now (L-33)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from fardplan.dialogue.models import RESERVED_SLUGS, Day, Dialogue
from fardplan.dialogue.queries import day_at, dialogue_at, published_dialogues
from fardplan.dialogue.rules import may_see
from fardplan.people.viewer import Viewer, ViewerRequest

MOVED_FOR_GOOD, MOVED_FOR_GOOD_WITH_ITS_FORM = 301, 308
DAYS = "dagar"  # the segment before a day's own


class FormerAddresses:
    """Answers a missing page with where it is now; an error page can ask for `request.similar_pages`."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast(ViewerRequest, request)
        request.similar_pages = SimpleLazyObject(lambda: similar_pages(asked))  # type: ignore[attr-defined]
        response = self.answer(request)
        if response.status_code != 404:
            return response
        now_at = address_now(request.path_info, viewer=asked.viewer)
        if now_at is None:
            return response
        if query := request.META.get("QUERY_STRING", ""):
            now_at = f"{now_at}?{query}"
        safe = request.method in {"GET", "HEAD"}
        return HttpResponse(
            status=MOVED_FOR_GOOD if safe else MOVED_FOR_GOOD_WITH_ITS_FORM,
            headers={"Location": now_at, "Cache-Control": "no-cache"},
        )


def _segments(path: str) -> tuple[str, list[str]]:
    """The language prefix ("/" or "/en/") and the segments after it; a final slash is an empty last segment."""
    first, *rest = path.removeprefix("/").split("/")
    other_languages = {code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
    return (f"/{first}/", rest or [""]) if first in other_languages else ("/", [first, *rest])


def address_now(path: str, *, viewer: Viewer) -> str | None:
    """Where the page of a former address is now, everything after the changed part kept; None when it never moved."""
    prefix, segments = _segments(path)
    dialogue = dialogue_at(segments[0])
    if dialogue is None or not may_see(viewer, dialogue):
        return None
    moved = [dialogue.slug, *segments[1:]]
    if len(segments) > 2 and segments[1] == DAYS and (day := day_at(dialogue, segments[2])):
        moved[2] = day.slug
    return None if moved == segments else prefix + "/".join(moved)


@dataclass(frozen=True)
class SimilarPage:
    """A page the visitor may have looked for."""

    title: str
    address: str
    language: str


def similar_pages(request: ViewerRequest, *, at_most: int = 5) -> list[SimilarPage]:
    """What resembles the address asked for: the dialogue and its nearest days, or the nearest dialogues.

    Nothing for what is no dialogue's: the desk, personal links.
    """
    _, segments = _segments(request.path_info)
    if segments[0] in RESERVED_SLUGS:
        return []
    dialogue = dialogue_at(segments[0])
    if dialogue is not None and may_see(request.viewer, dialogue):
        days = {day.slug: day for day in dialogue.days.all()}
        nearest = get_close_matches("/".join(segments[1:]), days, n=at_most - 1, cutoff=0.4) or list(days)
        return [_dialogue_page(dialogue), *(_day_page(dialogue, days[slug]) for slug in nearest[: at_most - 1])]
    dialogues = {dialogue.slug: dialogue for dialogue in published_dialogues()[:50]}
    nearest = get_close_matches(segments[0].lower(), dialogues, n=at_most, cutoff=0.4) or list(dialogues)
    return [_dialogue_page(dialogues[slug]) for slug in nearest[:at_most]]


def _dialogue_page(dialogue: Dialogue) -> SimilarPage:
    address = reverse("public:dialogue", args=[dialogue.slug])
    return SimilarPage(title=dialogue.title, address=address, language=dialogue.language)


def _day_page(dialogue: Dialogue, day: Day) -> SimilarPage:
    address = reverse("public:day", args=[dialogue.slug, day.slug])
    return SimilarPage(title=str(day), address=address, language=dialogue.language)
