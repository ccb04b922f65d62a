"""Contributions at the desk: the queue, what can be done, by whom, and two at once."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions import actions
from fardplan.contributions.models import Contribution, Reply, Submission
from fardplan.dialogue.models import Day, Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution

pytestmark = pytest.mark.django_db

DESK = "/skrivbord/dialog/dagen-2020/synpunkter/"
REPLIES = "/skrivbord/dialog/dagen-2020/svar/"
NOW = at("2020-12-03 09:00")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def signed_in(client: Client, make_official: Callable[..., Official]) -> Callable[..., Client]:
    """signed_in(RoleName.MODERATOR): a client that is at the desk with these roles."""

    def sign_in(*roles: RoleName) -> Client:
        client.force_login(make_official(*roles))
        return client

    return sign_in


@pytest.fixture
def desk(client: Client, moderator: Official) -> Client:
    client.force_login(moderator)
    return client


def numbers(page: str) -> list[str]:
    """The contributions in the list, in its order."""
    return re.findall(r"<strong>(S-[\d.]+)</strong>", page)


# --- the queue --------------------------------------------------------------------------------------------------------


@pytest.fixture
def some(make_contribution: MakeContribution, day: Day) -> None:
    make_contribution("Läst om bostäder.", about="stycke:a1-1", sender_kind="person", municipality="Ronneby")
    make_contribution("Oläst om ÄLDRE.", about="stycke:a1-2", sender_kind="organisation", published=False)
    make_contribution("Oläst om dagen.", about="dag:dag-3", published=False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["S-002", "S-003", "S-001"]),
        ("ko=unread", ["S-002", "S-003"]),
        ("ko=answered", []),
        ("sok=äldre", ["S-002"]),
        ("sok=s-1", ["S-001"]),
        ("om=dag:dag-3", ["S-003"]),
        ("om=avsnitt:a", ["S-002", "S-001"]),
        ("avsandare=organisation", ["S-002"]),
        ("kommun=Ronneby", ["S-001"]),
        ("vag=web", ["S-002", "S-003", "S-001"]),
        ("vag=letter", []),
        ("ko=unread&om=dag:dag-3", ["S-003"]),
        ("ko=nonsens&vag=duva", ["S-002", "S-003", "S-001"]),
    ],
)
def test_the_queue_is_what_its_address_says(desk: Client, some: None, query: str, found: list[str]) -> None:
    assert numbers(desk.get(f"{DESK}?{query}").text) == found


def test_the_queues_say_how_many_wait(desk: Client, some: None) -> None:
    page = desk.get(DESK).text
    assert [
        words for words in ("Alla (3)", "Olästa (2)", "Inte publicerade (2)", "Obesvarade (3)") if words not in page
    ] == []


def test_L42_not_even_the_desk_can_search_for_persons(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution("Om bussar.", sender_label="Gymnasieelev", email="nagon@example.org")
    for words in ("Gymnasieelev", "nagon@example.org"):
        assert numbers(desk.get(DESK, {"sok": words}).text) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_queue_costs_the_same_however_long(
    desk: Client, make_contribution: MakeContribution, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        make_contribution(f"Nummer {number}", about=("strategin", "stycke:a1-1")[number % 2], published=False)
    with django_assert_num_queries(18):
        assert len(numbers(desk.get(DESK).text)) == min(rows, 25)


@pytest.mark.parametrize("rows", [1, 30])
def test_one_contribution_costs_the_same_however_long_the_queue_and_its_history(
    desk: Client, make_contribution: MakeContribution, moderator: Official, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        make_contribution(f"Nummer {number}", published=False)
        first = Contribution.objects.select_related("submission__dialogue").get(submission__number=1)
        actions.mark_read(contribution=first, revision=first.revision, by=moderator, now=NOW)
        actions.report(contribution=first, rule="attack", words="", now=NOW)
    with django_assert_num_queries(24):
        desk.get(f"{DESK}S-001/")


# --- one contribution -------------------------------------------------------------------------------------------------


def test_opening_a_contribution_changes_nothing(desk: Client, some: None) -> None:
    page = desk.get(f"{DESK}S-002/").text
    assert "Oläst om ÄLDRE." in page
    assert Contribution.objects.filter(read_at=None).count() == 2


def test_reading_then_publishing_with_two_presses(desk: Client, some: None) -> None:
    answer = desk.post(f"{DESK}S-002/gor/last/?ko=unread", {"revision": 0}, follow=True)
    assert answer.redirect_chain == [(f"{DESK}S-002/?ko=unread", 302)]
    assert "S-002 är markerad som läst." in answer.text
    answer = desk.post(f"{DESK}S-002/gor/publicera/", {"revision": 1}, follow=True)
    assert "S-002 visas nu för alla." in answer.text
    assert Client().get("/dagen-2020/synpunkter/S-002/").status_code == 200


def test_the_second_to_press_is_told(desk: Client, some: None) -> None:
    desk.post(f"{DESK}S-002/gor/publicera/", {"revision": 0})
    answer = desk.post(f"{DESK}S-002/gor/last/", {"revision": 0}, follow=True)
    assert "Någon annan ändrade det här medan du arbetade." in answer.text
    assert AuditEntry.objects.filter(action="contribution.read").count() == 0


def test_L05_hiding_at_the_desk_needs_rule_and_reason(desk: Client, some: None) -> None:
    answer = desk.post(f"{DESK}S-001/dolj/", {"dolj-revision": 0, "dolj-reason": "Ett påhopp."})
    assert answer.status_code == 422
    assert "Välj vilken regel det gäller." in answer.text
    assert "Ett påhopp.</textarea>" in answer.text
    desk.post(f"{DESK}S-001/dolj/", {"dolj-revision": 0, "dolj-reason": "Ett påhopp.", "dolj-rule": "attack"})
    assert Contribution.objects.get(submission__number=1).hidden_rule == "attack"
    assert Client().get("/dagen-2020/synpunkter/S-001/").status_code == 404


def test_the_second_to_hide_keeps_the_reason_and_can_press_again(desk: Client, some: None) -> None:
    desk.post(f"{DESK}S-001/gor/last/", {"revision": 0})
    written = {"dolj-revision": 0, "dolj-rule": "attack", "dolj-reason": "Mitt långa skäl."}
    answer = desk.post(f"{DESK}S-001/dolj/", written)
    assert answer.status_code == 409
    assert "Någon annan ändrade det här medan du arbetade." in answer.text
    assert "Mitt långa skäl.</textarea>" in answer.text
    assert 'name="dolj-revision" value="1"' in answer.text
    desk.post(f"{DESK}S-001/dolj/", written | {"dolj-revision": 1})
    assert Contribution.objects.get(submission__number=1).hidden_reason == "Mitt långa skäl."


def test_thinking_again_is_answered_at_the_desk(
    desk: Client, make_contribution: MakeContribution, moderator: Official
) -> None:
    contribution = make_contribution("Elakt.", email="nagon@example.org")
    contribution = actions.hide(
        contribution=contribution, rule="attack", reason="Påhopp.", revision=0, by=moderator, now=NOW
    )
    actions.ask_to_reconsider(contribution=contribution, words="Det var inte elakt.", now=NOW)
    page = desk.get(f"{DESK}S-001/").text
    assert "Det var inte elakt." in page
    assert numbers(desk.get(f"{DESK}?ko=disputed").text) == ["S-001"]
    refused = desk.post(f"{DESK}S-001/prova-igen/", {"prova-revision": 1, "prova-show": "no"})
    assert (refused.status_code, "Skriv hur ni har bedömt det." in refused.text) == (422, True)
    answer = {"prova-revision": 1, "prova-show": "yes", "prova-answer": "Vi höll inte med oss själva."}
    desk.post(f"{DESK}S-001/prova-igen/", answer)
    assert Contribution.objects.get().hidden_at is None
    receipt = Client().get(f"/kvitto/{contribution.submission.receipt_key}/").text
    assert "Vi höll inte med oss själva." in receipt


def test_reports_are_read_and_dismissed(desk: Client, make_contribution: MakeContribution) -> None:
    contribution = make_contribution()
    actions.report(contribution=contribution, rule="disrespect", words="<b>Hu</b>", now=NOW)
    page = desk.get(f"{DESK}S-001/").text
    assert "&lt;b&gt;Hu&lt;/b&gt;" in page
    desk.post(f"{DESK}S-001/gor/rapporter/", {"revision": 0})
    assert numbers(desk.get(f"{DESK}?ko=reported").text) == []


@pytest.mark.parametrize("what", ["radera", "last"])
def test_there_is_no_way_to_delete_and_no_press_without_a_state(desk: Client, some: None, what: str) -> None:
    assert desk.post(f"{DESK}S-001/gor/{what}/", {}).status_code == 404
    assert Contribution.objects.count() == 3


@pytest.mark.parametrize("path", ["S-001/gor/last/", "S-001/dolj/", "S-001/prova-igen/"])
def test_what_changes_something_is_posted(desk: Client, some: None, path: str) -> None:
    assert desk.get(f"{DESK}{path}").status_code == 405


def test_L24_the_history_shows_who_did_what(desk: Client, some: None, moderator: Official) -> None:
    desk.post(f"{DESK}S-001/dolj/", {"dolj-revision": 0, "dolj-reason": "Ett påhopp.", "dolj-rule": "attack"})
    page = desk.get(f"{DESK}S-001/").text
    history = page[page.index("Vad som har hänt") :]
    assert ("Dold" in history, "moderator@example.org" in history) == (True, True)


# --- roles ------------------------------------------------------------------------------------------------------------

MAY_NOT = {
    RoleName.POLITICIAN: {"last", "dolj", "new-reply", "registrera"},
    RoleName.EDITOR: {"last", "dolj", "registrera"},
    RoleName.REGISTRAR: {"new-reply"},
    RoleName.MODERATOR: set(),
    RoleName.ORGANISER: set(),
}


@pytest.mark.parametrize("role", MAY_NOT)
def test_each_role_may_what_is_its_to_do(signed_in: Callable[..., Client], some: None, role: RoleName) -> None:
    desk = signed_in(role)
    assert desk.get(f"{DESK}S-001/").status_code == 200
    tried = {
        "last": desk.post(f"{DESK}S-001/gor/last/", {"revision": 0}),
        "dolj": desk.post(f"{DESK}S-001/dolj/", {"dolj-revision": 1, "dolj-reason": "x", "dolj-rule": "attack"}),
        "new-reply": desk.get(f"{REPLIES}nytt/?nr=S-001"),
        "registrera": desk.get(f"{DESK}registrera/"),
    }
    assert {name for name, answer in tried.items() if answer.status_code == 403} == MAY_NOT[role]


def test_who_only_reads_meets_no_button_that_writes(signed_in: Callable[..., Client], some: None) -> None:
    page = signed_in(RoleName.POLITICIAN).get(f"{DESK}S-002/").text
    main = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r'<form[^>]*method="post"', main) == []
    assert "/svar/nytt/" not in main


@pytest.mark.parametrize(
    ("role", "sees"), [(RoleName.REGISTRAR, True), (RoleName.ORGANISER, True), (RoleName.MODERATOR, False),
                       (RoleName.EDITOR, False), (RoleName.POLITICIAN, False)]
)  # fmt: skip
def test_an_address_is_seen_only_by_those_who_need_it(
    signed_in: Callable[..., Client], make_contribution: MakeContribution, role: RoleName, sees: bool
) -> None:
    make_contribution(email="nagon@example.org")
    page = signed_in(role).get(f"{DESK}S-001/").text
    assert ("nagon@example.org" in page, "finns: avsändaren får brev" in page) == (sees, not sees)


def test_without_a_role_there_is_nothing_here(signed_in: Callable[..., Client], some: None) -> None:
    desk = signed_in()
    for address in (DESK, f"{DESK}S-001/", f"{DESK}synpunkter.csv", f"{REPLIES}nytt/?nr=S-001", f"{DESK}registrera/"):
        assert desk.get(address).status_code == 404


def test_another_dialogues_numbers_and_replies_are_not_reached(
    desk: Client, make_contribution: MakeContribution, moderator: Official
) -> None:
    other = Dialogue.objects.create(
        slug="annan", title="Annan", published_at=at("2020-10-01 08:00"), contributions_open_at=at("2020-10-01 08:00")
    )
    make_contribution("Där", to=other)
    theirs = Reply.objects.create(dialogue=other, text="Hemligt", created_at=NOW)
    assert desk.get(f"{DESK}S-001/").status_code == 404
    assert desk.post(f"{DESK}S-001/gor/last/", {"revision": 0}).status_code == 404
    assert desk.get(f"{REPLIES}{theirs.pk}/").status_code == 404
    assert desk.post(f"{REPLIES}nytt/", {"nr": "S-001", "revision": 0, "text": "Hej"}).status_code == 404


# --- replies ----------------------------------------------------------------------------------------------------------


def reply_of(text: str = "Tack, vi har lagt till det.", **fields: Any) -> dict[str, Any]:
    return {"revision": 0, "outcome": "accepted", "text": text, "nr": ["S-001"], **fields}


def test_a_reply_is_saved_and_then_published(desk: Client, make_contribution: MakeContribution) -> None:
    contribution = make_contribution(email="nagon@example.org")
    answer = desk.post(f"{REPLIES}nytt/", reply_of(spara="1"), follow=True)
    assert "Svaret är sparat, men inte publicerat." in answer.text
    reply = Reply.objects.get()
    assert "lagt till det" not in Client().get("/dagen-2020/synpunkter/S-001/").text
    answer = desk.post(f"{REPLIES}{reply.pk}/", reply_of("Tack, nu står det där.", publicera="1"), follow=True)
    assert "Svaret är publicerat." in answer.text
    assert "Tack, nu står det där." in Client().get("/dagen-2020/synpunkter/S-001/").text
    assert "Tack, nu står det där." in Client().get(f"/kvitto/{contribution.submission.receipt_key}/").text
    assert OutgoingMail.objects.order_by("-id")[0].subject == "Svar på synpunkt S-001"


@pytest.mark.parametrize("outcome", ["not_accepted", "partly"])
def test_L85_the_desk_does_not_publish_a_refusal_without_a_reason(
    desk: Client, make_contribution: MakeContribution, outcome: str
) -> None:
    make_contribution()
    answer = desk.post(f"{REPLIES}nytt/", reply_of("Nej tack.", outcome=outcome, publicera="1"))
    assert answer.status_code == 422
    assert "Skriv varför." in answer.text
    assert "Nej tack.</textarea>" in answer.text
    assert Reply.objects.count() == 0
    desk.post(f"{REPLIES}nytt/", reply_of("Nej tack.", outcome=outcome, reason="Det ryms inte.", publicera="1"))
    assert Reply.objects.get().published_at == NOW


def test_out_of_scope_says_to_whom_it_went(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution()
    answer = desk.post(f"{REPLIES}nytt/", reply_of(outcome="out_of_scope", publicera="1"))
    assert (answer.status_code, "Skriv vem synpunkten har skickats vidare till." in answer.text) == (422, True)


def test_looking_at_the_result_saves_nothing(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution()
    answer = desk.post(f"{REPLIES}nytt/", reply_of("**Fet** <i>kursiv</i>", forhandsvisa="1"))
    assert "Så kommer svaret att visas" in answer.text
    assert "<strong>Fet</strong> &lt;i&gt;kursiv&lt;/i&gt;" in answer.text
    assert Reply.objects.count() == 0


def test_several_are_answered_at_once(desk: Client, make_contribution: MakeContribution) -> None:
    for number in range(3):
        make_contribution(f"Nr {number}")
    page = desk.get(f"{REPLIES}nytt/?nr=S-001&nr=S-003&nr=S-001").text
    assert "Svaret gäller 2 synpunkter" in page
    desk.post(f"{REPLIES}nytt/", reply_of(nr=["S-001", "S-003"], publicera="1"))
    answered = Contribution.objects.filter(reply__published_at=NOW).order_by("submission__number")
    assert [str(one) for one in answered] == ["S-001", "S-003"]


def test_the_second_to_answer_is_told_and_keeps_the_text(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution()
    desk.post(f"{REPLIES}nytt/", reply_of("Först."))
    answer = desk.post(f"{REPLIES}nytt/", reply_of("Mitt långa svar."))
    assert answer.status_code == 409
    assert "har redan ett svar" in answer.text
    assert "Mitt långa svar.</textarea>" in answer.text
    assert Reply.objects.get().text == "Först."


def test_two_who_change_the_same_reply(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution()
    desk.post(f"{REPLIES}nytt/", reply_of("Först."))
    reply = Reply.objects.get()
    desk.post(f"{REPLIES}{reply.pk}/", reply_of("Den snabba."))
    answer = desk.post(f"{REPLIES}{reply.pk}/", reply_of("Den långsamma.", publicera="1"))
    assert answer.status_code == 409
    assert "Den långsamma.</textarea>" in answer.text
    assert 'name="revision" value="1"' in answer.text
    assert (Reply.objects.get().text, Reply.objects.get().published_at) == ("Den snabba.", None)


def test_correcting_a_public_reply(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution()
    desk.post(f"{REPLIES}nytt/", reply_of("Fel svar.", publicera="1"))
    reply = Reply.objects.get()
    desk.post(f"{REPLIES}{reply.pk}/", reply_of("Fel svar.", revision=1, **{"dra-tillbaka": "1"}))
    assert "Fel svar." not in Client().get("/dagen-2020/synpunkter/S-001/").text
    desk.post(f"{REPLIES}{reply.pk}/", reply_of("Rätt svar.", revision=2, publicera="1"))
    assert "Rätt svar." in Client().get("/dagen-2020/synpunkter/S-001/").text


def test_more_are_added_and_taken_away_without_losing_what_is_written(
    desk: Client, make_contribution: MakeContribution
) -> None:
    for number in range(2):
        make_contribution(f"Nr {number}")
    desk.post(f"{REPLIES}nytt/", reply_of("Först."))
    reply = Reply.objects.get()
    desk.post(f"{REPLIES}{reply.pk}/", reply_of("Mer skrivet.", **{"lagg-till": "1", "fler": "S-002"}))
    assert ([str(one) for one in reply.contributions.order_by("id")], Reply.objects.get().text) == (
        ["S-001", "S-002"],
        "Mer skrivet.",
    )
    revision = Reply.objects.get().revision
    desk.post(f"{REPLIES}{reply.pk}/", reply_of("Ännu mer.", revision=revision, **{"ta-bort": "S-001"}))
    assert ([str(one) for one in reply.contributions.all()], Reply.objects.get().text) == (["S-002"], "Ännu mer.")


def test_a_contribution_with_a_reply_leads_to_it(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution()
    desk.post(f"{REPLIES}nytt/", reply_of())
    answer = desk.get(f"{REPLIES}nytt/?nr=S-001")
    assert answer["Location"] == f"{REPLIES}{Reply.objects.get().pk}/"


# --- registering ------------------------------------------------------------------------------------------------------


def letter(**fields: str) -> dict[str, str]:
    return {
        "channel": "letter",
        "received_at": "2020-12-02T10:30",
        "dated_on": "2020-11-30",
        "source_note": "Brev, pärm 3",
        "about": "stycke:a1-1@0.3",
        "text": "Digitalt för alla – även utan mobil.",
        "sender_kind": "group",
        "sender_label": "Pensionärsråd",
        "sending_key": "k" * 22,
        **fields,
    }


def test_L22_a_letter_gets_the_next_number(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution()
    answer = desk.post(f"{DESK}registrera/", letter(), follow=True)
    assert "Registrerad som S-002." in answer.text
    submission = Submission.objects.get(number=2)
    assert (submission.channel, submission.received_at, str(submission.dated_on), submission.source_note) == (
        "letter",
        at("2020-12-02 10:30"),
        "2020-11-30",
        "Brev, pärm 3",
    )
    assert f"/kvitto/{submission.receipt_key}/" in answer.text


def test_registering_twice_by_a_double_click_gives_one(desk: Client) -> None:
    for _ in range(2):
        desk.post(f"{DESK}registrera/", letter())
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"received_at": "2020-12-03T09:01"}, "Det kan inte ha kommit in i framtiden."),
        ({"received_at": "igår"}, "Skriv dag och klockslag."),
        ({"channel": "web"}, "web"),
        ({"channel": "duva"}, "duva"),
        ({"about": "stycke:finns-inte"}, "finns inte i den här dialogen"),
        ({"text": ""}, "Skriv vad som sades, eller lägg till filen där det står."),
    ],
)
def test_what_does_not_hold_is_not_registered(desk: Client, fields: dict[str, str], said: str) -> None:
    answer = desk.post(f"{DESK}registrera/", letter(**fields))
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert said in answer.text
    assert "Brev, pärm 3" in answer.text


# --- as a file --------------------------------------------------------------------------------------------------------


def test_the_list_as_a_file_runs_nothing_and_holds_no_address(
    desk: Client, make_contribution: MakeContribution, moderator: Official
) -> None:
    make_contribution('=HYPERLINK("http://x.example")', email="nagon@example.org", sender_label="@SUM(A1)")
    make_contribution("En annan.")
    answer = desk.get(f"{DESK}synpunkter.csv?sok=hyperlink")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["Nummer"], row["Synpunkt"], row["Beskrivning"]) for row in rows] == [
        ("S-001", '\'=HYPERLINK("http://x.example")', "'@SUM(A1)")
    ]
    assert "nagon@example.org" not in text
    entry = AuditEntry.objects.get(action="contributions.exported")
    assert (entry.actor_id, entry.detail) == (moderator.pk, {"rows": 1, "kind": "csv"})


def test_the_list_as_a_workbook(desk: Client, some: None) -> None:
    answer = desk.get(f"{DESK}synpunkter.xlsx")
    strings = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
    assert [words for words in ("S-001", "S-002", "S-003", "Oläst om ÄLDRE.") if words not in strings] == []


def test_only_files_of_known_kinds(desk: Client, some: None) -> None:
    assert desk.get(f"{DESK}synpunkter.exe").status_code == 404
