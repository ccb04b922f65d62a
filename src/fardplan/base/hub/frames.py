"""Live events as they go over the wire: Server-Sent Events (WHATWG HTML, section 9.2), each encoded once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

HEARTBEAT = b":\n\n"
RESET, TROUBLE = "reset", "trouble"  # the hub's own words, which no app may use
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")


def encoded(data: Mapping[str, Any]) -> str:
    """The data of a frame: JSON on one line, since a line break would end the field."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def event_frame(*, event_id: int, topic: str, name: str, data: str) -> bytes:
    """An event with an id: a reader that comes back says the last id it saw and misses none."""
    return f"id: {event_id}\n".encode() + _frame(topic, name, data)


def state_frame(*, topic: str, name: str, data: str) -> bytes:
    """The newest value of something that is counted. It has no id: an older value is worth nothing to anybody."""
    return _frame(topic, name, data)


def reset_frame(*, event_id: int) -> bytes:
    """Tells a reader who has been away for too long to fetch what its page shows anew; it is level from here on."""
    return f"id: {event_id}\nevent: {RESET}\ndata: {{}}\n\n".encode()


def trouble_frame(*, is_late: bool) -> bytes:
    """Tells whether what is shown may be late, because the database has not answered for a while."""
    return f"event: {TROUBLE}\ndata: {encoded({'late': is_late})}\n\n".encode()


def retry_frame(milliseconds: int) -> bytes:
    """How long the browser waits before it comes back when the connection breaks."""
    return f"retry: {milliseconds}\n\n".encode()


def _frame(topic: str, name: str, data: str) -> bytes:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a live event: small letters and hyphens.")
    if "\n" in data or "\r" in data:
        raise ValueError("The data of a live event stands on one line.")
    return f'event: {name}\ndata: {{"topic":{json.dumps(topic)},"data":{data}}}\n\n'.encode()
