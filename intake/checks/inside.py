"""Arithmetic inside a file: totals, parts and wholes, the formulas of columns, opening + in - out = closing.

Only exact amounts are compared. A cell that is empty or a dash counts as nothing; a column that waits for an answer, or
a row with an approximate or unreadable cell, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from fractions import Fraction

from intake.checks.arithmetic import Work, exact, shown
from intake.checks.balance import Balance, balance_of, side
from intake.checks.column_formulas import Formula, column_formulas
from intake.checks.grouped import marker
from intake.checks.sums import Amount, Numbers, Tree, added, said
from intake.checks.wholes import parts_of_columns, parts_of_rows
from intake.find.marks import is_total
from intake.layout import Layout
from intake.problems import Problem
from intake.questions import NO_ANSWERS, Answers
from intake.table import Table
from intake.words import bare

_NO_COUNTS = frozenset(
    ("order", "note", "unit", "name", "within", "period", "label", "indicator", "qualifier", "state")
)
_ORDINALS = re.compile(r"(s\.?t\.?t\.?|tt\.?|so (tt|thu tu)|no\.?|#|ma( .*)?|code)")
_RATE = re.compile(r"%|\b(ty le|ti le|ty trong|binh quan|phan tram|percent|rate|average)\b")
_ADDED = re.compile(r"(tong )?cong\b|toan\b|(grand )?total\b")
_BY_ROW = ("rows", "turned", "crossed")


def check_inside(table: Table, layout: Layout | None = None, answers: Answers = NO_ANSWERS) -> tuple[Problem, ...]:
    """What does not add up inside a table. ``layout`` says which columns have no counts and whether rows are units;
    without it every column with numbers but ordinals counts and rows are taken for units.

    Codes: ``total_differs``, ``parts_differ``, ``formula_differs`` (warnings), ``part_above_whole``,
    ``balance_differs`` (errors).
    """
    if table.cells.is_empty():
        return ()
    work = Work(table, layout, answers, Tree(table))
    countable = [at for at in range(len(table.levels)) if _countable(work, at)]
    additive = [at for at in countable if not _is_rate(work, at)]
    _totals(work, additive)
    _total_columns(work, set(additive))
    parts_of_columns(work, additive)
    parts_of_rows(work, additive)
    _formulas(work, countable)
    _balances(work, additive)
    return tuple(work.problems)


def _countable(work: Work, at: int) -> bool:
    table = work.table
    if str(at) not in table.cells.columns:
        return False
    roles = {column.place: column.role for column in work.layout.columns} if work.layout else {}
    if roles.get(at) in _NO_COUNTS or _ORDINALS.fullmatch(bare(table.header[at])):
        return False
    if work.layout is None and at in table.lines["label_at"].unique():
        return False
    return bool(table.cells[str(at)].str.contains(r"^\D{0,12}\d|^[xX]$|^(?i:có)$").any())


def _is_rate(work: Work, at: int) -> bool:
    parts = {column.place: column.part for column in work.layout.columns} if work.layout else {}
    if parts.get(at) == "percent" or _RATE.search(bare(work.table.header[at])):
        return True
    return work.numbers(at).percent


def _totals(work: Work, columns: Sequence[int]) -> None:
    tree, by_row = work.tree, work.layout is not None and work.layout.kind in _BY_ROW
    for row in tree.rows:
        role = tree.role[row]
        if role == "total" and (not by_row or _ADDED.match(bare(tree.label.get(row, "")))):
            candidates = tree.candidates(row)
        elif role == "section" and not by_row:
            candidates = [members for members in (tree.beside(row), tree.leaves(row)) if members]
        else:
            continue
        outcomes = [_total(work, row, members, columns) for members in candidates]
        if outcomes:
            best = min(outcomes, key=len)
            for at, wanted, found in best:
                work.tell("total_differs", tree.place[row], at, said=shown(wanted), sum=shown(found))


def _total_columns(work: Work, columns: Set[int]) -> None:
    """Where units stand side by side: a column headed as their total is the sum of those under the same headings, or of
    all of them.
    """
    if work.layout is None or work.layout.kind != "turned":
        return
    levels = work.table.levels
    units = [one.place for one in work.layout.columns if one.role == "figure" and one.place in columns]
    for at in sorted(columns - set(units)):
        if not levels[at] or not is_total(levels[at][-1]):
            continue
        members = [each for each in units if len(levels[at]) > 1 and levels[each][:-1] == levels[at][:-1]] or units
        for place, row in enumerate(work.tree.rows):
            wanted = exact(work.numbers(at), place)
            read = all(place not in work.numbers(each).unread for each in members)
            if wanted is None or not read or _RATE.search(bare(work.tree.label.get(row, ""))):
                continue
            total = sum(exact(work.numbers(each), place) or 0 for each in members)
            if total != wanted:
                work.tell("total_differs", place, at, said=shown((wanted, 0)), sum=shown((total, 0)))


_Sum = tuple[Amount, int]


def _total(work: Work, row: int, members: list[int], columns: Sequence[int]) -> list[tuple[int, _Sum, _Sum]]:
    """Columns in which a total is not the sum of these rows, with what it says and the sum."""
    found: list[tuple[int, _Sum, _Sum]] = []
    for at in columns:
        numbers = work.numbers(at)
        wanted = said(numbers, work.tree.place[row])
        total = added(work.tree, numbers, members) if wanted is not None else None
        if wanted is None or total is None or wanted == total or _averaged(work, numbers, wanted, members):
            continue
        found.append((at, wanted, total))
    return found


def _averaged(work: Work, numbers: Numbers, wanted: _Sum, members: list[int]) -> bool:
    """True for decimals whose total lies among them: an average or a rate without a heading that says so."""
    values = [each for row in members if (each := numbers.values[work.tree.place[row]]) is not None]
    broken = any(Fraction(each).denominator != 1 for each in (*values, wanted[0]))
    return broken and bool(values) and min(values) <= wanted[0] <= max(values)


def _formulas(work: Work, columns: Sequence[int]) -> None:
    places, formulas = column_formulas(work.table.numbers, work.table.levels)
    known = set(columns)
    for at, formula in formulas.items():
        named = {number: places[number] for number in formula.columns}
        if at not in known or not known >= set(named.values()):
            continue
        numbers = work.numbers(at)
        for place in range(len(work.tree.rows)):
            value = exact(numbers, place)
            if (
                value is None
                or (place, at) in work.told
                or any(place in work.numbers(each).unread for each in named.values())
            ):
                continue
            right = formula.of({number: work.numbers(each).values[place] for number, each in named.items()})
            if right is not None and not _agrees(value, right, formula, numbers, place):
                work.tell("formula_differs", place, at, formula=formula.text, right=_rounded(right))


def _agrees(value: Amount, right: Fraction, formula: Formula, numbers: Numbers, place: int) -> bool:
    """Equal, or for quotients within one unit of the last printed digit, in per cent or as a fraction of one."""
    if not formula.divides:
        return value == right
    digits = numbers.digits[place] if numbers.digits else 0
    step = Fraction(1, 10 ** min(digits, 9))
    return any(abs(value - right * scale) <= step for scale in (1, 100, Fraction(1, 100)))


def _rounded(right: Fraction) -> object:
    return int(right) if right.denominator == 1 else Fraction(int(right * 100), 100)


def _balances(work: Work, columns: Sequence[int]) -> None:
    last = [(at, side(_named(work.table.levels[at]))) for at in columns]
    if found := balance_of(last):
        for place in range(len(work.tree.rows)):
            _balanced(work, found, lambda at, place=place: (at, place), place, found.closing)  # type: ignore[misc]  # bound per turn
    tree = work.tree
    outer: dict[int | None, list[tuple[int, str | None]]] = {}
    for row in tree.rows:
        if tree.role[row] != "part":
            outer.setdefault(tree.parent[row], []).append((tree.place[row], side(tree.label.get(row, ""))))
    for sides in outer.values():
        if found := balance_of(sides):
            for at in columns:
                _balanced(work, found, lambda place, at=at: (at, place), found.closing, at)  # type: ignore[misc]  # bound per turn


def _named(heading: Sequence[str]) -> str:
    """The heading by which a column takes a side: its last level, or the one above a total."""
    if not heading or any(marker(text) is not None for text in heading):
        return ""
    return heading[-2] if len(heading) > 1 and side(heading[-1]) is None else heading[-1]


def _balanced(work: Work, balance: Balance, cell: Callable[[int], tuple[int, int]], place: int, at: int) -> None:
    """Tells of one balance that does not come out; ``cell`` gives column and place of one of its members."""

    def amount(member: int) -> Amount | None:
        column, row = cell(member)
        return exact(work.numbers(column), row)

    def unread(member: int) -> bool:
        column, row = cell(member)
        return row in work.numbers(column).unread

    members = (balance.opening, *balance.coming, *balance.going, balance.closing)
    opening, closing = amount(balance.opening), amount(balance.closing)
    if opening is None or closing is None or any(unread(member) for member in members):
        return
    right = (
        opening + sum(amount(each) or 0 for each in balance.coming) - sum(amount(each) or 0 for each in balance.going)
    )
    if right != closing:
        work.tell("balance_differs", place, at, said=shown((closing, 0)), right=shown((right, 0)))
