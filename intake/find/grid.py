"""A sheet looked over once, column by column, and its rows where someone wants to look at them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from intake.cells import ROW
from intake.find import marks
from intake.find.headers import Row

_PIECE = 64


@dataclass(frozen=True, slots=True)
class Scan:
    """Of each row how many texts and figures it has; of each column how many figures."""

    filled: pl.Series
    strong: pl.Series
    figures: tuple[int, ...]


def scan(cells: pl.DataFrame, names: Sequence[str]) -> Scan:
    """Count texts and figures. Where no figure stands but the ordinals, words that stand for figures count as such."""
    for pattern in (marks.FIGURE, f"{marks.FIGURE}|{marks.WORDED}"):
        strong = cells.select(pl.col(name).str.contains(pattern).fill_null(False) for name in names)
        sums = strong.sum().row(0)
        texts = [
            cells.height - count - total for count, total in zip(cells[names].null_count().row(0), sums, strict=True)
        ]
        ordered = next((at for at, total in enumerate(sums) if total or texts[at]), None)
        rest = [total for at, total in enumerate(sums) if at != ordered or texts[at] * 2 > total]
        if max(rest, default=0):
            break
    most = max(rest, default=0)
    figures = tuple(
        at for at, total in enumerate(sums) if total and total * 10 >= most and (at != ordered or len(names) == 1)
    )
    filled = cells.select(pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int32) for name in names)).to_series()
    return Scan(filled, strong.select(pl.sum_horizontal(pl.all().cast(pl.Int32))).to_series(), figures)


class Grid:
    """Rows of a sheet by their place among the rows with text, taken out of the frame in pieces and only when asked."""

    def __init__(self, cells: pl.DataFrame, scan: Scan) -> None:
        self.height = cells.height
        self.strong: list[int] = scan.strong.to_list()
        self._cells = cells.select(ROW, *(name for name in cells.columns if name != ROW))
        self._pieces: dict[int, list[Row]] = {}

    def rows(self, start: int, stop: int) -> list[Row]:
        start, stop = max(start, 0), min(stop, self.height)
        if start >= stop:
            return []
        first, last = start // _PIECE, (stop - 1) // _PIECE
        rows = [row for piece in range(first, last + 1) for row in self._piece(piece)]
        return rows[start - first * _PIECE : stop - first * _PIECE]

    def _piece(self, piece: int) -> list[Row]:
        if piece not in self._pieces:
            start = piece * _PIECE
            self._pieces[piece] = [
                Row(start + nth, value[0], {at: text for at, text in enumerate(value[1:]) if text is not None})
                for nth, value in enumerate(self._cells.slice(start, _PIECE).rows())
            ]
        return self._pieces[piece]
