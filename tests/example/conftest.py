"""The example in the database."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO, Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import override_settings
from PIL import Image

from fardplan.base import ids, pictures
from fardplan.commands.demo import load_when_empty
from fardplan.dialogue.models import Dialogue
from fardplan.strategy.queries import forget_texts


def _small_pictures() -> Callable[..., pictures.Stored]:
    """Stands in for the making of pictures in five widths, which is another's test."""
    small = io.BytesIO()
    Image.new("RGB", (16, 10)).save(small, "WEBP")

    def keep(upload: IO[bytes], *, folder: str, widest: int = 0) -> pictures.Stored:
        name = default_storage.save(f"{folder}/{ids.secret_key()}-16x10.webp", ContentFile(small.getvalue()))
        return pictures.Stored(name, 16, 10)

    return keep


def _loaded(patch: pytest.MonkeyPatch) -> Dialogue:
    forget_texts()  # a draft of an earlier test may have had the same number in the database
    patch.setattr(pictures, "store", _small_pictures())
    assert load_when_empty() == ""
    return Dialogue.objects.get(slug="blekingedagen-2020")


@pytest.fixture
def example(db: None, monkeypatch: pytest.MonkeyPatch) -> Dialogue:
    """The example in the database, for one test."""
    return _loaded(monkeypatch)


@pytest.fixture(scope="module")
def read_example(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dialogue]:
    """The example in the database, loaded once for a whole module of tests that only read it."""
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        yield _loaded(patch)
        transaction.set_rollback(True)
