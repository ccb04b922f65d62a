"""Pages about the site itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.base.honesty import in_good_time
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.dialogue.models import Day, Dialogue
from fardplan.media.models import ExternalRoom, Recording
from fardplan.organisation.models import (
    AccessibilityFault,
    AccessibilityMessage,
    AccessibilityStatement,
    Conformance,
    MessageKind,
    Organisation,
)
from tests.conftest import at

pytestmark = pytest.mark.django_db
MESSAGE = "/om/tillganglighet/meddela/"


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def statement(organisation: Organisation) -> AccessibilityStatement:
    return AccessibilityStatement.objects.create(
        organisation=organisation,
        service="dialog.example.org",
        conformance=Conformance.PARTIAL,
        method="Självskattning och automatiska tester.",
        exempt_content="Direktsändningar.",
        disproportionate_burden="Syntolkning av äldre filmer: kostnaden står inte i proportion till nyttan.",
        assessed_on=date(2020, 10, 1),
        updated_on=date(2020, 11, 2),
        answer_days=3,
    )


# --- the accessibility statement --------------------------------------------------------------------------------------


def test_L15_the_statement_has_every_part_the_law_names(client: Client, statement: AccessibilityStatement) -> None:
    AccessibilityFault.objects.create(
        statement=statement, description="Kartan går inte att läsa upp.", reason="Äldre teknik.", plan="Byts i mars."
    )
    AccessibilityFault.objects.create(statement=statement, description="Lagad.", fixed_on=date(2020, 10, 5))
    answer = client.get("/om/tillganglighet/")
    page = words(answer.text)
    parts = {
        "who": "Region Exempel står bakom den här webbplatsen",
        "service": "dialog.example.org",
        "conformance": "Webbplatsen är delvis förenlig med lagen.",
        "faults": "Kartan går inte att läsa upp.",
        "reason": "Skäl Äldre teknik.",
        "plan": "Plan Byts i mars.",
        "exempt": "Innehåll som inte omfattas av lagen Direktsändningar.",
        "burden": "Oskäligt betungande anpassning Syntolkning av äldre filmer: kostnaden står",
        "method": "Så har vi testat Självskattning och automatiska tester.",
        "assessed": "Bedömt den torsdag 1 oktober 2020",
        "updated": "Senast uppdaterad måndag 2 november 2020",
        "message": "Vi svarar inom 3 arbetsdagar.",
        "supervision": "Anmäl till Digg: digg.se/tdosanmalan",
    }
    assert {name: part for name, part in parts.items() if part not in page} == {}
    assert 'href="https://www.digg.se/tdosanmalan"' in answer.text
    assert f'href="{MESSAGE}"' in answer.text
    assert "Lagad." not in page
    assert "inte färdig" not in page


def test_L15_every_page_leads_to_the_statement(client: Client, organisation: Organisation) -> None:
    assert 'href="/om/tillganglighet/"' in client.get("/").text
    assert 'href="/en/om/tillganglighet/"' in client.get("/en/finns-inte/").text


def test_L15_a_statement_nobody_has_filled_in_says_so(client: Client, organisation: Organisation) -> None:
    page = words(client.get("/om/tillganglighet/").text)
    assert "Redogörelsen är inte färdig Region Exempel har inte bedömt webbplatsen ännu." in page
    assert "förenlig" not in page
    assert page.count("Inte ifyllt ännu.") == 3
    assert "Vi svarar inom 5 arbetsdagar." in page


def test_L11_a_recording_out_without_captions_is_a_known_fault(
    client: Client, statement: AccessibilityStatement, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at("2020-12-02 09:00"))
    Recording.objects.create(
        day=day,
        title="Hela dag 3",
        kind="link",
        address="https://video.example.org/1",
        captions_missing_reason="Textningen pågår.",
        captions_due_on=date(2020, 12, 8),
        published_at=at("2020-12-02 08:00"),
    )
    captioned = {"kind": "link", "address": "https://video.example.org/2", "is_captioned_elsewhere": True}
    Recording.objects.create(day=day, title="Textad", published_at=at("2020-12-02 08:00"), **captioned)
    page = words(client.get("/om/tillganglighet/").text)
    assert "Inspelningen Hela dag 3 (Dag 3) saknar textning Skäl Textningen pågår." in page
    assert "Textningen kommer senast tisdag 8 december 2020." in page
    assert "Textad" not in page


# --- messages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def _late_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Friday: the weekend is not counted."""
    monkeypatch.setattr(clock, "now", lambda: at("2020-11-27 15:00"))


@pytest.mark.usefixtures("_late_november")
def test_L15_a_message_gets_a_number_a_day_and_a_receipt(client: Client, statement: AccessibilityStatement) -> None:
    answer = client.post(
        MESSAGE,
        {"kind": "version", "page": "Filmen", "text": "Jag behöver text.", "email": "nagon@example.org"}
        | in_good_time(),
    )
    message = AccessibilityMessage.objects.get()
    assert (message.kind, message.page, message.text) == (MessageKind.VERSION, "Filmen", "Jag behöver text.")
    assert (message.received_at, message.due_on) == (at("2020-11-27 15:00"), date(2020, 12, 2))
    assert answer.status_code == 302
    receipt = client.get(answer["Location"])
    assert f"Det har nummer {message.pk}. Vi svarar senast onsdag 2 december 2020." in words(receipt.text)
    assert receipt["Cache-Control"].endswith("private")
    assert AuditEntry.objects.get().action == "accessibility_message.received"


@pytest.mark.usefixtures("_late_november")
def test_the_sender_and_the_organisation_are_told(client: Client, statement: AccessibilityStatement) -> None:
    data = {"kind": "fault", "text": "Knappen syns inte.", "email": "nagon@example.org"} | in_good_time()
    client.post(f"/en{MESSAGE}", data)
    to_sender, to_us = OutgoingMail.objects.order_by("id")
    assert (to_sender.to, to_us.to) == ("nagon@example.org", "dialog@example.org")
    assert "Knappen syns inte." in to_sender.text
    assert "Knappen syns inte." not in to_us.text
    assert "nagon@example.org" not in to_us.text
    assert to_us.subject == "Nytt meddelande om tillgänglighet, svara senast onsdag 2 december 2020"


def test_who_leaves_no_address_gets_no_mail(client: Client, organisation: Organisation) -> None:
    Organisation.objects.update(email="")
    client.post(MESSAGE, {"kind": "fault", "text": "Något."} | in_good_time())
    assert AccessibilityMessage.objects.count() == 1
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"text": ""}, "Beskriv vad som inte fungerar"),
        ({"text": "x" * 5001}, "5000"),
        ({"kind": "annat"}, "Vad gäller det?"),
        ({"email": "inte en adress"}, "E-post, om du vill ha svar"),
        ({"trap": "köp nu"}, "Ett fält som ska vara tomt"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_its_words(
    client: Client, organisation: Organisation, data: dict[str, str], fault: str
) -> None:
    answer = client.post(MESSAGE, {"kind": "fault", "text": "Mina ord", **in_good_time()} | data)
    assert answer.status_code == 422
    assert fault in answer.text
    assert "Mina ord" in answer.text or "text" in data
    assert AccessibilityMessage.objects.count() == 0


def test_the_form_can_be_filled_in_by_the_link_to_it(client: Client, organisation: Organisation) -> None:
    page = client.get(f"{MESSAGE}?slag=version&sida=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert re.search(r'<input[^>]*value="version"[^>]*checked', page)
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page
    assert "<script>alert" not in page


def test_a_receipt_is_for_the_one_who_wrote(client: Client, organisation: Organisation) -> None:
    for receipt in ("", "1", "forged:receipt"):
        answer = client.get("/om/tillganglighet/mottaget/", {"kvitto": receipt})
        assert (answer.status_code, answer["Location"]) == (302, "/om/tillganglighet/")


# --- personal data and storage ----------------------------------------------------------------------------------------


def test_privacy_tells_the_times_in_force(client: Client, dialogue: Dialogue, day: Day) -> None:
    Dialogue.objects.update(keep_signups_days=14, keep_senders_days=90)
    ExternalRoom.objects.create(day=day, title="Rum", address="https://rum.example.org", provider="Rumtjänsten",
                                processor="Rum AB")  # fmt: skip
    Organisation.objects.update(data_protection_contact="ombud@example.org", postal_address="Box 1\n371 00 Staden")
    answer = client.get("/om/integritet/").text
    page = words(answer)
    assert "Dagen 2020 14 dagar efter dagen 90 dagar efter att svaren ska ha kommit (måndag 1 februari 2021)" in page
    assert "Rumtjänsten: samtalsrum (uppgifterna behandlas av Rum AB)" in page
    assert "E-posten tas bort 180 dagar efter svaret." in page
    assert "artikel 6.1 e" in page
    assert 'href="mailto:ombud@example.org"' in answer
    assert 'href="https://www.imy.se/"' in answer


def test_privacy_of_a_dialogue_not_published_is_not_told(client: Client, dialogue: Dialogue) -> None:
    Dialogue.objects.update(published_at=None)
    assert "Dagen 2020" not in client.get("/om/integritet/").text


def test_storage_lists_what_this_installation_keeps(client: Client, organisation: Organisation, settings: Any) -> None:
    page = client.get("/om/lagring/").text
    names = re.findall(r"<code>([^<]+)</code>", page)
    assert names == [
        "skydd", "messages", "fardplan:captions", "fardplan:captioning:*", "fardplan:shortcuts", "fardplan:unsent:*",
        "anmald", "anmalningskvitto", "deltagare", "enkat-*", "inloggning", "forhandsvisning",
    ]  # fmt: skip
    settings.EXAMPLE = True
    assert "<code>exempelklocka</code>" in client.get("/om/lagring/").text


@pytest.mark.parametrize(
    "path", ["/om/tillganglighet/", "/om/integritet/", "/om/lagring/", "/sidaterkoppling/", "/en/om/integritet/"]
)
def test_reading_about_the_site_sets_no_cookie(client: Client, organisation: Organisation, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert dict(answer.cookies) == {}


def test_the_pages_cost_the_same_for_one_dialogue_and_thirty(
    client: Client, dialogue: Dialogue, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(30):
        Dialogue.objects.create(slug=f"d{number}", title=f"D {number}", published_at=dialogue.published_at)
    for path in ("/om/integritet/", "/om/tillganglighet/", "/om/lagring/", "/"):
        with django_assert_max_num_queries(8):
            assert client.get(path).status_code == 200
