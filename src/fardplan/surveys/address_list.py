"""An address list as somebody's spreadsheet has it: which column is what, and every fault with its row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from fardplan.base.errors import Invalid
from fardplan.base.text import clean, clean_line
from fardplan.documents.reading.files import read_workbook
from fardplan.people.contact import one_spelling

MOST_BYTES = 8_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LANGUAGES = {"sv": "sv", "svenska": "sv", "swedish": "sv", "en": "en", "engelska": "en", "english": "en"}

# What a column may be headed, in small letters without spaces, dashes and full stops.
_HEADINGS: dict[str, str] = {
    **dict.fromkeys(["namn", "name", "fullständigtnamn", "fullname", "mottagare"], "name"),
    **dict.fromkeys(["förnamn", "fornamn", "firstname", "tilltalsnamn"], "first_name"),
    **dict.fromkeys(["efternamn", "lastname", "surname"], "last_name"),
    **dict.fromkeys(["epost", "epostadress", "email", "emailaddress", "mejl", "mail", "mailadress"], "email"),
    **dict.fromkeys(["co", "c/o", "coadress"], "care_of"),
    **dict.fromkeys(["adress", "gatuadress", "postadress", "utdelningsadress", "address", "street", "gata"], "street"),
    **dict.fromkeys(["postnummer", "postnr", "zip", "postcode", "postalcode"], "postcode"),
    **dict.fromkeys(["ort", "postort", "stad", "city", "town"], "town"),
    **dict.fromkeys(["land", "country"], "country"),
    **dict.fromkeys(["språk", "sprak", "language"], "language"),
}


@dataclass(frozen=True)
class Address:
    """Where one invitation goes. `postal` is lines, as on an envelope, without the name."""

    name: str
    email: str
    postal: str
    language: str = "sv"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row; `row` is its number in the file, the headings being row 1."""

    row: int
    message: str


@dataclass
class AddressList:
    """What a file held. `unused` are the headings of columns that were not taken; they are never stored."""

    addresses: list[Address] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def rows_of(upload: File[bytes]) -> list[list[str]]:
    """The rows of an uploaded list. Raises Invalid for what is neither CSV nor a workbook that can be read."""
    upload.seek(0)
    data = upload.read(MOST_BYTES + 1)
    if data.startswith(b"PK\x03\x04"):
        return _first_sheet(data)
    return read_csv(data)


def _first_sheet(data: bytes) -> list[list[str]]:
    """The rows of the first sheet that has any, at the numbers the spreadsheet program shows."""
    sheet = next((sheet for sheet in read_workbook(data).sheets if sheet.rows), None)
    if sheet is None:
        raise Invalid(_("Filen är tom."))
    if sheet.more_rows or sheet.rows[-1].number > MOST_ROWS + 1:
        raise _too_many()
    rows: list[list[str]] = [[] for _number in range(sheet.rows[-1].number)]
    for row in sheet.rows:
        rows[row.number - 1] = list(row.cells)
    return rows


def _too_many() -> Invalid:
    return Invalid(_("En lista kan ha högst %(most)d rader. Dela den i två.") % {"most": MOST_ROWS})


def read_csv(data: bytes) -> list[list[str]]:
    """The rows of a CSV file, whichever of the usual letters and separators it is written with. Raises Invalid."""
    text = _as_text(data)
    first = text.partition("\n")[0]
    separator = max(";\t,", key=first.count)
    try:
        rows = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(row)
            if len(rows) > MOST_ROWS + 1:
                raise _too_many()
    except csv.Error as problem:
        raise Invalid(
            _("Filen går inte att läsa som en lista: rad %(row)d är trasig.") % {"row": len(rows) + 1}
        ) from problem
    return rows


def _as_text(data: bytes) -> str:
    if b"\x00" in data[:4_000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Invalid(_("Filen är varken ett kalkylblad (XLSX) eller en CSV-fil."))
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(_("Bokstäverna i filen går inte att läsa. Spara den som UTF-8."))


def addresses_in(
    rows: Sequence[Sequence[str]], *, needs_email: bool, taken: Mapping[tuple[str, str], int] | None = None
) -> AddressList:
    """The addresses of a list whose first row is headings. Raises Invalid when what is needed has no column.

    A row with a fault is told of and not taken; the same address twice is a fault of the second, and one that
    has been `taken` by an earlier wave (`queries.inviting.invited_already`) is one too.
    """
    if not rows:
        raise Invalid(_("Filen är tom."))
    columns = _columns(rows[0])
    _check_columns(columns, needs_email=needs_email)
    found = AddressList(unused=[clean_line(head)[:40] for head in rows[0] if head.strip() and not _heading(head)])
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        say = {what: clean_line(row[at]) for what, at in columns.items() if at < len(row)}
        address = _address(say)
        faults = [*_faults(address), *(_mail_faults(address) if needs_email else _postal_faults(say))]
        key = key_of(address, by_email=needs_email)
        same = seen.setdefault(key, number)
        if same != number and not faults:
            faults = [_("står redan på rad %(row)d") % {"row": same}]
        elif taken and key in taken and not faults:
            faults = [_("har redan en inbjudan i utskick %(number)d") % {"number": taken[key]}]
        if faults:
            found.faults.append(Fault(number, ", ".join(faults)))
        else:
            found.addresses.append(address)
    if len(found.addresses) > MOST_ROWS:
        raise _too_many()
    return found


def _heading(words: str) -> str:
    return _HEADINGS.get(re.sub(r"[\s._\-–]", "", words.strip().lower()), "")


def _columns(headings: Sequence[str]) -> dict[str, int]:
    """Where each thing stands; the first of two columns with the same meaning."""
    columns: dict[str, int] = {}
    for at, head in enumerate(headings[:MOST_COLUMNS]):
        if what := _heading(head):
            columns.setdefault(what, at)
    return columns


def _check_columns(columns: dict[str, int], *, needs_email: bool) -> None:
    if needs_email and "email" not in columns:
        raise Invalid(_("Listan har ingen kolumn för e-post. Skriv ”E-post” i dess första rad."))
    if not needs_email and not {"street", "postcode", "town"} <= columns.keys():
        raise Invalid(
            _("Listan behöver kolumner för adress, postnummer och ort. Skriv ”Adress”, ”Postnummer” och ”Ort” överst.")
        )


def _address(say: dict[str, str]) -> Address:
    name = say.get("name") or clean_line(f"{say.get('first_name', '')} {say.get('last_name', '')}")
    postcode = re.sub(r"\s", "", say.get("postcode", ""))
    if re.fullmatch(r"\d{5}", postcode):
        postcode = f"{postcode[:3]} {postcode[3:]}"
    care_of = say.get("care_of", "")
    lines = [
        f"c/o {care_of}" if care_of and not care_of.lower().startswith("c/o") else care_of,
        say.get("street", ""),
        f"{postcode} {say.get('town', '')}".strip(),
        say.get("country", ""),
    ]
    return Address(
        name=name,
        email=one_spelling(say.get("email", "")),
        postal=clean("\n".join(line for line in lines if line)),
        language=LANGUAGES.get(say.get("language", "").lower(), "sv"),
    )


def _mail_faults(address: Address) -> Iterator[str]:
    try:
        validate_email(address.email)
    except ValidationError:
        yield _("e-postadressen går inte att läsa") if address.email else _("e-postadressen saknas")


def _postal_faults(say: dict[str, str]) -> Iterator[str]:
    words = {"street": _("adressen saknas"), "postcode": _("postnumret saknas"), "town": _("orten saknas")}
    return (fault for what, fault in words.items() if not say.get(what))


def _faults(address: Address) -> Iterator[str]:
    if len(address.name) > 120:
        yield _("namnet är längre än 120 tecken")
    if len(address.postal) > 300:
        yield _("adressen är längre än 300 tecken")
    if len(address.email) > 254:
        yield _("e-postadressen är för lång")


def key_of(address: Address, *, by_email: bool) -> tuple[str, str]:
    """What makes two addresses one person's."""
    return (address.email, "") if by_email else (address.name.casefold(), address.postal.casefold())
