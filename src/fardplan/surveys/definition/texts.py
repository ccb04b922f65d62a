"""Every text of a definition, one after the other: for translating it, and for languages that come and go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fardplan.surveys.definition.phrases import PHRASES, is_ours, used_in
from fardplan.surveys.definition.reading import read
from fardplan.surveys.definition.shape import Definition, Words


@dataclass(frozen=True)
class Text:
    """A text. `key` is one of a kind; `place` is the page or question it belongs to, "" for the whole; `field` as in
    the shape."""

    key: str
    place: str
    field: str
    words: Words


def texts_of(definition: Definition) -> list[Text]:
    """In the order one meets them. Those that say nothing in any language are left out."""
    return [each for each in _texts(definition.model_dump(mode="json")) if any(each.words.values())]


def phrases_of(definition: Definition, language: str) -> list[Text]:
    """Our own words to translate, in a language that our pages are not in: those that this survey uses. They may be
    left out. [] for a language of ours."""
    if is_ours(language):
        return []
    return [Text(f":{name}", "", "phrases", definition.phrases.get(name, {})) for name in used_in(definition)]


def translated(definition: Definition, language: str, texts: Mapping[str, str]) -> Definition:
    """With these texts, by key, in a language; "" takes one away. Keys there are not any more are passed over."""
    data = definition.model_dump(mode="json")
    for each in _texts(data):
        if texts.get(each.key):
            each.words[language] = texts[each.key]
        elif each.key in texts:
            each.words.pop(language, None)
    for name in PHRASES:
        if (said := texts.get(f":{name}")) is not None:
            data["phrases"].setdefault(name, {})[language] = said
    return read(data | {"phrases": _said(data["phrases"])})


def with_languages(definition: Definition, languages: list[str]) -> Definition:
    """In these languages, the first as before. The texts of a language that goes, go."""
    data = definition.model_dump(mode="json")
    for gone in set(definition.languages) - set(languages):
        for each in _texts(data):
            each.words.pop(gone, None)
        for words in data["phrases"].values():
            words.pop(gone, None)
    return read(data | {"languages": languages, "phrases": _said(data["phrases"])})


def _said(phrases: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Without those that say nothing: a definition is the same with and without them."""
    spoken = {name: {language: said for language, said in words.items() if said} for name, words in phrases.items()}
    return {name: words for name, words in spoken.items() if words}


def _texts(data: dict[str, Any]) -> Iterator[Text]:
    for field in ("title", "introduction", "thanks"):
        yield Text(field, "", field, data[field])
    for page in data["pages"]:
        for field in ("title", "text"):
            yield Text(f"{page['name']}.{field}", page["name"], field, page[field])
        for question in page["questions"]:
            yield from _of_question(question)


def _of_question(question: dict[str, Any]) -> Iterator[Text]:
    name = question["name"]
    for field in ("label", "hint", "constraint_message", "unit"):
        yield Text(f"{name}.{field}", name, field, question[field])
    for field in ("rows", "choices", "groups"):
        for each in question[field]:
            yield Text(f"{name}.{field}.{each['name']}", name, field, each["label"])
    for field, inner in (("scale", ("low_label", "high_label")), ("grid", ("picture_text",))):
        if question[field]:
            for each in inner:
                yield Text(f"{name}.{field}.{each}", name, field, question[field][each])
