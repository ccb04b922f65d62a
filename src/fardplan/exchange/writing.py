"""The shape of the format as YAML that people like to read."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import Enum
from typing import Any

import yaml

from fardplan.exchange.fields import Shape, moment_text, seconds_text
from fardplan.exchange.shape import Content

_LENGTHS = {"at", "length"}  # the fields that hold seconds


class _Dumper(yaml.SafeDumper):
    """Several lines as a block, lists drawn in, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def yaml_text(content: Content) -> str:
    """The file's text. What stands at its default is left out."""
    return yaml.dump(_data(content), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _data(shape: Shape) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, described in type(shape).model_fields.items():
        value = getattr(shape, name)
        if described.is_required() or value != described.get_default():
            data[name] = _value(name, value)
    return data


def _value(name: str, value: Any) -> Any:
    if isinstance(value, Shape):
        return _data(value)
    if isinstance(value, list):
        return [_value(name, part) for part in value]
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if name in _LENGTHS and isinstance(value, int):
        return seconds_text(value)
    return value
