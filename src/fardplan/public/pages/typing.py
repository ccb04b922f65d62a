"""The page a hired interpreter types captions on. The address is the key; there is no account.

With JavaScript each word goes out as it is typed (`typing.js`, through `captions_intake`); without it, line by line.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fardplan.base import clock, hub, ids, limits
from fardplan.base.forms import Line
from fardplan.base.origin import without_cookie
from fardplan.base.text import whole_number
from fardplan.live.actions.captions import NewLine, seen_typing, take_lines
from fardplan.live.choices import CaptionLanguage
from fardplan.live.models import CaptionLine, Stage
from fardplan.live.models.captions import LONGEST_LINE
from fardplan.live.queries.captions import (
    growing_lines,
    lines_of_typist,
    newest_lines,
    typists_of,
)
from fardplan.live.rules import DOORS_OPEN, takes_captions
from fardplan.live.topics import captions_topic, stage_topic, typing_topic
from fardplan.people.viewer import ViewerRequest
from fardplan.public.captions_intake import RATE, stage_with

LINES = 12


class LineForm(forms.Form):
    """One line, typed without JavaScript. `key` and `version` come from the page."""

    text = Line(label=gettext_lazy("Skriv här"), max_length=LONGEST_LINE, required=False)
    key = forms.RegexField(r"^[A-Za-z0-9_-]{8,40}$")
    version = forms.IntegerField(min_value=1, max_value=1000)
    jag = forms.RegexField(r"^[A-Za-z0-9_-]{8,22}$")
    namn = Line(max_length=40, required=False)
    sprak = forms.ChoiceField(choices=CaptionLanguage.choices)


@without_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def typing_page(request: ViewerRequest, key: str) -> HttpResponse:
    stage = stage_with(key, request=request)
    if request.method == "POST":
        return _take(request, stage)
    return render(request, "public/live/typing.html", _context(request, stage))


def _take(request: ViewerRequest, stage: Stage) -> HttpResponse:
    form = LineForm(request.POST)
    if not form.is_valid():
        context = _context(request, stage) | {"form": form, "text": request.POST.get("text", "")}
        return render(request, "public/live/typing.html", context, status=422)
    said = form.cleaned_data
    limits.allow_by("captions", key=stage.caption_key, rate=RATE)
    line = NewLine(text=said["text"], language=said["sprak"], key=said["key"], version=said["version"])
    take_lines(stage=stage, lines=[line], now=request.now, typist=said["jag"])
    seen_typing(
        stage=stage, key=said["jag"], name=said["namn"], language=said["sprak"], types=True, real_now=clock.now()
    )
    words = {"jag": said["jag"], "sprak": said["sprak"]} | ({"namn": said["namn"]} if said["namn"] else {})
    return HttpResponseRedirect(f"{reverse('public:typing', args=[stage.caption_key])}?{urlencode(words)}#skriv")


def _context(request: ViewerRequest, stage: Stage) -> dict[str, Any]:
    since = hub.newest_id()
    me = request.GET.get("jag", "")[:22]
    mine = lines_of_typist(stage, me) if me else []
    corrected = next((line for line in mine if line.pk == whole_number(request.GET.get("ratta"))), None)
    language = request.GET.get("sprak", "")
    return {
        "stage": stage,
        "day": stage.day,
        "me": me or ids.secret_key(),
        "name": request.GET.get("namn", "")[:40],
        "language": language if language in CaptionLanguage.values else stage.day.dialogue.language,
        "languages": CaptionLanguage.choices,
        "lines": newest_lines(stage, [], most=LINES),
        "mine": {line.pk for line in mine},
        "growing": growing_lines(stage.pk, real_now=clock.now()),
        "typists": typists_of(stage.pk, real_now=clock.now()),
        "takes": takes_captions(stage, now=request.now),
        "opens_at": stage.day.starts_at - DOORS_OPEN,
        "longest": LONGEST_LINE,
        "topics": {"captions": captions_topic(stage), "typing": typing_topic(stage), "stage": stage_topic(stage)},
        "ticket": hub.ticket([captions_topic(stage), typing_topic(stage), stage_topic(stage)]),
        "since": since,
        "words": _words(),
        "public_address": reverse("public:live-captions", args=[stage.day.dialogue.slug, stage.day.slug]),
    } | _line(corrected)


def _line(corrected: CaptionLine | None) -> dict[str, Any]:
    """What the form holds: a new line, or one that is written anew."""
    if corrected is None:
        return {"line_key": ids.secret_key(), "version": 1, "text": "", "corrected": None}
    version = corrected.version + 1
    return {"line_key": corrected.sending_key, "version": version, "text": corrected.text, "corrected": corrected}


def _words() -> dict[str, str]:
    """What the script says."""
    return {
        "sent": _("Allt du har skrivit har kommit fram."),
        "waiting": _("Ingen förbindelse. Skriv vidare: allt sparas här och skickas när den är tillbaka."),
        "one": _("En rad väntar."),
        "several": _("%(number)s rader väntar."),
        "closed": _("Texten tas inte emot just nu. Det du skriver sparas här."),
        "gone": _(
            "Adressen gäller inte längre. Be den som ordnar sändningen om en ny. Det du har skrivit finns kvar här."
        ),
        "refused": _("Raden togs inte emot: %(reason)s"),
        "correcting": _("Du rättar en rad. Enter sparar, Esc avbryter. Töm fältet för att ta bort raden."),
        "other": _("Någon annan skriver mitt i en rad just nu. Din rad visas när den är klar."),
        "you": _("du"),
        "nameless": _("skrivtolk"),
        "types": _("skriver sedan kl. %(time)s, %(minutes)s min"),
        "change": _("dags att byta?"),
        "alone": _("Bara du är här."),
    }


addresses = [path("text/<str:key>/", typing_page, name="typing")]
