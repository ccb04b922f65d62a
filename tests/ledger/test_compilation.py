"""The compilation: what is in it, where it stands, how it counts, and that every form says the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from fardplan.base import clock, guards
from fardplan.base.errors import Conflict, Invalid, NotAllowed, NotFound
from fardplan.base.jobs import look
from fardplan.contributions.actions import ReplyWords, draft_reply, publish_reply, withdraw_reply
from fardplan.contributions.models import Contribution, Reply, Theme, Verdict
from fardplan.dialogue.models import Dialogue
from fardplan.documents.writing.shape import Heading, Line, Table
from fardplan.ledger.actions import compiling
from fardplan.ledger.compilation import files
from fardplan.ledger.compilation.gathering import compile_
from fardplan.ledger.compilation.homes import GONE
from fardplan.ledger.compilation.overview import SectionCount, overview, spoken_of
from fardplan.ledger.compilation.publication import publication
from fardplan.ledger.compilation.shapes import Compilation, Count
from fardplan.ledger.models import CompilationFile, Decision, Trace
from fardplan.people.models import Official
from fardplan.strategy.queries import forget_texts
from tests.conftest import at
from tests.contributions.conftest import MakeContribution
from tests.ledger.conftest import NOW, Answer, MakeChange

LATER = NOW + timedelta(days=1)


@pytest.fixture
def everything(
    dialogue: Dialogue,
    make_contribution: MakeContribution,
    make_change: MakeChange,
    answer: Answer,
    decision: Decision,
) -> dict[str, Contribution]:
    """Two that led to a change, one refused about the same passage, one unanswered, one hidden, one not read yet."""
    change = make_change(reason="Många bad om det.")
    said = {
        "alone": make_contribution("Bostäder för den som bor ensam.", about="stycke:a1-1@0.3", sender_kind="person"),
        "young": make_contribution(
            "Och för unga.",
            about="stycke:a1-1@0.3",
            sender_kind="organisation",
            sender_label="Ungdomsrådet",
            proposed_text="Fler bostäder byggs för unga.",
        ),
        "shore": make_contribution("Rör inte stränderna.", about="stycke:a1-1@0.3"),
        "bus": make_contribution("Bussen går två gånger.", about="stycke:a1-2@0.3", municipality="Olofström"),
        "hidden": make_contribution("Något fult.", about="stycke:a1-2@0.3"),
        "unread": make_contribution("Inte läst.", published=False),
    }
    Contribution.objects.filter(pk=said["hidden"].pk).update(
        hidden_at=NOW, hidden_rule="attack", hidden_reason="Ett påhopp."
    )
    answer(said["alone"], said["young"])
    answer(said["shore"], outcome="not_accepted")
    for name in ("alone", "young"):
        Trace.objects.create(change=change, contribution=said[name], drawn_at=NOW)
    Trace.objects.create(change=change, motion=decision.motions.get(name="Y1"), drawn_at=NOW)
    theme = Theme.objects.create(dialogue=dialogue, slug="boende", name="Boende")
    theme.contributions.add(said["alone"], said["young"])
    Verdict.objects.create(contribution=said["alone"], answer="no", given_at=NOW)
    Verdict.objects.create(contribution=said["alone"], answer="yes", given_at=NOW + timedelta(hours=1))
    return said


def made(dialogue: Dialogue, only: str = "") -> Compilation:
    return compile_(Dialogue.objects.select_related("strategy").get(pk=dialogue.pk), now=LATER, only=only)


def labels(*said: Contribution) -> list[str]:
    return [each.label for each in said]


def test_points_with_one_reply_stand_together_and_every_number_is_listed(
    dialogue: Dialogue, everything: dict[str, Contribution]
) -> None:
    part = made(dialogue).with_points[0]
    together = [[point.label for point in matter.points] for matter in part.matters]
    assert together == [
        labels(everything["alone"], everything["young"]),
        labels(everything["shore"]),
        labels(everything["bus"]),
    ]
    assert [matter.status for matter in part.matters] == ["changed", "no_change", "read"]
    assert [change.label for change in part.matters[0].changes] == ["C-1"]


def test_each_of_those_with_one_reply_has_its_own_changes_and_those_without_have_none(
    dialogue: Dialogue, everything: dict[str, Contribution], make_change: MakeChange
) -> None:
    def led_to() -> list[tuple[tuple[str, ...], list[str]]]:
        (matter, *_rest) = made(dialogue).with_points[0].matters
        return [(who, [change.label for change in changes]) for who, changes in matter.led_to]

    alone, young = labels(everything["alone"], everything["young"])
    assert led_to() == [((), ["C-1"])]  # the same for all: nobody needs naming
    other = make_change("a1-2", number=2)
    Trace.objects.create(change=other, contribution=everything["young"], drawn_at=NOW)
    assert led_to() == [((alone,), ["C-1"]), ((young,), ["C-1", "C-2"])]
    Trace.objects.filter(contribution=everything["alone"]).delete()
    assert led_to() == [((young,), ["C-1", "C-2"])]
    whole = publication(made(dialogue), address="https://example.org/", brand_colour="#0b4a56")
    table = next(part for part in whole.parts if isinstance(part, Table) and part.columns[-1].heading == "Ändring")
    cell = table.rows[0][-1]
    assert isinstance(cell, tuple)
    assert next("".join(run.text for run in line.runs) for line in cell if isinstance(line, Line)) == f"{young}:"


def test_a_change_says_why_and_because_of_whom(dialogue: Dialogue, everything: dict[str, Contribution]) -> None:
    (change,) = made(dialogue).changes
    assert change.reason == "Många bad om det."
    assert list(change.sources) == labels(everything["alone"], everything["young"])
    assert change.sources_in_words == "S-001, S-002; Y1, Regionfullmäktige, § 47, 2020-12-18"
    assert "".join(piece.text for piece in change.pieces if piece.kind != "removed") == change.after


def test_words_that_only_went_to_another_part_are_not_marked(dialogue: Dialogue, make_change: MakeChange) -> None:
    make_change(
        "a1-1", number=1, kind="split", from_keys=["a1-1"], into_keys=["a1-1", "a1-9"],
        before_text="Fler bostäder byggs. Turerna räcker hela dagen.", after_text="Fler bostäder byggs.",
    )  # fmt: skip
    make_change(
        "a1-9", number=2, kind="split", from_keys=["a1-1"], after_text="Turerna räcker hela dagen.",
        before_text="", before_code="", before_heading="", before_place="",
    )  # fmt: skip
    kept, part = sorted(made(dialogue).changes, key=lambda change: change.label)
    assert [(piece.kind, piece.text) for piece in kept.pieces if piece.kind != "same"] == []
    assert [(piece.kind, piece.text.strip()) for piece in part.pieces if piece.text.strip()] == [
        ("added", "Bostäder"),
        ("same", "Turerna räcker hela dagen."),
    ]
    assert "".join(piece.text for piece in part.pieces if piece.kind != "removed") == part.after


def test_a_heading_that_changed_is_never_mixed_with_the_words_below_it(
    dialogue: Dialogue, make_change: MakeChange
) -> None:
    make_change(
        number=3, kind="split",
        before_heading="Landsbygdens resor", before_text="Där finns trafik som bokas med telefon.",
        after_heading="Bokning", after_text="Trafiken bokas med telefon.",
    )  # fmt: skip
    (change,) = made(dialogue).changes
    after = [piece.text for piece in change.pieces if piece.kind != "removed"]
    before = [piece.text for piece in change.pieces if piece.kind != "added"]
    assert ("".join(before), "".join(after)) == (change.before, change.after)
    assert not any("Bokning" in text and "rafik" in text for text in [piece.text for piece in change.pieces])


def test_what_is_hidden_or_not_read_is_counted_but_its_words_are_nowhere(
    dialogue: Dialogue, everything: dict[str, Contribution]
) -> None:
    compilation = made(dialogue)
    assert [(each.label, each.rule) for each in compilation.not_shown] == [
        (everything["hidden"].label, "Inga personangrepp"),
        (everything["unread"].label, ""),
    ]
    written = files.as_json(compilation).decode()
    assert "Något fult" not in written
    assert "Inte läst." not in written
    assert (compilation.figures.contributions, compilation.figures.shown) == (6, 4)


def test_counts_follow_the_stated_rules_and_the_database_counts_the_same(
    dialogue: Dialogue, everything: dict[str, Contribution]
) -> None:
    figures = made(dialogue).figures
    assert (figures.submissions, figures.answered, figures.organisations, figures.persons) == (6, 3, 1, 1)
    assert figures.by_theme == (Count("Boende", 2),)
    assert figures.by_verdict == (Count("ja", 1),)
    assert overview(dialogue, now=LATER).figures == figures


def test_what_senders_say_of_what_became_of_it_is_counted_for_each_text(
    dialogue: Dialogue, everything: dict[str, Contribution]
) -> None:
    for name, answers in {"young": ["misunderstood"], "bus": ["no", "partly"], "shore": ["no"]}.items():
        for said in answers:
            Verdict.objects.create(contribution=everything[name], answer=said, given_at=NOW)
    Verdict.objects.create(contribution=everything["bus"], answer="yes", given_at=LATER + timedelta(days=1))
    compilation = made(dialogue)
    section = "A Attraktiva livsmiljöer"
    counted = [(each.section, each.about, each.key, each.in_order, each.number) for each in compilation.verdicts]
    assert counted == [
        (section, "A1.1 Bostäder", "a1-1", (1, 0, 1, 1), 3),
        (section, "A1.2 Restid", "a1-2", (0, 1, 0, 0), 1),
    ]
    assert sum(count.number for count in compilation.figures.by_verdict) == 4
    row = {"section": section, "about": "A1.2 Restid", "key": "a1-2", "yes": 0, "partly": 1}
    row |= {"no": 0, "misunderstood": 0, "number": 1}
    told = json.loads(files.as_json(compilation))
    assert told["verdicts"][1] == row
    said = {each["number"]: each["verdict"] for each in told["contributions"]}
    assert said[everything["young"].label] == "ni har missförstått"
    assert list(told["columns"]["verdicts"]) == list(row)
    book = openpyxl.load_workbook(io.BytesIO(files.as_xlsx(compilation)))
    assert list(book["Blev det som du menade"].values)[2] == (section, "A1.2 Restid", "a1-2", 0, 1, 0, 0, 1)
    laid_out = publication(compilation, address="", brand_colour="#0b4a56")
    tables = [part for part in laid_out.parts if isinstance(part, Table) and "menade" in part.caption]
    assert [table.rows for table in tables] == [
        (("A1.1 Bostäder", "1", "0", "1", "1", "3"), ("A1.2 Restid", "0", "1", "0", "0", "1"))
    ]


def test_an_organisation_is_counted_once_however_it_writes_its_name(
    dialogue: Dialogue, make_contribution: MakeContribution
) -> None:
    for name in ("Örtagårdens vänner", "ÖRTAGÅRDENS VÄNNER", "Örtagårdens  vänner"):
        make_contribution(name, sender_kind="organisation", sender_label=name)
    assert made(dialogue).figures.organisations == 1
    assert overview(dialogue, now=LATER).figures.organisations == 1


def test_where_it_parts_is_where_some_got_yes_and_others_no(
    dialogue: Dialogue, everything: dict[str, Contribution]
) -> None:
    (split,) = made(dialogue).brief.divergences
    assert [point.label for point in split.met] == labels(everything["alone"], everything["young"])
    assert [point.label for point in split.refused] == labels(everything["shore"])


def test_one_section_holds_what_is_at_home_in_it(dialogue: Dialogue, everything: dict[str, Contribution]) -> None:
    whole = made(dialogue)
    key = whole.with_points[0].key
    one = made(dialogue, key)
    assert [part.key for part in one.with_points] == [key]
    assert [point.label for point in one.points] == [point.label for point in whole.with_points[0].points]
    assert [change.label for change in one.changes] == ["C-1"]
    with pytest.raises(NotFound):
        made(dialogue, "finns-inte")


def test_a_contribution_on_a_removed_passage_is_never_lost(
    dialogue: Dialogue, everything: dict[str, Contribution], make_change: MakeChange
) -> None:
    change = make_change("a1-2", number=2, kind="removed", after_text="")
    guards.remove()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM strategy_passage WHERE draft_id = %s AND key = 'a1-2'", [change.draft_id])
    guards.install()
    forget_texts()
    compilation = made(dialogue)
    assert [point.label for point in compilation.points if point.key == "a1-2"] == labels(everything["bus"])
    assert [part.key for part in compilation.with_points if part.key == GONE] == [GONE]
    assert [point.label for point in made(dialogue, GONE).points] == labels(everything["bus"])


def test_csv_json_and_xlsx_say_the_same(dialogue: Dialogue, everything: dict[str, Contribution]) -> None:
    compilation = made(dialogue)
    from_csv = list(csv.reader(io.StringIO(files.as_csv(compilation).decode("utf-8-sig"))))
    from_json = json.loads(files.as_json(compilation))
    book = openpyxl.load_workbook(io.BytesIO(files.as_xlsx(compilation)))
    assert book.sheetnames == [
        "Synpunkter",
        "Ändringar",
        "Avsändare",
        "Blev det som du menade",
        "Kolumner",
        "Så har vi räknat",
    ]
    from_xlsx = [[cell or "" for cell in row] for row in book["Synpunkter"].iter_rows(values_only=True)]
    assert from_csv[0] == from_xlsx[0]
    number, text, status = (from_csv[0].index(name) for name in ("Nummer", "Synpunkt", "Läge"))
    read = [[row[number], row[text], row[status]] for row in from_csv[1:]]
    assert read == [[row[number], row[text], row[status]] for row in from_xlsx[1:]]
    assert read == [[row["number"], row["text"], row["status"]] for row in from_json["contributions"]]
    assert set(from_json["columns"]["contributions"]) == set(from_json["contributions"][0])
    assert [row["number"] for row in from_json["changes"]] == ["C-1"]


def test_the_dictionary_explains_every_column() -> None:
    rows = list(csv.reader(io.StringIO(files.dictionary_csv().decode("utf-8-sig"))))[1:]
    tables = (files.CONTRIBUTIONS, files.CHANGES, files.RESPONDENTS, files.VERDICTS)
    assert len(rows) == sum(map(len, tables))
    assert all(all(cell for cell in row) for row in rows)


def test_the_document_has_a_table_for_each_section_and_for_the_changes(
    dialogue: Dialogue, everything: dict[str, Contribution]
) -> None:
    told: list[int] = []
    whole = publication(made(dialogue), address="https://example.org/", brand_colour="#0b4a56", progress=told.append)
    captions = [part.caption for part in whole.parts if isinstance(part, Table)]
    assert "Ändringar i utkast 0.4" in captions
    assert any(caption.startswith("Synpunkter på A ") for caption in captions)
    assert next(part.text for part in whole.parts if isinstance(part, Heading)) == "Kort om sammanställningen"
    assert told == [4]


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_number_of_queries_however_much_was_said(
    dialogue: Dialogue, make_contribution: MakeContribution, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        make_contribution(f"Synpunkt {number}", about="stycke:a1-1@0.3")
    now = at("2020-12-20 09:00")
    subject = Dialogue.objects.select_related("strategy").get(pk=dialogue.pk)
    compile_(subject, now=now)
    with django_assert_num_queries(7):
        compile_(subject, now=now)


# --- files that a job writes ------------------------------------------------------------------------------------------


@pytest.fixture
def ask(dialogue: Dialogue, editor: Official) -> Callable[..., CompilationFile]:
    def make(**of: Any) -> CompilationFile:
        asked = {"file_format": "pdf", "section_key": "", "language": "sv", "by": editor, "now": LATER} | of
        return compiling.ask_for_file(dialogue=dialogue, **asked)

    return make


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_a_job_writes_the_file_and_says_how_far_it_has_come(
    everything: dict[str, Contribution], ask: Callable[..., CompilationFile], file_format: str
) -> None:
    asked = ask(file_format=file_format)
    assert asked.finished_at is None
    look(now=clock.now())
    asked.refresh_from_db()
    assert (asked.done, asked.total, asked.error) == (4, 4, "")
    assert asked.bytes == Path(asked.file.path).stat().st_size
    with default_storage.open(asked.file.name) as file:
        assert file.read(4) == {"pdf": b"%PDF", "docx": b"PK\x03\x04"}[file_format]


def test_a_file_with_words_that_have_been_hidden_since_is_no_longer_handed_out(
    dialogue: Dialogue, everything: dict[str, Contribution], ask: Callable[..., CompilationFile], client: Client
) -> None:
    asked = ask()
    look(now=clock.now())
    asked.refresh_from_db()
    address = reverse("public:compilation-file", args=[dialogue.slug, asked.pk, "pdf"])
    overview_page = reverse("public:compilation", args=[dialogue.slug])
    fetched = client.get(address)
    assert (fetched.status_code, fetched["Cache-Control"]) == (200, "private, no-store")
    assert address in client.get(overview_page).text
    said = Contribution.objects.filter(pk=everything["bus"].pk)
    said.update(hidden_at=asked.as_of + timedelta(seconds=1), hidden_rule="attack", hidden_reason="Ett påhopp.")
    cache.clear()
    assert client.get(address).status_code == 404
    assert address not in client.get(overview_page).text
    said.update(hidden_at=None)
    assert client.get(address).status_code == 200


def test_a_file_with_a_reply_that_has_been_withdrawn_since_is_no_longer_handed_out_and_the_desk_says_why(
    dialogue: Dialogue,
    everything: dict[str, Contribution],
    ask: Callable[..., CompilationFile],
    client: Client,
    editor: Official,
) -> None:
    asked = ask()
    look(now=clock.now())
    asked.refresh_from_db()
    address = reverse("public:compilation-file", args=[dialogue.slug, asked.pk, "pdf"])
    overview_page, desk_page = (reverse(f"{side}:compilation", args=[dialogue.slug]) for side in ("public", "desk"))
    reply = Reply.objects.select_related("dialogue").get(contributions=everything["shore"])
    assert (client.get(address).status_code, address in client.get(overview_page).text) == (200, True)
    later = asked.as_of + timedelta(seconds=1)
    withdrawn = withdraw_reply(reply=reply, revision=reply.revision, by=editor, now=later)
    cache.clear()
    assert (client.get(address).status_code, address in client.get(overview_page).text) == (404, False)
    publish_reply(reply=withdrawn, revision=withdrawn.revision, by=editor, now=later)
    assert client.get(address).status_code == 404
    client.force_login(editor)
    assert "ett svar eller andra ord i den har dragits tillbaka" in client.get(desk_page).text


def test_a_reply_withdrawn_before_a_file_was_made_or_begun_after_it_keeps_nothing_back(
    dialogue: Dialogue,
    everything: dict[str, Contribution],
    ask: Callable[..., CompilationFile],
    client: Client,
    editor: Official,
) -> None:
    earlier = Reply.objects.select_related("dialogue").get(contributions=everything["shore"])
    withdraw_reply(reply=earlier, revision=earlier.revision, by=editor, now=LATER - timedelta(minutes=1))
    asked = ask()
    look(now=clock.now())
    words, later = ReplyWords(text="Ja.", outcome="accepted"), {"by": editor, "now": LATER + timedelta(minutes=1)}
    new = draft_reply(dialogue=dialogue, contributions=[everything["bus"]], words=words, **later)
    public = publish_reply(reply=new, revision=new.revision, **later)
    withdraw_reply(reply=public, revision=public.revision, **later)
    address = reverse("public:compilation-file", args=[dialogue.slug, asked.pk, "pdf"])
    assert client.get(address).status_code == 200


def test_the_same_file_is_not_written_twice_at_once(
    everything: dict[str, Contribution], ask: Callable[..., CompilationFile]
) -> None:
    ask()
    with pytest.raises(Conflict):
        ask()
    ask(file_format="docx")


def test_a_file_that_cannot_be_written_says_so_and_can_be_asked_for_again(
    everything: dict[str, Contribution], ask: Callable[..., CompilationFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_publication: object) -> bytes:
        raise OSError("no room left")

    monkeypatch.setitem(compiling.WRITERS, compiling.CompilationFormat.PDF, fails)
    first = ask()
    look(now=clock.now())
    first.refresh_from_db()
    assert (first.error, first.bytes, bool(first.file)) == ("failed", 0, False)
    monkeypatch.undo()
    second = ask()
    look(now=clock.now())
    second.refresh_from_db()
    assert (second.error, second.bytes > 0) == ("", True)


def test_a_file_left_by_a_stopped_process_is_given_up(ask: Callable[..., CompilationFile]) -> None:
    asked = ask()
    CompilationFile.objects.update(asked_at=clock.now() - compiling.LOST_AFTER)
    assert compiling.give_up_lost(clock.now()) == 1
    asked.refresh_from_db()
    assert asked.error == "failed"


def test_one_file_takes_only_what_a_small_machine_can_hold(
    everything: dict[str, Contribution], ask: Callable[..., CompilationFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "MOST_IN_A_FILE", 3)
    with pytest.raises(Invalid) as refused:
        ask()
    assert "4 synpunkter" in str(refused.value.message)
    assert CompilationFile.objects.count() == 0


def test_only_those_who_read_contributions_ask_for_files(
    ask: Callable[..., CompilationFile], administrator: Official, db: None
) -> None:
    stranger = Official.objects.create_user("nagon@example.org", "ett langt losenord")
    with pytest.raises(NotAllowed):
        ask(by=stranger)


def test_headings_are_in_the_language_that_was_asked_for(
    dialogue: Dialogue, everything: dict[str, Contribution]
) -> None:
    with translation.override("en"):
        headings = [
            part.text
            for part in publication(made(dialogue), address="", brand_colour="#0b4a56").parts
            if isinstance(part, Heading)
        ]
    assert headings[0] == "The compilation in brief"


def test_a_part_nobody_spoke_of_is_named_when_something_stands_in_it() -> None:
    numbers = [("A", 1, 0), ("Mål", 2, 3), ("A1", 2, 0), ("B", 1, 0), ("B1", 2, 0), ("B1.1", 3, 1), ("C", 1, 0)]
    parts = [SectionCount(label, label, level, "sv", number, 0) for label, level, number in numbers]
    assert [part.label for part in spoken_of(parts)] == ["A", "Mål", "B", "B1", "B1.1"]
