"""Publishing while others publish, count, weigh and withdraw: one result, and the one that was looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fardplan.base.errors import Conflict
from fardplan.people.models import Official
from fardplan.surveys.actions.counting import count
from fardplan.surveys.actions.releasing import publish_release, set_margin, withdraw_release
from fardplan.surveys.models import Collection, Release, Response, Survey, Tally
from fardplan.surveys.queries.releasing import prepare, shown_release
from fardplan.surveys.results import shape
from tests.races import at_once
from tests.surveys.conftest import NOW
from tests.surveys.people import asked, draw
from tests.surveys.test_releasing import keep

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("file_database"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def collection(make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]) -> Collection:
    made = make_collection(make_survey(asked()), kind="invited", name="Slumpurvalet")
    keep(made, draw(200))
    return made


def _closed(collection: Collection) -> datetime:
    return collection.closes_at + timedelta(minutes=1)


def _seen(collection: Collection) -> tuple[str, str]:
    """What an official who looks at the page sends along."""
    counts = count(collection=collection, now=_closed(collection))
    result = prepare(collection, counts, now=_closed(collection)).result
    assert result is not None
    return Tally.objects.get(collection=collection).counted_at.isoformat(), shape.fingerprint(result)


def test_two_who_publish_at_once_publish_once(collection: Collection, organiser: Official) -> None:
    seen, printed = _seen(collection)

    def publish() -> Release:
        return publish_release(collection=collection, seen=seen, printed=printed, by=organiser, now=_closed(collection))

    found = at_once([publish, publish, publish])
    assert [type(each) for each in found if not isinstance(each, Release)] == [Conflict, Conflict]
    assert list(Release.objects.values_list("number", "responses")) == [(1, 200)]


def test_what_is_published_while_answers_come_and_are_counted_is_what_was_seen(
    collection: Collection, organiser: Official
) -> None:
    seen, printed = _seen(collection)
    keep(collection, draw(100, seed=2))
    later = _closed(collection) + timedelta(minutes=1)
    found = at_once(
        [
            lambda: publish_release(collection=collection, seen=seen, printed=printed, by=organiser, now=later),
            lambda: count(collection=collection, now=later),
        ]
    )
    if isinstance(found[0], Conflict):
        assert Release.objects.count() == 0
    else:
        assert list(Release.objects.values_list("number", "responses")) == [(1, 200)]
    assert Tally.objects.get(collection=collection).responses == 300
    assert Response.objects.filter(collection=collection).count() == 300


def test_who_withdraws_while_another_publishes_anew_takes_back_the_latest_or_is_told(
    collection: Collection, organiser: Official
) -> None:
    seen, printed = _seen(collection)
    first = publish_release(collection=collection, seen=seen, by=organiser, now=_closed(collection))
    keep(collection, draw(400, seed=3))
    seen, printed = _seen(collection)
    later = _closed(collection) + timedelta(minutes=1)
    withdrawn, published = at_once(
        [
            lambda: withdraw_release(release=first, reason="Fel fråga.", by=organiser, now=later),
            lambda: publish_release(collection=collection, seen=seen, printed=printed, by=organiser, now=later),
        ]
    )
    assert isinstance(published, Release), published
    shown = shown_release(collection)
    assert (shown is not None and shown.number, Release.objects.count()) == (2, 2)
    first.refresh_from_db()
    assert isinstance(withdrawn, Conflict) == (first.withdrawn_at is None)


def test_other_population_figures_than_those_seen_are_looked_at_again(
    collection: Collection, organiser: Official
) -> None:
    seen, printed = _seen(collection)
    set_margin(collection=collection, question="kon", shares={"kvinna": 30, "man": 70}, source="SCB 2019",
               by=organiser, now=NOW)  # fmt: skip
    with pytest.raises(Conflict, match="inte bli det du såg"):
        publish_release(collection=collection, seen=seen, printed=printed, by=organiser, now=_closed(collection))
    assert Release.objects.count() == 0
