"""Voting. The hottest write there is: few queries, nobody waits for anybody else, and one ballot for each browser."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.analysis import stems
from fardplan.base import hub
from fardplan.base.errors import Closed, NotFound
from fardplan.base.locking import shared
from fardplan.live.answers import Answer
from fardplan.live.choices import PollKind, ResultsShown
from fardplan.live.models import Ballot, Mark, Poll, PollWord
from fardplan.live.participant import Participant
from fardplan.live.rules import is_open
from fardplan.live.topics import poll_topic, results_topic


@transaction.atomic
def vote(*, poll: Poll, answer: Answer, participant: Participant, now: datetime) -> Ballot:
    """Keep the participant's ballot, in place of the one it had. Whoever is answered has a vote that is kept.

    Raises Closed when the poll is not open at `now`, NotFound when it has been taken away. The answer has been read
    against this poll, whose words do not change once it has been opened.
    """
    stored = shared(Poll, poll.pk)
    if stored is None:
        raise NotFound(_("Omröstningen finns inte."))
    stored.stage = poll.stage  # with its situation as the page found it
    if not is_open(stored, now=now):
        raise Closed(
            _("Omröstningen är inte öppen."),
            what_next=_("Din röst togs inte emot. Den som leder dagen säger till om den öppnas igen."),
        )
    voter = participant.pseudonym("vote", secret=stored.secret)
    # Two at the same instant: the second waits here for the first, and then takes the place of its marks.
    ballot = Ballot.objects.bulk_create(
        [Ballot(poll_id=poll.pk, voter=voter, given_at=now, changed_at=now)],
        update_conflicts=True,
        unique_fields=["poll", "voter"],
        update_fields=["changed_at"],
    )[0]
    Mark.objects.filter(ballot_id=ballot.pk).delete()
    Mark.objects.bulk_create(_marks(poll, ballot, answer))
    hub.changed(poll_topic(poll))
    if stored.results_shown == ResultsShown.LIVE:
        hub.changed(results_topic(poll.stage_id))
    return ballot


def _marks(poll: Poll, ballot: Ballot, answer: Answer) -> Iterable[Mark]:
    about = {"ballot_id": ballot.pk, "poll_id": poll.pk}
    if poll.kind in {PollKind.SCALE, PollKind.NUMBER}:
        return [Mark(**about, number=answer.number)]
    if poll.kind == PollKind.WORDS:
        return [Mark(**about, word_id=word_id) for word_id in _words(poll, answer.words)]
    is_ranking = poll.kind == PollKind.RANKING
    return [
        Mark(**about, option_id=option_id, rank=rank if is_ranking else None)
        for rank, option_id in enumerate(answer.options, start=1)
    ]


def _words(poll: Poll, words: Iterable[str]) -> list[int]:
    """Their rows, made now for those nobody has written before; in order, so that nobody waits in a ring."""
    language = poll.stage.day.dialogue.language
    rows = [PollWord(poll_id=poll.pk, word=word, stem=stems.stem(word, language)) for word in sorted(words)]
    PollWord.objects.bulk_create(rows, ignore_conflicts=True)
    return list(PollWord.objects.filter(poll_id=poll.pk, word__in=words).values_list("pk", flat=True))
