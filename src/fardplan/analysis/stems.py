"""Joining the inflected forms of a word, in Swedish and English, for counting words that many have written.

Porter's Snowball stemmers (the library `snowballstemmer`) do most of it. The Swedish one leaves some forms apart that
people write every day: the definite "skolan" beside "skola", "jobbet" beside "jobb", and plurals that change their
vowel ("städer"). The rules for these stand here, and the tests hold them to real words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from snowballstemmer import stemmer

from fardplan.analysis.stop_words import STOP_WORDS
from fardplan.analysis.words import words

LONGEST = 40  # letters
MOST_PARTS = 3  # of an expression: "billigare buss"

# Forms no rule for endings reaches. The end of the word decides, so that "förstäder" goes with "förstad".
_IRREGULAR = [
    (re.compile(rf"{plural}(?:na|nas|s)?$"), singular)
    for plural, singular in (
        ("städer", "stad"),
        ("stränder", "strand"),
        ("händer", "hand"),
        ("tänder", "tand"),
        ("böcker", "bok"),
        ("rötter", "rot"),
        ("fötter", "fot"),
        ("nätter", "natt"),
        ("krafter", "kraft"),
        ("söner", "son"),
        ("mödrar", "moder"),
        ("döttrar", "dotter"),
    )
] + [
    (re.compile(r"(?<![a-zåäö])länder(?:na|nas|s)?$"), "land"),
    (re.compile(r"(?<![a-zåäö])(by|ö)(?:n|ns|ar|ars|arna|arnas)$"), r"\1"),
    (re.compile(r"(?<![a-zåäö])idé(?:n|ns|er|ers|erna|ernas)$"), "idé"),
    (re.compile(r"vattnet?s?$"), "vatten"),
    (re.compile(r"heter(?:na|nas|s)?$"), "het"),
]
_DEFINITE = re.compile(r"(?<=[a-zåäö]{3}[aöåei])n$|(?<=[a-zåäö]{2}e[lr])n$")  # skolan, cykeln; "plan" is its own word
_NEUTER = re.compile(r"(?<=[a-zåäö]{4})ets?$|(?<=[a-zåäö][öei]n)t$")  # jobbet, arbetet, grönt
_SYNCOPE = re.compile(r"(?<=[bdfgklmnprstv])e(?=[lr]$)")  # cykel and cyklar, åker and åkrar


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's own name


class Written(NamedTuple):
    """A word as people wrote it, and how many did."""

    word: str
    stem: str
    number: int


class Joined(NamedTuple):
    """The forms of one word together: the form most people used, and how many wrote any of them."""

    word: str
    stem: str
    number: int


def plain(text: str) -> str:
    """The words of a short expression in lower case with one space between: "  Billigare BUSS!" is "billigare buss".

    Empty when there is no word in it; cut after three words and 40 letters.
    """
    return " ".join(words(text)[:MOST_PARTS])[:LONGEST].strip()


@lru_cache(maxsize=20_000)
def stem(expression: str, language: str) -> str:
    """What all forms of a word share; of an expression, that of each word. `language` is "sv" or "en"."""
    return " ".join(_stem_of(word, language) for word in expression.split())


def is_stop_word(expression: str, language: str) -> bool:
    """Whether it only holds words that hold a sentence together (och, att, the), or figures."""
    return all(word in STOP_WORDS[_known(language)] or word.isdecimal() for word in expression.split())


def joined(written: Iterable[Written]) -> list[Joined]:
    """Forms with the same stem as one word, the most written first. Of equally common forms the shortest is shown."""
    forms: dict[str, list[Written]] = {}
    for each in written:
        forms.setdefault(each.stem, []).append(each)
    found = [
        Joined(min(same, key=lambda form: (-form.number, len(form.word), form.word)).word, stem, _sum(same))
        for stem, same in forms.items()
    ]
    return sorted(found, key=lambda word: (-word.number, word.word))


def _sum(forms: Iterable[Written]) -> int:
    return sum(form.number for form in forms)


def _known(language: str) -> str:
    return language if language in STOP_WORDS else "sv"


@cache
def _stemmer(language: str) -> _Stemmer:
    made: _Stemmer = stemmer({"sv": "swedish", "en": "english"}[language])
    return made


def _stem_of(word: str, language: str) -> str:
    language = _known(language)
    if language == "en":
        return _stemmer(language).stemWord(word)
    for plural, singular in _IRREGULAR:
        word = plural.sub(singular, word)
    before = ""
    while word != before:
        before = word
        word = _NEUTER.sub("", _DEFINITE.sub("", word))
        word = _stemmer(language).stemWord(word)
    return _SYNCOPE.sub("", word)
