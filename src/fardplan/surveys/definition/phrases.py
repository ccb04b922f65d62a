"""Our own words around a survey: buttons, "Vet inte", what an answer is told. Our pages have them in their own
languages; a survey in another language may bring its own, so that nobody has to answer in two languages at once.

Where a phrase stands before a number or a fault, what follows it is put after it: "Sida" becomes "Sida 2/6".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.surveys.definition.shape import Definition, PhraseName, Question, QuestionType


@dataclass(frozen=True)
class Phrase:
    """`words` are ours. `types` are the questions it is used in, () for every survey; `then` is what follows it."""

    words: Promise
    types: tuple[QuestionType, ...] = ()
    then: str = ""


_T = QuestionType
PHRASES: Final[dict[PhraseName, Phrase]] = {
    "begin": Phrase(_("Börja svara")),
    "continue": Phrase(_("Fortsätt svara")),
    "part": Phrase(_("Sida"), then="1/6"),
    "next": Phrase(_("Nästa")),
    "back": Phrase(_("Tillbaka")),
    "later": Phrase(_("Spara och fortsätt senare")),
    "kept": Phrase(_("Varje sida sparas när du går vidare. Bara du kan läsa svaren innan du har skickat in.")),
    "review": Phrase(_("Gå igenom svaren")),
    "dont_know": Phrase(_("Vet inte")),
    "wont_say": Phrase(_("Vill inte svara")),
    "other": Phrase(_("Annat")),
    "other_what": Phrase(_("Annat, nämligen")),
    "required": Phrase(_("(måste besvaras)")),
    "choose": Phrase(_("Välj i listan"), (_T.AREA, _T.RANKING)),
    "several": Phrase(_("Du kan välja flera."), (_T.MULTIPLE,)),
    "at_most": Phrase(_("Välj högst"), (_T.MULTIPLE,), then="3"),
    "at_least": Phrase(_("Välj minst"), (_T.MULTIPLE,), then="2"),
    "ranking": Phrase(_("Börja med det viktigaste. Du behöver inte fylla alla platser."), (_T.RANKING,)),
    "place": Phrase(_("Plats"), (_T.RANKING,), then="1"),
    "points": Phrase(_("Skriv hela tal. Tillsammans ska de bli:"), (_T.POINTS,), then="100"),
    "birth_year": Phrase(
        _("Fyra siffror, till exempel 1980. Vi sparar bara vilken åldersgrupp du hör till, inte årtalet."),
        (_T.BIRTH_YEAR,),
    ),
    "square": Phrase(_("Välj en ruta. Vi frågar inte efter någon exakt plats."), (_T.MAP,)),
    "public_record": Phrase(
        _(
            "Det du skriver blir en synpunkt som vi läser och svarar på. Den är en allmän handling: "
            "skriv inget känsligt om dig själv eller andra."
        ),
        (_T.TEXT,),
    ),
    "must_answer": Phrase(_("Den här frågan behöver ett svar.")),
    "mend": Phrase(_("Svaret behöver ändras:"), then="…"),
    "look_through": Phrase(_("Gå igenom dina svar")),
    "not_sent": Phrase(_("Inget är inskickat än. Läs igenom, ändra det du vill och skicka in.")),
    "no_answer": Phrase(_("Inget svar")),
    "change": Phrase(_("Ändra")),
    "send": Phrase(_("Skicka in")),
    "thanks": Phrase(_("Tack för dina svar")),
    "sent": Phrase(_("De är inskickade.")),
}


def is_ours(language: str) -> bool:
    """Whether our own pages are in this language."""
    return language in dict(settings.LANGUAGES)


def own_phrase(definition: Definition, name: PhraseName, language: str) -> str:
    """A phrase in the survey's own words; "" where it brings none, and ours are used."""
    return definition.phrases.get(name, {}).get(language, "")


def used_in(definition: Definition) -> Iterator[PhraseName]:
    """The phrases that somebody who answers this survey may meet."""
    asked: list[Question] = [question for question in definition.questions if question.is_asked]
    types = {question.type for question in asked}
    unused = {
        *(() if any(each.dont_know for each in asked) else ("dont_know",)),
        *(() if any(each.wont_say for each in asked) else ("wont_say",)),
        *(() if any(each.other for each in asked) else ("other", "other_what")),
        *(() if any(each.required for each in asked) else ("required", "must_answer")),
        *(() if any(each.contribution for each in asked) else ("public_record",)),
    }
    for name, phrase in PHRASES.items():
        if name not in unused and (not phrase.types or types & set(phrase.types)):
            yield name


def missing_in(definition: Definition, language: str) -> list[PhraseName]:
    """The phrases in use that will be in another language than the survey's words; [] where our own pages have it."""
    if is_ours(language):
        return []
    return [name for name in used_in(definition) if not own_phrase(definition, name, language)]
