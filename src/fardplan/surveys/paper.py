"""The form on paper: the same questions with the same numbers as on screen, each laid out for a pen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from fardplan.base.text import clean, plain_words
from fardplan.documents.writing.sheets import Sheet, form_pdf
from fardplan.organisation.models import Organisation
from fardplan.surveys.definition import (
    DONT_KNOW,
    OTHER,
    WONT_SAY,
    Definition,
    Grid,
    Page,
    Question,
    QuestionType,
    Words,
    without_answers,
)
from fardplan.surveys.definition.conditions import Condition, conditions_of
from fardplan.surveys.definition.phrases import own_phrase
from fardplan.surveys.definition.shape import PhraseName
from fardplan.surveys.definition.words import direction_of
from fardplan.surveys.models import Collection, SurveyVersion

MOST_SQUARES = 9  # in a row, in large print too; of a map with more, the name of the square is written
MOST_BOXES = 40  # of a list; a longer one is answered by writing
LINES, LINES_LONG = 1, 6
LONGEST_PARAGRAPH = 5_000
_PLACE = "\x00"


@dataclass(frozen=True)
class PaperWish:
    """How a form is wanted. `where` is where it is to be left or sent; `code` is an invitation's, as shown."""

    language: str
    is_large: bool = False
    where: str = ""
    code: str = ""


def paper_form(collection: Collection, version: SurveyVersion, wish: PaperWish, *, organisation: Organisation) -> bytes:
    """The form as PDF, in one of the survey's languages; our own words are Swedish or English."""
    definition = version.asks
    title = definition.say(definition.title, wish.language)
    own = "sv" if wish.language == "sv" else "en"
    with translation.override(own):
        data = _form(collection, definition, wish)
    sheet = Sheet(
        title=title,
        organisation=organisation.name,
        language=wish.language,
        made_at=version.published_at,
        brand_colour=organisation.brand_colour,
    )
    return form_pdf(sheet, data)


def _form(collection: Collection, definition: Definition, wish: PaperWish) -> dict[str, Any]:
    paper = _Paper(definition, wish.language)
    closes = date_format(localtime(collection.closes_at), "j F Y")
    how = [_("Sista dag att svara: %(date)s.") % {"date": closes}]
    if wish.where.strip():
        how.append(_("Lämna eller skicka formuläret till:") + "\n" + clean(wish.where))
    before, between, after = (_("Sida %(page)s av %(pages)s") % {"page": _PLACE, "pages": _PLACE}).split(_PLACE)
    return {
        "is_large": wish.is_large,
        "is_rtl": direction_of(wish.language) == "rtl",
        "introduction": paper.text(definition.introduction),
        "thanks": paper.text(definition.thanks),
        "how": how,
        "code": wish.code,
        "pages": [paper.page(page) for page in definition.pages],
        "words": {
            "other": own_phrase(definition, "other_what", wish.language) or _("Annat, nämligen:"),
            "row": " ",
            "together": _("Tillsammans ska det bli"),
            "code": _("Din kod:"),
            "how-to-mark": _(
                "Sätt ett kryss i ringen eller rutan vid ditt svar. Blev det fel: stryk över krysset helt och sätt ett "
                "nytt. Du får hoppa över frågor."
            ),
            "secret": _(
                "Skriv inte ditt namn. Svaren skrivs in för hand, utan uppgift om vem du är, och papperet sparas så "
                "länge arkivreglerna kräver."
            ),
            "page-of": [before, between, after],
            "not-shown": _("Tecken som inte kan visas i den här filen är ersatta med □."),
        },
    }


class _Paper:
    """The words of one survey in one language, for paper."""

    def __init__(self, definition: Definition, language: str) -> None:
        self.definition = definition
        self.language = language

    def say(self, words: Words) -> str:
        """Plain words; what would have been an earlier answer is three dots."""
        return without_answers(self.definition.say(words, self.language)).strip()

    def phrase(self, name: PhraseName) -> str:
        """One of our own words as the survey has it; "" where it brings none."""
        return own_phrase(self.definition, name, self.language)

    def text(self, words: Words) -> str:
        """Words in our Markdown, as plain paragraphs."""
        parts = (plain_words(part, LONGEST_PARAGRAPH) for part in self.say(words).split("\n\n"))
        return "\n\n".join(part for part in parts if part)

    def page(self, page: Page) -> dict[str, Any]:
        questions = [each for each in page.questions if each.type != QuestionType.CALCULATION]
        return {
            "title": self.say(page.title),
            "text": self.text(page.text),
            "only": self._only(page.relevant),
            "questions": [self.question(each) for each in questions],
        }

    def question(self, question: Question) -> dict[str, Any]:
        if question.type == QuestionType.NOTE:
            return {"k": "note", "label": self.text(question.label), "choices": []}
        declined = self._declined(question)
        return {
            "number": self.definition.numbers[question.name],
            "label": self.say(question.label),
            "only": self._only(question.relevant),
            "hint": " ".join(part for part in (self.say(question.hint), _help(question)) if part),
            "choices": [],
            "other": False,
            "declined": declined,
        } | self._control(question)

    def _control(self, question: Question) -> dict[str, Any]:
        labels = [self.say(choice.label) for choice in question.choices]
        match question.type:
            case QuestionType.SINGLE | QuestionType.AREA if len(labels) > MOST_BOXES:
                return {"k": "lines", "count": 1}
            case QuestionType.SINGLE | QuestionType.AREA:
                return {"k": "one", "choices": labels, "other": question.other}
            case QuestionType.MULTIPLE:
                return {"k": "several", "choices": labels, "other": question.other}
            case QuestionType.SCALE if question.scale is not None:
                ends = {"low": self.say(question.scale.low_label), "high": self.say(question.scale.high_label)}
                return {"k": "scale", "codes": list(question.codes)} | ends
            case QuestionType.MATRIX:
                return self._matrix(question, labels)
            case QuestionType.RANKING:
                return {"k": "ranking", "choices": labels}
            case QuestionType.POINTS:
                return {"k": "points", "choices": labels, "total": question.total}
            case QuestionType.BIRTH_YEAR:
                return {"k": "digits", "count": 4}
            case QuestionType.MAP if question.grid is not None and _has_squares(question.grid):
                return {"k": "squares", "columns": question.grid.columns, "squares": list(question.grid.codes)}
            case QuestionType.TEXT:
                return {"k": "lines", "count": LINES_LONG if question.long else LINES}
        return {"k": "line", "unit": self.say(question.unit)}

    def _matrix(self, question: Question, labels: list[str]) -> dict[str, Any]:
        codes = labels if question.choices else list(question.codes)
        rows = [self.say(row.label) for row in question.rows]
        ends = ""
        if question.scale is not None and not question.choices:
            low, high = self.say(question.scale.low_label), self.say(question.scale.high_label)
            if low or high:
                ends = f"{codes[0]} = {low}, {codes[-1]} = {high}"
        own = self._declined(question)
        found = {"k": "matrix", "codes": [*codes, *own], "rows": rows, "declined": []}
        return found | ({"hint": " ".join(part for part in (self.say(question.hint), ends) if part)} if ends else {})

    def _declined(self, question: Question) -> list[str]:
        return [
            *([self.phrase("dont_know") or _("Vet inte")] if question.dont_know else ()),
            *([self.phrase("wont_say") or _("Vill inte svara")] if question.wont_say else ()),
        ]

    def _only(self, formula: str) -> str:
        """Who answers, in words where the condition is one that lists can make."""
        if not formula:
            return ""
        found = conditions_of(formula)
        if found is None:
            return _("Svara bara om frågan gäller dig.")
        conditions, joint = found
        words = [self._condition(each) for each in conditions]
        if not all(words):
            return _("Svara bara om frågan gäller dig.")
        between = _(" och ") if joint == "and" else _(" eller ")
        return _("Svara bara om %(conditions)s.") % {"conditions": between.join(words)}

    def _condition(self, condition: Condition) -> str:
        question = self.definition.by_name.get(condition.name)
        number = self.definition.numbers.get(condition.name)
        if question is None or number is None:
            return ""
        labels = {choice.name: self.say(choice.label) for choice in question.choices}
        labels |= {
            OTHER: self.phrase("other") or _("Annat"),
            DONT_KNOW: self.phrase("dont_know") or _("Vet inte"),
            WONT_SAY: self.phrase("wont_say") or _("Vill inte svara"),
        }
        value = labels.get(condition.value) or condition.value
        words = {
            ">=": _("du på fråga %(number)d svarade minst %(value)s"),
            "<=": _("du på fråga %(number)d svarade högst %(value)s"),
            "answered": _("du svarade på fråga %(number)d"),
        }.get(condition.sign, _("du på fråga %(number)d svarade %(value)s"))
        turned = {
            "answered": _("du inte svarade på fråga %(number)d"),
            ">=": _("du på fråga %(number)d svarade mindre än %(value)s"),
            "<=": _("du på fråga %(number)d svarade mer än %(value)s"),
        }.get(condition.sign, _("du på fråga %(number)d inte svarade %(value)s"))
        return (turned if condition.turned else words) % {"number": number, "value": value}


def _has_squares(grid: Grid) -> bool:
    return grid.columns <= MOST_SQUARES and grid.rows <= MOST_SQUARES


def _help(question: Question) -> str:
    """How to answer with a pen."""
    match question.type:
        case QuestionType.MULTIPLE if question.most:
            return _("Kryssa högst %(most)d.") % {"most": question.most}
        case QuestionType.MULTIPLE:
            return _("Du kan kryssa flera.")
        case QuestionType.RANKING:
            most = min(question.most or len(question.codes), len(question.codes))
            return _("Skriv 1 vid det viktigaste, sedan 2 och så vidare till högst %(most)d.") % {"most": most}
        case QuestionType.POINTS:
            return _("Skriv hela tal i rutorna. De ska bli %(total)d tillsammans.") % {"total": question.total}
        case QuestionType.BIRTH_YEAR:
            return _("Fyra siffror. Bara åldersgruppen sparas, inte årtalet.")
        case QuestionType.MAP if question.grid is not None:
            last, rows = chr(64 + question.grid.columns), question.grid.rows
            how = (
                _("Kryssa i en ruta.")
                if _has_squares(question.grid)
                else _("Skriv rutans bokstav och siffra, till exempel B3.")
            )
            return f"{how} " + _(
                "A är längst i väster och %(last)s längst i öster, 1 längst i norr och %(rows)d längst i söder."
            ) % {"last": last, "rows": rows}
        case QuestionType.TEXT if question.contribution:
            return _("Det du skriver blir en synpunkt och en allmän handling. Skriv inget känsligt om dig eller andra.")
        case QuestionType.DATE:
            return _("År, månad och dag.")
    return ""
