"""Surveys go out and in: what was published and answered unchanged, who was invited only as a number."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fardplan.base import audit
from fardplan.base.errors import Conflict
from fardplan.dialogue.models import Dialogue
from fardplan.exchange.exporting import export_dialogue
from fardplan.exchange.exporting_surveys import response_lines
from fardplan.exchange.importing import import_dialogue
from fardplan.exchange.importing_responses import LONGEST_LINE
from fardplan.exchange.problems import FileRefused
from fardplan.exchange.reading import load
from fardplan.surveys.codes import finding_hash, invitation_code
from fardplan.surveys.definition import as_data, hash_of
from fardplan.surveys.models import Collection, Invitation, Response, Survey, TextAnswer
from tests.conftest import at
from tests.exchange.conftest import EVERYTHING, PUBLISHED, RESPONSES
from tests.surveys.definitions import definition, every_type, question, short

NOW = at("2020-12-10 09:00")
BARE = """\
format: fardplan/1
dialogue: {slug: dagen-2020, title: Dagen}
"""
SAID = """\
submissions:
  - received: 2020-11-24 19:00
    channel: survey
    text: Sista bussen saknas.
"""
SURVEYS = EVERYTHING[EVERYTHING.index("surveys:\n") : EVERYTHING.index("standard_replies:")].replace("S-004", "S-001")
WHOLE = BARE + SAID + SURVEYS
NO_TEXT = "raden har ett tecken som inte hör hemma i text."
GOOD = {"day": "2020-11-24", "version": 2, "answers": {"matchar": "4"}}

pytestmark = pytest.mark.django_db


def bring_in(text: str, folder: Path, *, replace: bool = False) -> Dialogue:
    return import_dialogue(load(text, folder=folder), by=audit.SYSTEM, now=NOW, replace=replace)


def refusal(text: str, folder: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        bring_in(text, folder)
    assert not Survey.objects.exists()
    return str(refused.value)


def answered_with(folder: Path, *lines: str | bytes) -> str:
    """What an import says of a file of responses."""
    written = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    (folder / "enkat" / "oppen.jsonl").write_bytes(written)
    return refusal(WHOLE, folder)


def test_what_was_asked_and_answered_comes_through(folder: Path) -> None:
    survey, next_one = bring_in(WHOLE, folder).surveys.all()
    assert [(version.number, version.asks) for version in survey.versions.order_by("number")] == [
        (1, short()), (2, every_type()),
    ]  # fmt: skip
    assert (survey.drafted, survey.public_minimum, survey.desk_minimum) == (short(), 40, 20)
    assert (next_one.versions.count(), next_one.published_at) == (0, None)
    collection = survey.collections.get(slug="oppen")
    kept = sorted(json.dumps(each.answers, sort_keys=True) for each in collection.responses.all())
    assert kept == sorted(json.dumps(each["answers"], sort_keys=True) for each in RESPONSES)
    assert collection.responses.get(source="paper").version.number == 2
    assert collection.responses.get(language="en").day == date(2020, 11, 26)
    assert collection.margins.get().shares == {"k1080": 66420, "k1081": 0.25}
    assert [(each.page, each.number) for each in collection.break_offs.all()] == [(0, 3), (2, 1)]
    release = collection.releases.get()
    assert (release.tables, release.counts, release.withdrawn_at) == (
        PUBLISHED["tables"], PUBLISHED["counts"], at("2020-12-07 09:00"),
    )  # fmt: skip
    text = TextAnswer.objects.get()
    assert (text.submission.label, text.submission.text, text.question) == ("S-001", "Sista bussen saknas.", "saknas")


def test_those_who_were_invited_are_as_many_and_their_codes_are_of_this_site(folder: Path) -> None:
    bring_in(WHOLE, folder)
    invited = list(Invitation.objects.order_by("number"))
    assert [each.number for each in invited] == list(range(1, 11))
    assert [each.is_used or each.ineligible_because for each in invited] == [
        *[True] * 4, *["Har flyttat"] * 2, *[""] * 4,
    ]  # fmt: skip
    assert {each.contact for each in invited} == {None}
    assert all(each.code_hash == finding_hash(invitation_code(each.pk), purpose="invitation") for each in invited)


def test_the_order_of_the_lines_tells_nothing_of_the_order_they_came_in(folder: Path, tmp_path: Path) -> None:
    orders = []
    for number, lines in enumerate([RESPONSES, RESPONSES[::-1]]):
        written = [json.dumps(each, ensure_ascii=False) + "\n" for each in lines]
        (folder / "enkat" / "oppen.jsonl").write_text("".join(written), encoding="utf-8")
        text = WHOLE.replace("slug: dagen-2020", f"slug: dagen-{number}").replace("skolkod", f"skolkod-{number}")
        orders.append(
            list(response_lines(Collection.objects.get(slug="oppen", survey__dialogue=bring_in(text, folder))))
        )
    assert orders[0] == orders[1]
    assert len(orders[0]) == len(RESPONSES)
    assert Response.objects.values("pk").distinct().count() == 2 * len(RESPONSES)


def test_neither_keys_nor_codes_of_people_are_in_the_file(folder: Path, tmp_path: Path) -> None:
    dialogue = bring_in(WHOLE, folder)
    Response.objects.filter(source="paper").update(change_hash="f" * 64)
    path = export_dialogue(dialogue, tmp_path / "out")
    written = "".join(file.read_text(encoding="utf-8") for file in [path, *path.parent.rglob("*.json*")])
    secrets = [
        "f" * 64,
        *(collection.kiosk_key for collection in Collection.objects.all()),
        *(
            value
            for each in Invitation.objects.all()
            for value in (each.code_hash, invitation_code(each.pk), str(each.pk))
        ),
        *(str(pk) for pk in Response.objects.values_list("pk", flat=True)),
    ]
    assert len(secrets) > 30
    assert [secret for secret in secrets if secret in written] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": 3}, "enkäten har ingen version 3."),
        ({"language": "de"}, "enkäten finns inte på språket de."),
        ({"day": "24 november"}, "day: Skriv datum så här: 2020-12-01."),
        ({"day": "2020-02-31"}, "day: Datumet finns inte."),
        ({"source": "carrier pigeon"}, "source: Välj ett av: web, kiosk, paper, phone."),
        ({"flags": "fast"}, "flags: Här ska det stå en lista"),
        ({"flags": ["x" * 41]}, "flags.0: Texten är för lång"),
        ({"who": "1"}, "who: Fältet finns inte i formatet."),
        ({"change_hash": "f" * 64}, "change_hash: Fältet finns inte i formatet."),
        ({"answers": []}, "answers: Här ska det stå svar, vart och ett med frågans namn."),
        ({"answers": {"okand": "1"}}, "det finns ingen fråga okand."),
        ({"answers": {"x" * 500: "1"}}, f"det finns ingen fråga {'x' * 60}."),
        ({"answers": {"valkommen": "1"}}, "valkommen kan inte ha det svaret."),
        ({"answers": {"matchar": "6"}}, "matchar kan inte ha det svaret."),
        ({"answers": {"matchar": 4}}, "matchar kan inte ha det svaret."),
        ({"answers": {"matchar": ["4"]}}, "matchar kan inte ha det svaret."),
        ({"answers": {"kon": "_dont_know"}}, "kon kan inte ha det svaret."),
        ({"answers": {"resor": ["buss", "buss"]}}, "resor kan inte ha det svaret."),
        ({"answers": {"resor": [{}]}}, "resor kan inte ha det svaret."),
        ({"answers": {"viktigast": ["bostad", "restid", "natur"]}}, "viktigast kan inte ha det svaret."),
        ({"answers": {"delar": {"skola": "5"}}}, "delar kan inte ha det svaret."),
        ({"answers": {"delar": {"bad": "1"}}}, "delar kan inte ha det svaret."),
        ({"answers": {"poang": {"a": 1e9}}}, "poang kan inte ha det svaret."),
        ({"answers": {"buss_ofta": True}}, "buss_ofta kan inte ha det svaret."),
        ({"answers": {"buss_ofta": 10**30}}, "buss_ofta kan inte ha det svaret."),
        ({"answers": {"flyttade": "2027-01-01"}}, "flyttade kan inte ha det svaret."),
        ({"answers": {"plats": "Z9"}}, "plats kan inte ha det svaret."),
        ({"answers": {"dubbla": {"a": 1}}}, "dubbla kan inte ha det svaret."),
        ({"answers": {"andra": "Orden skulle ha lämnat svaret."}}, "andra kan inte ha det svaret."),
        ({"answers": {"kon": "man", "kon__other_text": "Annat"}}, "kon__other_text kan inte ha det svaret."),
        ({"answers": {"kon": "_other", "kon__other_text": "x" * 201}}, "kon__other_text kan inte ha det svaret."),
        ({"answers": {"matchar__other_text": "x"}}, "matchar__other_text kan inte ha det svaret."),
        ({"answers": {"okand__other_text": "x"}}, "det finns ingen fråga okand__other_text."),
        ({"answers": {"kon": "_other", "kon__other_text": "\ud800"}}, NO_TEXT),
        ({"answers": {"kon": "_other", "kon__other_text": "a\0"}}, NO_TEXT),
    ],
)  # fmt: skip
def test_what_nobody_could_have_answered_is_refused_with_file_and_line(
    folder: Path, change: dict[str, Any], told: str
) -> None:
    said = answered_with(folder, json.dumps(GOOD), json.dumps(GOOD | change))
    assert f"enkat/oppen.jsonl, rad 2: {told}" in said
    assert "surveys[0].collections[0].responses_file" in said


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "raden är inte JSON (kolumn 2)."),
        ("", "raden är inte JSON (kolumn 1)."),
        ("[1]", "raden är inget enkätsvar."),
        ("null", "raden är inget enkätsvar."),
        (b"\xff\xfe", "raden är inte skriven i UTF-8."),
        ("[" * 200_000, "raden går inte att läsa som JSON."),
        ('{"day":"2020-11-24","day":"2020-11-25","answers":{}}', "raden går inte att läsa som JSON."),
        ('{"day":"2020-11-24","answers":{"buss_ofta":NaN}}', "raden går inte att läsa som JSON."),
        ('{"day":"2020-11-24","answers":{"buss_ofta":' + "9" * 5_000 + "}}", "raden går inte att läsa som JSON."),
        ("x" * (LONGEST_LINE + 1), "raden är för lång."),
    ],
)
def test_a_line_that_is_no_response_is_refused(folder: Path, line: str | bytes, told: str) -> None:
    assert f"enkat/oppen.jsonl, rad 2: {told}" in answered_with(folder, json.dumps(GOOD), line, json.dumps(GOOD))


def test_many_faults_are_told_at_once_but_not_all(folder: Path) -> None:
    said = answered_with(folder, *["nej"] * 500)
    assert said.count("rad ") == 2 * 20


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("version-1.json", json.dumps(as_data(every_type())), "versions[0].sha256: Kontrollsumman stämmer inte"),
        ("version-1.json", "{", "versions[0].file: Filen enkat/version-1.json är inte JSON (rad 1, kolumn 2)."),
        ("version-1.json", "[" * 100_000, "versions[0].file: Filen enkat/version-1.json går inte att läsa som JSON."),
        ("version-1.json", '{"pages": 5}', "versions[0].file: enkat/version-1.json: pages: "),
        ("version-1.json", "x" * 1_000_001, "versions[0].file: Filen enkat/version-1.json är större än 1 megabyte."),
        ("utkast.json", '{"format": 7}', "draft_file: enkat/utkast.json: format: "),
        ("tabeller.json", '{"tables": {"format": 2}, "counts": {}}', "releases[0].file: enkat/tabeller.json: "),
        ("tabeller.json", json.dumps(PUBLISHED | {"counts": {"bases": [5]}}), "tabeller.json har inga tabeller."),
        ("tabeller.json", '{"tables": []}', "releases[0].file: enkat/tabeller.json: "),
        ("tabeller.json", "[]", "releases[0].file: Filen enkat/tabeller.json har inga tabeller."),
        ("tabeller.json", "[1e999, NaN]", "releases[0].file: Filen enkat/tabeller.json går inte att läsa som JSON."),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused(folder: Path, name: str, text: str, told: str) -> None:
    (folder / "enkat" / name).write_text(text, encoding="utf-8")
    assert told in refusal(WHOLE, folder)


def test_a_version_that_cannot_be_answered_is_refused(folder: Path) -> None:
    loop = definition([question("a", "calculation", "", calculation="${a} + 1")])
    (folder / "enkat" / "version-1.json").write_text(json.dumps(as_data(loop)), encoding="utf-8")
    text = WHOLE.replace(hash_of(short()), hash_of(loop))
    assert "surveys[0].versions[0].file: enkat/version-1.json, " in refusal(text, folder)


@pytest.mark.parametrize(
    ("this", "becomes", "told"),
    [
        ("{number: 2, file: enkat", "{number: 3, file: enkat", "versions[1].number: Versionerna räknas från 1"),
        ("public_minimum: 40", "public_minimum: 19", "public_minimum: Alla får inte se mindre grupper"),
        ("desk_minimum: 20", "desk_minimum: 4", "desk_minimum: Talet ska vara minst 5."),
        ("slug: urval", "slug: oppen", "collections[1].slug: oppen står redan tidigare i listan."),
        ("slug: utkast", "slug: enkat", "surveys[1].slug: enkat står redan tidigare i listan."),
        ("code: skolkod", "code: skolkod-som-ar-lang", "code: Texten är för lång: högst 12 tecken."),
        ("kind: group", "kind: open",
         "collections[2].code: Bara en grupp har en gemensam kod."),
        ("kind: invited", "kind: open", "collections[1].waves: Bara den som är inbjuden får utskick."),
        ("question: kommun", "question: matchar", "margins[0].question: Det finns ingen bakgrundsfråga matchar"),
        ("code: k1081", "code: k1290", "margins[0].shares[1].code: Det finns inget svarsalternativ k1290."),
        ("code: k1081", "code: k1080", "margins[0].shares[1].code: k1080 står redan tidigare i listan."),
        ("share: 0.25", "share: -1", "margins[0].shares[1].share: Skriv ett tal"),
        ("share: 66420}, {code: k1081, share: 0.25", "share: 0}, {code: k1081, share: 0", "Minst en klass"),
        ("invited: 10", "invited: 5", "waves[0].invited: Fler har svarat eller fallit bort än som blev inbjudna."),
        ("most_reminders: 3", "most_reminders: 0", "waves[0].reminders: Det har gått ut fler påminnelser"),
        ("S-001, question: saknas", "S-005, question: saknas", "submission: Bidraget S-005 finns inte i filen."),
        ("S-001, question: saknas", "S-001, question: kommun", "question: Det finns ingen fråga kommun vars text"),
        ("responses_file: enkat/oppen.jsonl", "responses_file: ../oppen.jsonl", "responses_file: Skriv filens namn"),
        ("responses_file: enkat/oppen.jsonl", "responses_file: enkat/saknas.jsonl", "saknas.jsonl finns inte."),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_with_its_place(folder: Path, this: str, becomes: str, told: str) -> None:
    assert this in WHOLE
    assert told in refusal(WHOLE.replace(this, becomes), folder)


def test_a_code_that_lets_another_group_in_is_refused(folder: Path) -> None:
    bring_in(WHOLE.replace("dagen-2020", "en-annan"), folder)
    with pytest.raises(FileRefused, match=r"collections\[2\]\.code: Koden används redan\."):
        bring_in(WHOLE, folder)


def test_a_published_survey_is_not_replaced_but_a_draft_is(folder: Path) -> None:
    draft = "surveys:\n  - {slug: nasta, name: Nästa, draft_file: enkat/nasta.json}\n"
    bring_in(BARE + draft, folder)
    without_text = SURVEYS.replace("        text_answers: [{submission: S-001, question: saknas}]\n", "")
    again = bring_in(BARE + without_text, folder, replace=True)
    assert [survey.slug for survey in again.surveys.all()] == ["enkat", "utkast"]
    with pytest.raises(Conflict, match="den har en publicerad enkät"):
        bring_in(BARE, folder, replace=True)


def test_responses_are_read_a_few_at_a_time(folder: Path, django_assert_max_num_queries: Any) -> None:
    """Out: two passes over the table, five hundred at a time. In: as many in each insertion."""
    lines = [json.dumps({"day": "2020-11-24", "answers": {"matchar": str(1 + each % 5)}}) for each in range(1_600)]
    (folder / "enkat" / "oppen.jsonl").write_text("\n".join(lines), encoding="utf-8")
    collection = Collection.objects.get(slug="oppen", survey__dialogue=bring_in(WHOLE, folder))
    with django_assert_max_num_queries(2 + 1 + 4):
        assert sum(1 for _each in response_lines(collection)) == 1_600
