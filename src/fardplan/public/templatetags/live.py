"""What the templates of the live pages need."""

from __future__ import annotations

from django import template

from fardplan.public import scenes

register = template.Library()


@register.filter
def words_length(text: str) -> str:
    """Which size of type a text fits the projector in."""
    return scenes.words_length(text)
