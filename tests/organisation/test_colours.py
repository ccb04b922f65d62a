"""Contrast as WCAG defines it, and the nearest colour that can be read."""

from __future__ import annotations

import colorsys

import pytest

from fardplan.organisation.colours import BESIDE_BRAND, BESIDE_SIGNAL, LEAST, contrast, nearest_readable
from fardplan.organisation.models import BRAND_COLOUR, SIGNAL_COLOUR


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_wcags(one: str, other: str, ratio: float):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.006)
    assert contrast(one, other) == contrast(other, one)


def test_the_designs_own_colours_can_be_read():
    assert contrast(BRAND_COLOUR, BESIDE_BRAND) >= LEAST
    assert contrast(SIGNAL_COLOUR, BESIDE_SIGNAL) >= LEAST


@pytest.mark.parametrize("colour", ["#ffcc00", "#7ec8e3", "#ffffff", "#ff0000", "#00ff00", "#808080", "#000000"])
def test_the_suggestion_is_readable_of_the_same_hue_and_hardly_darker_than_needed(colour: str):
    found = nearest_readable(colour, beside=BESIDE_BRAND)
    assert contrast(found, BESIDE_BRAND) >= LEAST
    if contrast(colour, BESIDE_BRAND) < LEAST:
        assert contrast(found, BESIDE_BRAND) < LEAST + 0.35
        hues = [colorsys.rgb_to_hls(*(int(each[at : at + 2], 16) for at in (1, 3, 5)))[0] for each in (colour, found)]
        assert hues[0] == pytest.approx(hues[1], abs=0.03)
