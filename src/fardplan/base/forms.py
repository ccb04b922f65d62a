"""Forms: our own field markup, and texts cleaned of characters that deceive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from fardplan.base import text


class Renderer(TemplatesSetting):
    """Renders every field with our own group: label, help, error, control."""

    form_template_name = "base/parts/form.html"
    field_template_name = "base/parts/field.html"


class Line(forms.CharField):
    """One line of text a person wrote."""

    def to_python(self, value: Any) -> str:
        return text.clean_line(super().to_python(value) or "")


class Words(forms.CharField):
    """Several lines a person wrote."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return text.clean(super().to_python(value) or "")
