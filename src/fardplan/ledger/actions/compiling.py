"""Making the compilation as a file: asked for at the desk, written by a job, told how far it has come."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from fardplan.base import audit, clock, ids
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_read_contributions
from fardplan.documents.writing import docx, pdf
from fardplan.documents.writing.shape import Publication
from fardplan.ledger.compilation.gathering import compile_, how_many
from fardplan.ledger.compilation.publication import publication
from fardplan.ledger.models import CompilationFile, CompilationFormat
from fardplan.organisation.queries import our_organisation
from fardplan.people.models import Official

logger = logging.getLogger(__name__)

WRITERS: dict[CompilationFormat, Callable[[Publication], bytes]] = {
    CompilationFormat.PDF: pdf,
    CompilationFormat.DOCX: docx,
}
LOST_AFTER = timedelta(minutes=30)
PROGRESS_STEPS = 50
# Setting pages takes about half a megabyte of memory for each contribution: two gigabytes at most on a small machine.
MOST_IN_A_FILE = 4_000


def ask_for_file(
    *, dialogue: Dialogue, file_format: str, section_key: str, language: str, by: Official, now: datetime
) -> CompilationFile:
    """Queue a compilation to be written as it stands at `now`.

    Raises Conflict while the same one is being written, NotFound for a section that is not in the latest draft.
    """
    if not may_read_contributions(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att göra en sammanställning."))
    if file_format not in CompilationFormat.values:
        raise Invalid(_("Välj PDF eller Word."), field="file_format")
    number = how_many(dialogue, now=now, only=section_key)
    if number > MOST_IN_A_FILE:
        raise Invalid(
            _("Det är %(number)d synpunkter, och en fil rymmer %(most)d. Välj ett avsnitt, eller hämta kalkylbladet.")
            % {"number": number, "most": MOST_IN_A_FILE},
            field="section",
        )
    with transaction.atomic():
        held(Dialogue.objects).get(pk=dialogue.pk)
        same = CompilationFile.objects.filter(
            dialogue=dialogue, format=file_format, section_key=section_key, language=language, finished_at=None
        )
        if same.filter(asked_at__gt=clock.now() - LOST_AFTER).exists():
            raise Conflict(_("Den skrivs redan."), what_next=_("Vänta tills den är klar. Det syns här på sidan."))
        asked = CompilationFile.objects.create(
            dialogue=dialogue,
            format=file_format,
            section_key=section_key,
            language=language,
            as_of=now,
            asked_by=by,
            asked_at=clock.now(),
        )
        audit.record(
            "compilation.asked",
            on=asked, by=by, at=now, dialogue_id=dialogue.pk, format=file_format, section=section_key,
        )  # fmt: skip
        write_file.enqueue(asked.pk)
    return asked


@task()
def write_file(pk: int) -> None:
    """Write one that was asked for. What goes wrong is said in the row, for whoever waits."""
    asked = CompilationFile.objects.select_related("dialogue__strategy").filter(pk=pk, finished_at=None).first()
    if asked is None:
        return
    try:
        body = _written(asked)
    except Exception:
        # The job goes on with other things; the one who asked reads that it failed, the operator why.
        logger.exception("The compilation %s could not be written", pk)
        CompilationFile.objects.filter(pk=pk).update(finished_at=clock.now(), error="failed")
        return
    asked.file.save(f"{ids.secret_key()}.{asked.format}", ContentFile(body), save=False)
    asked.bytes, asked.finished_at = len(body), clock.now()
    asked.save(update_fields=["file", "bytes", "finished_at"])


def _written(asked: CompilationFile) -> bytes:
    with translation.override(asked.language):
        compilation = compile_(asked.dialogue, now=asked.as_of, only=asked.section_key)
        progress = _Progress(asked, total=compilation.figures.shown)
        progress(0)
        address = settings.BASE_URL + reverse("public:compilation", args=[asked.dialogue.slug])
        colour = our_organisation().brand_colour
        whole = publication(compilation, address=address, brand_colour=colour, progress=progress)
        return WRITERS[CompilationFormat(asked.format)](whole)


class _Progress:
    """Tells the row how far it has come, now and then."""

    def __init__(self, asked: CompilationFile, *, total: int) -> None:
        self.row = CompilationFile.objects.filter(pk=asked.pk)
        self.total, self.told = total, -1

    def __call__(self, done: int) -> None:
        if self.told < 0 or done == self.total or done - self.told >= self.total // PROGRESS_STEPS:
            self.told = done
            self.row.update(done=done, total=self.total)


def give_up_lost(now: datetime) -> int:
    """Say of those that a stopped process left behind that they failed; returns how many."""
    lost = CompilationFile.objects.filter(finished_at=None, asked_at__lte=now - LOST_AFTER)
    return lost.update(finished_at=now, error="failed")
