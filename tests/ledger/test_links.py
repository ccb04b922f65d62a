"""Links are asked by the job, with a time limit, and never on this server's own network."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from fardplan.dialogue.models import Dialogue
from fardplan.ledger import jobs, links
from fardplan.ledger.models import LinkCheck
from tests.conftest import at

NOW = at("2020-12-20 09:00")


class Answers(BaseHTTPRequestHandler):
    """/200 answers 200, /404 answers 404, /to/… leads on, /slow says nothing."""

    def do_GET(self) -> None:
        kind, _slash, rest = self.path.partition("?")[0].strip("/").partition("/")
        if kind == "slow":
            self.rfile.read(1)
        elif kind == "to":
            self.send_response(302)
            self.send_header("Location", f"/{rest}")
            self.end_headers()
        elif kind == "away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/")
            self.end_headers()
        else:
            self.send_response(int(kind))
            self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on this machine that, for once, may be asked."""
    monkeypatch.setattr(links, "_is_open", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(links, "SECONDS", 0.3)
    httpd = HTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Läs [strategin](/dagen/strategi/) och https://example.org/a.", ["/dagen/strategi/", "https://example.org/a"]),
        ("(https://example.org/b) <http://example.org/c?d=1&e=2>", ["https://example.org/b", "http://example.org/c?d=1&e=2"]),
        ("https://sv.wikipedia.org/wiki/Blekinge_(landskap) står det", ["https://sv.wikipedia.org/wiki/Blekinge_(landskap)"]),
        ("[två](https://example.org/a) gånger https://example.org/a", ["https://example.org/a"]),
        ("[ett brev](mailto:a@example.org), javascript:alert(1) och #avsnitt", []),
    ],
)  # fmt: skip
def test_the_links_of_a_text(text: str, found: list[str]) -> None:
    assert links.links_in(text) == found


@pytest.mark.parametrize(
    ("path", "is_dead", "answer"),
    [
        ("/200", False, "200"),
        ("/403", False, "403"),
        ("/500", False, "500"),
        ("/404", True, "404"),
        ("/410", True, "410"),
        ("/to/to/200", False, "200"),
        ("/to/404", True, "404"),
        ("/to/to/to/to/to/200", True, "ValueError"),
        ("/away", True, "ValueError"),
    ],
)
def test_what_a_link_answers(server: str, path: str, is_dead: bool, answer: str) -> None:
    assert links.check(server + path) == links.Result(is_dead=is_dead, answer=answer)


def test_words_in_swedish_are_sent_as_the_web_writes_them(server: str) -> None:
    assert links.check(f"{server}/200?q=åäö&r=a b") == links.Result(is_dead=False, answer="200")


def test_what_is_no_address_stops_nobody_elses(server: str, db: None) -> None:
    for address in ("http://[", "https://[x]:y/", f"{server}/200"):
        LinkCheck.objects.create(address=address, asked_at=NOW)
    assert jobs.ask_links(NOW) == 3
    answers = dict(LinkCheck.objects.values_list("address", "answer"))
    assert answers == {"http://[": "ValueError", "https://[x]:y/": "ValueError", f"{server}/200": "200"}


@pytest.mark.parametrize("piece", ["](", "](a", "](/", "](  ", "https://a)", "[a](b "])
def test_a_text_made_to_be_slow_is_read_at_once(piece: str) -> None:
    begun = time.process_time()
    links.links_in(piece * 50_000)
    assert time.process_time() - begun < 3


def test_nobody_waits_for_ever(server: str) -> None:
    assert links.check(f"{server}/slow").is_dead


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/admin",
        "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[::ffff:10.0.0.1]/", "http://2130706433/",
        "http://100.64.0.1/", "http://[fd00::1]/", "http://224.0.0.1/", "http://[64:ff9b::a00:1]/",
        "http://[2002:a00:1::]/", "ftp://example.org/", "file:///etc/passwd",
        "http://name:word@example.org/", "https:///x", "http://exa mple/",
    ],
)  # fmt: skip
def test_this_servers_own_network_is_never_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> socket.socket:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    assert links.check(address).is_dead


def test_a_name_with_one_open_and_one_closed_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    assert links.check("http://example.org/").answer == "ValueError"


def test_our_own_pages_are_asked_of_the_program(dialogue: Dialogue, settings: Any) -> None:
    settings.BASE_URL = "https://www.example.org"
    settings.ALLOWED_HOSTS = ["www.example.org"]
    pages = [
        "/dagen-2020/",
        "https://www.example.org/dagen-2020/strategi/0.3/a1-1/",
        "/finns-inte/",
        "/dagen-2020/strategi/9.9/",
    ]
    assert [links.check(page).is_dead for page in pages] == [False, False, True, True]
    assert not links.is_ours("https://www.example.org.example.com/")
    assert not links.is_ours("//example.com/")


def test_the_job_asks_what_waits_and_keeps_what_it_heard(server: str, db: None) -> None:
    for path in ("/200", "/404"):
        LinkCheck.objects.create(address=server + path, asked_at=NOW)
    LinkCheck.objects.create(address="https://example.org/", asked_at=NOW, checked_at=NOW, answer="200")
    assert jobs.ask_links(NOW) == 2
    kept = LinkCheck.objects.filter(address__startswith=server).order_by("address")
    assert [(each.is_dead, each.answer, each.checked_at is not None) for each in kept] == [
        (False, "200", True),
        (True, "404", True),
    ]
    assert jobs.ask_links(NOW) == 0
