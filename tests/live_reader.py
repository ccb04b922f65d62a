"""A plain reader of Server-Sent Events, as the documentation describes them, with nothing of ours in it."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit


@dataclass(frozen=True)
class Told:
    """One event as it came: its id ("" when it has none), its name, its data."""

    id: str
    name: str
    data: Any


def _connection(parts: SplitResult, *, seconds: float) -> http.client.HTTPConnection:
    if parts.scheme == "http":
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the server of a test made its own
    return http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=seconds, context=context)


@dataclass
class LiveReader:
    """`with LiveReader(address, [ticket]) as reader:` follows until the block ends or the server ends the stream."""

    address: str
    tickets: list[str]
    last_id: str = ""
    patience: float = 30  # seconds between two signs of life
    told: list[Told] = field(default_factory=list)
    has_ended: bool = False

    def __enter__(self) -> LiveReader:
        parts = urlsplit(self.address)
        self._connection = _connection(parts, seconds=self.patience)
        headers = {"Last-Event-ID": self.last_id} if self.last_id else {}
        words = urlencode([("biljett", ticket) for ticket in self.tickets])
        self._connection.request("GET", f"/live/?{words}", headers=headers)
        self._socket = self._connection.sock
        self._answer = self._connection.getresponse()
        self.status = self._answer.status
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads
        self._connection.close()

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            while line := self._answer.readline():
                text = line.decode().rstrip("\n")
                if text:
                    name, _colon, value = text.partition(": ")
                    fields[name] = value
                    continue
                if "event" in fields:
                    self.last_id = fields.get("id", self.last_id)
                    self.told.append(Told(fields.get("id", ""), fields["event"], json.loads(fields["data"])))
                fields = {}
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass  # closed by us, or the server was killed
        self.has_ended = True

    def until(self, enough: Callable[[list[Told]], bool], *, seconds: float = 20) -> list[Told]:
        """Everything told, once it is enough. Raises AssertionError when it does not become so."""
        deadline = time.monotonic() + seconds
        while not enough(self.told):
            assert time.monotonic() < deadline, self.told
            time.sleep(0.02)
        return list(self.told)

    def ids(self) -> list[int]:
        return [int(each.id) for each in self.told if each.id]


class Faithful:
    """Follows until the block ends, coming back by itself: `told` is everything, over all its streams."""

    def __init__(self, address: str, tickets: list[str], *, pause: float = 0.3) -> None:
        self.address = address
        self.tickets = tickets
        self.pause = pause  # seconds before it comes back
        self.told: list[Told] = []
        self.streams = 0
        self._last_id = ""
        self._is_over = threading.Event()

    def __enter__(self) -> Faithful:
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join(timeout=30)

    def _follow(self) -> None:
        while not self._is_over.wait(self.pause if self.streams else 0):
            with suppress(OSError, http.client.HTTPException):
                with LiveReader(self.address, self.tickets, last_id=self._last_id, told=self.told) as reader:
                    self.streams += reader.status == HTTPStatus.OK
                    while not reader.has_ended and not self._is_over.wait(0.05):
                        pass
                self._last_id = reader.last_id

    def until(self, enough: Callable[[list[Told]], bool], *, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not enough(self.told):
            assert time.monotonic() < deadline, self.told
            time.sleep(0.05)

    def ids(self) -> list[int]:
        return [int(each.id) for each in self.told if each.id]
