"""The words of a page of a survey as HTML, each with its language where it is not the page's.

Three kinds of words meet on it: the survey's, in the language of the response; our own, in that language when the
survey brings them (`definition.phrases`); and our own in the language of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from fardplan.surveys.definition import DONT_KNOW, WONT_SAY, Definition, Question
from fardplan.surveys.definition.phrases import PHRASES, own_phrase
from fardplan.surveys.definition.shape import PhraseName
from fardplan.surveys.definition.words import direction_of
from fardplan.surveys.filling.html import put


def own_codes(question: Question) -> list[tuple[str, PhraseName]]:
    """The ways not to answer that a question has, by their codes, with what they are called."""
    found: list[tuple[str, PhraseName]] = []
    if question.dont_know:
        found.append((DONT_KNOW, "dont_know"))
    if question.wont_say:
        found.append((WONT_SAY, "wont_say"))
    return found


@dataclass(frozen=True)
class Saying:
    definition: Definition
    language: str

    @cached_property
    def marked(self) -> SafeString:
        """` lang="ar" dir="rtl"` when the survey is in another language than the page; else nothing."""
        if self.language == get_language():
            return SafeString("")
        return put(' lang="{}" dir="{}"', self.language, direction_of(self.language))

    @cached_property
    def marked_ours(self) -> SafeString:
        """The same for our own words in the middle of a page that goes the other way."""
        here = get_language() or ""
        if direction_of(self.language) == direction_of(here):
            return SafeString("")
        return put(' lang="{}" dir="{}"', here, direction_of(here))

    def of_survey(self, words: str) -> SafeString:
        """Words of the survey."""
        return put("<span{}>{}</span>", self.marked, words) if self.marked else put("{}", words)

    def ours(self, words: str) -> SafeString:
        """Words of our own, in the language of the page."""
        return put("<span{}>{}</span>", self.marked_ours, words) if self.marked_ours else put("{}", words)

    def plain(self, name: PhraseName) -> str:
        """A phrase: the survey's when it brings one, else ours."""
        return own_phrase(self.definition, name, self.language) or str(PHRASES[name].words)

    def phrase(self, name: PhraseName, *, ours: str = "", then: object = "") -> SafeString:
        """A phrase as HTML. `ours` is what we say instead when the survey brings none, `then` follows the survey's."""
        own = own_phrase(self.definition, name, self.language)
        if own:
            return self.of_survey(f"{own} {then}" if then != "" else own)
        return self.ours(ours or str(PHRASES[name].words))

    def mark_of(self, name: PhraseName) -> SafeString:
        """The language of a phrase as an attribute, for what can hold no markup; ours stand in the page's."""
        here = get_language() or ""
        if own_phrase(self.definition, name, self.language) or not self.marked:
            return self.marked
        return put(' lang="{}" dir="{}"', here, direction_of(here))
