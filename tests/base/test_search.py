from __future__ import annotations

import pytest

from fardplan.base.search import matches
from fardplan.organisation.models import PageFeedback
from tests.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def feedback() -> None:
    PageFeedback.objects.bulk_create(
        PageFeedback(path="/", helped=True, text=text, given_at=at("2020-12-01 12:00"))
        for text in ("Äldre och ÖAR", "Unga på landet", "100 % klart", "under_streck")
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("äldre", ["Äldre och ÖAR"]),
        ("öar ÄLDRE", ["Äldre och ÖAR"]),
        ("äldre landet", []),
        ("%", ["100 % klart"]),
        ("_", ["under_streck"]),
        ("   ", ["100 % klart", "Unga på landet", "under_streck", "Äldre och ÖAR"]),
    ],
)
def test_searching_minds_every_word_and_no_case(query: str, found: list[str], feedback: None) -> None:
    assert sorted(PageFeedback.objects.filter(matches(query, "text", "path")).values_list("text", flat=True)) == found
