"""The matching of blocks with passages: what is certain first, then round by round what the surroundings tell."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fardplan.analysis.alignment.context import Layout, Surroundings
from fardplan.analysis.alignment.evidence import (
    WEIGHTS_LASTING,
    WEIGHTS_PASSING,
    WEIGHTS_RIVALRY,
    Pair,
    lasting,
    odds,
    passing,
    rivalry,
    sureness,
)
from fardplan.analysis.alignment.groups import Kinship, kinship
from fardplan.analysis.alignment.sections import matched_sections
from fardplan.analysis.alignment.shapes import KnownDraft, NewText
from fardplan.analysis.alignment.texts import Library, Likeness

# What is this sure in one round is a witness in the next.
_WITNESS = 0.9
_ROUNDS = 3
# Of a text that stands word for word in many places only so many are compared with each block: those that stand right.
_TWINS = 8
_COMPETITORS = 3
# What stands once in each text is settled by that alone if it tells this much; short phrases come back by chance.
_TELLS_ENOUGH = 15.0
# A pair less sure than this after the first round is given up, unless it is the best for one of the two.
_HOPELESS = 0.004
# Odds from which nothing competes any more.
_FAR = 4.0

_Competitors = dict[int, list[tuple[float, int, Likeness]]]


@dataclass
class Matching:
    """What can be known about which block is which passage, and what has been settled so far."""

    known: KnownDraft
    text: NewText
    hopeless: float = _HOPELESS
    library: Library = field(init=False)
    around: Surroundings = field(init=False)
    likeness: dict[tuple[int, int], Likeness] = field(init=False, default_factory=dict)
    pairs: list[Pair] = field(init=False, default_factory=list)
    kin: Kinship = field(init=False)
    settled: dict[int, int] = field(init=False, default_factory=dict)
    _alone: dict[int, int] = field(init=False, default_factory=dict)
    _lasting: dict[tuple[int, int], float] = field(init=False, default_factory=dict)
    _given_up: set[tuple[int, int]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        passages, blocks = self.known.passages, self.text.blocks
        self.library = Library(
            [(one.heading, one.text) for one in passages], [(one.heading, one.text) for one in blocks]
        )
        sections = {section.key: at for at, section in enumerate(self.known.sections)}
        self.around = Surroundings(
            Layout.unplaced([sections[one.section_key] for one in passages], len(sections)),
            Layout.unplaced([one.section for one in blocks], len(self.text.sections)),
        )
        self._alone = {new: old for old, new in self._once_in_both()}
        self.settled = {new: old for new, old in self._alone.items() if self.library.new[new].weight >= _TELLS_ENOUGH}
        self._place(self.settled)
        self._compare()
        for _ in range(_ROUNDS):
            self._judge()
            self._give_up_hopeless()
            self._place(self.settled, self.kin)
            self._compare_expected()
        self._judge()

    def _judge(self) -> None:
        self.pairs = list(self._judged())
        self.kin = kinship(self.pairs, self.library, self.likeness)

    # --- settled by the words alone

    def _once_in_both(self) -> Iterator[tuple[int, int]]:
        """What stands word for word once in each text."""
        old, new = _places(text.exact for text in self.library.old), _places(text.exact for text in self.library.new)
        for exact, (at, *others) in new.items():
            if not others and len(old.get(exact, ())) == 1:
                yield old[exact][0], at

    # --- compared

    @property
    def open_old(self) -> list[int]:
        taken = set(self.settled.values())
        return [at for at in range(len(self.library.old)) if at not in taken]

    @property
    def open_new(self) -> list[int]:
        return [at for at in range(len(self.library.new)) if at not in self.settled]

    def _compare(self) -> None:
        open_old, open_new = self.open_old, self.open_new
        for new, candidates in self.library.candidates(open_old, open_new).items():
            for old in candidates:
                self.likeness[old, new] = self.library.likeness(old, new)
        self._compare_twins(open_old, open_new)
        self._compare_expected()

    def _compare_twins(self, open_old: Sequence[int], open_new: Sequence[int]) -> None:
        """Blocks and passages of exactly the same words: the nearest in the same section, and the nearest of all."""
        twins = _places((self.library.old[at].exact for at in open_old), open_old)
        at_home: dict[tuple[tuple[str, str], int], list[int]] = defaultdict(list)
        for old in open_old:
            at_home[self.library.old[old].exact, self.around.old.sections[old]].append(old)
        for new in open_new:
            exact, home = self.library.new[new].exact, self.around.new.section_matched[self.around.new.sections[new]]
            for there in (twins.get(exact, []), at_home.get((exact, home), [])):
                middle = bisect_left(there, new)
                for old in there[max(0, middle - _TWINS // 2) : middle + _TWINS // 2]:
                    self.likeness[old, new] = self.library.likeness(old, new)

    def _compare_expected(self) -> None:
        taken = set(self.settled.values())
        for new in self.open_new:
            if self.around.new.matched[new] < 0:
                for old in self.around.expected(new):
                    if old not in taken and (old, new) not in self.likeness and (old, new) not in self._given_up:
                        self.likeness[old, new] = self.library.likeness(old, new)

    # --- judged

    def _judged(self) -> Iterator[Pair]:
        for old, new, evidence in self.rivalries():
            yield Pair(old, new, sureness(odds(WEIGHTS_RIVALRY, evidence)))

    def rivalries(self) -> Iterator[tuple[int, int, tuple[float, ...]]]:
        """Each pair by itself first, then beside those that compete with it."""
        alone = {pair: self._log_odds(*pair) for pair in self.likeness}
        for_new, for_old = self._competitors(alone)
        for (old, new), log_odds in alone.items():
            mine = self.likeness[old, new]
            evidence = rivalry(
                log_odds,
                self._rival(mine, old, for_new.get(new, ())),
                self._rival(mine, new, for_old.get(old, ())),
                exact=self.is_exact(old, new),
            )
            yield old, new, evidence

    def is_exact(self, old: int, new: int) -> bool:
        return self.library.old[old].exact == self.library.new[new].exact

    def _log_odds(self, old: int, new: int) -> float:
        if (old, new) not in self._lasting:
            self._lasting[old, new] = odds(WEIGHTS_LASTING, self.lasting_evidence(old, new))
        return self._lasting[old, new] + odds(WEIGHTS_PASSING, self.passing_evidence(old, new))

    def lasting_evidence(self, old: int, new: int) -> tuple[float, ...]:
        same_code = _same(self.known.passages[old].code, self.text.blocks[new].code)
        alone = self._alone.get(new) == old
        return lasting(self.likeness[old, new], exact=self.is_exact(old, new), alone=alone, same_code=same_code)

    def passing_evidence(self, old: int, new: int) -> tuple[float, ...]:
        return passing(
            self.likeness[old, new],
            exact=self.is_exact(old, new),
            witnesses=self.around.witnesses(old, new),
            same_section=self.around.same_section(old, new),
        )

    def _competitors(self, alone: Mapping[tuple[int, int], float]) -> tuple[_Competitors, _Competitors]:
        """For each block, and each passage, the strongest pairs. Who is placed with another does not compete."""
        for_new: _Competitors = defaultdict(list)
        for_old: _Competitors = defaultdict(list)
        placed_old, placed_new = self.around.old.matched, self.around.new.matched
        for (old, new), log_odds in alone.items():
            if placed_old[old] in (-1, new):
                for_new[new].append((log_odds, old, self.likeness[old, new]))
            if placed_new[new] in (-1, old):
                for_old[old].append((log_odds, new, self.likeness[old, new]))
        for found in (*for_new.values(), *for_old.values()):
            found.sort(key=lambda one: (-one[0], one[1]))
            del found[_COMPETITORS:]
        return for_new, for_old

    def _rival(self, mine: Likeness, at: int, competing: Sequence[tuple[float, int, Likeness]]) -> float:
        """The log odds of the strongest other, as far as it claims the very words shared here. Parts are no rivals."""
        strongest = -_FAR
        for log_odds, who, likeness in competing:
            if who != at and log_odds > strongest and likeness.weight:
                both = self.library.told(mine.cover & likeness.cover) / min(mine.weight or 1.0, likeness.weight)
                strongest = max(strongest, (log_odds + _FAR) * both - _FAR)
        return strongest

    def _give_up_hopeless(self) -> None:
        best_old: dict[int, float] = defaultdict(float)
        best_new: dict[int, float] = defaultdict(float)
        for pair in self.pairs:
            best_old[pair.old] = max(best_old[pair.old], pair.sureness)
            best_new[pair.new] = max(best_new[pair.new], pair.sureness)
        for pair in self.pairs:
            if pair.sureness < min(self.hopeless, best_old[pair.old], best_new[pair.new]):
                del self.likeness[pair.old, pair.new]
                self._given_up.add((pair.old, pair.new))

    # --- placed

    def _place(self, settled: Mapping[int, int], kin: Kinship | None = None) -> None:
        """Take what is settled and what is sure as witnesses, the parts of what was split and merged among them."""
        old, new = self.around.old, self.around.new
        old.matched[:] = [-1] * len(old.matched)
        new.matched[:] = [-1] * len(new.matched)
        for here, there in settled.items():
            new.matched[here], old.matched[there] = there, here
        for here, pairs in kin.sources.items() if kin else ():
            if pairs[0].sureness >= _WITNESS:
                new.matched[here] = pairs[0].old
        for there, pairs in kin.targets.items() if kin else ():
            if pairs[0].sureness >= _WITNESS:
                old.matched[there] = pairs[0].new
        for section_new, section_old in matched_sections(self.known, self.text, self.around).items():
            new.section_matched[section_new], old.section_matched[section_old] = section_old, section_new


def _places(exacts: Iterable[tuple[str, str]], at: Iterable[int] | None = None) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, exact in enumerate(exacts) if at is None else zip(at, exacts, strict=True):
        found[exact].append(place)
    return found


def _same(one: str, other: str) -> float:
    return 0.0 if not one or not other else 1.0 if one == other else -1.0
