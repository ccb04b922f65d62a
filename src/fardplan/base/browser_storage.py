"""Everything we keep in a visitor's browser, in one place. The page /om/lagring/ is made of this list, and a test that
visits the pages in a browser finds nothing that is not in it (L-50)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base.clock import EXAMPLE_COOKIE

Kind = Literal["cookie", "local", "session"]


@dataclass(frozen=True)
class Kept:
    """One thing kept. A `name` that ends with * stands for every name that begins so."""

    name: str
    kind: Kind
    purpose: Promise
    when: Promise
    how_long: Promise
    only_in_example: bool = False

    @property
    def kind_in_words(self) -> Promise:
        return {"cookie": _("kaka"), "local": _("lokal lagring"), "session": _("lagring för fliken")}[self.kind]

    def covers(self, name: str, kind: Kind) -> bool:
        fits = name.startswith(self.name[:-1]) if self.name.endswith("*") else name == self.name
        return fits and kind == self.kind


WHEN_THE_WINDOW_CLOSES = _("tills du stänger webbläsaren")

KEPT: tuple[Kept, ...] = (
    Kept(
        name=settings.CSRF_COOKIE_NAME,
        kind="cookie",
        purpose=_("Skyddar formulär, så att ingen annan webbplats kan skicka in något i ditt namn."),
        when=_("när du öppnar ett formulär"),
        how_long=WHEN_THE_WINDOW_CLOSES,
    ),
    Kept(
        name=CookieStorage.cookie_name,
        kind="cookie",
        purpose=_("Bär ett besked till nästa sida, till exempel att något är sparat."),
        when=_("när du har skickat in något"),
        how_long=_("tills du har sett beskedet"),
    ),
    Kept(
        name="fardplan:captions",
        kind="local",
        purpose=_("Hur du vill läsa direkttexten: storlek, färger, språk."),
        when=_("när du väljer det"),
        how_long=_("tills du väljer något annat eller rensar webbläsaren"),
    ),
    Kept(
        name="fardplan:captioning:*",
        kind="local",
        purpose=_(
            "Text som en skrivtolk har skrivit men som inte har kommit fram, och tolkens förkortningar. "
            "Det gäller bara den som skriver direkttext."
        ),
        when=_("när någon skriver direkttext"),
        how_long=_("texten tills den har kommit fram, förkortningarna tills de tas bort"),
    ),
    Kept(
        name="fardplan:shortcuts",
        kind="local",
        purpose=_("Att kortkommandon är avstängda på skrivbordet. Det gäller bara dem som arbetar med dialogen."),
        when=_("när du stänger av dem"),
        how_long=_("tills du slår på dem igen"),
    ),
    Kept(
        name="fardplan:unsent:*",
        kind="local",
        purpose=_(
            "Text du har skrivit men inte skickat in, så att den finns kvar om något avbryter dig. Vi ser den inte."
        ),
        when=_("när du skriver i ett formulär"),
        how_long=_("tills du skickar in eller tar bort texten"),
    ),
    Kept(
        name="anmald",
        kind="cookie",
        purpose=_("Minns vilka dagar du har anmält dig till, så att dagens sida kan visa samtalsrummen för dig."),
        when=_("när du anmäler dig till en dag eller öppnar din egen länk"),
        how_long=_("120 dagar"),
    ),
    Kept(
        name="anmalningskvitto",
        kind="cookie",
        purpose=_("Visar kvittot på din anmälan."),
        when=_("när du har skickat in en anmälan"),
        how_long=_("en timme"),
    ),
    Kept(
        name="deltagare",
        kind="cookie",
        purpose=_(
            "Gör att var och en har en röst i varje omröstning, och att du kan ändra din. Den säger inte vem du är."
        ),
        when=_("när du röstar, ställer en fråga eller stödjer en under en sändning"),
        how_long=_("30 dagar"),
    ),
    Kept(
        name="enkat-*",
        kind="cookie",
        purpose=_(
            "Minns vilket enkätsvar som är ditt, så att du kan fortsätta där du slutade och ändra det du har skickat "
            "in. Den säger inte vem du är. På en dator som flera delar är den borta när du är klar."
        ),
        when=_("när du börjar svara på en enkät"),
        how_long=_("60 dagar, eller tills du tar bort dina svar"),
    ),
    Kept(
        name=settings.SESSION_COOKIE_NAME,
        kind="cookie",
        purpose=_("Håller den som arbetar på skrivbordet inloggad."),
        when=_("när någon loggar in på skrivbordet, aldrig för deltagare"),
        how_long=_("12 timmar, eller tills man loggar ut"),
    ),
    Kept(
        name="forhandsvisning",
        kind="cookie",
        purpose=_("Minns vilken tid den som arbetar på skrivbordet förhandsvisar."),
        when=_("när någon på skrivbordet förhandsvisar en sida"),
        how_long=WHEN_THE_WINDOW_CLOSES,
    ),
    Kept(
        name=EXAMPLE_COOKIE,
        kind="cookie",
        purpose=_("Minns hur du har ställt exemplets klocka."),
        when=_("när du ställer klockan i exemplet"),
        how_long=WHEN_THE_WINDOW_CLOSES,
        only_in_example=True,
    ),
)


def kept_here() -> list[Kept]:
    """What this installation may keep."""
    return [kept for kept in KEPT if settings.EXAMPLE or not kept.only_in_example]


def is_listed(name: str, kind: Kind) -> bool:
    """Whether a cookie or key that was found is one we tell about."""
    return any(kept.covers(name, kind) for kept in kept_here())
