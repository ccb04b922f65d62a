"""Which stage a live page is about, and for whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Day, Dialogue
from fardplan.live.models import Stage
from fardplan.people.models import Official
from fardplan.people.viewer import Viewer
from fardplan.public.on_stage import live_address, stage_at


def _request(query: str = "", *, by: Official | None = None) -> Any:
    request: Any = RequestFactory().get(f"/{query}")
    request.viewer = Viewer(official=by)
    return request


def test_the_days_own_stage_is_found_with_one_query(day: Day, django_assert_num_queries: Any) -> None:
    stage = Stage.objects.create(day=day)
    with django_assert_num_queries(1):
        found = stage_at(_request(), "dagen-2020", "dag-3")
        assert (found.pk, found.day.dialogue.title) == (stage.pk, "Dagen 2020")


def test_a_day_without_a_stage_has_no_live_page(day: Day) -> None:
    with pytest.raises(NotFound, match="Det finns ingen sida för sändningen än"):
        stage_at(_request(), "dagen-2020", "dag-3")


def test_a_dialogue_that_is_not_published_looks_missing(day: Day) -> None:
    Stage.objects.create(day=day)
    Dialogue.objects.update(published_at=None)
    with pytest.raises(NotFound, match="Dialogen finns inte"):
        stage_at(_request(), "dagen-2020", "dag-3")


def test_a_rehearsal_is_for_those_with_its_key_and_those_who_lead_the_day(day: Day, administrator: Official) -> None:
    Stage.objects.create(day=day)
    rehearsal = Stage.objects.create(day=day, is_rehearsal=True)
    for request in (_request(f"?ovning={rehearsal.key}"), _request("?ovning=1", by=administrator)):
        assert stage_at(request, "dagen-2020", "dag-3") == rehearsal
    with pytest.raises(NotFound, match="Övningen finns inte"):
        stage_at(_request("?ovning=gissat"), "dagen-2020", "dag-3")


def test_addresses_in_a_rehearsal_stay_in_it(day: Day) -> None:
    rehearsal = Stage.objects.create(day=day, is_rehearsal=True)
    assert live_address("public:day", Stage.objects.create(day=day)) == "/dagen-2020/dagar/dag-3/"
    assert live_address("public:day", rehearsal) == f"/dagen-2020/dagar/dag-3/?ovning={rehearsal.key}"
