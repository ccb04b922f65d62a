"""In which part of a compilation each contribution is at home, even when its passage has moved or is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from fardplan.base.errors import NotFound
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.queries import published_changes
from fardplan.strategy.models import Draft
from fardplan.strategy.queries import Contents, contents_of

WHOLE, DAYS, GONE = "hela", "dagarna", "borta"


class Homes:
    """In which section of the latest draft each contribution belongs, even when its passage has moved or is gone."""

    def __init__(self, contents: Contents | None, into: Mapping[str, Sequence[str]], *, language: str) -> None:
        self._parts = contents.all_sections if contents else ()
        self._of_passage = {text.key: part.key for part in self._parts for text in part.passages}
        self._keys = {part.key for part in self._parts}
        self._into = into
        self.language = language
        self.labels = {part.key: part.label for part in self._parts}

    def of(self, row: Contribution) -> str:
        """The key of a section of the latest draft, or one of WHOLE, DAYS and GONE."""
        if row.day_id is not None:
            return DAYS
        text = row.passage or row.section
        return self.of_key(text.key) if text is not None else WHOLE

    def of_key(self, key: str) -> str:
        """The same for a passage or section by its key."""
        return self._home(key, frozenset()) or GONE

    def _home(self, key: str, tried: frozenset[str]) -> str:
        if key in self._of_passage:
            return self._of_passage[key]
        if key in self._keys:
            return key
        heirs = (heir for heir in self._into.get(key, ()) if heir not in tried)
        return next((home for heir in heirs if (home := self._home(heir, tried | {key}))), "")

    def around(self) -> list[tuple[str, str, int]]:
        """Key, label and level of every part of a compilation, in its order."""
        inside = [(part.key, part.label, part.level) for part in self._parts]
        return [
            (WHOLE, _("Hela strategin"), 1),
            *inside,
            (GONE, _("Stycken som inte finns kvar"), 1),
            (DAYS, _("Dagarna och dialogen"), 1),
        ]

    def language_of(self, key: str) -> str:
        """That of a section's name; "" for a part whose name is ours."""
        return self.language if key in self._keys else ""

    def keys_within(self, only: str) -> set[str]:
        """The parts that make up one: a section with those inside it."""
        part = next((part for part in self._parts if part.key == only), None)
        if part is not None:
            return {each.key for each in part.with_children}
        if only in {WHOLE, GONE, DAYS}:
            return {only}
        raise NotFound(_("Avsnittet finns inte i det senaste utkastet."), what_next=_("Se hela sammanställningen."))

    def scope(self, only: str) -> Q:
        """The contributions that are at home in this part."""
        if not only:
            return Q()
        wanted = self.keys_within(only)
        if only == WHOLE:
            return Q(section=None, passage=None, day=None)
        if only == DAYS:
            return Q(day__isnull=False)
        here, elsewhere = self._keys_at(wanted)
        if only == GONE:
            gone = ~Q(passage__key__in=elsewhere) & Q(passage__isnull=False)
            return gone | (~Q(section__key__in=elsewhere) & Q(section__isnull=False))
        return Q(passage__key__in=here) | Q(section__key__in=here)

    def scope_of_changes(self, only: str) -> Q:
        """The changes of what is at home in this part."""
        if not only:
            return Q()
        here, elsewhere = self._keys_at(self.keys_within(only))
        return ~Q(key__in=elsewhere) if only == GONE else Q(key__in=here)

    def _keys_at(self, wanted: set[str]) -> tuple[list[str], list[str]]:
        """Keys of passages and sections that are at home in these parts, and those at home in any part of the text."""
        homes = {key: self._home(key, frozenset()) for key in (*self._of_passage, *self._keys, *self._into)}
        return [key for key, home in homes.items() if home in wanted], [key for key, home in homes.items() if home]


def homes_in(dialogue: Dialogue, latest: Draft | None, *, now: datetime) -> Homes:
    """Where everything is at home in the latest draft. One query beside the draft's text."""
    changes = published_changes(dialogue.strategy_id, now=now).exclude(into_keys=[]).order_by("number")
    language = dialogue.strategy.language if dialogue.strategy else dialogue.language
    contents = contents_of(latest) if latest else None
    return Homes(contents, dict(changes.values_list("key", "into_keys")), language=language)
