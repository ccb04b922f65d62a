"""The process apart: what it cannot do, and what happens when it is stopped."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from fardplan.base.errors import Invalid, TooMany
from fardplan.documents.reading import apart, bounds, child, files
from fardplan.documents.reading.outline import outline
from tests.documents.reading import read_here, sample, sample_here, upload

WORD = sample("rutor.docx")


@pytest.mark.parametrize("name", ["strategi.docx", "strategi.odt"])
def test_what_is_read_apart_is_what_is_read(name: str):
    assert files.read(upload(sample(name))) == sample_here(name)


def test_pasted_text_is_read_apart_too():
    text = "A Livet på ön\n\nVi bor nära."
    assert files.read_pasted(text) == read_here(text.encode(), "pasted")


def test_a_hundred_and_twenty_pages_fit_in_the_limits():
    assert outline(files.read(upload(sample("lang.docx")))) == outline(sample_here("lang.docx"))


def test_what_is_refused_apart_is_told_in_words():
    with pytest.raises(Invalid, match="inte hel"):
        files.read(upload(WORD[:-3000] + bytes(3000)))


def test_who_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bounds, "WALL_SECONDS", 0.01)
    with pytest.raises(Invalid, match="för stor eller för krånglig"):
        files.read(upload(WORD))


def test_when_others_are_read_one_waits_and_then_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "WAIT_SECONDS", 0.01)
    for _ in range(apart.AT_ONCE):
        apart._places.acquire()
    try:
        with pytest.raises(TooMany, match="Flera filer läses just nu"):
            files.read(upload(WORD))
    finally:
        for _ in range(apart.AT_ONCE):
            apart._places.release()
    assert files.read(upload(WORD)) == sample_here("rutor.docx")


def test_the_process_apart_gets_none_of_our_settings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FARDPLAN_SECRET_KEY", "hemlig")
    assert set(apart._environment()) <= {"PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT"}


def limited(attempt: str) -> str:
    """What happens when the process apart tries something."""
    code = f"from fardplan.documents.reading import child\nchild.limit_myself()\n{attempt}"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=apart._environment(), timeout=60, check=False)
    return done.stderr.strip().rpartition("\n")[2]


def test_the_process_apart_cannot_take_the_memory():
    assert limited("bytearray(4_000_000_000)") == "MemoryError"


@pytest.mark.parametrize(
    ("attempt", "event"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo"),
        ("import socket; socket.socket()", "socket.__new__"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
        ("import os; os.system('true')", "os.system"),
    ],
)
def test_the_process_apart_has_no_network_and_starts_nothing(attempt: str, event: str):
    assert limited(attempt) == f"PermissionError: {event}"


def test_the_process_apart_cannot_fill_the_disk(tmp_path: Path):
    attempt = f"opened = open({str(tmp_path / 'x')!r}, 'wb', 0)\nwhile True: opened.write(bytes(8_000_000))"
    assert limited(attempt) == "OSError: [Errno 27] File too large"


def test_a_system_without_a_limit_goes_without_it(monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []

    def refuse(which: int, limits: tuple[int, int]) -> None:
        asked.append(which)
        raise ValueError("not on this system")

    monkeypatch.setattr(resource, "setrlimit", refuse)
    monkeypatch.setattr(sys, "addaudithook", lambda _hook: None)
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    child.limit_myself()
    assert asked == [resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE]


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
@rules(max_examples=6, deadline=None)
def test_whatever_bytes_of_a_pdf_are_changed_it_is_read_or_refused(changes: list[tuple[float, int]]):
    """Apart, as the library that reads it is written in C++; a page may be lost, but nothing is invented."""
    data = bytearray(sample("brev.pdf"))
    for place, value in changes:
        data[9 + int(place * (len(data) - 9))] = value
    with contextlib.suppress(Invalid):
        read = files.read_pdf(upload(bytes(data)))
        assert [page.number for page in read.pages] == list(range(1, len(read.pages) + 1))
