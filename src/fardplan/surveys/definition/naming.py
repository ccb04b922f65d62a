"""Names and codes made from what people wrote, and lists of choices written one a line.

A code follows its choice when the label is edited: what has been answered stays counted under it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from fardplan.base.text import clean_line
from fardplan.surveys.definition.shape import Choice, Definition, Words

LONGEST_NAME = 24
_WRITTEN_CODE = re.compile(r"(?P<code>[A-Za-z0-9][A-Za-z0-9_-]{0,39}):\s+(?P<label>\S.*)")


def name_of(label: str, *, taken: Collection[str] = (), otherwise: str = "fraga") -> str:
    """What a question or a page is called in formulas and files: "Hur väl stämmer det?" is hur_val_stammer_det."""
    wanted = _folded(label, LONGEST_NAME) or otherwise
    return _free(wanted if wanted[0].isalpha() else f"f_{wanted}", taken)


def code_of(label: str, *, taken: Collection[str] = ()) -> str:
    """What a choice is called in answers and files: "16–29 år" is 16_29_ar."""
    return _free(_folded(label, 30) or "val", taken)


def names_in(definition: Definition) -> set[str]:
    """Every name that is taken: pages and questions share them."""
    return {page.name for page in definition.pages} | {question.name for question in definition.questions}


def _folded(label: str, longest: int) -> str:
    """Small letters a–z and digits with one underscore between the words, cut between two words where it can be."""
    words = re.sub(r"\$\{.*?\}|[–—/]", " ", label)
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    found = re.findall(r"[a-z0-9]+", plain)
    while len(found) > 1 and len("_".join(found)) > longest:
        found.pop()
    return "_".join(found)[:longest].strip("_")


def _free(wanted: str, taken: Collection[str]) -> str:
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    return found


def as_lines(choices: Sequence[Choice], language: str) -> str:
    """A list of choices to edit: a label a line, with its code before it where the label alone would give another."""
    labels = [choice.label.get(language, "") for choice in choices]
    by_themselves = from_lines("\n".join(labels), [], language)
    plain = [each.name for each in by_themselves] == [choice.name for choice in choices]
    if plain and [each.label.get(language, "") for each in by_themselves] == labels:
        return "\n".join(labels)
    return "\n".join(f"{choice.name}: {label}" for choice, label in zip(choices, labels, strict=True))


def from_lines(text: str, before: Sequence[Choice], language: str) -> list[Choice]:
    """Choices from lines, `label` or `code: label`. `before` is the list as it was: what is recognised keeps its code.

    Recognised is a code, else a label, else a line that took the place of exactly one other. Labels in other languages
    follow their code.
    """
    lines = [each for each in (clean_line(line) for line in text.split("\n")) if each]
    known = {choice.name: choice for choice in before}
    written = [_parted(line, known) for line in lines]
    codes = _kept_codes(written, before, language)
    taken = {code for code in codes if code}
    found: list[Choice] = []
    for (_code, label), code in zip(written, codes, strict=True):
        name = code or code_of(label, taken=taken)
        taken.add(name)
        others: Words = {at: said for at, said in known[name].label.items() if at != language} if name in known else {}
        found.append(Choice(name=name, label=others | {language: label}))
    return found


def _parted(line: str, known: Collection[str]) -> tuple[str, str]:
    """A written code ("" for none) and the label. A capital letter begins a label, unless the code is known."""
    match = _WRITTEN_CODE.fullmatch(line)
    if match and (match["code"] in known or match["code"] == match["code"].lower()):
        return match["code"], match["label"]
    return "", line


def _kept_codes(written: Sequence[tuple[str, str]], before: Sequence[Choice], language: str) -> list[str]:
    codes = [code for code, _label in written]
    by_label = {choice.label.get(language, ""): choice.name for choice in before if choice.name not in codes}
    for place, (code, label) in enumerate(written):
        if not code and label in by_label:
            codes[place] = by_label.pop(label)
    matcher = SequenceMatcher(a=[choice.name for choice in before], b=codes, autojunk=False)
    for kind, start, end, at, to in matcher.get_opcodes():
        if kind == "replace" and end - start == to - at:
            for old, new in zip(range(start, end), range(at, to), strict=True):
                if not codes[new] and before[old].name not in codes:
                    codes[new] = before[old].name
    return codes
