"""Names of questions and codes of choices: kept where they are ours, else made so, also where formulas mention them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from fardplan.analysis.expressions import ExpressionError
from fardplan.analysis.expressions.tokens import tokens

LONGEST = 40
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_REFERENCE = re.compile(r"\$\{([^{}]{1,200})\}")  # spaces are taken away after: looked for here they take minutes


class Names:
    """Gives each thing a name of its own. `given` leads from how it was written to what it became."""

    def __init__(self, *, is_code: bool = False) -> None:
        self.given: dict[str, str] = {}
        self._taken: set[str] = set()
        self._is_code = is_code

    def take(self, written: str, *, otherwise: str) -> str:
        """The name as it is when it can be, else the nearest that is free. `otherwise` is for one that says nothing."""
        plain = self._plain(written) or self._plain(otherwise)
        name, number = plain, 1
        while name in self._taken:
            number += 1
            name = f"{plain[: LONGEST - 1 - len(str(number))]}_{number}"
        self._taken.add(name)
        self.given.setdefault(written, name)
        return name

    def _plain(self, written: str) -> str:
        if self._is_code:
            if _CODE.fullmatch(written):
                return written
        elif _NAME.fullmatch(written) and "__" not in written:
            return written
        letters = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
        parts = [part for part in re.split(r"[^A-Za-z0-9]+", letters) if part]
        name = "_".join(parts)
        if not self._is_code:
            name = name.lower()
            if name and not name[0].isalpha():
                name = f"q_{name}"
        return name[:LONGEST].rstrip("_")


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A formula or a label with `${name}` as the names have become."""
    return _REFERENCE.sub(lambda found: "${" + names.get(found[1].strip(), found[1].strip()) + "}", text)


def mentioned(text: str) -> list[str]:
    """The names a formula or a label mentions, as they stand."""
    return [found[1].strip() for found in _REFERENCE.finditer(text)]


def recoded(formula: str, codes: Mapping[str, str]) -> str:
    """A formula in which texts that were codes are what the codes have become. What cannot be read is left alone."""
    if not codes:
        return formula
    try:
        words = tokens(formula)
    except ExpressionError:
        return formula
    pieces, after = [], 0
    for word in words:
        if word.kind == "text" and word.text in codes:
            start = word.position - 1
            pieces += [formula[after:start], f"'{codes[word.text]}'"]
            after = start + len(word.text) + 2
    return "".join([*pieces, formula[after:]])
