"""Fetching a table from where it is published: over https, from hosts that are allowed, with limits of size and time.

Asked by a job only, never while somebody waits for a page. Kolada answers in pages, each of which says where the next
one is; that address comes from outside and is held to the same rules.
"""

from __future__ import annotations

import http.client
import json
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.statistical_tables import Table, Unreadable, next_page, read_kolada, read_table
from fardplan.base.errors import Invalid
from fardplan.indicators.numbers import Brought
from fardplan.indicators.rules import MOST_BYTES

logger = logging.getLogger(__name__)

SECONDS = 15.0  # for one answer to begin, and between its pieces
LONGEST = 60.0  # for everything
LONGEST_ADDRESS = 1000
MOST_PAGES = 30
MOST_REDIRECTS = 3
PIECE = 64 * 1024
_MOVED = frozenset({301, 302, 303, 307, 308})
_KOLADA = re.compile(r"(/v\d+)/data/kpi/([^/]+)/municipality/([^/]+)(?:/|$)")
_PATH, _QUERY = "/%:@!$&'()*+,;=~-._", "/?%:@!$&'()*+,;=~-._[]|"

Connect = Callable[[str], http.client.HTTPConnection]


class NotFetched(Exception):
    """Nothing came. `code` and `details` are for `words.why_not_fetched`."""

    def __init__(self, code: str, **details: str | int) -> None:
        self.code, self.details = code, details
        super().__init__(code)


def secure(host: str) -> http.client.HTTPConnection:
    """A connection whose certificate is checked."""
    return http.client.HTTPSConnection(host, timeout=SECONDS, context=ssl.create_default_context())


def host_of(address: str) -> str:
    """The host of an https address, when it may be asked; otherwise nothing."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    is_plain = parts.scheme == "https" and not parts.username and not parts.password and port in (None, 443)
    return host if is_plain and host in settings.STATISTICS_HOSTS else ""


def check_address(address: str) -> str:
    """The address, when a table may be fetched from it. Raises Invalid that says which hosts are allowed."""
    if not host_of(address) or len(address) > LONGEST_ADDRESS:
        hosts = ", ".join(sorted(settings.STATISTICS_HOSTS))
        raise Invalid(
            _("Tabeller hämtas bara över https från %(hosts)s. Ladda upp filen i stället.") % {"hosts": hosts},
            field="address",
        )
    return address


def fetch(address: str, *, connect: Connect | None = None) -> Brought:
    """The table at an address. Raises NotFetched, Unreadable, and Invalid for an address that is not allowed."""
    asking = _Asking(connect or secure)
    parts = urlsplit(check_address(address))
    if found := _KOLADA.match(parts.path):
        return _from_kolada(asking, address, version=found[1], figures=found[2], areas=found[3])
    content = asking.get(address)
    return Brought(content, _file_name(address, content), read_table(content), address)


def _from_kolada(asking: _Asking, address: str, *, version: str, figures: str, areas: str) -> Brought:
    pages, following = [asking.get(address)], address
    while further := next_page(pages[-1]):
        following = _next_address(following, further)
        if len(pages) == MOST_PAGES:
            raise NotFetched("pages", most=MOST_PAGES)
        pages.append(asking.get(following))
    described = [
        _if_it_comes(asking, urljoin(address, f"{version}/{what}/{quote(ids, safe=',%')}"))
        for what, ids in (("kpi", figures), ("municipality", areas))
    ]
    table = _named(pages, *described)
    content = pages[0] if len(pages) == 1 else _joined(pages)
    return Brought(content, _file_name(f"/kolada-{figures}", content), table, address)


def _next_address(here: str, further: str) -> str:
    """Where Kolada says the next page is: only ever at the same host. It has been known to write http."""
    there = urljoin(here, further)
    if there.startswith("http://"):
        there = f"https://{there.removeprefix('http://')}"
    if host_of(there) != host_of(here):
        raise NotFetched("moved", host=_shown_host(there))
    return there


def _named(pages: list[bytes], figures: bytes, areas: bytes) -> Table:
    """The numbers with the names of figures and areas; without them when what describes them cannot be read."""
    plain = read_kolada(pages)
    try:
        return read_kolada(pages, key_figures=figures, areas=areas)
    except Unreadable as error:
        logger.warning("What describes Kolada's figures could not be read: %s", error)
        return plain


def _if_it_comes(asking: _Asking, address: str) -> bytes:
    try:
        return asking.get(address)
    except NotFetched as problem:
        logger.warning("No names from %s: %s", address, problem)
        return b""


def _joined(pages: list[bytes]) -> bytes:
    """One answer with the rows of all pages, as Kolada would have given it on one."""
    rows = [row for page in pages for row in json.loads(page)["values"]]
    return json.dumps({"count": len(rows), "values": rows}, ensure_ascii=False).encode()


def _file_name(address: str, content: bytes) -> str:
    steps = [step for step in PurePosixPath(urlsplit(address).path).parts if step not in {"/", "data"}]
    ending = "json" if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else "px"
    stem = slugify(steps[-1])[:80].strip("-") if steps else ""
    return f"{stem or 'tabell'}.{ending}"


def _shown_host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or address)[:100]
    except ValueError:
        return address[:100]


class _Asking:
    """One fetch with all its parts: they share the limits of size and time."""

    def __init__(self, connect: Connect) -> None:
        self.connect = connect
        self.until = time.monotonic() + LONGEST
        self.left = MOST_BYTES

    def get(self, address: str) -> bytes:
        """The body at an address, at the end of redirects to allowed hosts. Raises NotFetched."""
        for _step in range(MOST_REDIRECTS + 1):
            status, body, there = self._ask(address)
            if status not in _MOVED or not there:
                if status != http.client.OK:
                    raise NotFetched("status", host=_shown_host(address), status=status)
                return body
            moved = urljoin(address, there)
            if not host_of(moved):
                raise NotFetched("moved", host=_shown_host(moved))
            address = moved
        raise NotFetched("status", host=_shown_host(address), status="redirects")

    def _ask(self, address: str) -> tuple[int, bytes, str]:
        host, parts = host_of(address), urlsplit(address)
        path = quote(parts.path or "/", safe=_PATH)
        query = f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
        connection = self.connect(host)
        # Each read has its limit; the timer is for those who send a letter at a time.
        patience = threading.Timer(max(0.0, self.until - time.monotonic()), _hang_up, [connection])
        try:
            patience.start()
            headers = {"Accept": "application/json, */*", "Accept-Encoding": "identity", "User-Agent": "Fardplan"}
            connection.request("GET", path + query, headers=headers)
            answer = connection.getresponse()
            if answer.status in _MOVED:
                return answer.status, b"", answer.headers.get("Location", "")
            if answer.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
                raise NotFetched("packed")
            return answer.status, self._read(answer), ""
        except TimeoutError as error:
            raise NotFetched("slow", host=host) from error
        except (OSError, http.client.HTTPException) as error:
            is_late = time.monotonic() >= self.until
            raise NotFetched("slow" if is_late else "offline", host=host) from error
        finally:
            patience.cancel()
            connection.close()

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        pieces: list[bytes] = []
        while piece := answer.read1(PIECE):
            self.left -= len(piece)
            if self.left < 0:
                raise NotFetched("large", megabytes=MOST_BYTES // 1_000_000)
            if time.monotonic() > self.until:
                raise TimeoutError
            pieces.append(piece)
        if answer.length:  # hung up before the end
            raise http.client.IncompleteRead(b"", answer.length)
        return b"".join(pieces)


def _hang_up(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
