"""What has changed between two versions of a survey, in the order one meets it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fardplan.surveys.definition.shape import Choice, Definition, Page, Question


@dataclass(frozen=True)
class Change:
    """`place` is a page or a question of the later version, "" for the whole. What stood before and what stands now
    are given where words were changed."""

    place: str
    what: str
    before: str = ""
    after: str = ""
    breaks: bool = False  # answers to the two versions cannot simply be read together


def changes_between(before: Definition, after: Definition) -> list[Change]:
    """[] when the two ask the same."""
    return [*_of_the_whole(before, after), *_of_the_pages(before, after), *_of_the_questions(before, after)]


def _of_the_whole(before: Definition, after: Definition) -> Iterator[Change]:
    for field, what in (("title", _("Rubriken")), ("introduction", _("Inledningen")), ("thanks", _("Tacket"))):
        if getattr(before, field) != getattr(after, field):
            yield _reworded("", what, before.say(getattr(before, field), before.language),
                            after.say(getattr(after, field), after.language))  # fmt: skip
    if before.languages != after.languages:
        yield Change("", _("Språken"), ", ".join(before.languages), ", ".join(after.languages))
    if before.phrases != after.phrases:
        yield Change("", _("Orden på knappar och i fasta svar"))


def _of_the_pages(before: Definition, after: Definition) -> Iterator[Change]:
    were = {page.name: page for page in before.pages}
    for page in after.pages:
        was = were.pop(page.name, None)
        if was is None:
            yield Change(page.name, _("En ny sida"), after=after.say(page.title, after.language))
        else:
            yield from _of_a_page(before, after, was, page)
    for gone in were.values():
        yield Change("", _("En sida är borttagen"), before=before.say(gone.title, before.language))


def _of_a_page(before: Definition, after: Definition, was: Page, page: Page) -> Iterator[Change]:
    for field, what in (("title", _("Sidans rubrik")), ("text", _("Sidans text"))):
        if getattr(was, field) != getattr(page, field):
            yield _reworded(page.name, what, before.say(getattr(was, field), before.language),
                            after.say(getattr(page, field), after.language))  # fmt: skip
    if was.relevant != page.relevant:
        yield Change(page.name, _("När sidan visas"), was.relevant or _("alltid"), page.relevant or _("alltid"))


def _of_the_questions(before: Definition, after: Definition) -> Iterator[Change]:
    for question in after.questions:
        was = before.by_name.get(question.name)
        if was is None:
            yield Change(question.name, _("En ny fråga"), after=_label(after, question))
        elif was.type != question.type:
            yield Change(question.name, _("Frågan är av ett annat slag"), was.type, question.type, breaks=True)
        else:
            yield from _of_a_question(before, after, was, question)
    for name, gone in before.by_name.items():
        if name not in after.by_name:
            yield Change("", _("En fråga är borttagen"), before=_label(before, gone))
    kept = [each.name for each in before.questions if each.name in after.by_name]
    if kept != [each.name for each in after.questions if each.name in before.by_name]:
        yield Change("", _("Frågorna kommer i en annan ordning"))


def _of_a_question(before: Definition, after: Definition, was: Question, now: Question) -> Iterator[Change]:
    if was.label != now.label:
        yield _reworded(now.name, _("Frågans ord"), _label(before, was), _label(after, now))
    for field, what in (("choices", _("Svarsalternativ")), ("rows", _("Rader"))):
        yield from _of_choices(before, after, now.name, what, getattr(was, field), getattr(now, field))
    ranges = [(scale.low, scale.high) if scale else None for scale in (was.scale, now.scale)]
    if ranges[0] != ranges[1]:
        shown = ["–".join(map(str, each)) if each else "" for each in ranges]
        yield Change(now.name, _("Skalan"), shown[0], shown[1], breaks=True)
    if was.classes != now.classes:
        yield Change(
            now.name, _("Åldersklasserna"), ", ".join(was.age_classes), ", ".join(now.age_classes), breaks=True
        )
    if was.relevant != now.relevant:
        yield Change(now.name, _("När frågan visas"), was.relevant or _("alltid"), now.relevant or _("alltid"))
    told = {"name", "type", "label", "choices", "rows", "classes", "relevant"}
    rest = (was.model_dump(exclude=told), now.model_dump(exclude=told))
    ends = [each["scale"] and {**each["scale"], "low": 0, "high": 0} for each in rest]
    if {**rest[0], "scale": ends[0]} != {**rest[1], "scale": ends[1]}:
        yield Change(now.name, _("Hjälptext eller inställningar"))


def _of_choices(
    before: Definition, after: Definition, place: str, what: str, were: Sequence[Choice], are: Sequence[Choice]
) -> Iterator[Change]:
    old = {choice.name: before.say(choice.label, before.language) for choice in were}
    new = {choice.name: after.say(choice.label, after.language) for choice in are}
    for code in (each for each in old if each not in new):
        yield Change(place, _("%(what)s: borttaget") % {"what": what}, before=old[code], breaks=True)
    for code, label in new.items():
        if code not in old:
            yield Change(place, _("%(what)s: nytt") % {"what": what}, after=label, breaks=True)
        elif old[code] != label:
            yield Change(
                place, _("%(what)s: nya ord, samma kod (%(code)s)") % {"what": what, "code": code}, old[code], label
            )
    kept = [code for code in old if code in new]
    if kept != [code for code in new if code in old]:
        yield Change(place, _("%(what)s: en annan ordning") % {"what": what})


def _reworded(place: str, what: str, before: str, after: str) -> Change:
    """Words that changed; when they are the same in the survey's own language it was a translation."""
    if before == after:
        return Change(place, _("%(what)s: översättningen") % {"what": what})
    return Change(place, what, before, after)


def _label(definition: Definition, question: Question) -> str:
    return definition.say(question.label, definition.language) or question.name
