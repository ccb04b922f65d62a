"""A small site with live pages: the frames are the hub's, and everything is in the test's hand.

It counts who follows, refuses when it is told to, and can be stopped and started again at the same address. The pages
are what the test says; scripts and style sheets are the site's own, under its own content security policy.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import fardplan
from fardplan.base.hub.frames import encoded, event_frame, reset_frame, retry_frame, state_frame, trouble_frame

STATIC = Path(fardplan.__file__).parent / "base" / "static"
SHEETS = ["fardplan", "live"]
SCRIPTS = ["live-page", "live-view", "live-clock", "live"]
ALLOWED = ["script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"]
CSP = "; ".join(["default-src 'none'", *(f"{name} 'self'" for name in ALLOWED)])
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass
class Stream:
    """One connection that follows, and what has been written to it."""

    topics: frozenset[str]
    since: int
    connection: socket.socket
    is_open: bool = True


@dataclass
class LiveSite:
    """`announce` and `put` reach whoever follows; `pages` are read at every request, so a test may change them."""

    port: int = 0
    pages: dict[str, str] = field(default_factory=dict)
    streams: list[Stream] = field(default_factory=list)
    got: list[str] = field(default_factory=list)  # addresses of pages that were fetched
    sent: list[dict[str, list[str]]] = field(default_factory=list)  # what forms said
    answer_forms: Callable[[dict[str, list[str]]], tuple[int, str]] | None = None
    refuses: int = 0  # with this status, while it is not 0
    old_tickets: set[str] = field(default_factory=set)
    most_topics: int = 32
    _told: list[tuple[int, str, bytes]] = field(default_factory=list)
    _states: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _server: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def newest_id(self) -> int:
        return self._told[-1][0] if self._told else 0

    def open_streams(self) -> list[Stream]:
        with self._lock:
            return [stream for stream in self.streams if stream.is_open]

    def topics_of_streams(self) -> list[list[str]]:
        return sorted(sorted(stream.topics) for stream in self.open_streams())

    def announce(self, topic: str, name: str, **data: Any) -> int:
        with self._lock:
            event_id = self.newest_id + 1
            frame = event_frame(event_id=event_id, topic=topic, name=name, data=encoded(data))
            self._told.append((event_id, topic, frame))
            self._write(topic, frame)
            return event_id

    def put(self, topic: str, name: str, **data: Any) -> None:
        with self._lock:
            frame = self._states[topic, name] = state_frame(topic=topic, name=name, data=encoded(data))
            self._write(topic, frame)

    def say_late(self, *, is_late: bool) -> None:
        with self._lock:
            for stream in self.open_streams():
                _send(stream, trouble_frame(is_late=is_late))

    def reset(self) -> None:
        with self._lock:
            for stream in self.open_streams():
                _send(stream, reset_frame(event_id=self.newest_id))

    def start(self) -> None:
        site = self

        class Answers(Handler):
            desk = site

        self._server = Server(("127.0.0.1", self.port), Answers)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """As when the process ends: nobody is answered any longer and every stream breaks."""
        assert self._server
        self._server.shutdown()
        self._server.server_close()
        for stream in self.open_streams():
            stream.is_open = False
        for connection in self._server.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def follow(self, stream: Stream) -> None:
        with self._lock:
            missed = [frame for number, topic, frame in self._told if topic in stream.topics and number > stream.since]
            states = [frame for (topic, _name), frame in self._states.items() if topic in stream.topics]
            self.streams.append(stream)
            _send(stream, b"".join([retry_frame(500), *missed, *states]))

    def _write(self, topic: str, frame: bytes) -> None:
        for stream in self.open_streams():
            if topic in stream.topics:
                _send(stream, frame)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, *words: Any) -> None:
        super().__init__(*words)
        self.connections: list[socket.socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.append(request)
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes while it is written to is no fault."""


def _send(stream: Stream, frame: bytes) -> None:
    try:
        stream.connection.sendall(b"%x\r\n%s\r\n" % (len(frame), frame))
    except OSError:
        stream.is_open = False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    desk: LiveSite

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
        """The test says what is worth saying."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        file = STATIC / parts.path.removeprefix("/static/")
        if parts.path == "/live/":
            self._stream(parse_qs(parts.query))
        elif parts.path.startswith("/static/"):
            self._answer(200, file.read_bytes(), KINDS[file.suffix])
        elif (name := parts.path.strip("/")) in self.desk.pages:
            self.desk.got.append(name)
            self._page(200, self.desk.pages[name])
        else:
            self._answer(204, b"", "text/plain")

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"])).decode()
        assert self.desk.answer_forms
        said = _fields(content, self.headers["Content-Type"])
        self.desk.sent.append(said)
        self._page(*self.desk.answer_forms(said))

    def _page(self, status: int, body: str) -> None:
        scripts = "".join(f'<script type="module" src="/static/fardplan/js/{name}.js"></script>' for name in SCRIPTS)
        sheets = "".join(f'<link rel="stylesheet" href="/static/fardplan/css/{name}.css">' for name in SHEETS)
        head = f'<meta charset="utf-8"><title>Sida</title>{sheets}'
        page = f'<!doctype html><html lang="sv"><head>{head}</head><body><main>{body}</main>{scripts}</body></html>'
        self._answer(status, page.encode(), "text/html; charset=utf-8")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", CSP)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, words: dict[str, list[str]]) -> None:
        tickets = words.get("biljett", [])
        topics = frozenset(topic for ticket in tickets for topic in ticket.split(":")[0].split("."))
        is_known = 0 < len(topics) <= self.desk.most_topics and not self.desk.old_tickets & set(tickets)
        if (status := self.desk.refuses or (0 if is_known else 403)) != 0:
            self._answer(status, b"", "text/plain")
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-cache, no-transform")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        stream = Stream(topics, int(words["sedan"][0]), self.connection)
        self.desk.follow(stream)
        with suppress(OSError):
            while self.connection.recv(1024):
                pass
        stream.is_open = False
        self.close_connection = True


def _fields(content: str, kind: str) -> dict[str, list[str]]:
    """What a form said, sent by the browser itself or as FormData by a script."""
    if not kind.startswith("multipart/"):
        return parse_qs(content)
    said: dict[str, list[str]] = {}
    for part in content.split("--" + kind.partition("boundary=")[2])[1:-1]:
        head, _, value = part.strip("\r\n").partition("\r\n\r\n")
        said.setdefault(head.partition('name="')[2].partition('"')[0], []).append(value)
    return said


@contextmanager
def live_site(**pages: str) -> Iterator[LiveSite]:
    site = LiveSite(pages=pages)
    site.start()
    try:
        yield site
    finally:
        site.stop()
