"""What is wrong in a formula, in the reader's language; the places and kinds are those of `analysis.expressions`."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.expressions import ExpressionError, Kind

_SENTENCES: Final[dict[Kind, Promise]] = {
    "empty": _("Här står ingenting."),
    "too_long": _("Det här är längre än %(found)s tecken."),
    "too_deep": _("Tecken %(position)d: för många parenteser eller uträkningar ligger i varandra."),
    "too_large": _("Tecken %(position)d: formeln har för många delar. Dela upp den i flera uträkningar."),
    "too_large_number": _("Tecken %(position)d: talet %(found)s är för stort."),
    "character": _("Tecken %(position)d: tecknet %(found)s kan inte stå här."),
    "unclosed_text": _("Tecken %(position)d: en text börjar här men citattecknet efter den saknas."),
    "unclosed_reference": _("Tecken %(position)d: en fråga nämns här men } efter namnet saknas."),
    "name": _("Tecken %(position)d: ”%(found)s” kan inte vara namnet på en fråga."),
    "reference": _("Tecken %(position)d: ingen tidigare fråga heter ”%(found)s”."),
    "own_answer": _("Tecken %(position)d: punkten betyder frågans eget svar, och det finns inte här."),
    "function": _("Tecken %(position)d: det finns ingen funktion som heter ”%(found)s”."),
    "bare_function": _("Tecken %(position)d: parenteser saknas efter ”%(found)s”."),
    "arguments": _("Tecken %(position)d: ”%(found)s” har fel antal värden inom parentesen."),
    "operator": _("Tecken %(position)d: ”%(found)s” går inte att använda. Lika skrivs = och inte lika !=."),
    "word": _("Tecken %(position)d: ”%(found)s” är okänt. Skriv en fråga som ${namn} och en text inom citattecken."),
    "unclosed_bracket": _("Tecken %(position)d: parentesen som börjar här har inget slut."),
    "end": _("Tecken %(position)d: något saknas i slutet."),
    "unexpected": _("Tecken %(position)d: ”%(found)s” kan inte stå här."),
}


def sentence_of(error: ExpressionError) -> str:
    """What is wrong, and at which character counted from 1."""
    return str(_SENTENCES[error.kind]) % {"position": error.position, "found": error.found}
