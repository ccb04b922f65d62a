"""What to look at before a draft is published: what is missing, what contradicts itself, what must not be shown.

Each check asks the database a constant number of questions, however much there is. A bar stops the publication until it
is mended (or, for personal data, reviewed); a warning is confirmed by whoever publishes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fardplan.analysis.likeness import Likenesses
from fardplan.contributions.models import Contribution, Outcome, Reply
from fardplan.contributions.queries import shown
from fardplan.contributions.rules import NEEDS_REASON
from fardplan.dialogue.models import Dialogue
from fardplan.ledger import personal_data
from fardplan.ledger.links import links_in
from fardplan.ledger.models import Decision, LinkCheck, Motion, Review
from fardplan.ledger.queries.desk import traces_of
from fardplan.ledger.redlines import bare
from fardplan.organisation.queries import our_organisation
from fardplan.strategy.models import Change, Draft, Passage, Section
from fardplan.strategy.queries import worked_out

MOST_LISTED = 20
MOST_COMPARED = 3_000
_ALIKE = 0.6
M = TypeVar("M", bound=models.Model)


class Kind(models.TextChoices):
    UNANSWERED = "unanswered", _("Synpunkter utan svar")
    REFUSED_WITHOUT_REASON = "refused_without_reason", _("Avslag utan motivering")
    CHANGE_WITHOUT_SOURCE = "change_without_source", _("Ändringar utan källa")
    SAID_IN_VAIN = "said_in_vain", _("Skäl och spår till text som inte är ändrad")
    CONTRADICTION = "contradiction", _("Motstridiga svar på likartade synpunkter")
    PERSONAL_DATA = "personal_data", _("Personuppgifter i text som alla kan läsa")
    DEAD_LINK = "dead_link", _("Länkar som inte leder någonstans")


BARS = frozenset({Kind.REFUSED_WITHOUT_REASON, Kind.PERSONAL_DATA})

WHAT_TO_DO: dict[str, Promise] = {
    Kind.UNANSWERED: _("Svara på dem, eller publicera ändå: de väntar kvar i kön."),
    Kind.REFUSED_WITHOUT_REASON: _("Dra tillbaka svaret, skriv varför och publicera det igen."),
    Kind.CHANGE_WITHOUT_SOURCE: _(
        "Dra spår från det som ändringen kommer av, skriv varför eller kalla den redaktionell."
    ),
    Kind.SAID_IN_VAIN: _(
        "Texten blev som den var. Flytta spåren till det som ändrades; annars försvinner de vid publiceringen."
    ),
    Kind.CONTRADICTION: _("Läs dem bredvid varandra. Är skillnaden menad, säg i svaren varför."),
    Kind.PERSONAL_DATA: _(
        "Ta bort uppgiften om vi själva har skrivit den. Står den i en synpunkt, dölj synpunkten. "
        "Får den stå kvar, skriv varför."
    ),
    Kind.DEAD_LINK: _("Rätta länken eller ta bort den."),
}


@dataclass(frozen=True)
class Subject:
    """Something in the database that a finding is about, for a review to point at."""

    type: str
    id: int
    fingerprint: str


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `page` and `arguments` (after the dialogue's slug) name the page of the desk it is at."""

    label: str
    detail: str
    page: str
    arguments: tuple[object, ...]
    also: tuple[str, tuple[object, ...], str] | None = None
    subject: Subject | None = None


@dataclass(frozen=True)
class Check:
    """One kind of thing to look at: how many there are, and the first of them. `note` says what was not looked at."""

    kind: Kind
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    note: str | Promise = ""

    @property
    def is_bar(self) -> bool:
        return self.kind in BARS

    @property
    def stops(self) -> bool:
        return self.is_bar and self.count > 0

    @property
    def what_to_do(self) -> Promise:
        return WHAT_TO_DO[self.kind]

    @property
    def more(self) -> int:
        """How many there are besides those listed."""
        return self.count - len(self.findings)


@dataclass(frozen=True)
class Report:
    """Everything that was looked at."""

    checks: list[Check]

    @property
    def is_stopped(self) -> bool:
        return any(check.stops for check in self.checks)

    @property
    def warnings(self) -> int:
        """How many things whoever publishes confirms having seen."""
        return sum(check.count for check in self.checks if not check.is_bar)


def report_on(dialogue: Dialogue, draft: Draft, *, now: datetime) -> Report:
    """What to look at before this draft is published in this dialogue."""
    coming, in_vain = worked_out(draft)
    return Report(
        [
            unanswered(dialogue, now=now),
            refused_without_reason(dialogue),
            changes_without_source(draft, coming),
            said_in_vain(draft, in_vain),
            contradictions(dialogue, now=now),
            personal_data_in(dialogue, draft, now=now),
            dead_links(dialogue, draft, now=now),
        ]
    )


def _check(kind: Kind, findings: Iterable[Finding], *, note: str | Promise = "") -> Check:
    found = list(findings)
    return Check(kind, found[:MOST_LISTED], len(found), note)


# --- what is missing --------------------------------------------------------------------------------------------------


def unanswered(dialogue: Dialogue, *, now: datetime) -> Check:
    """Contributions nobody has answered, those that have waited longest first. Two queries."""
    waiting = (
        Contribution.objects.filter(submission__dialogue=dialogue, submission__received_at__lte=now, hidden_at=None)
        .exclude(reply__published_at__lte=now)
        .select_related("submission")
        .order_by("submission__number", "part")
    )
    findings = [_said(each) for each in waiting[:MOST_LISTED]]
    count = waiting.count() if len(findings) == MOST_LISTED else len(findings)
    return Check(Kind.UNANSWERED, findings, count)


def refused_without_reason(dialogue: Dialogue) -> Check:
    """Public replies that say no, in whole or in part, without saying why (L-85). The database refuses them too."""
    replies = Reply.objects.filter(dialogue=dialogue, published_at__isnull=False, outcome__in=NEEDS_REASON, reason="")
    return _check(Kind.REFUSED_WITHOUT_REASON, (_reply(each) for each in replies.order_by("id")))


def changes_without_source(draft: Draft, coming: Sequence[Change]) -> Check:
    """Changes to come that nobody has accounted for. One query."""
    traces = traces_of([change.pk for change in coming])
    unexplained = [each for each in coming if not (each.is_editorial or each.reason or traces.get(each.pk or 0))]
    return _check(Kind.CHANGE_WITHOUT_SOURCE, (_changed(draft, change) for change in unexplained))


def said_in_vain(draft: Draft, in_vain: Sequence[Change]) -> Check:
    """What has been said about texts that the draft as it stands does not change: publishing takes it away."""
    return _check(
        Kind.SAID_IN_VAIN,
        (Finding(change.key, change.reason[:120], "desk:changes", (draft.pk,)) for change in in_vain),
    )


# --- what contradicts itself ------------------------------------------------------------------------------------------


def contradictions(dialogue: Dialogue, *, now: datetime) -> Check:
    """Contributions that say nearly the same, and whose public replies came out differently. One query.

    So many as `MOST_COMPARED` are compared, those answered last.
    """
    replied = Contribution.objects.filter(
        submission__dialogue=dialogue,
        reply__published_at__lte=now,
        reply__outcome__in=[Outcome.ACCEPTED, Outcome.PARTLY, Outcome.NOT_ACCEPTED],
    ).select_related("submission", "reply")
    rows = list(replied.order_by("-reply__published_at", "-id")[: MOST_COMPARED + 1])
    note = _("Bara de senast besvarade är jämförda med varandra.") if len(rows) > MOST_COMPARED else ""
    return _check(Kind.CONTRADICTION, _contradicting(rows[:MOST_COMPARED]), note=note)


def _contradicting(rows: Sequence[Contribution]) -> Iterator[Finding]:
    if len({each.reply.outcome for each in rows if each.reply}) < 2:
        return
    by_id = {each.pk: each for each in sorted(rows, key=lambda each: each.pk)}
    texts: Likenesses[int] = Likenesses()
    for each in by_id.values():
        texts.add(each.pk, f"{each.text} {each.proposed_text}")
    for later, earlier, _similarity in texts.pairs(at_least=_ALIKE):
        one, other = by_id[earlier], by_id[later]
        if one.reply and other.reply and one.reply.outcome != other.reply.outcome:
            yield Finding(
                one.label,
                f"{one.reply.get_outcome_display()}: {one.text[:100]}",
                "desk:contribution",
                (one.label,),
                also=("desk:contribution", (other.label,), f"{other.label} {other.reply.get_outcome_display()}"),
            )


# --- what must not be shown -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """A text everybody can read, or will when the draft is published, and where it is written."""

    type: str
    id: int
    text: str
    label: str
    page: str
    arguments: tuple[object, ...]

    @property
    def fingerprint(self) -> str:
        """A review holds as long as the words are these."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def personal_data_in(dialogue: Dialogue, draft: Draft, *, now: datetime) -> Check:
    """Texts with what looks like a person's number or address, that no official has reviewed (L-26, L-43)."""
    ours = our_organisation()
    official = [dialogue.contact_email, dialogue.contact_phone, ours.email, ours.phone]
    reviews = Review.objects.filter(dialogue=dialogue, warning=Kind.PERSONAL_DATA)
    reviewed = set(reviews.values_list("subject_type", "fingerprint"))
    findings = []
    for words in public_words(dialogue, draft, now=now):
        found = personal_data.find(words.text, official=official)
        if found and (words.type, words.fingerprint) not in reviewed:
            detail = ", ".join(f"{each.kind.label}: {each.words}" for each in found[:5])
            subject = Subject(words.type, words.id, words.fingerprint)
            findings.append(Finding(words.label, detail, words.page, words.arguments, subject=subject))
    return _check(Kind.PERSONAL_DATA, findings)


def public_words(dialogue: Dialogue, draft: Draft, *, now: datetime) -> Iterator[Words]:
    """Every text of the draft and about it that everybody can read, or will. Seven queries, read in pieces."""
    yield from _written(dialogue, draft)
    said = Contribution.objects.filter(shown(now=now), submission__dialogue=dialogue).select_related("submission")
    for each in _in_pieces(said):
        texts = [each.text, each.proposed_text, each.submission.sender_label]
        yield _words(each, each.label, texts, "desk:contribution", each.label)


def _written(dialogue: Dialogue, draft: Draft) -> Iterator[Words]:
    """What officials have written."""
    yield _words(draft, draft.title or draft.number, [draft.title, draft.note], "desk:draft", draft.pk)
    for section in Section.objects.filter(draft=draft).order_by("position", "id"):
        yield _words(section, str(section), [section.heading], "desk:section", section.pk)
    for passage in Passage.objects.filter(draft=draft).order_by("position", "id"):
        yield _words(passage, str(passage), [passage.heading, passage.text], "desk:passages", passage.section_id)
    for change in Change.objects.filter(draft=draft).exclude(reason="").select_related("draft"):
        yield _words(change, str(change), [change.reason], "desk:change", draft.pk, change.subject, change.key)
    for reply in _in_pieces(Reply.objects.filter(dialogue=dialogue, published_at__isnull=False)):
        yield _words(reply, str(reply), [reply.text, reply.reason, reply.signed_as], "desk:reply", reply.pk)
    for decision in Decision.objects.filter(dialogue=dialogue):
        yield _words(
            decision, decision.title, [decision.title, decision.body, decision.text], "desk:decision", decision.pk
        )
    for motion in Motion.objects.filter(decision__dialogue=dialogue):
        texts = [motion.text, motion.made_by, motion.dissent]
        yield _words(motion, motion.name, texts, "desk:motions", motion.decision_id)


def _words(written: models.Model, label: str, texts: Sequence[str], page: str, *arguments: object) -> Words:
    return Words(written._meta.label_lower, written.pk, "\n".join(filter(None, texts)), label, page, arguments)


def _in_pieces(rows: QuerySet[M]) -> Iterator[M]:
    return rows.order_by("pk").iterator(chunk_size=2_000)


# --- what leads nowhere -----------------------------------------------------------------------------------------------


def links_of(dialogue: Dialogue, draft: Draft) -> dict[str, Words]:
    """Every link officials have written in the draft, the replies and the decisions, with the first place it stands."""
    found: dict[str, Words] = {}
    for words in _written(dialogue, draft):
        for address in links_in(words.text):
            found.setdefault(address, words)
    for decision in Decision.objects.filter(dialogue=dialogue).exclude(minutes_url=""):
        where = _words(decision, decision.title, [], "desk:decision", decision.pk)
        found.setdefault(decision.minutes_url, where)
    return found


def dead_links(dialogue: Dialogue, draft: Draft, *, now: datetime) -> Check:
    """Links that did not answer when they were last asked; the note says how many have not been."""
    links = links_of(dialogue, draft)
    asked = {each.address: each for each in LinkCheck.objects.filter(checked_at__isnull=False) if each.address in links}
    findings = [
        Finding(address, f"{words.label} · {asked[address].answer}", words.page, words.arguments)
        for address, words in links.items()
        if address in asked and asked[address].is_dead
    ]
    return _check(Kind.DEAD_LINK, findings, note=_about_links(links, asked))


def _about_links(links: dict[str, Words], asked: dict[str, LinkCheck]) -> str | Promise:
    if not links:
        return _("Det finns inga länkar i texterna.")
    waiting = len(links) - len(asked)
    if waiting:
        words = ngettext(
            "%(number)s länk är inte kontrollerad än.", "%(number)s länkar är inte kontrollerade än.", waiting
        )
        return words % {"number": waiting}
    return ""


# --- what a finding says ----------------------------------------------------------------------------------------------


def _said(contribution: Contribution) -> Finding:
    return Finding(contribution.label, contribution.text[:160], "desk:contribution", (contribution.label,))


def _reply(reply: Reply) -> Finding:
    return Finding(str(reply), reply.text[:160], "desk:reply", (reply.pk,))


def _changed(draft: Draft, change: Change) -> Finding:
    name = bare([change], {})[0].title
    detail = f"{change.get_kind_display()}: {(change.after_text or change.before_text)[:140]}"
    return Finding(name, detail, "desk:change", (draft.pk, change.subject, change.key))
