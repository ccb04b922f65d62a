"""A plain reader of Server-Sent Events, as the documentation describes them, with nothing of ours in it."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Told:
    """One event as it came: its id ("" when it has none), its name, its data."""

    id: str
    name: str
    data: Any


@dataclass
class LiveReader:
    """`with LiveReader(address, [ticket]) as reader:` follows until the block ends or the server ends the stream."""

    address: str
    tickets: list[str]
    last_id: str = ""
    told: list[Told] = field(default_factory=list)
    has_ended: bool = False

    def __enter__(self) -> LiveReader:
        parts = urlsplit(self.address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
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
