"""The queue's filter, many at once, assignment, themes, saved views, moving and the bank, as pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.contributions import actions
from fardplan.contributions.about import find_about
from fardplan.contributions.models import Contribution, SavedView, StandardReply, Submission, Theme
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution

pytestmark = pytest.mark.django_db

DESK = "/skrivbord/dialog/dagen-2020/synpunkter/"
THEMES = "/skrivbord/dialog/dagen-2020/teman/"
BANK = "/skrivbord/dialog/dagen-2020/svarsbank/"
NOW = at("2020-12-03 09:00")


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


def numbers(page: str) -> list[str]:
    return re.findall(r"<strong>(S-[\d.]+)</strong>", page)


@pytest.fixture
def some(
    make_contribution: MakeContribution, dialogue: Dialogue, moderator: Official, colleague: Official
) -> list[Contribution]:
    """Three: an old one with a proposal and a theme, a colleague's, and a question of the moderator's own."""
    rows = [
        make_contribution("Gammal", about="stycke:a1-1", now="2020-11-17 09:00", proposed_text="Så här."),
        make_contribution("Kollegans", about="stycke:a1-2", now="2020-12-01 09:00"),
        make_contribution("Min egen", now="2020-12-02 09:00"),
    ]
    theme = actions.create_theme(dialogue=dialogue, name="Bostad", by=moderator, now=NOW)
    actions.set_themes(contributions=rows[:1], add=[theme], by=moderator, now=NOW)
    actions.assign(contributions=rows[1:2], to=colleague, by=colleague, now=NOW)
    actions.assign(contributions=rows[2:], to=moderator, by=moderator, now=NOW)
    Contribution.objects.filter(pk=rows[2].pk).update(kind="question")
    return rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tema=bostad", ["S-001"]),
        ("tema=utan", ["S-002", "S-003"]),
        ("handlaggare=jag", ["S-003"]),
        ("handlaggare=ingen", ["S-001"]),
        ("alder=2", ["S-001", "S-002"]),
        ("alder=15", ["S-001"]),
        ("alder=-3", ["S-001", "S-002", "S-003"]),
        ("slag=question", ["S-003"]),
        ("forslag=ja", ["S-001"]),
        ("forslag=nej", ["S-002", "S-003"]),
        ("om=stycke:a1-2", ["S-002"]),
        ("ordning=nyast", ["S-003", "S-002", "S-001"]),
        ("ordning=aldst", ["S-001", "S-002", "S-003"]),
        ("ko=unassigned", ["S-001"]),
        ("stallning=reject", []),
    ],
)
def test_the_queue_is_filtered_by(desk: Client, some: list[Contribution], query: str, found: list[str]) -> None:
    assert numbers(desk.get(f"{DESK}?{query}").text) == found


def test_the_queue_opens_before_there_is_any_theme(desk: Client, make_contribution: MakeContribution) -> None:
    make_contribution("Utan tema")
    assert numbers(desk.get(f"{DESK}?tema=utan").text) == ["S-001"]
    assert numbers(desk.get(DESK).text) == ["S-001"]


def test_a_colleagues_contributions_are_found_by_them(
    desk: Client, some: list[Contribution], colleague: Official
) -> None:
    assert numbers(desk.get(f"{DESK}?handlaggare={colleague.pk}").text) == ["S-002"]


def test_one_walks_the_filtered_list_from_contribution_to_contribution(desk: Client, some: list[Contribution]) -> None:
    page = desk.get(f"{DESK}S-002/?ordning=nyast").text
    assert re.findall(r'data-key="([jk])" rel="\w+" href="([^"]+)"', page) == [
        ("k", f"{DESK}S-003/?ordning=nyast"),
        ("j", f"{DESK}S-001/?ordning=nyast"),
    ]
    assert "2 av 3" in page


def test_ticked_contributions_lead_to_one_reply(desk: Client, some: list[Contribution]) -> None:
    answer = desk.post(f"{DESK}valda/", {"gor": "svara", "nr": ["S-001", "S-003"]})
    assert answer["Location"] == "/skrivbord/dialog/dagen-2020/svar/nytt/?nr=S-001&nr=S-003"


def test_several_are_given_to_one_and_a_colleagues_is_left_and_named(
    desk: Client, some: list[Contribution], colleague: Official
) -> None:
    answer = desk.post(
        f"{DESK}valda/?ordning=aldst", {"gor": "tilldela", "handlaggare": "jag", "alla": "1"}, follow=True
    )
    assert answer.redirect_chain == [(f"{DESK}?ordning=aldst", 302)]
    assert "2 synpunkter är tilldelade." in answer.text
    assert f"Någon annan har redan: S-002 ({colleague})." in answer.text
    desk.post(f"{DESK}valda/", {"gor": "tilldela", "handlaggare": "ingen", "nr": "S-002", "ta-over": "1"})
    assert Contribution.objects.filter(assigned_to=None).get().label == "S-002"


def test_several_get_a_new_theme_and_lose_it(desk: Client, some: list[Contribution]) -> None:
    desk.post(f"{DESK}valda/", {"gor": "ge-tema", "nytt-tema": "Hav", "nr": ["S-001", "S-002"]})
    assert Theme.objects.get(slug="hav").contributions.count() == 2
    desk.post(f"{DESK}valda/", {"gor": "ta-tema", "tema": "hav", "nr": ["S-001"]})
    assert [each.label for each in Theme.objects.get(slug="hav").contributions.all()] == ["S-002"]
    refused = desk.post(f"{DESK}valda/", {"gor": "ge-tema", "nr": ["S-001"]}, follow=True)
    assert "Välj ett tema, eller skriv vad ett nytt ska heta." in refused.text


def test_several_are_published_once_somebody_has_read_them(desk: Client, some: list[Contribution]) -> None:
    Contribution.objects.update(published_at=None, read_at=None)
    desk.post(f"{DESK}valda/", {"gor": "last", "nr": ["S-001", "S-003"]})
    answer = desk.post(f"{DESK}valda/", {"gor": "publicera", "nr": ["S-001", "S-002", "S-003"]}, follow=True).text
    print(re.findall(r"(?s)class=.notice.*?</div>", answer))
    assert "2 synpunkter är publicerade." in answer
    assert "Ingen har läst S-002 än." in answer
    shown = Contribution.objects.exclude(published_at=None).order_by("submission__number")
    assert [each.label for each in shown] == ["S-001", "S-003"]


def test_each_point_of_a_letter_stands_in_the_queue_with_its_own_words(
    desk: Client, dialogue: Dialogue, make_contribution: MakeContribution, moderator: Official
) -> None:
    letter = make_contribution("Vi vill ha tåg. Vi vill ha båtar.").submission
    for start, end in ((0, 15), (16, 33)):
        mark = actions.Mark(start=start, end=end)
        about = find_about(dialogue, "strategin", now=NOW)
        actions.mark_point(
            submission=letter, mark=mark, about=about, kind="view", proposed_text="", by=moderator, now=NOW
        )
    page = desk.get(DESK).text
    assert re.findall(r"<b [^>]*>([^<]+)</b>", page) == ["Vi vill ha båtar.", "Vi vill ha tåg."]  # the unread one first


def test_nothing_ticked_and_nothing_chosen_is_said(desk: Client, some: list[Contribution]) -> None:
    assert "Välj minst en synpunkt." in desk.post(f"{DESK}valda/", {"gor": "last"}, follow=True).text
    assert "Välj vad du vill göra." in desk.post(f"{DESK}valda/", {"nr": "S-001"}, follow=True).text


def test_taking_one_that_a_colleague_took_meanwhile_is_told(
    desk: Client, some: list[Contribution], colleague: Official
) -> None:
    answer = desk.post(f"{DESK}S-002/handlaggare/", {"handlaggare": "jag", "sedd": ""}, follow=True)
    assert f"{colleague} tog S-002 medan du läste. Inget är ändrat." in answer.text
    desk.post(f"{DESK}S-002/handlaggare/", {"handlaggare": "jag", "sedd": str(colleague.pk)})
    assert Contribution.objects.get(submission__number=2).assigned_to != colleague


def test_themes_of_one_change_only_what_was_changed_here(
    desk: Client, some: list[Contribution], dialogue: Dialogue, moderator: Official
) -> None:
    sea = actions.create_theme(dialogue=dialogue, name="Hav", by=moderator, now=NOW)
    # A colleague gives it "Hav" after the page was opened; here "Bostad" is unticked and a new one written.
    actions.set_themes(contributions=[Contribution.objects.get(submission__number=1)], add=[sea], by=moderator, now=NOW)
    desk.post(f"{DESK}S-001/teman/", {"hade": "bostad", "nytt-tema": "Skärgård"})
    names = Contribution.objects.get(submission__number=1).themes.values_list("name", flat=True)
    assert sorted(names) == ["Hav", "Skärgård"]


def test_a_theme_is_made_renamed_merged_and_removed(desk: Client, some: list[Contribution]) -> None:
    desk.post(THEMES, {"name": "Bostäder", "description": ""})
    refused = desk.post(THEMES, {"name": "BOSTÄDER", "description": ""})
    assert (refused.status_code, "Det finns redan ett tema som heter så." in refused.text) == (422, True)
    desk.post(f"{THEMES}bostad/", {"name": "Att bo", "description": "Hem"})
    assert "De 1 " not in desk.get(f"{THEMES}bostad/").text
    merged = desk.post(f"{THEMES}bostad/sla-ihop/", {"into": "bostader"}, follow=True)
    assert "Att bo är nu en del av Bostäder." in merged.text
    desk.post(f"{THEMES}bostader/ta-bort/")
    assert (Theme.objects.count(), Contribution.objects.count()) == (0, 3)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_of_themes_cost_the_same(
    desk: Client, make_contribution: MakeContribution, dialogue: Dialogue, moderator: Official,
    django_assert_num_queries: Any, rows: int,
) -> None:  # fmt: skip
    for number in range(rows):
        theme = actions.create_theme(dialogue=dialogue, name=f"Tema {number}", by=moderator, now=NOW)
        actions.set_themes(
            contributions=[make_contribution(f"Nummer {number}", about="stycke:a1-1")],
            add=[theme],
            by=moderator,
            now=NOW,
        )
    with django_assert_num_queries(7):
        desk.get(THEMES)
    with django_assert_num_queries(12):
        desk.get(f"{THEMES}tema-0/")


def test_a_view_is_saved_counted_shared_and_removed(
    desk: Client, some: list[Contribution], colleague: Official
) -> None:
    page = desk.get(f"{DESK}vyer/?handlaggare=jag&sida=3").text
    assert 'name="query" value="handlaggare=jag"' in page
    desk.post(f"{DESK}vyer/", {"name": "Mina", "query": "handlaggare=jag&sida=3&evil=1", "is_shared": "on"})
    desk.post(f"{DESK}vyer/", {"name": "Äldre", "query": "alder=15"})
    assert list(SavedView.objects.values_list("name", "query")) == [("Mina", "handlaggare=jag"), ("Äldre", "alder=15")]
    rows = re.findall(r'<td class="figure"[^>]*>(\d+)</td>', desk.get(f"{DESK}vyer/").text)
    assert rows == ["1", "1"]
    assert "Äldre" in desk.get(DESK).text
    desk.force_login(colleague)
    theirs = desk.get(f"{DESK}vyer/").text
    assert ("Mina" in theirs, "Äldre" in theirs) == (True, False)
    mine = SavedView.objects.get(name="Mina")
    assert desk.post(f"{DESK}vyer/{mine.pk}/ta-bort/").status_code == 404
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize("views", [1, 3])
def test_saved_views_are_counted_in_one_query(
    desk: Client, some: list[Contribution], dialogue: Dialogue, moderator: Official,
    django_assert_max_num_queries: Any, views: int,
) -> None:  # fmt: skip
    for number in range(views):
        actions.save_view(
            dialogue=dialogue, name=f"Vy {number}", query=f"alder={number}", is_shared=False, by=moderator, now=NOW
        )
    with django_assert_max_num_queries(20):
        desk.get(f"{DESK}vyer/")


def test_a_contribution_is_moved_by_searching_for_the_right_place(desk: Client, some: list[Contribution]) -> None:
    page = desk.get(f"{DESK}S-001/flytta/?ord=restid").text
    assert re.findall(r'name="about" value="([^"]+)"', page) == ["stycke:a1-2@0.3"]
    desk.post(f"{DESK}S-001/flytta/?ko=unanswered", {"about": "stycke:a1-2@0.3", "revision": "0"})
    row = Contribution.objects.get(submission__number=1)
    assert (str(row.passage), row.submission.about) == ("A1.2 Restid", "stycke:a1-1@0.3")
    assert "Avsändaren valde" in desk.get(f"{DESK}S-001/").text
    late = desk.post(f"{DESK}S-001/flytta/", {"about": "strategin", "revision": "0"})
    assert (late.status_code, "Någon annan ändrade det här medan du arbetade." in late.text) == (409, True)
    assert desk.post(f"{DESK}S-001/flytta/", {"revision": "x"}).status_code == 422


def test_the_bank_is_filled_changed_and_emptied(desk: Client) -> None:
    words = {"revision": "0", "name": "Planer", "outcome": "partly", "text": "Se planen.", "reason": "Kommunen avgör."}
    desk.post(f"{BANK}nytt/", words)
    standard = StandardReply.objects.get()
    desk.post(f"{BANK}{standard.pk}/", words | {"text": "Se kommunens plan."})
    late = desk.post(f"{BANK}{standard.pk}/", words | {"text": "Mina ord."})
    assert (late.status_code, "Mina ord.</textarea>" in late.text) == (409, True)
    assert 'name="revision" value="1"' in late.text
    assert "Se kommunens plan." in desk.get(BANK).text
    desk.post(f"{BANK}{standard.pk}/ta-bort/")
    assert StandardReply.objects.count() == 0


def test_what_the_sender_chose_is_kept_at_receipt(some: list[Contribution]) -> None:
    chosen = Submission.objects.order_by("number").values_list("about", flat=True)
    assert list(chosen) == ["stycke:a1-1@0.3", "stycke:a1-2@0.3", "strategin"]
