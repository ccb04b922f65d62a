"""Whether a link leads anywhere. Asked by a job only, never while somebody waits for a page.

Addresses on this site are asked of the program itself. Others are fetched with a time limit, and only from machines on
the open internet: a text must not be able to make this server talk to its own network.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

LONGEST = 500
SECONDS = 5.0
MOST_REDIRECTS = 4
_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_KEPT_IN_QUERY = "/?%:@!$&'()*+,;=~-._[]|"
_PLAIN = re.compile(r"https?://[^\s<>\[\]\"'`]+")
# No longer than is ever asked: "](" many times over must not be read to the end of the text each time.
_MARKDOWN = re.compile(r"\]\(\s{0,9}((?:/|https?://)[^)\s]{0,2000}+)\s{0,9}\)")
# Ways through an IPv6 address to an IPv4 one, which may be on our own network.
_TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


@dataclass(frozen=True)
class Result:
    """What a link answered: "200", or why it did not."""

    is_dead: bool
    answer: str


def links_in(*texts: str) -> list[str]:
    """Every web address in some texts, on this site or another, each once, in order."""
    found: dict[str, None] = {}
    for text in texts:
        for match in _MARKDOWN.finditer(text):
            found[match[1]] = None
        for match in _PLAIN.finditer(text):
            address = match[0].rstrip(".,;:!?")
            if address.count("(") < address.count(")"):
                address = address.rstrip(")")
            found[address] = None
    return list(found)


def is_ours(address: str) -> bool:
    """Whether an address is on this very site."""
    if address.startswith("/"):
        return not address.startswith("//")
    try:
        return _origin(address) == _origin(settings.BASE_URL)
    except ValueError:  # no address at all: "http://["
        return False


def check(address: str) -> Result:
    """Ask a link. Takes at most a few times `SECONDS`; raises nothing."""
    if len(address) > LONGEST:
        return Result(is_dead=True, answer="too long")
    if is_ours(address):
        status = _ask_ourselves(address)
        return Result(is_dead=status in _GONE or status >= 500, answer=str(status))
    try:
        status = _ask(address)
    except (OSError, ValueError, http.client.HTTPException) as error:
        return Result(is_dead=True, answer=type(error).__name__)
    return Result(is_dead=status in _GONE, answer=str(status))


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()


# --- this site --------------------------------------------------------------------------------------------------------


def _ask_ourselves(address: str) -> int:
    """The status this program gives somebody who has not signed in."""
    parts, home = urlsplit(address), urlsplit(settings.BASE_URL)
    given: list[str] = []

    def start(status: str, _headers: Iterable[tuple[str, str]], _error: Any = None) -> Any:
        given.append(status)
        return lambda _data: None

    answer = WSGIHandler()(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
            "QUERY_STRING": quote(parts.query, safe=_KEPT_IN_QUERY),
            "SERVER_NAME": home.hostname or "localhost",
            "SERVER_PORT": str(home.port or _PORTS.get(home.scheme, 80)),
            "HTTP_HOST": home.netloc,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": home.scheme or "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
        },
        start,
    )
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return int(given[0].split()[0])


# --- others -----------------------------------------------------------------------------------------------------------


def _ask(address: str) -> int:
    """The status at the end of the redirects. Raises OSError or ValueError when there is no answer."""
    for _step in range(MOST_REDIRECTS + 1):
        status, there = _fetch(address)
        if status not in _MOVED or not there:
            return status
        address = urljoin(address, there)
    raise ValueError("too many redirects")


def _fetch(address: str) -> tuple[int, str]:
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password:
        raise ValueError("not a web address")
    port = parts.port or _PORTS[parts.scheme]
    name = _in_ascii(parts.hostname)
    where = _open_address(name, port)
    connection = _connection(parts.scheme, name, port, where)
    host = f"[{name}]" if ":" in name else name
    if port != _PORTS[parts.scheme]:
        host = f"{host}:{port}"
    query = quote(parts.query, safe=_KEPT_IN_QUERY)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")
    # Each read has its limit; the timer is for those who send a letter at a time.
    patience = threading.Timer(2 * SECONDS, _hang_up, [connection.sock])
    patience.start()
    try:
        connection.request("GET", path, headers={"Host": host, "User-Agent": "Fardplan link check", "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        patience.cancel()
        connection.close()


def _in_ascii(host: str) -> str:
    """The name as name servers know it: xn--rebro-jua.example for örebro.example. Raises ValueError for no name."""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _open_address(host: str, port: int) -> str:
    """One of the host's addresses, when all of them are on the open internet. Raises ValueError otherwise."""
    found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(_is_open(address) for address in found):
        raise ValueError("not on the open internet")
    return sorted(found, key=lambda each: ":" in each)[0]


def _is_open(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    is_translated = ip.version == 6 and any(ip in network for network in _TRANSLATED)
    return ip.is_global and not ip.is_multicast and not is_translated


def _connection(scheme: str, host: str, port: int, where: str) -> http.client.HTTPConnection:
    """A connection to the very address that was looked up, so that a second lookup cannot lead elsewhere."""
    sock = socket.create_connection((where, port), timeout=SECONDS)
    try:
        if scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = sock
    return connection
