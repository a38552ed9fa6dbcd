"""Titles that say of a whole table what its headings do not: a running total, a plan, an earlier day, thousands.

A heading that says so decides what its column is (:mod:`intake.understand.headings`). A title is only prose, so that it
is told as a warning, and whoever hands the file in says why the figures are those of the period all the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

import polars as pl

from intake.problems import Problem, problem
from intake.table import Table
from intake.words import folded
from metrics.periods import Period

_LONGEST = 200
_MEASURE = re.compile(
    r"\b(?:đơn vị(?: tính)?|đvt)\s*:.*\b(?:chục|trăm|nghìn|ngàn|triệu)\b"
    r"|^\W*(?:chục|trăm|nghìn|ngàn|triệu) (?:người|đảng viên|đồng chí)\W*$"
    r"|\b(?:đơn vị tính|đvt)\s*:\s*(?:%|phần trăm)\W*$|^\W*t[ỷỉ] lệ\W*(?:phần trăm)?\W*$"
)
_OTHER = re.compile(
    r"^\W*(?:(?:biểu|bảng|phụ lục|số liệu|kết quả)\s+)*(?:cùng k[ỳì]|k[ỳì] trước|quý trước|năm trước)\b"
    r"|^\W*(?:(?:biểu|bảng|phụ lục|giao)\s+)*(?:kế hoạch|chỉ tiêu giao|chỉ tiêu kế hoạch|dự kiến)\b(?!\s*(?:số|\d))"
    r"|\bước thực hiện\b"
)
_RUNNING = re.compile(
    r"\bl[uũ][ỹy] kế\b|\bcộng dồn\b|\btừ đầu (?:năm|nhiệm kỳ)\b|\bgiai đoạn\s*(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d"
)
_UNTIL = re.compile(
    r"\bđến(?: hết)?(?: ngày)?\s*(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(\d{4})\b"
)
_ONLY_YEAR = re.compile(r"^\W*(?:số liệu\s*|báo cáo\s*|tổng hợp\s*)?((?:19|20)\d\d)\W*$")


def against_titles(table: Table, entries: pl.DataFrame, period: Period | None, flows: Collection[str]) -> list[Problem]:
    """A warning for each line above a table, or name of its sheet, that its values contradict (``title_differs``).

    ``flows`` are the texts of indicators in ``entries`` that run; only their values can be a running total unawares.
    """
    if entries.is_empty():
        return []
    values = entries.filter(pl.any_horizontal(pl.col("value").is_not_null(), pl.col("num").is_not_null()))
    runs = bool(values["indicator"].is_in(list(flows)).any())
    lines = [(each.text, each.row, each.at) for each in table.around if each.above and len(each.text) < _LONGEST]
    found = [
        problem("title_differs", row=row, at=at, text=text, sheet=table.sheet)
        for text, row, at in lines
        if _differs(folded(text), period, runs)
    ]
    if table.sheet and _differs(folded(table.sheet), period, runs):
        found.append(problem("title_differs", text=table.sheet, sheet=table.sheet))
    return found


def _differs(text: str, period: Period | None, runs: bool) -> bool:
    if _MEASURE.search(text) or _OTHER.search(text) or (runs and _RUNNING.search(text)):
        return True
    if period is None:
        return False
    only = _ONLY_YEAR.match(text)
    if only is not None:
        return not period.first.year <= int(only[1]) <= period.last.year
    days = [day for each in _UNTIL.finditer(text) if (day := _day(*each.groups())) is not None]
    return bool(days) and max(days) < period.first


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
