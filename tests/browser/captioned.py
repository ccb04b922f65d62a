"""A day that is captioned: where its pages are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse

from fardplan.base import clock
from fardplan.live.models import CaptionLine, CaptionTypist, LineBeingTyped, Stage
from tests.browser.on_stage import STARTS, a_stage

SAID = [
    "Välkomna tillbaka efter pausen!",
    "Nu ska vi prata om hur man kan bo i hela Blekinge, och om vad det betyder för resorna till jobb och skola.",
    "Vi har fått många frågor om bostäder nära vattnet.",
]


def captioned_stage() -> Stage:
    """A stage that goes on, with lines in two languages and an interpreter in the middle of one."""
    stage = a_stage("running", has_captions=True)
    if stage.caption_lines.exists():
        return stage
    at = STARTS + timedelta(minutes=20)
    rows = [(text, "sv", False) for text in SAID] + [("Welcome back after the break!", "en", True)]
    CaptionLine.objects.bulk_create(
        CaptionLine(
            stage=stage, language=language, text=text, is_automatic=is_automatic, typist="interpreter-one",
            sending_key=f"said-{number}", began_at=at + timedelta(seconds=9 * number),
            shown_at=at + timedelta(seconds=9 * number + 6),
        )
        for number, (text, language, is_automatic) in enumerate(rows)
    )  # fmt: skip
    LineBeingTyped.objects.create(
        stage=stage, language="sv", text="Den första frågan kommer från Olofström och", sending_key="grows", number=1,
        typist="interpreter-one", typed_at=clock.now() + timedelta(hours=1),
    )  # fmt: skip  # in the middle of it for as long as there are pages to look at
    turn = {"turn_since": clock.now() - timedelta(minutes=18), "typed_at": clock.now()}
    CaptionTypist.objects.create(stage=stage, key="interpreter-one", name="A", seen_at=clock.now(), **turn)
    CaptionTypist.objects.create(stage=stage, key="interpreter-two", name="B", seen_at=clock.now())
    return stage


def reading() -> str:
    day = captioned_stage().day
    return reverse("public:live-captions", args=[day.dialogue.slug, day.slug])


def earlier() -> str:
    last = CaptionLine.objects.filter(stage=captioned_stage()).order_by("-id").first()
    return f"{reading()}?fore={last.pk if last else 0}"


def scene() -> str:
    return reverse("public:scene-captions", args=[captioned_stage().key])


def typing() -> str:
    return reverse("public:typing", args=[captioned_stage().caption_key])


def mending() -> str:
    line = CaptionLine.objects.filter(stage=captioned_stage(), language="sv").order_by("id").first()
    return f"{typing()}?jag=interpreter-one&namn=A&ratta={line.pk if line else 0}"


def desk(url_name: str) -> Callable[[], str]:
    def address() -> str:
        day = captioned_stage().day
        return reverse(url_name, args=[day.dialogue.slug, day.slug])

    return address
