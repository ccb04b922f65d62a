"""Show the example: make what is missing, load it, answer pages. Everything stays in a folder of its own."""

from __future__ import annotations

import argparse
import shutil
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fardplan.commands import migrate, serve

if TYPE_CHECKING:
    from fardplan.dialogue.models import Dialogue

DIALOGUE_FILE = Path(__file__).resolve().parent.parent / "example" / "blekingedagen-2020.yaml"


def arguments(parser: argparse.ArgumentParser) -> None:
    # No --port: links in mail are made from FARDPLAN_PORT, so that is where the port is chosen.
    parser.set_defaults(port=None)
    parser.add_argument("--reset", action="store_true", help="throw the example's data away, and stop")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings

    from fardplan.commands.console import refuse, say

    if not settings.EXAMPLE:
        return refuse("fardplan demo runs only with FARDPLAN_MODE=example (or without FARDPLAN_MODE).")
    if options.reset:
        forget(Path(settings.DATA))
        say("The example's data is gone.")
        return 0
    began = time.monotonic()
    migrate.run(options)
    if refusal := load_when_empty():
        return refuse(refusal)
    say(*_what_there_is(settings.BASE_URL, seconds=time.monotonic() - began))
    return serve.run(options)


def load_when_empty() -> str:
    """Bring in the example's dialogue when it is not there yet. Returns why not, when the site holds something real."""
    from django.db import transaction

    from fardplan.base import audit, clock
    from fardplan.dialogue.models import Dialogue
    from fardplan.exchange.importing import import_dialogue
    from fardplan.exchange.reading import load_path

    file = load_path(DIALOGUE_FILE)
    if Dialogue.objects.filter(slug=file.content.dialogue.slug).exists():
        return ""
    if other := Dialogue.objects.filter(is_example=False).first():
        return f"This database holds the dialogue {other.slug}, which is no example. Give the example its own place."
    with transaction.atomic():
        publish_results(import_dialogue(file, by=audit.SYSTEM, now=clock.now()))
    return ""


def publish_results(dialogue: Dialogue) -> None:
    """Count the survey's responses and publish its results the morning after it closed, as somebody at the desk would.
    Who visits the example earlier than that, by their own clock, does not see them."""
    from django.utils import timezone

    from fardplan.people.actions import example_official
    from fardplan.surveys.actions.counting import count
    from fardplan.surveys.actions.releasing import publish_release
    from fardplan.surveys.models import Collection, Tally

    by = example_official()
    for collection in Collection.objects.filter(survey__dialogue=dialogue).select_related("survey__dialogue"):
        morning = timezone.localtime(collection.closes_at + timedelta(hours=12)).replace(hour=8, minute=0, second=0)
        count(collection=collection, now=morning)
        seen = Tally.objects.get(collection=collection).counted_at.isoformat()
        publish_release(collection=collection, seen=seen, by=by, now=morning)


def forget(data: Path) -> None:
    """Remove what the example has written in its data folder, and nothing else that may lie there."""
    for name in ("fardplan.sqlite3", "fardplan.sqlite3-wal", "fardplan.sqlite3-shm", "example-secret-key"):
        (data / name).unlink(missing_ok=True)
    for name in ("media", "made", "static"):
        shutil.rmtree(data / name, ignore_errors=True)


def _what_there_is(address: str, *, seconds: float) -> list[str]:
    return [
        "",
        f"  Blekingedagen 2020, the example, is ready ({seconds:.0f} s).",
        "",
        f"  The dialogue    {address}/",
        f"  The clock       {address}/exempel/klocka/     before, during and after day 3, or any moment",
        f"  The mailbox     {address}/exempel/brevlada/   every mail that would have been sent",
        f"  The desk        {address}/skrivbord/          the organiser's side; the example lets everyone in",
        "",
        "  Stop with Ctrl-C. ./dev demo-reset throws away what has been written in it.",
        "",
    ]
