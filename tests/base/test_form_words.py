"""What a form says when something is missing or too long tells what to do, in words of our own."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest
from django import forms

from fardplan.base.forms import Line, Words

MODULES = [
    "contributions.forms", "contributions.desk_forms", "contributions.letter_forms", "contributions.verdict_forms",
    "desk.pages.compilation", "ledger.forms", "strategy.forms",
]  # fmt: skip
DJANGOS = forms.Field.default_error_messages["required"]


def _can_be_left_empty_by_a_person(field: forms.Field) -> bool:
    """Not what is hidden, nor a choice that is made for them to begin with."""
    is_chosen = isinstance(field, forms.ChoiceField) and field.initial is not None
    return field.required and not field.widget.is_hidden and not is_chosen


@pytest.mark.parametrize("module", MODULES)
def test_every_field_that_must_be_filled_in_says_with_what(module: str) -> None:
    found = inspect.getmembers(import_module(f"fardplan.{module}"), inspect.isclass)
    fields = [
        (form.__name__, name, field)
        for _name, form in found
        if issubclass(form, forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
    ]
    assert fields
    silent = [
        (form, name)
        for form, name, field in fields
        if _can_be_left_empty_by_a_person(field) and field.error_messages["required"] == DJANGOS
    ]
    # Both offer only what is there, and the page says it itself when nothing is chosen.
    assert [each for each in silent if each not in {("CompareForm", "since"), ("AskForm", "language")}] == []


@pytest.mark.parametrize("kind", [Line, Words])
def test_too_long_a_text_says_how_much_to_take_away(kind: type[forms.CharField]) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        kind(max_length=10).clean("a" * 25)
    assert refused.value.messages == ["Texten är 25 tecken lång. Korta den till högst 10."]
