"""The letters a sender gets: receipt, hidden, shown again, reply. In the language they wrote in, each queued once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fardplan.base import outbox
from fardplan.base.templatetags.fardplan import date_time
from fardplan.contributions.about import About
from fardplan.contributions.models import (
    Channel,
    Contribution,
    Outcome,
    Reconsideration,
    Reply,
    Standing,
    Submission,
    Verdict,
)
from fardplan.contributions.rules import STATUS_OF_OUTCOME
from fardplan.organisation.queries import our_organisation


@dataclass(frozen=True)
class Letter:
    """What a letter says, before it has greeting and signature."""

    subject: str
    paragraphs: list[str]


def receipt_address(submission: Submission) -> str:
    """The sender's personal link, in the language that is active."""
    return settings.BASE_URL + reverse("public:receipt", kwargs={"key": submission.receipt_key})


def send_receipt(submission: Submission, *, about: About, quoted: str = "") -> bool:
    """A copy of what was sent, its number and the link to the answer."""
    return send(submission, key="receipt", write=lambda: _receipt(submission, about=about, quoted=quoted))


def tell_hidden(contribution: Contribution) -> bool:
    key = f"hidden:{contribution.pk}:{contribution.revision}"
    return send(contribution.submission, key=key, write=lambda: _hidden(contribution))


def tell_shown_again(contribution: Contribution) -> bool:
    key = f"shown-again:{contribution.pk}:{contribution.revision}"
    return send(contribution.submission, key=key, write=lambda: _shown_again(contribution))


def tell_reconsidered(reconsideration: Reconsideration) -> bool:
    submission = reconsideration.contribution.submission
    return send(submission, key=f"reconsidered:{reconsideration.pk}", write=lambda: _reconsidered(reconsideration))


def tell_stood_by(verdict: Verdict) -> bool:
    submission = verdict.contribution.submission
    return send(submission, key=f"stood-by:{verdict.pk}", write=lambda: _stood_by(verdict))


def tell_reply(reply: Reply, contributions: Sequence[Contribution]) -> bool:
    """To one sender about all of theirs that a reply answers; once per publication, however often it is asked for."""
    first = contributions[0]
    key = f"reply:{reply.pk}:{reply.publications}:{first.pk}"
    return send(first.submission, key=key, write=lambda: _reply(reply, contributions))


def send(submission: Submission, *, key: str, write: Callable[[], Letter]) -> bool:
    """Queue a letter when there is an address; False when there is none or the letter was queued before."""
    contact = submission.contact
    if contact is None or not contact.email:
        return False
    with translation.override(contact.language):
        letter = write()
        mail = outbox.queue(
            key=f"submission:{submission.pk}:{key}",
            to=contact.email,
            subject=letter.subject,
            text="\n\n".join([_("Hej!"), *letter.paragraphs, *ending(submission)]) + "\n",
        )
    return mail is not None


def ending(submission: Submission) -> list[str]:
    dialogue, contact = submission.dialogue, submission.contact
    lines = [_("Din egen sida, med allt om din synpunkt:\n%(address)s") % {"address": receipt_address(submission)}]
    if contact is not None:
        day = date_format(timezone.localtime(contact.erase_after), "j F Y")
        lines.append(_("Din e-postadress tas bort senast %(date)s.") % {"date": day})
    signature = [dialogue.title, our_organisation().name, dialogue.contact_email, dialogue.contact_phone]
    return [*lines, "\n".join(line for line in signature if line)]


def _receipt(submission: Submission, *, about: About, quoted: str) -> Letter:
    came = {"number": submission.label, "time": date_time(submission.received_at)}
    if submission.channel == Channel.LIVE:
        return _receipt_of_question(submission, about=about, came=came)
    paragraphs = [_("Vi har tagit emot din synpunkt. Den har nummer %(number)s och kom in %(time)s.") % came]
    if submission.dialogue.replies_due_on is not None:
        day = date_format(submission.dialogue.replies_due_on, "j F Y")
        paragraphs.append(_("Vi svarar senast %(date)s.") % {"date": day})
    paragraphs.append(_("Det här skickade du in:"))
    paragraphs.append(_("Gäller: %(about)s") % {"about": about.label})
    if quoted:
        paragraphs.append(_("Orden det gäller: ”%(words)s”") % {"words": quoted})
    paragraphs.append(submission.text)
    if submission.proposed_text:
        paragraphs.append(_("Ditt förslag till ny text:\n%(text)s") % {"text": submission.proposed_text})
    paragraphs.append(_("Det du har skickat in är en allmän handling. Andra kan be att få läsa den."))
    return Letter(_("Kvitto %(number)s: vi har tagit emot din synpunkt") % {"number": submission.label}, paragraphs)


def _receipt_of_question(submission: Submission, *, about: About, came: dict[str, str]) -> Letter:
    return Letter(
        _("Kvitto %(number)s: vi har tagit emot din fråga") % came,
        [
            _("Vi har tagit emot din fråga. Den har nummer %(number)s och kom in %(time)s.") % came,
            _("Hinner den inte tas upp i sändningen svarar vi skriftligt. Du får brev när den är besvarad."),
            _("Det här skickade du in:"),
            _("Gäller: %(about)s") % {"about": about.label},
            submission.text,
            _("Det du har skickat in är en allmän handling. Andra kan be att få läsa den."),
        ],
    )


def _hidden(contribution: Contribution) -> Letter:
    return Letter(
        _("Synpunkt %(number)s visas inte längre") % {"number": contribution.label},
        [
            _("Vi har dolt din synpunkt %(number)s, så att den inte visas för andra.") % {"number": contribution.label},
            _("Regeln: %(rule)s.") % {"rule": contribution.get_hidden_rule_display()},
            _("Varför: %(reason)s") % {"reason": contribution.hidden_reason},
            _("Din text är sparad som den kom in, och vi läser den som alla andra."),
            _("Tycker du att vi gjort fel? På din egen sida kan du be oss pröva igen."),
        ],
    )


def _shown_again(contribution: Contribution) -> Letter:
    return Letter(
        _("Synpunkt %(number)s visas igen") % {"number": contribution.label},
        [_("Vi har ändrat oss. Din synpunkt %(number)s visas igen.") % {"number": contribution.label}],
    )


def _reconsidered(reconsideration: Reconsideration) -> Letter:
    contribution = reconsideration.contribution
    if reconsideration.shown_again:
        subject, outcome = _("Synpunkt %(number)s visas igen"), _("Vi har prövat igen. Synpunkten visas igen.")
    else:
        subject, outcome = _("Vi har prövat synpunkt %(number)s igen"), _("Vi har prövat igen. Synpunkten visas inte.")
    return Letter(subject % {"number": contribution.label}, [outcome, reconsideration.answer])


def _stood_by(verdict: Verdict) -> Letter:
    number = verdict.contribution.label
    return Letter(
        _("Vi har tittat igen på synpunkt %(number)s") % {"number": number},
        [
            _("Du skrev att vi hade missförstått din synpunkt %(number)s:") % {"number": number},
            verdict.text,
            _("Vi har tittat igen. Svaret står fast:\n%(words)s") % {"words": verdict.handled_with},
        ],
    )


def _reply(reply: Reply, contributions: Sequence[Contribution]) -> Letter:
    number = ", ".join(contribution.label for contribution in contributions)
    again = reply.publications > 1
    subject = _("Nytt svar på synpunkt %(number)s") if again else _("Svar på synpunkt %(number)s")
    opening = (
        _("Vi har ändrat vårt svar på din synpunkt %(number)s.")
        if again
        else _("Vi har svarat på din synpunkt %(number)s.")
    )
    return Letter(
        subject % {"number": number},
        [opening % {"number": number}, str(STATUS_OF_OUTCOME[reply.outcome].label), *reply_in_words(reply)],
    )


def reply_in_words(reply: Reply) -> list[str]:
    """A reply as the paragraphs of a letter."""
    paragraphs = [reply.text]
    if reply.outcome == Outcome.OUT_OF_SCOPE:
        paragraphs.insert(0, _("Vidarebefordrad till: %(whom)s") % {"whom": reply.forwarded_to})
    if reply.reason:
        paragraphs.append(_("Så här tänkte vi:\n%(reason)s") % {"reason": reply.reason})
    if reply.standing == Standing.ADOPTED:
        paragraphs.append(_("Svaret är politiskt antaget: %(by)s.") % {"by": reply.adopted_by})
    if reply.signed_as:
        paragraphs.append(reply.signed_as)
    return paragraphs
