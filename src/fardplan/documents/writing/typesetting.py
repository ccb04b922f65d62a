"""A publication as PDF, set by Typst: tagged (PDF/UA-1), for keeping (PDF/A-2a), the same bytes for the same words.

Typst has no network, reads no file but our layout, and sees only the fonts it carries.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

from fardplan.documents.writing import lowering
from fardplan.documents.writing.shape import Publication

LONGEST_WAIT = 600  # seconds

_HERE = Path(__file__).parent
# Latin letters with their accents, digits and the punctuation of our languages: always there.
_COMMON = re.compile(r"[\n\x20-\x7e\xa0-\xac\xae-\u017f–—‘’‚“”„…•]+")


class CouldNotSet(Exception):
    """Typst refused the document: a fault in our layout or in what was handed to it, never in what people wrote."""


def pdf(publication: Publication) -> bytes:
    """See `writing.pdf`."""
    data = lowering.lower(publication)
    data["chart"] = (_HERE / "chart.svg").read_text(encoding="utf-8")
    words = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    asked = {
        "layout": str(_HERE / "layout.typ"),
        "data": words,
        "unsure": {character: _instead(character) for character in sorted(set(_COMMON.sub("", words)))},
    }
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
        [sys.executable, "-P", str(_HERE / "press.py")],
        input=json.dumps(asked).encode(),
        capture_output=True,
        timeout=LONGEST_WAIT,
        env={name: value for name, value in os.environ.items() if not name.startswith("FARDPLAN_")},
        check=False,
    )
    if done.returncode:
        raise CouldNotSet(done.stderr.decode(errors="replace"))
    return done.stdout


def _instead(character: str) -> str:
    """What is written where a character cannot be shown: the name of a picture sign, else an empty square."""
    if unicodedata.category(character) in {"So", "Sk", "Sm"}:
        return f"[{unicodedata.name(character, '□').lower()}]"
    return "□"
