"""Bytes to a table of text cells: which file it is, its separator, its rows with the numbers a spreadsheet shows.

Two readers give the same rows. Polars reads plain files; whatever is not plain (a quote, a separator or a line
break inside a cell, rows of unequal length, old line ends) is read by :mod:`csv`, cell by cell. Cells are text
and stay text: a cell that begins with ``=`` is never evaluated.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import polars as pl

from intake.cells import ROW
from intake.problems import Problem, problem
from intake.table import Table

SEPARATORS = (",", ";", "\t")
_SNIFFED = 64
_LONGEST = 131_072
_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3", "binary"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken: bytes, rows below the header, columns, cells that can hold a figure."""

    size: int = 20 * 1024 * 1024
    rows: int = 200_000
    columns: int = 1_000
    figures: int = 2_000_000


DEFAULT = Limits()


def read_csv_bytes(data: bytes, limits: Limits = DEFAULT) -> Table | tuple[Problem, ...]:
    """The table of a CSV, or why there is none. Any bytes give one of the two, never an exception.

    UTF-8 with or without a byte order mark; separator comma, semicolon or tab (a first line ``sep=;`` is obeyed).
    """
    refused = _refusal(data, limits)
    if refused is not None:
        return (refused,)
    body = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return (problem("not_utf8", row=body.count(b"\n", 0, error.start) + 1),)
    if not text.strip():
        return (problem("empty_file"),)
    separator, skipped = _declared(text)
    separator = separator or _sniff(text)
    try:
        narrow = body.partition(b"\n")[0].count(separator.encode()) < limits.columns
        raw = _read_plain(body, text, separator) if skipped == 0 and narrow else None
        if raw is None:
            raw = _read_any(text, separator, skipped, limits)
    except _Unreadable as unreadable:
        return (unreadable.problem,)
    return _table(raw, limits)


def _refusal(data: bytes, limits: Limits) -> Problem | None:
    if not data:
        return problem("empty_file")
    if len(data) > limits.size:
        mebibyte = 1024 * 1024
        return problem("file_too_large", megabytes=-(-len(data) // mebibyte), limit=limits.size // mebibyte)
    for signature, seen in _SIGNATURES:
        if data.startswith(signature):
            return problem("not_csv", seen=_kind_of_zip(data) if seen == "zip" else seen)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return problem("not_utf8", row=1)
    if b"\0" in data:
        return problem("not_csv", seen="binary")
    if data.lstrip()[:14].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return problem("not_csv", seen="html")
    return None


def _kind_of_zip(data: bytes) -> str:
    if b"xl/" in data or b"[Content_Types].xml" in data[:4096]:
        return "docx" if b"word/" in data else "xlsx"
    return "ods" if b"opendocument.spreadsheet" in data[:200] else "zip"


def _declared(text: str) -> tuple[str | None, int]:
    """Separator that a first line ``sep=;`` declares, and the number of lines it takes."""
    first = text[:16].splitlines()[0].strip() if text[:16].strip() else ""
    if first.lower().startswith("sep=") and first[4:].strip("\r") in SEPARATORS:
        return first[4:], 1
    return (text[4], 1) if text[:6].lower() in ("sep=\t\n", "sep=\t\r") else (None, 0)


def _sniff(text: str) -> str:
    """The separator under which most of the first rows are as wide as the first one."""
    best, chosen = (0.0, 1), ","
    for separator in SEPARATORS:
        widths: list[int] = []
        try:
            for record in csv.reader(io.StringIO(text[:65536], newline=""), delimiter=separator):
                if any(cell.strip() for cell in record):
                    widths.append(len(record))
                if len(widths) == _SNIFFED:
                    break
        except csv.Error:
            pass
        if widths and widths[0] > 1:
            score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            if score > best:
                best, chosen = score, separator
    return chosen


class _Unreadable(Exception):
    def __init__(self, why: Problem) -> None:
        super().__init__(why.code)
        self.problem = why


def _read_plain(body: bytes, text: str, separator: str) -> pl.DataFrame | None:
    """Every line one row, quotes only around whole cells; null where that is not proven."""
    returns = body.count(b"\r")
    if returns and returns != body.count(b"\r\n"):
        return None
    quotes = body.count(b'"')
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            infer_schema=False,
            separator=separator,
            quote_char='"' if quotes else None,
            empty_string_is_null=False,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    lines = body.count(b"\n") + (not body.endswith(b"\n"))
    if frame.width < 2 or frame.height != lines or frame.null_count().sum_horizontal().item():
        return None
    if body.count(separator.encode()) != lines * (frame.width - 1):
        return None
    if quotes and frame.select(pl.any_horizontal(pl.all().str.contains('"', literal=True).any())).item():
        return None
    return frame.rename({name: str(place) for place, name in enumerate(frame.columns)}).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias(ROW)
    )


def _read_any(text: str, separator: str, skipped: int, limits: Limits = DEFAULT) -> pl.DataFrame:
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        records.extend(reader)
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "open_quote"
        raise _Unreadable(problem(code, row=len(records) + 1)) from None
    records = records[skipped:]
    if not any(cell.strip() for record in records for cell in record):
        raise _Unreadable(problem("empty_file"))
    width = max(map(len, records), default=0)
    if width > limits.columns:
        raise _Unreadable(problem("too_many_columns", limit=limits.columns))
    for record in records:
        record.extend([""] * (width - len(record)))
    columns = {str(place): list(column) for place, column in enumerate(zip(*records, strict=True))}
    numbers = pl.int_range(skipped + 1, skipped + 1 + len(records), dtype=pl.Int32, eager=True)
    return pl.DataFrame({**columns, ROW: numbers}, schema_overrides=dict.fromkeys(columns, pl.String))


def _table(raw: pl.DataFrame, limits: Limits) -> Table | tuple[Problem, ...]:
    names = [name for name in raw.columns if name != ROW]
    cells = raw.with_columns(pl.col(names).str.strip_chars().replace("", None))
    longest = cells.select(pl.max_horizontal(pl.col(name).str.len_chars().max() for name in names)).item()
    if longest and longest > _LONGEST:
        at = cells.filter(pl.any_horizontal(pl.col(name).str.len_chars() > _LONGEST for name in names))
        return (problem("cell_too_long", row=at[ROW][0]),)
    filled = cells.filter(pl.any_horizontal(pl.col(names).is_not_null()))
    if filled.is_empty():
        return (problem("empty_file"),)
    header = tuple(filled.select(names).row(0))
    header_row = int(filled[ROW][0])
    body = filled.slice(1)
    if body.height > limits.rows:
        return (problem("too_many_rows", limit=limits.rows),)
    width = max((place + 1 for place, text in enumerate(header) if text), default=0)
    if width < 2:
        return (problem("not_csv", row=header_row, text=(header[0] or "")[:80], seen="text"),)
    inside, beyond = names[:width], names[width:]
    long = _long_rows(body, inside, beyond, header_row)
    if long:
        return long
    levels = tuple((text,) if text else () for text in header[:width])
    return Table(levels, (header_row,), body.select(ROW, *inside))


def _long_rows(body: pl.DataFrame, inside: list[str], beyond: list[str], header_row: int) -> tuple[Problem, ...]:
    """Rows that go on after the last column of the header: a cell too many moves every figure after it."""
    if not beyond:
        return ()
    last = pl.max_horizontal(
        pl.when(pl.col(name).is_not_null()).then(len(inside) + place + 1) for place, name in enumerate(beyond)
    )
    text = pl.coalesce(pl.col(beyond))
    found = body.select(ROW, last.alias("cells"), text.alias("text")).drop_nulls("cells")
    return tuple(
        problem("long_row", row=row, text=text, cells=cells, columns=len(inside), header=header_row)
        for row, cells, text in found.iter_rows()
    )
