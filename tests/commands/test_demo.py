"""The example from nothing to a page that answers, once more, and away again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.error import URLError

import pytest

from tests.commands.conftest import Site

pytestmark = pytest.mark.slow


@contextmanager
def shown(site: Site) -> Iterator[float]:
    """The example running; how many seconds it took to answer."""
    began = time.monotonic()
    server = site.start("-m", "fardplan", "demo")
    try:
        while True:
            try:
                site.get("/halsa/")
                break
            except (URLError, OSError):
                assert server.poll() is None, server.stdout and server.stdout.read()
                assert time.monotonic() - began < 120
                time.sleep(0.1)
        yield time.monotonic() - began
    finally:
        server.terminate()
        server.wait(timeout=30)
        if server.stdout:
            server.stdout.close()


@pytest.fixture
def place(make_site: Callable[..., Site]) -> Site:
    """A folder with nothing chosen but the port: as for a newcomer. A mail server is named that must not be used."""
    site = make_site("demo", MAIL_URL="smtp://127.0.0.1:9", MAIL_FROM="x@example.org")
    for name in ("FARDPLAN_MODE", "FARDPLAN_DATA", "FARDPLAN_CONFIG"):
        del site.environment[name]
    (site.folder / "fardplan.toml").write_text('mode = "production"\ndatabase_url = "postgres://nowhere/real"\n')
    return site


def test_the_example_keeps_to_itself_and_is_the_same_the_second_time(place: Site) -> None:
    with shown(place):
        status, page = place.get("/blekingedagen-2020/")
        assert (status, "Tre digitala dagar" in page) == (200, True)
        assert place.get("/exempel/klocka/")[0] == 200
    assert sorted(path.name for path in place.folder.iterdir()) == ["fardplan.toml", "var"]
    data = place.folder / "var" / "example"
    stored = sorted((data / "media").rglob("*"))
    assert len(stored) > 20

    with shown(place):
        assert place.get("/blekingedagen-2020/")[1].count("<h1") == 1
    assert sorted((data / "media").rglob("*")) == stored

    assert place.run("demo", "--reset").returncode == 0
    assert list(data.iterdir()) == []


def test_the_example_sends_no_mail(place: Site) -> None:
    """Whatever mail server the environment names."""
    place.environment["FARDPLAN_MODE"] = "example"
    place.environment["FARDPLAN_CONFIG"] = os.devnull
    said = place.python("from django.conf import settings; print(settings.EMAIL_BACKEND)")
    assert said == "fardplan.base.outbox.Mailbox\n"


def test_the_example_is_not_shown_in_production(make_site: Callable[..., Site]) -> None:
    site = make_site(
        "production", MODE="production", SECRET_KEY="k" * 60, BASE_URL="https://dialog.example.org",
        MAIL_URL="smtp://127.0.0.1:9", MAIL_FROM="x@example.org",
    )  # fmt: skip
    done = site.run("demo")
    assert (done.returncode, "only with FARDPLAN_MODE=example" in done.stderr) == (1, True)
    assert not (site.folder / "data" / "fardplan.sqlite3").exists()


def test_a_start_that_is_refused_says_why(make_site: Callable[..., Site]) -> None:
    done = make_site("unsafe", MODE="production").run("serve")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("fardplan does not start: FARDPLAN_SECRET_KEY is missing")
    assert "Traceback" not in done.stderr
