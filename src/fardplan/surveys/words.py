"""What may be said of a result, in words that hold for how its answers were collected."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.surveys.models import CollectionKind, WaveChannel
from fardplan.surveys.suspicions import NETWORK_BURST, STRAIGHT_LINE, TOO_FAST, TRAP

MAY_BE_SAID: dict[str, Promise] = {
    CollectionKind.OPEN: _(
        "Vem som helst som har länken kan svara. Resultatet visar vad de som svarade tycker. Det kan inte sägas gälla "
        "alla invånare, och det har ingen felmarginal. Det ni räknar är antal svar, aldrig svarsfrekvens."
    ),
    CollectionKind.INVITED: _(
        "Ett slumpvis urval får varsin kod. Resultatet kan sägas gälla alla som urvalet drogs bland, och det visas med "
        "osäkerhetsintervall och svarsfrekvens. Ju färre som svarar, desto större är risken att de som lät bli tycker "
        "annorlunda."
    ),
    CollectionKind.GROUP: _(
        "En grupp, till exempel en skola, får en gemensam kod. Resultatet visar vad de i gruppen som svarade tycker. "
        "Det visas för sig, utan felmarginal, och säger inget om andra."
    ),
}

CHANNEL_EXPLAINED: dict[str, Promise] = {
    WaveChannel.EMAIL: _("Breven skickas härifrån, ett till varje adress i en lista."),
    WaveChannel.POST: _("Ni får en PDF med ett brev för varje adress, eller en fil till ett tryckeri."),
    WaveChannel.PRINT: _("Ni får koder utan adresser: kort att dela ut, eller en fil till någon som har adresserna."),
}

# Why somebody who was invited turned out not to belong, by the code that is kept.
OUTSIDE_BECAUSE: dict[str, Promise] = {
    "moved": _("har flyttat från området"),
    "dead": _("är avliden"),
    "not_in_group": _("hör inte till målgruppen"),
    "twice": _("fanns två gånger i urvalet"),
}

# What makes a response odd (`suspicions`), in words for the official who decides.
FLAGS: dict[str, Promise] = {
    TOO_FAST: _("ifyllt fortare än någon hinner läsa frågorna"),
    TRAP: _("ett fält som människor inte ser är ifyllt, som av ett program"),
    STRAIGHT_LINE: _("samma svar på alla skalor"),
    NETWORK_BURST: _("många svar från samma nät på kort tid, som från en skolklass eller av en och samma person"),
}
