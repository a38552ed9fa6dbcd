"""Workbooks, read in a process of their own with little memory and little time, so that no file can hurt the server.

The process is :mod:`intake.workbook`. However it ends, by itself, by a bound or by the clock, there is an answer.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from bisect import bisect_left, bisect_right
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import polars as pl

from intake.cells import ROW, Book, Merge, Sheet
from intake.limits import DEFAULT, Limits
from intake.problems import Problem, has_errors, problem
from intake.read.places import letters, ranges
from intake.read.sheet import cleaned
from intake.workbook.rows import CELL, LINE

_LOG = logging.getLogger(__name__)
_AT_ONCE = BoundedSemaphore(2)
"""Workbooks that one server reads at the same time; the others wait their turn."""


def read_workbook(data: bytes, limits: Limits = DEFAULT) -> Book | tuple[Problem, ...]:
    """The sheets of a workbook, or why there are none. Any bytes give one of the two, within time and memory."""
    try:
        with _AT_ONCE:
            given = _given(data, limits)
    except subprocess.TimeoutExpired:
        return (problem("reading_took_too_long", seconds=ceil(limits.seconds)),)
    if given is None:
        return (problem("corrupt_file"),)
    lines, told = given
    if "refused" in told:
        return (problem(told["refused"], **told["params"]),)
    return _book(lines, told)


def _given(data: bytes, limits: Limits) -> tuple[memoryview, dict[str, Any]] | None:
    """Lines and facts that the process gave; null where it gave up."""
    root, libraries = Path(__file__).resolve().parent.parent.parent, find_spec("xlrd")
    paths = [str(root), *([str(Path(libraries.origin).parent.parent)] if libraries and libraries.origin else [])]
    asked = {
        "rows": limits.rows,
        "columns": limits.columns,
        "cells": limits.cells,
        "sheets": limits.sheets,
        "unpacked": limits.unpacked,
        "written": limits.unpacked // 4,
        "memory": limits.memory,
        "seconds": ceil(limits.seconds) + 1,
    }
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-m", "intake.workbook", json.dumps(asked)],
        input=data,
        capture_output=True,
        timeout=limits.seconds,
        env={"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
        check=False,
    )
    if done.stderr:
        _LOG.warning("workbook of %d bytes: %s", len(data), done.stderr.decode("utf-8", "replace")[-2000:])
    if done.returncode != 0 or len(done.stdout) < 8:
        return None
    size = int.from_bytes(done.stdout[-8:], "big")
    return memoryview(done.stdout)[: -8 - size], json.loads(done.stdout[-8 - size : -8])


def _book(lines: memoryview, told: dict[str, Any]) -> Book | tuple[Problem, ...]:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    encodings: dict[str, int] = {}
    if told["macros"]:
        problems.append(problem("macros_ignored"))
    for facts in told["sheets"]:
        found = _sheet(lines, facts)
        if found is None:
            return (problem("corrupt_file"),)
        sheet, encoding, seen = found
        sheets.append(sheet)
        problems += seen
        if encoding:
            encodings[encoding] = encodings.get(encoding, 0) + sheet.cells.height
        problems += _told_of(sheet)
    if all(sheet.cells.is_empty() for sheet in sheets) and not has_errors(problems):
        return (problem("empty_file"),)
    return Book(
        told["kind"], tuple(sheets), max(encodings, key=lambda each: encodings[each], default=None), tuple(problems)
    )


def _sheet(lines: memoryview, facts: dict[str, Any]) -> tuple[Sheet, str | None, tuple[Problem, ...]] | None:
    """A sheet with its cells cleaned; null where its merged cells overlap."""
    raw = _frame(lines[facts["start"] : facts["end"]], facts["width"])
    merges = tuple(Merge(*each) for each in facts["merges"])
    uncovered = _uncovered(raw, merges)
    if uncovered is None:
        return None
    fonts = {int(at): font for at, font in facts["fonts"].items()}
    cells, encoding, seen = cleaned(uncovered, fonts, facts["name"])
    filled = {name for name in cells.columns if name != ROW and cells[name].null_count() < cells.height}
    rows = set(cells[ROW].to_list()) if facts["hidden_rows"] else set()
    sheet = Sheet(
        cells=cells,
        number=facts["number"],
        name=facts["name"],
        hidden=facts["hidden"],
        merges=merges,
        hidden_rows=frozenset(rows.intersection(facts["hidden_rows"])),
        hidden_columns=frozenset(at for at in facts["hidden_columns"] if str(at) in filled),
        uncached=tuple((row, at) for row, at in facts["uncached"]),
    )
    return sheet, encoding, seen


def _frame(lines: memoryview, width: int) -> pl.DataFrame:
    names = [str(at) for at in range(width)]
    schema = pl.Schema({ROW: pl.Int32, **dict.fromkeys(names, pl.String)})
    if not lines:
        return pl.DataFrame(schema=schema)
    widest = f"0{CELL * width}{LINE}".encode()
    return pl.read_csv(
        b"".join((widest, lines)), has_header=False, schema=schema, separator=CELL, eol_char=LINE, quote_char=None
    ).slice(1)


def _uncovered(cells: pl.DataFrame, merges: tuple[Merge, ...]) -> pl.DataFrame | None:
    """The cells without those that lie under another one and are not shown; null where merged cells overlap."""
    rows = cells[ROW].to_list()
    width, left = cells.width - 1, cells.height * (cells.width - 1)
    covered: dict[int, list[int]] = {}
    for merge in merges:
        first, after = bisect_left(rows, merge.first_row), bisect_right(rows, merge.last_row)
        for at in range(merge.first_at, min(merge.last_at + 1, width)):
            left -= after - first
            if left < 0:
                return None
            top = rows[first : first + 1] == [merge.first_row] and at == merge.first_at
            covered.setdefault(at, []).extend(range(first + top, after))
    return cells.with_columns(
        cells[str(at)].scatter(places, None).alias(str(at)) for at, places in covered.items() if places
    )


def _told_of(sheet: Sheet) -> list[Problem]:
    """What a person should know of a sheet: that it, or some of it, is hidden, and formulas without a result."""
    if sheet.hidden:
        return [] if sheet.cells.is_empty() else [problem("hidden_sheet", sheet=sheet.name, text=sheet.name)]
    problems: list[Problem] = []
    if sheet.hidden_rows:
        rows = ranges(sheet.hidden_rows)
        problems.append(
            problem("hidden_rows", row=min(sheet.hidden_rows), sheet=sheet.name, text=sheet.name, rows=rows)
        )
    if sheet.hidden_columns:
        columns = ranges(sheet.hidden_columns, letters)
        first = min(sheet.hidden_columns)
        problems.append(problem("hidden_columns", at=first, sheet=sheet.name, text=sheet.name, columns=columns))
    for row, at in sheet.uncached:
        problems.append(
            problem("formula_uncached", row=row, at=at, sheet=sheet.name, text=sheet.name, cell=f"{letters(at)}{row}")
        )
    return problems
