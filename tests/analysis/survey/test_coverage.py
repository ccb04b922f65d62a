"""The simulation of `./dev bench coverage`, in small: it draws what it says, the same every time."""

from __future__ import annotations

from random import Random

import pytest

from bench.coverage import CELLS, SETTINGS, Draws, Setting, line, result


def test_there_are_enough_settings_and_their_names_differ():
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS) >= 14


def test_the_truth_is_that_of_the_population():
    even = Setting("", 10, opinion=0.0, follows=0.0)
    assert even.truth == pytest.approx(0.5)
    assert Setting("", 10, group=(2, ("women",)), beside=(2, ("men",))).truth == pytest.approx(0)
    old, young = (Setting("", 10, group=(1, (name,))).truth for name in ("65–", "18–34"))
    assert old < even.truth < young


def test_draws_have_the_size_the_unsaid_and_the_skipped_they_should():
    drawn = Draws(Setting("", 4_000, silent=0.1, skipped=0.3), Random(1)).next()
    assert drawn.respondents.total() == 4_000
    assert drawn.answered.total() / 4_000 == pytest.approx(0.7, abs=0.03)
    unsaid = sum(count for cell, count in drawn.respondents.items() if cell[1] is None)
    assert unsaid / 4_000 == pytest.approx(0.1, abs=0.02)
    assert all(drawn.chosen[cell] <= drawn.answered[cell] <= drawn.respondents[cell] for cell in drawn.respondents)
    assert set(Draws(Setting("", 4_000), Random(1)).next().respondents) == set(CELLS)


def test_a_setting_gives_the_same_line_every_time():
    setting = Setting("again", 200)
    found = result(setting, 20)
    assert line(found) == line(result(setting, 20))
    assert found.mean == pytest.approx(setting.truth, abs=0.04)
    assert found.linearised == pytest.approx(0.037, abs=0.005)
