"""Voting. The hottest write there is: those who vote at the same moment share a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.analysis import stems
from fardplan.base import hub
from fardplan.base.errors import Closed, NotFound
from fardplan.base.locking import shared
from fardplan.base.together import Together
from fardplan.live.answers import Answer
from fardplan.live.choices import PollKind, ResultsShown
from fardplan.live.models import Ballot, Mark, Poll, PollWord, Stage
from fardplan.live.participant import Participant
from fardplan.live.rules import is_open
from fardplan.live.topics import poll_topic, results_topic

AT_ONCE = 200  # votes in one transaction
Key = tuple[int, str]  # a poll, and who votes in it


@dataclass(frozen=True)
class _Vote:
    poll: Poll
    answer: Answer
    participant: Participant
    now: datetime


def vote(*, poll: Poll, answer: Answer, participant: Participant, now: datetime) -> Ballot:
    """Keep the participant's ballot, in place of the one it had. Whoever is answered has a vote that is kept.

    Raises Closed when the poll is not open at `now`, NotFound when it has been taken away. The answer has been read
    against this poll, whose words do not change once it has been opened.
    """
    return _keep_together(_Vote(poll, answer, participant, now))


@transaction.atomic
def _keep(votes: Sequence[_Vote]) -> list[Ballot | Exception]:
    """Keep them all, each as if it had come alone: the ballot of each, or why it was not taken."""
    polls = {pk: shared(Poll, pk) for pk in sorted({each.poll.pk for each in votes})}
    stages = {poll.stage_id for poll in polls.values() if poll is not None}
    situations = dict(Stage.objects.filter(pk__in=stages).values_list("pk", "situation"))
    places: list[Key | Exception] = []
    taken: dict[Key, _Vote] = {}
    for each in votes:
        place = _place(each, polls[each.poll.pk], situations)
        places.append(place)
        if isinstance(place, tuple):
            taken[place] = each  # one browser twice at the same moment: the later takes the place of the earlier
    ballots = _ballots(taken)
    words = _words(taken.values())
    Mark.objects.bulk_create(mark for place, each in taken.items() for mark in _marks(each, ballots[place], words))
    for poll in {each.poll.pk: each.poll for each in taken.values()}.values():
        hub.changed(poll_topic(poll))
        if poll.results_shown == ResultsShown.LIVE:
            hub.changed(results_topic(poll.stage_id))
    return [place if isinstance(place, Exception) else ballots[place] for place in places]


_keep_together = Together(_keep, most=AT_ONCE)


def _place(vote: _Vote, stored: Poll | None, situations: Mapping[int, str]) -> Key | Exception:
    if stored is None:
        return NotFound(_("Omröstningen finns inte."))
    stored.stage = copy(vote.poll.stage)  # the day as the page found it, the situation as it is now
    stored.stage.situation = situations[stored.stage_id]
    if not is_open(stored, now=vote.now):
        return Closed(
            _("Omröstningen är inte öppen."),
            what_next=_("Din röst togs inte emot. Den som leder dagen säger till om den öppnas igen."),
        )
    return stored.pk, vote.participant.pseudonym("vote", secret=stored.secret)


def _ballots(votes: Mapping[Key, _Vote]) -> dict[Key, Ballot]:
    """Their ballots, without the marks of before. In order, so that two processes do not wait for each other in a ring;
    the second of two at the same instant waits here for the first, and then takes the place of its marks."""
    rows = [
        Ballot(poll_id=poll, voter=voter, given_at=each.now, changed_at=each.now)
        for (poll, voter), each in sorted(votes.items(), key=lambda item: item[0])
    ]
    rows = Ballot.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["poll", "voter"], update_fields=["changed_at"]
    )
    Mark.objects.filter(ballot_id__in=[row.pk for row in rows]).delete()
    return {(row.poll_id, row.voter): row for row in rows}


def _words(votes: Iterable[_Vote]) -> dict[tuple[int, str], int]:
    """The rows of the words, by poll and word; made now for those nobody has written before. In order as well."""
    written = sorted({(each.poll.pk, word) for each in votes for word in each.answer.words})
    if not written:
        return {}
    languages = {each.poll.pk: each.poll.stage.day.dialogue.language for each in votes}
    PollWord.objects.bulk_create(
        [PollWord(poll_id=poll, word=word, stem=stems.stem(word, languages[poll])) for poll, word in written],
        ignore_conflicts=True,
    )
    rows = PollWord.objects.filter(poll_id__in=languages, word__in={word for _poll, word in written})
    return {(row.poll_id, row.word): row.pk for row in rows.only("poll_id", "word")}


def _marks(vote: _Vote, ballot: Ballot, words: Mapping[tuple[int, str], int]) -> list[Mark]:
    poll, answer = vote.poll, vote.answer
    about = {"ballot_id": ballot.pk, "poll_id": poll.pk}
    if poll.kind in {PollKind.SCALE, PollKind.NUMBER}:
        return [Mark(**about, number=answer.number)]
    if poll.kind == PollKind.WORDS:
        return [Mark(**about, word_id=words[poll.pk, word]) for word in answer.words]
    is_ranking = poll.kind == PollKind.RANKING
    return [
        Mark(**about, option_id=option_id, rank=rank if is_ranking else None)
        for rank, option_id in enumerate(answer.options, start=1)
    ]
