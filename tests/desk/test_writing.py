"""Writing a section at the desk: as an ordinary form, as the script does it, and when two people do it at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from fardplan.base.audit import SYSTEM
from fardplan.dialogue.models import Dialogue
from fardplan.strategy import actions
from fardplan.strategy.models import Draft, Passage, Section
from fardplan.strategy.queries import contents_of
from tests.conftest import at

WHO: dict[str, Any] = {"by": SYSTEM, "now": at("2020-11-24 09:00")}


@pytest.fixture
def draft(dialogue: Dialogue) -> Draft:
    assert dialogue.strategy is not None
    first = dialogue.strategy.drafts.get()
    return actions.new_draft(strategy=dialogue.strategy, number="0.4", title="", note="", copy_of=first, **WHO)


@pytest.fixture
def section(draft: Draft) -> Section:
    return draft.sections.get()


@pytest.fixture
def url(dialogue: Dialogue, section: Section) -> str:
    return reverse("desk:passages", args=[dialogue.slug, section.pk])


def the(draft: Draft, key: str) -> Passage:
    return Passage.objects.select_related("section", "draft").get(draft=draft, key=key)


def shown(response: HttpResponse) -> dict[str, Any]:
    """What the page would send if nothing was touched."""
    page = response.context["page"]
    data: dict[str, Any] = {"ordning": str(page.order), "stycke[]": []}
    for line in page.lines:
        if line.passage:
            data["stycke[]"].append(str(line.passage.pk))
        for field in line.form:
            value = field.value()
            data[field.html_name] = "" if value is None else str(value)
    return data


def texts(draft: Draft) -> list[str]:
    return [passage.text for passage in contents_of(draft).passages]


def test_only_what_was_written_in_is_saved(desk: Client, draft: Draft, url: str):
    homes = the(draft, "a1-1")
    data = shown(desk.get(url)) | {f"stycke-{homes.pk}-text": "Många fler bostäder byggs."}
    assert desk.post(url, data).status_code == 302
    assert texts(draft) == ["Många fler bostäder byggs.", "Restiden är högst en timme."]
    assert list(draft.passages.order_by("position").values_list("revision", flat=True)) == [1, 0]


def test_a_button_saves_what_was_written_before_it_does_its_thing(desk: Client, draft: Draft, url: str):
    homes, travel = the(draft, "a1-1"), the(draft, "a1-2")
    data = shown(desk.get(url)) | {f"stycke-{homes.pk}-text": "Nytt.", "gor": f"ner:{homes.pk}"}
    response = desk.post(url, data)
    assert response["Location"] == f"{url}#stycke-{homes.pk}"
    assert texts(draft) == ["Restiden är högst en timme.", "Nytt."]
    desk.post(url, shown(desk.get(url)) | {"gor": f"ihop:{travel.pk}"})
    assert texts(draft) == ["Restiden är högst en timme.\n\n**Bostäder**\n\nNytt."]


def test_a_new_passage_stands_where_it_was_asked_for(desk: Client, draft: Draft, url: str):
    homes = the(draft, "a1-1")
    response = desk.post(url, shown(desk.get(url)) | {"gor": f"ny:{homes.pk}"})
    page = desk.get(response["Location"].partition("#")[0])
    assert [bool(line.passage) for line in page.context["page"].lines] == [True, False, True]
    desk.post(url, shown(page) | {"ny-0-text": "Emellan."})
    assert texts(draft) == ["Fler bostäder byggs.", "Emellan.", "Restiden är högst en timme."]
    # Nobody wrote in the empty field: nothing is added.
    desk.post(url, shown(desk.get(f"{url}?nytt={homes.pk}")))
    assert len(texts(draft)) == 3


def test_what_is_taken_away_can_be_put_back(desk: Client, dialogue: Dialogue, draft: Draft, url: str):
    homes = the(draft, "a1-1")
    response = desk.post(url, shown(desk.get(url)) | {"gor": f"bort:{homes.pk}"}, follow=True)
    assert "Borttaget ur utkastet: A1.1 Bostäder." in response.text
    back = reverse("desk:put-back", args=[dialogue.slug, draft.pk])
    assert "A1.1 Bostäder är tillbaka." in desk.post(back, {"back": url}, follow=True).text
    assert [(passage.key, passage.text) for passage in contents_of(draft).passages] == [
        ("a1-1", "Fler bostäder byggs."), ("a1-2", "Restiden är högst en timme."),
    ]  # fmt: skip
    assert "Borttaget ur utkastet" not in desk.get(url).text
    assert desk.post(back, {"back": url}).status_code == 409


def test_a_whole_section_can_be_put_back(desk: Client, dialogue: Dialogue, draft: Draft, section: Section):
    removed = desk.post(reverse("desk:remove-section", args=[dialogue.slug, section.pk]), follow=True)
    assert "Borttaget ur utkastet: A Attraktiva livsmiljöer." in removed.text
    assert texts(draft) == []
    desk.post(reverse("desk:put-back", args=[dialogue.slug, draft.pk]), {"back": "https://elsewhere.example/"})
    assert texts(draft) == ["Fler bostäder byggs.", "Restiden är högst en timme."]


def test_the_later_of_two_sees_both_and_chooses(desk: Client, draft: Draft, url: str):
    homes = the(draft, "a1-1")
    mine = shown(desk.get(url)) | {f"stycke-{homes.pk}-text": "Fler hus byggs."}
    actions.change_passage(passage=homes, changes={"text": "Fler hem byggs."}, revision=0, **WHO)
    page = desk.post(url, mine)
    assert (page.status_code, texts(draft)[0]) == (409, "Fler hem byggs.")
    assert "<del>" in page.text
    assert '<span class="visually-hidden">tillagt: </span>hus' in page.text
    sent = shown(page)
    assert sent[f"stycke-{homes.pk}-text"] == "Fler hus byggs."
    assert desk.post(url, sent | {f"stycke-{homes.pk}-val": "deras"}).status_code == 302
    assert texts(draft)[0] == "Fler hem byggs."
    assert desk.post(url, sent | {f"stycke-{homes.pk}-val": "mina"}).status_code == 302
    assert texts(draft)[0] == "Fler hus byggs."


def test_words_in_a_passage_somebody_took_away_become_a_new_one(desk: Client, draft: Draft, url: str):
    homes, travel = the(draft, "a1-1"), the(draft, "a1-2")
    mine = shown(desk.get(url)) | {
        f"stycke-{homes.pk}-text": "Mina ord.", f"stycke-{travel.pk}-text": "Restiden är kort.",
    }  # fmt: skip
    actions.remove_passage(passage=homes, order=None, **WHO)
    page = desk.post(url, mine)
    assert (page.status_code, texts(draft)) == (409, ["Restiden är kort."])
    assert "Någon annan tog bort stycket medan du skrev i det." in page.text
    desk.post(url, shown(page))
    assert texts(draft) == ["Restiden är kort.", "Mina ord."]


def test_words_in_several_passages_of_an_emptied_section_are_all_kept(desk: Client, draft: Draft, url: str):
    homes, travel = the(draft, "a1-1"), the(draft, "a1-2")
    mine = shown(desk.get(url)) | {f"stycke-{homes.pk}-text": "Ett.", f"stycke-{travel.pk}-text": "Två."}
    for passage in (homes, travel):
        actions.remove_passage(passage=passage, order=None, **WHO)
    desk.post(url, shown(desk.post(url, mine)))
    assert texts(draft) == ["Ett.", "Två."]


def test_a_passage_taken_away_that_nobody_wrote_in_is_no_conflict(desk: Client, draft: Draft, url: str):
    sent = shown(desk.get(url))
    actions.remove_passage(passage=the(draft, "a1-1"), order=None, **WHO)
    assert desk.post(url, sent).status_code == 302
    assert texts(draft) == ["Restiden är högst en timme."]


def test_an_order_that_changed_meanwhile_is_told(desk: Client, draft: Draft, url: str):
    homes, travel = the(draft, "a1-1"), the(draft, "a1-2")
    sent = shown(desk.get(url))
    actions.move_passage(passage=travel, up=True, order=None, **WHO)
    for button in ("ner", "upp", "bort", "ihop"):
        page = desk.post(url, sent | {"gor": f"{button}:{homes.pk}", f"stycke-{homes.pk}-text": "Skrivet."})
        assert (button, page.status_code) == (button, 409)
        assert "Någon annan har ändrat ordningen medan du tittade på den." in page.text
        sent = shown(page) | {"ordning": sent["ordning"]}
    assert texts(draft) == ["Restiden är högst en timme.", "Skrivet."]


def test_an_outline_that_changed_meanwhile_is_told(desk: Client, dialogue: Dialogue, draft: Draft, section: Section):
    actions.add_section(draft=draft, parent=None, kind="text", code="", heading="Annat", **WHO)
    outline = desk.get(reverse("desk:draft", args=[dialogue.slug, draft.pk])).context["order"]
    move = reverse("desk:move-section", args=[dialogue.slug, section.pk])
    assert desk.post(move, {"ner": "1", "seen": outline}).status_code == 302
    again = desk.post(move, {"upp": "1", "seen": outline})
    assert again.status_code == 409
    assert "Någon annan har ändrat ordningen" in again.text
    assert [each.heading for each in contents_of(draft).sections] == ["Annat", "Attraktiva livsmiljöer"]


def test_an_empty_passage_is_refused_and_nothing_is_lost(desk: Client, draft: Draft, url: str):
    homes, travel = the(draft, "a1-1"), the(draft, "a1-2")
    sent = shown(desk.get(url)) | {f"stycke-{homes.pk}-text": " ", f"stycke-{travel.pk}-text": "Skrivet."}
    page = desk.post(url, sent)
    assert page.status_code == 422
    assert "A1.1 Bostäder, Text: Skriv något, eller ta bort stycket." in page.text
    assert "Skrivet." in page.text
    assert texts(draft)[1] == "Restiden är högst en timme."


def test_words_written_in_a_draft_that_was_published_meanwhile_are_not_thrown_away(
    desk: Client, draft: Draft, url: str
):
    sent = shown(desk.get(url)) | {f"stycke-{the(draft, 'a1-1').pk}-text": "I sista stund."}
    actions.publish_draft(draft=draft, **WHO)
    page = desk.post(url, sent)
    assert page.status_code == 409
    assert "Ett publicerat utkast ändras inte." in page.text
    assert "I sista stund." in page.text


def test_the_script_saves_one_passage_and_hears_when(desk: Client, dialogue: Dialogue, draft: Draft, url: str):
    homes = the(draft, "a1-1")
    sent = shown(desk.get(url)) | {f"stycke-{homes.pk}-text": "Ett."}
    address = reverse("desk:passage", args=[dialogue.slug, homes.pk])
    told = desk.post(address, sent).json()
    assert (told["text"], told["revision"]) == ("Ett.", 1)
    assert re.fullmatch(r"\d\d?\.\d\d", told["at"])
    # Its next words go over what it was told; somebody who saw the old ones is shown both.
    name = f"stycke-{homes.pk}"
    following = {f"{name}-text": "Två.", f"{name}-revision": told["revision"], f"{name}-was": told["was"]}
    assert desk.post(address, sent | following).json()["revision"] == 2
    contested = desk.post(address, sent | {f"{name}-text": "Tre."})
    assert contested.status_code == 409
    assert 'data-revision="2"' in contested.text
    assert desk.post(address, sent | {f"{name}-val": "deras"}).json()["text"] == "Två."
    assert desk.post(address, sent | {f"{name}-text": ""}).json() == {"message": "Skriv något, eller ta bort stycket."}
    actions.publish_draft(draft=draft, **WHO)
    refused = desk.post(address, sent | following | {f"{name}-revision": 2, f"{name}-text": "Fyra."})
    assert (refused.status_code, refused.json()["message"]) == (
        409, "Ett publicerat utkast ändras inte. Gör ett nytt utkast av det och ändra där.",
    )  # fmt: skip


def test_the_script_adds_a_passage_once(desk: Client, dialogue: Dialogue, draft: Draft, section: Section):
    address = reverse("desk:new-passage", args=[dialogue.slug, section.pk])
    sent = {"prefix": "ny-0", "ny-0-text": "Nytt.", "ny-0-after": str(the(draft, "a1-1").pk)}
    first = desk.post(address, sent).json()
    # The answer got lost on the way: the script asks again.
    assert desk.post(address, sent).json()["id"] == first["id"]
    assert texts(draft) == ["Fler bostäder byggs.", "Nytt.", "Restiden är högst en timme."]


def test_a_passage_is_divided_where_one_chooses(desk: Client, dialogue: Dialogue, draft: Draft):
    homes = the(draft, "a1-1")
    actions.change_passage(passage=homes, changes={"text": "Ett. Två. Tre."}, revision=0, **WHO)
    address = reverse("desk:split-passage", args=[dialogue.slug, homes.pk])
    page = desk.get(address)
    assert [place for place, _piece in page.context["places"]] == [5, 10]
    assert desk.get(f"{address}?vid=2").context["asked"] == 2
    assert "Välj var texten ska delas." in desk.post(address, {"revision": "1"}).text
    assert desk.post(address, {"revision": "1", "at": "0"}).status_code == 422
    stale = desk.post(address, {"revision": "0", "at": "5"})
    assert (stale.status_code, "Någon annan har ändrat samma sak" in stale.text) == (409, True)
    desk.post(address, {"revision": "1", "at": "5"})
    assert texts(draft) == ["Ett.", "Två. Tre.", "Restiden är högst en timme."]


def test_a_passage_and_a_section_are_put_elsewhere(desk: Client, dialogue: Dialogue, draft: Draft, section: Section):
    other = actions.add_section(draft=draft, parent=None, kind="text", code="", heading="Annat", **WHO)
    place = reverse("desk:place-passage", args=[dialogue.slug, the(draft, "a1-1").pk])
    desk.post(place, {"section": str(other.pk), "where": "last", "seen": str(section.revision)})
    assert the(draft, "a1-1").section == other
    into = reverse("desk:place-section", args=[dialogue.slug, other.pk])
    seen = desk.get(into).context["form"]["seen"].value()
    assert desk.post(into, {"section": str(other.pk), "where": "last", "seen": seen}).status_code == 422
    desk.post(into, {"section": str(section.pk), "where": "first", "seen": seen})
    assert Section.objects.get(pk=other.pk).parent == section


@pytest.mark.parametrize("number", [1, 40])
def test_a_section_costs_the_same_however_many_passages(
    desk: Client, draft: Draft, section: Section, url: str, number: int, django_assert_max_num_queries: Any
):
    Passage.objects.bulk_create(
        Passage(draft=draft, section=section, key=f"n{n}", text=f"Nytt {n}.", position=9 + n) for n in range(number)
    )
    with django_assert_max_num_queries(9):
        desk.get(url)
