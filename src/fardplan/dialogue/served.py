"""Who may see a dialogue's uploaded pictures: whoever may see the dialogue."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from fardplan.base import files, pictures
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_see
from fardplan.people.viewer import ViewerRequest


def picture_audience(name: str, request: HttpRequest) -> files.Audience:
    stem = pictures.stem(name)
    dialogue = Dialogue.objects.filter(picture__startswith=stem).first() if stem else None
    if dialogue is None or not may_see(cast(ViewerRequest, request).viewer, dialogue):
        return "nobody"
    return "everyone" if dialogue.published_at else "you"


files.serve("dialogue", picture_audience)
