"""What a public table prints, which tables there are, and what is seen behind the desk."""

from __future__ import annotations

import pytest

from fardplan.analysis.disclosure import (
    Anonymity,
    Asked,
    Group,
    Limits,
    NotListed,
    Row,
    Table,
    Tally,
    TooFew,
    anonymity,
    bases,
    desk_table,
    plan,
    public_rows,
    require_listed,
    rounded,
    whole_percent,
)

PLACE = Group("everybody", tuple(Group(name) for name in ("north", "south", "east", "unknown")))


def test_group_rows_have_rounded_n_and_whole_percent_and_hidden_rows_nothing_but_the_minimum() -> None:
    tally = Tally(
        {"north": 34, "south": 12, "east": 31, "unknown": 46},
        {"yes": {"north": 11, "south": 12, "east": 1, "unknown": 23}, "no": {"north": 23, "east": 30, "unknown": 23}},
    )
    rows = public_rows(PLACE, plan(PLACE, [tally.answers], minimum=30), tally)
    assert rows == (
        Row("everybody", 123, {"yes": 38, "no": 62}),
        Row("north", 30, {"yes": 32, "no": 68}),
        TooFew("south", 30),
        TooFew("east", 30),
        Row("unknown", 50, {"yes": 50, "no": 50}),
    )


def test_several_choices_are_shares_of_those_who_answered() -> None:
    two = Group("everybody", (Group("women"), Group("men")))
    tally = Tally({"women": 40, "men": 60}, {"bus": {"women": 30, "men": 60}, "train": {"women": 20, "men": 15}})
    assert public_rows(two, plan(two, [tally.answers], minimum=30), tally) == (
        Row("everybody", 100, {"bus": 90, "train": 35}),
        Row("women", 40, {"bus": 75, "train": 50}),
        Row("men", 60, {"bus": 100, "train": 25}),
    )


@pytest.mark.parametrize(
    ("share", "percent"), [(0, 0), (0.0049, 0), (0.005, 1), (0.285, 29), (1 / 3, 33), (0.995, 100), (1, 100)]
)
def test_percent_is_rounded_halves_upwards_also_where_the_float_lies_just_below(share: float, percent: int) -> None:
    assert whole_percent(share) == percent


def test_n_is_rounded_to_ten() -> None:
    assert [rounded(n) for n in (30, 34, 35, 44, 45, 1_234)] == [30, 30, 40, 40, 50, 1_230]


def test_only_tables_on_the_list_are_public() -> None:
    listed = frozenset({Table("q1"), Table("q1", "age")})
    assert require_listed(Table("q1", "age"), listed) == Table("q1", "age")
    with pytest.raises(NotListed, match="“q1” by “sex”"):
        require_listed(Table("q1", "sex"), listed)


def test_questions_are_decided_together_when_the_same_people_must_answer_them() -> None:
    asked = [
        Asked("q1"),
        Asked("q2", is_required=False),
        Asked("q3", "${q1} = 1"),
        Asked("q4"),
        Asked("q5", "${q1} = 1"),
        Asked("q6", "${q1} = 1", is_required=False),
    ]
    assert bases(asked) == (("q1", "q4"), ("q2",), ("q3", "q5"), ("q6",))
    assert bases([Asked("q2", is_required=False)]) == ((), ("q2",))


@pytest.mark.parametrize("wrong", [{"public": 2}, {"square": 1}, {"desk": 0}, {"microdata": 1}, {"batch": 29}])
def test_limits_that_protect_nobody_are_refused(wrong: dict[str, int]) -> None:
    right = {"public": 30, "batch": 50, "square": 10, "desk": 10, "microdata": 5}
    Limits(**right)
    with pytest.raises(ValueError, match="must be at least"):
        Limits(**(right | wrong))


def test_the_desk_sees_groups_by_two_variables_with_a_warning_of_what_subtraction_tells() -> None:
    answers = {
        ("women", "north"): 10,
        ("women", "south"): 9,
        ("women", "east"): 7,
        ("men", "north"): 40,
        ("men", "south"): 8,
        ("men", "east"): 0,
    }
    table = desk_table(answers, minimum=10)
    assert table.shown == {("women", "north"): 10, ("men", "north"): 40}
    assert table.hidden == (("women", "south"), ("women", "east"), ("men", "south"))
    assert table.derivable == (("women", "east"), ("men", "south"))
    assert table.needs_warning


def test_the_desk_needs_no_warning_when_one_variable_hides_nothing() -> None:
    table = desk_table({("women",): 40, ("men",): 12}, minimum=10)
    assert (table.hidden, table.derivable, table.needs_warning) == ((), (), False)
    assert desk_table({("women",): 40, ("men",): 2}, minimum=10).derivable == (("men",),)


def test_the_desk_has_no_table_by_three_variables() -> None:
    with pytest.raises(ValueError, match="one background variable or two"):
        desk_table({("women", "north", "young"): 40}, minimum=10)


def test_microdata_are_counted_before_they_leave() -> None:
    cells = {"a": 1, "b": 1, "c": 4, "d": 5, "e": 20, "empty": 0}
    found = anonymity(cells, k=5)
    assert found == Anonymity(k=5, rows=31, smallest=1, unique=2, below=6, cells_below=3)
    assert not found.is_enough
    assert anonymity(cells, k=1).is_enough
    assert anonymity({}, k=5) == Anonymity(k=5, rows=0, smallest=None, unique=0, below=0, cells_below=0)
