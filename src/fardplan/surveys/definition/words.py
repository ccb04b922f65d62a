"""Texts in the language a survey was written in, and the languages there are to choose among."""

from __future__ import annotations

from typing import Final

from fardplan.surveys.definition.shape import Definition, Words

LANGUAGES: Final[dict[str, str]] = {
    "sv": "Svenska",
    "en": "English",
    "fi": "Suomi",
    "fit": "Meänkieli",
    "se": "Davvisámegiella",
    "smj": "Julevsámegiella",
    "sma": "Åarjelsaemien gïele",
    "rmy": "Romani čhib",
    "yi": "ייִדיש",
    "ar": "العربية",
    "fa": "فارسی",
    "prs": "دری",
    "ckb": "کوردیی ناوەندی",
    "kmr": "Kurmancî",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "am": "አማርኛ",
    "bs": "Bosanski",
    "de": "Deutsch",
    "da": "Dansk",
    "nb": "Norsk bokmål",
    "et": "Eesti",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "pl": "Polski",
    "ro": "Română",
    "ru": "Русский",
    "uk": "Українська",
    "sq": "Shqip",
    "sr": "Српски",
    "es": "Español",
    "fr": "Français",
    "pt": "Português",
    "tr": "Türkçe",
    "th": "ไทย",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
"""What languages are called in themselves, by their codes (BCP 47): those spoken most in Sweden, and its own."""


_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "prs", "ps", "ug", "ur", "yi"}


def direction_of(language: str) -> str:
    """ "rtl" for a language that is written from right to left, else "ltr"."""
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def language_name(code: str) -> str:
    return LANGUAGES.get(code, code)


def own(definition: Definition, words: Words) -> str:
    """Words in the language the survey was written in; "" where there are none."""
    return words.get(definition.language, "")


def rewritten(definition: Definition, before: Words, text: str) -> Words:
    """The words with a new text in the survey's own language. Without it, a translation has nothing to translate."""
    return before | {definition.language: text} if text else {}
