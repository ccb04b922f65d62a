"""A site that is killed in the middle of its work, with `kill -9`, and started again.

Everything that was acknowledged is there afterwards, nothing is there twice, and no mail is lost. A real server
process, a database in a file and one in PostgreSQL, and a real mail server beside it.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiosmtpd.controller import Controller

from fardplan.base import honesty
from tools.example_site import ROOT, free_port, wait_until_it_answers

pytestmark = pytest.mark.slow

SENDINGS = 500
SEATS = 300
THREADS = 8
KILLED_AFTER = (60, 190, 330)  # how many had been acknowledged each time
PATIENCE = 300  # seconds for the whole of it

# Run in the site's own environment, before it starts.
PREPARE = f"""
import django; django.setup()
from datetime import timedelta
from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue
from fardplan.organisation.models import Organisation
now = clock.now()
Organisation.objects.create(id=1, name="Region Exempel")
dialogue = Dialogue.objects.create(
    slug="dagen", title="Dagen", published_at=now, contributions_open_at=now - timedelta(days=1)
)
Day.objects.create(
    dialogue=dialogue, slug="dag-1", title="Dag 1", capacity={SEATS}, starts_at=now + timedelta(days=30),
    ends_at=now + timedelta(days=30, hours=3),
)
"""

# Run in the site's own environment, when all is over. Prints what there is.
LOOK = """
import django; django.setup()
import json
from django.db import connection
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.signup.models import Signup
found = {
    "signups": list(Signup.objects.order_by("id").values_list("contact__email", "state")),
    "queue": [str(signup.queued_at) for signup in Signup.objects.filter(state="waiting").order_by("id")],
    "mails": list(OutgoingMail.objects.values_list("key", "message_id", "to")),
    "unsent": OutgoingMail.objects.filter(sent_at=None).count(),
    "logged": AuditEntry.objects.filter(action="signup.made").count(),
}
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        found["integrity"] = cursor.execute("PRAGMA integrity_check").fetchone()[0]
print(json.dumps(found))
"""

LOOK_AT_CONTRIBUTIONS = """
import django; django.setup()
import json
from fardplan.base.models import OutgoingMail
from fardplan.contributions.models import Contribution, Submission
rows, said = Submission.objects.order_by("number"), Contribution.objects.order_by("submission__number")
print(json.dumps({
    "submissions": list(rows.values_list("number", "text", "contact__email", "receipt_key")),
    "contributions": list(said.values_list("submission__number", "text")),
    "mails": list(OutgoingMail.objects.values_list("key", "message_id", "to")),
    "receipts": [f"submission:{pk}:receipt" for pk in rows.values_list("pk", flat=True)],
    "unsent": OutgoingMail.objects.filter(sent_at=None).count(),
}))
"""

# A mail that was being sent when the process died waits for its lease to run out. Let that time have passed.
LET_LEASES_RUN_OUT = """
import django; django.setup()
from fardplan.base import clock
from fardplan.base.models import OutgoingMail
OutgoingMail.objects.filter(sent_at=None, given_up_at=None).update(next_attempt_at=clock.now())
print(OutgoingMail.objects.filter(sent_at=None).count())
"""


class Postbox:
    """A mail server's end: every message it said yes to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - as aiosmtpd calls it
        message = message_from_bytes(envelope.content)
        self.taken.append((message["Message-ID"], envelope.rcpt_tos[0]))
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@dataclass
class Site:
    """`fardplan serve` in a process of its own."""

    environment: dict[str, str]
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "fardplan", "serve"],
                cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        wait_until_it_answers(f"http://127.0.0.1:{self.port}", self.process, self.log)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path, postbox: tuple[Postbox, int]) -> Iterator[Site]:
    """On SQLite, or on the engine a test names: `parametrize("site", ["postgresql"], indirect=True)`."""
    port = free_port()
    database = {}
    if getattr(request, "param", "sqlite") == "postgresql":
        database["FARDPLAN_DATABASE_URL"] = request.getfixturevalue("make_database")("killed")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FARDPLAN_")}
    environment = kept | database | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "fardplan.settings",
        "FARDPLAN_MODE": "test",
        "FARDPLAN_DATA": str(tmp_path / "data"),
        "FARDPLAN_PORT": str(port),
        "FARDPLAN_MAIL_URL": f"smtp://127.0.0.1:{postbox[1]}",
        "FARDPLAN_MAIL_FROM": "dialog@example.org",
        "FARDPLAN_TRUSTED_PROXIES": "1",  # every sender below has a network address of their own
    }  # fmt: skip
    site = Site(environment, port, tmp_path / "server.log")
    site.run("-m", "fardplan", "migrate")
    site.run("-c", PREPARE)
    site.start()
    yield site
    if site.process is not None and site.process.poll() is None:
        site.process.terminate()
        site.process.wait()


@dataclass(frozen=True)
class Sending:
    """One form somebody sends in. `thanks` is how the address begins that an acknowledged one leads to."""

    name: str
    path: str
    fields: Mapping[str, str]
    thanks: str


def signups() -> list[Sending]:
    return [
        Sending(
            name=f"p{number}@example.org",
            path="/dagen/dagar/dag-1/anmalan/",
            fields={"email": f"p{number}@example.org", "language": "sv", "needs": "captioning"},
            thanks="/dagen/dagar/dag-1/anmalan/tack/",
        )
        for number in range(SENDINGS)
    ]


def contributions() -> list[Sending]:
    return [
        Sending(
            name=f"p{number}@example.org",
            path="/dagen/synpunkter/ny/",
            fields={
                "about": "strategin",
                "text": f"Synpunkt {number}",
                "email": f"p{number}@example.org",
                "sending_key": f"{number:022}",
            },
            thanks="/kvitto/",
        )
        for number in range(SENDINGS)
    ]


@dataclass
class Crowd:
    """Sends everything in, from many threads. Who gets no answer tries again, as people do."""

    port: int
    acknowledged: dict[str, str] = field(default_factory=dict)  # whose sending, and where its answer led
    tries: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def send(self, sending: Sending) -> None:
        deadline = time.monotonic() + PATIENCE
        while sending.name not in self.acknowledged and not self.refused and time.monotonic() < deadline:
            self.tries[sending.name] += 1
            try:
                self._try(sending)
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)  # the site is down just now

    def _try(self, sending: Sending) -> None:
        token = secrets.token_hex(16)
        body = urlencode({**sending.fields, **honesty.in_good_time(), "csrfmiddlewaretoken": token})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", sending.path, body, {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"skydd={token}",
                "X-Forwarded-For": f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}",
            })  # fmt: skip
            answer = connection.getresponse()
            page = answer.read()
        finally:
            connection.close()
        with self.changed:
            leads_to = answer.getheader("Location") or ""
            if answer.status == 302 and leads_to.startswith(sending.thanks):
                self.acknowledged[sending.name] = leads_to
            else:
                self.refused.append(f"{sending.name}: {answer.status} {page[-2000:].decode(errors='replace')}")
            self.changed.notify_all()

    def wait_until(self, number: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.acknowledged) >= number or self.refused, timeout=PATIENCE)
        assert self.refused == []


def deliver_everything(site: Site) -> None:
    deadline = time.monotonic() + PATIENCE
    while int(site.run("-c", LET_LEASES_RUN_OUT)) and time.monotonic() < deadline:
        time.sleep(5)


def send_all_while_killed(site: Site, sendings: list[Sending]) -> Crowd:
    """Everybody sends; the site dies three times meanwhile, and its mail is delivered in the end."""
    crowd = Crowd(site.port)
    with ThreadPoolExecutor(THREADS) as people:
        for sending in sendings:
            people.submit(crowd.send, sending)
        for number in KILLED_AFTER:
            crowd.wait_until(number)
            site.kill()
            site.start()
    assert crowd.refused == []
    assert len(crowd.acknowledged) == len(sendings)
    assert sum(crowd.tries.values()) > len(sendings), "no one was cut off: the site was never killed at work"
    deliver_everything(site)
    return crowd


@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
def test_whatever_was_acknowledged_is_there_once_after_kill_nine(site: Site, postbox: tuple[Postbox, int]) -> None:
    box, _port = postbox
    send_all_while_killed(site, signups())
    found = json.loads(site.run("-c", LOOK))

    # Everyone acknowledged is there, once, and the seats hold.
    assert sorted(email for email, _state in found["signups"]) == sorted(sending.name for sending in signups())
    assert Counter(state for _email, state in found["signups"]) == {"confirmed": SEATS, "waiting": SENDINGS - SEATS}
    assert len(set(found["queue"])) == SENDINGS - SEATS
    assert found["queue"] == sorted(found["queue"])
    assert found["logged"] == SENDINGS
    assert found.get("integrity", "ok") == "ok"

    # Every letter was queued once, in the transaction of its cause, and taken by the mail server under its own id.
    about = Counter(key.split(":")[2] for key, _id, _to in found["mails"])
    assert {name: about[name] for name in ("confirmed", "waiting")} == {"confirmed": SEATS, "waiting": SENDINGS - SEATS}
    assert set(about) <= {"confirmed", "waiting", "again"}
    assert found["unsent"] == 0
    queued = {(message_id, to) for _key, message_id, to in found["mails"]}
    assert len(queued) == len(found["mails"])
    assert set(box.taken) == queued
    # Only a crash between the mail server's yes and our mark may send one again: at most one for each kill.
    assert len(box.taken) - len(queued) <= len(KILLED_AFTER)


def test_no_number_is_missing_or_given_twice_after_kill_nine(site: Site, postbox: tuple[Postbox, int]) -> None:
    box, _port = postbox
    crowd = send_all_while_killed(site, contributions())
    found = json.loads(site.run("-c", LOOK_AT_CONTRIBUTIONS))

    # One number for each thing said, however often it was sent, and none left out.
    said = [(number, text) for number, text, _email, _key in found["submissions"]]
    assert [number for number, _text in said] == list(range(1, SENDINGS + 1))
    assert sorted(text for _number, text in said) == sorted(sending.fields["text"] for sending in contributions())
    assert [tuple(row) for row in found["contributions"]] == said

    # Every receipt that was given leads to what that person said.
    assert crowd.acknowledged == {email: f"/kvitto/{key}/" for _number, _text, email, key in found["submissions"]}

    # One letter each, queued once, taken by the mail server under its own id.
    assert sorted(key for key, _id, _to in found["mails"]) == sorted(found["receipts"])
    assert found["unsent"] == 0
    queued = {(message_id, to) for _key, message_id, to in found["mails"]}
    assert set(box.taken) == queued
    assert len(box.taken) - len(queued) <= len(KILLED_AFTER)
