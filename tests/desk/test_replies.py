"""Writing replies at the desk: the bank, several at once, the second reader, and going on to the next."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.contributions import actions
from fardplan.contributions.actions import ReplyWords
from fardplan.contributions.models import Contribution, Reply
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution

pytestmark = pytest.mark.django_db

DESK = "/skrivbord/dialog/dagen-2020/synpunkter/"
REPLIES = "/skrivbord/dialog/dagen-2020/svar/"
NOW = at("2020-12-03 09:00")
WRITTEN = {"revision": 0, "outcome": "accepted", "text": "Vi har lagt till det."}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def desk(client: Client, moderator: Official) -> Client:
    client.force_login(moderator)
    return client


@pytest.fixture
def colleague(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.EDITOR)


def test_words_from_the_bank_are_put_behind_what_is_written(
    desk: Client, make_contribution: MakeContribution, dialogue: Dialogue, moderator: Official
) -> None:
    make_contribution()
    standard = actions.add_standard_reply(
        dialogue=dialogue, name="Planer", outcome="partly", text="Se planen.", reason="Kommunen avgör.",
        by=moderator, now=NOW,
    )  # fmt: skip
    posted = {"revision": 0, "text": "Tack!", "nr": "S-001", "bank": standard.pk, "hamta": "1"}
    page = desk.post(f"{REPLIES}nytt/?nr=S-001", posted).text
    assert re.findall(r"<textarea[^>]*name=\"(text|reason)\"[^>]*>\s*([^<]*)</textarea>", page) == [
        ("text", "Tack!\n\nSe planen."),
        ("reason", "Kommunen avgör."),
    ]
    assert re.search(r'value="partly"[^>]*checked', page)
    assert Reply.objects.count() == 0


def test_of_several_those_a_colleague_took_are_named_and_the_text_stays(
    desk: Client, make_contribution: MakeContribution, dialogue: Dialogue, colleague: Official
) -> None:
    rows = [make_contribution(f"Nummer {number}") for number in range(3)]
    words = ReplyWords(text="Först")
    actions.draft_reply(dialogue=dialogue, contributions=rows[1:2], words=words, by=colleague, now=NOW)
    asked = "?nr=S-001&nr=S-002&nr=S-003"
    page = desk.post(f"{REPLIES}nytt/{asked}", WRITTEN | {"nr": ["S-001", "S-002", "S-003"], "spara": "1"})
    assert (page.status_code, "S-002 har redan ett svar" in page.text) == (409, True)
    assert "Vi har lagt till det.</textarea>" in page.text
    left = re.findall(r'name="nr" value="([^"]+)"', page.text)
    assert left == ["S-001", "S-003"]
    desk.post(f"{REPLIES}nytt/{asked}", WRITTEN | {"nr": left, "spara": "1"})
    answered = Contribution.objects.filter(reply__text="Vi har lagt till det.").order_by("submission__number")
    assert [each.label for each in answered] == left


def test_published_and_on_to_the_next_that_nobody_answers(
    desk: Client, make_contribution: MakeContribution, dialogue: Dialogue, colleague: Official
) -> None:
    rows = [make_contribution(f"Nummer {number}", about="stycke:a1-1") for number in range(3)]
    actions.draft_reply(dialogue=dialogue, contributions=rows[1:2], words=ReplyWords(), by=colleague, now=NOW)
    posted = WRITTEN | {"nr": "S-001", "publicera-nasta": "1"}
    answer = desk.post(f"{REPLIES}nytt/?nr=S-001&om=stycke:a1-1", posted)
    assert answer["Location"] == f"{DESK}S-003/?om=stycke%3Aa1-1"
    answer = desk.post(f"{REPLIES}nytt/?nr=S-003&om=stycke:a1-1", posted | {"nr": "S-003"})
    assert answer["Location"] == f"{DESK}?om=stycke%3Aa1-1"


def test_the_second_reader_approves_and_the_writer_cannot(
    desk: Client, make_contribution: MakeContribution, dialogue: Dialogue, colleague: Official
) -> None:
    Dialogue.objects.update(replies_need_second_reader=True)
    make_contribution(email="nagon@example.org")
    new = desk.get(f"{REPLIES}nytt/?nr=S-001").text
    assert ('name="publicera"' in new, 'name="klar"' in new) == (False, True)
    desk.post(f"{REPLIES}nytt/?nr=S-001", WRITTEN | {"nr": "S-001", "klar": "1"})
    reply = Reply.objects.get()
    mine = desk.get(f"{REPLIES}{reply.pk}/").text
    assert ('name="godkann"' in mine, "väntar på att någon annan läser" in mine) == (False, True)
    posted = WRITTEN | {"revision": reply.revision}
    assert desk.post(f"{REPLIES}{reply.pk}/", posted | {"godkann": "1"}).status_code == 403

    desk.force_login(colleague)
    assert "S-001" in desk.get(f"{DESK}?ko=ready").text
    changed = desk.post(f"{REPLIES}{reply.pk}/", posted | {"text": "Andra ord.", "godkann": "1"})
    assert (changed.status_code, "Du har ändrat orden." in changed.text) == (409, True)
    back = desk.post(f"{REPLIES}{reply.pk}/", posted | {"tillbaka": "1"})
    assert (back.status_code, "Skriv vad som behöver ändras" in back.text) == (422, True)
    desk.post(f"{REPLIES}{reply.pk}/", posted | {"godkann-publicera": "1"})
    reply.refresh_from_db()
    assert (reply.approved_by, reply.published_at) == (colleague, NOW)


def test_sent_back_the_writer_reads_why(
    desk: Client, make_contribution: MakeContribution, colleague: Official, moderator: Official
) -> None:
    Dialogue.objects.update(replies_need_second_reader=True)
    make_contribution()
    desk.post(f"{REPLIES}nytt/?nr=S-001", WRITTEN | {"nr": "S-001", "klar": "1"})
    reply = Reply.objects.get()
    desk.force_login(colleague)
    posted = WRITTEN | {"revision": reply.revision, "note": "Säg vilket stycke.", "tillbaka": "1"}
    desk.post(f"{REPLIES}{reply.pk}/", posted)
    desk.force_login(moderator)
    page = desk.get(f"{REPLIES}{reply.pk}/").text
    assert ("Säg vilket stycke." in page, 'name="klar"' in page) == (True, True)


def test_an_adopted_reply_is_shown_as_one(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution()
    posted = WRITTEN | {"nr": "S-001", "standing": "adopted", "publicera": "1"}
    refused = desk.post(f"{REPLIES}nytt/?nr=S-001", posted)
    assert (refused.status_code, "Skriv vem som har antagit svaret" in refused.text) == (422, True)
    desk.post(f"{REPLIES}nytt/?nr=S-001", posted | {"adopted_by": "Nämnden, § 45, 3 mars"})
    assert "Politiskt antaget svar: Nämnden, § 45, 3 mars." in Client().get("/dagen-2020/synpunkter/S-001/").text


def test_the_setting_stands_on_the_page_of_contributions(
    client: Client, make_official: Callable[..., Official], dialogue: Dialogue
) -> None:
    client.force_login(make_official(RoleName.ORGANISER))
    page = client.get("/skrivbord/dialog/dagen-2020/sidan/synpunkter/").text
    assert 'name="replies_need_second_reader"' in page
