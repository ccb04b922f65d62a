"""The kinds of questions, told to somebody who has never made a survey, and which fields belong to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.surveys.definition.shape import QuestionType


@dataclass(frozen=True)
class Kind:
    """`example` shows what the respondent meets. `fields` are of the shape, besides those every question has."""

    type: QuestionType
    label: Promise
    told: Promise
    example: Promise
    fields: tuple[str, ...]


_LIST = ("choices", "shuffled")
_WAYS_OUT = ("required", "dont_know", "wont_say")
_SCALE = ("low", "high", "low_label", "high_label")
_BACKGROUND = ("background", "groups")
_BENCHMARK = ("benchmark", "benchmark_uncertainty")

KINDS: Final[dict[QuestionType, Kind]] = {
    kind.type: kind
    for kind in (
        Kind(QuestionType.SINGLE, _("Ett val"), _("Man väljer ett av flera svar."),
             _("Hur reser du oftast? ○ Buss ○ Cykel ○ Bil"),
             (*_LIST, "other", *_WAYS_OUT, "positive", *_BACKGROUND, *_BENCHMARK)),
        Kind(QuestionType.MULTIPLE, _("Flera val"), _("Man kryssar för så många svar man vill."),
             _("Hur reser du? ☐ Buss ☐ Cykel ☐ Bil"), (*_LIST, "other", "least", "most", *_WAYS_OUT)),
        Kind(QuestionType.SCALE, _("Skala"),
             _("Man sätter en siffra på hur mycket man håller med eller hur bra något är."),
             _("Hur väl stämmer det? Inte alls 1 2 3 4 5 Helt"), (*_SCALE, *_WAYS_OUT, *_BENCHMARK)),
        Kind(QuestionType.MATRIX, _("Matris"), _("Samma skala för flera saker: en rad för varje sak."),
             _("Hur nöjd är du med … Skolan 1 2 3 4 5 · Vården 1 2 3 4 5"),
             ("rows", "answers", *_SCALE, "choices", "shuffled", *_WAYS_OUT, "positive")),
        Kind(QuestionType.RANKING, _("Rangordning"), _("Man väljer det viktigaste först, sedan det näst viktigaste."),
             _("Vad är viktigast? 1. Bostäder 2. Restid 3. Natur"), (*_LIST, "most", *_WAYS_OUT)),
        Kind(QuestionType.POINTS, _("Fördela poäng"), _("Man delar ut ett antal poäng mellan flera saker."),
             _("Du har 100 poäng. Livsmiljöer 60 · Näringsliv 40"), ("choices", "total", *_WAYS_OUT)),
        Kind(QuestionType.TEXT, _("Fritext"), _("Man svarar med egna ord. Svaret kan bli en synpunkt som får svar."),
             _("Saknas något? ________"), ("long", "longest", "contribution", "about", *_WAYS_OUT)),
        Kind(QuestionType.NUMBER, _("Tal"), _("Man skriver ett tal."), _("Hur många mil pendlar du i veckan? 12"),
             ("minimum", "maximum", "whole", "unit", *_WAYS_OUT)),
        Kind(QuestionType.DATE, _("Datum"), _("Man skriver en dag."), _("När flyttade du hit? 2019-08-15"),
             ("earliest", "latest", *_WAYS_OUT)),
        Kind(QuestionType.AREA, _("Kommun eller område"), _("Man väljer ett område i en lista."),
             _("Vilken kommun bor du i? Karlshamn"), ("choices", "other", *_WAYS_OUT, *_BACKGROUND)),
        Kind(QuestionType.BIRTH_YEAR, _("Födelseår"),
             _("Man skriver sitt födelseår. Det sparas bara som en åldersklass."),
             _("Vilket år är du född? 1984 → 30–44 år"), ("classes", *_WAYS_OUT, *_BACKGROUND)),
        Kind(QuestionType.MAP, _("Plats på karta"), _("Man väljer en ruta på en karta, inte en exakt plats."),
             _("Var behövs en gångväg? Ruta C4"),
             ("south", "west", "north", "east", "columns", "grid_rows", "picture", "picture_text", "source",
              *_WAYS_OUT)),
        Kind(QuestionType.NOTE, _("Text"), _("En text att läsa mellan frågorna. Ingen svarar på den."),
             _("Så här ser vårt önskade läge ut: …"), ()),
        Kind(QuestionType.CALCULATION, _("Uträkning"),
             _("Ett tal som räknas ut av andra svar. Det visas inte, men kan styra vilka frågor som visas."),
             _("antal barn + antal vuxna"), ("calculation",)),
    )
}  # fmt: skip
