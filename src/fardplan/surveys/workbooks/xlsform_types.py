"""What the types of XLSForm are here, and why some are nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.surveys.definition import QuestionType

_CHOOSING = re.compile(r"(select_one|select_multiple|rank)\s+(\S+)(?:\s+(or_other))?")
_SPELLED = {
    "select one": "select_one",
    "select1": "select_one",
    "select multiple": "select_multiple",
    "select all that apply": "select_multiple",
    "add select one prompt using": "select_one",
}
SIMPLE: Final = {
    "note": QuestionType.NOTE,
    "text": QuestionType.TEXT,
    "string": QuestionType.TEXT,
    "integer": QuestionType.NUMBER,
    "int": QuestionType.NUMBER,
    "decimal": QuestionType.NUMBER,
    "date": QuestionType.DATE,
    "calculate": QuestionType.CALCULATION,
    "range": QuestionType.SCALE,
}
_CHOICES: Final = {
    "select_one": QuestionType.SINGLE,
    "select_multiple": QuestionType.MULTIPLE,
    "rank": QuestionType.RANKING,
}
_WHERE = _("Ett exakt läge pekar ut var någon bor. Gör en kartfråga med rutor i redigeraren i stället.")
_FILE = _("Bilder, ljud och filer tas inte emot i svaren.")
_WHO = _("Enkäten sparar varken vem som svarar, från vad eller när på dagen.")
_TIME = _("Klockslag finns inte som fråga. Gör en textfråga eller ett val.")
_LIST = _("Svarsalternativ i en fil för sig läses inte. Lägg dem i bladet choices.")
NOTHING: Final[dict[str, Promise]] = {
    **dict.fromkeys(["geopoint", "geotrace", "geoshape", "start-geopoint", "gps", "location"], _WHERE),
    **dict.fromkeys(["image", "photo", "audio", "video", "file", "barcode", "background-audio"], _FILE),
    **dict.fromkeys(
        ["start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit"],
        _WHO,
    ),
    **dict.fromkeys(["time", "datetime"], _TIME),
    **dict.fromkeys(
        ["select_one_from_file", "select_multiple_from_file", "select_one_external", "csv-external", "xml-external"],
        _LIST,
    ),
    "acknowledge": _("Ett kvitto på att man läst finns inte. Gör en fråga med ett val."),
    "trigger": _("Ett kvitto på att man läst finns inte. Gör en fråga med ett val."),
    "hidden": _("Dolda fält finns inte. Gör en uträkning om värdet behövs."),
}
UNKNOWN = _("Frågetypen är inte känd.")
REPEAT = _("Upprepade grupper finns inte. Fråga en gång, eller gör en fråga för varje.")


@dataclass(frozen=True)
class Type:
    """`kind` is None for what is not taken, because of `why`."""

    kind: QuestionType | None
    list_name: str = ""
    other: bool = False
    whole: bool = False
    why: str = ""


def type_of(written: str) -> Type:
    """What a cell in the column `type` says."""
    spelled = " ".join(written.split())
    for said, meant in _SPELLED.items():
        if spelled.casefold().startswith(f"{said} "):
            spelled = meant + spelled[len(said) :]
    spelled = re.sub(r"\bor (?:specify )?other$", "or_other", spelled)
    if choosing := _CHOOSING.fullmatch(spelled):
        return Type(_CHOICES[choosing[1]], choosing[2], other=bool(choosing[3]))
    word = spelled.casefold()
    if word in SIMPLE:
        return Type(SIMPLE[word], whole=word in ("integer", "int"))
    first = word.split(" ")[0] if word else ""
    return Type(None, why=str(NOTHING.get(first, UNKNOWN)))
