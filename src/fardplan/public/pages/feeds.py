"""To follow a dialogue from elsewhere: its days in a calendar, what is new in a feed reader."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fardplan.base import text
from fardplan.dialogue.queries import access_day, access_dialogue
from fardplan.organisation.queries import our_organisation
from fardplan.people.viewer import ViewerRequest
from fardplan.public.absolute import absolute, day_address, dialogue_address, lasting_id
from fardplan.public.news import news_of
from fardplan.signup.calendar import calendar, day_event


def _feed(
    request: HttpRequest, body: str, *, content_type: str, language: str, changed_at: datetime, file_name: str = ""
) -> HttpResponse:
    """The body, or "not modified" to who has it already. Asked for again every time, mostly answered in one line."""
    answer = HttpResponse(body, content_type=f"{content_type}; charset=utf-8")
    answer.headers["Content-Language"] = language
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Last-Modified"] = http_date(changed_at.timestamp())
    answer.headers["ETag"] = quote_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    if file_name:
        answer.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    changed, etag = int(changed_at.timestamp()), answer.headers["ETag"]
    return get_conditional_response(request, etag=etag, last_modified=changed, response=answer) or answer


@require_safe
def dialogue_calendar(request: ViewerRequest, slug: str) -> HttpResponse:
    """All days of a dialogue, to subscribe to: a day that moves moves in everybody's calendar."""
    dialogue = access_dialogue(request.viewer, slug)
    days = list(dialogue.days.order_by("starts_at", "id"))
    with translation.override(dialogue.language):
        for day in days:
            day.dialogue = dialogue
        body = calendar([day_event(day, address=day_address(day)) for day in days], name=dialogue.title)
    return _feed(
        request,
        body,
        content_type="text/calendar",
        language=dialogue.language,
        changed_at=max([dialogue.changed_at, *(day.changed_at for day in days)]),
        file_name=f"{dialogue.slug}.ics",
    )


@require_safe
def day_calendar(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    """One day, to put in a calendar."""
    dialogue = access_dialogue(request.viewer, slug)
    this = access_day(dialogue, day)
    with translation.override(dialogue.language):
        body = calendar([day_event(this, address=day_address(this))])
    return _feed(
        request,
        body,
        content_type="text/calendar",
        language=dialogue.language,
        changed_at=max(dialogue.changed_at, this.changed_at),
        file_name=f"{dialogue.slug}-{this.slug}.ics",
    )


@require_safe
def dialogue_news(request: ViewerRequest, slug: str) -> HttpResponse:
    """What is new, as Atom (RFC 4287)."""
    dialogue = access_dialogue(request.viewer, slug)
    organisation = our_organisation()
    with translation.override(dialogue.language):
        news = news_of(dialogue, now=request.now)
        feed = Atom1Feed(
            title=text.clean_line(dialogue.title),
            link=dialogue_address(dialogue),
            description="",
            subtitle=_("Det senaste i dialogen"),
            language=dialogue.language,
            author_name=text.clean_line(organisation.name),
            feed_url=absolute("news", dialogue.slug),
            feed_guid=lasting_id("dialog", dialogue.pk, "nytt"),
        )
        for one in news:
            feed.add_item(
                title=text.clean_line(one.title),
                link=one.address,
                # The summary is HTML to a reader, so what somebody wrote is escaped.
                description=_as_html(one.about),
                unique_id=one.id,
                pubdate=one.at,
                updateddate=one.at,
            )
        body = feed.writeString("utf-8")
    return _feed(
        request,
        body,
        content_type="application/atom+xml",
        language=dialogue.language,
        changed_at=max([dialogue.published_at or dialogue.changed_at, *(one.at for one in news)]),
    )


def _as_html(words: str) -> str:
    return text.clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


addresses = [
    path("<slug:slug>/kalender.ics", dialogue_calendar, name="calendar"),
    path("<slug:slug>/dagar/<slug:day>/dag.ics", day_calendar, name="day-calendar"),
    path("<slug:slug>/nytt.atom", dialogue_news, name="news"),
]
