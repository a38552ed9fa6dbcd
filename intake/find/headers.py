"""Where a header stands: its rows, the row of column numbers under it, and the levels of each column's heading.

Merged cells say how far a heading reaches. Where a file has none (CSV, copied values), a blank belongs to the heading
on its left as long as both have headings of their own below, and a heading reaches down over the blanks under it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.cells import Merge
from intake.find import marks

DEEPEST = 4
"""Rows that a header has at most, without the row of column numbers."""

_LONG = 300
_CARRIED = re.compile(r"\s*(\(\d{1,2}\)(?:\s*[+\-*/:x×=]\s*\(\d{1,2}\))*)$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its place among the rows with text, its number, its texts by column."""

    place: int
    number: int
    texts: Mapping[int, str]

    @property
    def first(self) -> int:
        return min(self.texts)


@dataclass(frozen=True, slots=True)
class Head:
    """A header: its rows, and the row of column numbers where there is one."""

    rows: tuple[Row, ...]
    numbers: Row | None = None

    @property
    def body(self) -> int:
        """Place of the first row after it."""
        return (self.numbers or self.rows[-1]).place + 1

    @property
    def known(self) -> bool:
        """Whether its first row has a word that only headers have."""
        return any(map(marks.is_headword, self.rows[0].texts.values()))

    @property
    def texts(self) -> tuple[tuple[tuple[int, str], ...], ...]:
        return tuple(tuple((at, text.casefold()) for at, text in sorted(row.texts.items())) for row in self.rows)


def outside(row: Row) -> bool:
    """A row of a letterhead: an office first, or the number of a form, a motto, a date anywhere."""
    texts = list(row.texts.values())
    return marks.is_office(row.texts[row.first]) or any(map(marks.is_letterhead, texts))


def numbers_columns(row: Row) -> bool:
    """True for ``1 | 2 | 3 | 4(=2*100/3)``, ``(1) | (2)``, ``A | B | 1 | 2``: letters, then numbers that count up.

    Without a formula, brackets or letters the numbers must begin at 0, 1 or 2 and leave none out.
    """
    found = [marks.column_number(text) for _, text in sorted(row.texts.items())]
    if len(found) < 2 or None in found:
        return False
    signs = [each for each in found if each is not None]
    letters = [sign for sign, _ in signs if not sign.isdigit()]
    counted = [int(sign) for sign, _ in signs if sign.isdigit()]
    if [sign.isdigit() for sign, _ in signs] != [False] * len(letters) + [True] * len(counted):
        return False
    if letters != sorted(set(letters), key="ABCDĐEFGH".find) or counted != sorted(set(counted)):
        return False
    if not counted:
        return len(letters) > 2
    whole = counted == list(range(counted[0], counted[0] + len(counted)))
    marked = bool(letters) or any(mark for _, mark in signs)
    return counted[0] <= 2 and (whole or (marked and len(counted) > 2)) and (marked or len(signs) > 2 or row.first == 0)


def _wordy(row: Row) -> bool:
    """No figure in it, unless all of them are years or days and no more than the words allow."""
    figures = [text for text in row.texts.values() if marks.is_figure(text)]
    return all(map(marks.is_moment, figures)) and len(set(figures)) == len(figures)


def can_begin(row: Row) -> bool:
    """Whether a header could begin in this row."""
    if len(row.texts) < 2 or not _wordy(row) or outside(row) or numbers_columns(row):
        return False
    start = row.texts[row.first]
    if marks.is_figure(start) or (marks.is_total(start) and not any(map(marks.is_headword, row.texts.values()))):
        return False
    return marks.is_headword(start) or not marks.is_ordinal(start)


def header_at(rows: Sequence[Row], at: int, merges: Sequence[Merge]) -> Head:
    """The header whose first row is ``rows[at]``, with all that belongs to it below and above."""
    taken = [rows[at]]
    end = at + 1
    while end < len(rows) and len(taken) < DEEPEST and _goes_on(taken, rows[end], merges):
        taken.append(rows[end])
        end += 1
    start = at
    while start > 0 and len(taken) < DEEPEST and _groups(rows[start - 1], taken, merges):
        start -= 1
        taken.insert(0, rows[start])
    numbers = rows[end] if end < len(rows) and numbers_columns(rows[end]) else None
    return Head(tuple(taken), numbers)


def _goes_on(taken: Sequence[Row], row: Row, merges: Sequence[Merge]) -> bool:
    """Whether a row is a further level of the header above it."""
    if not _wordy(row) or numbers_columns(row):
        return False
    top, last = taken[0].number, taken[-1].number
    hanging = any(
        top <= merge.first_row <= last < merge.last_row and row.number <= merge.last_row and _text(taken, merge)
        for merge in merges
    )
    if hanging:
        return True
    if row.number > last + 1 or row.first <= min(each.first for each in taken):
        return False
    return all(_below(taken, row, at, text, merges) for at, text in row.texts.items())


def _text(taken: Sequence[Row], merge: Merge) -> bool:
    return any(row.number == merge.first_row and merge.first_at in row.texts for row in taken)


def _below(taken: Sequence[Row], row: Row, at: int, text: str, merges: Sequence[Merge]) -> bool:
    """Whether a text can be a heading of its own under what stands above it: in a group, or a unit in brackets."""
    if text.startswith("("):
        return True
    above = next((each for each in reversed(taken) if at in each.texts), None)
    if above is None:
        return True
    if any(_covers(merge, above.number, at) and merge.last_at > merge.first_at for merge in merges):
        return True
    right = {other for each in taken if each.number >= above.number for other in each.texts if other > at}
    return any(at < other < min(right, default=other + 1) for other in row.texts)


def _groups(row: Row, taken: Sequence[Row], merges: Sequence[Merge]) -> bool:
    """Whether a row directly above a header names groups of its columns."""
    under = taken[0]
    if row.number != under.number - 1 or not _wordy(row) or outside(row) or numbers_columns(row):
        return False
    wide = [
        merge for merge in merges if merge.first_row == row.number == merge.last_row and merge.last_at > merge.first_at
    ]
    if len(row.texts) == 1:
        (at,) = row.texts
        reach = max(under.texts)
        return under.first < at and any(m.first_at == at and m.last_at <= reach for m in wide) and len(taken) == 1
    if any(at > max(under.texts) for at in row.texts):
        return False
    grouped = [at for at in row.texts if at + 1 not in row.texts and at + 1 in under.texts and at in under.texts]
    return bool(grouped) and (
        row.first > under.first or len(row.texts) > 2 or any(m.first_at == row.first for m in wide)
    )


def worth(head: Head, figures: Sequence[int], after: Row | None) -> float:
    """How well a header fits the columns in which the sheet has figures; the highest is the header."""
    texts = {at for row in head.rows for at in row.texts}
    words = [text for row in head.rows for text in row.texts.values()]
    heard = sum(map(marks.is_headword, words))
    covered = sum(at in texts for at in figures) / len(figures) if figures else 0.0
    gap = after is not None and after.number > (head.numbers or head.rows[-1]).number + 1
    value = 10 * covered + 4 * min(heard, 2) + 6 * (head.numbers is not None) - 3 * gap
    if not heard and sum(map(marks.is_worded, words)) * 2 >= len(words):
        value -= 4
    return value


def levels_of(head: Head, width: int, merges: Sequence[Merge]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The levels of each column's heading, and the number of each column as written (empty where none has one)."""
    grid = _filled(head.rows, width, merges)
    levels: list[tuple[str, ...]] = []
    for at in range(width):
        found: list[str] = []
        for texts in grid:
            text = texts[at]
            if text and (not found or found[-1] != text):
                found.append(text)
        levels.append(tuple(found))
    if head.numbers is not None:
        return tuple(levels), tuple(head.numbers.texts.get(at, "") for at in range(width))
    return _without_numbers(levels)


def _without_numbers(levels: Sequence[tuple[str, ...]]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Headings without the column numbers they end with, and these; only where two headings or more carry one."""
    carried = [_CARRIED.search(column[-1]) if column and len(column[-1]) <= _LONG else None for column in levels]
    if sum(each is not None and each.start() > 0 for each in carried) < 2:
        return tuple(levels), ()
    plain = [
        (*column[:-1], column[-1][: found.start()]) if found and found.start() else column
        for column, found in zip(levels, carried, strict=True)
    ]
    return tuple(plain), tuple(found[1] if found else "" for found in carried)


def _filled(rows: Sequence[Row], width: int, merges: Sequence[Merge]) -> list[list[str | None]]:
    """The header as a grid in which every heading stands in all columns that it reaches over."""
    written = [[row.texts.get(at) for at in range(width)] for row in rows]
    grid = [list(each) for each in written]
    held = [[False] * width for _ in rows]
    for merge in merges:
        top = next((level for level, row in enumerate(rows) if row.number == merge.first_row), None)
        if top is None or merge.first_at >= width:
            continue
        for level, row in enumerate(rows):
            if row.number <= merge.last_row and level >= top:
                for at in range(merge.first_at, min(merge.last_at + 1, width)):
                    grid[level][at] = written[top][merge.first_at]
                    held[level][at] = True
    for level in range(len(rows) - 2, -1, -1):
        _reach_right(level, written, grid, held)
    return grid


def _reach_right(
    level: int, written: list[list[str | None]], grid: list[list[str | None]], held: list[list[bool]]
) -> None:
    """Fill the blanks of one level from the left, where no merge and no group of a higher level says otherwise."""
    source: int | None = None
    seen: set[tuple[str | None, ...]] = set()
    for at in range(len(grid[level])):
        below = tuple(grid[lower][at] for lower in range(level + 1, len(grid)))
        if grid[level][at]:
            source = at if any(below) and not held[level][at] else None
            seen = {below}
            continue
        if any(written[upper][at] for upper in range(level)):
            source = None
        if source is None or held[level][at] or not any(below) or below in seen:
            source = None
            continue
        grid[level][at] = grid[level][source]
        seen.add(below)


def _covers(merge: Merge, row: int, at: int) -> bool:
    return merge.first_row <= row <= merge.last_row and merge.first_at <= at <= merge.last_at
