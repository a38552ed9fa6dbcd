"""Text files as tables: the separator, the rows with the numbers a spreadsheet shows, the cells.

Two readers give the same rows. Polars reads plain files; whatever is not plain (a quote, a separator or a line
break inside a cell, rows of unequal length, old line ends) is read by :mod:`csv`, cell by cell. Cells are text
and stay text: a cell that begins with ``=`` is never evaluated.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

import polars as pl

from intake.cells import ROW, Book, Sheet
from intake.limits import DEFAULT, LONGEST, Limits
from intake.problems import Problem, has_errors, problem
from intake.read.sheet import cleaned
from intake.read.signatures import no_text, too_little_or_much
from intake.table import Table
from intake.text.decoding import VIETNAMESE, as_western, decode
from intake.workbook.rows import HEADINGS

SEPARATORS = (",", ";", "\t")
BLANK = 10
"""Lines for each row that is taken, beyond which a file is not read cell by cell: blank ones, or within quotes."""

_SNIFFED = 64
_LOOKED_AT = 65_536
_MARK = b"\xef\xbb\xbf"


def read_csv_bytes(data: bytes, limits: Limits = DEFAULT) -> Table | tuple[Problem, ...]:
    """The table of a CSV, or why there is none. Any bytes give one of the two, never an exception.

    UTF-8 with or without a byte order mark; separator comma, semicolon or tab (a first line ``sep=;`` is obeyed).
    """
    refused = too_little_or_much(data, limits) or no_text(data) or _no_utf8_text(data)
    if refused is not None:
        return (refused,)
    body = data.removeprefix(_MARK)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return (problem("not_utf8", row=body.count(b"\n", 0, error.start) + 1),)
    if not text.strip():
        return (problem("empty_file"),)
    separator, skipped = _declared(text)
    try:
        raw = _rows(body, text, separator or _sniff(text), skipped, limits)
    except _Unreadable as unreadable:
        return (unreadable.problem,)
    return _table(raw, limits)


def read_text(data: bytes, limits: Limits = DEFAULT) -> Book | tuple[Problem, ...]:
    """All rows of a text file in any encoding as one sheet, without looking for a header, or why there are none."""
    decoded = decode(data)
    if has_errors(decoded.problems):
        return decoded.problems
    text = decoded.text
    if not text.strip():
        return (problem("empty_file"),)
    separator, skipped = _declared(text)
    try:
        raw = _rows(text.encode(), text, separator or _sniff_rows(text), skipped, limits)
    except _Unreadable as unreadable:
        return (unreadable.problem,)
    if raw.height > limits.rows + HEADINGS:
        return (problem("too_many_rows", limit=limits.rows),)
    if raw.height * raw.width > limits.cells:
        return (problem("too_many_cells", limit=limits.cells),)
    cells, encoding, problems = cleaned(raw, {})
    if encoding is None and decoded.encoding == VIETNAMESE:
        problems = (*problems, *_read_from_code_page(cells))
    if cells.is_empty() and not has_errors(problems):
        return (problem("empty_file"),)
    if cells.width == 2:
        return (problem("not_a_table", row=cells[ROW][0], text=(cells.row(0)[1] or "")[:80], seen="text"),)
    return Book("csv", (Sheet(cells),), encoding or decoded.encoding, (*decoded.problems, *problems))


def _read_from_code_page(cells: pl.DataFrame) -> tuple[Problem, ...]:
    """How many cells were read from code page 1258, and the first of them as a Western program shows it."""
    names = [name for name in cells.columns if name != ROW]
    texts = [(row, text) for row, *line in cells.select(ROW, *names).iter_rows() for text in line if text]
    foreign = [(row, text) for row, text in texts if not text.isascii()]
    if not foreign:
        return ()
    row, text = foreign[0]
    told = {"encoding": VIETNAMESE, "result": text, "count": len(foreign)}
    return (problem("encoding_converted", row=row, text=as_western(text), **told),)


def _rows(body: bytes, text: str, separator: str, skipped: int, limits: Limits) -> pl.DataFrame:
    narrow = body.partition(b"\n")[0].count(separator.encode()) < limits.columns
    raw = _read_plain(body, text, separator) if skipped == 0 and narrow else None
    if raw is not None:
        return raw
    if max(body.count(b"\n"), body.count(b"\r")) > limits.rows * BLANK:
        raise _Unreadable(problem("too_many_rows", limit=limits.rows))
    return _read_any(text, separator, skipped, limits)


def _no_utf8_text(data: bytes) -> Problem | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return problem("not_utf8", row=1)
    return problem("not_a_table", seen="binary") if b"\0" in data else None


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
        widths = _widths(text, separator)
        if widths and widths[0] > 1:
            score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            if score > best:
                best, chosen = score, separator
    return chosen


def _sniff_rows(text: str) -> str:
    """The separator under which most of the first rows are equally wide, whatever stands above them."""
    best, chosen = (0, 1), ","
    for separator in SEPARATORS:
        widths = Counter(width for width in _widths(text, separator) if width > 1)
        if widths and (score := max((count, width) for width, count in widths.items())) > best:
            best, chosen = score, separator
    return chosen


def _widths(text: str, separator: str) -> list[int]:
    """How many cells each of the first rows has that is not blank."""
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text[:_LOOKED_AT], newline=""), delimiter=separator):
            if any(cell.strip() for cell in record):
                widths.append(len(record))
            if len(widths) == _SNIFFED:
                break
    except csv.Error:
        pass
    return widths


class _Unreadable(Exception):
    def __init__(self, why: Problem) -> None:
        super().__init__(why.code)
        self.problem = why


def _read_plain(body: bytes, text: str, separator: str) -> pl.DataFrame | None:
    """Every line one row, quotes only around whole cells; null where that is not proven."""
    returns = body.count(b"\r")
    if body.startswith(_MARK):
        return None
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
    if longest and longest > LONGEST:
        at = cells.filter(pl.any_horizontal(pl.col(name).str.len_chars() > LONGEST for name in names))
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
        return (problem("not_a_table", row=header_row, text=(header[0] or "")[:80], seen="text"),)
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
