"""How a compilation counts, in words for its reader, and the counts themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from fardplan.contributions.models import (
    Answer,
    Channel,
    Outcome,
    SenderKind,
    Stance,
    Submission,
    Verdict,
)
from fardplan.ledger.compilation.shapes import Count, Figures, Point, Respondent


def rules() -> list[str]:
    """The rules, as they stand in every form of the compilation."""
    return [
        _("Ett bidrag är det någon skickat in, sagt eller lämnat vid ett tillfälle. Det har ett nummer: S-031."),
        _("Ett bidrag kan rymma flera synpunkter. De heter då S-031.1, S-031.2 och så vidare."),
        _(
            "Varje synpunkt hör hemma på ett ställe i texten men kan ha flera teman. Temana kan därför tillsammans bli "
            "fler än synpunkterna."
        ),
        _(
            "Organisationer och grupper räknas en gång var, efter namnet de har angett. Privatpersoner räknas per "
            "inkommet bidrag, eftersom vi inte vet vilka som har skrivit flera gånger."
        ),
        _("Synpunkter som fick samma svar står tillsammans. Alla nummer listas, och alla har fått svar."),
        _("Muntligt är det som kom in per telefon, i samtalsrum och på möten. Det redovisas för sig."),
        _(
            "Den som lämnat en synpunkt får frågan ”Blev det som du menade?”. Av varje synpunkt räknas det senaste "
            "svaret, vid det stycke den lämnades på."
        ),
        _("En synpunkt som är dold enligt reglerna är registrerad och läst, men dess ord visas inte här."),
        _("De som svarat har valt det själva. Antalen visar vad som kommit in, inte vad alla invånare tycker."),
    ]


def figures(
    submissions: Sequence[Submission], points: Sequence[Point], everything: int, verdicts: Iterable[str]
) -> Figures:
    """`everything` counts the contributions that are not shown too."""
    senders = Counter(submission.sender_kind for submission in submissions)
    channels = Counter(submission.channel for submission in submissions)
    places = Counter(submission.municipality for submission in submissions if submission.municipality)
    stances = Counter(submission.stance for submission in submissions if submission.stance)
    outcomes = Counter(str(point.reply.outcome) for point in points if point.reply)
    themes = Counter(theme for point in points for theme in point.themes)
    given = Counter(verdicts)
    return Figures(
        submissions=len(submissions),
        contributions=everything,
        shown=len(points),
        answered=sum(outcomes.values()),
        organisations=len({_who(each) for each in submissions if each.sender_kind in NAMED}),
        persons=senders[SenderKind.PERSON],
        unknown=senders[SenderKind.UNKNOWN],
        by_channel=in_order(Channel, channels),
        by_sender=in_order(SenderKind, senders),
        by_municipality=by_name(places),
        by_outcome=in_order(Outcome, outcomes),
        by_theme=most_first(themes),
        by_stance=in_order(Stance, stances),
        by_verdict=in_order(Answer, given),
    )


NAMED = frozenset({SenderKind.ORGANISATION, SenderKind.GROUP})


def _who(submission: Submission) -> str:
    """An organisation by its name; without one it can only be counted as the submission it is."""
    return name_of(submission.sender_label) or submission.label


def name_of(label: str) -> str:
    """The same for an organisation however it writes its name."""
    return " ".join(label.casefold().split())


def by_name(found: Counter[str]) -> tuple[Count, ...]:
    return tuple(Count(name, found[name]) for name in sorted(found) if found[name])


def most_first(found: Counter[str]) -> tuple[Count, ...]:
    return tuple(Count(name, number) for name, number in sorted(found.items(), key=lambda row: (-row[1], row[0])))


def in_order(choices: type[TextChoices], found: Counter[str]) -> tuple[Count, ...]:
    return tuple(Count(str(choice.label), found[choice.value]) for choice in choices if found[choice.value])


def respondents(submissions: Sequence[Submission], shown: set[int]) -> tuple[Respondent, ...]:
    """Organisations and groups with something to read, by name; `shown` holds the submissions that have."""
    found: dict[str, list[Submission]] = {}
    for submission in submissions:
        if submission.sender_kind in NAMED and submission.pk in shown:
            found.setdefault(_who(submission), []).append(submission)
    return tuple(
        Respondent(
            name=rows[0].sender_label or str(SenderKind(rows[0].sender_kind).label),
            kind=str(SenderKind(rows[0].sender_kind).label),
            municipality=rows[0].municipality,
            stance=next((str(Stance(row.stance).label) for row in reversed(rows) if row.stance), ""),
            labels=tuple(row.label for row in rows),
        )
        for _name, rows in sorted(found.items())
    )


def latest_verdicts(rows: Iterable[Verdict]) -> dict[int, str]:
    """What each contribution's sender said last; rows in the order they were given."""
    return {row.contribution_id: row.answer for row in rows}
