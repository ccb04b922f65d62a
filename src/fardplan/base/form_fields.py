"""Kinds of fields the desk's forms are made of: running text, lists, moments, dates and times of day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from fardplan.base import text


class RichText(forms.Textarea):
    """Running text in our small Markdown. A script adds buttons; without it, it is plain text."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-richtext": "", "rows": 7} | (attrs or {}))


class Lines(forms.CharField):
    """A list written one thing a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [text.clean_line(line) for line in text.clean(value or "").split("\n")]
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class Moment(forms.DateTimeField):
    """A date and a time, in Swedish time, with the browser's own picker."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class LastMoment(Moment):
    """A deadline: the whole of the minute that is written belongs to it."""

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        return moment.replace(second=59, microsecond=0) if isinstance(moment, datetime) else moment


class CalendarDate(forms.DateField):
    """A date, with the browser's own picker."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ClockTime(forms.TimeField):
    """A time of day: 13.05 or 13:05."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files at once; `accept` says which the browser offers. Cleans to a list, empty when none was chosen."""

    def __init__(self, *, accept: str, **options: Any) -> None:
        super().__init__(widget=_SeveralFiles(attrs={"accept": accept}), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = [file for file in (data if isinstance(data, list) else [data]) if file]
        if not chosen:
            super().clean(None, initial)
            return []
        return [super(Files, self).clean(file, initial) for file in chosen]
