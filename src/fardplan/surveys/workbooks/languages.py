"""Which language a column is in: `label::Svenska (sv)`, `label::sv` and `label::English` all say it."""

from __future__ import annotations

import re

OWN_NAMES = {
    "sv": "Svenska",
    "en": "English",
    "fi": "Suomi",
    "nb": "Norsk",
    "da": "Dansk",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pl": "Polski",
    "ar": "العربية",
    "fa": "فارسی",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "uk": "Українська",
    "ru": "Русский",
    "tr": "Türkçe",
    "bs": "Bosanski",
    "se": "Davvisámegiella",
    "fit": "Meänkieli",
    "rom": "Romani",
}
_OTHER_NAMES = {
    "swedish": "sv",
    "engelska": "en",
    "finnish": "fi",
    "finska": "fi",
    "arabic": "ar",
    "arabiska": "ar",
    "somali": "so",
    "somaliska": "so",
    "german": "de",
    "tyska": "de",
    "french": "fr",
    "spanish": "es",
    "polish": "pl",
    "polska": "pl",
    "persian": "fa",
    "persiska": "fa",
    "ukrainian": "uk",
    "ukrainska": "uk",
}
_BY_NAME = {name.casefold(): code for code, name in OWN_NAMES.items()} | _OTHER_NAMES
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_IN_BRACKETS = re.compile(r"\(([A-Za-z0-9-]{2,12})\)\s*\Z")


def code_of(name: str) -> str:
    """The code of a language as people write it; "" when it is not known."""
    if found := _IN_BRACKETS.search(name):
        head, dash, tail = found[1].partition("-")
        code = head.lower() + dash + tail
        return code if _CODE.fullmatch(code) else ""
    plain = name.strip()
    if plain.casefold() in _BY_NAME:
        return _BY_NAME[plain.casefold()]
    return plain if _CODE.fullmatch(plain) else ""


def heading_of(code: str) -> str:
    """How a language is named in a heading: "Svenska (sv)"."""
    return f"{OWN_NAMES.get(code, code)} ({code})"
