"""Answering a survey page by page: each is kept when it is left, sealed with the respondent's own code.

Nothing here takes a person, an address or a time of day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fardplan.base import clock
from fardplan.base.errors import Closed, Conflict, Gone, Invalid, NotFound
from fardplan.base.locking import held, shared
from fardplan.base.together import Together
from fardplan.surveys import codes
from fardplan.surveys.definition import OTHER_TEXT, Answers
from fardplan.surveys.filling.raw import Raw
from fardplan.surveys.models import (
    BreakOff,
    Collection,
    Invitation,
    Response,
    Source,
    SurveyVersion,
    UnfinishedResponse,
)
from fardplan.surveys.queries.answering import UNFINISHED, sent_with, underway_of
from fardplan.surveys.rules import has_closed, is_open
from fardplan.surveys.underway import Underway, opened, sealed, with_page

KEPT = timedelta(days=30)  # an unfinished response, counted from the last page that was kept


@transaction.atomic
def begin(
    *,
    collection: Collection,
    language: str,
    now: datetime,
    source: str = Source.WEB,
    invitation: Invitation | None = None,
) -> Underway:
    """Begin a response to the latest version, in one of its languages. The code in it is known to nobody else.

    Raises Closed outside the time of the collection, Conflict when the invitation has been used.
    """
    stored = shared_collection(collection)
    check_open(stored, now=now)
    if invitation is not None:
        check_unused(held(Invitation.objects).get(pk=invitation.pk))
    version = SurveyVersion.objects.filter(survey=stored.survey_id).order_by("-number").first()
    if version is None:
        raise NotFound(_("Enkäten har inga frågor än."))
    if language not in version.asks.languages:
        language = version.asks.language
    unfinished = UnfinishedResponse(collection=stored, version=version, page=1)
    begun = Underway(
        unfinished,
        codes.new_resume_code(),
        language=language,
        source=source,
        invitation=invitation.pk if invitation is not None else None,
        began=clock.now().timestamp(),
    )
    return _keep_new(begun, now=now)


def check_unused(invitation: Invitation) -> None:
    """Raises Conflict when a response has been sent in with it, Gone when it does not hold any more."""
    if invitation.is_used:
        raise Conflict(
            _("Koden har redan använts: det finns ett svar som är inskickat med den."),
            what_next=_("Varje kod räcker till ett svar. Har du inte svarat själv? Hör av dig till oss."),
        )
    if invitation.ineligible_because:
        raise Gone(
            _("Koden gäller inte längre."),
            what_next=_("Tror du att det är fel? Hör av dig till oss."),
        )


def keep_page(
    *,
    code: str,
    page: int,
    answers: Answers,
    now: datetime,
    reached: int = 0,
    marks: Iterable[str] = (),
    half: Mapping[str, Raw] | None = None,
    known: Underway | None = None,
) -> Underway:
    """Keep what was answered on a page (its number in the definition), in place of what was there.

    `reached` is the page the respondent goes to, `half` what was sent and is no answer yet, by question, `known` what
    has just been read with the code. What was kept from
    another window meanwhile is read again and stays. Those who answer at the same moment share a transaction, so this
    is never called inside another. Raises Gone when there is nothing underway with this code.
    """
    underway = known or underway_of(code)
    for _attempt in range(ATTEMPTS):
        if underway is None:
            raise gone()
        check_open(underway.collection, now=now)
        its_page = underway.definition.pages[page - 1]
        names = [name for question in its_page.questions for name in (question.name, question.name + OTHER_TEXT)]
        kept = replace(
            underway,
            answers=with_page(underway.answers, names, answers),
            half=with_page(underway.half, names, half or {}),
            marks=tuple(dict.fromkeys([*underway.marks, *marks])),
        )
        before = underway.unfinished
        row = _Row(
            pk=before.pk,
            before=bytes(before.sealed),
            sealed=sealed(kept),
            page=0 if kept.changes else max(before.page, reached),
            expires_on=_expires_on(kept.collection, now=now),
        )
        if _keep_together(row):
            before.sealed, before.page, before.expires_on = row.sealed, row.page, row.expires_on
            return kept
        underway = underway_of(code)
    raise Conflict(_("Sidan sparades från två fönster samtidigt."), what_next=_("Försök igen."))


ATTEMPTS = 5
AT_ONCE = 100  # pages in one transaction


@dataclass(frozen=True)
class _Row:
    """An unfinished response as it is to be kept; `before`: as it must still be, or somebody else kept it meanwhile."""

    pk: int
    before: bytes
    sealed: bytes
    page: int
    expires_on: date


@transaction.atomic
def _keep_rows(rows: Sequence[_Row]) -> list[bool]:
    """Keep them all; for each whether it still was as it had been read."""
    kept = []
    for row in rows:
        mine = UnfinishedResponse.objects.filter(pk=row.pk, sealed=row.before)
        kept.append(bool(mine.update(sealed=row.sealed, page=row.page, expires_on=row.expires_on)))
    return kept


_keep_together: Together[_Row, bool] = Together(_keep_rows, most=AT_ONCE)


@transaction.atomic
def choose_language(*, code: str, language: str, now: datetime) -> Underway:
    """Go on in another of the survey's languages: a response has one."""
    underway = held_underway(code)
    if language not in underway.definition.languages:
        raise Invalid(_("Enkäten finns inte på det språket."))
    return _keep_again(replace(underway, language=language), now=now)


@transaction.atomic
def give_up(*, code: str) -> None:
    """Erase what somebody has begun, at their own wish. What has been sent in stays as it was."""
    unfinished = UnfinishedResponse.objects.filter(locator=locator(code)).first()
    if unfinished is not None:
        held(Collection.objects).get(pk=unfinished.collection_id)
        break_off([unfinished])


@transaction.atomic
def begin_change(*, code: str, now: datetime) -> Underway:
    """Take up a response that was sent in, to change it: the browser it came from has the code.

    Raises Closed after the last second, Gone when the code leads nowhere.
    """
    response = sent_with(code)
    if response is None:
        raise gone()
    check_open(shared_collection(response.collection), now=now)
    held(Response.objects).get(pk=response.pk)  # pressed twice, the second finds what the first began
    begun = underway_of(code)
    if begun is not None:
        return begun
    unfinished = UnfinishedResponse(collection=response.collection, version=response.version, page=0)
    answers = {name: value for name, value in response.answers.items() if name not in _calculated(response.version)}
    changing = Underway(
        unfinished,
        code,
        answers=answers,
        language=response.language,
        source=response.source,
        began=clock.now().timestamp(),
        changes=True,
    )
    return _keep_new(changing, now=now)


# --- what is common -------------------------------------------------------------------------------------------------


def held_underway(code: str) -> Underway:
    """What is underway with a code, held until the transaction ends. Raises Gone."""
    rows = UnfinishedResponse.objects.select_related("collection__survey__dialogue", "version")
    row = held(rows).filter(locator=locator(code)).first()
    found = opened(row, code) if row is not None else None
    if found is None:
        raise gone()
    return found


def shared_collection(collection: Collection) -> Collection:
    """The collection as it is now, which nobody closes until the transaction ends."""
    stored = shared(Collection, collection.pk)
    if stored is None:
        raise gone()
    return stored


def check_open(collection: Collection, *, now: datetime) -> None:
    if is_open(collection, now=now):
        return
    if has_closed(collection, now=now):
        raise Closed(_("Enkäten har stängt."), what_next=_("Det går inte längre att svara eller ändra ett svar."))
    raise Closed(_("Enkäten har inte öppnat än."))


def _keep_new(underway: Underway, *, now: datetime) -> Underway:
    unfinished = underway.unfinished
    unfinished.locator = locator(underway.code)
    unfinished.sealed = sealed(underway)
    unfinished.expires_on = _expires_on(underway.collection, now=now)
    unfinished.save(force_insert=True)
    return underway


def _keep_again(underway: Underway, *, now: datetime) -> Underway:
    unfinished = underway.unfinished
    unfinished.sealed = sealed(underway)
    unfinished.expires_on = _expires_on(underway.collection, now=now)
    unfinished.save(update_fields=["sealed", "page", "expires_on"])
    return underway


def _expires_on(collection: Collection, *, now: datetime) -> date:
    """In real time, as jobs keep it: the page's own time may be moved."""
    left = max(collection.closes_at - now, timedelta(0)) + timedelta(days=1)
    return timezone.localdate(clock.now() + min(KEPT, left))


def locator(code: str) -> str:
    return codes.finding_hash(code, purpose=UNFINISHED)


def break_off(rows: Iterable[UnfinishedResponse]) -> None:
    """Count each at the page it came to, and erase it. Page 0 is a change of what was sent in: no break-off."""
    for row in rows:
        deleted, _rows = UnfinishedResponse.objects.filter(pk=row.pk).delete()
        if deleted and row.page:
            count, _made = BreakOff.objects.get_or_create(collection_id=row.collection_id, page=row.page)
            count.number += 1
            count.save(update_fields=["number"])


def _calculated(version: SurveyVersion) -> set[str]:
    return {question.name for question in version.asks.questions if question.calculation}


def gone() -> Gone:
    return Gone(
        _("Det finns inget påbörjat svar här längre."),
        what_next=_("Påbörjade svar tas bort efter en månad, och när enkäten stänger. Du kan börja om från början."),
    )
