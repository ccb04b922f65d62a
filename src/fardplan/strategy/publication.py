"""A draft as a public document: what stands on its cover, and its text with the passages' numbers in the margin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fardplan.documents.writing.shape import Heading, Notice, Part, Prose, Publication
from fardplan.organisation.models import Organisation
from fardplan.strategy.models import Draft
from fardplan.strategy.queries import Contents, PassageText, SectionText

DEEPEST = 4
# A draft that is not out has no time of its own; its files say this one, so that they too are the same each time.
NOT_OUT = datetime(2000, 1, 1, tzinfo=UTC)


def publication(contents: Contents, *, organisation: Organisation, address: str) -> Publication:
    """The whole text of a draft. `address` is where it is read on the web. Our own words are in the text's language."""
    draft = contents.draft
    strategy = draft.strategy
    with translation.override(strategy.language):
        number = _("Utkast %(number)s") % {"number": draft.number}
        return Publication(
            title=strategy.title,
            subtitle="" if draft.title == strategy.title else draft.title,
            organisation=organisation.name,
            version=f"{number} · {_when(draft)}",
            short_version=number,
            address=address,
            language=strategy.language,
            brand_colour=organisation.brand_colour,
            description=strategy.summary,
            lead=draft.note,
            notice=_notice(draft),
            made_at=draft.published_at or NOT_OUT,
            contents_depth=3,
            parts=tuple(part for section in contents.sections for part in _section(section)),
        )


def _when(draft: Draft) -> str:
    if draft.published_at is None:
        return _("inte publicerat")
    return date_format(timezone.localtime(draft.published_at), "j F Y")


def _notice(draft: Draft) -> Notice | None:
    lines = []
    if draft.is_example:
        lines.append(
            _("Exempeltext. Skriven för att visa hur Färdplan fungerar. Den kommer inte från någon verklig region.")
        )
    if draft.published_at is None:
        lines.append(_("Det här utkastet är inte publicerat och kan ändras."))
    return Notice(" ".join(lines)) if lines else None


def _section(section: SectionText) -> Iterator[Part]:
    yield Heading(section.heading, min(section.level, DEEPEST), section.code, anchor=f"section {section.key}")
    for passage in section.passages:
        yield from _passage(passage, min(section.level + 1, DEEPEST))
    for child in section.children:
        yield from _section(child)


def _passage(passage: PassageText, level: int) -> Iterator[Part]:
    """With a heading the number stands beside that, otherwise beside the text."""
    if passage.heading:
        yield Heading(
            passage.heading,
            level,
            passage.code,
            anchor=passage.key,
            is_in_contents=False,
            has_code_in_margin=True,
        )
        yield Prose(passage.text)
    else:
        yield Prose(passage.text, margin=passage.code, anchor=passage.key)
