"""Did the page help? Two buttons under every page, then a place for words. No cookie, no script, nobody's name."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, path, resolve, reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fardplan.base import clock, limits
from fardplan.base.errors import Invalid
from fardplan.base.middleware import language_of
from fardplan.base.origin import without_cookie
from fardplan.organisation.actions import give_page_feedback, say_what_was_missing
from fardplan.organisation.forms import PageHelpedForm, WhatWasMissingForm
from fardplan.people.viewer import ViewerRequest

RATE = "60/hour"
ANSWER_SALT = "fardplan.page-feedback"
_HOUR = 3600
HIDDEN = "…"


@without_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def page_feedback(request: ViewerRequest) -> HttpResponse:
    if request.method != "POST":
        return _thanks(request, answer=request.GET.get("svar", ""))
    limits.allow("page-feedback", request=request, rate=RATE)
    return _take_words(request) if "answer" in request.POST else _take_answer(request)


def _take_answer(request: HttpRequest) -> HttpResponse:
    form = PageHelpedForm(request.POST)
    page = page_without_secrets(form.cleaned_data["path"]) if form.is_valid() else None
    if page is None:
        raise Invalid(_("Svaret kunde inte sparas."), what_next=_("Gå tillbaka till sidan och svara en gång till."))
    helped = form.cleaned_data["helped"] == "yes"
    # Real time, also in the example: it is not part of any story, and it is erased by the real clock.
    given = give_page_feedback(path=page, helped=helped, now=clock.now())
    return _see(signing.dumps({"id": given.pk, "helped": helped}, salt=ANSWER_SALT))


def _take_words(request: ViewerRequest) -> HttpResponse:
    answer = _read(request.POST["answer"])
    form = WhatWasMissingForm(request.POST)
    if answer is None:
        raise Invalid(_("Det har gått för lång tid sedan du svarade."), what_next=_("Gå till sidan och svara igen."))
    if not form.is_valid():
        return _thanks(request, answer=request.POST["answer"], form=form)
    if form.cleaned_data["text"]:
        say_what_was_missing(feedback_id=answer["id"], text=form.cleaned_data["text"])
    return _see("")


def _see(answer: str) -> HttpResponse:
    query = f"?{urlencode({'svar': answer})}" if answer else ""
    response = redirect(f"{reverse('public:page-feedback')}{query}")
    response.status_code = 303
    return response


def _thanks(request: ViewerRequest, *, answer: str, form: WhatWasMissingForm | None = None) -> HttpResponse:
    given = _read(answer)
    context = {"answer": answer if given else "", "helped": given["helped"] if given else None}
    status = 422 if form else 200
    return render(request, "public/page_feedback.html", context | {"form": form or WhatWasMissingForm()}, status=status)


def _read(answer: str) -> dict[str, int] | None:
    try:
        found: dict[str, int] = signing.loads(answer, salt=ANSWER_SALT, max_age=_HOUR)
    except signing.BadSignature:
        return None
    return found


def page_without_secrets(page: str) -> str | None:
    """The path of one of our pages, the key of a personal link left out; None for anything else."""
    page = page.partition("?")[0].partition("#")[0]
    try:
        with translation.override(language_of(page)):
            match = resolve(page)
    except Resolver404:
        return None
    key = match.kwargs.get("key")
    return page.replace(str(key), HIDDEN) if key else page


addresses = [path("sidaterkoppling/", page_feedback, name="page-feedback")]
