"""L-33: addresses last. What once was sent out, printed or linked to still leads to the same thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fardplan.dialogue.models import Day, Dialogue, FormerAddress
from fardplan.people.models import Official
from fardplan.people.viewer import Viewer
from fardplan.public.middleware import address_now

EVERYONE = Viewer()


@pytest.fixture
def moved_day(dialogue: Dialogue, day: Day) -> Day:
    """/dialogen/dagar/tredje/ became /dagen-2020/dagar/dag-3/."""
    FormerAddress.objects.create(dialogue=dialogue, slug="dialogen")
    FormerAddress.objects.create(dialogue=dialogue, day=day, slug="tredje")
    return day


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("/dialogen/", "/dagen-2020/"),
        ("/en/dialogen/", "/en/dagen-2020/"),
        ("/dialogen/dagar/tredje/", "/dagen-2020/dagar/dag-3/"),
        ("/dagen-2020/dagar/tredje/", "/dagen-2020/dagar/dag-3/"),
        ("/dialogen/dagar/dag-3/", "/dagen-2020/dagar/dag-3/"),
        ("/en/dialogen/dagar/tredje/anmalan/", "/en/dagen-2020/dagar/dag-3/anmalan/"),
        ("/dialogen/dagar/tredje/dag.ics", "/dagen-2020/dagar/dag-3/dag.ics"),
        ("/dialogen/strategi/0.3/a1-1/", "/dagen-2020/strategi/0.3/a1-1/"),
        ("/dialogen/nytt.atom", "/dagen-2020/nytt.atom"),
        ("/dialogen", "/dagen-2020"),
    ],
)
def test_everything_after_the_changed_part_is_kept(moved_day: Day, former: str, now: str) -> None:
    assert address_now(former, viewer=EVERYONE) == now


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/finns-inte/", "/dagen-2020/finns-inte/", "/dagen-2020/dagar/finns-inte/", "//", "/en"]
)
def test_what_never_was_leads_nowhere(moved_day: Day, path: str) -> None:
    assert address_now(path, viewer=EVERYONE) is None


def test_the_redirect_is_permanent_and_keeps_the_question(client: Client, moved_day: Day) -> None:
    answer = client.get("/dialogen/dagar/tredje/?om=strategin&x=%C3%A5")
    assert (answer.status_code, answer["Location"]) == (301, "/dagen-2020/dagar/dag-3/?om=strategin&x=%C3%A5")


def test_a_form_that_lay_open_while_the_address_changed_is_sent_on_whole(client: Client, moved_day: Day) -> None:
    answer = client.post("/dialogen/dagar/tredje/anmalan/", {"email": "nagon@example.org"})
    assert (answer.status_code, answer["Location"]) == (308, "/dagen-2020/dagar/dag-3/anmalan/")


def test_an_address_taken_over_belongs_to_its_new_owner(
    moved_day: Day, make_day: Callable[..., Day], dialogue: Dialogue
) -> None:
    """No loop and no detour: who has the address now comes before who once had it."""
    make_day("2020-11-17 13:00", slug="tredje", title="Dag 2")
    Dialogue.objects.create(slug="dialogen", title="En annan", published_at=dialogue.published_at)
    assert address_now("/dagen-2020/dagar/tredje/", viewer=EVERYONE) is None
    assert address_now("/dialogen/", viewer=EVERYONE) is None


def test_an_address_that_swapped_back_does_not_loop(dialogue: Dialogue) -> None:
    FormerAddress.objects.create(dialogue=dialogue, slug="dagen-2020")
    FormerAddress.objects.create(dialogue=dialogue, slug="mellan")
    assert address_now("/mellan/", viewer=EVERYONE) == "/dagen-2020/"
    assert address_now("/dagen-2020/", viewer=EVERYONE) is None


def test_a_dialogue_not_yet_published_is_not_given_away(dialogue: Dialogue, administrator: Official) -> None:
    FormerAddress.objects.create(dialogue=dialogue, slug="hemlig")
    Dialogue.objects.update(published_at=None)
    assert address_now("/hemlig/", viewer=EVERYONE) is None
    assert address_now("/hemlig/", viewer=Viewer(official=administrator)) == "/dagen-2020/"
