"""Small tables to read: the real population of Blekinge in April 2026 (Statistics Sweden, table TAB6471, CC0)."""

from __future__ import annotations

import json
from typing import Any

AGES = ["0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90-99", "100+10"]
ALL = [13646, 18263, 16948, 18626, 17773, 20047, 19428, 17323, 11858, 2330, 76]
MEN = [7028, 9381, 9655, 9765, 9096, 10241, 9849, 8382, 5453, 843, 14]
WOMEN = [6620, 8880, 7298, 8859, 8683, 9806, 9585, 8942, 6407, 1487, 63]


def population() -> dict[str, Any]:
    """One region by age, sex, measure and month, as the second interface of PxWeb answers."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkmängden per månad efter region, ålder, kön och månad",
        "source": "SCB",
        "updated": "2026-06-08T06:00:00Z",
        "note": [
            "En liten slumpmässig osäkerhet är införd.\r\n \r\nTotaler är inte alltid summor.",
            "Per den sista dagen.",
        ],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "id": ["Region", "Alder", "Kon", "ContentsCode", "Tid"],
        "size": [1, 11, 3, 1, 1],
        "dimension": {
            "Region": {"label": "region", "category": {"index": {"10": 0}, "label": {"10": "Blekinge län"}}},
            "Alder": {
                "label": "ålder",
                "note": ["Uppnådd ålder vid årets slut."],
                "category": {
                    "index": {age: at for at, age in enumerate(AGES)},
                    "label": {age: f"{age.removesuffix('10')} år" for age in AGES},
                },
                "extension": {"noteMandatory": {"0": True}},
            },
            "Kon": {
                "label": "kön",
                "category": {
                    "index": {"TotSa": 0, "1": 1, "2": 2},
                    "label": {"TotSa": "totalt, samtliga män och kvinnor", "1": "män", "2": "kvinnor"},
                },
                "extension": {"elimination": True, "eliminationValueCode": "TotSa"},
            },
            "ContentsCode": {
                "label": "tabellinnehåll",
                "category": {
                    "index": {"000007SF": 0},
                    "label": {"000007SF": "Folkmängden per månad"},
                    "unit": {"000007SF": {"base": "antal", "decimals": 0}},
                },
                "extension": {"refperiod": {"000007SF": "Respektive månad"}},
            },
            "Tid": {"label": "månad", "category": {"index": {"2026M04": 0}, "label": {"2026M04": "2026M04"}}},
        },
        "extension": {
            "noteMandatory": {"0": True},
            "px": {"tableid": "TAB6471", "contents": "Folkmängden per månad", "language": "sv", "decimals": 0},
        },
        "value": [number for row in zip(ALL, MEN, WOMEN, strict=True) for number in row],
    }


def as_bytes(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


PX = """CHARSET="ANSI";
AXIS-VERSION="2013";
CODEPAGE="iso-8859-1";
LANGUAGE="sv";
LANGUAGES="sv","en";
CREATION-DATE="20260701 09:00";
DECIMALS=0;
MATRIX="BE01";
SUBJECT-CODE="BE";
TITLE="Utsläpp efter kommun, "
"mått och år";
TITLE[en]="Emissions by municipality, measure and year";
CONTENTS="Utsläpp";
STUB="kommun";
HEADING="mått","år";
STUB[en]="municipality";
HEADING[en]="measure","year";
CONTVARIABLE="mått";
VARIABLECODE("kommun")="Region";
VALUES("kommun")="Ronneby; med skärgård","Karlshamn, stad","Alla";
VALUES[en]("municipality")="Ronneby with islands","Karlshamn town","All";
CODES("kommun")="1081","1082","tot";
VALUES("mått")="Växthusgaser","Kväveoxider";
VALUES[en]("measure")="Greenhouse gases","Nitrogen oxides";
CODES("mått")="GHG","NOX";
VALUES("år")="2019","2020";
VALUES[en]("year")="2019","2020";
TIMEVAL("år")=TLIST(A1),"2019","2020";
ELIMINATION("kommun")="Alla";
UNITS="varierar";
UNITS("Växthusgaser")="kton";
UNITS[en]("Greenhouse gases")="kilotonnes";
UNITS("Kväveoxider")="ton";
LAST-UPDATED("Växthusgaser")="20260525 15:42";
LAST-UPDATED("Kväveoxider")="20260301";
REFPERIOD="hela året";
REFPERIOD("Växthusgaser")="31 december";
SOURCE="Länsstyrelsen";
SOURCE[en]="The county board";
NOTE="Frivillig not.";
NOTEX="Måste visas.##Ny r"
"ad.";
NOTEX[en]="Must be shown.";
VALUENOTEX("kommun","Alla")="Summan är avrundad.";
VALUENOTEX[en]("municipality","All")="The sum is rounded.";
CELLNOTE("Karlshamn, stad","*","2020")="Ny mätmetod.";
DATASYMBOL2="uppgift saknas";
DATASYMBOLNIL="-";
DATA=
1 2.50 "..\" 4
-5 "-" 7 8e1
9 10 11 ".";
"""


def px(text: str = PX) -> bytes:
    return text.encode("iso-8859-1")
