"""The captions for those who read: without JavaScript, in the languages chosen, for those who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.dialogue.models import Day
from fardplan.live.actions.captions import GrowingLine, NewLine, show_growing, take_lines
from fardplan.live.choices import Situation
from fardplan.live.models import CaptionLine, Stage
from tests.conftest import at
from tests.public.test_dialogue import words

PAGE = "/dagen-2020/dagar/dag-3/just-nu/text/"
NOW = at("2020-12-01 14:10")


@pytest.fixture
def stage(day: Day) -> Stage:
    return Stage.objects.create(
        day=day, situation=Situation.RUNNING, began_at=at("2020-12-01 13:00"), has_captions=True
    )


def say(stage: Stage, *texts: str, language: str = "sv", is_automatic: bool = False) -> None:
    lines = [NewLine(text=text, language=language, is_automatic=is_automatic) for text in texts]
    take_lines(stage=stage, lines=lines, now=NOW)


def test_the_last_fifty_lines_are_there_without_javascript_and_the_rest_behind_a_link(
    client: Client, stage: Stage
) -> None:
    say(stage, *(f"Rad {number}." for number in range(60)))
    page = client.get(PAGE).text
    assert ("Rad 9." in page, "Rad 10." in page, "Rad 59." in page) == (False, True, True)
    assert "Hämta det senaste" in page
    first = CaptionLine.objects.order_by("id")[10].pk
    assert f"fore={first}" in page
    earlier = words(client.get(f"{PAGE}?fore={first}").text)
    assert ("Rad 0." in earlier, "Rad 9." in earlier, "Rad 10." in earlier) == (True, True, False)


def test_the_line_that_grows_stands_last_and_outside_what_is_read_aloud(client: Client, stage: Stage) -> None:
    say(stage, "Välkomna.")
    show_growing(stage=stage, line=GrowingLine("Vi går nu", "sv", "r2", 1), now=NOW, real_now=clock.now())
    page = client.get(PAGE).text
    log, _tag, after = page[page.index('role="log"') :].partition("</div>")
    assert ("Välkomna." in log, "Vi går nu" in log, "Vi går nu" in after) == (True, False, True)


def test_one_reads_the_languages_one_has_chosen(client: Client, stage: Stage) -> None:
    say(stage, "Hej allihop.")
    say(stage, "Hello everybody.", language="en")

    def shown(query: str) -> tuple[bool, bool]:
        page = client.get(PAGE + query).text
        return "Hej allihop." in page, 'dir="auto" lang="en">Hello everybody.</p>' in page

    assert [shown(query) for query in ("", "?sprak=en", "?sprak=sv&sprak=en", "?sprak=xx")] == [
        (True, False), (False, True), (True, True), (True, False),
    ]  # fmt: skip


def test_a_machines_text_says_so(client: Client, stage: Stage) -> None:
    mark = "data-automatic hidden"
    say(stage, "En människa.")
    assert mark in client.get(PAGE).text
    say(stage, "En maskin.", is_automatic=True)
    assert mark not in client.get(PAGE).text


def test_the_choice_of_looks_holds_without_javascript(client: Client, stage: Stage) -> None:
    page = client.get(f"{PAGE}?storlek=largest&kontrast=yellow").text
    assert 'data-size="largest" data-contrast="yellow"' in page
    assert "storlek=largest&amp;kontrast=yellow" in page
    hostile = client.get(f'{PAGE}?storlek="><script>&fore=99999999999999999999&sprak=<b>').text
    assert ('data-size="normal"' in hostile, "<b>" in hostile) == (True, False)


def test_hostile_words_are_only_words(client: Client, stage: Stage) -> None:
    say(stage, "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(PAGE).text


def test_captions_that_are_off_say_so_and_a_day_without_stage_has_none(client: Client, stage: Stage) -> None:
    Stage.objects.update(has_captions=False)
    assert "data-captions-off>Direkttexten visas inte just nu." in client.get(PAGE).text
    Stage.objects.all().delete()
    assert client.get(PAGE).status_code == 404


def test_the_rehearsal_is_for_those_with_its_key(client: Client, stage: Stage, day: Day) -> None:
    rehearsal = Stage.objects.create(day=day, is_rehearsal=True, has_captions=True)
    say(rehearsal, "Prov.")
    assert "Prov." not in client.get(PAGE).text
    assert client.get(f"{PAGE}?ovning=gissat").status_code == 404
    page = client.get(f"{PAGE}?ovning={rehearsal.key}").text
    assert ("Prov." in page, "Övning." in page, f'name="ovning" value="{rehearsal.key}"' in page) == (True, True, True)


def test_the_line_over_a_picture_shows_the_last_two(client: Client, stage: Stage) -> None:
    say(stage, "Ett.", "Två.", "Tre.")
    page = client.get(f"/scen/{stage.key}/text/").text
    assert ("Ett." in page, "Två." in page, "Tre." in page) == (False, True, True)
    assert "Ett." in client.get(f"/scen/{stage.key}/text/?rader=3").text
    assert client.get("/scen/gissat/text/").status_code == 404


@pytest.mark.parametrize("lines", [1, 60])
def test_the_page_costs_as_much_with_many_lines(
    client: Client, stage: Stage, lines: int, django_assert_num_queries: Any
) -> None:
    say(stage, *(f"Rad {number}." for number in range(lines)))
    client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(PAGE)
