"""Fixtures: a dialogue like the example's, and makers of whatever a test needs one of."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from django.utils import translation

from fardplan.base import guards, limits
from fardplan.contributions.tallies import forget_tallies
from fardplan.dialogue.models import Day, Dialogue, Role, RoleName, Session
from fardplan.organisation.models import Organisation
from fardplan.people.models import Official
from fardplan.settings import LANGUAGE_CODE
from fardplan.strategy.models import Draft, Passage, Section, SectionKind, Strategy
from fardplan.strategy.queries import forget_comparisons, forget_kin, forget_states, forget_texts
from fardplan.surveys.queries.finding import forget_versions
from tests.indicators.makers import make_indicator, make_table  # noqa: F401 - fixtures
from tests.media.makers import editor, make_note, make_recording, note, recording  # noqa: F401 - fixtures

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(text: str) -> datetime:
    """A moment in Swedish time: at("2020-12-01 13:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


_flush = TransactionTestCase._fixture_teardown


def _flush_without_guards(self: TransactionTestCase) -> None:
    """Emptying the tables between tests is the one time the guards step aside."""
    guards.remove()
    try:
        _flush(self)
    finally:
        guards.install()


TransactionTestCase._fixture_teardown = _flush_without_guards  # type: ignore[method-assign]

_close = BaseDatabaseWrapper.close_if_unusable_or_obsolete


def _close_outside_transactions(self: BaseDatabaseWrapper) -> None:
    """Requests and jobs begin and end by closing a connection left in a transaction, as the one around a test is.

    In production there is none then. Django's own test client steps aside in the same way; this is for what runs
    without it.
    """
    if not self.in_atomic_block:
        _close(self)


BaseDatabaseWrapper.close_if_unusable_or_obsolete = _close_outside_transactions  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No counts, no texts, no rendered parts and no language of an earlier test."""
    translation.activate(LANGUAGE_CODE)
    limits.forget_all()
    forget_texts()
    forget_states()
    forget_kin()
    forget_comparisons()
    forget_tallies()
    forget_versions()
    cache.clear()


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MADE_ROOT = tmp_path / "made"


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(id=1, name="Region Exempel", email="dialog@example.org", phone="0455-00 00 00")


@pytest.fixture
def strategy(db: None) -> Strategy:
    """A published draft 0.3 with one direction, A, and two passages."""
    strategy = Strategy.objects.create(slug="strategin", title="Ny regional utvecklingsstrategi")
    draft = Draft.objects.create(strategy=strategy, number="0.3")
    direction = Section.objects.create(
        draft=draft, key="a", kind=SectionKind.DIRECTION, code="A", heading="Attraktiva livsmiljöer", position=1
    )
    for position, (code, heading, text) in enumerate(
        [("A1.1", "Bostäder", "Fler bostäder byggs."), ("A1.2", "Restid", "Restiden är högst en timme.")]
    ):
        Passage.objects.create(
            draft=draft, section=direction, key=code.lower().replace(".", "-"), code=code, heading=heading, text=text,
            position=position,
        )  # fmt: skip
    draft.published_at = at("2020-11-16 09:00")
    draft.save()
    return strategy


@pytest.fixture
def dialogue(organisation: Organisation, strategy: Strategy) -> Dialogue:
    """Published; takes contributions from 1 October to 4 December 2020, the last second of that day. Mails replies."""
    return Dialogue.objects.create(
        slug="dagen-2020",
        reply_letters="at_once",
        title="Dagen 2020",
        theme="Hur tar vi till vara det nya normala?",
        strategy=strategy,
        contributions_open_at=at("2020-10-01 08:00"),
        contributions_close_at=at("2020-12-04 23:59:59"),
        replies_due_on=at("2021-02-01 00:00").date(),
        contact_email="dialog@example.org",
        municipalities=["Karlshamn", "Karlskrona", "Olofström", "Ronneby", "Sölvesborg"],
        published_at=at("2020-10-01 08:00"),
    )


@pytest.fixture
def make_day(dialogue: Dialogue) -> Callable[..., Day]:
    """make_day(starts="2020-12-01 13:00", hours=3, sessions=2, capacity=None, slug="dag-3")."""

    def make(
        starts: str = "2020-12-01 13:00", *, hours: float = 3, sessions: int = 0, slug: str = "dag-3", **fields: Any
    ) -> Day:
        starts_at = at(starts)
        day = Day.objects.create(
            dialogue=fields.pop("dialogue", dialogue),
            slug=slug,
            title=fields.pop("title", "Dag 3"),
            focus=fields.pop("focus", "Näringsliv och arbetsmarknad"),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            **fields,
        )
        length = timedelta(hours=hours) / max(sessions, 1)
        Session.objects.bulk_create(
            Session(
                day=day,
                title=f"Punkt {number}",
                starts_at=starts_at + number * length,
                ends_at=starts_at + (number + 1) * length,
            )
            for number in range(sessions)
        )
        return day

    return make


@pytest.fixture
def day(make_day: Callable[..., Day]) -> Day:
    return make_day()


@pytest.fixture
def administrator(db: None) -> Official:
    return Official.objects.create_user("ansvarig@example.org", "ett langt losenord", is_administrator=True)


@pytest.fixture
def make_official(dialogue: Dialogue) -> Callable[..., Official]:
    """make_official(RoleName.EDITOR): an official with that role in the dialogue."""

    def make(*roles: RoleName, email: str = "") -> Official:
        official = Official.objects.create_user(email or f"{'-'.join(roles) or 'utan-roll'}@example.org")
        Role.objects.bulk_create(Role(dialogue=dialogue, official=official, name=role) for role in roles)
        return official

    return make


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A copy of the empty database the tests have migrated already, made by the first test that needs it."""
    return {"file": tmp_path_factory.mktemp("races") / "empty.sqlite3"}


@pytest.fixture
def file_database(db: None, tmp_path: Path, migrated: dict[str, Path]) -> Iterator[None]:
    """SQLite's test database lives in memory, shared between threads as no real one is: use a file as in production."""
    if connection.vendor != "sqlite":
        yield
        return
    in_memory, parameters = connections["default"], connections.settings["default"]
    name = parameters["NAME"]
    if not migrated["file"].exists():
        in_memory.ensure_connection()
        with closing(sqlite3.connect(migrated["file"])) as empty:
            in_memory.connection.backup(empty)
    del connections["default"]
    parameters["NAME"] = shutil.copy(migrated["file"], tmp_path / "races.sqlite3")
    yield
    connections["default"].close()
    parameters["NAME"] = name
    connections["default"] = in_memory
