"""A film on a page: our own, or one elsewhere that is shown only when the visitor has asked for it.

"Visa här" is a link to the same page with ?visa=…; only that view of the page lets the one source it needs in.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.fields.files import ImageFieldFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fardplan.media.models import Broadcast, Recording
from fardplan.media.sources import Source, source_at, source_of


@dataclass(frozen=True)
class FilmElsewhere:
    """`name` is the word in ?visa= that asks for it; `is_shown` says that it has been asked for. `also` are the other
    films that have been asked for on the same page: both the one who speaks and the one who signs can be seen."""

    name: str
    title: str
    source: Source
    poster: ImageFieldFile | None
    is_shown: bool
    also: tuple[str, ...] = ()


BROADCAST, SIGNED = "sandning", "tecken"


def film_elsewhere(request: HttpRequest, thing: Broadcast | Recording, *, name: str, title: str) -> FilmElsewhere:
    return _film(request, source_of(thing), thing.poster, name=name, title=title)


def signed_film(request: HttpRequest, broadcast: Broadcast) -> FilmElsewhere | None:
    """The broadcast in sign language, when it can be seen beside the other; otherwise a link is enough."""
    source = source_at(broadcast.sign_language_address) if broadcast.sign_language_address else None
    if source is None or not source.can_be_shown_here:
        return None
    return _film(request, source, None, name=SIGNED, title=str(_("Sändningen på teckenspråk")))


def _film(
    request: HttpRequest, source: Source, poster: ImageFieldFile | None, *, name: str, title: str
) -> FilmElsewhere:
    asked = request.GET.getlist("visa")
    also = tuple(each for each in (BROADCAST, SIGNED) if each in asked and each != name)
    return FilmElsewhere(name, title, source, poster, name in asked and source.can_be_shown_here, also)


def let_in(response: HttpResponse, *films: FilmElsewhere | None) -> HttpResponse:
    """Widen the content security policy of this one answer to the sources of the films it shows, if it shows any."""
    shown = [film for film in films if film is not None and film.is_shown]
    policy: dict[str, list[str]] = {}
    for film in shown:
        for directive, sources in film.source.policy.items():
            policy[directive] = list(dict.fromkeys([*policy.get(directive, []), *sources]))
    if shown:
        response._csp_update = policy  # type: ignore[attr-defined]  # what django-csp's decorator sets
        response["Cache-Control"] = "private, no-cache"
    return response
