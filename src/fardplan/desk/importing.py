"""What an editor is shown of a file on its way to become a draft: its questions, each passage beside the known one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from fardplan.analysis.redline import Piece, redline
from fardplan.strategy.imported import ReadBlock, ReadSection
from fardplan.strategy.queries import Outcome, PassageText, Review
from fardplan.strategy.queries.imports import NEW, NEXT, PART_OF, SAME_TEXT

# Questions on one page, and passages to choose among for one.
QUESTIONS = 20
CHOICES = 8
# Two texts that share less of their words than this (per cent) are shown one by one.
ALIKE = 45
_NAME = re.compile(r"(section|block|kind|text)-(\d{1,6})")


@dataclass(frozen=True)
class Option:
    """One answer. `pieces` shows how the words of the file differ from those of the passage it would be; `text` is that
    passage's, when the two are too unlike for a comparison to tell anything."""

    value: str
    label: str | Promise
    percent: int | None = None
    pieces: tuple[Piece, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Question:
    """What a section or passage of the file is: the answers there are, and the one that is chosen.

    `seen` is what somebody has answered; `chosen` may also be what the comparison found.
    """

    about: str
    place: int
    label: str | Promise
    text: str
    where: str
    options: list[Option] = field(default_factory=list)
    chosen: str = ""
    seen: str = ""

    @property
    def name(self) -> str:
        return f"{self.about}-{self.place}"


@dataclass(frozen=True)
class Compared:
    """A passage of the file beside what it is in the draft there is."""

    block: ReadBlock
    outcome: Outcome
    before: PassageText | None
    pieces: tuple[Piece, ...]
    others: list[PassageText]


def questions(review: Review) -> list[Question]:
    """What needs an answer, in reading order, sections first; no more than fit on a page."""
    asked = [section_question(review, each) for each in review.asked_sections]
    asked += [block_question(review, each) for each in review.asked_blocks[: QUESTIONS - len(asked)]]
    return asked[:QUESTIONS]


def whole_question(review: Review) -> Question | None:
    """The one question about a file in which hardly anything is recognised."""
    if not review.is_unlike:
        return None
    options = [
        Option(NEW, _("Nej, det är en annan text: allt i den är nytt")),
        Option(NEXT, _("Ja, det är nästa utkast av samma text: jämför stycke för stycke")),
    ]
    said = review.said_of_whole
    label = _("Är det verkligen nästa utkast av samma text?")
    return Question("text", 0, label, "", "", options, said or NEW, said)


def section_question(review: Review, section: ReadSection) -> Question:
    outcome = review.sections[section.place]
    options = [
        Option(SAME_TEXT + candidate.key, known.label, round(candidate.sureness * 100))
        for candidate in outcome.candidates
        if (known := review.known_sections.get(candidate.key))
    ]
    where = review.imported.sections[section.parent].label if section.parent is not None else ""
    options.append(Option(NEW, _("Inget av dem: ett nytt avsnitt")))
    return Question("section", section.place, section.label, "", where, options, outcome.answer, outcome.answer)


def block_question(review: Review, block: ReadBlock, found: Iterable[tuple[str, int | None]] | None = None) -> Question:
    """`found` gives the keys to choose among with how like they are; otherwise the candidates of the comparison."""
    outcome = review.blocks[block.place]
    among = found or [(each.key, round(each.sureness * 100)) for each in outcome.candidates]
    options = [_option(review.passages[key], block, percent) for key, percent in among if key in review.passages]
    options.append(Option(NEW, _("Inget av dem: ett nytt stycke")))
    where = review.imported.sections[block.section].label
    return Question("block", block.place, block.label, block.text, where, options, outcome.answer, outcome.answer)


def _option(known: PassageText, block: ReadBlock, percent: int | None) -> Option:
    if fuzz.token_set_ratio(known.text, block.text) < ALIKE:
        return Option(SAME_TEXT + known.key, known.label, percent, text=known.text)
    return Option(SAME_TEXT + known.key, known.label, percent, redline(known.text, block.text))


def one_question(review: Review, block: ReadBlock, *, searched: str) -> Question:
    """Everything an editor can say about one passage: what was found, the most alike, or what they searched for."""
    outcome = review.blocks[block.place]
    keys: dict[str, int | None] = {}
    if searched:
        keys |= dict.fromkeys((each.key for each in _searched(review, searched)), None)
    else:
        if outcome.key:
            keys[outcome.key] = outcome.percent
        keys |= {each.key: round(each.sureness * 100) for each in outcome.candidates}
        keys |= dict.fromkeys((key for key in outcome.from_keys if key not in keys), None)
        keys |= {key: None for key in _most_alike(review, block) if key not in keys}
    question = block_question(review, block, list(keys.items())[:CHOICES] or [("", None)])
    parts = [
        Option(PART_OF + key, _("En del av %(passage)s") % {"passage": review.passages[key].label})
        for key in list(keys)[:3]
        if key in review.passages
    ]
    return Question(
        "block", block.place, question.label, question.text, question.where,
        [*question.options[:-1], *parts, question.options[-1]], _chosen(outcome), outcome.answer,
    )  # fmt: skip


def _chosen(outcome: Outcome) -> str:
    """The answer that says what is shown now."""
    if outcome.answer or outcome.is_unsure:
        return outcome.answer
    if outcome.key:
        return SAME_TEXT + outcome.key
    return PART_OF + outcome.from_keys[0] if outcome.from_keys else NEW


def _searched(review: Review, words: str) -> list[PassageText]:
    wanted = words.casefold().split()
    return [
        each
        for each in review.passages.values()
        if all(word in f"{each.label} {each.text}".casefold() for word in wanted)
    ][:CHOICES]


def _most_alike(review: Review, block: ReadBlock) -> list[str]:
    texts = {key: each.text for key, each in review.passages.items()}
    found = process.extract(block.text, texts, scorer=fuzz.token_set_ratio, limit=CHOICES - 2, score_cutoff=ALIKE)
    return [key for _text, _score, key in found]


def compared(review: Review, blocks: Sequence[ReadBlock]) -> list[Compared]:
    """Each passage beside the one it is, or is a part of."""
    rows = []
    for block in blocks:
        outcome = review.blocks[block.place]
        key = outcome.key or (outcome.from_keys[0] if outcome.from_keys else "")
        before = review.passages.get(key)
        others = [review.passages[each] for each in outcome.from_keys if each != key and each in review.passages]
        pieces = redline(before.text, block.text) if before is not None and before.text != block.text else ()
        rows.append(Compared(block, outcome, before, pieces, others))
    return rows


def answers_in(data: QueryDict) -> Mapping[str, tuple[dict[int, str], dict[int, str]]]:
    """For sections, passages and kinds: what was answered, and what the page showed as answered."""
    found: dict[str, tuple[dict[int, str], dict[int, str]]] = {}
    for name in data:
        match = _NAME.fullmatch(name)
        if match is None:
            continue
        about, place = match[1], int(match[2])
        said, seen = found.setdefault(about, ({}, {}))
        said[place] = str(data[name])
        seen[place] = str(data.get(f"{name}-sett", ""))
    return found
