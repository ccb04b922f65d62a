"""YAML as plain data and a map from every field to its place in the file.

We read a careful part of YAML: mappings, lists and text. Every value arrives as text (or nothing), and the field it
stands in decides what it means; so `number: 0.3` and `starts: 13:00` are what they look like. Anchors, aliases and
tags are refused: they make a file hard to read and easy to blow up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from fardplan.exchange.problems import FileRefused, Mark, Path, Problem, field_name

MOST_BYTES = 5_000_000
DEEPEST = 20
MOST_NODES = 200_000
NOTHING = {"", "~", "null"}


@dataclass
class Tree:
    """`data`: dicts, lists, strings and None. `marks`: where each field's value begins; `keys`: where its name does."""

    data: Any = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)

    def mark_of(self, path: Path) -> Mark | None:
        """The place of a field, or of the nearest one around it that is there."""
        for length in range(len(path), -1, -1):
            if mark := self.marks.get(path[:length]):
                return mark
        return None


class _Loader(yaml.SafeLoader):
    """Composes nodes only; every plain value stays text, whatever it looks like."""


_Loader.yaml_implicit_resolvers = {}


def read(text: str) -> Tree:
    """Raises FileRefused when the text is not YAML, or uses what we do not take."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        message = _("Filen är större än %(megabytes)s megabyte.") % {"megabytes": MOST_BYTES // 1_000_000}
        raise FileRefused([Problem(message)])
    _refuse_aliases(text)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise FileRefused([_yaml_problem(error)]) from error
    except RecursionError as error:
        raise FileRefused([Problem(_("Filen är för djupt indragen."))]) from error
    tree = Tree()
    problems: list[Problem] = []
    if root is None:
        raise FileRefused([Problem(_("Filen är tom."))])
    tree.data = _walk(root, (), tree, problems)
    if problems:
        raise FileRefused(problems)
    return tree


def _refuse_aliases(text: str) -> None:
    """Look at the stream of events first: a file with aliases, or far too many parts, is never built in memory."""
    depth = count = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            count += 1
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            problem = _event_problem(event, depth=depth, count=count)
            if problem is not None:
                raise FileRefused([problem])
    except yaml.YAMLError as error:
        raise FileRefused([_yaml_problem(error)]) from error
    except RecursionError as error:
        raise FileRefused([Problem(_("Filen är för djupt indragen."))]) from error


def _event_problem(event: yaml.Event, *, depth: int, count: int) -> Problem | None:
    message = ""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        message = _("Ankare och hänvisningar (& och *) tas inte emot. Skriv texten på varje ställe.")
    elif isinstance(event, (yaml.CollectionStartEvent, yaml.ScalarEvent)) and event.tag is not None:
        message = _("Taggar (!) tas inte emot. Sätt texten inom citattecken om den ska börja med !.")
    elif depth > DEEPEST:
        message = _("Filen är för djupt indragen.")
    elif count > MOST_NODES:
        message = _("Filen har för många delar.")
    return Problem(message, mark=_mark(event.start_mark)) if message else None


def _yaml_problem(error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        return Problem(
            _("Filen innehåller ett tecken som inte hör hemma i text (nummer %(position)s).")
            % {"position": error.position + 1}
        )
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    detail = " ".join(str(getattr(error, "problem", "") or getattr(error, "reason", "") or "").split())
    message = _("Här går filen inte att läsa som YAML. Kontrollera indrag, kolon och citattecken.")
    if "'\\t'" in detail:
        message = _("Här står en tabb. Gör indrag med mellanslag.")
    return Problem(message, mark=_mark(mark))


def _mark(mark: Any) -> Mark | None:
    if mark is None:
        return None
    return Mark(line=mark.line + 1, column=mark.column + 1)


def _walk(node: yaml.Node, path: Path, tree: Tree, problems: list[Problem]) -> Any:
    if mark := _mark(node.start_mark):
        tree.marks[path] = mark
    if isinstance(node, yaml.MappingNode):
        return _walk_mapping(node, path, tree, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_walk(child, (*path, number), tree, problems) for number, child in enumerate(node.value)]
    plain = isinstance(node, yaml.ScalarNode) and node.style is None
    return None if plain and node.value in NOTHING else node.value


def _walk_mapping(node: yaml.MappingNode, path: Path, tree: Tree, problems: list[Problem]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        mark = Mark(line=key_node.start_mark.line + 1, column=key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(_("Ett fält måste ha ett namn."), field_name(path), mark))
            continue
        name = key_node.value
        if first_mark := tree.keys.get((*path, name)):
            message = _("Fältet står två gånger; första gången på rad %(line)s.") % {"line": first_mark.line}
            problems.append(Problem(message, field_name((*path, name)), mark))
            continue
        tree.keys[(*path, name)] = mark
        value = _walk(value_node, (*path, name), tree, problems)
        if value is not None:  # a field with nothing in it is a field left out
            data[name] = value
    return data
