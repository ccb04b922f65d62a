"""Which snapshot may follow the one published before, and which squares of the map."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fardplan.analysis.disclosure import (
    Counted,
    Group,
    Limits,
    Release,
    Square,
    Wait,
    next_release,
    public_squares,
    square_of,
)
from fardplan.analysis.disclosure.squares import sweref99tm

LIMITS = Limits(public=30, batch=50, square=10, desk=10, microdata=5)
SEX = Group("sex", (Group("women"), Group("men")))
PLACE = Group("place", (Group("north"), Group("south"), Group("east")))


def counted(women: int, men: int, *places: int) -> Counted:
    by_place = dict(zip(PLACE.classes(), places, strict=True))
    return Counted(women + men, {"sex": ({"women": women, "men": men},), "place": (by_place,)})


def decide(now: Counted, before: Release | None = None, *, is_closed: bool = False) -> Release | Wait:
    """With the groups shown while the survey is open."""
    return next_release((SEX, PLACE), now, before=before, is_closed=is_closed, limits=LIMITS, rows_while_open=True)


def released(now: Counted, before: Release | None = None, *, is_closed: bool = False) -> Release:
    decided = decide(now, before, is_closed=is_closed)
    assert isinstance(decided, Release)
    return decided


FIRST = released(counted(100, 80, 60, 70, 50))


def test_the_first_page_waits_for_a_batch_or_for_closing() -> None:
    few = counted(25, 24, 20, 20, 9)
    assert decide(few) == Wait(49, 50)
    assert released(few, is_closed=True).totals == (49,)
    assert released(counted(25, 25, 20, 20, 10)).totals == (50,)


def test_a_survey_with_too_few_answers_is_not_published_even_when_closed() -> None:
    assert decide(counted(15, 14, 10, 10, 9), is_closed=True) == Wait(29, 30, 0)


def test_the_next_page_waits_for_a_batch_of_new_answers_also_after_closing() -> None:
    late = counted(120, 109, 80, 80, 69)
    assert decide(late, FIRST) == Wait(49, 50)
    assert decide(late, FIRST, is_closed=True) == Wait(49, 50)
    assert decide(counted(100, 80, 60, 70, 50), FIRST, is_closed=True) == Wait(0, 50)


def test_rows_stay_as_they_were_until_every_one_has_gained_enough() -> None:
    now = counted(130, 110, 119, 71, 50)  # 30 women and 30 men came; of the 60, one from the south, none from the east
    second = released(now, FIRST)
    assert second.totals == (240,)
    assert second.rows["sex"].responses == 240
    assert second.rows["place"] == FIRST.rows["place"]
    third = released(counted(170, 140, 120, 110, 80), second)
    assert third.rows["place"].responses == 310
    assert third.rows["place"].answers == ({"north": 120, "south": 110, "east": 80},)


def test_a_block_gains_as_a_whole_and_is_divided_when_all_in_it_have_enough() -> None:
    first = released(counted(100, 60, 12, 33, 115))
    assert first.rows["place"].plan.blocks == (("east",), ("north", "south"))
    second = released(counted(130, 110, 31, 64, 145), first)
    assert second.rows["place"].plan.shown == {"place", "north", "south", "east"}


def test_a_survey_without_background_variables_has_one_group() -> None:
    now = Counted(60, {"everybody": ({"everybody": 55},)})
    decided = next_release((Group("everybody"),), now, before=None, is_closed=False, limits=LIMITS)
    assert isinstance(decided, Release)
    assert decided.rows["everybody"].plan.blocks == (("everybody",),)


def test_groups_are_first_shown_when_the_survey_has_closed() -> None:
    open_ = next_release((SEX, PLACE), counted(100, 80, 60, 70, 50), before=None, is_closed=False, limits=LIMITS)
    assert isinstance(open_, Release)
    assert open_.rows["place"].plan.shown == {"place"}
    assert open_.rows["place"].plan.blocks == (("north", "south", "east"),)
    later = counted(120, 110, 61, 119, 50)  # nobody came from the east, and all the same its row may be shown
    closed = next_release((SEX, PLACE), later, before=open_, is_closed=True, limits=LIMITS)
    assert isinstance(closed, Release)
    assert closed.totals == (230,)
    assert closed.rows["place"].plan.shown == {"place", "north", "south", "east"}


def test_when_less_than_a_batch_came_before_closing_the_groups_are_those_of_the_last_batch() -> None:
    now = counted(100, 80, 60, 70, 50)
    open_ = next_release((SEX, PLACE), now, before=None, is_closed=False, limits=LIMITS)
    assert isinstance(open_, Release)
    late = counted(103, 80, 60, 73, 50)
    closed = next_release((SEX, PLACE), late, before=open_, is_closed=True, limits=LIMITS)
    assert isinstance(closed, Release)
    assert (closed.responses, closed.totals) == (180, (180,))
    assert closed.rows["place"].plan.shown == {"place", "north", "south", "east"}
    assert closed.rows["place"].answers == now.answers["place"]
    assert next_release((SEX, PLACE), late, before=closed, is_closed=True, limits=LIMITS) == Wait(3, 50)


def test_a_question_with_too_few_new_answers_keeps_its_base_waiting() -> None:
    def two(women: int, men: int, answered: int) -> Counted:
        return Counted(women + men, {"sex": ({"women": women, "men": men}, {"women": answered - 30, "men": 30})})

    first = next_release((SEX,), two(60, 60, 90), before=None, is_closed=False, limits=LIMITS)
    assert isinstance(first, Release)
    decided = next_release((SEX,), two(90, 90, 119), before=first, is_closed=False, limits=LIMITS)
    assert decided == Wait(29, 30, 1)


def test_a_question_fewer_are_asked_moves_only_with_the_page() -> None:
    asked = Counted(240, {"sex": ({"women": 60, "men": 70},), "place": ({"north": 60, "south": 40, "east": 30},)})
    given = {"before": None, "is_closed": False, "limits": LIMITS}
    assert next_release((SEX, PLACE), asked, **given, within=FIRST) == Wait(60, 50)  # type: ignore[arg-type]
    same_time = replace(asked, responses=180)
    assert isinstance(next_release((SEX, PLACE), same_time, **given, within=FIRST), Release)  # type: ignore[arg-type]


def test_answers_taken_out_keep_the_rows_as_they_were() -> None:
    now = counted(150, 80, 60, 130, 40)
    second = released(now, FIRST)
    assert second.rows == FIRST.rows


def test_each_variable_counts_every_answer() -> None:
    with pytest.raises(ValueError, match="count every answer once"):
        decide(counted(100, 80, 60, 70, 49))


@pytest.mark.parametrize(
    ("latitude", "longitude", "north", "east"),
    [
        (55, 12.75, 6097106.672, 356083.438),
        (57, 12.75, 6319636.937, 363331.554),
        (59, 19.5, 6548757.206, 758410.519),
        (69, 21, 7666089.698, 739639.195),
    ],
)
def test_the_grid_agrees_with_the_control_points(latitude: float, longitude: float, north: float, east: float) -> None:
    """Lantmäteriet, "Kontrollpunkter för SWEREF 99 TM" (2007-11-20), to the millimetre they are printed with."""
    assert sweref99tm(latitude, longitude) == pytest.approx((north, east), abs=0.0006)


HERE, THERE = (56.1612, 15.5869), (56.1793, 14.8635)


def test_a_square_shows_with_ten_people_not_with_ten_points() -> None:
    points = [(who, *HERE) for who in range(14)] + [(who % 9, *THERE) for who in range(40)]
    shown, kept = public_squares(points, minimum=10)
    assert shown == {Square(east=536_000, north=6_224_000): 10}
    assert kept == {square_of(*HERE): 14}


def test_a_square_is_renewed_only_when_enough_have_come() -> None:
    _, kept = public_squares([(who, *HERE) for who in range(14)], minimum=10)
    assert public_squares([(who, *HERE) for who in range(23)], minimum=10, before=kept) == (
        {square_of(*HERE): 10},
        kept,
    )
    assert public_squares([(who, *HERE) for who in range(24)], minimum=10, before=kept)[0] == {square_of(*HERE): 20}
