"""Have another program weigh made-up surveys, as a measure for ours: python -m tools.survey_oracle

Writes tests/analysis/survey/files/svy.json. Not run by the tests, nor with the project's environment: svy (MIT licence)
brings 350 MB. In a new environment: pip install svy, and from the top of the repository
PYTHONPATH=src:. path/to/python -m tools.survey_oracle
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fardplan.analysis.survey.margins import Cell
from tests.analysis.survey.made import BACKGROUNDS, MARGINS, Made, made

FILE = Path(__file__).resolve().parent.parent / "tests" / "analysis" / "survey" / "files" / "svy.json"
UNSAID = "not said"
CASES: dict[str, dict[str, Any]] = {
    "everything said": {"seed": 11, "answers": 400, "silent": 0.0, "skipped": 0.0},
    "some unsaid": {"seed": 12, "answers": 456, "silent": 0.06, "skipped": 0.1, "uneven": 0.4},
    "few, many skipped": {"seed": 13, "answers": 150, "silent": 0.04, "skipped": 0.4},
    "many": {"seed": 14, "answers": 2_500, "silent": 0.03, "skipped": 0.15},
    "nearly even": {"seed": 15, "answers": 800, "silent": 0.03, "skipped": 0.1, "uneven": -0.8},
    "nearly even, many": {"seed": 16, "answers": 2_500, "silent": 0.0, "skipped": 0.2, "uneven": -0.8},
}
GROUPS = [None, ("municipality", "D"), ("age", "18–39"), ("sex", "men")]


def people(survey: Made) -> Iterator[dict[str, Any]]:
    """One row for each respondent: backgrounds, whether the question was answered, and whether with 3 or 4."""
    for cell, count in survey.respondents.items():
        told = {background: name or UNSAID for background, name in zip(BACKGROUNDS, cell, strict=True)}
        for at in range(count):
            answered, yes = at < survey.answered[cell], at < survey.yes[cell]
            yield told | {"answered": int(answered), "yes": int(yes), "one": 1.0}


def shares(rows: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """The shares to reach: who left out a background is a class that keeps its share."""
    found = {}
    for margin in MARGINS:
        unsaid = sum(row[margin.background] == UNSAID for row in rows) / len(rows)
        found[margin.background] = {name: size * (1 - unsaid) for name, size in margin.sizes.items()}
        if unsaid:
            found[margin.background][UNSAID] = unsaid
    return found


def case(given: dict[str, Any]) -> dict[str, Any]:
    """The survey in cells, the raked weight of each cell, and the estimates with raked and with fixed weights."""
    import polars  # type: ignore[import-not-found,unused-ignore]
    import svy  # type: ignore[import-not-found,unused-ignore]

    survey = made(**given)
    rows = list(people(survey))
    sample = svy.Sample(data=polars.DataFrame(rows), design=svy.Design(wgt="one"))
    raked = sample.weighting.rake(shares=shares(rows), tol=1e-14, max_iter=500, on_nonconvergence="ignore")
    weights = raked.data.get_column("rk_wgt").to_list()
    fixed = svy.Sample(
        data=polars.DataFrame([row | {"weight": weight} for row, weight in zip(rows, weights, strict=True)]),
        design=svy.Design(wgt="weight"),
    )
    of: dict[Cell, float] = {}
    for row, weight in zip(rows, weights, strict=True):
        of[tuple(None if row[background] == UNSAID else row[background] for background in BACKGROUNDS)] = weight
    return {
        "cells": [
            {
                "cell": cell,
                "respondents": count,
                "answered": survey.answered[cell],
                "yes": survey.yes[cell],
                "weight": of[cell],
            }
            for cell, count in survey.respondents.items()
        ],
        "raked": estimates(raked, svy),
        "fixed": estimates(fixed, svy),
    }


def estimates(sample: Any, svy: Any) -> list[dict[str, Any]]:
    """The total of those who said yes and their share of those who answered, in all and in groups."""
    found = []
    for group in GROUPS:
        inside = svy.col("answered") == 1
        if group:
            inside = inside & (svy.col(group[0]) == group[1])
        total = sample.estimation.total("yes", where=inside).estimates[0]
        share = sample.estimation.mean("yes", where=inside).estimates[0]
        found.append(
            {
                "group": group,
                "total": total.est,
                "total_error": total.se,
                "share": share.est,
                "share_error": share.se,
            }
        )
    return found


def main() -> int:
    versions = {name: version(name) for name in ("svy", "svy_rs", "scipy")}
    found = {"made by": versions, "cases": {name: case(given) for name, given in CASES.items()}, "t": quantiles()}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def quantiles() -> list[tuple[float, int, float]]:
    """Student's t as SciPy has it: probability, degrees of freedom, value."""
    from scipy.stats import t  # type: ignore[import-untyped,import-not-found,unused-ignore]

    degrees = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 19, 40, 99, 200, 299, 300, 301, 302, 500, 1_500, 99_990)
    return [(p, one, float(t.ppf(p, one))) for p in (0.6, 0.95, 0.975, 0.995) for one in degrees]


if __name__ == "__main__":
    sys.exit(main())
