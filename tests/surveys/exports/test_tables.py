"""Published results as tables: every figure of the release, nothing beside it, hidden where it is hidden."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from fardplan.analysis.statistical_tables import read_json_stat
from fardplan.surveys.exports.tables import HIDDEN, Tables, tables
from fardplan.surveys.models import Release
from fardplan.surveys.results import shape
from tests.conftest import at
from tests.surveys.results import open_sample, sample


def made(result: shape.Result) -> Tables:
    return tables(Release(tables=shape.as_data(result), published_at=at("2020-12-05 09:00")))


def figures_in(result: shape.Result) -> list[tuple[str, str, str, str, str, int]]:
    """Every percentage of a result, found by going through it ourselves."""
    found = []
    for question in result.questions:
        for table in question.tables:
            rows = [("", table.total)] if table.total else []
            rows += [(each.background, row) for each in table.divisions for row in each.rows]  # type: ignore[misc]
            for background, row in rows:
                if isinstance(row, shape.Row):
                    found += [
                        (question.name, table.code, background, row.group, each.code, each.unweighted)
                        for each in row.answers
                    ]
    return sorted(found)


@pytest.mark.parametrize("result", [sample(), open_sample()])
def test_every_percentage_of_the_release_is_there_and_no_other(result: shape.Result):
    own = (shape.POSITIVE, "_mean")
    found = sorted(
        (each.question.name, each.table.code, each.background, each.group, each.answer, each.unweighted)
        for each in made(result).figures
        if each.unweighted is not None and each.answer not in own
    )
    assert found == figures_in(result)


def test_a_hidden_group_has_no_figure_and_says_so():
    result = sample()
    hidden = {
        (question.name, division.background, row.group)
        for question in result.questions
        for table in question.tables
        for division in table.divisions
        for row in division.rows
        if not row.is_shown
    }
    figures = [each for each in made(result).figures if each.is_hidden]
    assert {(each.question.name, each.background, each.group) for each in figures} == hidden != set()
    assert {(each.n, each.unweighted, each.weighted, each.low, each.high) for each in figures} == {(None,) * 5}
    lines = list(csv.reader(io.StringIO(made(result).csv().decode("utf-8-sig"))))
    assert [line[8:] for line in lines if line[-1]][1:] == [["", "", "", "", "", "för få svar"]] * len(figures)


def test_the_statistics_program_reads_what_was_published():
    result = sample()
    whole = json.loads(made(result).json_stat())
    assert (whole["version"], whole["class"], whole["updated"]) == ("2.0", "collection", "2020-12-05")
    datasets = {each["extension"]["px"]["tableid"]: each for each in whole["link"]["item"]}
    table = read_json_stat(json.dumps(datasets["matchar"]).encode())
    assert table.title == "Hur väl stämmer det?"
    total = result.by_name["matchar"].tables[0].total
    assert total is not None
    for answered in total.answers:
        cell = table.cell({"group": shape.EVERYBODY, "answer": answered.code, "measure": "unweighted"})
        assert cell.value == answered.unweighted
    assert table.dimension("answer").category("1").label == "1 Inte alls"
    hidden = [status for status in table.statuses if status]
    assert set(hidden) <= {HIDDEN}


def test_an_open_link_has_no_intervals_and_says_why():
    found = made(open_sample())
    assert {(each.low, each.high) for each in found.figures} == {(None, None)}
    book = openpyxl.load_workbook(io.BytesIO(found.xlsx()))
    about = dict(book["Om"].iter_rows(min_row=2, values_only=True))
    assert about["Vad som kan sägas"] == "De som svarade valde det själva. Därför går ingen felmarginal att ange."


def test_words_are_in_the_language_asked_for_as_far_as_the_survey_has_it():
    release = Release(tables=shape.as_data(sample()), published_at=at("2020-12-05 09:00"))
    assert b"Karlskrona (en)" in tables(release, language="en").csv()
    assert b"Karlskrona (en)" not in tables(release, language="se").csv()
