"""Words that hold a sentence together and say nothing alone, in Swedish and English."""

from __future__ import annotations

_SWEDISH = """
alla alldeles allt alltid alltså andra annan annat att av bara bli blir blev blivit bra både båda de dem den denna deras
dess dessa det detta dig din dina ditt dock du där därför då efter ej eller en enligt er era ett exempelvis fast få får
fick för först från ganska genom ger ha hade han hans har hela helt heller henne hennes hit honom hos hur här i ibland
in inga ingen inget innan inom inte ja jag ju kan kanske kom komma kommer kunna kunde lite litet man mellan men mer mera
mest mig min mina mindre mitt mot mycket måste många ned nej ni nog nu något någon några när nästan och också om oss på
redan samma sedan ser sig sin sina sitt själv ska skall skulle som så sådan sådana sådant tex till tills trots tycker
typ under upp ur ut utan vad var vara varför varit varje vart vem vet vi via vid vidare vilja vilka vilken vilket vill
vår våra vårt väl än ändå är även åt över
"""

_ENGLISH = """
a about above after again all also always am an and any are as at be because been before being below between both but by
can could did do does doing down during each even every few for from further had has have having he her here hers him
his how i if in into is it its just like lot lots many me more most much my no nor not now of off on once one only or
other our out over own same she should so some such than that the their them then there these they this those through to
too under until up us very was we were what when where which while who whom why will with would yes you your
"""

STOP_WORDS: dict[str, frozenset[str]] = {
    "sv": frozenset(_SWEDISH.split()),
    "en": frozenset(_ENGLISH.split()),
}
