"""What the live pages of the desk need in their templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(values: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key, None when there is none: `alike|of:question.pk`."""
    return values.get(key)
