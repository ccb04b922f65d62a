"""How much a file may ask for while it is read."""

from __future__ import annotations

MEMORY_BYTES = 1_200_000_000  # of addresses in the process apart; a thousand pages need a third of it
CPU_SECONDS = 40
WALL_SECONDS = 60.0
OUTPUT_BYTES = 64_000_000
TEXT_LENGTH = 8_000_000  # characters in one file; a thousand pages hold about three million
PASTED_LENGTH = 2_000_000
PAGES = 3_000  # of a PDF
WORKBOOK_SHEETS = 30
WORKBOOK_ROWS = 5_000  # of one sheet: the last row that is looked at
WORKBOOK_COLUMNS = 150
CELL_LENGTH = 32_767  # what spreadsheet programs can hold
WORKBOOK_BYTES = 60_000_000  # unpacked
