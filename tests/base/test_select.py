from __future__ import annotations

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
