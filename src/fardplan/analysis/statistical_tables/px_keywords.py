"""Looking things up among the statements of a PC-Axis file, in one of its languages with its own one behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fardplan.analysis.statistical_tables.json_values import checked_code, checked_codes, label_of, paragraphs_of
from fardplan.analysis.statistical_tables.problems import LONGEST_LABEL, Problem, Unreadable
from fardplan.analysis.statistical_tables.px_syntax import Statement

_REPEATED = {f"{what}NOTE{x}" for what in ("", "VALUE", "CELL") for x in ("", "X")}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the stub or heading: its name and labels in the language read, and in the file's own one."""

    code: str
    name: str
    own_name: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    own_labels: tuple[str, ...]
    line: int


class Keywords:
    """The statements of a file. Names to look up are given in the file's own language and translated here."""

    def __init__(self, statements: Sequence[Statement], language: str) -> None:
        self._found: dict[tuple[str, str, tuple[str, ...]], list[Statement]] = {}
        for each in statements:
            key = (each.keyword, each.language, each.names)
            if key in self._found and each.keyword not in _REPEATED:
                raise Unreadable(Problem.TWICE, each.where, line=each.line, found=_named(each))
            self._found.setdefault(key, []).append(each)
        self._statements = statements
        self._other = ""
        own = self.text("LANGUAGE").lower()
        has = {value.lower() for each in self.all("LANGUAGES") for value in each.values}
        if language != own and language in has:
            self._other = language
        self.language = self._other or own
        metric = self._found.get(("CONTVARIABLE", "", ()))
        self.metric = metric[0].text if metric else ""
        self._name_there: dict[str, str] = {}
        self._label_there: dict[tuple[str, str], str] = {}
        self._code: dict[tuple[str, str], str] = {}
        self.variables = self._variables()

    def all(self, keyword: str) -> list[Statement]:
        """Every statement with a keyword in the language read, or in the file's own when it has none in that."""
        for language in dict.fromkeys((self._other, "")):
            found = [each for each in self._statements if each.keyword == keyword and each.language == language]
            if found:
                return found
        return []

    def every(self, keyword: str, *own_names: str) -> list[Statement]:
        """The statements about these names, in the language read or else in the file's own."""
        if self._other and (found := self._found.get((keyword, self._other, self._there(own_names)))):
            return found
        return self._found.get((keyword, "", own_names), [])

    def has(self, keyword: str, *own_names: str) -> bool:
        return bool(self.every(keyword, *own_names))

    def text(self, keyword: str, *own_names: str) -> str:
        """The first value about these names on one line, or nothing."""
        found = self.every(keyword, *own_names)
        if not found:
            return ""
        if len(found[0].text) > LONGEST_LABEL:
            raise Unreadable(
                Problem.TOO_LONG, found[0].where, line=found[0].line, most=LONGEST_LABEL, found=len(found[0].text)
            )
        return found[0].text

    def paragraphs(self, statement: Statement) -> str:
        """All that a note says, with # as the beginning of a new line."""
        return paragraphs_of(" ".join(statement.values).replace("#", "\n"))

    def code_of(self, variable: Variable, name: str, statement: Statement) -> str:
        """The code of a value that is named by its label, or by the code itself."""
        code = self._code.get((variable.own_name, name))
        if code is None:
            raise Unreadable(Problem.UNKNOWN_CODE, statement.where, line=statement.line, found=name)
        return code

    def _there(self, own_names: tuple[str, ...]) -> tuple[str, ...]:
        """The name of a variable, of a measure, or of a variable and one of its values in the language read."""
        if len(own_names) == 2:
            variable, label = own_names
            return (self._name_there.get(variable, variable), self._label_there.get((variable, label), label))
        measures = {name: self._label_there.get((self.metric, name)) for name in own_names}
        return tuple(measures[name] or self._name_there.get(name, name) for name in own_names)

    def _variables(self) -> tuple[Variable, ...]:
        own = self._names("")
        if not own:
            raise Unreadable(Problem.MISSING, "STUB, HEADING")
        names = self._names(self._other) if self._other else own
        if len(names) != len(own):  # not translated, or not all of it
            names = own
        self._name_there |= {mine[0]: other[0] for mine, other in zip(own, names, strict=True)}
        found = tuple(self._variable(mine, other) for mine, other in zip(own, names, strict=True))
        checked_codes([variable.code for variable in found], "VARIABLECODE", line=own[0][1])
        return found

    def _names(self, language: str) -> list[tuple[str, int]]:
        found = []
        for keyword in ("STUB", "HEADING"):
            for each in self._found.get((keyword, language, ()), []):
                checked_codes(each.values, each.where, line=each.line)
                found += [(name, each.line) for name in each.values]
        return found

    def _variable(self, own: tuple[str, int], other: tuple[str, int]) -> Variable:
        own_name, line = own
        values = self._found.get(("VALUES", "", (own_name,)), [])
        if not values or not values[0].values:
            raise Unreadable(Problem.MISSING, f'VALUES("{own_name}")', line=line)
        own_labels = values[0].values
        translated = self._found.get(("VALUES", self._other, (other[0],)), values)[0]
        labels = self._as_many(translated, len(own_labels))
        codes = self._found.get(("CODES", "", (own_name,)), values)[0]
        code_values = tuple(checked_codes(self._as_many(codes, len(own_labels)), _named(codes), line=codes.line))
        for code, own_label, label in zip(code_values, own_labels, labels, strict=True):
            self._label_there[own_name, own_label] = label
            self._code |= {(own_name, each): code for each in (code, own_label, label)}
        name = self.text("VARIABLECODE", own_name) or self.text("VARIABLE-CODE", own_name) or own_name
        return Variable(
            code=checked_code(name, "VARIABLECODE", line=line),
            name=other[0],
            own_name=own_name,
            codes=code_values,
            labels=labels,
            own_labels=own_labels,
            line=values[0].line,
        )

    def _as_many(self, statement: Statement, expected: int) -> tuple[str, ...]:
        where = _named(statement)
        if len(statement.values) != expected:
            raise Unreadable(
                Problem.WRONG_LENGTH,
                where,
                line=statement.line,
                expected=f"{expected} values",
                found=len(statement.values),
            )
        for value in statement.values:
            if len(label_of(value)) > LONGEST_LABEL:
                raise Unreadable(Problem.TOO_LONG, where, line=statement.line, most=LONGEST_LABEL, found=len(value))
        return statement.values


def _named(statement: Statement) -> str:
    names = ",".join(f'"{name}"' for name in statement.names)
    return statement.where + (f"({names})" if names else "")
