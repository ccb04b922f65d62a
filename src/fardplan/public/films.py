"""A film on a page: our own, or one elsewhere that is shown only when the visitor has asked for it.

"Visa här" is a link to the same page with ?visa=…; only that view of the page lets the one source it needs in.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.fields.files import ImageFieldFile
from django.http import HttpRequest, HttpResponse

from fardplan.media.models import Broadcast, Recording
from fardplan.media.sources import Source, source_of


@dataclass(frozen=True)
class FilmElsewhere:
    """`name` is the word in ?visa= that asks for it; `is_shown` says that it has been asked for."""

    name: str
    title: str
    source: Source
    poster: ImageFieldFile
    is_shown: bool


def film_elsewhere(request: HttpRequest, thing: Broadcast | Recording, *, name: str, title: str) -> FilmElsewhere:
    source = source_of(thing)
    is_asked_for = request.GET.get("visa") == name and source.can_be_shown_here
    return FilmElsewhere(name, title, source, thing.poster, is_asked_for)


def let_in(response: HttpResponse, film: FilmElsewhere | None) -> HttpResponse:
    """Widen the content security policy of this one answer to the source of the film it shows, if it shows one."""
    if film is not None and film.is_shown:
        response._csp_update = film.source.policy  # type: ignore[attr-defined]  # what django-csp's decorator sets
        response["Cache-Control"] = "private, no-cache"
    return response
