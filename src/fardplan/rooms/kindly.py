"""What in a line looks like somebody's name, address or number: told kindly, never refused.

It may be something else that looks the same; that is for the one who writes to judge.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from fardplan.ledger import personal_data

MOST_HINTS = 3
_WORD = r"[A-ZÅÄÖÉÜ][a-zåäöéüáèøæ]{1,20}(?:-[A-ZÅÄÖ][a-zåäöé]{1,20})?"
_PAIR = re.compile(rf"\b(?P<first>{_WORD})\s+(?P<second>(?:(?:von|af|de|la|al|el|bin)\s+)?{_WORD})\b")
_CALLED = re.compile(rf"\b(?:heter|hette|kallas|[Jj]ag är|[Hh]err|[Ff]ru|[Ff]röken)\s+(?P<name>{_WORD})\b")
_ALONE = re.compile(rf"(?<![\w-])(?P<name>{_WORD})(?![\w-])")

# Words that begin a name of a place, a body or a house, not of a person.
_BEGINNINGS = (
    "Region Regionen Kommun Kommunen Landstinget Länsstyrelsen Svenska Sveriges Nordiska Europeiska Norra Södra Östra "
    "Västra Nya Gamla Stora Lilla Övre Nedre Yttre Inre Sankt Sankta Röda Gröna Blå Vita Unga Rädda "
    "Det Den De Vi Ni Jag Han Hon Hen Att Om När Och Men För Alla Man Vad Hur Var Fler Mer Mindre Inga Inte En Ett "
    "Som Till Från Med Utan Under Efter Innan The We They"
)
_NO_FIRST_NAMES = frozenset(_BEGINNINGS.split())


def looks_personal(text: str, *, official: Collection[str] = ()) -> list[str]:
    """The words of a line that look like a name, an e-mail address or a number of somebody's, at most three.

    `official` are addresses and numbers of functions, and names of places: no person's.
    """
    found = [each.words for each in personal_data.find(text, official=official)]
    known = {word.casefold() for each in official for word in each.split()}
    for words in _names(text):
        if not any(part.casefold() in known for part in words.split()) and words not in found:
            found.append(words)
    return found[:MOST_HINTS]


def looks_like_names(who: str, *, official: Collection[str] = ()) -> list[str]:
    """As `looks_personal`, for *vilka är i rummet*: there one capital inside the line is enough."""
    found = looks_personal(who, official=official)
    known = {word.casefold() for each in official for word in each.split()}
    inside: list[str] = []
    first = ""
    for match in _ALONE.finditer(who):
        word = match["name"]
        if word in _NO_FIRST_NAMES or word.casefold() in known or any(word in each for each in found):
            continue
        if who[: match.start()].strip():
            inside.append(word)
        elif who[match.end() :].lstrip().startswith((",", "och ")):
            first = word  # a capital that begins the line is a name only if names follow: "Elever och en lärare"
    found += [first, *inside] if first and inside else inside
    return found[:MOST_HINTS]


def hint(found: Collection[str]) -> str:
    """What the page says about it; "" when nothing was found."""
    if not found:
        return ""
    words = ", ".join(f"”{each}”" for each in found)
    return _(
        "%(words)s ser ut som ett namn, en adress eller ett nummer. Skriv hellre en roll: det här blir offentligt."
    ) % {"words": words}


def _names(text: str) -> Iterator[str]:
    for match in _PAIR.finditer(text):
        if match["first"] not in _NO_FIRST_NAMES and match["second"] not in _NO_FIRST_NAMES:
            yield match[0]
    for match in _CALLED.finditer(text):
        if match["name"] not in _NO_FIRST_NAMES:
            yield match["name"]
