"""Bytes to a book of sheets. Which file it is, its bytes say: neither a name nor an extension is ever looked at."""

from __future__ import annotations

from intake.cells import Book
from intake.limits import DEFAULT, Limits
from intake.problems import Problem
from intake.read.signatures import no_text, too_little_or_much, workbook_kind
from intake.read.text import read_csv_bytes, read_text
from intake.read.workbook import read_workbook

__all__ = ["DEFAULT", "Limits", "read_csv_bytes", "read_file"]


def read_file(data: bytes, limits: Limits = DEFAULT) -> Book | tuple[Problem, ...]:
    """The sheets of a CSV, TSV, XLSX, XLSM, XLS or ODS, or why there are none.

    Any bytes give one of the two, within the limits, and never an exception. Problems of a file that was read are in
    :attr:`~intake.cells.Book.problems`; where there is an error among them, the cells that it names are not as the
    file has them.
    """
    if (refused := too_little_or_much(data, limits)) is not None:
        return (refused,)
    if workbook_kind(data) is not None:
        return read_workbook(data, limits)
    if (refused := no_text(data)) is not None:
        return (refused,)
    return read_text(data, limits)
