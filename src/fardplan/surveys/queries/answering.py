"""What a respondent's own code leads to, and what the other codes lead to. Nobody else's code leads anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fardplan.base import text
from fardplan.base.errors import NotFound
from fardplan.contributions.models import Submission
from fardplan.dialogue.models import Dialogue
from fardplan.surveys import codes
from fardplan.surveys.models import Collection, CollectionKind, Response, Survey, UnfinishedResponse
from fardplan.surveys.queries.finding import version_with
from fardplan.surveys.underway import Underway, opened

SENT, UNFINISHED = "sent", "unfinished"  # what hashes are made for
M = TypeVar("M", bound=models.Model)
_TEXT_KEY = 22  # characters of a sending key: contributions put their own behind, when a text is added


def underway_of(code: str, *, survey: Survey | None = None) -> Underway | None:
    """The unfinished response a code opens; None when there is none, or it has been sent in or erased.

    With `survey`, which has been found already with its collections, only one of that survey.
    """
    if len(code) != codes.RESUME_LENGTH:
        return None
    found = _with_hash(UnfinishedResponse, "locator", codes.finding_hash(code, purpose=UNFINISHED))
    if found is None or not _is_of(found, survey):
        return None
    found.version = version_with(found.version_id)
    return opened(found, code)


def sent_with(code: str, *, survey: Survey | None = None) -> Response | None:
    """The response that was sent in with a code; None also after the collection has closed, when nobody can tell.

    With `survey`, which has been found already with its collections, only one of that survey.
    """
    if len(code) != codes.RESUME_LENGTH:
        return None
    found = _with_hash(Response, "change_hash", codes.finding_hash(code, purpose=SENT))
    if found is None or not _is_of(found, survey):
        return None
    found.version = version_with(found.version_id)
    return found


def _with_hash(model: type[M], column: str, of_code: str) -> M | None:
    """The row with a hash of a code. Written out: every page that is answered asks this, and putting the same statement
    together each time costs more than the answer."""
    table = connection.ops.quote_name(model._meta.db_table)
    return next(iter(model._default_manager.raw(f"SELECT * FROM {table} WHERE {column} = %s", [of_code])), None)  # noqa: S608


def _is_of(found: UnfinishedResponse | Response, survey: Survey | None) -> bool:
    """Whether it belongs to the survey, when one is given; its collection is found either way."""
    if survey is None:
        about = Collection.objects.select_related("survey__dialogue").defer("survey__draft")
        found.collection = about.get(pk=found.collection_id)
        return True
    mine = next((each for each in survey.collections.all() if each.pk == found.collection_id), None)
    if mine is None:
        return False
    found.collection, mine.survey = mine, survey
    return True


def text_key(code: str, question: str) -> str:
    """What finds the submission that a text became: with the code only."""
    return codes.finding_hash(f"{code}:{question}", purpose="text")[:_TEXT_KEY]


def texts_sent_with(code: str, dialogue: Dialogue, questions: Sequence[str]) -> list[Submission]:
    """The submissions that the texts of a response became, in the order they were received."""
    if not questions:
        return []
    mine = Q()
    for question in questions:
        key = text_key(code, question)
        mine |= Q(sending_key__gte=key, sending_key__lt=f"{key}\x7f")
    return list(Submission.objects.filter(mine, dialogue=dialogue).order_by("number"))


def group_of(written: str) -> Collection | None:
    """The group whose shared code somebody typed, with or without dashes, in any case."""
    bare = text.clean_line(written[:60])
    if not bare:
        return None
    spellings = Q(code__iexact=bare) | Q(code__iexact=bare.replace(" ", "").replace("-", ""))
    return (
        Collection.objects.select_related("survey__dialogue")
        .filter(spellings, kind=CollectionKind.GROUP, survey__published_at__isnull=False)
        .first()
    )


def kiosk_with(key: str) -> Collection:
    """The collection that a library's computer answers in. Raises NotFound."""
    found = Collection.objects.select_related("survey__dialogue").filter(kiosk_key=key).first()
    if found is None or found.survey.published_at is None or found.kind == CollectionKind.INVITED:
        raise NotFound(
            _("Den här länken leder inte till någon enkät."),
            what_next=_("Be den som ansvarar för enkäten om en ny länk till datorn."),
        )
    return found


def next_opening(collections: Sequence[Collection], *, now: datetime) -> datetime | None:
    """When the next of them opens; None when none is to open."""
    return min((each.opens_at for each in collections if each.opens_at > now), default=None)
