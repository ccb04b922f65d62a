"""LimeSurvey's types of question: what each becomes, and why some become nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fardplan.surveys.workbooks.lime_rows import Part
from fardplan.surveys.workbooks.names import Names

Listed = list[tuple[str, dict[str, str]]]
"""Codes with their words by language."""

NOTHING: Final[dict[str, Promise]] = {
    "1": gettext_lazy("En matris med två skalor finns inte. Gör två matriser."),
    ":": gettext_lazy("En matris med tal finns inte. Gör en talfråga för varje rad."),
    ";": gettext_lazy("En matris med text finns inte. Gör en textfråga för varje rad."),
    "|": gettext_lazy("Bilder, ljud och filer tas inte emot i svaren."),
    "I": gettext_lazy("Man byter språk på enkätens första sida, inte i en fråga."),
}
_SIMPLE: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "L": ("single", {}),
    "!": ("single", {}),
    "O": ("single", {}),
    "M": ("multiple", {}),
    "P": ("multiple", {}),
    "R": ("ranking", {}),
    "5": ("scale", {"scale": {"low": 1, "high": 5}}),
    "N": ("number", {}),
    "S": ("text", {}),
    "T": ("text", {"long": True}),
    "U": ("text", {"long": True, "longest": 10_000}),
    "D": ("date", {}),
    "X": ("note", {}),
    "*": ("calculation", {}),
    "Y": ("single", {}),
    "G": ("single", {}),
    "F": ("matrix", {}),
    "H": ("matrix", {}),
    "A": ("matrix", {"scale": {"low": 1, "high": 5}}),
    "B": ("matrix", {"scale": {"low": 1, "high": 10}}),
    "C": ("matrix", {}),
    "E": ("matrix", {}),
    "K": ("number", {}),
    "Q": ("text", {}),
}
_FIXED: Final[dict[str, tuple[tuple[str, Promise], ...]]] = {
    "Y": (("Y", gettext_lazy("Ja")), ("N", gettext_lazy("Nej"))),
    "G": (("F", gettext_lazy("Kvinna")), ("M", gettext_lazy("Man"))),
    "C": (("Y", gettext_lazy("Ja")), ("U", gettext_lazy("Osäker")), ("N", gettext_lazy("Nej"))),
    "E": (("I", gettext_lazy("Öka")), ("S", gettext_lazy("Vara som nu")), ("D", gettext_lazy("Minska"))),
}


@dataclass
class Shape:
    """What a question becomes. With `fields` each of its sub-questions becomes a question of its own."""

    type: str
    extra: dict[str, Any]
    choices: Listed = field(default_factory=list)
    rows: Listed = field(default_factory=list)
    recoded: dict[str, str] = field(default_factory=dict)
    sub_codes: dict[str, str] = field(default_factory=dict)
    fields: bool = False
    notes: list[str] = field(default_factory=list)


def shape_of(part: Part) -> Shape | None:
    """What the question becomes; None for a type that is not taken."""
    if part.type not in _SIMPLE:
        return None
    kind, extra = _SIMPLE[part.type]
    shape = Shape(kind, dict(extra), fields=part.type in ("K", "Q"))
    if part.type in _FIXED:
        shape.choices = [(code, _in_all(label, part)) for code, label in _FIXED[part.type]]
    elif kind in ("single", "ranking", "matrix") and not extra:
        listed = part.answers or (part.rows if kind == "ranking" else {})
        shape.choices, shape.recoded = _listed(listed.values())
    if kind == "multiple":
        shape.choices, shape.recoded = _listed(part.rows.values())
        shape.sub_codes = {each.code: shape.recoded.get(each.code, each.code) for each in part.rows.values()}
    if kind == "matrix":
        shape.rows = _listed(part.rows.values())[0]
    if part.type in ("O", "P"):
        shape.notes.append(_("Kommentarsfälten togs inte med. Gör en textfråga om de behövs."))
    if part.row.get("random_order") == "1" or part.row.get("answer_order") == "random":
        shape.extra["shuffled"] = True
    return shape


def _listed(parts: Iterable[Part]) -> tuple[Listed, dict[str, str]]:
    names = Names(is_code=True)
    listed = [(names.take(part.code, otherwise=f"rad{part.row.number}"), part.text) for part in parts]
    return listed, {written: ours for written, ours in names.given.items() if written != ours}


def _in_all(label: Promise, part: Part) -> dict[str, str]:
    """Words of our own in the languages of the question; in Swedish where we do not have them."""
    ours = {language for language, _name in settings.LANGUAGES}
    words = {}
    for language in part.text or ("sv",):
        short = language.split("-")[0]
        with translation.override(short if short in ours else settings.LANGUAGE_CODE):
            words[language] = str(label)
    return words
