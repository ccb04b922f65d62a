"""What senders say to *Blev det som du menade?*, counted for each passage, section and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from fardplan.contributions.about import about_of
from fardplan.contributions.models import Contribution
from fardplan.ledger.compilation.homes import Homes
from fardplan.ledger.compilation.shapes import TextVerdicts


def by_text(rows: Iterable[Contribution], said_last: Mapping[int, str], homes: Homes) -> tuple[TextVerdicts, ...]:
    """In the order of the text; of each contribution what its sender said last. A text is called what it was latest."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    names: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.pk not in said_last:
            continue
        text = row.passage or row.section
        place = homes.of(row), text.key if text is not None else ""
        names[place] = about_of(row).label
        counts.setdefault(place, Counter())[said_last[row.pk]] += 1
    order = {key: number for number, (key, _label, _level) in enumerate(homes.around())}
    labels = {key: label for key, label, _level in homes.around()}
    return tuple(
        TextVerdicts(labels[home], names[home, key], key, dict(counts[home, key]))
        for home, key in sorted(counts, key=lambda place: (order[place[0]], names[place]))
    )
