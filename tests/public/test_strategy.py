"""The strategy to read: overview, draft, section, passage."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from fardplan.strategy.models import Draft, Passage, Section, SectionKind, Strategy
from fardplan.strategy.queries import contents_of
from tests.conftest import at

OVERVIEW, DRAFT = "/dagen-2020/strategi/", "/dagen-2020/strategi/0.3/"


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    monkeypatch.setattr(clock, "now", lambda: at("2020-11-24 09:00"))


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def add_draft(strategy: Strategy, number: str, *, passages: int = 0, position: int = 1) -> Draft:
    """A draft 0.4 and so on, with a goal under direction A and some passages; not yet published."""
    draft = Draft.objects.create(strategy=strategy, number=number, position=position)
    a = Section.objects.create(draft=draft, key="a", kind=SectionKind.DIRECTION, code="A", heading="Livsmiljöer")
    goal = Section.objects.create(draft=draft, key="mal-a", kind=SectionKind.GOAL, heading="Jämlik hälsa", parent=a)
    Passage.objects.bulk_create(
        Passage(draft=draft, section=goal, key=f"p-{n}", code=f"A.{n}", text=f"Stycke nummer {n}.", position=n)
        for n in range(passages)
    )
    return draft


def publish(draft: Draft, moment: str = "2020-11-20 09:00") -> None:
    draft.published_at = at(moment)
    draft.save()


def say_something(dialogue: Dialogue, passage: Passage, *, number: int, public: bool = True) -> None:
    submission = Submission.objects.create(
        dialogue=dialogue, number=number, received_at=at("2020-11-18 10:00"), heading="H", text=f"Synpunkt {number}"
    )
    Contribution.objects.create(
        submission=submission,
        text=f"Synpunkt {number}",
        passage=passage,
        published_at=at("2020-11-19 09:00") if public else None,
    )


def test_the_overview_tells_directions_and_where_to_say_something(client: Client) -> None:
    answer = client.get(OVERVIEW)
    page = words(answer.text)
    assert "Ny regional utvecklingsstrategi" in page
    assert "Utkast 0.3 måndag 16 november 2020" in page
    assert "Attraktiva livsmiljöer A1.1 Bostäder A1.2 Restid" in page
    assert 'href="/dagen-2020/synpunkter/ny/?om=strategin"' in answer.text
    assert 'href="/dagen-2020/synpunkter/ny/?om=avsnitt:a@0.3"' in answer.text


def test_a_draft_reads_in_order_with_an_anchor_for_every_passage(client: Client) -> None:
    page = client.get(DRAFT).text
    assert re.findall(r'<section class="passage" id="([^"]+)"', page) == ["a1-1", "a1-2"]
    assert 'id="a"' in page
    assert page.index("Fler bostäder byggs.") < page.index("Restiden är högst en timme.")
    assert 'href="/dagen-2020/strategi/0.3/a1-1/"' in page
    assert 'href="/dagen-2020/synpunkter/ny/?om=stycke:a1-1@0.3"' in page
    assert 'href="/dagen-2020/synpunkter/ny/?om=avsnitt:a@0.3"' in page


def test_what_has_been_said_is_counted_by_passage_whichever_draft_it_was_said_on(
    client: Client, dialogue: Dialogue, strategy: Strategy
) -> None:
    first = Passage.objects.get(key="a1-1")
    say_something(dialogue, first, number=1)
    say_something(dialogue, first, number=2)
    say_something(dialogue, first, number=3, public=False)
    later = Draft.objects.create(strategy=strategy, number="0.4", position=1)
    section = Section.objects.create(draft=later, key="a", heading="A")
    same = Passage.objects.create(draft=later, section=section, key="a1-1", code="A1.1", text="Ännu fler.")
    publish(later)
    say_something(dialogue, same, number=4)
    for number in ("0.3", "0.4"):
        page = client.get(f"/dagen-2020/strategi/{number}/").text
        assert re.findall(r"(\d+) synpunkt", page) == ["3"]
    page = words(client.get("/dagen-2020/strategi/0.4/a1-1/").text)
    assert "Ännu fler." in page
    assert re.findall(r"Synpunkt \d", page) == ["Synpunkt 4", "Synpunkt 2", "Synpunkt 1"]
    assert "Stycket finns också i: utkast 0.3" in page


def test_a_passage_knows_its_way_and_its_neighbours(client: Client) -> None:
    first, second = client.get(f"{DRAFT}a1-1/").text, client.get(f"{DRAFT}a1-2/").text
    assert "<h1" in first
    assert re.search(r'rel="next" href="/dagen-2020/strategi/0.3/a1-2/"', first)
    assert 'rel="prev"' not in first
    assert re.search(r'rel="prev" href="/dagen-2020/strategi/0.3/a1-1/"', second)
    assert "Ingen har lämnat en synpunkt på stycket ännu." in words(first)
    assert 'href="/dagen-2020/strategi/0.3/avsnitt/a/"' in first


def test_after_the_deadline_there_is_only_reading(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at("2020-12-05 09:00"))
    for path in (OVERVIEW, DRAFT, f"{DRAFT}a1-1/"):
        page = client.get(path).text
        assert "synpunkter/ny/" not in page
        assert "Svara på stycket" not in page


def test_a_draft_not_yet_out_is_missing_to_everyone_but_those_who_work_with_it(
    client: Client, strategy: Strategy, administrator: Official
) -> None:
    add_draft(strategy, "0.4", passages=1)
    assert client.get("/dagen-2020/strategi/0.4/").status_code == 404
    assert "0.4" not in words(client.get(OVERVIEW).text)
    client.force_login(administrator)
    page = words(client.get("/dagen-2020/strategi/0.4/").text)
    assert "Utkast 0.4 inte publicerat" in page


def test_a_draft_that_comes_out_tomorrow_is_not_here_today(client: Client, strategy: Strategy) -> None:
    publish(add_draft(strategy, "0.4", passages=1), "2020-11-25 09:00")
    assert client.get("/dagen-2020/strategi/0.4/").status_code == 404


@pytest.mark.parametrize("path", ["0.9/", "0.3/finns-inte/", "0.3/avsnitt/finns-inte/", "0.3/a/"])
def test_what_is_not_there_is_missing(client: Client, path: str) -> None:
    assert client.get(f"{OVERVIEW}{path}").status_code == 404


def test_another_dialogues_draft_is_missing_here(client: Client, dialogue: Dialogue) -> None:
    other = Strategy.objects.create(slug="annan", title="En annan strategi")
    Dialogue.objects.create(slug="en-annan", title="En annan", strategy=other, published_at=dialogue.published_at)
    assert client.get("/en-annan/strategi/0.3/").status_code == 404
    assert "Det finns inget utkast att läsa ännu" in words(client.get("/en-annan/strategi/").text)


def test_a_dialogue_without_a_strategy_says_so(client: Client, dialogue: Dialogue) -> None:
    Dialogue.objects.create(slug="utan", title="Utan", published_at=dialogue.published_at)
    answer = client.get("/utan/strategi/")
    assert answer.status_code == 404
    assert "Den här dialogen har ingen strategi att läsa ännu." in answer.text


def test_a_long_draft_is_read_one_section_at_a_time(client: Client, strategy: Strategy) -> None:
    publish(add_draft(strategy, "1.0", passages=61))
    whole = client.get("/dagen-2020/strategi/1.0/").text
    assert "Stycke nummer 3." not in whole
    assert 'href="/dagen-2020/strategi/1.0/avsnitt/a/"' in whole
    part = client.get("/dagen-2020/strategi/1.0/avsnitt/a/").text
    assert len(re.findall(r'<section class="passage goal"', part)) == 61
    assert re.search(r"<h2[^>]*>Jämlik hälsa</h2>", part)


def test_the_text_is_swedish_also_on_the_english_page(client: Client) -> None:
    page = client.get(f"/en{DRAFT}").text
    assert '<div class="book" lang="sv">' in page
    assert '<p class="row tools no-print" lang="en">' in page
    assert "data-content-language" in page
    assert "data-content-language" not in client.get(DRAFT).text


def test_markup_in_the_text_is_shown_as_written(client: Client, strategy: Strategy) -> None:
    draft = add_draft(strategy, "0.4")
    section = draft.sections.get(key="a")
    Passage.objects.create(
        draft=draft, section=section, key="x", code="<b>", heading="<i>R</i>", text="<script>1</script>"
    )
    publish(draft)
    for path in ("0.4/", "0.4/x/"):
        page = client.get(f"{OVERVIEW}{path}").text
        assert "<script>1" not in page
        assert "&lt;script&gt;1&lt;/script&gt;" in page
        assert "<i>R" not in page


def test_a_section_and_a_passage_with_the_same_key_have_different_ids(strategy: Strategy) -> None:
    draft = Draft.objects.create(strategy=strategy, number="0.5")
    section = Section.objects.create(draft=draft, key="samma", heading="S")
    Passage.objects.create(draft=draft, section=section, key="samma", text="T")
    (found,) = contents_of(draft).sections
    assert (found.anchor, found.passages[0].key) == ("avsnitt-samma", "samma")


@pytest.mark.parametrize("path", ["", "0.4/", "0.4/avsnitt/a/", "0.4/p-0/"])
@pytest.mark.parametrize("passages", [1, 30])
def test_reading_costs_the_same_however_long_the_text(
    client: Client,
    dialogue: Dialogue,
    strategy: Strategy,
    passages: int,
    path: str,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    draft = add_draft(strategy, "0.4", passages=passages)
    publish(draft)
    for number, passage in enumerate(draft.passages.all(), start=1):
        say_something(dialogue, passage, number=number)
    client.get(f"{OVERVIEW}{path}")  # published texts are read once
    costs = {"": 3, "0.4/": 5, "0.4/avsnitt/a/": 4, "0.4/p-0/": 4}
    with django_assert_num_queries(costs[path]):
        assert client.get(f"{OVERVIEW}{path}").status_code == 200


def test_a_published_draft_is_read_and_set_once(
    client: Client, dialogue: Dialogue, django_assert_num_queries: Callable[..., Any]
) -> None:
    first = client.get(DRAFT).text
    with django_assert_num_queries(5):
        assert client.get(DRAFT).text == first
    say_something(dialogue, Passage.objects.get(key="a1-1"), number=1)
    assert "1 synpunkt" in client.get(DRAFT).text
    english = client.get(f"/en{DRAFT}").text
    assert '<p class="row tools no-print" lang="en">' in english
    assert '<p class="row tools no-print">' in client.get(DRAFT).text


def test_a_draft_not_yet_out_is_read_anew(client: Client, strategy: Strategy, administrator: Official) -> None:
    draft = add_draft(strategy, "0.4", passages=1)
    client.force_login(administrator)
    assert "Stycke nummer 0." in client.get("/dagen-2020/strategi/0.4/").text
    Passage.objects.filter(draft=draft).update(text="Något annat.")
    assert "Något annat." in client.get("/dagen-2020/strategi/0.4/").text
