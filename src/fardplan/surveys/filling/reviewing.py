"""A response as it is looked through before it is sent in: every question that was asked, with what was answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from fardplan.surveys.definition import Answers, Page, Question, said
from fardplan.surveys.filling.filling import Filling
from fardplan.surveys.filling.html import put
from fardplan.surveys.filling.mending import faults_in
from fardplan.surveys.filling.saying import Saying
from fardplan.surveys.filling.words import OurWords, answer_lines


@dataclass(frozen=True)
class Reviewed:
    """A question with what was answered; `fault` says what is left to mend."""

    question: Question
    number: int
    label: str
    lines: list[str]
    fault: str


@dataclass(frozen=True)
class ReviewedPage:
    """A page by its number in the definition. `html` are its questions and answers, for a list of descriptions."""

    title: str
    number: int
    questions: list[Reviewed]
    html: SafeString


def look_through(filling: Filling) -> tuple[list[ReviewedPage], Answers]:
    """The pages somebody is asked, in order, and their answers to what is asked."""
    definition, answers = filling.definition, filling.answers
    asked, faults = faults_in(definition, answers, language=filling.language, today=filling.today, half=filling.half)
    found = {question.name: message for question, message in faults}
    saying = Saying(definition, filling.language)

    def words(label: dict[str, str]) -> str:
        spoken = definition.say(label, filling.language)
        return said(definition, spoken, asked.answers, language=filling.language, today=filling.today)

    def reviewed(page: Page) -> ReviewedPage:
        questions = [
            Reviewed(
                question,
                definition.numbers[question.name],
                words(question.label),
                answer_lines(definition, question, asked.answers, language=filling.language),
                found.get(question.name, ""),
            )
            for question in page.questions
            if question.is_asked and question.name in asked.questions
        ]
        html = SafeString("\n".join(_in_list(each, saying) for each in questions))
        return ReviewedPage(words(page.title), definition.pages.index(page) + 1, questions, html)

    return [reviewed(page) for page in asked.pages], asked.answers


def _in_list(each: Reviewed, saying: Saying) -> SafeString:
    """Written by Python for the same reason as the controls: there may be two hundred."""
    lines = [
        put("<span{}>{}</span>", SafeString(' dir="auto"') if isinstance(line, OurWords) else saying.marked, line)
        for line in each.lines
    ] or [put('<span class="muted">{}</span>', saying.phrase("no_answer"))]
    return put(
        '<div{}><dt><span class="count">{}.</span> <span{}>{}</span></dt><dd>{}</dd></div>',
        SafeString(' class="invalid"') if each.fault else "", each.number, saying.marked, each.label,
        SafeString("<br>".join(lines)),
    )  # fmt: skip
