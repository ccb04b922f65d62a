"""Where the parts of a chart stand."""

from __future__ import annotations

import itertools
import random

import pytest

from fardplan.analysis.charts import (
    Bar,
    Piece,
    bars,
    ceiling_of,
    depth_of,
    diverging,
    diverging_tones,
    rising_tones,
    stacked,
)


def test_the_middle_step_is_split_over_the_zero_line():
    chart = diverging([[10, 10, 20, 30, 30]])
    # 30 to the left, 70 to the right, on a row that shows −30 to +70.
    assert chart.zero == 30.0
    assert [(piece.start, piece.width) for piece in chart.rows[0]] == [
        (0.0, 10.0), (10.0, 10.0), (20.0, 20.0), (40.0, 30.0), (70.0, 30.0),
    ]  # fmt: skip


def test_an_even_scale_has_the_line_between_its_halves():
    chart = diverging([[25, 25, 25, 25], [0, 0, 50, 50]])
    assert chart.zero == pytest.approx(33.33)
    assert [piece.start for piece in chart.rows[1]] == [33.33, 66.67]


@pytest.mark.parametrize("steps", [2, 3, 4, 5, 7, 10, 11])
def test_every_row_meets_the_same_line_and_stays_within(steps):
    draw = random.Random(steps)
    rows = [[draw.randint(0, 60) for _ in range(steps)] for _ in range(50)]
    chart = diverging(rows)
    for row, pieces in zip(rows, chart.rows, strict=True):
        if not sum(row):
            continue
        negative = sum(row[: steps // 2]) + (row[steps // 2] / 2 if steps % 2 else 0)
        whole = sum(piece.width for piece in pieces)
        assert pieces[0].start + whole * negative / sum(row) == pytest.approx(chart.zero, abs=0.1)
        assert pieces[0].start >= -0.01
        assert pieces[-1].start + pieces[-1].width <= 100.01


def test_pieces_meet_without_a_gap_and_without_lying_upon_each_other():
    for pieces in diverging([[7, 13, 33, 29, 19], [1, 2, 3, 4, 91]]).rows:
        for one, after in itertools.pairwise(pieces):
            assert round(one.start + one.width, 2) == after.start


def test_shares_that_were_rounded_one_by_one_fill_the_row_all_the_same():
    pieces = stacked([33, 33, 33])
    assert round(pieces[-1].start + pieces[-1].width, 2) == 100.0


def test_nobody_is_no_piece_and_a_row_of_nobody_is_empty():
    assert stacked([0, 100]) == (Piece(1, 0.0, 100.0, has_room=True),)
    assert stacked([0, 0]) == ()
    assert diverging([[0, 0, 0]]).rows == ((),)
    assert diverging([]).rows == ()


def test_rows_of_other_scales_do_not_share_a_chart():
    with pytest.raises(ValueError, match="same steps"):
        diverging([[50, 50], [30, 30, 40]])


def test_a_number_is_drawn_only_where_it_fits():
    assert [piece.has_room for piece in stacked([4, 6, 90])] == [False, True, True]


def test_bars_begin_at_zero_and_keep_their_interval_inside():
    assert bars([20, 50], [(10, 35), None], ceiling=50) == (Bar(40.0, 20.0, 70.0), Bar(100.0))
    assert bars([49], [(40, 58)], ceiling=50)[0].high == 100.0


def test_the_number_of_a_bar_never_meets_its_interval():
    assert (Bar(40.0, 20.0, 70.0).has_room, Bar(40.0, 5.0, 70.0).has_room, Bar(3.0).has_room) == (True, False, False)
    assert (Bar(40.0, 5.0, 70.0).end, Bar(3.0).end) == (70.0, 3.0)


@pytest.mark.parametrize(
    ("values", "ceiling"), [([], 25), ([3], 25), ([25], 25), ([26], 50), ([51], 75), ([100], 100), ([130], 200)]
)
def test_scales_end_at_a_quarter_or_a_round_number(values, ceiling):
    assert ceiling_of(values) == ceiling


@pytest.mark.parametrize(
    ("steps", "tones"),
    [
        (2, ("n3", "p3")),
        (4, ("n3", "n1", "p1", "p3")),
        (5, ("n3", "n1", "mid", "p1", "p3")),
        (7, ("n3", "n2", "n1", "mid", "p1", "p2", "p3")),
    ],
)
def test_tones_go_from_the_most_negative_to_the_most_positive(steps, tones):
    assert diverging_tones(steps) == tones


@pytest.mark.parametrize("steps", range(1, 12))
def test_there_is_a_tone_for_every_step(steps):
    assert len(diverging_tones(steps)) == len(rising_tones(steps)) == steps


def test_a_square_is_darker_the_more_people():
    assert [depth_of(number, 100) for number in (0, 1, 20, 21, 100)] == [0, 1, 1, 2, 5]
    assert depth_of(5, 0) == 0
