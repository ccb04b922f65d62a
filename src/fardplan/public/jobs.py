"""What is done every so often, in real time: making the files of new drafts before somebody has to wait for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from fardplan.base.jobs import periodic
from fardplan.dialogue.models import Dialogue
from fardplan.organisation.queries import our_organisation
from fardplan.public.absolute import draft_address
from fardplan.strategy.files import files_of
from fardplan.strategy.queries import Contents, contents_of, published_drafts


@periodic(every=timedelta(minutes=5))
def make_draft_files(now: datetime) -> int:
    """Make what is missing of the latest draft's files in every published dialogue; returns how many were made.

    Earlier drafts, and whatever else has not been made, are made when somebody asks.
    """
    made = 0
    organisation = our_organisation()
    for dialogue in Dialogue.objects.filter(published_at__lte=now, strategy__isnull=False).select_related("strategy"):
        contents = _latest(dialogue, now=now)
        if contents is None or not contents.sections:
            continue
        address = draft_address(dialogue, contents.draft.number)
        for file in files_of(contents, organisation=organisation, address=address):
            if file.size is None:
                file.kept()
                made += 1
    return made


def _latest(dialogue: Dialogue, *, now: datetime) -> Contents | None:
    if dialogue.strategy is None:
        return None
    latest = published_drafts(dialogue.strategy, now=now).select_related("strategy").first()
    return contents_of(latest) if latest else None
