"""What is wrong with a file, said so that somebody can mend it: line, column, field and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fardplan.base.errors import Invalid

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mark:
    """A place in the file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `field` reads like days[2].programme[0].starts; it is empty for the file as a whole."""

    message: str | Promise
    field: str = ""
    mark: Mark | None = None

    def __str__(self) -> str:
        parts = []
        if self.mark is not None:
            parts.append(_("rad %(line)s, kolumn %(column)s") % {"line": self.mark.line, "column": self.mark.column})
        if self.field:
            parts.append(self.field)
        return f"{', '.join(parts)}: {self.message}" if parts else str(self.message)


class FileRefused(Invalid):
    """The file cannot be used. `problems` says everything that is wrong with it, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(
            problems, key=lambda problem: (problem.mark.line, problem.mark.column) if problem.mark else (0, 0)
        )
        count = len(self.problems)
        heading = ngettext(
            "Filen kan inte användas: %(count)s fel.", "Filen kan inte användas: %(count)s fel.", count
        ) % {"count": count}
        super().__init__("\n".join([heading, *(str(problem) for problem in self.problems)]))


def field_name(path: Path) -> str:
    """("days", 2, "starts") as days[2].starts."""
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name
