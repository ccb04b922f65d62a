"""Pages that ten thousand open in the same minute: one rendering answers everybody for a second."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from fardplan.people.viewer import ViewerRequest

SECONDS = 1
# Queries that say nothing of what the address is about. With any other nothing is kept and nobody waits: addresses of
# people's own making neither fill the memory nor hold others up.
_SAME = {"", "kaka=1"}
_making = [Lock() for _ in range(32)]  # by address, so that a page that takes long holds up those who want the same
_making_shared = [Lock() for _ in range(32)]  # apart from them: parts are made while a page is
Found = TypeVar("Found")


def kept_for_a_second(request: HttpRequest, render: Callable[[], HttpResponse]) -> HttpResponse:
    """The page as it was made for somebody else less than a second ago, when this browser has nothing of its own.

    Whoever brings a cookie (has voted, asked, is signed in, has moved the example's clock) gets a page of their own.
    A page that is not 200 or that wants to set a cookie is given to the one who asked and not kept.
    """
    address = request.get_full_path()
    if request.COOKIES or request.method not in {"GET", "HEAD"} or not _is_kept(request):
        return render()
    key = f"page:{request.get_host()}:{address}"
    if (found := _kept(key)) is not None:
        return found
    with _lock(_making, key):  # the others wait for the one who makes it
        if (found := _kept(key)) is not None:
            return found
        made = render()
        sets_a_cookie = bool(made.cookies) or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        if made.status_code == 200 and not sets_a_cookie:
            policy = getattr(made, "_csp_update", None)
            cache.set(key, (made.content, dict(made.headers), policy), SECONDS)
        return made


def found_for_a_second(request: ViewerRequest, find: Callable[[], Found], *, about: str = "") -> Found:
    """What an address is about, as it was found for somebody else less than a second ago: for forms that thousands
    send at the same moment. Only for those who are not signed in, who all may see the same; not for rehearsals.
    Addresses that are about the same say what it is: `about`.

    What is decided on is read again in the action; this only finds it.
    """
    if request.viewer.official is not None or not _is_kept(request):
        return find()
    return _shared(f"found:{about or request.path}", find)


def kept_part(
    request: ViewerRequest, name: str, render: Callable[[], SafeString], *, is_everywhere: bool = False
) -> SafeString:
    """A part of a page that is the same for everybody who may see the page, as it was made less than a second ago.
    `is_everywhere`: the same on all pages in a language."""
    if request.time_is_moved or not _is_kept(request):
        return render()
    return _shared(_part_key(name, get_language() or "" if is_everywhere else request.path), render)


def forget_part(name: str, path: str) -> None:
    """Somebody has just changed it and is led back to that page: they are to see what they did."""
    cache.delete(_part_key(name, path))


def _part_key(name: str, path: str) -> str:
    return f"part:{name}:{path}"


def _is_kept(request: HttpRequest) -> bool:
    return request.META.get("QUERY_STRING", "") in _SAME


def _lock(locks: list[Lock], key: str) -> Lock:
    return locks[hash(key) % len(locks)]


def _shared(key: str, make: Callable[[], Found]) -> Found:
    """What somebody else made less than a second ago, or is making now."""
    found: Found | None = cache.get(key)
    if found is None:
        with _lock(_making_shared, key):
            found = cache.get(key)
            if found is None:
                found = make()
                cache.set(key, found, SECONDS)
    return found


def _kept(key: str) -> HttpResponse | None:
    found = cache.get(key)
    if found is None:
        return None
    content, headers, policy = found
    answer = HttpResponse(content, headers=headers)
    if policy is not None:
        answer._csp_update = policy  # type: ignore[attr-defined] # what django-csp's decorator sets
    return answer
