"""A question that was answered can be counted as a contribution on the draft too."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Conflict
from fardplan.contributions.about import About
from fardplan.contributions.actions import Said, contribute
from fardplan.contributions.models import Submission
from fardplan.live.models import Question
from fardplan.live.question_rules import answered_how, is_hidden


def count_as_view(*, question: Question, now: datetime) -> Submission:
    """Send the words of a question in as a contribution on the whole text, with a number of its own; once, however
    often it is asked for. Whoever asks for it is the one who asked the question.

    Raises Closed outside the time for contributions, and Conflict for a question that has no answer or is hidden.
    """
    said = question.contribution
    if said is None or is_hidden(question) or not answered_how(question.merged_into or question):
        raise Conflict(_("Frågan är inte besvarad än."), what_next=_("Sedan kan du skicka in den som synpunkt."))
    asked = said.submission
    return contribute(
        dialogue=asked.dialogue,
        said=Said(
            about=About(),
            text=question.text,
            sender_label=question.name,
            municipality=question.municipality,
            email=asked.contact.email if asked.contact is not None else "",
            language=asked.language,
            sending_key=f"fraga-{question.pk}",
        ),
        now=now,
    )
