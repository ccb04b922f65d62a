"""What went wrong with a file, a choice or a fetch, in words for whoever must do something about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fardplan.analysis.statistical_tables import BadChoice, Fault, Problem, Unreadable

_PROBLEMS: dict[Problem, Promise] = {
    Problem.EMPTY: gettext_lazy("Filen är tom."),
    Problem.UNKNOWN_FORMAT: gettext_lazy("Filen är varken JSON-stat, PC-Axis (.px) eller ett svar från Kolada."),
    Problem.TOO_LARGE: gettext_lazy("Filen är för stor. Den får vara högst %(most)s byte och är %(found)s."),
    Problem.TOO_DEEP: gettext_lazy("Listor och objekt ligger i fler än %(most)s nivåer."),
    Problem.TOO_MANY_CELLS: gettext_lazy(
        "Tabellen har fler siffror än de %(most)s som ryms. Välj färre områden, åldrar eller år och hämta den på nytt."
    ),
    Problem.TOO_MANY_DIMENSIONS: gettext_lazy("Tabellen har %(found)s dimensioner. Högst %(most)s går att läsa."),
    Problem.TOO_MANY_STATEMENTS: gettext_lazy("Filen har fler uppgifter än de %(most)s som går att läsa."),
    Problem.TOO_LONG: gettext_lazy("Texten är för lång: %(found)s tecken. Den får vara högst %(most)s."),
    Problem.NOT_TEXT: gettext_lazy("Tecknen går inte att läsa som %(found)s. Spara filen på nytt, gärna i UTF-8."),
    Problem.UNKNOWN_CHARACTER_SET: gettext_lazy("Teckenuppsättningen %(found)s är inte känd."),
    Problem.NOT_JSON: gettext_lazy("Det här går inte att läsa som JSON: %(found)s"),
    Problem.NOT_A_NUMBER: gettext_lazy("%(found)s är inget tal."),
    Problem.MISSING: gettext_lazy("Uppgiften saknas."),
    Problem.WRONG_KIND: gettext_lazy("Här står något annat än det ska (%(expected)s)."),
    Problem.WRONG_LENGTH: gettext_lazy("Antalet stämmer inte: det ska vara %(expected)s och är %(found)s."),
    Problem.TWICE: gettext_lazy("%(found)s står två gånger."),
    Problem.UNKNOWN_CODE: gettext_lazy("%(found)s är inte känt här."),
    Problem.SEVERAL_TABLES: gettext_lazy("Filen har flera tabeller: %(found)s. Spara en i taget."),
    Problem.NO_TABLE: gettext_lazy("Filen har ingen tabell: %(found)s"),
    Problem.SPARSE: gettext_lazy(
        "Filen är sparad med KEYS, där rader med nollor är utelämnade. Spara den utan KEYS och försök igen."
    ),
    Problem.UNFINISHED: gettext_lazy("Citattecknet eller uppgiften som börjar här tar aldrig slut."),
    Problem.NOT_A_STATEMENT: gettext_lazy("Här ska stå ett nyckelord och ett likhetstecken, inte %(found)s."),
    Problem.MORE_PAGES: gettext_lazy(
        "Svaret från Kolada har fler sidor, och filen har bara en av dem. Hämta färre år eller områden, eller hämta"
        " tabellen från adressen."
    ),
}

# What the readers expected or found, which they say in English.
_PARTS: dict[str, Promise] = {
    "a list": gettext_lazy("en lista"),
    "an object": gettext_lazy("ett objekt"),
    "a text": gettext_lazy("en text"),
    "a number or null": gettext_lazy("ett tal eller null"),
    "a code": gettext_lazy("en kod"),
    "a whole number from 0": gettext_lazy("ett heltal från 0"),
    "a size of at least 1": gettext_lazy("en storlek som är minst 1"),
    "every place from 0 and up, each once": gettext_lazy("varje plats från 0 och uppåt, en gång var"),
    "a code of letters or digits": gettext_lazy("en kod av bokstäver eller siffror"),
    "a number of thousands of digits": gettext_lazy("ett tal med tusentals siffror"),
    "a number beyond all bounds": gettext_lazy("ett tal utan gräns"),
    "no rows": gettext_lazy("inga rader"),
    "more": gettext_lazy("fler"),
}
_COUNTED: dict[str, Promise] = {
    "sizes": gettext_lazy("%(number)s storlekar"),
    "codes": gettext_lazy("%(number)s koder"),
    "cells": gettext_lazy("%(number)s siffror"),
    "values": gettext_lazy("%(number)s värden"),
}

_FAULTS: dict[Fault, Promise] = {
    Fault.UNKNOWN_DIMENSION: gettext_lazy("Tabellen har inte %(codes)s."),
    Fault.UNKNOWN_CODE: gettext_lazy("%(codes)s finns inte under %(dimension)s i tabellen."),
    Fault.NOT_CHOSEN: gettext_lazy("Välj något under %(dimension)s."),
    Fault.NOT_ONE: gettext_lazy("Välj bara ett värde under %(dimension)s."),
    Fault.NO_TIME: gettext_lazy("Tabellen säger inte vad som är tid. Välj vilken dimension det är."),
    Fault.TWICE: gettext_lazy("%(codes)s under %(dimension)s räknas två gånger."),
    Fault.NOT_NAMED: gettext_lazy("%(codes)s under %(dimension)s står varken i en grupp eller som utelämnat."),
    Fault.TOTAL: gettext_lazy("%(codes)s under %(dimension)s ser ut som en summa av de andra."),
    Fault.OVERLAP: gettext_lazy("%(codes)s under %(dimension)s överlappar."),
    Fault.STRADDLES: gettext_lazy("%(codes)s under %(dimension)s ligger på båda sidor om en gräns."),
    Fault.GAP: gettext_lazy("Åldrarna under %(dimension)s täcker inte hela gruppen %(codes)s."),
    Fault.NO_RANGE: gettext_lazy("%(codes)s under %(dimension)s är ingen ålder."),
    Fault.EMPTY_GROUP: gettext_lazy("Gruppen %(codes)s under %(dimension)s är tom."),
    Fault.NO_VALUE: gettext_lazy("Det finns inget tal att räkna med vid %(codes)s."),
}

_FETCHES: dict[str, Promise] = {
    "offline": gettext_lazy("Servern får ingen kontakt med %(host)s."),
    "slow": gettext_lazy("%(host)s svarade inte i tid."),
    "status": gettext_lazy("%(host)s svarade med felet %(status)s. Kontrollera att adressen är hel."),
    "moved": gettext_lazy("Adressen leder vidare till %(host)s, som inte är en av dem som får hämtas från."),
    "large": gettext_lazy("Svaret är större än %(megabytes)s megabyte. Välj färre områden eller år."),
    "pages": gettext_lazy("Svaret har fler än %(most)s sidor. Välj färre områden eller år."),
    "packed": gettext_lazy("Svaret kom packat på ett sätt som inte går att läsa."),
    "lost": gettext_lazy("Servern startade om innan tabellen hade kommit."),
}

UPLOAD_INSTEAD = gettext_lazy("Försök igen senare, eller spara filen på din dator och ladda upp den här.")


def unreadable(problem: str, where: str, line: int | None, details: Mapping[str, Any]) -> str:
    """Why a file cannot be read, with the place where it is wrong."""
    parts = {name: _in_swedish(str(value)) for name, value in details.items()}
    sentence = str(_PROBLEMS[Problem[problem]]) % {"found": "", "most": "", "expected": "", **parts}
    places = [_("rad %(line)s") % {"line": line}] if line else []
    if where:
        places.append(where)
    if not places:
        return sentence
    return _("Filen går inte att läsa (%(where)s): %(what)s") % {"where": ", ".join(places), "what": sentence}


def _in_swedish(part: str) -> str:
    """A part of the readers' sentences in the language of the page; what comes out of the file stands as it is."""
    if part in _PARTS:
        return str(_PARTS[part])
    number, _space, kind = part.partition(" ")
    return str(_COUNTED[kind]) % {"number": number} if number.isdecimal() and kind in _COUNTED else part


def why_unreadable(error: Unreadable) -> str:
    return unreadable(error.problem.name, error.where, error.line, error.details)


def fault_of(error: BadChoice, names: Mapping[str, str]) -> dict[str, Any]:
    """A choice that cannot be made, as it is kept: with the name of the dimension people see."""
    return {
        "fault": error.fault.name,
        "dimension": names.get(error.dimension, error.dimension),
        "codes": [str(code) for code in error.codes[:8]],
    }


def faulty_choice(fault: Mapping[str, Any]) -> str:
    """Why a choice cannot be made from a table."""
    if "message" in fault:
        return str(fault["message"])
    parts = {"dimension": fault.get("dimension", ""), "codes": ", ".join(fault.get("codes", []))}
    return str(_FAULTS[Fault[fault["fault"]]]) % parts


def why_not_fetched(failure: Mapping[str, Any]) -> str:
    """Why a table did not come, and what to do."""
    if "problem" in failure:
        return unreadable(failure["problem"], failure.get("where", ""), failure.get("line"), failure.get("details", {}))
    if "message" in failure:
        return str(failure["message"])
    sentence = str(_FETCHES[failure["code"]]) % failure.get("details", {})
    return f"{sentence} {UPLOAD_INSTEAD}"
