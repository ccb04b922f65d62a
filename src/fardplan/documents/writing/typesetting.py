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
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fardplan.base import cores
from fardplan.documents.writing import lowering
from fardplan.documents.writing.shape import Publication

LONGEST_WAIT = 600  # seconds

_HERE = Path(__file__).parent
# Latin letters with their accents, digits and the punctuation of our languages: always there.
_COMMON = re.compile(r"[\n\x20-\x7e\xa0-\xac\xae-\u017f–—‘’‚“”„…•]+")

_JOINED = {"Mn", "Mc", "Me", "Cf"}  # Unicode's categories of what is set in one with the character before


class CouldNotSet(Exception):
    """Typst refused the document: a fault in our layout or in what was handed to it, never in what people wrote."""


def pdf(publication: Publication) -> bytes:
    """See `writing.pdf`."""
    data = lowering.lower(publication)
    data["chart"] = (_HERE / "chart.svg").read_text(encoding="utf-8")
    return set_in("layout.typ", data)


def set_in(layout: str, data: Mapping[str, Any]) -> bytes:
    """Set data that is ready for JSON in one of our layouts, a file beside this one. Raises CouldNotSet."""
    words = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    asked = {
        "layout": str(_HERE / layout),
        "data": words,
        "unsure": {cluster: _instead(cluster) for cluster in _unsure(words)},
        "unusual": {character: _instead(character) for character in _unusual(words)},
    }
    with cores.all_of_them():
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


def _unusual(words: str) -> list[str]:
    return sorted(set(_COMMON.sub("", words)))


def _unsure(words: str) -> list[str]:
    """What our fonts may lack: unusual characters, each with the marks and joiners that are set in one with it."""
    unusual = _unusual(words)
    marks = "".join(re.escape(each) for each in unusual if unicodedata.category(each) in _JOINED)
    rest = "".join(re.escape(each) for each in unusual)
    if not rest:
        return []
    pattern = f"[^{marks}]?[{marks}]+|[{rest}]" if marks else f"[{rest}]"
    return sorted(set(re.findall(pattern, words, re.DOTALL)))


def _instead(cluster: str) -> str:
    """What is written for what cannot be shown: it without its marks, the name of a picture sign, an empty square."""
    base = cluster[0]
    category = unicodedata.category(base)
    if category in _JOINED:
        return ""
    if _COMMON.fullmatch(base):
        return base
    if category in {"So", "Sk", "Sm"}:
        return f"[{unicodedata.name(base, '□').lower()}]"
    return "□"
