"""Tags of the pages where a survey is answered: it may be in other languages than our pages are."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

register = template.Library()

_OWN_NAMES = {
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "se": "davvisámegiella",
    "ku": "Kurdî",
    "prs": "دری",
}  # Django has no words
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "prs", "ckb", "ug", "ps"}


@register.simple_tag
def words_in(language: str) -> SafeString:
    """` lang="ar" dir="rtl"` around words of the survey in another language than the page; otherwise nothing."""
    if not language or language == get_language():
        return SafeString("")
    way = "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
    return format_html(' lang="{}" dir="{}"', language, way)


@register.filter
def own_name_of_language(code: str) -> str:
    """svenska, English, العربيّة: as those who read it call it."""
    try:
        name: str = get_language_info(code)["name_local"]
    except KeyError:
        return _OWN_NAMES.get(code.partition("-")[0], code)
    return name[:1].upper() + name[1:]


@register.simple_tag(takes_context=True)
def survey_in_language(context: Context, code: str) -> str:
    """The address of this first page with the survey in another language; the page too, when it has the language."""
    path: str = context["request"].path
    if code in dict(settings.LANGUAGES):
        return path if code == get_language() else translate_url(path, code)
    return f"{path}?sprak={code}"
