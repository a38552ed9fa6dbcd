"""Tables by hand or through the whole way from a file's bytes, understood against the small province of `samples`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from intake.find import find_tables
from intake.questions import NO_ANSWERS
from intake.read import read_file
from intake.reference import Reference
from intake.table import Around, Table
from intake.understand import understand
from intake.understand.indicators import IndicatorIndex
from intake.understood import Understood
from intake.units import UnitIndex
from metrics.periods import parse
from tests.intake.asked import reference

FIRST = 5


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    above: Sequence[str] = (),
    sheet: str | None = None,
    **more: object,
) -> Table:
    """A table of a unit without outline; levels of a heading are parted by ``›``, the rows begin at row 5."""
    levels = tuple(tuple(level for level in text.split(" › ") if level) for text in headings)
    cells = pl.DataFrame(
        {"row": pl.Series(range(FIRST, FIRST + len(rows)), dtype=pl.Int32)}
        | {str(at): pl.Series([row[at] for row in rows], dtype=pl.String) for at in range(len(headings))}
    )
    around = tuple(Around(number, 0, text, True) for number, text in enumerate(above, start=1))
    return Table(levels, (FIRST - 1,), cells, around=around, sheet=sheet, **more)  # type: ignore[arg-type]  # by name


def understood(
    one: Table,
    base: Reference | None = None,
    period: str | None = "2019-Q4",
    answers: Mapping[tuple[str, str], str] = NO_ANSWERS,
    kinds: frozenset[str] = frozenset({"commune"}),
) -> Understood:
    base = base or reference()
    asked = parse(period) if period else None
    units = UnitIndex(base, asked.last if asked else base.today, kinds=kinds)
    return understand(one, base, asked, answers, units=units, indicators=IndicatorIndex(base))


def whole_way(
    data: bytes,
    base: Reference | None = None,
    period: str | None = "2019-Q4",
    answers: Mapping[tuple[str, str], str] = NO_ANSWERS,
) -> list[Understood]:
    """Every table of a file, read, found and understood."""
    book = read_file(data)
    assert not isinstance(book, tuple), book
    return [understood(one, base, period, answers) for sheet in book.sheets for one in find_tables(sheet)[0]]


def figures(one: Understood, *columns: str) -> list[tuple[object, ...]]:
    """The entries as rows of these columns; by default row, unit, indicator and value."""
    return one.entries.select(columns or ("row", "unit", "indicator", "value")).rows()


def codes(one: Understood) -> list[tuple[str, str | None]]:
    """Problems by code and text."""
    return [(each.code, each.text) for each in one.problems]


def roles(one: Understood) -> list[tuple[object, ...]]:
    return [(column.role, column.indicator, column.part) for column in one.layout.columns]
