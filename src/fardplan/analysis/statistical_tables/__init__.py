"""Tables of official statistics: reading JSON-stat, PC-Axis and Kolada, choosing from them, writing JSON-stat 2."""

from fardplan.analysis.statistical_tables.choices import BadChoice, Fault
from fardplan.analysis.statistical_tables.excerpts import excerpt
from fardplan.analysis.statistical_tables.json_stat import read_json_stat
from fardplan.analysis.statistical_tables.json_stat_writer import write_json_stat
from fardplan.analysis.statistical_tables.kolada import next_page, read_kolada
from fardplan.analysis.statistical_tables.margins import Margin, Share, age_groups, margin, others
from fardplan.analysis.statistical_tables.problems import Problem, Unreadable
from fardplan.analysis.statistical_tables.px import read_px
from fardplan.analysis.statistical_tables.reading import read_table
from fardplan.analysis.statistical_tables.series import Observation, TimeSeries, period_start, time_series
from fardplan.analysis.statistical_tables.table import (
    NIL,
    Category,
    Cell,
    CellNote,
    Dimension,
    Note,
    Role,
    Table,
)

__all__ = [
    "NIL",
    "BadChoice",
    "Category",
    "Cell",
    "CellNote",
    "Dimension",
    "Fault",
    "Margin",
    "Note",
    "Observation",
    "Problem",
    "Role",
    "Share",
    "Table",
    "TimeSeries",
    "Unreadable",
    "age_groups",
    "excerpt",
    "margin",
    "next_page",
    "others",
    "period_start",
    "read_json_stat",
    "read_kolada",
    "read_px",
    "read_table",
    "time_series",
    "write_json_stat",
]
