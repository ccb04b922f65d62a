"""The letter that tells one person what became of everything they said: one for each time, never one for each point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fardplan.analysis.redline import redline
from fardplan.base.text import first_words
from fardplan.contributions.letters import Letter, ending, receipt_address, reply_in_words
from fardplan.contributions.models import Contribution, Outcome
from fardplan.contributions.rules import Status
from fardplan.strategy.models import Change, Draft

LONGEST_QUOTE = 300
LONGEST_CHANGE = 1_500


@dataclass(frozen=True)
class Told:
    """One contribution of the person's, and what became of it."""

    contribution: Contribution
    status: Status
    changes: Sequence[Change]
    is_answered: bool


def telling(draft: Draft, told: Sequence[Told]) -> Letter:
    """Greeting and signature are added by `whole`."""
    number = ngettext(
        "Du har lämnat en synpunkt på %(strategy)s.", "Du har lämnat %(number)d synpunkter på %(strategy)s.", len(told)
    ) % {"number": len(told), "strategy": draft.strategy.title}
    opening = [
        f"{number} {_('Nu finns utkast %(number)s att läsa.') % {'number': draft.number}}",
        _outcomes(told),
        settings.BASE_URL + _draft_address(draft, told[0].contribution),
    ]
    paragraphs = [part for part in opening if part]
    for each in told:
        paragraphs += _about(each)
    paragraphs.append(_question(told))
    subject = (
        _("Det här blev det av din synpunkt %(number)s") if len(told) == 1 else _("Det här blev det av dina synpunkter")
    )
    return Letter(subject % {"number": told[0].contribution.label}, paragraphs)


def whole(letter: Letter, told: Sequence[Told]) -> str:
    submission = told[0].contribution.submission
    return "\n\n".join([_("Hej!"), *letter.paragraphs, *ending(submission)]) + "\n"


def _draft_address(draft: Draft, contribution: Contribution) -> str:
    return reverse("public:draft", args=[contribution.submission.dialogue.slug, draft.number])


def _outcomes(told: Sequence[Told]) -> str:
    """ "En ledde till ändring, två har fått svar, en väntar." for those with several."""
    if len(told) == 1:
        return ""
    changed = sum(1 for each in told if each.status == Status.CHANGED)
    answered = sum(1 for each in told if each.is_answered) - changed
    waiting = len(told) - changed - answered
    counted = [
        (changed, ngettext("%(number)d ledde till ändring", "%(number)d ledde till ändring", changed)),
        (answered, ngettext("%(number)d har fått svar", "%(number)d har fått svar", answered)),
        (waiting, ngettext("%(number)d är inte besvarad än", "%(number)d är inte besvarade än", waiting)),
    ]
    return ", ".join(words % {"number": number} for number, words in counted if number) + "."


def _about(each: Told) -> Iterator[str]:
    contribution = each.contribution
    rule = "–" * 12
    yield f"{rule}\n{contribution.label}: {each.status.label}"
    yield _("Du skrev: ”%(words)s”") % {"words": first_words(contribution.text, LONGEST_QUOTE)}
    if contribution.hidden_at is not None:
        yield _("Synpunkten visas inte för andra, men vi har läst den som alla andra.")
    reply = contribution.reply
    if each.is_answered and reply is not None:
        if each.status != Status.CHANGED:
            yield str(Outcome(reply.outcome).label).capitalize() + "."
        yield from reply_in_words(reply)
    for change in each.changes:
        yield _change(change)


def _change(change: Change) -> str:
    about = (
        f"{change.after_code} {change.after_heading}".strip() or f"{change.before_code} {change.before_heading}".strip()
    )
    heading = _("Ändring %(number)s, %(about)s:") % {"number": change.label, "about": about}
    words = redline_in_words(change.before_text, change.after_text)
    reason = _("Varför: %(reason)s") % {"reason": change.reason} if change.reason else ""
    return "\n".join(part for part in (heading, first_words(words, LONGEST_CHANGE), reason) if part)


def redline_in_words(before: str, after: str) -> str:
    """A redline for a letter without markup: Fler bostäder [borttaget: nära orterna] [tillagt: i alla kommuner]."""
    said = {"removed": _("[borttaget: %(words)s]"), "added": _("[tillagt: %(words)s]")}
    parts: list[str] = []
    for piece in redline(before, after):
        if piece.kind == "same":
            parts.append(piece.text)
            continue
        words = piece.text.strip()
        lead = piece.text[: len(piece.text) - len(piece.text.lstrip())]
        trail = piece.text[len(piece.text.rstrip()) :]
        parts.append(f"{lead}{said[piece.kind] % {'words': words}}{trail}" if words else piece.text)
    return "".join(parts)


def _question(told: Sequence[Told]) -> str:
    addresses = dict.fromkeys(receipt_address(each.contribution.submission) for each in told)
    asked = _("Blev det som du menade? Säg ja, delvis, nej eller att vi har missförstått:")
    return "\n".join(["–" * 12, asked, *addresses])
