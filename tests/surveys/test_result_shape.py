"""A published result as JSON and back."""

from __future__ import annotations

import json

import pytest

from fardplan.surveys.results import shape
from tests.surveys.results import open_sample, sample, sample_data


def test_a_result_is_the_same_after_it_has_been_kept():
    result = sample()
    kept = json.loads(json.dumps(shape.as_data(result)))
    assert shape.read(kept) == result
    assert shape.as_data(result) == shape.as_data(shape.read(kept))


def test_an_open_link_has_neither_intervals_nor_differences():
    kept = json.dumps(shape.as_data(open_sample()))
    assert ("interval" in kept, "apart" in kept, open_sample().has_intervals) == (False, False, False)


def test_a_hidden_row_is_told_from_one_that_is_shown():
    rows = sample().by_name["matchar"].tables[0].by_background["kommun"].by_group
    assert {code: row.is_shown for code, row in rows.items()} == {
        "k1080": True,
        "k1081": True,
        "k1082": False,
        "_not_said": False,
    }


def test_what_is_no_result_is_refused_with_its_place():
    data = sample_data()
    data["questions"] = [data["questions"][0] | {"colour": "red"}]
    with pytest.raises(shape.Unreadable, match=r"questions\.0\.colour"):
        shape.read(data)
