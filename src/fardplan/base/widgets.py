"""The controls of a form as HTML, written by Python.

A form has dozens of controls and a choice may have hundreds of options. Django renders a template for each control,
another for each option and a third for the attributes of each: half the time of a page with a form. What stands here
is the markup of those templates; a widget with a template of its own keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Context = Mapping[str, Any]


def _text(value: object) -> str:
    """Escaped, and never written as a number of the language is."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _attributes(attrs: Mapping[str, object]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _one(widget: Context) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_text(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


def _lines(widget: Context) -> str:
    words = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>\n{words}</textarea>'


def _option(option: Context) -> str:
    return f'\n<option value="{_text(option["value"])}"{_attributes(option["attrs"])}>{_text(option["label"])}</option>'


def _select(widget: Context) -> str:
    parts = [f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _place in widget["optgroups"]:
        parts.append(f'\n<optgroup label="{_text(group)}">' if group else "")
        parts += [_option(option) for option in options]
        parts.append("\n</optgroup>" if group else "")
    return "".join(parts) + "\n</select>"


def _choices(widget: Context) -> str:
    """Radio buttons and check boxes, each in its label."""
    attrs = widget["attrs"]
    own_class = f" {_text(attrs['class'])}" if attrs.get("class") else ""
    own_id = f' id="{_text(attrs["id"])}"' if attrs.get("id") else ""
    parts = [f'<div class="choices{own_class}"{own_id}>']
    for group, options, _place in widget["optgroups"]:
        parts.append(f'<p class="group">{_text(group)}</p>' if group else "")
        parts += [f"\n<label>{_one(option)}<span>{_text(option['label'])}</span></label>" for option in options]
    return "".join(parts) + "\n</div>"


_FOLDER = "django/forms/widgets/"
_INPUTS = (
    "input", "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox", "file",
    "search", "tel", "color",
)  # fmt: skip
_WRITTEN: dict[str, Callable[[Context], str]] = {
    **{f"{_FOLDER}{name}.html": _one for name in _INPUTS},
    f"{_FOLDER}textarea.html": _lines,
    f"{_FOLDER}select.html": _select,
    f"{_FOLDER}radio.html": _choices,
    f"{_FOLDER}checkbox_select.html": _choices,
}


def written(template_name: str, context: Context) -> SafeString | None:
    """The control that a template of Django's would make; None for any other template."""
    write = _WRITTEN.get(template_name)
    # Every part is escaped where it is put in.
    return mark_safe(write(context["widget"])) if write is not None else None  # noqa: S308
