"""The server process as it is run: `fardplan serve` on a free port, met by raw requests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FARDPLAN_", "DJANGO_"))}
    environment |= {
        "FARDPLAN_MODE": "example",
        "FARDPLAN_DATA": str(tmp_path_factory.mktemp("server")),
        "FARDPLAN_PORT": str(port),
        "PYTHONPATH": "src",
    }
    command = [sys.executable, "-m", "fardplan"]
    subprocess.run([*command, "migrate"], env=environment, cwd=ROOT, check=True)
    server = subprocess.Popen([*command, "serve"], env=environment, cwd=ROOT)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield port
    server.terminate()
    assert server.wait(timeout=30) in {0, -signal.SIGTERM}, "it stops when asked to"


def _ask(port: int, request: bytes) -> bytes:
    """The whole answer to a raw request."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


def _get(port: int, target: bytes, method: bytes = b"GET") -> bytes:
    return _ask(port, method + b" " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")


def test_it_answers(port: int) -> None:
    answer = _get(port, b"/halsa/")
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b'{"status": "ok"}')


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (b"/finns-inte/?q=\xc3\xa5\xff", b"400"),
        (b"/%ff%fe/", b"404"),
        (b"/finns%00inte/", b"404"),
        (b"/../../etc/passwd", b"404"),
        (b"/media/../fardplan.sqlite3", b"404"),
        (b"/media/%2e%2e/fardplan.sqlite3", b"404"),
        (b"/static/..%2ffardplan.sqlite3", b"404"),
    ],
)
def test_an_address_that_is_not_ours_meets_a_page_not_a_crash(port: int, target: bytes, status: bytes) -> None:
    assert _get(port, target).split(b" ", 2)[1] == status


def test_a_head_request_has_no_body(port: int) -> None:
    answer = _get(port, b"/", method=b"HEAD")
    assert answer.split(b"\r\n\r\n", 1)[1] == b""


def test_a_host_name_that_is_not_ours_is_refused(port: int) -> None:
    answer = _ask(port, b"GET / HTTP/1.1\r\nHost: annan.example.org\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ", 2)[1] == b"400"
