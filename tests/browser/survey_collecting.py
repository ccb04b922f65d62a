"""What the desk's pages of collections need to be looked at, in the example: one of each kind, a wave, some answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.urls import reverse
from django.utils.timezone import localdate

from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.actions import inviting
from fardplan.surveys.models import BreakOff, Collection, Invitation, Response, Survey, WaveChannel
from tests.browser.desk import dialogue
from tests.browser.surveyed import MOMENT
from tests.surveys.definitions import every_type

SLUG = "insamlad"
LETTER = inviting.Letter(
    subject="Vad tycker du? Svara på {enkät}",
    text="Hej {namn}!\n\nDu är en av dem som har dragits. Svara senast {sista dag}: {länk}\n\n{avsändare}",
)


@cache
def survey() -> Survey:
    """Open since a week, on paper too, with one wave of codes of which some have been used."""
    of, by, now = dialogue(), Official.objects.filter(is_administrator=True)[0], MOMENT
    if found := Survey.objects.filter(dialogue=of, slug=SLUG).first():
        return found
    made = actions.make_survey(dialogue=of, slug=SLUG, name="Insamlad enkät", definition=every_type(), by=by, now=now)
    version = actions.publish_version(survey=made, by=by, now=now)
    times = {"opens_at": now - timedelta(days=7), "closes_at": now + timedelta(days=14)}
    kinds = {
        "open": ("oppen", "Öppna länken"),
        "invited": ("urval", "Slumpvis utvalda"),
        "group": ("skola", "En skola"),
    }
    for kind, (slug, name) in kinds.items():
        fields = {"slug": slug, "name": name, "kind": kind, "code": "skolan24" if kind == "group" else "", **times}
        collection = actions.add_collection(survey=made, fields=fields, by=by, now=now)
        for number in range(12):
            Response.objects.create(
                collection=collection, version=version, day=localdate(now) - timedelta(days=number % 5),
                answers={"kommun": "k1080", "matchar": str(number % 5 + 1)} if number % 3 else {"kommun": "k1081"},
                source="paper" if number % 4 == 0 else "web", flags=["too_fast"] if number == 1 else [],
            )  # fmt: skip
        BreakOff.objects.create(collection=collection, page=2, number=3)
    sample = Collection.objects.get(survey=made, kind="invited")
    wave = inviting.make_wave(
        collection=sample, name="Första utskicket", channel=WaveChannel.POST, to=40, letter=LETTER, by=by, now=now
    )
    Invitation.objects.filter(wave=wave, number__lte=12).update(is_used=True)
    Invitation.objects.filter(wave=wave, number=13).update(ineligible_because="moved")
    inviting.send_wave(wave=wave, by=by, now=now)
    return made


def page(url_name: str, *more: str | int, query: str = "") -> Callable[[], str]:
    return lambda: reverse(url_name, args=[dialogue().slug, survey().slug, *more]) + query


PAGES: list[tuple[str, str, tuple[str | int, ...]]] = [
    ("survey-collections", "", ()),
    ("survey-planning", "", ()),
    *(("new-survey-collection", kind, (kind,)) for kind in ("open", "invited", "group")),
    ("survey-collection", "open", ("oppen",)),
    ("survey-collection", "invited", ("urval",)),
    ("edit-survey-collection", "", ("urval",)),
    ("survey-times", "", ("oppen",)),
    ("survey-poster", "", ("skola",)),
    ("survey-flagged", "", ("oppen",)),
    ("survey-waves", "", ("urval",)),
    ("survey-paper", "", ("urval",)),
    ("survey-register", "", ("urval",)),
    *(("new-survey-wave", way, ("urval", way)) for way in ("email", "post", "print")),
    ("survey-wave", "", ("urval", 1)),
    ("survey-letter", "", ("urval", 1)),
    ("survey-sheets", "", ("urval", 1)),
]
"""The pages by name and state, and what stands in their address after the survey; open as the clock stands."""
