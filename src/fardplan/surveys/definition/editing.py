"""Edits of a definition, each giving a new one: what the buttons of the editor do.

They work on what is stored when they are done, not on what the page showed. `seen` is what the page showed of the part
they touch; another value means that somebody else was there in between, and nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from fardplan.base.editing import ChangedMeanwhile, fingerprint
from fardplan.base.errors import Conflict, Invalid
from fardplan.surveys.definition.naming import name_of, names_in
from fardplan.surveys.definition.reading import LARGEST, Unreadable, as_data, canonical, read
from fardplan.surveys.definition.shape import MOST_PAGES, MOST_QUESTIONS, Definition, Page, Question

Part = Page | Question
EXPRESSIONS = ("relevant", "constraint", "calculation")
_ABOUT_PAGE = {"name", "title", "text", "relevant"}


class Gone(Conflict):
    """Somebody has taken the page or the question away."""

    def __init__(self) -> None:
        super().__init__(
            _("Någon annan har tagit bort det medan du skrev."),
            what_next=_("Det går att lägga tillbaka: det står under frågorna till nästa publicering."),
        )


class OrderChanged(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _("Någon annan har lagt till, tagit bort eller flyttat något i enkäten."),
            what_next=_("Så här ser den ut nu. Tryck igen om du fortfarande vill."),
        )


def seen_of(part: Part | Definition) -> str:
    """What a form showed of a part; of a page and of the whole, only what is its own."""
    data = part.model_dump(mode="json")
    return fingerprint({key: value for key, value in data.items() if key not in {"questions", "pages"}})


def order_of(definition: Definition) -> str:
    """What the outline showed: which pages and questions there are, and in what order."""
    return fingerprint([[page.name, [question.name for question in page.questions]] for page in definition.pages])


def check_order(definition: Definition, seen: str) -> None:
    if seen != order_of(definition):
        raise OrderChanged


def checked(definition: Definition) -> Definition:
    """The definition, read anew so that its shape is sure to hold. Raises Invalid."""
    if len(definition.pages) > MOST_PAGES:
        raise Invalid(_("En enkät kan ha högst %(most)d sidor.") % {"most": MOST_PAGES})
    if len(definition.questions) > MOST_QUESTIONS:
        raise Invalid(_("En enkät kan ha högst %(most)d frågor.") % {"most": MOST_QUESTIONS})
    if len(canonical(definition)) > LARGEST:
        raise Invalid(_("Enkäten är för stor. Korta texterna eller ta bort svarsalternativ."))
    return _read(as_data(definition))


def _read(data: dict[str, Any]) -> Definition:
    try:
        return read(data)
    except Unreadable as error:
        place, problem = error.places[0]
        raise Invalid(
            _("Enkäten går inte att spara så: %(place)s, %(problem)s") % {"place": place, "problem": problem}
        ) from error


def part_called(definition: Definition, name: str) -> Part:
    """The page or the question of that name. Raises Gone."""
    for page in definition.pages:
        if page.name == name:
            return page
    if name not in definition.by_name:
        raise Gone
    return definition.by_name[name]


def _with_page(definition: Definition, name: str, change: Callable[[Page], Page]) -> Definition:
    if all(page.name != name for page in definition.pages):
        raise Gone
    return _with_pages(definition, [change(page) if page.name == name else page for page in definition.pages])


def _with_pages(definition: Definition, pages: Sequence[Page]) -> Definition:
    return definition.model_copy(update={"pages": list(pages)})


def _with_questions(page: Page, questions: Sequence[Question]) -> Page:
    return page.model_copy(update={"questions": list(questions)})


# --- write ------------------------------------------------------------------------------------------------------------


def change_whole(definition: Definition, wanted: Definition, *, seen: str) -> Definition:
    """Title, introduction and thanks. Raises ChangedMeanwhile."""
    if seen != seen_of(definition):
        raise ChangedMeanwhile(definition)
    texts = {name: getattr(wanted, name) for name in ("title", "introduction", "thanks")}
    return checked(definition.model_copy(update=texts))


def add_page(definition: Definition, page: Page) -> Definition:
    _refuse_taken(definition, page.name)
    return checked(_with_pages(definition, [*definition.pages, page]))


def change_page(definition: Definition, name: str, wanted: Page, *, seen: str) -> Definition:
    """Raises ChangedMeanwhile, and Gone."""
    stored = part_called(definition, name)
    if seen != seen_of(stored):
        raise ChangedMeanwhile(stored)
    if wanted.name != name:
        _refuse_taken(definition, wanted.name)
    fields = {field: getattr(wanted, field) for field in _ABOUT_PAGE}
    return checked(_with_page(definition, name, lambda page: page.model_copy(update=fields)))


def add_question(definition: Definition, page: str, question: Question, *, place: int | None = None) -> Definition:
    """Last on the page, or at a place counted from 0."""
    _refuse_taken(definition, question.name)

    def add(to: Page) -> Page:
        at = len(to.questions) if place is None else min(place, len(to.questions))
        return _with_questions(to, [*to.questions[:at], question, *to.questions[at:]])

    return checked(_with_page(definition, page, add))


def change_question(definition: Definition, name: str, wanted: Question, *, seen: str) -> Definition:
    """Raises ChangedMeanwhile, and Gone. With another name, what refers to the question follows."""
    stored = part_called(definition, name)
    if not isinstance(stored, Question):
        raise Gone
    if seen != seen_of(stored):
        raise ChangedMeanwhile(stored)
    if wanted.name != name:
        _refuse_taken(definition, wanted.name)
    page = definition.page_of[name].name
    changed = _with_page(
        definition,
        page,
        lambda of: _with_questions(of, [wanted if each.name == name else each for each in of.questions]),
    )
    return checked(_referring(changed, name, wanted.name) if wanted.name != name else changed)


def _refuse_taken(definition: Definition, name: str) -> None:
    if name in names_in(definition):
        raise Invalid(_("En annan fråga eller sida heter redan så. Välj ett annat namn."), field="name")


def _referring(definition: Definition, old: str, new: str) -> Definition:
    """Every ${old} in a formula or a text as ${new}."""
    pattern = re.compile(r"\$\{\s*" + re.escape(old) + r"\s*\}")

    def follow(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda _match: f"${{{new}}}", value)
        if isinstance(value, list):
            return [follow(each) for each in value]
        return {key: follow(each) for key, each in value.items()} if isinstance(value, dict) else value

    data: dict[str, Any] = follow(as_data(definition))
    return _read(data)


# --- move, copy, take away --------------------------------------------------------------------------------------------


def move(definition: Definition, name: str, step: int, *, seen: str) -> Definition:
    """A page or a question one step up (-1) or down (1); a question at the edge of its page goes on to the next one.

    Raises OrderChanged.
    """
    check_order(definition, seen)
    if isinstance(part_called(definition, name), Page):
        pages = list(definition.pages)
        at = next(place for place, page in enumerate(pages) if page.name == name)
        if 0 <= at + step < len(pages):
            pages.insert(at + step, pages.pop(at))
        return _with_pages(definition, pages)
    number = definition.pages.index(definition.page_of[name])
    page = definition.pages[number]
    at = next(place for place, each in enumerate(page.questions) if each.name == name)
    if 0 <= at + step < len(page.questions):
        return place_question(definition, name, page=page.name, place=at + step)
    if 0 <= number + step < len(definition.pages):
        neighbour = definition.pages[number + step]
        return place_question(definition, name, page=neighbour.name, place=len(neighbour.questions) if step < 0 else 0)
    return definition


def place_question(definition: Definition, name: str, *, page: str, place: int | None = None) -> Definition:
    """To another page, last or at a place counted without the question itself. Raises Gone."""
    question = part_called(definition, name)
    if not isinstance(question, Question) or all(each.name != page for each in definition.pages):
        raise Gone
    without, _taken = take_away(definition, name)
    return add_question(without, page, question, place=place)


def duplicate(definition: Definition, name: str) -> tuple[Definition, str]:
    """A copy right behind, with a name of its own, and that name. In the copy of a page all have new ones."""
    part, taken = part_called(definition, name), names_in(definition)
    copy = part.model_copy(update={"name": name_of(part.name, taken=taken)})
    if isinstance(copy, Question):
        page = definition.page_of[name]
        at = next(place for place, each in enumerate(page.questions) if each.name == name)
        return add_question(definition, page.name, copy, place=at + 1), copy.name
    taken.add(copy.name)
    questions, renamed = [], {}
    for question in copy.questions:
        renamed[question.name] = name_of(question.name, taken=taken)
        taken.add(renamed[question.name])
        questions.append(question.model_copy(update={"name": renamed[question.name]}))
    alone = _with_pages(definition, [_with_questions(copy, questions)])
    for old, new in renamed.items():
        alone = _referring(alone, old, new)
    at = next(place for place, each in enumerate(definition.pages) if each.name == name)
    return checked(_with_pages(definition, [*definition.pages[: at + 1], *alone.pages, *definition.pages[at + 1 :]])), (
        copy.name
    )


def take_away(definition: Definition, name: str) -> tuple[Definition, dict[str, Any]]:
    """The definition without a page or a question, and what `put_back` needs. Raises Gone."""
    part = part_called(definition, name)
    data = part.model_dump(mode="json", exclude_defaults=True)
    if isinstance(part, Page):
        place = definition.pages.index(part)
        rest = [page for page in definition.pages if page.name != name]
        return _with_pages(definition, rest), {"kind": "page", "place": place, "part": data}
    page = definition.page_of[name]
    place = next(number for number, each in enumerate(page.questions) if each.name == name)
    without = _with_page(
        definition, page.name, lambda of: _with_questions(of, [each for each in of.questions if each.name != name])
    )
    return without, {"kind": "question", "page": page.name, "place": place, "part": data}


def put_back(definition: Definition, taken: dict[str, Any]) -> Definition:
    """What was taken away, where it stood, or on the last page. Names that are taken get a number."""
    names = names_in(definition)
    if taken["kind"] == "page":
        page = Page.model_validate(taken["part"])
        page = page.model_copy(update={"name": _unused(page.name, names)})
        questions = [each.model_copy(update={"name": _unused(each.name, names)}) for each in page.questions]
        pages = list(definition.pages)
        pages.insert(min(taken["place"], len(pages)), _with_questions(page, questions))
        return checked(_with_pages(definition, pages))
    question = Question.model_validate(taken["part"])
    question = question.model_copy(update={"name": _unused(question.name, names)})
    if not definition.pages:
        definition = add_page(definition, Page(name=name_of("", taken=names | {question.name}, otherwise="del_1")))
    there = any(page.name == taken["page"] for page in definition.pages)
    page_name = taken["page"] if there else definition.pages[-1].name
    return add_question(definition, page_name, question, place=taken["place"] if there else None)


def _unused(name: str, names: set[str]) -> str:
    return name_of(name, taken=names) if name in names else name
