"""Forms that notice a second editor, and the rows of tables that are saved as a whole."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

from fardplan.base.editing import fingerprint, values_of
from fardplan.base.form_fields import CalendarDate, Moment
from fardplan.base.forms import Line, Words

M = TypeVar("M", bound=models.Model)


def field_for(model_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a model field in our own kinds; for `Meta.formfield_callback`."""
    kinds: list[tuple[type[models.Field[Any, Any]], type[forms.Field]]] = [
        (models.DateTimeField, Moment),
        (models.DateField, CalendarDate),
        (models.TextField, Words),
    ]
    if type(model_field) is models.CharField and not model_field.choices:
        kwargs.setdefault("form_class", Line)
    for of_model, of_form in kinds:
        if isinstance(model_field, of_model):
            kwargs.setdefault("form_class", of_form)
            break
    if isinstance(model_field, models.URLField):
        kwargs.setdefault("assume_scheme", "https")
    return model_field.formfield(**kwargs)


class WatchedForm(forms.ModelForm[M]):
    """A form for an object that somebody else may be editing too. `changes` and `seen` are for the action."""

    # How the page groups the fields: a heading (or nothing) and the names under it.
    groups: ClassVar[list[tuple[str | Promise, list[str]]]] = []

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [name for name in self._meta.fields or [] if name in self.fields]
        self.fields["seen"].initial = self.fingerprint_of(self.instance)

    def fingerprint_of(self, instance: models.Model) -> str:
        return fingerprint(values_of(instance, self.names))

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}

    @property
    def grouped(self) -> list[tuple[str | Promise, list[BoundField]]]:
        groups = self.groups or [("", [name for name in self.fields if name != "seen"])]
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in groups]


class WatchedPart(forms.Form):
    """As a WatchedForm, for a part of a document that is kept as a whole: `instance` is the part as it is stored.

    `arguments` are what else the form was made with, so that one can be made of what somebody else saved.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance
        self.arguments: dict[str, Any] = {}
        self.initial = {**self.initial_of(instance), **self.initial, "seen": self.fingerprint_of(instance)}

    @property
    def names(self) -> list[str]:
        """The fields that are compared when two have changed the same part."""
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]

    def initial_of(self, instance: Any) -> dict[str, Any]:
        raise NotImplementedError

    def fingerprint_of(self, instance: Any) -> str:
        raise NotImplementedError


class RowForm(forms.Form):
    """One row of a table that is saved as a whole. A row that nobody has written in is left out."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
