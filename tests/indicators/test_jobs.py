"""Files that belong to no table are put away, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from fardplan.base import clock
from fardplan.indicators.jobs import put_away_tables
from fardplan.indicators.models import StatisticalTable
from tests.indicators.makers import population

pytestmark = pytest.mark.django_db


def names() -> set[str]:
    return {f"statistics/{path.name}" for path in (Path(settings.MEDIA_ROOT) / "statistics").iterdir()}


def test_only_old_files_without_a_table_are_put_away(make_table: Callable[..., StatisticalTable]) -> None:
    table = make_table(population())
    (Path(settings.MEDIA_ROOT) / "statistics" / "left.json").write_bytes(b"{}")
    assert put_away_tables(clock.now() + timedelta(days=6)) == 0
    assert put_away_tables(clock.now() + timedelta(days=8)) == 1
    assert names() == {table.file.name}


def test_an_empty_database_loses_no_files(make_table: Callable[..., StatisticalTable]) -> None:
    make_table(population()).delete()
    before = names()
    assert put_away_tables(clock.now() + timedelta(days=365)) == 0
    assert (len(before), names()) == (1, before)
