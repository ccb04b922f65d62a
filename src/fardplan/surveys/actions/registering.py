"""Taking down what came on paper or by telephone: the same response as on a screen, with its way in marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Closed, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from fardplan.surveys import codes
from fardplan.surveys.actions.answering import check_unused, shared_collection
from fardplan.surveys.actions.preparing import record
from fardplan.surveys.actions.sending import hand_over_texts
from fardplan.surveys.definition import Answers, asked_of
from fardplan.surveys.models import Collection, Invitation, Response, Source, SurveyVersion
from fardplan.surveys.queries.inviting import invitation_with
from fardplan.surveys.rules import may_register_responses, takes_paper

AT_THE_DESK = (Source.PAPER, Source.PHONE)


@dataclass(frozen=True)
class OnPaper:
    """What a form said: answers in their canonical form, in which language it was, and the code that stood on it.

    `sending_key` is drawn with the empty form, so that a button pressed twice takes the paper down once.
    """

    answers: Answers
    language: str
    source: Source
    sending_key: str
    code: str = ""


@transaction.atomic
def register_response(
    *, collection: Collection, version: SurveyVersion, paper: OnPaper, by: Official, now: datetime
) -> Response:
    """Take a response down. The same form sent twice gives the same response.

    The invitation is used up in the same transaction, and is not tied to the response. Raises Conflict when it has been
    used (on the web in the same second, too), Invalid for a code of something else, Closed before the opening.
    """
    dialogue = collection.survey.dialogue
    if not may_register_responses(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att registrera enkätsvar."))
    if paper.source not in AT_THE_DESK or version.survey_id != collection.survey_id:
        raise Invalid(_("Det går inte att registrera ett sådant svar här."))
    if any(question.contribution for question in version.asks.questions):
        held(Dialogue.objects).get(pk=dialogue.pk)
    stored = shared_collection(collection)
    if not takes_paper(stored, now=now):
        raise Closed(_("Insamlingen har inte öppnat än."))
    once = codes.finding_hash(paper.sending_key, purpose=f"register:{stored.pk}")
    if (before := Response.objects.filter(change_hash=once).first()) is not None:
        return before
    if paper.code.strip():
        _use_up(stored, paper.code)
    answers = _kept(collection, version, paper, now=now)
    response = Response.objects.create(
        collection=stored, version=version, answers=answers, language=paper.language, day=localdate(now),
        source=paper.source, change_hash=once,
    )  # fmt: skip
    record("survey.response_registered", collection.survey, by=by, at=now, collection=stored.slug, way=paper.source)
    return response


def _use_up(collection: Collection, code: str) -> None:
    found = invitation_with(code)
    if found is None or found.wave.collection_id != collection.pk:
        raise Invalid(
            _("Koden hör inte till den här insamlingen. Läs den en gång till, eller lämna rutan tom."), field="kod"
        )
    invitation = held(Invitation.objects).get(pk=found.pk)
    check_unused(invitation)
    invitation.is_used = True
    invitation.save(update_fields=["is_used"])


def _kept(collection: Collection, version: SurveyVersion, paper: OnPaper, *, now: datetime) -> Answers:
    """The answers to what is asked of somebody who answered so, with texts handed over as contributions."""
    asked = asked_of(version.asks, paper.answers, today=localdate(now))
    return hand_over_texts(
        collection=collection, definition=version.asks, answers=asked.answers, language=paper.language, now=now
    )
