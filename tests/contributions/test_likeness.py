"""Contributions that say nearly the same are suggested; nothing is decided by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.contributions import actions
from fardplan.contributions.actions import ReplyWords
from fardplan.contributions.jobs import take_fingerprints
from fardplan.contributions.likeness import alike_to
from fardplan.contributions.models import Contribution, LikenessBand, Reply
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution, Say

pytestmark = pytest.mark.django_db

NOW = at("2020-12-03 09:00")
BUSES = "Bussarna till skärgården måste gå oftare på kvällarna, annars kan ungdomarna inte träna i staden."
NEARLY = "Bussarna till skärgården borde gå oftare på kvällarna, annars kan ungdomarna inte spela i staden. Hälsningar!"
OTHER = "Fler bostäder behövs nära stationerna, och hyrorna ska vara sådana att en student klarar dem."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def labels(dialogue: Dialogue, contribution: Contribution, **asked: bool) -> list[str]:
    return [each.contribution.label for each in alike_to(dialogue, [contribution], **asked)]


def test_what_is_nearly_the_same_is_found_with_the_words_that_differ(
    make_contribution: MakeContribution, dialogue: Dialogue
) -> None:
    first = make_contribution(BUSES)
    make_contribution(OTHER)
    make_contribution(NEARLY)
    make_contribution(BUSES)
    found = alike_to(dialogue, [first])
    assert [each.contribution.label for each in found] == ["S-004", "S-003"]
    assert (found[0].percent, 60 < found[1].percent < 100) == (100, True)
    removed = "".join(piece.text for piece in found[1].pieces if piece.kind == "removed")
    assert ("måste" in removed, "skärgården" in removed) == (True, False)


def test_neither_hidden_ones_nor_other_dialogues_nor_with_unanswered_those_answered(
    make_contribution: MakeContribution, say: Say, dialogue: Dialogue, moderator: Official
) -> None:
    opened = at("2020-10-01 08:00")
    other = Dialogue.objects.create(slug="annan", title="Annan", published_at=opened, contributions_open_at=opened)
    first, second, third = (make_contribution(BUSES) for _ in range(3))
    say(BUSES, to=other)
    actions.hide(contribution=second, rule="off_topic", reason="Nej", revision=0, by=moderator, now=NOW)
    actions.draft_reply(dialogue=dialogue, contributions=[third], words=ReplyWords(), by=moderator, now=NOW)
    assert labels(dialogue, first) == ["S-003"]
    assert labels(dialogue, first, unanswered=True) == []


def test_a_proposal_without_other_words_is_compared_by_its_own(
    make_contribution: MakeContribution, dialogue: Dialogue
) -> None:
    make_contribution("", proposed_text=BUSES)
    second = make_contribution(NEARLY)
    assert labels(dialogue, second) == ["S-001"]


def test_what_came_in_without_a_fingerprint_gets_one_and_words_too_few_are_not_tried_for_ever(
    make_contribution: MakeContribution, dialogue: Dialogue
) -> None:
    rows = [make_contribution(words) for words in (BUSES, NEARLY, "!")]
    LikenessBand.objects.all().delete()
    assert labels(dialogue, rows[0]) == []
    assert take_fingerprints(NOW) == 3
    assert take_fingerprints(NOW) == 0
    assert labels(dialogue, rows[0]) == ["S-002"]
    assert labels(dialogue, rows[2]) == []


@pytest.mark.parametrize("rows", [1, 40])
def test_finding_them_costs_one_query(
    make_contribution: MakeContribution, dialogue: Dialogue, django_assert_num_queries: Any, rows: int
) -> None:
    made = [make_contribution(f"{BUSES} Nummer {number}.") for number in range(rows)]
    with django_assert_num_queries(1):
        assert len(alike_to(dialogue, made[:1])) == min(rows - 1, 12)


# --- at the desk ------------------------------------------------------------------------------------------------------

DESK = "/skrivbord/dialog/dagen-2020/synpunkter/"
REPLIES = "/skrivbord/dialog/dagen-2020/svar/"


@pytest.fixture
def desk(client: Client, moderator: Official) -> Client:
    client.force_login(moderator)
    return client


def test_an_answer_to_something_alike_is_given_with_one_press(
    desk: Client, make_contribution: MakeContribution, dialogue: Dialogue, moderator: Official
) -> None:
    answered, _second = make_contribution(BUSES), make_contribution(NEARLY)
    words = ReplyWords(text="Vi har lagt till turer.", outcome="accepted")
    reply = actions.draft_reply(dialogue=dialogue, contributions=[answered], words=words, by=moderator, now=NOW)
    page = desk.get(f"{DESK}S-002/").text
    assert ("En liknande synpunkt" in page, "Låt svaret på S-001 gälla den här också" in page) == (True, True)
    desk.post(f"{REPLIES}{reply.pk}/galler-ocksa/", {"revision": reply.revision, "nr": "S-002"})
    assert (Reply.objects.get().text, Reply.objects.get().contributions.count()) == ("Vi har lagt till turer.", 2)
    late = desk.post(f"{REPLIES}{reply.pk}/galler-ocksa/", {"revision": reply.revision, "nr": "S-002"}, follow=True)
    assert "Någon annan ändrade det här medan du arbetade." in late.text


def test_alike_ones_are_added_while_the_answer_is_written(desk: Client, make_contribution: MakeContribution) -> None:
    for words in (BUSES, NEARLY, OTHER):
        make_contribution(words)
    posted = {"revision": 0, "nr": "S-001", "text": "Jag skriver", "liknande": "S-002", "fler-nr": "1"}
    page = desk.post(f"{REPLIES}nytt/?nr=S-001", posted).text
    assert ('name="nr" value="S-002"' in page, "Jag skriver</textarea>" in page) == (True, True)
    desk.post(f"{REPLIES}nytt/", {"revision": 0, "nr": "S-001", "text": "Jag skriver", "spara": "1"})
    reply = Reply.objects.get()
    again = desk.get(f"{REPLIES}{reply.pk}/").text
    assert 'name="liknande" value="S-002"' in again
    desk.post(
        f"{REPLIES}{reply.pk}/",
        {"revision": reply.revision, "text": "Jag skriver mer", "liknande": "S-002", "fler-nr": "1"},
    )
    reply.refresh_from_db()
    assert (reply.text, reply.contributions.count()) == ("Jag skriver mer", 2)
