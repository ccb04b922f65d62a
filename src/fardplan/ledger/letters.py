"""The letter that tells one person what became of everything they said: one for each time, never one for each point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fardplan.analysis.redline import Piece, redline
from fardplan.base.text import first_words
from fardplan.contributions.letters import Letter, ending, receipt_address, reply_in_words
from fardplan.contributions.models import Contribution, Outcome
from fardplan.contributions.rules import Status
from fardplan.ledger.parting import Families, family_of, pieces_of
from fardplan.strategy.models import Change, ChangeKind, Draft

LONGEST_QUOTE = 300
LONGEST_CHANGE = 1_500


@dataclass(frozen=True)
class Told:
    """One contribution of the person's, and what became of it."""

    contribution: Contribution
    status: Status
    changes: Sequence[Change]
    is_answered: bool
    families: Families = field(default_factory=dict)

    @property
    def has_come_to_something(self) -> bool:
        return self.is_answered or bool(self.changes)


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
    values = {"number": told[0].contribution.label, "draft": draft.number}
    return Letter(_subject(told) % values, [*paragraphs, "–" * 12 + "\n" + _pages(told)])


def _subject(told: Sequence[Told]) -> str:
    if not any(each.has_come_to_something for each in told):
        return _("Nu finns utkast %(draft)s. Så långt har det du skrev kommit")
    if len(told) == 1:
        return _("Det här blev det av din synpunkt %(number)s")
    return _("Det här blev det av dina synpunkter")


def whole(letter: Letter, told: Sequence[Told]) -> str:
    _own_page, *rest = ending(told[0].contribution.submission)  # `_pages` has named it, and those of the others
    return "\n\n".join([_("Hej!"), *letter.paragraphs, *rest]) + "\n"


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
    is_kept_back = contribution.hidden_at is not None and not each.is_answered
    yield f"{rule}\n{contribution.label}: {_('Visas inte för andra') if is_kept_back else each.status.label}"
    if contribution.text.strip():
        yield _("Du skrev: ”%(words)s”") % {"words": first_words(contribution.text, LONGEST_QUOTE)}
    if contribution.proposed_text:
        proposed = first_words(contribution.proposed_text, LONGEST_CHANGE)
        yield _("Ditt förslag till ny text:\n%(text)s") % {"text": proposed}
    if contribution.hidden_at is not None:
        yield _("Synpunkten visas inte för andra, men vi har läst den som alla andra.")
    reply = contribution.reply
    if each.is_answered and reply is not None:
        if each.status != Status.CHANGED:
            yield str(Outcome(reply.outcome).label).capitalize() + "."
        yield from reply_in_words(reply)
    elif contribution.hidden_at is None:
        yield _waits(contribution)
    for change in each.changes:
        yield _change(change, family_of(change, each.families))


def _waits(contribution: Contribution) -> str:
    due = contribution.submission.dialogue.replies_due_on
    if due is None:
        return _("Den är inte besvarad än. Svaret kommer på din egen sida.")
    return _("Den är inte besvarad än. Vi svarar senast %(date)s.") % {"date": date_format(due, "j F Y")}


def _change(change: Change, family: Sequence[Change]) -> str:
    heading = _("Ändring %(number)s, %(about)s:") % {"number": change.label, "about": change.text_label}
    words = pieces_in_words(pieces_of(change, family))
    if len(words) > LONGEST_CHANGE:
        words = first_words(words, LONGEST_CHANGE)
    if family:
        others = ", ".join(other.text_label for other in family)
        note = _(
            "(Stycket är delat eller sammanslaget. Ord som bara har flyttats är inte markerade. Se också %(others)s.)"
        )
        words += "\n" + note % {"others": others}
    elif change.kind in {ChangeKind.SPLIT, ChangeKind.MERGED}:
        words += "\n" + _("(Stycket är delat eller sammanslaget: orden kan stå i ett annat stycke.)")
    reason = _("Varför: %(reason)s") % {"reason": change.reason} if change.reason else ""
    return "\n".join(part for part in (heading, words, reason) if part)


def redline_in_words(before: str, after: str) -> str:
    """A redline for a letter without markup: Fler bostäder [borttaget: nära orterna] [tillagt: i alla kommuner]."""
    return pieces_in_words(redline(before, after))


def pieces_in_words(pieces: Iterable[Piece]) -> str:
    said = {"removed": _("[borttaget: %(words)s]"), "added": _("[tillagt: %(words)s]")}
    parts: list[str] = []
    for piece in pieces:
        if piece.kind == "same":
            parts.append(piece.text)
            continue
        words = piece.text.strip()
        lead = piece.text[: len(piece.text) - len(piece.text.lstrip())]
        trail = piece.text[len(piece.text.rstrip()) :]
        parts.append(f"{lead}{said[piece.kind] % {'words': words}}{trail}" if words else piece.text)
    return "".join(parts)


def _pages(told: Sequence[Told]) -> str:
    """Each page of the person's own, by the number of what is on it, and what is asked there."""
    asked = any(each.has_come_to_something for each in told)
    question = _("Blev det som du menade? Säg ja, delvis, nej eller att vi har missförstått, på din egen sida:")
    pages = {each.contribution.submission.label: receipt_address(each.contribution.submission) for each in told}
    lines = list(pages.values()) if len(pages) == 1 else [f"{label}: {page}" for label, page in pages.items()]
    return "\n".join([question if asked else _("Din egen sida, där du ser svaret när det kommer:"), *lines])
