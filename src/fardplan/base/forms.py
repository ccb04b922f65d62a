"""Forms: our own field markup, and texts cleaned of characters that deceive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from fardplan.base import text, widgets


class Renderer(TemplatesSetting):
    """Renders every field with our own group: label, help, error, control."""

    form_template_name = "base/parts/form.html"
    field_template_name = "base/parts/field.html"

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        return widgets.written(template_name, context) or super().render(template_name, context, request)


# Says how much there is to take away, which Django's own words do not.
TOO_LONG = _("Texten är %(show_value)s tecken lång. Korta den till högst %(limit_value)s.")


class Line(forms.CharField):
    """One line of text a person wrote."""

    default_error_messages: ClassVar[dict[str, Any]] = {"max_length": TOO_LONG}

    def to_python(self, value: Any) -> str:
        return text.clean_line(super().to_python(value) or "")


class Words(forms.CharField):
    """Several lines a person wrote."""

    widget = forms.Textarea
    default_error_messages: ClassVar[dict[str, Any]] = {"max_length": TOO_LONG}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return text.clean(super().to_python(value) or "")


class Suggestions(forms.TextInput):
    """A line of text with suggestions: choose one of them or write something else. Works without JavaScript."""

    template_name = "base/parts/suggestions.html"

    def __init__(self, *, suggestions: Sequence[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.suggestions:
            context["suggestions"] = self.suggestions
            context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_suggestions"
        return context
