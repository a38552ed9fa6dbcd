"""The tables of a sheet: where each begins and ends, and what stands around it. Knows no unit and no indicator."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from intake.cells import ROW, Merge, Sheet, put_aside
from intake.find import marks
from intake.find.grid import Grid, Scan, scan
from intake.find.headers import Head, Row, can_begin, header_at, levels_of, outside, worth
from intake.find.labels import Places, places_of, spread
from intake.find.lines import lines_of
from intake.table import Around, LeftOut, Table

_TOP = 120
_TAIL = 200
_TITLES = 12
_REACH = 8
_HEADERS = 5000


def find_tables(sheet: Sheet) -> tuple[tuple[Table, ...], tuple[LeftOut, ...]]:
    """The tables of a sheet from the top down, and what was left out because no table is there.

    No row is in the body of two tables, and what a table leaves out is told in its own ``left_out``; totals, which
    stay in its cells to be checked, are told there too. A hidden sheet (``hidden_sheet``), one that explains or checks
    and one without a table (``no_table``) give no table and one row of what was left out. Rows with figures under no
    header at all give a table without a header rather than nothing.
    """
    names = [name for name in sheet.cells.columns if name != ROW]
    if put_aside(sheet):
        return (), (_none(sheet, "no_table"),)
    if sheet.hidden:
        return (), (_none(sheet, "hidden_sheet"),)
    if sheet.cells.is_empty() or not names or marks.is_other_sheet(sheet.name):
        return (), (_none(sheet, "no_table"),)
    sheet = replace(sheet, merges=tuple(sorted(sheet.merges, key=lambda each: (each.first_row, each.first_at))))
    seen = scan(sheet.cells, names)
    grid = Grid(sheet.cells, seen)
    heads = _heads(sheet, seen, grid, names)
    if not heads:
        bare = _without_header(sheet, grid)
        return ((bare,), ()) if bare else ((), (_none(sheet, "no_table"),))
    found = [(table, _holds(table)) for table in _tables(sheet, grid, heads)]
    if not any(holds for _, holds in found):
        return (), (_none(sheet, "no_table"),)
    return tuple(table for table, holds in found if holds), tuple(
        LeftOut(table.header_row, "no_table", text=" ".join(table.header)[:200], sheet=sheet.name)
        for table, holds in found
        if not holds
    )


def _none(sheet: Sheet, why: str) -> LeftOut:
    row = 1 if sheet.cells.is_empty() else int(sheet.cells[ROW][0])
    return LeftOut(row, why, text=sheet.name or "", sheet=sheet.name)


def _heads(sheet: Sheet, seen: Scan, grid: Grid, names: Sequence[str]) -> list[tuple[Head, bool]]:
    """Every header of the sheet; true where it only repeats the one before it, as after a page break."""
    top = grid.rows(0, _TOP)
    fits: list[tuple[float, Head]] = []
    for at, row in enumerate(top):
        if can_begin(row):
            head = header_at(top, at, _near(sheet.merges, row))
            after = next((each for each in top if each.place == head.body), None)
            fits.append((worth(head, seen.figures, after), head))
    value, best = max(fits, key=lambda each: each[0], default=(0.0, None))
    if best is None or value < 3:
        return []
    earlier = (
        head
        for _, head in fits
        if head.body <= best.rows[0].place and head.known and any(grid.strong[head.body : best.rows[0].place])
    )
    found = [(next(earlier, best), False)]
    for place in _anchors(sheet.cells, seen, names, found[0][0]):
        last = found[-1][0]
        if place < last.body:
            continue
        near = grid.rows(max(place - 3, last.body), place + 12)
        at = next(index for index, row in enumerate(near) if row.place == place)
        if not can_begin(near[at]):
            continue
        head = header_at(near, at, _near(sheet.merges, near[at]))
        if head.texts == last.texts:
            found.append((head, not _titles(grid, last.body, head.rows[0].place)))
        elif any(grid.strong[head.body : head.body + 6]):
            found.append((head, False))
    return found


def _anchors(cells: pl.DataFrame, seen: Scan, names: Sequence[str], head: Head) -> list[int]:
    """Places below the first header where another may begin: no figures, and first a word that only headers have, or
    the first header's own first row again.
    """
    first = head.rows[0].texts
    again = pl.all_horizontal(
        pl.col(name).eq_missing(pl.lit(first.get(at), pl.String)) for at, name in enumerate(names)
    )
    headed = (pl.coalesce(names).str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars(" .:*()")).is_in(
        sorted(marks.HEADWORDS)
    )
    wordy = cells.with_columns(seen.filled.alias("filled"), seen.strong.alias("strong")).with_row_index("place")
    return (
        wordy.slice(head.body)
        .filter((pl.col("filled") > 1) & (pl.col("strong") == 0))
        .filter(again | headed)
        .head(_HEADERS)["place"]
        .to_list()
    )


def _near(merges: Sequence[Merge], row: Row) -> Sequence[Merge]:
    """Merged cells that begin near a row, of those sorted by their first row."""
    low = bisect_left(merges, row.number - _REACH, key=lambda each: each.first_row)
    high = bisect_right(merges, row.number + _REACH, key=lambda each: each.first_row)
    return merges[low:high]


def _titles(grid: Grid, start: int, stop: int) -> list[Row]:
    """The lines directly above a header that speak of it, within the rows from ``start`` to ``stop``."""
    rows = grid.rows(max(start, stop - _TITLES), stop)
    found: list[Row] = []
    for row in reversed(rows):
        texts = list(row.texts.values())
        start_text = row.texts[row.first]
        if len(texts) > 2 or grid.strong[row.place] or marks.is_total(start_text):
            break
        if any(map(marks.is_page, texts)):
            continue
        if any(marks.is_signature(text) or marks.is_note(text) for text in texts) and not outside(row):
            break
        if marks.is_ordinal(start_text):
            break
        found.insert(0, row)
    return found


def _tables(sheet: Sheet, grid: Grid, heads: Sequence[tuple[Head, bool]]) -> list[Table]:
    """One table a header that is no repetition."""
    real = [index for index, (_, again) in enumerate(heads) if not again]
    letterhead: list[Row] = []
    found: list[Table] = []
    for nth, index in enumerate(real):
        head = heads[index][0]
        above = grid.rows(0, head.rows[0].place)
        if nth == 0:
            letterhead = [row for row in above if outside(row)]
        else:
            before = heads[index - 1][0].body
            above = _titles(grid, before, head.rows[0].place)
        following = heads[real[nth + 1]][0] if nth + 1 < len(real) else None
        stop = sheet.cells.height
        if following is not None:
            held_back = _titles(grid, head.body, following.rows[0].place)
            stop = held_back[0].place if held_back else following.rows[0].place
        repeated = [each for each, again in heads[index + 1 : _end(real, nth, len(heads))] if again]
        shared = letterhead if nth else []
        found.append(_table(sheet, grid, head, above, shared, repeated, stop))
    return found


def _end(real: Sequence[int], nth: int, count: int) -> int:
    return real[nth + 1] if nth + 1 < len(real) else count


def _table(
    sheet: Sheet,
    grid: Grid,
    head: Head,
    above: Sequence[Row],
    shared: Sequence[Row],
    repeated: Sequence[Head],
    stop: int,
) -> Table:
    width = sheet.cells.width - 1
    levels, numbers = levels_of(head, width, _near(sheet.merges, head.rows[0]))
    tail, notes = _below(grid, head.body, stop)
    end = tail[0].place if tail else stop
    again = [(row, "header") for each in repeated for row in each.rows] + [
        (each.numbers, "column_numbers") for each in repeated if each.numbers
    ]
    gone = [row.number for row, _ in again] + [row.number for row in notes]
    body = sheet.cells.slice(head.body, max(end - head.body, 0))
    if gone:
        body = body.filter(~pl.col(ROW).is_in(gone))
    places = places_of(body, levels)
    cells, filled = spread(body, sheet.merges, places)
    spans = tuple(at for at in places.labels if not cells[str(at)].equals(body[str(at)]))
    lines = lines_of(body, places, sheet.merges, spans)
    left_out = [
        *(_out(row, "title", sheet) for row in above),
        *(_out(row, "header", sheet) for row in head.rows),
        *([_out(head.numbers, "column_numbers", sheet)] if head.numbers else []),
        *(_out(row, why, sheet) for row, why in again),
        *(_out(row, "note", sheet) for row in notes),
        *(_out(row, _why(row), sheet) for row in tail),
        *(
            LeftOut(row, "total", at, label, sheet.name)
            for row, at, label in lines.filter(pl.col("role") == "total").select("row", "label_at", "label").rows()
        ),
    ]
    around = [
        *(line for row in (*shared, *above) for line in _around(row, True)),
        *(line for row in sorted((*notes, *tail), key=lambda row: row.number) for line in _around(row, False)),
    ]
    return Table(
        levels,
        tuple(row.number for row in head.rows),
        cells,
        lines,
        numbers,
        tuple(around),
        tuple(sorted(left_out, key=lambda each: each.row)),
        sheet.name,
        sheet.number,
        filled,
    )


def _out(row: Row, why: str, sheet: Sheet) -> LeftOut:
    return LeftOut(row.number, why, text=" ".join(row.texts.values())[:200], sheet=sheet.name)


def _around(row: Row, above: bool) -> Iterable[Around]:
    return (Around(row.number, at, text, above) for at, text in sorted(row.texts.items()))


def _why(row: Row) -> str:
    return "note" if any(map(marks.is_note, row.texts.values())) else "signature"


def _below(grid: Grid, start: int, stop: int) -> tuple[list[Row], list[Row]]:
    """The lines below a table, and the notes and page marks between its rows."""
    rows = grid.rows(max(start, stop - _TAIL), stop)
    last = max((row.place for row in rows if grid.strong[row.place]), default=None)
    tail: list[Row] = []
    notes: list[Row] = []
    for index, row in enumerate(rows):
        if grid.strong[row.place]:
            continue
        texts = list(row.texts.values())
        closing = any(marks.is_signature(text) or marks.is_note(text) for text in texts)
        gap = index > 0 and row.number > rows[index - 1].number + 1
        ended = last is not None and row.place > last
        if closing and (ended or last is None):
            tail = rows[index:]
            break
        if ended and gap and len(texts) <= 2 and not any(map(marks.is_total, texts)):
            tail = rows[index:]
            break
        if len(texts) == 1 and (marks.is_note(texts[0]) or marks.is_page(texts[0]) or marks.is_dated(texts[0])):
            notes.append(row)
    return tail, notes


def _holds(table: Table) -> bool:
    """Whether there is anything to read: figures beside the ordinals, an unfilled form, or a layout of our own."""
    places = places_of(table.cells, table.levels)
    if any(text.casefold() in marks.MACHINE for text in table.header):
        return True
    if places.figures:
        return True
    headed = [at for at, levels in enumerate(table.levels) if levels]
    empty = [at for at in headed if table.cells[str(at)].null_count() == table.cells.height]
    known = any(marks.is_headword(level) for at in headed for level in table.levels[at])
    return known and any(not marks.is_note_column(table.levels[at][-1]) for at in empty)


def _without_header(sheet: Sheet, grid: Grid) -> Table | None:
    """Rows with a label and figures under no header at all."""
    levels: tuple[tuple[str, ...], ...] = ((),) * (sheet.cells.width - 1)
    places = places_of(sheet.cells, levels)
    if not places.figures or not places.labels or places.labels[0] > places.figures[0]:
        return None
    labelled = pl.any_horizontal(pl.col(str(at)).is_not_null() for at in places.labels)
    figured = pl.any_horizontal(pl.col(str(at)).str.contains(marks.FIGURE) for at in places.figures)
    if sheet.cells.filter(labelled & figured).height * 2 < sheet.cells.height:
        return None
    return _headless(sheet, grid, levels, places)


def _headless(sheet: Sheet, grid: Grid, levels: tuple[tuple[str, ...], ...], places: Places) -> Table:
    tail, _ = _below(grid, 0, sheet.cells.height)
    body = sheet.cells.head(tail[0].place) if tail else sheet.cells
    return Table(
        levels,
        (),
        body,
        lines_of(body, places, sheet.merges),
        around=tuple(line for row in tail for line in _around(row, False)),
        left_out=tuple(_out(row, _why(row), sheet) for row in tail),
        sheet=sheet.name,
        sheet_number=sheet.number,
    )
