"""Captions as text: WebVTT (and SubRip, which captioners often deliver) read strictly, and written out anew.

What is kept is our own writing of what was understood: cues in order of time, each with times, speaker and plain text.
Styles, positions and markup are left out, so nothing in a caption file can act on a page.
https://www.w3.org/TR/webvtt1/
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fardplan.base import text as words
from fardplan.base.errors import Invalid

LARGEST = 2_000_000  # characters
_TIME = r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_TIMES = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s+.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]+)*[ \t]+([^>]*)>")
_TAG = re.compile(r"</?(?:[a-z][^<>]*|\d[\d:.]*)?>", re.IGNORECASE)


@dataclass(frozen=True)
class Cue:
    """Something said or seen from `start` to `end`, in seconds. `text` may hold line breaks."""

    start: float
    end: float
    text: str
    speaker: str = ""


def read(source: str) -> list[Cue]:
    """The cues of a WebVTT or SubRip file. Raises Invalid, naming the line, for what cannot be understood."""
    if len(source) > LARGEST:
        raise Invalid(_("Textfilen är för stor för att vara undertexter."), field="vtt")
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_webvtt = re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]) is not None
    cues: list[Cue] = []
    for first, block in _blocks(lines[1:] if is_webvtt else lines, start=2 if is_webvtt else 1):
        if is_webvtt and (first == 2 or re.match(r"(?:NOTE|STYLE|REGION)(?:\s|$)", block[0])):
            continue  # the header goes on until the first empty line; comments and looks are left out
        cue = _cue(first, block)
        if cues and cue.start < cues[-1].start:
            raise _wrong(first, _("tiden ligger före den förra undertextens"))
        if cue.text:
            cues.append(cue)
    if not cues:
        raise Invalid(_("Det finns inga undertexter i texten. Den ska vara WebVTT eller SubRip (.srt)."), field="vtt")
    return cues


def _blocks(lines: list[str], *, start: int) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, with the number of the first."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=start):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(first: int, block: list[str]) -> Cue:
    place = next((index for index, line in enumerate(block[:2]) if "-->" in line), None)
    if place is None:
        raise _wrong(first, _("det saknas en tid, som 00:01.000 --> 00:04.000"))
    times = _TIMES.fullmatch(block[place])
    if times is None:
        raise _wrong(first + place, _("tiden ska skrivas som 00:01.000 --> 00:04.000"))
    start, end = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
    if end <= start:
        raise _wrong(first + place, _("undertexten slutar innan den börjar"))
    said = block[place + 1 :]
    if any("-->" in line for line in said):
        raise _wrong(first, _("det saknas en tom rad mellan två undertexter"))
    speaker = next((found[1] for line in said if (found := _VOICE.search(line))), "")
    plain = "\n".join(filter(None, (_plain(line) for line in said)))
    return Cue(start, end, plain, _plain(speaker))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _plain(line: str) -> str:
    """The words of a line, without tags."""
    return words.clean_line(html.unescape(_TAG.sub("", line)))


def _wrong(line: int, what: str) -> Invalid:
    return Invalid(_("Rad %(line)d: %(what)s.") % {"line": line, "what": what}, field="vtt")


def write(cues: Iterable[Cue]) -> str:
    """WebVTT of the cues; every character that means something to WebVTT is escaped."""
    parts = ["WEBVTT\n"]
    for cue in cues:
        voice = f"<v {_escaped(cue.speaker)}>" if cue.speaker else ""
        parts.append(f"{timestamp(cue.start)} --> {timestamp(cue.end)}\n{voice}{_escaped(cue.text)}\n")
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def timestamp(seconds: float) -> str:
    """01:02:03.500"""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"


@dataclass(frozen=True)
class Paragraph:
    """What one speaker says in one go, for reading: several cues in a row."""

    start: float
    speaker: str
    text: str


def paragraphs(cues: Iterable[Cue], *, longest: float = 30) -> list[Paragraph]:
    """Cues joined for reading: a new paragraph for a new speaker, a pause of 2 s, or after `longest` s."""
    found: list[list[Cue]] = []
    for cue in cues:
        row = found[-1] if found else []
        goes_on = row and cue.speaker == row[0].speaker and cue.start - row[-1].end < 2
        if goes_on and cue.end - row[0].start <= longest:
            row.append(cue)
        else:
            found.append([cue])
    return [
        Paragraph(row[0].start, row[0].speaker, " ".join(cue.text.replace("\n", " ") for cue in row)) for row in found
    ]
