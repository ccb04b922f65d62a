"""What is new in a dialogue, for those who follow it with a feed reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from fardplan.base import text
from fardplan.base.templatetags.fardplan import date_time, long_date, times
from fardplan.dialogue.models import Day, DayStatus, Dialogue
from fardplan.media.queries import notes_out, recordings_out
from fardplan.public.absolute import absolute, day_address, dialogue_address, lasting_id
from fardplan.strategy.queries import published_drafts


@dataclass(frozen=True)
class News:
    """One thing that has happened. `id` stays the same though the text or the address changes."""

    id: str
    title: str
    about: str
    address: str
    at: datetime


def news_of(dialogue: Dialogue, *, now: datetime, at_most: int = 50) -> list[News]:
    """What has happened up to now, the latest first. Five queries, however much there is."""
    found = [
        *_of_the_dialogue(dialogue),
        *_of_drafts(dialogue, now=now),
        *_of_changed_days(dialogue),
        *_of_what_is_kept(dialogue, now=now),
        *_of_documents(dialogue),
    ]
    past = [news for news in found if news.at <= now]
    return sorted(past, key=lambda news: (news.at, news.id), reverse=True)[:at_most]


def _of_the_dialogue(dialogue: Dialogue) -> Iterator[News]:
    address = dialogue_address(dialogue)
    opens, closes = dialogue.contributions_open_at, dialogue.contributions_close_at
    if dialogue.published_at is not None:
        yield News(
            id=lasting_id("dialog", dialogue.pk, "publicerad"),
            title=_("Dialogen har börjat: %(title)s") % {"title": dialogue.title},
            about=text.first_words(dialogue.lead or dialogue.theme, 300),
            address=address,
            at=dialogue.published_at,
        )
    if opens is not None:
        until = _("Synpunkter tas emot till och med %(date)s.") % {"date": date_time(closes)} if closes else ""
        yield News(
            id=lasting_id("dialog", dialogue.pk, "oppnad"),
            title=_("Nu kan du lämna synpunkter"),
            about=until,
            address=address,
            at=opens,
        )
    if closes is not None:
        due = dialogue.replies_due_on
        yield News(
            id=lasting_id("dialog", dialogue.pk, "stangd"),
            title=_("Tiden för synpunkter har gått ut"),
            about=_("Svaren kommer senast %(date)s.") % {"date": long_date(due)} if due else "",
            address=address,
            at=closes,
        )


def _of_drafts(dialogue: Dialogue, *, now: datetime) -> Iterator[News]:
    if dialogue.strategy is None:
        return
    for draft in published_drafts(dialogue.strategy, now=now):
        if draft.published_at is not None:
            yield News(
                id=lasting_id("utkast", draft.pk),
                title=_("Nytt utkast att läsa och svara på: %(number)s") % {"number": draft.number},
                about=text.first_words(draft.note or draft.title, 300),
                address=absolute("public:draft", dialogue.slug, draft.number, language=dialogue.language),
                at=draft.published_at,
            )


def _of_changed_days(dialogue: Dialogue) -> Iterator[News]:
    for day in dialogue.days.exclude(status=DayStatus.PLANNED):
        if day.status == DayStatus.CANCELLED:
            title = _("%(day)s är inställd") % {"day": day.title}
        else:
            title = _("%(day)s är flyttad") % {"day": day.title}
        new_time = f"{long_date(day.starts_at)} {times(day.starts_at, day.ends_at)}."
        yield News(
            # A day that is moved twice is news twice.
            id=lasting_id("dag", day.pk, day.status, f"{day.starts_at:%Y%m%dT%H%M}"),
            title=title,
            about=" ".join(filter(None, [new_time if day.status == DayStatus.MOVED else "", day.status_note])),
            address=_day_address(day, dialogue),
            at=day.status_changed_at or day.changed_at,
        )


def _of_what_is_kept(dialogue: Dialogue, *, now: datetime) -> Iterator[News]:
    for recording in recordings_out(dialogue, now=now):
        if recording.published_at is not None:
            yield News(
                id=lasting_id("inspelning", recording.pk),
                title=_("Se sändningen igen: %(day)s") % {"day": recording.day.title},
                about=recording.title,
                address=absolute("public:recording", dialogue.slug, recording.day.slug, language=dialogue.language),
                at=recording.published_at,
            )
    for note in notes_out(dialogue, now=now):
        if note.published_at is not None:
            yield News(
                id=lasting_id("grafisk-anteckning", note.pk),
                title=_("Grafisk anteckning: %(day)s") % {"day": note.day.title},
                about=note.alternative or note.title,
                address=absolute(
                    "public:graphic-note", dialogue.slug, note.day.slug, note.pk, language=dialogue.language
                ),
                at=note.published_at,
            )


def _day_address(day: Day, dialogue: Dialogue) -> str:
    day.dialogue = dialogue
    return day_address(day)


def _of_documents(dialogue: Dialogue) -> Iterator[News]:
    for document in dialogue.documents.exclude(published_at=None):
        if document.published_at is not None:
            yield News(
                id=lasting_id("dokument", document.pk),
                title=_("Nytt dokument: %(title)s") % {"title": document.title},
                about=text.first_words(document.summary, 300),
                address=dialogue_address(dialogue),
                at=document.published_at,
            )
