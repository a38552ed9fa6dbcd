"""The numbers of a table's columns, and which rows a total adds up.

A total may stand first or last, close a section, or close each of several blocks; what it adds up is found by trying
the few sets of rows that it can mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from intake.cells import ROW
from intake.table import Table
from intake.values import EXACT, SEPARATED, no_figure, read_count
from intake.values.fractions import read_share
from intake.words import folded

Amount = int | Fraction

_DECIMAL = re.compile(r"([+-]?)(\d[\d ]*)(?:[.,](\d+))?( ?%)?")
_TICKS = {"x": 1, "có": 1}


@dataclass(frozen=True, slots=True)
class Numbers:
    """One column: an amount a row, null where there is none (empty, dash, not reported). ``dens`` holds the second
    counts of shares, null where the column has none. ``unread`` are the places of cells that are no exact amount.
    ``percent``: some cell is a percentage. ``digits`` are the decimals as written.
    """

    values: tuple[Amount | None, ...]
    dens: tuple[int | None, ...] | None
    unread: frozenset[int]
    percent: bool
    digits: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one text amounts to; neither ``value`` nor ``unread`` where it stands for nothing."""

    value: Amount | None = None
    den: int | None = None
    unread: bool = False
    percent: bool = False
    digits: int = 0


def read_cell(text: str, thousands: frozenset[str] | None) -> Cell:
    """An amount for sums: whole, decimal, negative, a percentage in per cent, two counts, or a tick as one.

    ``thousands`` are the signs that part thousands in the column; with null a lone dot or comma before three digits is
    a decimal sign. Approximate figures and everything that is no number are unread.
    """
    word = folded(text).lstrip("'’`").lstrip()
    if not word or no_figure(word) is not None:
        return Cell()
    if word in _TICKS:
        return Cell(_TICKS[word])
    parted = thousands is not None and any(sign in word for sign in thousands)
    count = read_count(word, thousands=parted)
    if count.num is not None:
        return Cell(count.num) if count.qualifier == EXACT else Cell(unread=True)
    if "/" in word:
        share = read_share(word)
        return Cell(unread=True) if share.num is None or share.qualifier != EXACT else Cell(share.num, share.den)
    if (count.code != SEPARATED or thousands is not None) and (found := _DECIMAL.fullmatch(word)):
        return _decimal(found)
    return Cell(unread=True)


def _decimal(found: re.Match[str]) -> Cell:
    decimals = found[3] or ""
    value = Fraction(int(found[2].replace(" ", "") + decimals), 10 ** len(decimals))
    value = -value if found[1] == "-" else value
    return Cell(value, percent=bool(found[4]), digits=len(decimals))


def column_numbers(table: Table, at: int, thousands: frozenset[str] | None = None) -> Numbers:
    """The numbers of a column in the order of the rows. ``thousands`` null: separated counts are unread."""
    texts = table.cells[str(at)]
    plain = texts.cast(pl.Int64, strict=False)
    if plain.null_count() > texts.null_count():
        blanks = texts.str.contains(r"^\d{1,3}(\s\d{3})+$").fill_null(False)
        plain = texts.str.replace_all(r"\s", "").zip_with(blanks, texts).cast(pl.Int64, strict=False)
    values: list[Amount | None] = plain.to_list()
    odd = pl.DataFrame({"place": range(len(values)), "text": texts}).filter(
        texts.is_not_null() & (plain.is_null() | (plain < 0))
    )
    if odd.is_empty():
        return Numbers(tuple(values), None, frozenset(), False, None)
    known = {text: read_cell(text, thousands) for text in odd["text"].unique()}
    dens: list[int | None] = [None] * len(values)
    digits = [0] * len(values)
    unread: set[int] = set()
    for place, text in odd.iter_rows():
        cell = known[text]
        values[place], dens[place], digits[place] = cell.value, cell.den, cell.digits
        if cell.unread:
            unread.add(place)
    shares = any(cell.den is not None for cell in known.values())
    percent = any(cell.percent for cell in known.values())
    return Numbers(tuple(values), tuple(dens) if shares else None, frozenset(unread), percent, tuple(digits))


class Tree:
    """Rows of a table by their place, with what lies under what: always an earlier row."""

    def __init__(self, table: Table) -> None:
        self.rows: list[int] = table.cells[ROW].to_list()
        self.place = {row: place for place, row in enumerate(self.rows)}
        self.role: dict[int, str] = dict.fromkeys(self.rows, "entry")
        self.label: dict[int, str] = {}
        self.parent: dict[int, int | None] = dict.fromkeys(self.rows)
        for row, role, label, parent in table.lines.select("row", "role", "label", "parent").iter_rows():
            if row in self.place:
                self.role[row], self.label[row] = role, label or ""
                self.parent[row] = parent if parent in self.place and parent < row else None
        self.children: dict[int | None, list[int]] = {}
        for row, parent in self.parent.items():
            self.children.setdefault(parent, []).append(row)

    def leaves(self, under: int | None) -> list[int]:
        """Entries below a row, or of the whole table, that have no rows of their own but parts."""
        found: list[int] = []
        for row in self.children.get(under, []):
            if self.role[row] in ("entry", "section"):
                below = self.leaves(row)
                found += below or ([row] if self.role[row] == "entry" else [])
        return found

    def beside(self, under: int | None) -> list[int]:
        """Entries and sections directly below a row."""
        return [row for row in self.children.get(under, []) if self.role[row] in ("entry", "section")]

    def candidates(self, total: int) -> list[list[int]]:
        """Sets of rows that a total can add up, the likeliest first."""
        if self.beside(total):
            return _different([self.beside(total), self.leaves(total)])
        under = self.parent[total]
        whole = [self.beside(under), self.leaves(under)]
        totals = [row for row in self.children[under] if self.role[row] == "total"]
        if len(totals) == 1:
            return _different(whole)
        before = max((row for row in totals if row < total), default=0)
        after = min((row for row in totals if row > total), default=self.rows[-1] + 1)
        leaves = self.leaves(under)
        blocks = [[row for row in leaves if before < row < total], [row for row in leaves if total < row < after]]
        return _different([*whole, *blocks] if total == totals[-1] else [*blocks, *whole])


def _different(sets: Iterable[list[int]]) -> list[list[int]]:
    return list({tuple(each): each for each in sets if each}.values())


def added(tree: Tree, numbers: Numbers, members: list[int]) -> tuple[Amount, int] | None:
    """Sum of a column over rows, with the sum of the second counts; null where a cell is unread or none is filled.

    A section without a figure of its own counts with what lies below it.
    """
    total: Amount = 0
    dens, filled = 0, False
    for row in members:
        place = tree.place[row]
        if place in numbers.unread:
            return None
        value = numbers.values[place]
        if value is None and tree.role[row] == "section":
            below = tree.leaves(row)
            part = added(tree, numbers, below) if below else None
            if part is None:
                if any(tree.place[each] in numbers.unread for each in below):
                    return None
                continue
            total, dens, filled = total + part[0], dens + part[1], True
        elif value is not None:
            total, filled = total + value, True
            dens += (numbers.dens[place] or 0) if numbers.dens else 0
    return (total, dens) if filled else None


def said(numbers: Numbers, place: int) -> tuple[Amount, int] | None:
    """What a cell amounts to in the form of :func:`added`; null where it is empty or unread."""
    value = numbers.values[place]
    if value is None or place in numbers.unread:
        return None
    return value, (numbers.dens[place] or 0) if numbers.dens else 0


def totals(table: Table) -> tuple[Tree, list[int]]:
    """The table's rows as a tree, and those that are totals."""
    tree = Tree(table)
    return tree, [row for row in tree.rows if tree.role[row] == "total"]


def adds_up(table: Table, at: int, read: Callable[[], Numbers]) -> bool | None:
    """Whether every total of a column is the sum of rows that it can mean; null where there is nothing to add up."""
    tree, rows = totals(table)
    if not rows:
        return None
    numbers = read()
    outcomes: list[bool] = []
    for row in rows:
        wanted = said(numbers, tree.place[row])
        sums = [added(tree, numbers, members) for members in tree.candidates(row)]
        if wanted is not None and any(each is not None for each in sums):
            outcomes.append(wanted in sums)
    return all(outcomes) if outcomes else None
