"""Themes as everybody sees them: at each contribution, to filter by, and never those that are the desk's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.contributions import actions
from fardplan.contributions.models import Contribution, Theme
from fardplan.dialogue.models import Day, Dialogue
from fardplan.ledger.compilation.files import as_json
from fardplan.ledger.compilation.gathering import compile_
from fardplan.ledger.compilation.overview import overview
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution

pytestmark = pytest.mark.django_db

NOW = at("2020-12-02 15:00")
LIST = "/dagen-2020/synpunkter/"
Give = Callable[..., Theme]


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def give(dialogue: Dialogue, moderator: Official) -> Give:
    """A new theme, given to these contributions."""

    def made(name: str, to: Sequence[Contribution], **of: Any) -> Theme:
        theme = actions.create_theme(dialogue=dialogue, name=name, by=moderator, now=NOW, **of)
        actions.set_themes(contributions=to, add=[theme], by=moderator, now=NOW)
        return theme

    return made


def tags(html: str) -> list[str]:
    """The themes at contributions, in the order of the page."""
    return re.findall(r'class="tag brand"[^>]*>([^<]+)<', html)


def listed(html: str) -> list[str]:
    return re.findall(r'<h3 id="(S-[\d.]+)"', html)


def choices(html: str) -> list[tuple[str, str]]:
    """What the filter of themes offers."""
    field = re.search(r'<select name="tema".*?</select>', html, re.DOTALL)
    return re.findall(r'<option value="([^"]*)"[^>]*>([^<]+)</option>', field[0]) if field else []


def test_everybody_sees_the_themes_of_what_is_said_but_not_those_of_the_desk(
    client: Client, make_contribution: MakeContribution, give: Give
) -> None:
    said = make_contribution("Bygg bryggor.", about="stycke:a1-1")
    give("Båtar & hamnar", [said])
    give("Till nämnden", [said], is_public=False)
    give("Bussar", [said], description="Turer och tider.")
    pages = [LIST, f"{LIST}S-001/", f"/kvitto/{said.submission.receipt_key}/", "/dagen-2020/strategi/0.3/a1-1/"]
    found = {page: client.get(page).text for page in pages}
    assert [tags(html)[-2:] for html in found.values()] == [["Båtar &amp; hamnar", "Bussar"]] * 4
    assert [page for page, html in found.items() if "nämnden" in html] == []
    assert f'href="{LIST}?tema=bussar"' in found[f"{LIST}S-001/"]


def test_the_list_is_filtered_by_theme_together_with_everything_else_and_can_be_linked(
    client: Client, make_contribution: MakeContribution, give: Give
) -> None:
    said = [make_contribution(f"Ord {number}", about="stycke:a1-1") for number in range(12)]
    other = make_contribution("Om hela", about="strategin")
    give("Bussar", [*said, other], description="Turer och tider.")
    give("Båtar", said[:1])
    assert choices(client.get(LIST).text) == [("", "Alla teman"), ("bussar", "Bussar"), ("batar", "Båtar")]
    boats = client.get(f"{LIST}?tema=batar").text
    assert (listed(boats), "En synpunkt" in boats) == (["S-001"], True)
    first = client.get(f"{LIST}?tema=bussar&om=stycke:a1-1").text
    assert "Bussar: Turer och tider." in first
    assert listed(first) == [f"S-{number:03}" for number in range(12, 2, -1)]
    following = re.search(r'rel="next" href="([^"]+)"|href="([^"]+)" rel="next"', first)
    assert following is not None
    second = client.get(LIST + (following[1] or following[2]).replace("&amp;", "&")).text
    assert listed(second) == ["S-002", "S-001"]


def test_only_themes_of_what_everybody_can_read_are_offered(
    client: Client, make_contribution: MakeContribution, give: Give, moderator: Official
) -> None:
    hidden, waiting, shown = (
        make_contribution("Dolt"), make_contribution("Oläst", published=False), make_contribution("Visat")
    )  # fmt: skip
    give("Hot", [hidden])
    give("Väntar", [waiting])
    give("Internt", [shown], is_public=False)
    actions.hide(contribution=hidden, rule="threat", reason="Hot.", revision=hidden.revision, by=moderator, now=NOW)
    page = client.get(LIST).text
    assert choices(page) == []
    assert [name for name in ("Hot", "Väntar", "Internt") if name in page] == []
    for theme in ("hot", "vantar", "internt", "finns-inte"):  # as if nothing was chosen: it does not say there is one
        assert listed(client.get(f"{LIST}?tema={theme}").text) == ["S-003"]


def test_a_theme_of_the_desk_is_not_counted_in_the_compilation(
    dialogue: Dialogue, make_contribution: MakeContribution, give: Give
) -> None:
    said = make_contribution("Bygg bryggor.", about="stycke:a1-1")
    give("Båtar", [said])
    give("Till nämnden", [said], is_public=False)
    whole = compile_(dialogue, now=NOW)
    assert [(count.label, count.number) for count in whole.figures.by_theme] == [("Båtar", 1)]
    assert [(count.label, count.number) for count in overview(dialogue, now=NOW).figures.by_theme] == [("Båtar", 1)]
    assert json.loads(as_json(whole))["contributions"][0]["themes"] == "Båtar"


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize(("address", "queries"), [(LIST, 7), (f"{LIST}?tema=tema-0", 7), (f"{LIST}S-001/", 4)])
def test_themes_cost_no_query_of_their_own_at_each_contribution(
    client: Client,
    day: Day,
    make_contribution: MakeContribution,
    give: Give,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    rows: int,
    address: str,
    queries: int,
) -> None:
    said = [make_contribution(f"Ord {number}", about="stycke:a1-1") for number in range(rows)]
    for number in range(3):
        give(f"Tema {number}", said)
    monkeypatch.setattr("fardplan.public.reading.is_live", lambda **_now: False)  # as when nothing is kept
    client.get("/dagen-2020/strategi/0.3/")  # the text of a published draft is kept in mind
    client.get("/dagen-2020/lage/")  # the meter is counted once a minute
    with django_assert_num_queries(queries):
        client.get(address)
