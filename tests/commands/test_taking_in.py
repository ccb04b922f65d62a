"""Which files a restore takes away, and what it says when the database cannot be put back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fardplan.base.errors import Conflict
from fardplan.commands.keeping import databases, restoring
from fardplan.commands.keeping.archive import Entry, Manifest


def written(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)


def test_what_is_uploaded_while_a_backup_goes_back_stays(settings: Any):
    root = Path(settings.MEDIA_ROOT)
    written(root, "documents/kept.pdf", "documents/gone.pdf", "posters/gone.webp")
    before = restoring._uploaded_files()
    written(root, "documents/new.pdf")
    manifest = Manifest("1", "", "sqlite", "test", {}, [], files={"media/documents/kept.pdf": Entry("", 0)})
    restoring._remove_files_beside(manifest, among=before)
    assert sorted(str(path.relative_to(root)) for path in root.rglob("*")) == [
        "documents", "documents/kept.pdf", "documents/new.pdf",
    ]  # fmt: skip


def test_a_database_that_cannot_be_put_back_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "prepared.sqlite3").write_bytes(b"this is no database, but it is long enough to be looked at" * 40)
    monkeypatch.setattr(databases, "_sqlite_name", lambda: str(tmp_path / "live.sqlite3"))
    with pytest.raises(Conflict) as caught:
        databases.put_back_sqlite(tmp_path / "prepared.sqlite3")
    assert "SQLite" in str(caught.value.message)
