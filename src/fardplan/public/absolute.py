"""Addresses with scheme and host, for what is read elsewhere than on our pages: feeds, calendars, posters, mail."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from fardplan.dialogue.models import Day, Dialogue


def absolute(name: str, *arguments: str | int, language: str | None = None) -> str:
    """The full address of a page, in the language given or the one in use."""
    with translation.override(language or translation.get_language()):
        return settings.BASE_URL + reverse(name, args=arguments)


def dialogue_address(dialogue: Dialogue) -> str:
    """The dialogue's page in the language its content is written in."""
    return absolute("public:dialogue", dialogue.slug, language=dialogue.language)


def day_address(day: Day) -> str:
    """The day's page in the language its content is written in. `day.dialogue` must be loaded."""
    return absolute("public:day", day.dialogue.slug, day.slug, language=day.dialogue.language)


def draft_address(dialogue: Dialogue, number: str) -> str:
    """Where a draft is read, in the language the dialogue's content is written in."""
    return absolute("public:draft", dialogue.slug, number, language=dialogue.language)


def short_address(code: str) -> str:
    """What stands on a poster."""
    return absolute("short-link", code)


def lasting_id(*words: str | int) -> str:
    """A tag URI (RFC 4151) that stays the same though addresses change: tag:dialog.example.se,2026:dialog/1."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"tag:{host},2026:{'/'.join(map(str, words))}"
