"""What the page checks need of surveys: one with every type of question, begun, sent in, and with codes.

In a dialogue of its own, so that the example's own pages stay as they are.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from fardplan.dialogue.models import Dialogue
from fardplan.public import survey_browser
from fardplan.surveys import actions, codes
from fardplan.surveys.definition import as_data, canonical, hash_of
from fardplan.surveys.models import Collection, Invitation, Survey, SurveyVersion, Wave
from tests.surveys.definitions import every_type

MOMENT = datetime(2020, 11, 24, 8, 0, tzinfo=UTC)
CLOCK = "2020-11-24 09:00"  # the same moment, as the example's clock is set
OPENS, CLOSES = datetime(2020, 11, 23, 7, tzinfo=UTC), datetime(2020, 12, 4, 22, 59, 59, tzinfo=UTC)
SLUG = "provenkat"
FILLED: list[dict[str, Any]] = [
    {"kommun": "k1080", "kon": "_other", "kon__other_text": "icke-binär", "alder": "30-44"},
    {"resor": ["buss", "cykel"], "buss_ofta": 4, "matchar": "4", "delar": {"skola": "3", "vard": "_wont_say"}},
    {
        "viktigast": ["natur", "bostad"], "poang": {"a": 60, "b": 40}, "flyttade": "2001-05-01", "plats": "C2",
        "andra": "Fler bänkar vid vattnet, så att man orkar gå dit.",
    },
]  # fmt: skip


def a_survey() -> Survey:
    """Open from 23 November to 4 December 2020, by the link, in a school and with codes in letters."""
    dialogue, _ = Dialogue.objects.get_or_create(
        slug="provenkat",
        defaults={"title": "Provenkät", "published_at": MOMENT, "contact_email": "dialog@example.org",
                  "contributions_open_at": OPENS, "contributions_close_at": CLOSES},
    )  # fmt: skip
    survey = Survey.objects.filter(dialogue=dialogue, slug=SLUG).first()
    if survey is not None:
        return survey
    asks = every_type()
    survey = Survey.objects.create(
        dialogue=dialogue, slug=SLUG, name="Provenkät", draft=as_data(asks), published_at=OPENS
    )
    SurveyVersion.objects.create(
        survey=survey, number=1, definition=canonical(asks).decode(), sha256=hash_of(asks), published_at=OPENS
    )
    for kind, code in (("open", ""), ("group", "skola9a"), ("invited", "")):
        Collection.objects.create(
            survey=survey, slug=kind, name=f"Insamling {kind}", kind=kind, code=code, opens_at=OPENS, closes_at=CLOSES,
            is_example=True,
        )  # fmt: skip
    return survey


def page(name: str) -> Callable[[], str]:
    """The address of a page that takes the dialogue and the survey."""

    def address() -> str:
        survey = a_survey()
        return reverse(name, args=[survey.dialogue.slug, survey.slug])

    return address


def part(number: int) -> Callable[[], str]:
    def address() -> str:
        survey = a_survey()
        return reverse("public:survey-answer", args=[survey.dialogue.slug, survey.slug, number])

    return address


@cache
def begun(*, pages: int = 3, sent: bool = False) -> str:
    """The code of a response with so many pages answered."""
    collection = a_survey().collections.get(kind="open")
    code = actions.begin(collection=collection, language="sv", now=MOMENT).code
    for number, answers in enumerate(FILLED[:pages], start=1):
        actions.keep_page(code=code, page=number, answers=answers, reached=min(number + 1, 3), now=MOMENT)
    if sent:
        actions.submit(code=code, now=MOMENT)
    return code


def browser(*, pages: int = 3, sent: bool = False) -> Callable[[], dict[str, str]]:
    """The cookie of a browser that has come so far. The response is in Swedish, and stays so on English pages."""

    def cookies() -> dict[str, str]:
        survey = a_survey()
        code = begun(pages=pages, sent=True) if sent else begun(pages=pages)
        answer = HttpResponse()
        survey_browser.remember_code(answer, survey.pk, code)
        name = f"{survey_browser.COOKIE}{survey.pk}"
        return {name: answer.cookies[name].value}

    return cookies


def kiosk() -> str:
    survey = a_survey()
    key = survey.collections.get(kind="open").kiosk_key
    return reverse("public:survey-kiosk", args=[survey.dialogue.slug, survey.slug, key])


def invited(name: str = "public:survey-code", *, answered: bool = False) -> Callable[[], str]:
    """A page behind the code in a letter."""

    def address() -> str:
        collection = a_survey().collections.get(kind="invited")
        wave, _ = Wave.objects.get_or_create(
            collection=collection, number=1, defaults={"name": "Våg 1", "channel": "print", "created_at": MOMENT}
        )
        made = Invitation(wave=wave, number=wave.invitations.count() + 1)
        made.code_hash = codes.finding_hash(codes.invitation_code(made.pk), purpose="invitation")
        made.is_used = answered
        made.save()
        return reverse(name, args=[codes.as_shown(codes.invitation_code(made.pk))])

    return address


def group() -> str:
    a_survey()
    return reverse("public:survey-code", args=["skola9a"])


def resumed() -> str:
    return reverse("public:survey-code", args=[codes.as_shown(begun(pages=1))])
