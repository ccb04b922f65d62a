"""The letter to somebody whose question was answered in the broadcast. At once, however replies are told otherwise."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fardplan.contributions.letters import Letter, send
from fardplan.contributions.models import Submission
from fardplan.contributions.rules import may_contribute
from fardplan.live.broadcast_time import clock_of
from fardplan.live.models import Question


def tell_answered_aloud(asked: Question, answered: Question) -> bool:
    """To the one who asked `asked`, of the answer to it or to what it was merged into. False without address."""
    if asked.contribution_id is None:
        return False
    rows = Submission.objects.select_related("contact", "dialogue")
    submission = rows.get(contributions=asked.contribution_id)
    key = f"answered-aloud:{answered.pk}:{answered.revision}"
    return send(submission, key=key, write=lambda: _answered_aloud(submission, asked, answered))


def _answered_aloud(submission: Submission, asked: Question, answered: Question) -> Letter:
    paragraphs = [_("Din fråga är besvarad i sändningen, %(time)s.") % {"time": clock_of(answered)}, asked.text]
    if asked.pk != answered.pk:
        paragraphs.append(
            _("Den besvarades tillsammans med en fråga som liknar din:\n%(text)s") % {"text": answered.text}
        )
    if answered.answered_by:
        paragraphs.append(_("Svarade: %(who)s.") % {"who": answered.answered_by})
    if answered.answered_at is not None and may_contribute(submission.dialogue, now=answered.answered_at):
        paragraphs.append(_("Vill du att den också räknas som synpunkt på utkastet? Det gör du på din egen sida."))
    return Letter(_("Din fråga %(number)s är besvarad") % {"number": submission.label}, paragraphs)
