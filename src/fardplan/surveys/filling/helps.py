"""What we say ourselves of how a question is answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fardplan.surveys.definition import Question, QuestionType
from fardplan.surveys.definition.phrases import own_phrase
from fardplan.surveys.filling.saying import Saying


def age_words(code: str) -> str:
    """30–44 år, 75 år eller äldre: an age class as people read it."""
    low, _dash, high = code.partition("-")
    return _("%(age)s år") % {"age": f"{low}–{high}"} if high else _("%(age)s år eller äldre") % {"age": low}


def helps_of_type(question: Question, saying: Saying) -> Iterator[SafeString]:
    """How a question of its type is answered."""
    match question.type:
        case QuestionType.MULTIPLE:
            yield from _how_many(question, saying)
        case QuestionType.RANKING:
            yield saying.phrase("ranking")
        case QuestionType.POINTS:
            ours = _("Skriv hela tal. De ska bli %(total)d tillsammans.") % {"total": question.total}
            yield saying.phrase("points", ours=ours, then=question.total)
        case QuestionType.BIRTH_YEAR:
            yield saying.phrase("birth_year")
        case QuestionType.MAP:
            yield saying.phrase("square")
        case QuestionType.TEXT if question.contribution:
            yield saying.phrase("public_record")


def _how_many(question: Question, saying: Saying) -> Iterator[SafeString]:
    least, most = question.least, question.most
    if least and most and not own_phrase(saying.definition, "at_most", saying.language):
        yield saying.ours(_("Välj %(least)d–%(most)d svar.") % {"least": least, "most": most})
        return
    if least:
        yield saying.phrase("at_least", ours=_("Välj minst %(least)d.") % {"least": least}, then=least)
    if most:
        yield saying.phrase("at_most", ours=_("Välj högst %(most)d.") % {"most": most}, then=most)
    if not least and not most:
        yield saying.phrase("several")
