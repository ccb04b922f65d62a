"""What a new survey begins with, in the language of the dialogue."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from fardplan.surveys.definition.naming import from_lines
from fardplan.surveys.definition.shape import Choice, Definition, Page, Question, QuestionType

AGE_CLASSES = [16, 30, 45, 65, 75]  # as SCB publishes; the youngest that are asked without a guardian


def blank(title: str, *, language: str) -> Definition:
    """One page without questions."""
    with override(language):
        page = Page(name="sida_1", title={language: _("Frågor")})
    return Definition(languages=[language], title={language: title}, pages=[page])


def with_background(title: str, municipalities: Sequence[str], *, language: str) -> Definition:
    """And a last page about who answers. Without municipalities that question is left for the writer to make."""
    empty = blank(title, language=language)
    with override(language):
        questions = [_municipality(municipalities, language)] if len(municipalities) > 1 else []
        questions += [_age(language), _gender(language)]
        page = Page(
            name="om_dig",
            title={language: _("Om dig")},
            text={language: _("Vi frågar för att kunna se vilka som har svarat jämfört med vilka som bor här.")},
            questions=questions,
        )
    return empty.model_copy(update={"pages": [*empty.pages, page]})


def _municipality(municipalities: Sequence[str], language: str) -> Question:
    elsewhere = Choice(name="annan", label={language: _("En annan kommun")})
    return Question(
        name="kommun",
        type=QuestionType.AREA,
        label={language: _("Vilken kommun bor du i?")},
        choices=[*from_lines("\n".join(municipalities), [], language), elsewhere],
        wont_say=True,
        background=True,
    )


def _age(language: str) -> Question:
    return Question(
        name="alder",
        type=QuestionType.BIRTH_YEAR,
        label={language: _("Vilket år är du född?")},
        classes=AGE_CLASSES,
        wont_say=True,
        background=True,
    )


def _gender(language: str) -> Question:
    labels = {"kvinna": _("Kvinna"), "man": _("Man"), "annan": _("Annan könsidentitet")}
    return Question(
        name="kon",
        type=QuestionType.SINGLE,
        label={language: _("Vilket kön har du?")},
        choices=[Choice(name=name, label={language: label}) for name, label in labels.items()],
        wont_say=True,
        background=True,
    )
