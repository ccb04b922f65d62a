"""The pages of what is said, without a browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import F
from django.test import Client
from django.urls import reverse

from fardplan.base import clock, honesty
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions.about import About
from fardplan.contributions.actions import Mark, hide, mark_point
from fardplan.contributions.models import Contribution, Reply, Report, Submission
from fardplan.dialogue.models import Day, Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution, Say

pytestmark = pytest.mark.django_db

FORM = "/dagen-2020/synpunkter/ny/"
LIST = "/dagen-2020/synpunkter/"


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    set_clock(monkeypatch, "2020-12-02 14:07")


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: str | datetime) -> None:
    stands_at = at(moment) if isinstance(moment, str) else moment
    monkeypatch.setattr(clock, "now", lambda: stands_at)


def filled(**fields: str) -> dict[str, str]:
    """The form as somebody sends it."""
    return {
        "about": "strategin",
        "text": "Allt kostar. Vi hänger på parkeringen.",
        "sending_key": "k" * 22,
        **honesty.in_good_time(),
        **fields,
    }


# --- the form ---------------------------------------------------------------------------------------------------------


def test_L27_the_form_says_before_sending_that_it_becomes_a_public_record(client: Client) -> None:
    page = client.get(FORM).text
    notice, button = page.index("blir en allmän handling"), page.rindex('type="submit">Skicka in')
    assert notice < button
    assert "Den tas bort senast lördag 31 juli 2021." in page


def test_what_is_sent_gives_a_numbered_receipt(client: Client) -> None:
    answer = client.post(FORM, filled(sender_kind="person", sender_label="Gymnasieelev", municipality="Karlskrona"))
    submission = Submission.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/kvitto/{submission.receipt_key}/")
    page = client.get(answer["Location"]).text
    wanted = [
        "S-001",
        "2 december 2020 kl. 14.07",
        "Allt kostar. Vi hänger på parkeringen.",
        "Gymnasieelev, Karlskrona",
    ]
    assert [words for words in wanted if words not in page] == []


def test_the_form_shows_the_passage_it_is_about(client: Client) -> None:
    page = client.get(f"{FORM}?om=stycke:a1-1").text
    assert "Fler bostäder byggs." in page
    assert '<option value="stycke:a1-1@0.3" selected>A1.1 Bostäder</option>' in page


def test_choosing_something_else_keeps_what_was_written(client: Client) -> None:
    answer = client.post(FORM, filled(about="stycke:a1-2@0.3", text="Halvskriven", visa="1", email="a@example.org"))
    assert answer.status_code == 200
    assert "Restiden är högst en timme." in answer.text
    assert "Halvskriven</textarea>" in answer.text
    assert 'value="a@example.org"' in answer.text
    assert Submission.objects.count() == 0


def test_a_link_to_something_that_is_gone_still_opens_the_form(client: Client) -> None:
    answer = client.get(f"{FORM}?om=stycke:finns-inte")
    assert answer.status_code == 200
    assert "Det som länken gällde finns inte kvar" in answer.text


@pytest.mark.parametrize(
    "about", ["stycke:finns-inte", "dag:dag-99", "avsnitt:a@9.9", "' OR 1=1 --", "stycke:a1-1\x00"]
)
def test_a_forged_topic_is_refused_and_no_word_lost(client: Client, about: str) -> None:
    answer = client.post(FORM, filled(about=about))
    assert answer.status_code == 422
    assert "Allt kostar. Vi hänger på parkeringen.</textarea>" in answer.text
    assert Submission.objects.count() == 0


def test_another_dialogues_day_is_refused(client: Client, make_day: Callable[..., Day]) -> None:
    other = Dialogue.objects.create(slug="annan", title="Annan", published_at=at("2020-10-01 08:00"))
    make_day(dialogue=other, slug="deras-dag")
    assert client.post(FORM, filled(about="dag:deras-dag")).status_code == 422
    assert Submission.objects.count() == 0


def test_a_double_click_gives_one_number(client: Client) -> None:
    first, second = client.post(FORM, filled()), client.post(FORM, filled())
    assert first["Location"] == second["Location"]
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "Skriv varför."),
        ({"text": "   \n\t "}, "Skriv varför."),
        ({"text": "a" * 20_001}, "20000"),
        ({"email": "inte en adress"}, "Skriv en e-postadress"),
        ({"municipality": "Lund"}, "Lund"),
        ({"sender_kind": "kung"}, "kung"),
        ({"trap": "köp nu"}, "Ett fält som ska vara tomt var ifyllt"),
        ({"given_out": "x"}, "Formuläret har legat öppet för länge"),
    ],
)
def test_what_does_not_hold_is_said_and_nothing_lost(client: Client, fields: dict[str, str], said: str) -> None:
    answer = client.post(FORM, filled(proposed_text="Mitt förslag", **fields))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Mitt förslag</textarea>" in answer.text
    assert Submission.objects.count() == 0


def test_too_long_a_text_is_kept_whole_for_shortening(client: Client) -> None:
    text = "".join(f"ord{number} " for number in range(4000))
    answer = client.post(FORM, filled(text=text))
    assert answer.status_code == 422
    assert "ord3999" in answer.text
    assert 'maxlength="20000"' not in answer.text


def test_too_fast_is_asked_again_not_lost(client: Client) -> None:
    answer = client.post(FORM, filled(given_out=honesty.stamp()))
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert "Allt kostar. Vi hänger på parkeringen.</textarea>" in answer.text


def test_too_many_from_one_place_are_asked_to_wait_and_keep_their_text(client: Client) -> None:
    for number in range(90):
        client.post(FORM, filled(text=f"Nummer {number}", sending_key=f"{number:022}"))
    answer = client.post(FORM, filled(text="Den nittioförsta", sending_key="n" * 22))
    assert (answer.status_code, Submission.objects.count()) == (429, 90)
    assert "Den nittioförsta</textarea>" in answer.text
    assert "Vänta en stund" in answer.text


def test_nobodys_letter_box_is_filled_by_way_of_our_form(client: Client) -> None:
    for number in range(20):
        client.post(FORM, filled(text=f"Nummer {number}", email="NAGON@example.org", sending_key=f"{number:022}"))
    fields = filled(text="En till", email="nagon@example.org", sending_key="n" * 22)
    answer = client.post(FORM, fields, headers={"X-Forwarded-For": "192.0.2.7"})
    assert (answer.status_code, Submission.objects.count(), OutgoingMail.objects.count()) == (429, 20, 20)
    assert "En till</textarea>" in answer.text
    assert client.post(FORM, fields | {"email": ""}).status_code == 302


def test_nothing_is_sent_while_an_official_previews_another_time(
    client: Client, administrator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fardplan.people import middleware

    monkeypatch.setattr(middleware, "previewed_moment", lambda _request: at("2020-11-01 12:00"))
    client.force_login(administrator)
    answer = client.post(FORM, filled())
    assert (answer.status_code, Submission.objects.count()) == (403, 0)


# --- bad input --------------------------------------------------------------------------------------------------------


def test_characters_that_deceive_are_taken_away(client: Client) -> None:
    client.post(FORM, filled(text="Bygg\x00 \u202ebryggor\u2066.\x07", sender_label="\u202eDrott\nning"))
    submission = Submission.objects.get()
    assert (submission.text, submission.sender_label) == ("Bygg bryggor.", "Drott ning")


@pytest.mark.parametrize("body", [b"\xff\xfe\xe5", "Bygg fler bostäder".encode("latin-1")])
def test_another_encoding_is_asked_about_not_stored_in_ruins(client: Client, body: bytes) -> None:
    fields = b"&".join(f"{name}={value}".encode() for name, value in filled(text="").items() if name != "text")
    percent = b"".join(b"%%%02X" % byte for byte in body)
    answer = client.post(
        FORM, fields + b"&text=" + percent, content_type="application/x-www-form-urlencoded; charset=utf-8"
    )
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert "gick inte att läsa" in answer.text


def test_a_body_beyond_measure_is_refused_with_words(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.post(FORM, filled(text="a" * 3_000_000))
    assert (answer.status_code, Submission.objects.count()) == (413, 0)
    assert "för stor" in answer.text


@pytest.mark.parametrize(
    "body", [b"", b"%%%", b"text", b"&&&===", b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\nhej\r\n"]
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_a_malformed_body_stores_nothing(client: Client, body: bytes, kind: str) -> None:
    client.raise_request_exception = False
    answer = client.post(FORM, body, content_type=kind)
    assert answer.status_code in {400, 422}
    assert Submission.objects.count() == 0


EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)> [länk](javascript:alert(1)) \"'&amp; **fet**"


@pytest.mark.parametrize("where", ["one", "list", "search", "receipt", "register", "report"])
def test_html_and_markdown_are_shown_as_they_were_written(
    client: Client,
    make_contribution: MakeContribution,
    where: str,
) -> None:
    contribution = make_contribution(EVIL, sender_kind="organisation", sender_label=EVIL, proposed_text=EVIL)
    address = {
        "one": f"{LIST}S-001/",
        "list": LIST,
        "search": f"{LIST}?sok=%3Cscript%3Ealert(1)%3C/script%3E",
        "receipt": f"/kvitto/{contribution.submission.receipt_key}/",
        "register": "/dagen-2020/register/",
        "report": f"{LIST}S-001/rapportera/",
    }[where]
    page = client.get(address).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_missing_csrf_token_loses_no_text() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(FORM, filled(text="Kort.", email="nagon@example.org"))
    assert (answer.status_code, Submission.objects.count()) == (403, 0)
    assert "Kort." in answer.text


# --- the deadline -----------------------------------------------------------------------------------------------------


def test_a_late_visitor_meets_what_can_still_be_done(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, "2020-12-05 00:00:00")
    page = client.get(FORM).text
    assert "Tiden för synpunkter har gått ut" in page
    assert "4 december 2020 kl. 23.59" in page
    assert 'href="mailto:dialog@example.org"' in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_a_late_sender_loses_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, "2020-12-05 00:00:00")
    answer = client.post(FORM, filled(text="\nFör sent\n<b>men</b> här", proposed_text="Och ett förslag"))
    assert (answer.status_code, Submission.objects.count()) == (403, 0)
    assert "För sent\n&lt;b&gt;men&lt;/b&gt; här</textarea>" in answer.text.replace("\r\n", "\n")
    assert "Och ett förslag</textarea>" in answer.text


def test_a_late_retry_of_what_came_in_gets_its_receipt(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, at("2020-12-04 23:59:59").replace(microsecond=900_000))
    first = client.post(FORM, filled())
    set_clock(monkeypatch, "2020-12-05 00:00:03")
    assert client.post(FORM, filled())["Location"] == first["Location"]


def test_an_early_visitor_is_told_when(client: Client, monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(published_at=at("2020-09-01 08:00"))
    set_clock(monkeypatch, "2020-09-30 12:00")
    assert "Formuläret öppnar 1 oktober 2020 kl. 08.00." in client.get(FORM).text


# --- the receipt ------------------------------------------------------------------------------------------------------


def test_L21_the_receipt_is_for_one_person(client: Client, say: Say) -> None:
    submission = say("Bara jag ser kvittot.", email="nagon@example.org")
    answer = client.get(f"/kvitto/{submission.receipt_key}/")
    assert {name: answer[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")} == {
        "Cache-Control": "private, no-store, max-age=0, no-cache, must-revalidate",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    assert "nagon@example.org" not in answer.text
    assert "sidaterkoppling" not in answer.text


@pytest.mark.parametrize("key", ["x" * 22, "S-001", "1", "%00", "..%2F..", "å" * 22, "x" * 5000])
def test_a_forged_receipt_key_opens_nothing(client: Client, say: Say, key: str) -> None:
    say("Hemligt kvitto")
    answer = client.get(f"/kvitto/{key}/")
    assert answer.status_code == 404
    assert "Hemligt kvitto" not in answer.text


@pytest.mark.parametrize(
    ("outcome", "reason", "word"),
    [
        ("accepted", "", "Besvarad"),
        ("answered", "", "Besvarad"),
        ("partly", "Så här.", "Ledde inte till ändring (så här tänkte vi)"),
        ("not_accepted", "Så här.", "Ledde inte till ändring (så här tänkte vi)"),
        ("out_of_scope", "", "Hör hemma hos någon annan"),
    ],
)
def test_the_receipt_shows_the_answer_in_our_words(
    client: Client,
    make_contribution: MakeContribution,
    outcome: str,
    reason: str,
    word: str,
) -> None:
    contribution = make_contribution()
    assert "Läses" in client.get(f"/kvitto/{contribution.submission.receipt_key}/").text
    reply = Reply.objects.create(
        dialogue=contribution.submission.dialogue,
        text="Vi har läst det.",
        outcome=outcome,
        reason=reason,
        forwarded_to="kommunen",
        created_at=at("2020-12-02 15:00"),
        published_at=at("2020-12-02 14:07"),
    )
    Contribution.objects.filter(pk=contribution.pk).update(reply=reply)
    page = client.get(f"/kvitto/{contribution.submission.receipt_key}/").text
    assert f"</svg>{word}</p>" in page
    assert "Vi har läst det." in page
    assert ("kommunen" in page) == (outcome == "out_of_scope")


def test_an_unpublished_reply_is_seen_by_nobody(client: Client, make_contribution: MakeContribution) -> None:
    contribution = make_contribution()
    reply = Reply.objects.create(
        dialogue=contribution.submission.dialogue,
        text="Halvfärdigt",
        outcome="accepted",
        created_at=at("2020-12-02 15:00"),
    )
    Contribution.objects.filter(pk=contribution.pk).update(reply=reply)
    for address in (
        LIST,
        f"{LIST}S-001/",
        f"/kvitto/{contribution.submission.receipt_key}/",
        f"{LIST}?sok=Halvfärdigt",
    ):
        assert "Halvfärdigt" not in client.get(address).text.replace('value="Halvfärdigt"', "")


# --- what everyone sees -----------------------------------------------------------------------------------------------


def shown_in(page: str) -> list[str]:
    return re.findall(r'<a class="number" href="[^"]*/synpunkter/(S-[\d.]+)/"', page)


@pytest.fixture
def some(make_contribution: MakeContribution, day: Day) -> None:
    make_contribution("Bygg fler bostäder.", about="stycke:a1-1", sender_kind="person", municipality="Ronneby")
    make_contribution("ÄLDRE fastnar på busshållplatsen.", about="stycke:a1-2", sender_kind="organisation")
    make_contribution("Tolken saknades.", about="dag:dag-3", municipality="Ronneby")
    make_contribution("Inriktningen är bra.", about="avsnitt:a")
    make_contribution("Ni har redan bestämt er.")
    make_contribution("Väntar på läsning.", published=False)
    hidden = make_contribution("Elakt om någon.")
    Contribution.objects.filter(pk=hidden.pk).update(
        hidden_at=at("2020-12-02 14:07"), hidden_rule="attack", hidden_reason="Påhopp."
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["S-005", "S-004", "S-003", "S-002", "S-001"]),
        ("sok=äldre", ["S-002"]),
        ("sok=bostäder+fler", ["S-001"]),
        ("sok=S-003", ["S-003"]),
        ("sok=s-3", ["S-003"]),
        ("sok=A1.2", ["S-002"]),
        ("sok=Elakt", []),
        ("sok=Väntar", []),
        ("om=strategin", ["S-005"]),
        ("om=avsnitt:a", ["S-004", "S-002", "S-001"]),
        ("om=stycke:a1-1", ["S-001"]),
        ("om=dag:dag-3", ["S-003"]),
        ("avsandare=person", ["S-001"]),
        ("kommun=Ronneby", ["S-003", "S-001"]),
        ("kommun=Ronneby&avsandare=person&sok=bostäder", ["S-001"]),
        ("lage=read", ["S-005", "S-004", "S-003", "S-002", "S-001"]),
        ("lage=answered", []),
        ("lage=påhittat&om=nonsens&avsandare=kung", ["S-005", "S-004", "S-003", "S-002", "S-001"]),
        ("sida=99", ["S-005", "S-004", "S-003", "S-002", "S-001"]),
    ],
)
def test_the_list_is_searched_and_filtered_by_its_address(
    client: Client, some: None, query: str, found: list[str]
) -> None:
    answer = client.get(f"{LIST}?{query}")
    assert (answer.status_code, shown_in(answer.text)) == (200, found)


def test_L42_nobody_can_search_for_who_said_it(client: Client, make_contribution: MakeContribution) -> None:
    make_contribution("Om bussar.", sender_label="Gymnasieelev", email="nagon@example.org")
    for words in ("Gymnasieelev", "nagon@example.org", "nagon"):
        assert shown_in(client.get(LIST, {"sok": words}).text) == []


@pytest.mark.parametrize("label", ["S-006", "S-007", "S-099", "S-0", "S-001.2"])
def test_hidden_unread_and_missing_look_the_same(client: Client, some: None, label: str) -> None:
    answer = client.get(f"{LIST}{label}/")
    assert answer.status_code == 404
    assert "Synpunkten finns inte eller visas inte." in answer.text


def test_a_number_typed_carelessly_leads_to_its_page(client: Client, some: None) -> None:
    answer = client.get(f"{LIST}s-1/")
    assert (answer.status_code, answer["Location"]) == (301, f"{LIST}S-001/")


def test_another_dialogues_number_shows_nothing_here(client: Client, some: None) -> None:
    Dialogue.objects.create(slug="annan", title="Annan", published_at=at("2020-10-01 08:00"))
    assert client.get("/annan/synpunkter/S-001/").status_code == 404


def test_L22_the_register_lists_everything_in_order(client: Client, some: None) -> None:
    page = client.get("/dagen-2020/register/").text
    rows = [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in re.findall(r"<tr>(.*?)</tr>", page, re.S)[1:]]
    assert [row[0] for row in rows] == [f"S-00{number}" for number in range(7, 0, -1)]
    assert [row[-1] for row in rows[:3]] == ["dold", "läst", "er."]
    assert "Elakt" not in page
    assert "Väntar på läsning" not in page


def test_L24_the_register_file_masks_what_is_hidden_and_runs_nothing(
    client: Client,
    some: None,
    make_contribution: MakeContribution,
) -> None:
    make_contribution('=HYPERLINK("http://x.example")')
    answer = client.get("/dagen-2020/register.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [(row["Nummer"], row["Rubrik"], row["Läge"]) for row in rows[:4]] == [
        ("S-008", '\'=HYPERLINK("http://x.example")', "visas"),
        ("S-007", "", "dold"),
        ("S-006", "", "inte läst än"),
        ("S-005", "Ni har redan bestämt er.", "visas"),
    ]
    assert rows[-1]["Kom in"] == "2020-12-02 14:07:00"


def test_the_register_shows_of_a_divided_letter_only_words_of_the_points_that_are_shown(
    client: Client, say: Say, make_official: Callable[..., Official]
) -> None:
    words = "Namn Namnsson, Storgatan 1. Han är en tjuv. Bygg fler bryggor."
    submission, registrar = say(words), make_official(RoleName.REGISTRAR)
    for start, end in ((words.index("Han"), words.index(" Bygg")), (words.index("Bygg"), len(words))):
        point = mark_point(
            submission=submission, mark=Mark(start, end), about=About(), kind="view", proposed_text="", by=registrar,
            now=clock.now(),
        )  # fmt: skip
        Contribution.objects.filter(pk=point.pk).update(published_at=clock.now())
    first = Contribution.objects.filter(part=1)
    page, file = client.get("/dagen-2020/register/").text, client.get("/dagen-2020/register.csv").text
    assert all("Han är en tjuv." in shown and "Namnsson" not in shown for shown in (page, file))
    first.update(hidden_at=clock.now(), hidden_rule="attack", hidden_reason="Påhopp.", revision=F("revision") + 1)
    cache.clear()
    page, file = client.get("/dagen-2020/register/").text, client.get("/dagen-2020/register.csv").text
    assert all("Bygg fler bryggor." in shown and "tjuv" not in shown for shown in (page, file))


def test_what_is_said_at_a_later_time_is_not_seen_before(
    client: Client, some: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, "2020-12-02 14:06")
    assert shown_in(client.get(LIST).text) == []
    assert "Inget har kommit in än" in client.get("/dagen-2020/register/").text


def test_an_unpublished_dialogue_looks_missing_on_every_page(client: Client, some: None, dialogue: Dialogue) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(published_at=None)
    pages = [
        LIST,
        FORM,
        f"{LIST}S-001/",
        f"{LIST}S-001/rapportera/",
        "/dagen-2020/register/",
        "/dagen-2020/register.csv",
    ]
    assert {address: client.get(address).status_code for address in pages} == dict.fromkeys(pages, 404)


def test_reading_what_others_said_sets_no_cookie(client: Client, some: None) -> None:
    for address in (LIST, f"{LIST}S-001/", "/dagen-2020/register/", "/om/regler/"):
        assert dict(client.get(address).cookies) == {}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("address", "anew", "kept"),
    [
        (LIST, 8, 3),
        ("/dagen-2020/register/", 5, 3),
        ("/dagen-2020/register.csv", 2, 2),
        (f"{LIST}?sok=ord", 8, 3),
    ],
)
def test_lists_cost_the_same_however_long(
    client: Client,
    make_contribution: MakeContribution,
    day: Day,
    django_assert_num_queries: Any,
    rows: int,
    address: str,
    anew: int,
    kept: int,
) -> None:
    for number in range(rows):
        about = ("strategin", "avsnitt:a", "stycke:a1-1", "dag:dag-3")[number % 4]
        contribution = make_contribution(f"Ett ord {number}", about=about)
        reply = Reply.objects.create(
            dialogue=contribution.submission.dialogue,
            text="Svar",
            outcome="answered",
            created_at=at("2020-12-02 14:07"),
            published_at=at("2020-12-02 14:07"),
        )
        Contribution.objects.filter(pk=contribution.pk).update(reply=reply)
    client.get("/dagen-2020/strategi/0.3/")  # the text of a published draft is kept in mind
    client.get("/dagen-2020/lage/")  # the meter is counted once a minute
    for queries in (anew, kept):
        with django_assert_num_queries(queries):
            client.get(address)


def test_a_kept_list_follows_what_is_said_done_and_asked_for(
    client: Client, make_contribution: MakeContribution, administrator: Official
) -> None:
    """The list and the register are kept until something is said or done: what is hidden is gone at once, with a reply
    everybody sees it, and one filter or language never shows another's."""

    def found(query: str = "", way: str = LIST) -> list[str]:
        return sorted(set(re.findall(r"S-\d\d\d", client.get(f"{way}{query}").text.partition("<main")[2])))

    first = make_contribution("Om bussen.")
    assert (found(), found("?sok=tåg")) == (["S-001"], [])
    make_contribution("Om tåget.")
    assert (found(), found("?sok=tåg")) == (["S-001", "S-002"], ["S-002"])
    hide(
        contribution=first, rule="attack", reason="Påhopp.", revision=first.revision, by=administrator,
        now=at("2020-12-02 14:07"),
    )  # fmt: skip
    assert (found(), found("?sok=buss"), found("?sida=1")) == (["S-002"], [], ["S-002"])
    register = client.get("/dagen-2020/register/").text
    assert ("Om tåget." in register, "Om bussen." in register) == (True, False)
    assert "Contributions and replies" in client.get(f"/en{LIST}").text


def test_what_is_kept_holds_nothing_of_the_one_who_asked_first(
    client: Client, administrator: Official, some: None
) -> None:
    official = Client()
    official.force_login(administrator)
    for address in (LIST, "/dagen-2020/register/", "/dagen-2020/andringar/"):
        for_the_official = official.get(address).text.partition("<main")[2].partition("</main>")[0]
        for_everybody = client.get(address).text.partition("<main")[2].partition("</main>")[0]
        assert for_the_official == for_everybody, address


# --- rules and reporting ----------------------------------------------------------------------------------------------


def test_L05_the_rules_are_published(client: Client) -> None:
    page = client.get(reverse("public:rules")).text
    wanted = ["Inga personangrepp", "Vi raderar den aldrig", "Be oss pröva igen", "Rapportera"]
    assert [words for words in wanted if words not in page] == []


def test_L82_anyone_can_report_and_nothing_is_kept_about_who(client: Client, some: None) -> None:
    answer = client.post(
        f"{LIST}S-005/rapportera/", {"rule": "disrespect", "text": "Otrevligt.", **honesty.in_good_time()}, follow=True
    )
    made = Report.objects.get()
    assert (made.contribution.label, made.rule, made.text, made.handled_at) == (
        "S-005",
        "disrespect",
        "Otrevligt.",
        None,
    )
    assert "Tack. Vi läser rapporten" in answer.text
    entry = AuditEntry.objects.get(action="contribution.reported")
    assert (entry.actor, entry.actor_id, entry.detail) == ("deltagare", None, {"rule": "disrespect"})


def test_a_report_needs_a_published_rule(client: Client, some: None) -> None:
    answer = client.post(f"{LIST}S-005/rapportera/", {"rule": "jag gillar inte", **honesty.in_good_time()})
    assert (answer.status_code, Report.objects.count()) == (422, 0)


def test_what_is_hidden_cannot_be_reported(client: Client, some: None) -> None:
    answer = client.post(f"{LIST}S-007/rapportera/", {"rule": "attack", **honesty.in_good_time()})
    assert (answer.status_code, Report.objects.count()) == (404, 0)


def test_reports_from_one_place_are_limited(client: Client, some: None) -> None:
    data = {"rule": "attack", **honesty.in_good_time()}
    codes = [client.post(f"{LIST}S-005/rapportera/", data).status_code for _ in range(21)]
    assert codes == [302] * 20 + [429]


# --- thinking again ---------------------------------------------------------------------------------------------------


def test_L05_the_sender_reads_why_and_can_ask_again(client: Client, some: None) -> None:
    hidden = Contribution.objects.select_related("submission").get(submission__number=7)
    receipt = f"/kvitto/{hidden.submission.receipt_key}/"
    page = client.get(receipt).text
    wanted = [
        "Synpunkten visas inte för andra",
        "Inga personangrepp",
        "Påhopp.",
        "Be oss pröva igen",
        "Elakt om någon.",
    ]
    assert [words for words in wanted if words not in page] == []
    answer = client.post(f"{receipt}prova-igen/{hidden.pk}/", {"text": "Det var inte elakt."}, follow=True)
    assert "Vi prövar igen. Svaret kommer här på din sida." in answer.text
    assert "Be oss pröva igen" not in answer.text
    assert hidden.reconsiderations.get().text == "Det var inte elakt."


def test_asking_again_twice_is_refused_and_keeps_the_text(client: Client, some: None) -> None:
    hidden = Contribution.objects.select_related("submission").get(submission__number=7)
    address = f"/kvitto/{hidden.submission.receipt_key}/prova-igen/{hidden.pk}/"
    client.post(address, {"text": "En gång."})
    answer = client.post(address, {"text": "En gång till."})
    assert answer.status_code == 409
    assert "En gång till.</textarea>" in answer.text
    assert hidden.reconsiderations.count() == 1


def test_one_receipt_opens_no_other_contribution(client: Client, some: None) -> None:
    hidden, other = Contribution.objects.get(submission__number=7), Submission.objects.get(number=1)
    answer = client.post(f"/kvitto/{other.receipt_key}/prova-igen/{hidden.pk}/", {"text": "Smyg"})
    assert (answer.status_code, hidden.reconsiderations.count()) == (404, 0)


def test_of_a_long_text_the_sections_are_offered_step_by_step(
    client: Client, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each choice shows what stands inside it; what was asked for is always among the choices."""
    monkeypatch.setattr("fardplan.contributions.about.MOST_TOPICS", 2)

    def offered(address: str) -> list[str]:
        choices = re.search(r'<select name="(?:om|about)".*?</select>', client.get(address).text, re.DOTALL)
        assert choices is not None
        return re.findall(r'<option value="((?:stycke|avsnitt)[^"@]+)', choices[0])

    assert offered(LIST) == offered(FORM) == ["avsnitt:a"]
    for chosen in ("avsnitt:a", "stycke:a1-2"):
        for address in (LIST, FORM):
            assert offered(f"{address}?om={chosen}") == ["avsnitt:a", "stycke:a1-1", "stycke:a1-2"]
