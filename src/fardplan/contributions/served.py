"""Who may see the files that came with submissions: those who read what has come in at the desk."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from fardplan.base import files
from fardplan.contributions.actions.attaching import FOLDER
from fardplan.contributions.models import Attachment
from fardplan.dialogue.rules import may_read_contributions
from fardplan.people.viewer import ViewerRequest


def audience(name: str, request: HttpRequest) -> files.Audience:
    official = cast(ViewerRequest, request).viewer.official
    attachment = Attachment.objects.select_related("submission__dialogue").filter(file=name).first()
    if attachment is None or not may_read_contributions(official, attachment.submission.dialogue):
        return "nobody"
    return "you"


files.serve(FOLDER, audience)
