from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from fardplan.base import audit, guards
from fardplan.base.models import AuditEntry
from fardplan.strategy.models import Passage, Strategy
from tests.conftest import at


def test_the_audit_log_can_only_be_added_to(strategy: Strategy) -> None:
    entry = audit.record("draft.published", on=strategy, by=audit.SYSTEM, at=at("2020-11-16 09:00"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(actor="någon annan")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()
    assert AuditEntry.objects.get().actor == "Färdplan"


def test_a_published_draft_never_changes(strategy: Strategy) -> None:
    passage = Passage.objects.get(code="A1.1")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Passage.objects.filter(pk=passage.pk).update(text="Något annat.")
    passage.refresh_from_db()
    assert passage.text == "Fler bostäder byggs."


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_a_table_that_a_guard_of_another_asks_about_can_be_built_anew() -> None:
    """The guards step aside while an installation is upgraded, and lie there again afterwards."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL changes a table where it stands")
    assert guards.missing() == []
    call_command("migrate", "dialogue", "0004", verbosity=0)
    call_command("migrate", verbosity=0)
    assert guards.missing() == []
