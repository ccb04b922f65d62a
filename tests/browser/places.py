"""Where each page of the list is in a running example: `python -m tests.browser.places` in its environment."""

import json
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

from tools.example_site import ExampleSite


@dataclass(frozen=True)
class Place:
    """Where to find one page: paths in both languages, the cookies to bring, who sees it and what it answers."""

    path: str
    path_in_english: str
    viewer: str
    status: int
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        """For everyone to read: what has a budget."""
        return self.viewer == "visitor" and self.status == 200


def places_of(site: ExampleSite) -> dict[str, Place]:
    """Where every page of the list is in this example, by its name."""
    found = json.loads(site.run("-m", "tests.browser.places"))
    return {name: Place(**place) for name, place in found.items()}


def administrator_cookies() -> dict[str, str]:
    """A signed-in administrator who has just shown their password."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from fardplan.people.models import Official

    official = Official.objects.filter(is_administrator=True).first()
    if official is None:
        official = Official.objects.create_user("ansvarig@example.org", "ett langt losenord", is_administrator=True)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(official.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = official.get_session_auth_hash()
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": official.email, "reauthenticated": True}
    ]
    session.create()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def _clock_cookies(moment: str) -> dict[str, str]:
    """The example's clock at a moment in Swedish time."""
    from django.http import HttpResponse

    from fardplan.base import clock

    response = HttpResponse()
    clock.set_example_time(response, datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Stockholm")))
    return {name: morsel.value for name, morsel in response.cookies.items()}


def _places() -> dict[str, Place]:
    """Call the list, in its order. Makes what is missing in the database."""
    from django.urls import translate_url

    from tests.browser.pages import PAGES

    administrator = administrator_cookies()
    found = {}
    for kind in PAGES:
        path = kind.address()
        cookies = administrator if kind.viewer == "administrator" else {}
        clock = _clock_cookies(kind.moment) if kind.moment else {}
        found[str(kind)] = Place(
            path, translate_url(path, "en"), kind.viewer, kind.status, cookies | clock | kind.cookies()
        )
    return found


if __name__ == "__main__":
    import django

    django.setup()
    json.dump({name: asdict(place) for name, place in _places().items()}, sys.stdout)
