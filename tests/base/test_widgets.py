from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from fardplan.base.forms import Renderer

CHOICES = [
    ("", "Alla"),
    ("Hela <strategin>", [("a1", 'A1 "Planering"'), ("a2", "A2 & mer")]),
    (7, "Sju"),
]


@pytest.mark.parametrize("chosen", ["", "a2", 7, ["a1", 7]])
def test_our_quicker_select_writes_what_djangos_own_does(chosen: object) -> None:
    widget: type[forms.Select] = forms.SelectMultiple if isinstance(chosen, list) else forms.Select
    attributes = {"id": "id_om", "required": True, "disabled": False, "class": "medium"}
    ours, djangos = (
        widget(attrs=attributes, choices=CHOICES).render("om", chosen, renderer=renderer)
        for renderer in (Renderer(), DjangoTemplates())
    )
    assert ours.split() == djangos.split()


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), 'Ett "ord" & <två>'),
        (forms.TextInput(), ""),
        (forms.NumberInput(), 12_345),
        (forms.NumberInput(), None),
        (forms.EmailInput(), "namn@example.org"),
        (forms.HiddenInput(), "nyckel"),
        (forms.DateInput(attrs={"type": "date"}), date(2020, 11, 24)),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), False),
        (forms.FileInput(), None),
        (forms.PasswordInput(), "hemligt"),
        (forms.Textarea(attrs={"rows": 4}), "\nTvå rader\n<b>"),
        (forms.Textarea(), None),
    ],
)
def test_our_quicker_controls_are_those_django_writes(widget: forms.Widget, value: object) -> None:
    attributes = {"id": "id_x", "required": True, "disabled": False, "data-words": 'a "b" <c>', "maxlength": 4_000}
    ours, djangos = (
        widget.render("x", value, attrs=attributes, renderer=renderer) for renderer in (Renderer(), DjangoTemplates())
    )
    assert ours == djangos


def test_radio_buttons_stand_each_in_its_label() -> None:
    widget = forms.RadioSelect(attrs={"id": "id_om", "class": "two"}, choices=CHOICES)
    assert widget.render("om", "a2", renderer=Renderer()) == (
        '<div class="choices two" id="id_om">'
        '\n<label><input type="radio" name="om" value="" id="id_om_0" class="two"><span>Alla</span></label>'
        '<p class="group">Hela &lt;strategin&gt;</p>'
        '\n<label><input type="radio" name="om" value="a1" id="id_om_1_0" class="two">'
        "<span>A1 &quot;Planering&quot;</span></label>"
        '\n<label><input type="radio" name="om" value="a2" id="id_om_1_1" class="two" checked>'
        "<span>A2 &amp; mer</span></label>"
        '\n<label><input type="radio" name="om" value="7" id="id_om_2" class="two"><span>Sju</span></label>'
        "\n</div>"
    )
