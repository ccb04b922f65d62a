"""Events that nobody can ask for any longer are deleted; the series goes on where it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from fardplan.base import hub
from fardplan.base.hub import topics
from fardplan.base.hub.keeping import KEPT_FOR, forget_old_events
from fardplan.base.models import LiveEvent

NOW = datetime(2027, 3, 18, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_events_older_than_two_days_are_forgotten_and_no_number_is_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "_events", {"day": {"question-asked"}})

    def announce(at: datetime) -> int:
        with transaction.atomic():
            return hub.announce(topic="day-1", name="question-asked", data={}, now=at)

    old, young = announce(NOW - KEPT_FOR - timedelta(seconds=1)), announce(NOW - KEPT_FOR)
    assert forget_old_events(NOW) == 1
    assert list(LiveEvent.objects.values_list("id", flat=True)) == [young]
    assert (hub.newest_id(), announce(NOW)) == (young, young + 1)
    assert old == young - 1
