"""Taking in what is said: by the form, or registered at the desk. One gapless series of numbers per dialogue."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, text
from fardplan.base.errors import Closed, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.contributions import letters
from fardplan.contributions.about import About
from fardplan.contributions.actions.attaching import Brought, bring, hang_on, throw_away, words_of
from fardplan.contributions.likeness import remember
from fardplan.contributions.models import Channel, Contribution, ContributionKind, SenderKind, Submission
from fardplan.contributions.proposals import is_same_wording
from fardplan.contributions.rules import LONGEST_TEXT, erase_sender_after, is_published_at_once, may_contribute
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_register
from fardplan.people.models import ContactDetail, Official


@dataclass(frozen=True)
class Said:
    """What somebody wants to say, and what they tell of themselves. Everything but the text may be left out."""

    about: About
    text: str
    kind: str = ContributionKind.VIEW
    proposed_text: str = ""
    quote: str = ""
    quote_start: int | None = None
    sender_kind: str = SenderKind.UNKNOWN
    sender_label: str = ""
    municipality: str = ""
    email: str = ""
    language: str = "sv"
    sending_key: str = ""


@dataclass(frozen=True)
class Received:
    """How something came in that was not written in the form: where it is kept, and when it arrived."""

    channel: str
    received_at: datetime
    source_note: str
    dated_on: date | None = None
    stance: str = ""


def contribute(*, dialogue: Dialogue, said: Said, now: datetime) -> Submission:
    """Take in what somebody wrote in the form. The same sending twice gives the same submission.

    Raises Closed before the opening and after the announced last second, and Invalid when the words proposed for a
    passage are those that stand there.
    """
    with transaction.atomic():
        dialogue = _locked(dialogue)
        earlier = _already_in(dialogue, said)
        if earlier is not None:
            return earlier
        if not may_contribute(dialogue, now=now):
            raise Closed(_("Det går inte att lämna synpunkter just nu."))
        if proposes_nothing(said):
            raise Invalid(UNCHANGED, field="proposed_text")
        came = Received(channel=Channel.WEB, received_at=now, source_note="")
        published_at = now if is_published_at_once(dialogue) else None
        submission = _take_in(dialogue, said, came, now=now, registered_by=None, published_at=published_at)
        letters.send_receipt(submission, about=said.about, quoted=said.quote)
        return submission


def receive_question(
    *,
    dialogue: Dialogue,
    said: Said,
    published_at: datetime | None,
    now: datetime,
    registered_by: Official | None = None,
) -> Submission:
    """Take in a question to the stage: the next number in the same series, and a receipt. The same sending twice gives
    the same submission.

    Open whenever the stage takes questions, also outside the time for contributions: whoever calls this
    (`live.actions.asking`) has asked the stage. `registered_by` asked for somebody in the hall.
    Raises Closed while the dialogue is not public.
    """
    with transaction.atomic():
        dialogue = _locked(dialogue)
        earlier = _already_in(dialogue, said)
        if earlier is not None:
            return earlier
        if dialogue.published_at is None:
            raise Closed(_("Dialogen är inte publicerad än."))
        came = Received(channel=Channel.LIVE, received_at=now, source_note="")
        submission = _take_in(dialogue, said, came, now=now, registered_by=registered_by, published_at=published_at)
        letters.send_receipt(submission, about=said.about)
        return submission


def receive_text_answer(*, dialogue: Dialogue, said: Said, source_note: str, now: datetime) -> Submission:
    """Take in what somebody wrote in a survey: the next number in the same series, shown to nobody before an official
    has read it. No receipt is sent; the page that thanks the respondent has the link.

    Open as long as the survey is, also outside the time for contributions.
    """
    with transaction.atomic():
        dialogue = _locked(dialogue)
        came = Received(channel=Channel.SURVEY, received_at=now, source_note=source_note)
        return _take_in(dialogue, said, came, now=now, registered_by=None, published_at=None)


def register_received(
    *,
    dialogue: Dialogue,
    said: Said,
    received: Received,
    by: Official,
    now: datetime,
    attachments: Sequence[File[bytes]] = (),
) -> Submission:
    """Take down a letter, a mail, a call or a paper form; it gets the next number in the same series (L-06, L-22).

    A letter with files may have no words of its own: then it has those of the files, and is shown to nobody before an
    official has marked points in it or published it. Raises Invalid for a file that is not what it should be.
    """
    if not may_register(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att registrera det som kommer in."))
    if received.received_at > now:
        raise Invalid(_("Det kan inte ha kommit in i framtiden."), field="received_at")
    brought = bring(attachments)
    is_unread = not said.text
    if is_unread:
        said = replace(said, text=words_of(brought, longest=LONGEST_TEXT))
    try:
        submission, is_new = _register(dialogue, said, received, brought, is_unread=is_unread, by=by, now=now)
    except BaseException:
        throw_away(brought)
        raise
    if not is_new:
        throw_away(brought)
    return submission


def _register(
    dialogue: Dialogue,
    said: Said,
    received: Received,
    brought: Sequence[Brought],
    *,
    is_unread: bool,
    by: Official,
    now: datetime,
) -> tuple[Submission, bool]:
    with transaction.atomic():
        dialogue = _locked(dialogue)
        earlier = _already_in(dialogue, said)
        if earlier is not None:
            return earlier, False
        published_at = now if is_published_at_once(dialogue) and not is_unread else None
        submission = _take_in(dialogue, said, received, now=now, registered_by=by, published_at=published_at)
        hang_on(submission, brought, now=now)
        audit.record(
            "submission.registered",
            on=submission,
            by=by,
            at=now,
            dialogue_id=dialogue.pk,
            channel=received.channel,
            source=received.source_note,
            **({"attachments": [each.name for each in brought]} if brought else {}),
        )
        letters.send_receipt(submission, about=said.about)
        return submission, True


UNCHANGED = _("Förslaget är likadant som stycket är nu. Ändra det du vill ha annorlunda.")


def proposes_nothing(said: Said) -> bool:
    """Whether the words proposed for a passage are those that stand there already."""
    passage = said.about.passage
    if said.kind != ContributionKind.WORDING or passage is None:
        return False
    return is_same_wording(passage.text, said.proposed_text)


def _locked(dialogue: Dialogue) -> Dialogue:
    """The dialogue as it is now, held until the transaction ends: numbers are given one at a time."""
    return held(Dialogue.objects).select_related("strategy").get(pk=dialogue.pk)


def _already_in(dialogue: Dialogue, said: Said) -> Submission | None:
    """What this very sending gave before; None when the form was changed and sent again, which is something new."""
    if not said.sending_key:
        return None
    mine = Submission.objects.filter(dialogue=dialogue, sending_key__in=[said.sending_key, _changed_key(said)])
    same = (sent for sent in mine if (sent.text, sent.proposed_text) == (said.text, said.proposed_text))
    return next(same, None)


def _changed_key(said: Said) -> str:
    """The key of a form that was sent, changed and sent again."""
    words = f"{said.about.exact_anchor}\n{said.proposed_text}\n{said.text}"
    return f"{said.sending_key[:22]}~{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def _take_in(
    dialogue: Dialogue,
    said: Said,
    came: Received,
    *,
    now: datetime,
    registered_by: Official | None,
    published_at: datetime | None,
) -> Submission:
    submission = take_down(dialogue, said, came, now=now, registered_by=registered_by)
    remember([_whole(submission, said, published_at=published_at)])
    return submission


def take_down(
    dialogue: Dialogue, said: Said, came: Received, *, now: datetime, registered_by: Official | None
) -> Submission:
    """The submission itself, with the next number of a dialogue that is held; its contributions come after."""
    last: int | None = Submission.objects.filter(dialogue=dialogue).aggregate(last=Max("number"))["last"]
    sending_key = said.sending_key
    if sending_key and Submission.objects.filter(dialogue=dialogue, sending_key=sending_key).exists():
        sending_key = _changed_key(said)
    return Submission.objects.create(
        dialogue=dialogue,
        number=(last or 0) + 1,
        received_at=came.received_at,
        channel=came.channel,
        sender_kind=said.sender_kind,
        sender_label=said.sender_label,
        municipality=said.municipality,
        heading=text.first_words(said.text, 80),
        text=said.text,
        proposed_text=said.proposed_text,
        about=said.about.exact_anchor,
        language=said.language,
        sending_key=sending_key,
        contact=_contact(dialogue, said),
        registered_by=registered_by,
        registered_at=now if registered_by is not None else None,
        dated_on=came.dated_on,
        source_note=came.source_note,
        stance=came.stance,
    )


def _whole(submission: Submission, said: Said, *, published_at: datetime | None) -> Contribution:
    """All that was said as one contribution, which it stays unless an official marks points in it."""
    return Contribution.objects.create(
        submission=submission,
        kind=said.kind,
        text=said.text,
        proposed_text=said.proposed_text,
        quote=said.quote,
        quote_start=said.quote_start if said.quote else None,
        section=said.about.section,
        passage=said.about.passage,
        day=said.about.day,
        published_at=published_at,
    )


def _contact(dialogue: Dialogue, said: Said) -> ContactDetail | None:
    if not said.email:
        return None
    return ContactDetail.objects.create(
        email=said.email, language=said.language, erase_after=erase_sender_after(dialogue)
    )
