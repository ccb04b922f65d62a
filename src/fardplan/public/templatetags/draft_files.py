"""The files of a draft, for the page where it is read."""

from __future__ import annotations

from django import template
from django.template import Context

from fardplan.dialogue.models import Dialogue
from fardplan.public.absolute import draft_address
from fardplan.strategy.files import DraftFile, files_of
from fardplan.strategy.queries import Contents

register = template.Library()


@register.simple_tag(takes_context=True)
def draft_files(context: Context, dialogue: Dialogue, contents: Contents) -> list[DraftFile]:
    """A draft as PDF and Word; nothing is made yet, but the size is known of what has been."""
    if not contents.sections:
        return []
    address = draft_address(dialogue, contents.draft.number)
    return files_of(contents, organisation=context["organisation"], address=address)
