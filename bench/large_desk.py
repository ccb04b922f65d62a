"""How long the desk's pages and the compilation take; run by `bench.large` in the environment that holds them.

Reads what `bench.large_places` prints; prints `{"waited": {name: [ms, shortest]}, "files": {name: [s, budget, words]},
"load": …}`.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import django
from django.core.handlers.base import BaseHandler

from bench.measure import answer, waited_for
from tests.browser.places import administrator_cookies

LOOKS = 0.1  # seconds between two looks at how far a job has come


def asked(handler: BaseHandler, path: str, cookies: dict[str, str]) -> int:
    """Ask once; the size of the answer in bytes as it is sent."""
    response = answer(handler, path, cookies)
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    return len(getattr(response, "content", b""))


def data(handler: BaseHandler, places: dict[str, Any], cookies: dict[str, str]) -> Iterator[tuple[str, list[Any]]]:
    for name, (path, budget) in places["data"].items():
        start, used = time.perf_counter(), time.process_time()
        size = asked(handler, path, cookies)
        told = f"{size / 1e6:.1f} MB, {time.process_time() - used:.1f} s of it CPU time"
        yield name, [time.perf_counter() - start, budget, told]


def jobs(places: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Ask for the files at the desk and wait, as an official does, for the example's own worker to write them."""
    from fardplan.base import clock
    from fardplan.dialogue.models import Dialogue
    from fardplan.ledger.actions.compiling import ask_for_file
    from fardplan.ledger.models import CompilationFile
    from fardplan.people.models import Official

    by = Official.objects.filter(is_administrator=True).order_by("pk")[0]
    for name, (slug, kind, budget) in places["jobs"].items():
        dialogue = Dialogue.objects.get(slug=slug)
        start = time.perf_counter()
        made = ask_for_file(dialogue=dialogue, file_format=kind, section_key="", language="sv", by=by, now=clock.now())
        seen = set()
        while made.finished_at is None:
            time.sleep(LOOKS)
            made = CompilationFile.objects.get(pk=made.pk)
            seen.add(made.done)
        if made.error:
            raise SystemExit(f"{name}: {made.error}")
        told = f"{made.bytes / 1e6:.1f} MB, {made.done} of {made.total} contributions, {len(seen)} steps seen"
        yield name, [time.perf_counter() - start, budget, told]


def main() -> None:
    django.setup()
    handler = BaseHandler()
    handler.load_middleware()
    places = json.load(sys.stdin)
    cookies = administrator_cookies() | places["cookies"]
    waited = {}
    for name, path in places["desk"].items():
        asked(handler, path, cookies)
        waited[name] = waited_for(handler, path, cookies)
    files = dict(data(handler, places, cookies))
    files |= dict(jobs(places))
    json.dump({"waited": waited, "files": files, "load": os.getloadavg()[0]}, sys.stdout)


if __name__ == "__main__":
    main()
