"""What the example's bar needs on every page."""

from __future__ import annotations

from django import template

from fardplan.public.pages.example import MOMENTS, Moment

register = template.Library()


@register.simple_tag
def example_moments() -> list[Moment]:
    """The moments worth seeing, to choose among."""
    return MOMENTS
