"""Tables are fetched by a job from hosts that are known, within limits, and what goes wrong is kept in words."""

from __future__ import annotations

import gzip
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from fardplan.analysis.statistical_tables import Unreadable
from fardplan.base import jobs
from fardplan.base.errors import Conflict, Invalid
from fardplan.dialogue.models import Dialogue
from fardplan.indicators import fetching, words
from fardplan.indicators.actions.fetches import LOST_AFTER, ask_for_table, fetch_table
from fardplan.indicators.jobs import say_which_fetches_failed
from fardplan.indicators.models import Indicator, StatisticalTable, TableFetch
from fardplan.indicators.numbers import from_text
from fardplan.indicators.queries import figures_of
from fardplan.people.models import Official
from tests.indicators.makers import NOW, POPULATION, areas, figures, file_of, kolada, named_kolada, table_of

SCB = "https://statistikdatabasen.scb.se/api/v2/tables/TAB6471/data?lang=sv&valueCodes[Region]=10"
KOLADA = "https://api.kolada.se/v3/data/kpi/N00667/municipality/1080/year/2019,2020"


@dataclass
class Site:
    """A server of our own that answers for every host. `answers` has (status, headers, body) by path."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    slow: float = 0.0
    port: int = 0

    def connect(self, host: str) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=fetching.SECONDS)

    def give(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found.asked.append((self.headers["Host"], self.path))
            status, headers, body = found.answers.get(self.path, (404, {}, b"missing"))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            pieces = [body] if not found.slow else [body[at : at + 1] for at in range(len(body))]
            try:
                for piece in pieces:
                    time.sleep(found.slow)
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                return

        def log_message(self, *args: object) -> None:
            """Nothing is said of what is asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(fetching, "secure", found.connect)
    yield found
    server.shutdown()
    server.server_close()


def why(problem: fetching.NotFetched) -> str:
    return words.why_not_fetched({"code": problem.code, "details": problem.details})


# --- what comes ------------------------------------------------------------------------------------------------------


def test_an_answer_in_json_stat_is_kept_to_the_byte(site: Site) -> None:
    site.give("/api/v2/tables/TAB6471/data?lang=sv&valueCodes[Region]=10", POPULATION.read_bytes())
    came = fetching.fetch(SCB)
    assert (came.file, came.file_name, came.table.table_id, came.address) == (
        POPULATION.read_bytes(), "tab6471.json", "TAB6471", SCB,
    )  # fmt: skip


def test_kolada_is_read_page_by_page_with_the_names_of_figures_and_areas(site: Site) -> None:
    further = (
        "http://api.kolada.se/v3/data/kpi/N00667/municipality/1080/year/2019,2020?page=2"  # as it has been known to
    )
    site.give("/v3/data/kpi/N00667/municipality/1080/year/2019,2020", kolada({"2019": 61}, next_page=further))
    site.give("/v3/data/kpi/N00667/municipality/1080/year/2019,2020?page=2", kolada({"2020": 63}))
    site.give("/v3/kpi/N00667", figures())
    site.give("/v3/municipality/1080", areas())
    came = fetching.fetch(KOLADA)
    assert came.table == named_kolada({"2019": 61, "2020": 63})
    assert came.file_name == "kolada-n00667.json"
    assert b'"next_page"' not in came.file  # all rows as on one page
    assert len(site.asked) == 4


def test_kolada_without_names_still_has_its_numbers(site: Site) -> None:
    site.give("/v3/data/kpi/N00667/municipality/1080/year/2019,2020", kolada({"2019": 61}))
    site.give("/v3/kpi/N00667", b"[broken")
    came = fetching.fetch(KOLADA)
    assert (came.file, came.table.title, came.table.values) == (kolada({"2019": 61}), "N00667", (61.0,))


def test_a_redirect_to_a_known_host_is_followed(site: Site) -> None:
    site.give("/gammal", b"", 302, Location="https://statistikdatabasen.scb.se/ny")
    site.give("/ny", POPULATION.read_bytes())
    assert fetching.fetch("https://api.scb.se/gammal").table.table_id == "TAB6471"
    assert [host for host, _path in site.asked] == [f"127.0.0.1:{site.port}"] * 2


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "there",
    [
        "http://169.254.169.254/latest/",
        "https://evil.example/",
        "https://api.kolada.se@evil.example/",
        "//evil.example/x",
    ],
)
def test_nothing_leads_to_another_host(site: Site, there: str) -> None:
    site.give("/x", b"", 301, Location=there)
    with pytest.raises(fetching.NotFetched) as redirected:
        fetching.fetch("https://api.scb.se/x")
    assert "som inte är en av dem som får hämtas från" in why(redirected.value)
    site.give("/v3/data/kpi/N00667/municipality/1080/year/2019,2020", kolada({"2019": 61}, next_page=there))
    with pytest.raises(fetching.NotFetched) as next_page:
        fetching.fetch(KOLADA)
    assert next_page.value.code == "moved"
    assert [path for _host, path in site.asked] == ["/x", "/v3/data/kpi/N00667/municipality/1080/year/2019,2020"]


def test_the_next_page_of_kolada_stays_at_kolada_even_if_other_hosts_are_allowed(site: Site) -> None:
    further = "https://api.scb.se/hemligt"
    site.give("/v3/data/kpi/N00667/municipality/1080/year/2019,2020", kolada({"2019": 61}, next_page=further))
    with pytest.raises(fetching.NotFetched, match="moved"):
        fetching.fetch(KOLADA)


def test_pages_that_never_end_are_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_PAGES", 3)
    path = "/v3/data/kpi/N00667/municipality/1080/year/2019,2020"
    site.give(path, kolada({"2019": 61}, next_page=path))
    with pytest.raises(fetching.NotFetched) as problem:
        fetching.fetch(KOLADA)
    assert (problem.value.code, len(site.asked)) == ("pages", 3)


def test_redirects_that_never_end_are_given_up(site: Site) -> None:
    site.give("/x", b"", 302, Location="https://api.scb.se/x")
    with pytest.raises(fetching.NotFetched, match="status"):
        fetching.fetch("https://api.scb.se/x")
    assert len(site.asked) == fetching.MOST_REDIRECTS + 1


def test_an_answer_that_is_too_large_is_not_read_to_its_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)
    site.give("/x", b" " * 5_000_000)
    with pytest.raises(fetching.NotFetched) as problem:
        fetching.fetch("https://api.scb.se/x")
    assert why(problem.value).startswith("Svaret är större än 1 megabyte.")


def test_an_answer_a_letter_at_a_time_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LONGEST", 0.3)
    site.slow = 0.05
    site.give("/x", b"{" * 200)
    began = time.monotonic()
    with pytest.raises(fetching.NotFetched) as problem:
        fetching.fetch("https://api.scb.se/x")
    assert why(problem.value).startswith("api.scb.se svarade inte i tid.")
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("body", "status", "headers", "says"),
    [
        (b"", 500, {}, "svarade med felet 500"),
        (b"", 429, {}, "svarade med felet 429"),
        (gzip.compress(b"{}"), 200, {"Content_Encoding": "gzip"}, "packat"),
        (b"{}", 200, {"Content_Length": "9999", "Connection": "close"}, "Servern får ingen kontakt"),
    ],
)
def test_answers_that_are_none(site: Site, body: bytes, status: int, headers: dict[str, str], says: str) -> None:
    site.give("/x", body, status, **headers)
    with pytest.raises(fetching.NotFetched) as problem:
        fetching.fetch("https://api.scb.se/x")
    assert says in why(problem.value)


def test_offline_is_said_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "secure", lambda _host: http.client.HTTPConnection("127.0.0.1", 1, timeout=1))
    with pytest.raises(fetching.NotFetched) as problem:
        fetching.fetch(SCB)
    assert why(problem.value) == (
        "Servern får ingen kontakt med statistikdatabasen.scb.se. Försök igen senare, eller spara filen på din dator"
        " och ladda upp den här."
    )


def test_what_is_no_table_says_where_it_goes_wrong(site: Site) -> None:
    site.give("/x", b"<html>Underh\xc3\xa5ll</html>")
    with pytest.raises(Unreadable):
        fetching.fetch("https://api.scb.se/x")


def test_connections_are_over_https_with_the_certificate_checked() -> None:
    connection = fetching.secure("api.scb.se")
    assert isinstance(connection, http.client.HTTPSConnection)
    assert (connection.port, connection._context.check_hostname, connection._context.verify_mode) == (443, True, 2)  # type: ignore[attr-defined]


def test_an_operator_may_allow_more_hosts(settings: Any, site: Site) -> None:
    with pytest.raises(Invalid, match=r"api\.kolada\.se, api\.scb\.se, statistikdatabasen\.scb\.se"):
        fetching.check_address("https://stat.example/x")
    settings.STATISTICS_HOSTS = settings.STATISTICS_HOSTS | {"stat.example"}
    site.give("/x.px", POPULATION.read_bytes())
    assert fetching.fetch("https://stat.example/x.px").table.table_id == "TAB6471"


# --- the job ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_table_that_was_asked_for_comes_and_its_row_goes(site: Site, dialogue: Dialogue, editor: Official) -> None:
    site.give("/api/v2/tables/TAB6471/data?lang=sv&valueCodes[Region]=10", POPULATION.read_bytes())
    ask_for_table(dialogue=dialogue, address=SCB, by=editor, now=NOW)
    jobs._run_tasks()
    table = StatisticalTable.objects.get()
    assert (table.source, table.address, table.licence, list(TableFetch.objects.all())) == ("SCB", SCB, "CC0", [])


@pytest.mark.django_db
def test_a_fetched_table_replaces_the_one_it_was_asked_for(
    site: Site, make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    indicator = make_indicator()
    newer = table_of({"Ort 1": [1, 2, 3, 4]}, years=("2018", "2019", "2020", "2021"))
    site.give("/ny", file_of(newer))
    asked = ask_for_table(
        dialogue=indicator.dialogue, address="https://api.scb.se/ny", by=editor, now=NOW, table=indicator.table
    )
    fetch_table.call(asked.pk)
    indicator.refresh_from_db()
    latest = figures_of(indicator).lines[0].latest
    assert latest is not None
    assert (StatisticalTable.objects.count(), latest.value) == (1, 4)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("/other", b"", "svarade med felet 404"),
        ("/x", b'{"class":"dataset","id":["a"],"size":[2],"dimension":{}}', "(dimension.a): Uppgiften saknas."),
        ("/x", b"<html>", "varken JSON-stat"),
    ],
)
def test_what_goes_wrong_is_kept_in_the_row(
    site: Site, dialogue: Dialogue, editor: Official, path: str, body: bytes, says: str
) -> None:
    site.give(path, body)
    asked = ask_for_table(dialogue=dialogue, address="https://api.scb.se/x", by=editor, now=NOW)
    fetch_table.call(asked.pk)
    asked.refresh_from_db()
    assert asked.failure is not None
    assert says in words.why_not_fetched(asked.failure)
    assert list(StatisticalTable.objects.all()) == []


@pytest.mark.django_db
def test_a_table_whose_asker_has_left_does_not_come(site: Site, dialogue: Dialogue, editor: Official) -> None:
    site.give("/x", POPULATION.read_bytes())
    asked = ask_for_table(dialogue=dialogue, address="https://api.scb.se/x", by=editor, now=NOW)
    dialogue.roles.all().delete()
    fetch_table.call(asked.pk)
    asked.refresh_from_db()
    assert asked.failure == {"message": "Du kan inte ändra innehållet i den här dialogen."}
    assert list(StatisticalTable.objects.all()) == []


@pytest.mark.django_db
def test_at_most_five_are_on_their_way(dialogue: Dialogue, editor: Official) -> None:
    for number in range(5):
        ask_for_table(dialogue=dialogue, address=f"https://api.scb.se/{number}", by=editor, now=NOW)
    with pytest.raises(Conflict, match="flera tabeller på väg"):
        ask_for_table(dialogue=dialogue, address="https://api.scb.se/en-till", by=editor, now=NOW)


@pytest.mark.django_db
def test_one_that_a_stopped_process_left_is_said_to_have_failed(dialogue: Dialogue, editor: Official) -> None:
    asked = ask_for_table(dialogue=dialogue, address=SCB, by=editor, now=NOW)
    assert say_which_fetches_failed(asked.asked_at) == 0
    assert say_which_fetches_failed(asked.asked_at + LOST_AFTER) == 1
    asked.refresh_from_db()
    assert asked.failure is not None
    assert words.why_not_fetched(asked.failure).startswith("Servern startade om innan tabellen hade kommit.")


@pytest.mark.django_db
def test_kolada_is_its_own_source(site: Site, dialogue: Dialogue, editor: Official) -> None:
    site.give("/v3/data/kpi/N00667/municipality/1080/year/2019,2020", kolada({"2019": 61}))
    asked = ask_for_table(dialogue=dialogue, address=KOLADA, by=editor, now=NOW)
    fetch_table.call(asked.pk)
    table = StatisticalTable.objects.get()
    assert (table.source, table.licence) == ("Kolada", "CC BY: ange Källa: Kolada")
    assert from_text(table.content).values == (61.0,)
