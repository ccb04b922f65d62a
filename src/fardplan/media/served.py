"""Who may see uploaded films and pictures: whoever may see what they belong to."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from fardplan.base import files
from fardplan.dialogue import rules as dialogue
from fardplan.media.models import Broadcast
from fardplan.media.queries import thing_with_file
from fardplan.media.rules import may_see
from fardplan.people.viewer import ViewerRequest


def audience(name: str, request: HttpRequest) -> files.Audience:
    viewer = cast(ViewerRequest, request).viewer
    thing = thing_with_file(name)
    if thing is None or not dialogue.may_see(viewer, thing.day.dialogue):
        return "nobody"
    is_open = thing.day.dialogue.published_at is not None
    if isinstance(thing, Broadcast):
        return "everyone" if is_open else "you"
    if not may_see(viewer, thing):
        return "nobody"
    return "everyone" if is_open and thing.published_at is not None else "you"


for folder in ("recordings", "graphic-notes", "posters"):
    files.serve(folder, audience)
