"""The texts of a survey that became contributions, by the question they answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from fardplan.dialogue.models import Dialogue
from fardplan.surveys.models import Survey, TextAnswer
from fardplan.surveys.queries.finding import access_survey_at_desk, latest_version, surveys_of


@dataclass(frozen=True)
class Texts:
    """A question with texts: what it is called, its number and page, how many came, and how many nobody has read."""

    question: str
    label: str
    number: int
    page: str
    came: int
    unread: int


def texts_of(survey: Survey) -> list[Texts]:
    """The questions somebody has written to, in the order they are asked. Two queries."""
    unread = Q(submission__contributions__read_at=None, submission__contributions__hidden_at=None)
    rows = (
        TextAnswer.objects.filter(collection__survey=survey)
        .values_list("question")
        .annotate(number=Count("pk", distinct=True), unread=Count("pk", filter=unread, distinct=True))
        .order_by("question")
    )
    if not rows:
        return []
    version, language = latest_version(survey), survey.dialogue.language
    found = []
    for name, came, new in rows:
        asks = version.asks if version and name in version.asks.by_name else None
        label = asks.say(asks.by_name[name].label, language) if asks else name
        page = asks.say(asks.page_of[name].title, language) if asks else ""
        found.append(Texts(name, label, asks.numbers.get(name, 0) if asks else 0, page, came, new))
    return sorted(found, key=lambda each: (each.number or len(found) * 1_000, each.question))


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
