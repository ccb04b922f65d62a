"""Sign-ups at the desk: lists, attendance, the phone, one person's matter, and files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from fardplan.base import clock
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.dialogue.models import Day, Dialogue, RoleName
from fardplan.people.models import Official
from fardplan.signup.actions import Details, cancel, sign_up
from fardplan.signup.models import Signup
from tests.conftest import at


@pytest.fixture
def day(make_day: Callable[..., Day]) -> Day:
    """Goes on right now, two seats."""
    day = make_day("2020-12-01 13:00", capacity=2)
    now = clock.now()
    Day.objects.filter(pk=day.pk).update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=2))
    return Day.objects.select_related("dialogue").get(pk=day.pk)


def somebody(day: Day, name: str, **details: Any) -> Signup:
    email = f"{name.lower()}@example.org"
    return sign_up(day=day, details=Details(email=email, name=name, **details), now=clock.now()).signup


@pytest.fixture
def three(day: Day) -> list[Signup]:
    """Anna and Bo have seats, Cim waits."""
    return [
        somebody(day, "Anna", municipality="Ronneby", needs=("captioning",), role="Elev", organisation="Skolan"),
        somebody(day, "Bo", municipality="Karlshamn"),
        somebody(day, "Cim", other_need="Ledsagare", municipality="Ronneby"),
    ]


@pytest.fixture
def organiser(client: Client, make_official: Callable[..., Official]) -> Official:
    official = make_official(RoleName.ORGANISER)
    official.set_password("ett langt losenord")
    official.save()
    client.force_login(official)
    return official


def address(name: str, day: Day, *more: Any) -> str:
    return reverse(f"desk:{name}", args=[day.dialogue.slug, *(more or (day.slug,))])


def names(client: Client, day: Day, **query: str) -> list[str]:
    response = client.get(address("day-signups", day), query)
    assert response.status_code == 200
    return [signup.contact.name for signup in response.context["page"].object_list]


# --- who may see ----------------------------------------------------------------------------------------------------

PAGES = ["signups", "day-signups", "add-signup", "export-signups", "signups-file", "signup"]


def statuses(client: Client, signup: Signup) -> dict[str, int]:
    day = signup.day
    addresses = {
        name: reverse(f"desk:{name}", args=[day.dialogue.slug])
        if name == "signups"
        else address(name, day, signup.pk)
        if name == "signup"
        else address(name, day)
        for name in PAGES
    }
    return {name: client.get(url).status_code for name, url in addresses.items()}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (RoleName.ORGANISER, set(PAGES)),
        (RoleName.REGISTRAR, set(PAGES)),
        (RoleName.MODERATOR, {"signups", "add-signup"}),
        (RoleName.EDITOR, set()),
        (RoleName.POLITICIAN, set()),
    ],
)
def test_only_those_who_may_see_who_comes_do(
    client: Client, three: list[Signup], make_official: Callable[..., Official], role: RoleName, seen: set[str]
) -> None:
    client.force_login(make_official(role))
    found = statuses(client, three[0])
    assert {name for name, status in found.items() if status == 200} == seen
    assert {found[name] for name in set(PAGES) - seen} <= {403}


def test_a_stranger_to_the_dialogue_finds_nothing(
    client: Client, three: list[Signup], make_official: Callable[..., Official]
) -> None:
    client.force_login(make_official(email="annan@example.org"))
    assert set(statuses(client, three[0]).values()) == {404}


def test_another_dialogues_sign_up_is_missing_here(
    client: Client, three: list[Signup], administrator: Official
) -> None:
    other = Dialogue.objects.create(slug="annan", title="Annan", published_at=at("2020-10-01 08:00"))
    client.force_login(administrator)
    for name in ("signup", "signup-address", "signup-need", "signup-act"):
        url = reverse(f"desk:{name}", args=[other.slug, three[0].pk])
        assert client.post(url, {"vad": "avanmal"}).status_code == 404
    assert Signup.objects.filter(state="cancelled").count() == 0


def test_who_comes_is_not_told_to_those_who_only_answer_the_phone(
    client: Client, three: list[Signup], make_official: Callable[..., Official]
) -> None:
    client.force_login(make_official(RoleName.MODERATOR))
    for name in ("signups", "add-signup"):
        day = three[0].day
        page = client.get(
            reverse("desk:signups", args=[day.dialogue.slug]) if name == "signups" else address(name, day)
        )
        assert "Anna" not in page.text


# --- the list -------------------------------------------------------------------------------------------------------


def test_seats_come_first_then_the_queue_then_those_who_cancelled(
    client: Client, day: Day, three: list[Signup], organiser: Official
) -> None:
    somebody(day, "Dag")
    cancel(signup=three[0], now=clock.now())
    assert names(client, day) == ["Bo", "Cim", "Dag", "Anna"]
    response = client.get(address("day-signups", day))
    counts = response.context["counts"]
    assert (counts.seats.taken, counts.seats.waiting, counts.cancelled) == (2, 1, 1)
    assert (counts.needs_waiting, counts.needs) == (1, [("annat", 1)])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ANNA"}, ["Anna"]),
        ({"q": "skolan elev"}, ["Anna"]),
        ({"q": "bo@example"}, ["Bo"]),
        ({"q": "%"}, []),
        ({"state": "waiting"}, ["Cim"]),
        ({"needs": "alla"}, ["Anna", "Cim"]),
        ({"needs": "vantar"}, ["Anna", "Cim"]),
        ({"needs": "captioning"}, ["Anna"]),
        ({"needs": "other"}, ["Cim"]),
        ({"needs": "sign_interpreter"}, []),
        ({"municipality": "Ronneby"}, ["Anna", "Cim"]),
        ({"role": "Elev"}, ["Anna"]),
        ({"attended": "vet-inte"}, ["Anna", "Bo", "Cim"]),
        ({"attended": "var-med"}, []),
        ({"ordning": "-namn"}, ["Cim", "Bo", "Anna"]),
        ({"ordning": "namn", "municipality": "Ronneby", "state": "confirmed"}, ["Anna"]),
        ({"ordning": "contact__email", "state": "no such", "sida": "9999"}, ["Anna", "Bo", "Cim"]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(
    client: Client, day: Day, three: list[Signup], organiser: Official, query: dict[str, str], found: list[str]
) -> None:
    assert names(client, day, **query) == found


@pytest.mark.parametrize("others", [1, 30])
def test_the_pages_cost_the_same_however_many_have_signed_up(
    client: Client, day: Day, organiser: Official, others: int, django_assert_num_queries: Any
) -> None:
    Day.objects.filter(pk=day.pk).update(capacity=None)
    for number in range(others):
        signup = somebody(day, f"P{number:02}", needs=("captioning",), role="Elev", municipality="Ronneby")
    for url, queries in [
        (reverse("desk:signups", args=[day.dialogue.slug]), 8),
        (address("day-signups", day), 13),
        (address("export-signups", day), 11),
        (address("signups-file", day), 10),
        (address("signup", day, signup.pk), 10),
    ]:
        client.get(url)
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200


# --- attendance -----------------------------------------------------------------------------------------------------


def attended(three: list[Signup]) -> list[bool | None]:
    return [Signup.objects.get(pk=signup.pk).attended for signup in three]


def test_one_row_or_many_are_marked_and_one_comes_back_to_the_same_place(
    client: Client, day: Day, three: list[Signup], organiser: Official
) -> None:
    url = address("mark-attendance", day)
    response = client.post(url, {"rad": f"{three[0].pk}:var-med", "query": "municipality=Ronneby&sida=2"})
    assert response["Location"] == f"{address('day-signups', day)}?municipality=Ronneby&sida=2#rad-{three[0].pk}"
    client.post(url, {"valda": [three[1].pk, three[2].pk], "alla": "inte-med"})
    assert attended(three) == [True, False, False]
    client.post(url, {"rad": f"{three[2].pk}:vet-inte"})
    assert attended(three) == [True, False, None]
    marks = [entry.detail["marks"] for entry in AuditEntry.objects.filter(action="signup.attendance").order_by("id")]
    first, second, third = (str(signup.pk) for signup in three)
    assert marks == [{first: True}, {second: False, third: False}, {third: None}]


def test_marking_touches_nobody_else_and_not_those_who_cancelled_or_come_another_day(
    client: Client, day: Day, make_day: Callable[..., Day], three: list[Signup], organiser: Official
) -> None:
    cancel(signup=three[1], now=clock.now())
    far = make_day("2099-12-01 13:00", slug="langt-bort")
    stranger = somebody(far, "Främling")
    ids = [signup.pk for signup in [*three[:2], stranger]]
    client.post(address("mark-attendance", day), {"valda": [*ids, "x", "9" * 30], "alla": "var-med"})
    assert attended([*three, stranger]) == [True, None, None, None]


@pytest.mark.parametrize("data", [{"valda": ["1"]}, {"alla": "var-med"}, {"rad": "1:kanske"}, {"rad": "x"}, {}])
def test_a_mark_that_names_nobody_or_nothing_changes_nothing(
    client: Client, day: Day, three: list[Signup], organiser: Official, data: dict[str, Any]
) -> None:
    assert client.post(address("mark-attendance", day), data).status_code == 302
    assert attended(three) == [None, None, None]


def test_attendance_waits_for_the_morning_of_the_day(
    client: Client, make_day: Callable[..., Day], organiser: Official
) -> None:
    day = make_day(f"{clock.now() + timedelta(days=3):%Y-%m-%d} 13:00")
    signup = somebody(day, "Anna")
    assert 'name="rad"' not in client.get(address("day-signups", day)).text
    assert client.post(address("mark-attendance", day), {"rad": f"{signup.pk}:var-med"}).status_code == 403


# --- the phone ------------------------------------------------------------------------------------------------------


def test_somebody_who_calls_is_signed_up(client: Client, day: Day, organiser: Official) -> None:
    data = {"channel": "phone", "name": "Ringaren", "phone": "0455-12", "language": "sv", "needs": ["material"]}
    page = client.post(address("add-signup", day), data, follow=True)
    assert "Anmälan är sparad. Personen har en plats." in page.text
    assert "Utan e-post går inga brev." in page.text
    signup = Signup.objects.select_related("contact").get()
    assert (signup.contact.name, signup.channel, signup.needs) == ("Ringaren", "phone", ["material"])


def test_what_is_missing_or_known_is_told_and_what_was_typed_stays(
    client: Client, day: Day, three: list[Signup], organiser: Official
) -> None:
    url = address("add-signup", day)
    nobody = client.post(url, {"channel": "desk", "organisation": "Byalaget", "language": "sv"})
    assert (nobody.status_code, 'value="Byalaget"' in nobody.text) == (422, True)
    known = client.post(url, {"channel": "phone", "email": "ANNA@example.org", "language": "sv"})
    assert (known.status_code, "Den adressen är redan anmäld till dagen." in known.text) == (409, True)
    assert Signup.objects.count() == 3


# --- one sign-up ----------------------------------------------------------------------------------------------------


def test_a_need_is_answered_and_the_letter_is_seen(
    client: Client, day: Day, three: list[Signup], organiser: Official
) -> None:
    page = client.post(address("signup-need", day, three[0].pk), {"answer": "Skrivtolk är bokad."}, follow=True)
    assert "ett brev är på väg" in page.text
    assert "Det du behöver är ordnat: Dag 3" in page.text
    assert names(client, day, needs="vantar") == ["Cim"]
    empty = client.post(address("signup-need", day, three[2].pk), {"answer": " "})
    assert empty.status_code == 422


def test_a_seat_by_hand_is_refused_while_the_day_is_full(
    client: Client, day: Day, three: list[Signup], organiser: Official
) -> None:
    refused = client.post(address("signup-act", day, three[2].pk), {"vad": "plats"})
    assert (refused.status_code, "Dagen är full." in refused.text) == (409, True)
    client.post(address("signup-act", day, three[0].pk), {"vad": "avanmal"})
    assert [Signup.objects.get(pk=signup.pk).state for signup in three] == ["cancelled", "confirmed", "confirmed"]
    client.post(address("signup-act", day, three[0].pk), {"vad": "igen"})
    assert Signup.objects.get(pk=three[0].pk).state == "waiting"


def test_two_officials_who_change_the_same_do_not_undo_each_other(
    client: Client, day: Day, three: list[Signup], organiser: Official
) -> None:
    url = address("signup", day, three[1].pk)
    data = {"name": "Bo B", "language": "sv", "revision": 0}
    assert client.post(url, data).status_code == 302
    late = client.post(url, data | {"name": "Bosse", "role": "Snickare"})
    assert (late.status_code, 'value="Snickare"' in late.text) == (409, True)
    assert Signup.objects.get(pk=three[1].pk).contact.name == "Bo B"


def test_an_address_is_mended(client: Client, day: Day, three: list[Signup], organiser: Official) -> None:
    url = address("signup-address", day, three[1].pk)
    assert client.post(url, {"email": "bosse@example.org"}).status_code == 302
    assert OutgoingMail.objects.order_by("id").last().to == "bosse@example.org"
    assert client.post(url, {"email": "anna@example.org"}).status_code == 409
    assert client.post(url, {"email": "nej"}).status_code == 422


def test_the_page_says_what_has_happened_without_repeating_what_was_said(
    client: Client, day: Day, three: list[Signup], organiser: Official
) -> None:
    client.post(address("signup-act", day, three[0].pk), {"vad": "avanmal"})
    history = client.get(address("signup", day, three[2].pk)).context["history"]
    assert [(str(entry["what"]), entry["actor"]) for entry in history] == [
        ("Fick en plats från väntelistan", "Färdplan"),
        ("Anmäld", "deltagare"),
    ]


# --- files ----------------------------------------------------------------------------------------------------------

FORMULA = '=HYPERLINK("http://x.example","klicka")'


def rows_of(response: Any, kind: str) -> list[list[Any]]:
    if kind == "csv":
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


def sign_in(client: Client, official: Official) -> None:
    """As a person does, with the password: that counts as having shown who one is."""
    client.logout()
    response = client.post(
        reverse("account_login"), {"login": official.email, "password": "ett langt losenord"}, follow=True
    )
    assert response.status_code == 200


def reauthenticate(client: Client) -> Any:
    return client.post(reverse("account_reauthenticate"), {"password": "ett langt losenord"})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_without_asking_for_people_a_file_holds_none(
    client: Client, day: Day, three: list[Signup], organiser: Official, kind: str
) -> None:
    rows = rows_of(client.get(address("signups-file", day), {"format": kind}), kind)
    assert rows[0] == ["Läge", "Anmäld", "Väg in", "Kommun", "Språk", "Närvaro"]
    assert [row[0] for row in rows[1:]] == ["anmäld", "anmäld", "på väntelista"]
    assert not any(word in str(rows) for word in ("Anna", "example.org", "skrivtolk", "Ledsagare", "Skolan"))


@pytest.mark.parametrize("asked", [{"who": "on"}, {"needed": "on"}])
def test_people_and_needs_are_exported_only_by_somebody_who_shows_again_who_they_are(
    client: Client, day: Day, three: list[Signup], organiser: Official, asked: dict[str, str]
) -> None:
    sign_in(client, organiser)
    url = address("signups-file", day)
    response = client.get(url, asked | {"format": "csv"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert AuditEntry.objects.filter(action="signup.exported").count() == 0
    assert reauthenticate(client).status_code == 302
    file = client.get(url, asked | {"format": "csv"})
    assert file.status_code == 200
    text = file.content.decode("utf-8-sig")
    assert ("anna@example.org" in text) is ("who" in asked)
    assert ("Ledsagare" in text) is ("needed" in asked)
    entry = AuditEntry.objects.get(action="signup.exported")
    assert (entry.actor, entry.detail) == (
        str(organiser), {"number": 3, "format": "csv", "who": "who" in asked, "needs": "needed" in asked},
    )  # fmt: skip
    assert "no-store" in file["Cache-Control"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_a_file_runs_as_a_formula(client: Client, day: Day, organiser: Official, kind: str) -> None:
    evil = [FORMULA, "+1", "-1", "@SUM(A1)", "|cmd"]
    Day.objects.filter(pk=day.pk).update(capacity=None)
    for number, name in enumerate(evil):
        details = Details(email=f"{number}@example.org", name=name, organisation=name, municipality=name)
        sign_up(day=day, details=details, now=clock.now())
    sign_in(client, organiser)
    reauthenticate(client)
    response = client.get(address("signups-file", day), {"format": kind, "who": "on", "ordning": "anmald"})
    cells = [str(cell) for row in rows_of(response, kind)[1:] for cell in row]
    if kind == "csv":
        assert response.content.startswith(b"\xef\xbb\xbf")
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert f"'{FORMULA}" in cells
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert "f" not in kinds
        assert FORMULA in cells


def test_the_file_holds_what_the_list_showed(
    client: Client, day: Day, three: list[Signup], organiser: Official
) -> None:
    query = {"municipality": "Ronneby", "ordning": "-anmald"}
    page = client.get(address("export-signups", day), query)
    assert "Filen får 2 av 3 anmälningar: de som listan visade." in page.text
    assert '<input type="hidden" name="municipality" value="Ronneby">' in page.text
    rows = rows_of(client.get(address("signups-file", day), query | {"format": "csv"}), "csv")
    assert [row[3] for row in rows[1:]] == ["Ronneby", "Ronneby"]
