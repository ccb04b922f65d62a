"""Marking points in a letter: each becomes a contribution that keeps the exact place it was taken from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.contributions.about import About
from fardplan.contributions.actions.changing import change, current, record
from fardplan.contributions.likeness import remember_anew
from fardplan.contributions.models import Attachment, Contribution, ContributionKind, Submission
from fardplan.contributions.rules import is_published_at_once
from fardplan.dialogue.rules import may_register
from fardplan.people.models import Official


@dataclass(frozen=True)
class Mark:
    """From one character up to another in an attachment's text, or in the submission's own when there is none."""

    start: int
    end: int
    attachment: Attachment | None = None

    def words(self, submission: Submission) -> str:
        text = self.attachment.text if self.attachment is not None else submission.text
        return text[self.start : self.end]


@transaction.atomic
def mark_point(
    *, submission: Submission, mark: Mark, about: About, kind: str, proposed_text: str, by: Official, now: datetime
) -> Contribution:
    """Make a contribution of what was marked. The first one takes the place of the whole letter, which stays in the
    submission as it came (L-24); the next ones get the numbers after it.

    Raises Conflict when the whole letter has been answered or hidden as one, Invalid when nothing is marked.
    """
    stored = _locked(submission, by=by)
    words = _checked(mark, stored)
    values: dict[str, object] = {
        "text": words,
        "proposed_text": proposed_text,
        "kind": kind or ContributionKind.VIEW,
        "attachment": mark.attachment,
        "taken_start": mark.start,
        "taken_end": mark.end,
        "section": about.section,
        "passage": about.passage,
        "day": about.day,
    }
    # Whoever marks a point has read it: a letter whose words came out of a file waited for that.
    published_at = now if is_published_at_once(stored.dialogue) else None
    whole = Contribution.objects.filter(submission=stored, part=None).select_related("reply", "passage").first()
    if whole is not None:
        point = _divide(whole, values | {"published_at": whole.published_at or published_at})
    else:
        last: int = Contribution.objects.filter(submission=stored).aggregate(last=Max("part"))["last"] or 0
        row = Contribution.objects.create(submission=stored, part=last + 1, published_at=published_at, **values)
        point = current(row.pk)
    remember_anew(point)
    record("contribution.marked", point, by=by, at=now, start=mark.start, end=mark.end, about=about.exact_anchor)
    return point


@transaction.atomic
def mark_again(
    *,
    contribution: Contribution,
    mark: Mark,
    about: About,
    kind: str,
    proposed_text: str,
    revision: int,
    by: Official,
    now: datetime,
) -> Contribution:
    """Move the mark of a point, while nobody has answered it. Its words before are kept in the log."""
    stored = _locked(contribution.submission, by=by)
    words = _checked(mark, stored)
    before = Contribution.objects.get(pk=contribution.pk)
    if before.part is None:
        raise Conflict(_("Brevet är inte delat än. Markera en synpunkt i det först."))
    if before.reply_id is not None:
        raise Conflict(_("Synpunkten har redan ett svar, eller så skriver någon på ett. Den kan inte ändras."))
    point = change(
        contribution,
        revision=revision,
        text=words,
        proposed_text=proposed_text,
        kind=kind or ContributionKind.VIEW,
        attachment=mark.attachment,
        taken_start=mark.start,
        taken_end=mark.end,
        section=about.section,
        passage=about.passage,
        day=about.day,
    )
    remember_anew(point)
    record("contribution.marked_again", point, by=by, at=now, start=mark.start, end=mark.end, before=before.text)
    return point


def _locked(submission: Submission, *, by: Official) -> Submission:
    """The submission held until the transaction ends: its points are numbered one at a time."""
    stored = held(Submission.objects).select_related("dialogue").get(pk=submission.pk)
    if not may_register(by, stored.dialogue):
        raise NotAllowed(_("Din roll räcker inte för att markera synpunkter i brev."))
    return stored


def _checked(mark: Mark, submission: Submission) -> str:
    if mark.attachment is not None and mark.attachment.submission_id != submission.pk:
        raise Invalid(_("Bilagan hör till ett annat bidrag."))
    words = mark.words(submission)
    if mark.start < 0 or not words.strip():
        raise Invalid(_("Markera orden som synpunkten består av."), field="mark")
    return words


def _divide(whole: Contribution, values: dict[str, object]) -> Contribution:
    if whole.reply_id is not None:
        raise Conflict(
            _("Hela brevet har redan ett svar, eller så skriver någon på ett."),
            what_next=_("Dra tillbaka svaret, eller ta bort brevet ur det, och dela sedan."),
        )
    if whole.hidden_at is not None:
        raise Conflict(_("Brevet är dolt. Visa det igen innan det delas."))
    if values["passage"] != whole.passage:
        values = values | {"quote_start": None}  # the words it is about stay with it, but not where they stood
    return change(whole, revision=whole.revision, part=1, **values)
