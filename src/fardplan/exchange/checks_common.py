"""What the checks of every part share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from fardplan.exchange.problems import Path as FieldPath

Found = tuple[FieldPath, str]


def only_once(values: Sequence[str], path: FieldPath, *name: str) -> Iterator[Found]:
    """The rows of a list whose field `name` says the same as an earlier row; without a name, the rows themselves."""
    counts = Counter(values)
    seen: set[str] = set()
    for number, value in enumerate(values):
        if counts[value] > 1 and value in seen:
            yield (*path, number, *name), _("%(value)s står redan tidigare i listan.") % {"value": value}
        seen.add(value)
