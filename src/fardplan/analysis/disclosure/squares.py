"""Points on the map, shown only as squares of one kilometre with enough people in them.

The squares are those of the national grid, SWEREF 99 TM, as in SCB's statistics on squares.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import atan2, atanh, cos, cosh, radians, sin, sinh, sqrt

from fardplan.analysis.disclosure.rows import rounded

SIDE = 1_000  # metres


@dataclass(frozen=True, slots=True, order=True)
class Square:
    """The south-west corner in SWEREF 99 TM, in metres."""

    east: int
    north: int


def public_squares(
    points: Iterable[tuple[Hashable, float, float]],
    *,
    minimum: int,
    before: Mapping[Square, int] | None = None,
) -> tuple[dict[Square, int], dict[Square, int]]:
    """The people in each square that may be shown, rounded to ten, and the exact numbers to hand in as `before` next.

    Each point is (who, latitude, longitude), WGS 84 in degrees; who has put several points in a square counts once
    there. Squares with fewer than `minimum` are left out without a trace. One published before is renewed only when it
    has gained at least the minimum; otherwise it stays as it was.
    """
    people: dict[Square, set[Hashable]] = {}
    for who, latitude, longitude in points:
        people.setdefault(square_of(latitude, longitude), set()).add(who)
    kept = dict(before or {})
    for square, there in people.items():
        if len(there) - kept.get(square, 0) >= minimum:
            kept[square] = len(there)
    return {square: rounded(kept[square]) for square in sorted(kept)}, kept


def square_of(latitude: float, longitude: float) -> Square:
    """The square around a point in WGS 84 (degrees; the same as SWEREF 99 to within a metre)."""
    north, east = sweref99tm(latitude, longitude)
    return Square(int(east // SIDE) * SIDE, int(north // SIDE) * SIDE)


def sweref99tm(latitude: float, longitude: float) -> tuple[float, float]:
    """Northing and easting in metres: Gauss–Krüger on GRS 80, central meridian 15°, scale 0.9996, false easting 500 km.

    L. Krüger (1912), Konforme Abbildung des Erdellipsoids in der Ebene; as in Lantmäteriet, "Gauss Conformal Projection
    (Transverse Mercator), Krüger's Formulas".
    """
    axis, flattening = 6_378_137.0, 1 / 298.257222101
    squared, n = flattening * (2 - flattening), flattening / (2 - flattening)
    radius = axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    factors = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    phi, turned = radians(latitude), radians(longitude - 15.0)
    eccentricity = sqrt(squared)
    conformal = atanh(sin(phi)) - eccentricity * atanh(eccentricity * sin(phi))
    xi, eta = atan2(sinh(conformal), cos(turned)), atanh(sin(turned) / cosh(conformal))
    north = xi + sum(each * sin(2 * k * xi) * cosh(2 * k * eta) for k, each in enumerate(factors, 1))
    east = eta + sum(each * cos(2 * k * xi) * sinh(2 * k * eta) for k, each in enumerate(factors, 1))
    return 0.9996 * radius * north, 0.9996 * radius * east + 500_000
