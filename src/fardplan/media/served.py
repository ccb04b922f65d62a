"""Who may see uploaded films and pictures: whoever may see what they belong to."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from fardplan.base import files
from fardplan.dialogue.rules import may_see, may_see_desk
from fardplan.media.models import Broadcast
from fardplan.media.queries import thing_with_file
from fardplan.people.viewer import ViewerRequest


def audience(name: str, request: HttpRequest) -> files.Audience:
    viewer = cast(ViewerRequest, request).viewer
    thing = thing_with_file(name)
    if thing is None or not may_see(viewer, thing.day.dialogue):
        return "nobody"
    is_open = thing.day.dialogue.published_at is not None
    if isinstance(thing, Broadcast):
        return "everyone" if is_open else "you"
    # Published is enough: what an example's clock has not come to yet is no secret.
    if is_open and thing.published_at is not None:
        return "everyone"
    return "you" if may_see_desk(viewer.official, thing.day.dialogue) else "nobody"


for folder in ("recordings", "graphic-notes", "posters"):
    files.serve(folder, audience)
