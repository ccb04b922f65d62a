"""The browser's key when something is counted once for each: looking sets no cookie, the first act does.

The first act of a browser is answered by the cookie and by asking for the same form once more (307, which browsers and
`fetch` follow by themselves). Whoever comes back without it does not take cookies.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from fardplan.base import limits
from fardplan.live import pace
from fardplan.live.participant import participant
from fardplan.people.viewer import ViewerRequest

TRIED = "kaka"  # in the address of a form that has been sent once already


def has_been_tried(request: ViewerRequest) -> bool:
    """Whether the browser was given its key and came back without it."""
    return TRIED in request.GET


def with_key(request: ViewerRequest) -> HttpResponse:
    """The key, and the same form once more with it."""
    limits.allow("live-new", request=request, rate=pace.NEW_BROWSERS)
    words = request.GET.copy()
    words[TRIED] = "1"
    answer = HttpResponseRedirect(f"{request.path}?{words.urlencode()}")
    answer.status_code = 307
    participant(request).remember(answer)
    return answer
