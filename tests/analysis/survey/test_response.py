"""Who took part: rates for those invited, none for an open link."""

from __future__ import annotations

import pytest

from fardplan.analysis.survey.response import Outcome, Stop, break_offs, item_nonresponse, response


def test_the_response_rate_leaves_out_those_who_do_not_belong():
    assert Outcome(complete=380, partial=25, invited=1_020, ineligible=20).response_rate == 0.38


def test_an_open_link_has_no_response_rate():
    assert Outcome(complete=800, partial=90).response_rate is None


def test_a_wave_whose_people_all_fell_away_has_no_response_rate():
    assert Outcome(complete=0, invited=3, ineligible=3).response_rate is None


def test_rates_by_wave_by_group_and_in_all():
    each = {
        ("first", "women"): Outcome(complete=50, invited=100),
        ("first", "men"): Outcome(complete=30, partial=5, invited=100, ineligible=10),
        ("second", "men"): Outcome(complete=20, invited=50),
    }
    found = response(each)
    assert found.each == each
    assert found.by_wave == {
        "first": Outcome(complete=80, partial=5, invited=200, ineligible=10),
        "second": Outcome(complete=20, invited=50),
    }
    assert found.by_group == {
        "women": Outcome(complete=50, invited=100),
        "men": Outcome(complete=50, partial=5, invited=150, ineligible=10),
    }
    assert found.in_all == Outcome(complete=100, partial=5, invited=250, ineligible=10)


def test_an_open_link_is_not_pooled_with_invitations():
    with pytest.raises(ValueError, match="two series"):
        response({("open", ""): Outcome(complete=800), ("first", ""): Outcome(complete=300, invited=700)})


def test_nothing_sent_is_nothing_in_all():
    assert response({}).in_all is None


@pytest.mark.parametrize(
    "numbers", [{"complete": 11, "invited": 10}, {"complete": 9, "ineligible": 2, "invited": 10}, {"complete": -1}]
)
def test_numbers_that_cannot_be_are_refused(numbers: dict[str, int]):
    with pytest.raises(ValueError, match=r"more answered|below 0"):
        Outcome(**numbers)


def test_where_people_broke_off():
    assert break_offs([100, 80, 80], finished=60) == [
        Stop(1, 100, 20, 0.2),
        Stop(2, 80, 0, 0.0),
        Stop(3, 80, 20, 0.25),
    ]
    assert break_offs([0], finished=0) == [Stop(1, 0, 0, 0.0)]
    with pytest.raises(ValueError, match="more reached a page"):
        break_offs([50, 60], finished=10)


def test_who_passed_over_a_question():
    assert item_nonresponse(asked=80, answered=60) == 0.25
    assert item_nonresponse(asked=0, answered=0) is None
    with pytest.raises(ValueError, match="more answered the question"):
        item_nonresponse(asked=5, answered=6)
