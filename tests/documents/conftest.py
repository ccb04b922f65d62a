"""Reading without starting a process for every file; `test_apart` is where the process itself is tried."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence

import pytest

from fardplan.documents.reading import apart, child


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's answer, given in this process: all but the limits is as it would be apart."""

    def run(how: Sequence[str], given: int, written: int) -> int:
        with os.fdopen(os.dup(given), "rb") as stream:
            answer = child.answer(how[0], io.BytesIO(stream.read()), is_plain=list(how[1:]) == ["plain"])
        os.write(written, json.dumps(answer).encode())
        return 0

    monkeypatch.setattr(apart, "_run", run)
