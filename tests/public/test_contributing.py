"""Answering a passage: a view, a question or other words; pointing at words; seeing the change before it is sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.base.models import OutgoingMail
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.strategy.models import Strategy
from tests.conftest import at
from tests.contributions.conftest import MakeContribution
from tests.public.test_contributions import FORM, LIST, filled

pytestmark = pytest.mark.django_db

HOUSES, TRAVEL = "stycke:a1-1@0.3", "stycke:a1-2@0.3"


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    monkeypatch.setattr(clock, "now", lambda: at("2020-12-02 14:07"))


def proposed(**fields: str) -> dict[str, str]:
    """Other words for the first passage, as somebody sends them."""
    own = {"about": HOUSES, "kind": "wording", "proposed_text": "Fler bostäder byggs överallt.", "text": "Alla orter."}
    return filled(**{**own, **fields})


def area(page: str, name: str) -> str | None:
    found = re.search(rf'<textarea name="{name}"[^>]*>([^<]*)</textarea>', page)
    return found.group(1).strip() if found else None


def redline_in(page: str) -> str:
    found = re.search(r'<p class="words redline"[^>]*>(.*?)</p>', page, re.DOTALL)
    return re.sub(r'<span class="visually-hidden">(.*?)</span>', r"[\1]", found.group(1)) if found else ""


def test_a_link_says_what_somebody_wants_to_do(client: Client) -> None:
    asked = {kind: client.get(f"{FORM}?om={HOUSES}&slag={kind}").text for kind in ("synpunkt", "fraga", "andra-ord")}
    labels = {kind: re.search(r'<label for="id_text">([^<]*)<', page) for kind, page in asked.items()}
    assert {kind: found.group(1).strip() if found else "" for kind, found in labels.items()} == {
        "synpunkt": "Din synpunkt",
        "fraga": "Din fråga",
        "andra-ord": "Varför vill du ändra?",
    }
    assert area(asked["synpunkt"], "proposed_text") is None
    assert area(asked["andra-ord"], "proposed_text") == "Fler bostäder byggs."


def test_choosing_another_kind_loses_nothing_and_brings_its_fields(client: Client) -> None:
    page = client.post(FORM, filled(about=HOUSES, kind="wording", text="Skälet.", visa="1")).text
    assert (area(page, "proposed_text"), area(page, "text")) == ("Fler bostäder byggs.", "Skälet.")
    assert Contribution.objects.count() == 0


def test_another_passage_brings_its_own_words_but_never_takes_what_was_written(client: Client) -> None:
    shown = {"about": TRAVEL, "written_for": HOUSES, "visa": "1"}
    untouched = client.post(FORM, proposed(proposed_text="Fler  bostäder byggs.", **shown)).text
    assert area(untouched, "proposed_text") == "Restiden är högst en timme."
    written = client.post(FORM, proposed(proposed_text="Mina egna ord.", **shown)).text
    assert area(written, "proposed_text") == "Mina egna ord."


def test_the_change_is_shown_before_it_is_sent(client: Client) -> None:
    page = client.post(FORM, proposed(visa="andring")).text
    assert redline_in(page) == "Fler bostäder byggs<ins>[tillagt: ] överallt</ins>."
    assert area(page, "proposed_text") == "Fler bostäder byggs överallt."
    assert Contribution.objects.count() == 0


def test_a_proposal_too_long_to_be_sent_is_not_compared(client: Client) -> None:
    page = client.post(FORM, proposed(visa="andring", proposed_text="a b " * 200_000))
    assert (page.status_code, "<ins>" in page.text) == (200, False)


def test_the_script_gets_the_change_alone(client: Client) -> None:
    answer = client.post(FORM, proposed(visa="andring"), headers={"HX-Request": "true"})
    assert redline_in(answer.text) == "Fler bostäder byggs<ins>[tillagt: ] överallt</ins>."
    assert "<form" not in answer.text
    same = client.post(
        FORM, proposed(visa="andring", proposed_text="Fler bostäder byggs."), headers={"HX-Request": "true"}
    )
    assert "Du har inte ändrat något ännu." in same.text


def test_other_words_are_taken_in_and_shown_as_a_change_everywhere(client: Client, administrator: Any) -> None:
    receipt = client.post(FORM, proposed(email="nagon@example.org"))["Location"]
    said = Contribution.objects.get()
    assert (said.kind, said.proposed_text, said.text) == ("wording", "Fler bostäder byggs överallt.", "Alla orter.")
    Contribution.objects.update(published_at=at("2020-12-02 14:07"))
    client.force_login(administrator)
    wanted = "Fler bostäder byggs<ins>[tillagt: ] överallt</ins>."
    desk = "/skrivbord/dialog/dagen-2020/synpunkter/S-001/"
    shown = [receipt, LIST, f"{LIST}S-001/", "/dagen-2020/strategi/0.3/a1-1/", desk]
    assert {path: redline_in(client.get(path).text) for path in shown} == dict.fromkeys(shown, wanted)
    assert "Ditt förslag till ny text:\nFler bostäder byggs överallt." in OutgoingMail.objects.get().text


@pytest.mark.parametrize(
    "proposal", ["Fler bostäder byggs.", "  Fler\n bostäder\tbyggs. ", "Fler bostäder\r\n\r\nbyggs."]
)
def test_words_that_are_the_same_are_no_proposal(client: Client, proposal: str) -> None:
    answer = client.post(FORM, proposed(proposed_text=proposal))
    assert (answer.status_code, Contribution.objects.count()) == (422, 0)
    assert "Förslaget är likadant som stycket är nu. Ändra det du vill ha annorlunda." in answer.text


def test_a_proposal_needs_words_and_begins_with_the_passages_own(client: Client) -> None:
    answer = client.post(FORM, proposed(proposed_text=""))
    assert (answer.status_code, area(answer.text, "proposed_text")) == (422, "Fler bostäder byggs.")
    assert "Skriv hur texten ska vara." in answer.text


def test_a_line_to_add_to_the_whole_is_shown_as_it_is(client: Client, make_contribution: MakeContribution) -> None:
    make_contribution("En rad till.", kind="wording", proposed_text="I varje kommun finns en mötesplats.")
    page = client.get(f"{LIST}S-001/").text
    assert "I varje kommun finns en mötesplats." in page
    assert redline_in(page) == ""


def test_words_one_points_at_are_kept_with_their_place(client: Client) -> None:
    page = client.get(f"{FORM}?om={TRAVEL}&citat=högst  en timme").text
    assert 'value="högst en timme"' in page
    client.post(FORM, filled(about=TRAVEL, kind="view", quote="Högst en  timme", email="nagon@example.org"))
    said = Contribution.objects.get()
    assert (said.quote, said.quote_start) == ("högst en timme", 12)
    assert "Orden det gäller: ”högst en timme”" in OutgoingMail.objects.get().text
    receipt = client.get(f"/kvitto/{said.submission.receipt_key}/").text
    assert '<blockquote class="quoted" dir="auto">högst en timme</blockquote>' in receipt


@pytest.mark.parametrize("quote", ["högst två timmar", "Restiden är lägst en timme.", "%%%"])
def test_words_that_do_not_stand_there_are_asked_about(client: Client, quote: str) -> None:
    answer = client.post(FORM, filled(about=TRAVEL, kind="view", quote=quote))
    assert (answer.status_code, Contribution.objects.count()) == (422, 0)
    assert "Orden står inte så i stycket." in answer.text
    assert area(answer.text, "text") == "Allt kostar. Vi hänger på parkeringen."


def test_words_are_pointed_at_in_passages_only(client: Client) -> None:
    client.post(FORM, filled(kind="view", quote="högst en timme"))
    assert (Contribution.objects.get().quote, Contribution.objects.get().quote_start) == ("", None)


def test_a_question_takes_no_proposal_with_it(client: Client) -> None:
    client.post(FORM, filled(about=HOUSES, kind="question", text="När?", proposed_text="Kvar från förut."))
    said = Contribution.objects.get()
    assert (said.kind, said.text, said.proposed_text, said.submission.proposed_text) == ("question", "När?", "", "")


@pytest.mark.parametrize("kind", ["kung", "VIEW", "<script>"])
def test_a_kind_that_is_none_is_refused(client: Client, kind: str) -> None:
    assert client.post(FORM, filled(kind=kind)).status_code == 422
    assert Contribution.objects.count() == 0


def test_markup_in_a_proposal_is_shown_as_written(client: Client, strategy: Strategy) -> None:
    page = client.post(FORM, proposed(proposed_text="Fler <b>bostäder</b> byggs.", visa="andring")).text
    assert "<b>" not in page
    assert "&lt;b&gt;" in redline_in(page)
