"""What a reader of workbooks gives: lines of text cells, with what is known of each sheet; and where it stops.

A line is the row's number and the texts of its columns up to the last one that has any, between :data:`CELL` signs,
ended by :data:`LINE`. Neither sign is ever part of a text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

CELL, LINE = "\x1f", "\x1e"
LAST_ROW = 2**24
HEADINGS = 100
MOST_MERGES = 500_000
MOST_UNCACHED = 50_000
_AT_ONCE = 1 << 20


class Refused(Exception):
    """The workbook is not taken; ``code`` and ``params`` are those of the problem."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a reader stops: rows, columns, sheets, cells of all sheets as rectangles, bytes unpacked, bytes written."""

    rows: int
    columns: int
    cells: int
    sheets: int
    unpacked: int
    written: int


@dataclass(slots=True)
class Facts:
    """A sheet besides its lines, which are the bytes ``start`` to ``end`` of all that was written.

    ``merges`` are first row, first column, last row, last column; rows 1-based, columns 0-based. ``hidden_rows`` has
    only rows with text, ``uncached`` at most :data:`MOST_UNCACHED` cells, ``fonts`` the font of most texts of a column.
    """

    name: str
    number: int
    hidden: bool
    start: int = 0
    end: int = 0
    rows: int = 0
    width: int = 0
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    uncached: list[tuple[int, int]] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)

    def merge(self, first_row: int, first_at: int, last_row: int, last_at: int) -> None:
        """Notes cells shown as one. Raises :class:`Refused` where there are more than any sheet has."""
        if len(self.merges) == MOST_MERGES:
            raise Refused("too_many_cells", limit=MOST_MERGES)
        self.merges.append((first_row, first_at, last_row, last_at))

    def without_result(self, row: int, at: int) -> None:
        if len(self.uncached) < MOST_UNCACHED:
            self.uncached.append((row, at))


class Rows:
    """Writes lines and counts them; past a bound it raises :class:`Refused`."""

    def __init__(self, out: BinaryIO, bounds: Bounds) -> None:
        self.bounds = bounds
        self.sheets: list[Facts] = []
        self._out = out
        self._lines: list[str] = []
        self._waiting = 0
        self._written = 0
        self._area = 0
        self._last = 0

    def begin(self, name: str, number: int, hidden: bool) -> Facts:
        if len(self.sheets) == self.bounds.sheets:
            raise Refused("too_many_sheets", limit=self.bounds.sheets)
        facts = Facts(name, number, hidden, start=self._written)
        self.sheets.append(facts)
        self._last = 0
        return facts

    def put(self, number: int, texts: list[str], hidden: bool = False) -> None:
        """A row of the sheet begun last; rows come in ascending order, the last text is not empty."""
        facts, bounds = self.sheets[-1], self.bounds
        if not self._last < number <= LAST_ROW:
            raise Refused("corrupt_file")
        self._last = number
        facts.rows += 1
        if facts.rows > bounds.rows + HEADINGS:
            raise Refused("too_many_rows", limit=bounds.rows)
        if len(texts) > facts.width:
            facts.width = len(texts)
            if facts.width > bounds.columns:
                raise Refused("too_many_columns", limit=bounds.columns)
        if self._area + facts.rows * facts.width > bounds.cells:
            raise Refused("too_many_cells", limit=bounds.cells)
        if hidden:
            facts.hidden_rows.append(number)
        line = f"{number}{CELL}{CELL.join(texts)}{LINE}"
        self._lines.append(line)
        self._waiting += len(line)
        if self._waiting > _AT_ONCE:
            self._flush()

    def end(self, fonts: Counter[tuple[int, str]]) -> None:
        """The sheet is complete; ``fonts`` counts its texts by column and font."""
        self._flush()
        facts = self.sheets[-1]
        facts.end = self._written
        for (at, font), _ in fonts.most_common():
            facts.fonts.setdefault(at, font)
        self._area += facts.rows * facts.width

    def drop(self) -> None:
        """The sheet begun last is not one of the workbook's own."""
        self._lines.clear()
        self.sheets.pop()

    def facts(self) -> list[dict[str, Any]]:
        return [asdict(sheet) for sheet in self.sheets]

    def _flush(self) -> None:
        data = "".join(self._lines).encode("utf-8", "replace")
        self._lines.clear()
        self._waiting = 0
        self._written += len(data)
        if self._written > self.bounds.written:
            raise Refused("file_unpacks_too_large", limit=self.bounds.written // 2**20)
        self._out.write(data)


def safe(text: str) -> str:
    """The text without the two signs, empty where it is blank."""
    if CELL in text or LINE in text:
        text = text.replace(CELL, " ").replace(LINE, " ")
    return "" if text.isspace() else text
