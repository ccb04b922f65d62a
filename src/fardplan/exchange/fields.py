"""What the values of the format may be. Every value arrives as text; each type here reads it strictly.

Times are written as on a Swedish clock: 2020-12-01 13:00 is that hour in Stockholm, whatever the season.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from fardplan.base import text as base_text

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.(\d{1,6}))?)?(?: ?([+-])(\d{2}):(\d{2}))?"
)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_LENGTH = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d+)")


class Shape(BaseModel):
    """A mapping of the format: unknown fields are refused, and every value must be what its field says."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def wrong(message: str) -> PydanticCustomError:
    """An error whose text is already the one the person reads."""
    return PydanticCustomError("fardplan", "{message}", {"message": message})


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    match = _MOMENT.fullmatch(str(value).strip())
    if match is None:
        raise wrong(_("Skriv datum och klockslag så här: 2020-12-01 13:00."))
    day, hour, minute, second, fraction, sign, offset_hours, offset_minutes = match.groups()
    try:
        clock = time(int(hour), int(minute), int(second or 0), int((fraction or "").ljust(6, "0")))
        local = datetime.combine(date.fromisoformat(day), clock)
    except ValueError:
        raise wrong(_("Datumet eller klockslaget finns inte.")) from None
    if sign:
        offset = timedelta(hours=int(offset_hours), minutes=int(offset_minutes))
        return _with_offset(local, offset if sign == "+" else -offset)
    return in_stockholm(local)


def _with_offset(local: datetime, offset: timedelta) -> datetime:
    for fold in (0, 1):
        moment = local.replace(tzinfo=STOCKHOLM, fold=fold)
        if moment.utcoffset() == offset:
            return moment
    raise wrong(_("Klockan i Stockholm går inte så då. Stryk det som står efter klockslaget."))


def in_stockholm(local: datetime) -> datetime:
    """A Swedish clock time as a moment. Refuses the hour that summer time skips; takes the first of the doubled one."""
    moment = local.replace(tzinfo=STOCKHOLM)
    if moment.astimezone(ZoneInfo("UTC")).astimezone(STOCKHOLM).replace(tzinfo=None) != local:
        raise wrong(_("Det klockslaget finns inte: klockan ställdes fram till sommartid då."))
    return moment


def moment_text(moment: datetime) -> str:
    """The inverse of a Moment: as short as it can be said without losing anything."""
    local = moment.astimezone(STOCKHOLM)
    text = f"{local:%Y-%m-%d %H:%M}"
    if local.second or local.microsecond:
        text += f":{local:%S}"
    if local.microsecond:
        text += f".{local:%f}"
    return f"{text} +01:00" if local.fold else text


def _calendar_date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value).strip()):
        raise wrong(_("Skriv datum så här: 2020-12-01."))
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise wrong(_("Datumet finns inte.")) from None


def _clock_or_moment(value: Any) -> time | datetime:
    if isinstance(value, (time, datetime)):
        return value
    match = _CLOCK.fullmatch(str(value).strip())
    if match is None:
        if _MOMENT.fullmatch(str(value).strip()):
            return _moment(value)
        raise wrong(_("Skriv klockslag så här: 13:15."))
    try:
        return time(int(match[1]), int(match[2]))
    except ValueError:
        raise wrong(_("Klockslaget finns inte.")) from None


def _whole_number(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not re.fullmatch(r"\d{1,12}", str(value).strip()):
        raise wrong(_("Skriv ett heltal, 0 eller mer."))
    return int(value)


def _number(value: Any) -> float:
    if isinstance(value, float):
        return value
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", str(value).strip()):
        raise wrong(_("Skriv ett tal med siffror och eventuellt decimalpunkt."))
    return float(value)


def _quantity(value: Any) -> float:
    if isinstance(value, float):
        return value
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", str(value).strip()):
        raise wrong(_("Skriv ett tal med siffror, med minus framför och decimalpunkt om det behövs."))
    return float(value)


def _share(value: Any) -> float:
    """A number of people, or a part of them: only proportions matter, so it is as exact as a number can be."""
    if isinstance(value, float):
        return value
    if not re.fullmatch(r"\d{1,15}(\.\d{1,20})?(e[+-]?\d{1,2})?", str(value).strip()):
        raise wrong(_("Skriv ett tal med siffror och eventuellt decimalpunkt."))
    return float(value)


def _switch(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nej": False}
    if str(value).strip().lower() not in words:
        raise wrong(_("Skriv true eller false."))
    return words[str(value).strip().lower()]


def _seconds(value: Any) -> int:
    """90, 1:30 or 1:02:03."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _LENGTH.fullmatch(str(value).strip())
    if match is None or (match[2] is not None and int(match[3]) > 59) or (match[1] is not None and int(match[2]) > 59):
        raise wrong(_("Skriv en tid som 1:30 (minuter:sekunder) eller 90 (sekunder)."))
    return int(match[1] or 0) * 3600 + int(match[2] or 0) * 60 + int(match[3])


def seconds_text(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme not in {"https", "http"} or re.search(r"[\s<>\"\\]", value):
        raise wrong(_("Skriv hela webbadressen, med https:// först."))
    return value


def _email(value: str) -> str:
    try:
        EmailValidator()(value)
    except ValidationError:
        raise wrong(_("Det här är ingen e-postadress.")) from None
    return value


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise wrong(_("Skriv adressen med små bokstäver a–z, siffror och bindestreck."))
    return value


def _label(value: str) -> str:
    if not re.fullmatch(r"S-\d{3,}(\.\d+)?", value):
        raise wrong(_("Skriv synpunktens nummer så här: S-031, eller S-031.2 när det är en del av flera."))
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", value):
        raise wrong(_("Skriv språket som en kod, till exempel sv eller en."))
    return value


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise wrong(_('Skriv färgen som # och sex tecken, inom citattecken: "#1d5c63".'))
    return value


def _file_path(value: str) -> str:
    steps = value.split("/")
    if value.startswith("/") or "\\" in value or ":" in value or any(step in {"", ".", ".."} for step in steps):
        raise wrong(_("Skriv filens namn så som det ligger bredvid den här filen, till exempel bilder/dag1.png."))
    return value


def _sha256(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise wrong(_("Skriv kontrollsumman som 64 tecken, 0–9 och a–f."))
    return value


def choice_of(choices: type[TextChoices]) -> BeforeValidator:
    """One of a model's own words, as it stands in the database."""

    def validate(value: Any) -> TextChoices:
        try:
            return choices(value)
        except ValueError:
            raise wrong(_("Välj ett av: %(words)s.") % {"words": ", ".join(choices.values)}) from None

    return BeforeValidator(validate)


Moment = Annotated[datetime, BeforeValidator(_moment)]
CalendarDate = Annotated[date, BeforeValidator(_calendar_date)]
ClockOrMoment = Annotated[time | datetime, BeforeValidator(_clock_or_moment)]
Whole = Annotated[int, BeforeValidator(_whole_number)]
Number = Annotated[float, BeforeValidator(_number)]
Quantity = Annotated[float, BeforeValidator(_quantity)]
Share = Annotated[float, BeforeValidator(_share)]
Switch = Annotated[bool, BeforeValidator(_switch)]
Seconds = Annotated[int, BeforeValidator(_seconds)]
Text = Annotated[str, AfterValidator(base_text.clean), StringConstraints(max_length=100_000)]
Exact = Annotated[str, StringConstraints(max_length=100_000)]  # kept to the character: other fields count in it
Code = Annotated[str, StringConstraints(max_length=200)]  # to the character, as in the table
Quote = Annotated[str, StringConstraints(max_length=500)]
Line = Annotated[str, AfterValidator(base_text.clean_line)]
Option = Annotated[str, AfterValidator(base_text.clean_line), StringConstraints(min_length=1, max_length=160)]
Slug = Annotated[str, AfterValidator(_slug), StringConstraints(max_length=80)]
ThemeSlug = Annotated[str, AfterValidator(_slug), StringConstraints(max_length=60)]
Key = Annotated[str, AfterValidator(_slug), StringConstraints(max_length=40)]
Label = Annotated[str, AfterValidator(_label), StringConstraints(max_length=20)]
Language = Annotated[str, AfterValidator(_language), StringConstraints(max_length=5)]
ShortCode = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Sha256 = Annotated[str, AfterValidator(_sha256)]
Answers = dict[str, Any]
Colour = Annotated[str, AfterValidator(_colour), StringConstraints(max_length=7)]
Email = Annotated[str, AfterValidator(_email), StringConstraints(max_length=254)]
WebAddress = Annotated[str, AfterValidator(_web_address), StringConstraints(max_length=500)]
LongWebAddress = Annotated[str, AfterValidator(_web_address), StringConstraints(max_length=1000)]
FilePath = Annotated[str, AfterValidator(_file_path), StringConstraints(max_length=300)]
