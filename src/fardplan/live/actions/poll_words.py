"""Looking after the words of a cloud: all forms of a word at once, many words in one press."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from fardplan.base import audit, hub
from fardplan.live.actions.polls import check_may_produce
from fardplan.live.models import Poll, PollWord
from fardplan.live.topics import poll_topic, results_topic
from fardplan.people.models import Official


@transaction.atomic
def decide_on_words(*, poll: Poll, stems: Collection[str], is_shown: bool, by: Official, now: datetime) -> int:
    """Show these words to everybody, or hide them; each stands for all its forms. Returns how many words.

    What is hidden stays hidden however many write it, until somebody shows it. Votes are never changed by it.
    """
    check_may_produce(by, poll.stage)
    rows = PollWord.objects.filter(poll=poll, stem__in=list(stems))
    decided = sorted(set(rows.values_list("stem", flat=True)))
    if not decided:
        return 0
    rows.update(shown_at=now if is_shown else None, hidden_at=None if is_shown else now)
    action = "poll.words_shown" if is_shown else "poll.words_hidden"
    audit.record(action, on=poll, by=by, at=now, dialogue_id=poll.stage.day.dialogue_id, number=len(decided))
    hub.changed(poll_topic(poll))
    hub.changed(results_topic(poll.stage_id))
    return len(decided)
