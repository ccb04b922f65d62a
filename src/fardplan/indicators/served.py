"""Who may see the files tables were read from: those who work with the dialogue. Everyone gets the numbers shown."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from fardplan.base import files
from fardplan.dialogue.rules import may_see_desk
from fardplan.indicators.actions.tables import FOLDER
from fardplan.indicators.models import StatisticalTable
from fardplan.people.viewer import ViewerRequest


def audience(name: str, request: HttpRequest) -> files.Audience:
    official = cast(ViewerRequest, request).viewer.official
    table = StatisticalTable.objects.select_related("dialogue").defer("content").filter(file=name).first()
    return "you" if table is not None and may_see_desk(official, table.dialogue) else "nobody"


files.serve(FOLDER, audience)
