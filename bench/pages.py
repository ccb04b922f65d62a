"""What each public page costs, beside its budget: queries, CPU time on the server, bytes over the wire.

    ./dev bench pages

Uses the page list of the page checks and the example as `./dev run` serves it. Bytes are those of the answers as the
server sends them (headers, compressed HTML, style sheets, scripts, fonts), with an empty cache; content images aside.
"""

import json
import sys
from dataclasses import asdict, dataclass

from bench.wire import Wire
from tests.browser.places import places_of
from tools.example_site import ExampleSite, example_site

BUDGET_QUERIES = 8
BUDGET_MILLISECONDS = 10
BUDGET_KILOBYTES = 60


@dataclass(frozen=True)
class Cost:
    """What one page costs, with what it is made of."""

    queries: int
    milliseconds: float
    html: int
    rest: int

    @property
    def kilobytes(self) -> float:
        return (self.html + self.rest) / 1000


def costs(site: ExampleSite) -> dict[str, Cost]:
    """The cost of every public page of the list that answers 200."""
    places = {name: place for name, place in places_of(site).items() if place.is_public}
    asked = json.dumps({name: asdict(place) for name, place in places.items()})
    measured = json.loads(site.run("-m", "bench.measure", text=asked))
    wire = Wire(site)
    found = {}
    for name, place in places.items():
        html, rest = wire.page(place.path, place.cookies)
        found[name] = Cost(measured[name]["queries"], measured[name]["milliseconds"], html, rest)
    return found


def table(found: dict[str, Cost]) -> str:
    """One line per page: figures, and how each stands to its budget (1.00 = exactly the budget)."""
    width = max(len(name) for name in found)
    lines = [
        f"{'page':<{width}}  queries  (/{BUDGET_QUERIES})   CPU ms (/{BUDGET_MILLISECONDS})"
        f"     kB of it HTML (/{BUDGET_KILOBYTES})"
    ]
    for name, cost in found.items():
        lines.append(
            f"{name:<{width}}  {cost.queries:>7}  {cost.queries / BUDGET_QUERIES:>4.2f}"
            f"   {cost.milliseconds:>6.1f}  {cost.milliseconds / BUDGET_MILLISECONDS:>4.2f}"
            f"  {cost.kilobytes:>6.1f} {cost.html / 1000:>8.1f}  {cost.kilobytes / BUDGET_KILOBYTES:>4.2f}"
        )
    return "\n".join(lines)


def over_budget(found: dict[str, Cost]) -> list[str]:
    return [
        name
        for name, cost in found.items()
        if cost.queries > BUDGET_QUERIES or cost.milliseconds > BUDGET_MILLISECONDS or cost.kilobytes > BUDGET_KILOBYTES
    ]


def main() -> int:
    with example_site() as site:
        found = costs(site)
    print(table(found))
    over = over_budget(found)
    print(f"{len(found)} pages; over budget: {', '.join(over) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
