"""Old workbooks of Excel (BIFF 5 to 8), read by xlrd one sheet at a time."""

from __future__ import annotations

import io
from collections import Counter

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT

from intake.workbook.rows import Refused, Rows, safe
from intake.workbook.shown import PLAIN, kind_of, shown


def read(data: bytes, rows: Rows) -> None:
    """Gives every worksheet to ``rows``. Raises :class:`Refused`, or whatever xlrd raises for an unsound file."""
    book = _opened(data)
    kinds = [kind_of(book.format_map[each.format_key].format_str) for each in book.xf_list]
    fonts = [book.font_list[each.font_index].name for each in book.xf_list]
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        facts = rows.begin(sheet.name, number, sheet.visibility != 0)
        counted: Counter[tuple[int, str]] = Counter()
        for first, after, left, right in sheet.merged_cells:
            facts.merge(first + 1, left, after, right - 1)
        facts.hidden_columns = [at for at, info in sheet.colinfo_map.items() if info.hidden or not info.width]
        for row in range(sheet.nrows):
            line: list[str] = []
            for at, (kind, value, style) in enumerate(
                zip(sheet.row_types(row), sheet.row_values(row), sheet._cell_xf_indexes[row], strict=True)
            ):
                text = _text(kind, value, kinds[style] if style < len(kinds) else PLAIN, book.datemode == 1)
                if text:
                    line.extend([""] * (at - len(line)))
                    line.append(text)
                    if kind == XL_CELL_TEXT:
                        counted[at, fonts[style] if style < len(fonts) else ""] += 1
            if line:
                info = sheet.rowinfo_map.get(row)
                rows.put(row + 1, line, info is not None and bool(info.hidden))
        rows.end(counted)
        book.unload_sheet(number)


def _opened(data: bytes) -> xlrd.book.Book:
    """The workbook; one that does not say its code page is read as Windows Western, byte for byte."""
    for encoding in (None, "cp1252"):
        try:
            return xlrd.open_workbook(
                file_contents=data,
                formatting_info=True,
                on_demand=True,
                ragged_rows=True,
                logfile=io.StringIO(),
                encoding_override=encoding,
            )
        except UnicodeDecodeError:
            continue
        except xlrd.XLRDError as error:
            raise Refused("password_protected" if "encrypted" in str(error) else "corrupt_file") from error
    raise Refused("corrupt_file")


def _text(kind: int, value: str | float, shows: str, from_1904: bool) -> str:
    if kind == XL_CELL_TEXT:
        return safe(str(value))
    if kind in (XL_CELL_NUMBER, XL_CELL_DATE):
        return shown(repr(value), shows, from_1904)
    if kind == XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(int(value), "#N/A"))
    return ""
