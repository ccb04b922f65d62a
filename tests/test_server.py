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
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass(frozen=True)
class Server:
    port: int
    process: int


@pytest.fixture(scope="module")
def port(server: Server) -> int:
    return server.port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
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
    process = subprocess.Popen([*command, "serve"], env=environment, cwd=ROOT)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield Server(port=port, process=process.pid)
    process.terminate()
    assert process.wait(timeout=30) in {0, -signal.SIGTERM}, "it stops when asked to"


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


def _open_databases(process: int) -> int:
    """How many times the server process holds the database file open."""
    links = Path(f"/proc/{process}/fd").iterdir()
    return sum(1 for link in links if link.exists() and link.resolve().name == "fardplan.sqlite3")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files can only be counted on Linux")
def test_requests_for_files_leave_no_connection_behind(server: Server) -> None:
    for _ in range(5):
        assert _get(server.port, b"/media/logo/finns-inte.png").split(b" ", 2)[1] == b"404"
    before = _open_databases(server.process)
    for _ in range(40):
        _get(server.port, b"/media/logo/finns-inte.png")
    assert _open_databases(server.process) <= before + 1
