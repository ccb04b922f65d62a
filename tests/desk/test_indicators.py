"""The state of things at the desk: a table comes in, numbers are chosen from it, and what goes wrong is said where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fardplan.analysis.statistical_tables import Category, Dimension, Role, Table, read_kolada
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.models import Indicator, StatisticalTable, TableFetch
from fardplan.indicators.queries import figures_of
from fardplan.people.models import Official
from tests.desk.test_content import written
from tests.indicators.makers import NOW, POPULATION, file_of, kolada, table_of
from tests.public.test_dialogue import words

pytestmark = pytest.mark.django_db

KOLADA = "https://api.kolada.se/v3/data/kpi/N01951/municipality/1080/year/2020"


def at_desk(name: str, *more: object) -> str:
    return reverse(f"desk:{name}", args=["dagen-2020", *more])


def a_file(content: bytes, name: str = "tabell.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_from_a_file_to_an_indicator_that_everyone_sees(desk: Client, client: Client, dialogue: Dialogue) -> None:
    came = desk.post(at_desk("new-statistical-table"), {"upload": a_file(POPULATION.read_bytes())}, follow=True)
    table = StatisticalTable.objects.get()
    assert came.redirect_chain == [(at_desk("statistical-table", table.pk), 302)]
    assert "region (1), ålder (11), kön (3), tabellinnehåll (1), månad (1) – tid" in words(came.text)
    form = f"{at_desk('new-indicator', table.pk)}?jamfor=Kon"
    chosen = written(desk.get(form)) | {
        "heading": "Hur många är 20–29?", "dimension_0": "20-29", "dimension_1": ["1", "2"], "section_key": "a",
        "jamfor": "Kon",
    }  # fmt: skip
    preview = desk.post(form, chosen | {"forhandsvisa": "1"})
    assert ("Så kommer det att visas" in preview.text, "9 655" in words(preview.text)) == (True, True)
    assert list(Indicator.objects.all()) == []
    assert desk.post(form, chosen).status_code == 302
    indicator = Indicator.objects.get()
    assert indicator.choice == {"Alder": ["20-29"], "Kon": ["1", "2"]}
    desk.post(at_desk("act-on-indicator", indicator.pk), {"publicera": "1"})
    desk.logout()
    assert "Hur många är 20–29?" in client.get("/dagen-2020/nylage/").text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b" ", "Filen är tom."),
        (b"<svg onload=alert(1)>", "varken JSON-stat, PC-Axis (.px) eller ett svar från Kolada"),
        (b'{"class":"dataset","id":["<b>"],"size":[1],"dimension":{}}', "(dimension.&lt;b&gt;): Uppgiften saknas."),
        (b"x" * 10_000_001, "högst 10 megabyte"),
    ],
)
def test_a_hostile_file_is_refused_where_it_was_chosen(desk: Client, content: bytes, says: str) -> None:
    refused = desk.post(at_desk("new-statistical-table"), {"upload": a_file(content)})
    assert (refused.status_code, says in refused.text) == (422, True)
    assert list(StatisticalTable.objects.all()) == []


def test_a_file_without_a_source_asks_for_it(desk: Client) -> None:
    content = file_of(table_of({"Ort": [1, 2, 3]}, source=""))
    refused = desk.post(at_desk("new-statistical-table"), {"upload": a_file(content)})
    assert (refused.status_code, "Skriv källan." in refused.text) == (422, True)
    said = {"upload": a_file(content), "source": "Kommunen", "licence": "CC BY"}
    assert desk.post(at_desk("new-statistical-table"), said).status_code == 302
    assert [(each.source, each.licence) for each in StatisticalTable.objects.all()] == [("Kommunen", "CC BY")]


def test_what_must_be_chosen_is_asked_for_at_its_field(
    desk: Client, make_table: Callable[..., StatisticalTable]
) -> None:
    form = at_desk("new-indicator", make_table(table_of({"A": [1, 2, 3], "B": [None, None, None]})).pk)
    assert "Region: Välj ett värde." in words(desk.post(form, {"heading": "H", "good": "up"}).text)
    nothing = desk.post(form, {"heading": "H", "good": "up", "dimension_0": "101"})
    assert "Det finns inget tal att räkna med vid 101." in words(nothing.text)
    forged = desk.post(form, {"heading": "H", "good": "up", "dimension_0": "999"})
    assert (forged.status_code, Indicator.objects.count()) == (422, 0)


def test_at_most_thirty_are_compared(desk: Client, make_table: Callable[..., StatisticalTable]) -> None:
    table = make_table(table_of({f"Ort {number}": [1, 2, 3] for number in range(31)}))
    codes = [f"10{number}" for number in range(31)]
    form = f"{at_desk('new-indicator', table.pk)}?jamfor=Region"
    refused = desk.post(form, {"heading": "H", "good": "up", "jamfor": "Region", "dimension_0": codes})
    assert "Jämför högst 30 serier i ett diagram." in refused.text


def test_a_table_that_does_not_say_what_is_time_asks(desk: Client, make_table: Callable[..., StatisticalTable]) -> None:
    table = make_table(table_of({"A": [1, 2, 3], "B": [4, 5, 6]}, time_role=Role.CLASSIFICATION))
    form = at_desk("new-indicator", table.pk)
    assert "Börja med att välja vad som är tid." in desk.get(form).text
    told = desk.get(f"{form}?tid=Tid")
    assert "Börja med" not in told.text
    assert desk.post(form, written(told) | {"heading": "H", "tid": "Tid", "dimension_0": "101"}).status_code == 302
    assert (Indicator.objects.get().time_code, Indicator.objects.get().choice) == ("Tid", {"Region": ["101"]})


def test_a_dimension_with_very_many_values_is_written_as_codes(
    desk: Client, make_table: Callable[..., StatisticalTable]
) -> None:
    many = tuple(Category(f"k{number}", f"Område {number}") for number in range(601))
    time = Dimension("Tid", "år", (Category("2020", "2020"),), Role.TIME)
    table = Table("T", (Dimension("Omr", "område", many), time), tuple(map(float, range(601))), ("",) * 601, source="S")
    form = at_desk("new-indicator", make_table(table).pk)
    assert "Tabellen har 601 värden." in desk.get(form).text
    wrong = desk.post(form, {"heading": "H", "good": "up", "dimension_0": "k1, borta"})
    assert "borta finns inte under område i tabellen." in words(wrong.text)
    assert desk.post(form, {"heading": "H", "good": "up", "dimension_0": "k1, k600"}).status_code == 302
    assert [line.label for line in figures_of(Indicator.objects.get()).lines] == ["Område 1", "Område 600"]


def test_a_newer_file_keeps_the_choice_and_says_what_no_longer_exists(
    desk: Client, make_indicator: Callable[..., Indicator]
) -> None:
    indicator = make_indicator(areas=2, heading="Två orter")
    replaced = at_desk("replace-statistical-table", indicator.table_id)
    newer = file_of(table_of({"Ort 1": [1, 2, 3]}, table_id="TAB9"))
    said = words(desk.post(replaced, {"upload": a_file(newer)}, follow=True).text)
    assert "De här visar fortfarande sina förra siffror, för något de valt finns inte längre: Två orter" in said
    assert "Den nya filen är en annan tabell: TAB9 i stället för TAB1." in said
    listed = words(desk.get(at_desk("indicators")).text)
    assert "101 finns inte under region i tabellen. De förra siffrorna visas tills någon väljer om." in listed
    page = desk.get(at_desk("indicator", indicator.pk))
    assert "Valet går inte att göra i den nya filen" in page.text
    chosen = {"heading": "En ort", "good": "up", "dimension_0": "100", "seen": written(page)["seen"]}
    # The table has one area now, so there is nothing to choose: it is taken as it is.
    assert desk.post(at_desk("indicator", indicator.pk), chosen).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.fault, len(figures_of(indicator).lines)) == (None, 1)


def test_a_file_that_cannot_be_read_replaces_nothing(desk: Client, make_indicator: Callable[..., Indicator]) -> None:
    indicator = make_indicator()
    replaced = at_desk("replace-statistical-table", indicator.table_id)
    refused = desk.post(replaced, {"upload": a_file(b"{}")})
    assert (refused.status_code, "Uppgiften saknas" in refused.text) == (422, True)
    assert StatisticalTable.objects.get().content == indicator.table.content


def test_two_who_choose_at_once_both_see_what_the_other_wrote(
    desk: Client, make_indicator: Callable[..., Indicator]
) -> None:
    indicator = make_indicator(areas=2)
    form = at_desk("indicator", indicator.pk)
    mine, theirs = (written(desk.get(form)) for _ in range(2))
    assert desk.post(form, theirs | {"heading": "Deras"}).status_code == 302
    met = desk.post(form, mine | {"heading": "Min"})
    assert (met.status_code, "Deras" in met.text, "Min" in met.text) == (409, True, True)
    assert Indicator.objects.get().heading == "Deras"
    assert desk.post(form, written(met)).status_code == 302
    assert Indicator.objects.get().heading == "Min"


def test_indicators_are_moved_withdrawn_and_removed(desk: Client, make_indicator: Callable[..., Indicator]) -> None:
    first, second = make_indicator(heading="En"), make_indicator(heading="Två")
    desk.post(at_desk("act-on-indicator", second.pk), {"upp": "1"})
    assert list(Indicator.objects.values_list("heading", flat=True)) == ["Två", "En"]
    assert desk.post(at_desk("act-on-indicator", first.pk), {"ta-bort": "1"}).status_code == 409
    desk.post(at_desk("act-on-indicator", first.pk), {"dra-tillbaka": "1"})
    desk.post(at_desk("act-on-indicator", first.pk), {"ta-bort": "1"})
    assert list(Indicator.objects.values_list("heading", flat=True)) == ["Två"]
    assert desk.post(at_desk("remove-statistical-table", second.table_id)).status_code == 409
    desk.post(at_desk("remove-statistical-table", first.table_id))
    assert list(StatisticalTable.objects.all()) == [second.table]


@pytest.mark.parametrize(
    "address",
    [
        "http://api.kolada.se/v3/data/kpi/N1/municipality/1080", "https://evil.example/x", "ftp://api.kolada.se/x",
        "https://api.kolada.se@evil.example/", "https://user:pass@api.kolada.se/", "https://api.kolada.se:8443/x",
        "https://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "https://[::1/", "api.kolada.se", "https://",
    ],
)  # fmt: skip
def test_tables_are_fetched_from_known_hosts_only(desk: Client, address: str) -> None:
    refused = desk.post(at_desk("fetch-statistical-table"), {"address": address})
    assert (refused.status_code, "Ladda upp filen i stället." in refused.text) == (422, True)
    assert list(TableFetch.objects.all()) == []


def test_what_is_on_its_way_is_listed_and_not_asked_for_twice(desk: Client, dialogue: Dialogue) -> None:
    asked = desk.post(at_desk("fetch-statistical-table"), {"address": KOLADA}, follow=True)
    assert "Hämtas sedan" in asked.text
    again = desk.post(at_desk("fetch-statistical-table"), {"address": KOLADA})
    assert (again.status_code, "Den hämtas redan." in again.text) == (422, True)
    assert TableFetch.objects.count() == 1


def test_a_fetch_that_failed_says_why_and_what_to_do(desk: Client, dialogue: Dialogue, editor: Official) -> None:
    failed = TableFetch.objects.create(
        dialogue=dialogue, address=KOLADA, asked_by=editor, asked_at=NOW, failed_at=NOW,
        failure={"code": "offline", "details": {"host": "api.kolada.se"}},
    )  # fmt: skip
    assert (
        "Servern får ingen kontakt med api.kolada.se. Försök igen senare, eller spara filen på din dator och ladda upp"
        " den här." in words(desk.get(at_desk("indicators")).text)
    )
    desk.post(at_desk("table-fetch", failed.pk), {"igen": "1"})
    assert [each.failed_at for each in TableFetch.objects.all()] == [None]
    waiting = TableFetch.objects.get()
    desk.post(at_desk("table-fetch", waiting.pk), {"bort": "1"})
    assert TableFetch.objects.get() == waiting  # it is on its way: only one that failed is forgotten
    TableFetch.objects.update(failed_at=NOW, failure={"code": "lost", "details": {}})
    desk.post(at_desk("table-fetch", waiting.pk), {"bort": "1"})
    assert list(TableFetch.objects.all()) == []


def test_the_file_is_for_those_who_work_with_the_dialogue(
    desk: Client, make_table: Callable[..., StatisticalTable]
) -> None:
    address = make_table(POPULATION.read_bytes()).file.url
    handed_over = desk.get(address)
    assert handed_over["Content-Disposition"].startswith("attachment")
    assert b"".join(handed_over) == POPULATION.read_bytes()
    desk.logout()
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_much_there_is(
    desk: Client, dialogue: Dialogue, make_indicator: Callable[..., Indicator], number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for each in range(number):
        make_indicator(heading=f"Fråga {each}")
        TableFetch.objects.create(dialogue=dialogue, address=f"https://api.scb.se/{each}", asked_at=NOW)
    with django_assert_num_queries(9):
        page = desk.get(at_desk("indicators")).text
    assert page.count("https://api.scb.se/") >= number


def test_codes_without_names_get_names_of_their_own(desk: Client, make_table: Callable[..., StatisticalTable]) -> None:
    table = make_table(kolada({"2019": 61, "2020": 63}))
    form = at_desk("new-indicator", table.pk)
    wrong = desk.post(form, {"heading": "H", "good": "up", "own_names": "Karlskrona"})
    assert "Egna namn: Skriv koden, ett likhetstecken och namnet: 1080 = Karlskrona." in words(wrong.text)
    said = {"heading": "H", "good": "up", "own_names": "1080 = Karlskrona\n\n N00667 =  En bra plats "}
    assert desk.post(form, said).status_code == 302
    indicator = Indicator.objects.get()
    assert indicator.names == {"1080": "Karlskrona", "N00667": "En bra plats"}
    assert [value for _name, value in figures_of(indicator).chosen] == ["En bra plats", "Karlskrona", "totalt"]
    newer = file_of(read_kolada([kolada({"2021": 64})]))
    desk.post(at_desk("replace-statistical-table", table.pk), {"upload": a_file(newer)})
    indicator.refresh_from_db()
    assert [value for _name, value in figures_of(indicator).chosen] == ["En bra plats", "Karlskrona", "totalt"]
