"""The texts of a survey that became contributions, by the question they answer."""

from __future__ import annotations

from django.db.models import Count, Q

from fardplan.dialogue.models import Dialogue
from fardplan.surveys.models import Survey, TextAnswer
from fardplan.surveys.queries.finding import access_survey_at_desk, latest_version, surveys_of


def texts_of(survey: Survey) -> list[tuple[str, str, int, int]]:
    """Each question with texts: its name, what it is called, how many came, and how many of them nobody has read."""
    unread = Q(submission__contributions__read_at=None, submission__contributions__hidden_at=None)
    rows = (
        TextAnswer.objects.filter(collection__survey=survey)
        .values_list("question")
        .annotate(number=Count("pk", distinct=True), unread=Count("pk", filter=unread, distinct=True))
        .order_by("question")
    )
    return [(name, _label(survey, name), number, unread) for name, number, unread in rows]


def question_called(dialogue: Dialogue, asked: str) -> str:
    """What a question is called, by its survey's address and its name with a colon between; "" when there is none."""
    slug, _colon, name = asked.partition(":")
    if not name or not surveys_of(dialogue).filter(slug=slug).exists():
        return ""
    return _label(access_survey_at_desk(dialogue, slug), name)


def _label(survey: Survey, name: str) -> str:
    version = latest_version(survey)
    question = version.asks.by_name.get(name) if version is not None else None
    return version.asks.say(question.label, survey.dialogue.language) if version and question else name
