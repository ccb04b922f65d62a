"""Tags of the pages where a survey is answered: it may be in other languages than our pages are."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from fardplan.people.viewer import ViewerRequest
from fardplan.public.kept_page import kept_part
from fardplan.surveys.definition.shape import PhraseName
from fardplan.surveys.definition.words import direction_of, language_name
from fardplan.surveys.filling.saying import Saying

register = template.Library()


@register.simple_tag
def words_in(language: str) -> SafeString:
    """` lang="ar" dir="rtl"` around words of the survey in another language than the page; otherwise nothing."""
    if not language or language == get_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, direction_of(language))


@register.simple_tag
def way_of(language: str) -> SafeString:
    """` dir="rtl"` around a whole survey that is read the other way than the page; otherwise nothing."""
    way = direction_of(language or "")
    return SafeString("") if way == direction_of(get_language() or "") else format_html(' dir="{}"', way)


@register.simple_tag(takes_context=True)
def phrase(context: Context, name: PhraseName) -> SafeString:
    """One of our own words around a survey: the survey's where it brings one in its language, else ours."""
    return _saying(context).phrase(name)


@register.simple_tag(takes_context=True)
def part_of(context: Context, at: int, pages: int) -> SafeString:
    """Sida 2 av 6."""
    ours = gettext("Sida %(at)s av %(all)s") % {"at": at, "all": pages}
    return _saying(context).phrase("part", ours=ours, then=f"{at}/{pages}")


def _saying(context: Context) -> Saying:
    definition = context.get("definition") or context["underway"].definition
    return Saying(definition, context.get("survey_language") or context.get("shown_in") or definition.language)


@register.simple_tag(takes_context=True)
def kept_for_all(context: Context, part: str) -> SafeString:
    """A part of the frame that is the same on every page, made once for all who answer at the same moment."""
    request: ViewerRequest = context["request"]

    def render() -> SafeString:
        return render_to_string(part, {"organisation": context["organisation"]})

    return kept_part(request, part, render, is_everywhere=True)


@register.filter
def own_name_of_language(code: str) -> str:
    """Svenska, English, العربية: as those who read it call it."""
    return language_name(code)


@register.simple_tag(takes_context=True)
def survey_in_language(context: Context, code: str) -> str:
    """The address of this first page with the survey in another language; the page too, when it has the language."""
    path: str = context["request"].path
    if code in dict(settings.LANGUAGES):
        return path if code == get_language() else translate_url(path, code)
    return f"{path}?sprak={code}"
