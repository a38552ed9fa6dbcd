"""What a spreadsheet itself checks while a form is filled in, as its formulas: what a cell takes, what a row says.

Functions of Excel 2007 only, so that every office's program knows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from metrics.goals import Kind
from report.form import Cells, FormIndicator, FormRow

LEAST, PART = 10, 2
"""A count is far from the last one where it differs by more than ``LEAST`` and by more than its ``PART``-th part."""

NESTED, LONGEST = 48, 6500
"""Tests and letters of the tests in one formula; Excel takes 64 levels and 8,192 letters with all that goes around."""

_FAR_DOWN = 1_000_000


def groups(cells: Sequence[Cells], indicators: Sequence[FormIndicator], nothing: str) -> list[slice]:
    """The indicators that one formula looks at together: mostly all of them, of a very broad form one part each."""
    found, start, tests, letters = [], 0, 0, 0
    for place, (where, indicator) in enumerate(zip(cells, indicators, strict=True)):
        wanted = _tests(_FAR_DOWN, where, indicator, nothing)
        length = sum(len(condition) + 60 for _, _, condition, _ in wanted)
        if place > start and (tests + len(wanted) > NESTED or letters + length > LONGEST):
            found.append(slice(start, place))
            start, tests, letters = place, 0, 0
        tests, letters = tests + len(wanted), letters + length
    return [*found, slice(start, len(cells))]


def check_formulas(
    row: int,
    cells: Sequence[Cells],
    indicators: Sequence[FormIndicator],
    texts: Mapping[str, str],
    nothing: str,
    further: Sequence[int],
) -> list[str]:
    """What a row (0-based) says of itself: the first thing to mend, else to look at, else how much is left.

    One formula for each of :func:`groups`; each hands on to the next, all but the first in the columns ``further``.
    """
    ends = [xl_rowcol_to_cell(row, at) for at in further] + [_left(row, cells, texts)]
    found = []
    for group, end in zip(groups(cells, indicators, nothing), ends, strict=True):
        tests = [
            test
            for place, indicator in zip(cells[group], indicators[group], strict=True)
            for test in _tests(row, place, indicator, nothing)
        ]
        tests.sort(key=lambda test: test[0] != "mend")
        formula = end
        for level, at, condition, what in reversed(tests):
            text = texts[level].format(cell=xl_rowcol_to_cell(row, at), what=texts[what])
            formula = f"IF({condition},{_quoted(text)},{formula})"
        found.append(f"={formula}")
    return found


def state_of(row: int, held: FormRow, cells: Sequence[Cells], texts: Mapping[str, str]) -> str:
    """What the formulas of a row come to for the figures in force, which are sound."""
    for place, now, before in zip(cells, held.now, held.before, strict=True):
        if place.before is None or not before.texts[-1].isdigit() or not now.texts[-1].isdigit():
            continue
        old, new = int(before.texts[-1]), int(now.texts[-1])
        if place.den is not None and old != new:
            return texts["look"].format(cell=xl_rowcol_to_cell(row, place.den), what=texts["den_moved"])
        if place.den is None and place.counts and abs(new - old) > max(LEAST, old / PART):
            return texts["look"].format(cell=xl_rowcol_to_cell(row, place.now), what=texts["far"])
    empty = sum(not now.texts[0] for now in held.now)
    if not empty:
        return texts["fine"]
    return texts["none_filled"] if empty == len(cells) else texts["some_left"].format(number=empty)


def refuse(
    row: int, place: Cells, indicator: FormIndicator, nothing: str, lists: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """For each column to fill in: what its cells take, and the ``code`` of what is said where they do not.

    ``lists``: where the classes of ratings stand, by the indicator's code.
    """
    if indicator.kind is Kind.STATE:
        yield place.now, {"validate": "list", "source": ["1", "0", nothing], "code": "yes_no"}
        return
    if indicator.kind is Kind.RATING:
        yield place.now, {"validate": "list", "source": lists[indicator.code], "code": "class"}
        return
    num = xl_rowcol_to_cell(row, place.now)
    if place.den is None:
        yield place.now, {"validate": "custom", "value": f"=NOT({_no_count(num, nothing)})", "code": "whole"}
        return
    den = xl_rowcol_to_cell(row, place.den)
    for at, cell in ((place.now, num), (place.den, den)):
        value = f"=AND(NOT({_no_count(cell, nothing)}),NOT({_above(num, den)}))"
        yield at, {"validate": "custom", "value": value, "code": "share"}


def wrong_formulas(row: int, place: Cells, indicator: FormIndicator, nothing: str) -> Iterator[tuple[int, str, str]]:
    """(column, formula, level) for the cells that are to be coloured, worst first."""
    for level, at, condition, _ in sorted(_tests(row, place, indicator, nothing), key=lambda test: test[0] != "mend"):
        yield at, f"={condition}", "error" if level == "mend" else "warning"


def _tests(row: int, place: Cells, indicator: FormIndicator, nothing: str) -> list[tuple[str, int, str, str]]:
    """(``mend`` or ``look``, column, condition, what is wrong) of one indicator in one row."""
    cell = xl_rowcol_to_cell(row, place.now)
    if indicator.kind is Kind.STATE:
        return [("mend", place.now, _none_of(cell, ('"0"', '"1"', "0", "1", '"-"', _quoted(nothing))), "yes_no")]
    if indicator.kind is Kind.RATING:
        words = [_quoted(word) for word in (*indicator.classes, nothing)]
        return [("mend", place.now, _none_of(cell, (*words, '"-"')), "class")]
    tests = [("mend", place.now, _no_count(cell, nothing), "whole")]
    before = None if place.before is None else xl_rowcol_to_cell(row, place.before)
    if place.den is None:
        if before is not None:
            both = f"AND(ISNUMBER({before}),ISNUMBER({cell}))"
            far = f"IF({both},ABS({cell}-{before})>MAX({LEAST},{before}/{PART}),FALSE)"
            tests.append(("look", place.now, far, "far"))
        return tests
    den = xl_rowcol_to_cell(row, place.den)
    tests += [
        ("mend", place.den, _no_count(den, nothing), "whole"),
        ("mend", place.now, f'AND({cell}="",{den}<>"")', "num_missing"),
        ("mend", place.den, f'AND({cell}<>"",{den}="")', "den_missing"),
        ("mend", place.now, _above(cell, den), "above"),
    ]
    if before is not None:
        old = f'VALUE(MID({before},FIND("/",{before})+1,12))'
        tests.append(("look", place.den, f"IF(ISNUMBER({den}),IFERROR({den}<>{old},FALSE),FALSE)", "den_moved"))
    return tests


def _left(row: int, cells: Sequence[Cells], texts: Mapping[str, str]) -> str:
    """How many cells are still empty, in words."""
    if not cells:
        return _quoted(texts["fine"])
    told = ",".join(xl_rowcol_to_cell(row, place.now) for place in cells)
    empty = f"{len(cells)}-COUNTA({told})"
    start, end = texts["some_left"].split("{number}")
    some = f"{_quoted(start)}&({empty})&{_quoted(end)}"
    fine, none = _quoted(texts["fine"]), _quoted(texts["none_filled"])
    return f"IF(COUNTA({told})={len(cells)},{fine},IF(COUNTA({told})=0,{none},{some}))"


def _no_count(cell: str, nothing: str) -> str:
    known = f'{cell}="-",{cell}={_quoted(nothing)},ISNUMBER(FIND(LEFT({cell},1),"≥≤~"))'
    return f'IF({cell}="",FALSE,IF(ISNUMBER({cell}),OR({cell}<0,{cell}<>INT({cell})),NOT(OR({known}))))'


def _none_of(cell: str, values: Sequence[str]) -> str:
    return f'IF({cell}="",FALSE,NOT(OR({",".join(f"{cell}={value}" for value in values)})))'


def _above(num: str, den: str) -> str:
    return f"AND(ISNUMBER({num}),ISNUMBER({den}),{num}>{den})"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
