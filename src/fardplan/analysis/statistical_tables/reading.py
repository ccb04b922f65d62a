"""A table out of a file of any of the formats, told apart by what the file begins with."""

from __future__ import annotations

import re

from fardplan.analysis.statistical_tables.json_stat import table_of
from fardplan.analysis.statistical_tables.json_values import parsed
from fardplan.analysis.statistical_tables.kolada import read_kolada
from fardplan.analysis.statistical_tables.problems import Problem, Unreadable, checked_size
from fardplan.analysis.statistical_tables.px import read_px
from fardplan.analysis.statistical_tables.table import Table

_PX = re.compile(rb"(?:\xef\xbb\xbf)?\s*[A-Z][A-Z0-9-]*\s*(?:\[[^\]\n]{0,20}\])?(?:\([^)\n]{0,300}\))?\s*=")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


def read_table(content: bytes, *, language: str = "") -> Table:
    """The table of an uploaded JSON-stat, .px or Kolada file (one page). `language` is for .px files with several.

    Raises Unreadable with the place of what is wrong.
    """
    if _JSON.match(checked_size(content)):
        root = parsed(content)
        is_kolada = isinstance(root.object().get("values"), list) and not root.has("dimension")
        return read_kolada([content]) if is_kolada else table_of(root)
    if _PX.match(content):
        return read_px(content, language=language)
    raise Unreadable(Problem.UNKNOWN_FORMAT)
