"""How much of a file is taken."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken: bytes, rows below the header, columns, cells that can hold a figure, all cells of all sheets
    (as rectangles), sheets; of a workbook also the bytes it unpacks to, and the memory and the seconds to read it.
    """

    size: int = 20 * MEBIBYTE
    rows: int = 200_000
    columns: int = 1_000
    figures: int = 2_000_000
    cells: int = 10_000_000
    sheets: int = 250
    unpacked: int = 512 * MEBIBYTE
    memory: int = 1024 * MEBIBYTE
    seconds: float = 60.0


DEFAULT = Limits()
LONGEST = 131_072
"""Characters of one cell."""
