"""The whole way of a file: bytes, sheets, tables, columns, units, values; figures that fit, and every problem.

A file in one of the two layouts that Mốc itself writes is recognised by its header and read by codes alone; any other
goes the long way, through :mod:`intake.find` and :mod:`intake.understand`. Both end in the same entries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from intake.across import one_of_each
from intake.cells import ROW, Merge, put_aside
from intake.checks.against import against
from intake.checks.inside import check_inside
from intake.checks.merged import merged_figures
from intake.checks.results import that_matter
from intake.figures import figures_of
from intake.find import find_tables
from intake.layout import Layout
from intake.limits import DEFAULT, Limits
from intake.persons import cells_of_persons, sheet_of_persons, told_of_persons
from intake.place import place
from intake.problems import Problem, has_errors, in_order, problem
from intake.questions import NO_ANSWERS, Answers, Question
from intake.read import read_csv_bytes, read_file
from intake.reference import Reference
from intake.table import LeftOut, Table
from intake.understand import canonical, layout_key, understand, unfinished
from intake.understand.around import of_other_periods
from intake.understand.indicators import IndicatorIndex
from intake.understood import UNITS_FOUND, Understood
from intake.units import UnitIndex
from metrics.periods import Period
from metrics.schema import FIGURES, empty, line_of, place_of

PERSONS = ("person_column", "person_cells")
"""Problems of a file of which nothing may be kept."""

_FINAL = ("empty_file", "file_too_large", "too_many_rows", "too_many_columns", "open_quote", "cell_too_long")
"""Problems of a text file that no other way of reading it would mend."""


@dataclass(frozen=True, slots=True)
class Clean:
    """``figures`` in `metrics.schema.FIGURES`, one row a figure, sorted by row; ``problems`` sorted by row.

    A figure comes out only where its unit, indicator, period and value were all read; with an error among the
    problems the file must not be taken, and the figures are only what was understood of it. ``tables`` are the tables
    as they were understood, none where the file could not be read that far or describes persons; ``left_out`` what was
    left out besides what each table says itself. ``questions`` are those that no answer was given to; ``units``
    (`intake.understood.UNITS_FOUND`) how names were matched; ``layout_key`` names the layout that answers are
    remembered for.
    """

    figures: pl.DataFrame
    problems: tuple[Problem, ...]
    tables: tuple[Understood, ...] = ()
    questions: tuple[Question, ...] = ()
    units: pl.DataFrame = field(default_factory=lambda: empty(UNITS_FOUND))
    left_out: tuple[LeftOut, ...] = ()
    layout_key: str | None = None

    @property
    def sound(self) -> bool:
        """True where nothing stops the import but open questions."""
        return not has_errors(self.problems)

    @property
    def table(self) -> Table | None:
        """The first table, null where there is none."""
        return self.tables[0].table if self.tables else None

    @property
    def layout(self) -> Layout | None:
        """The layout of the first table."""
        return self.tables[0].layout if self.tables else None

    @property
    def of_persons(self) -> bool:
        """True where the file describes persons: nothing of it may be kept."""
        return any(each.code in PERSONS for each in self.problems)


Progress = Callable[[str, float], None]
"""Told the step of the work that begins, and how much of all of it is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file as far as its tables; ``plain`` is the one table of a file in a layout of Mốc's own, ``merges`` those of
    each sheet by its number.
    """

    tables: tuple[Table, ...] = ()
    plain: Understood | None = None
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()
    merges: Mapping[int, tuple[Merge, ...]] = field(default_factory=dict)


def check(
    data: bytes,
    reference: Reference,
    *,
    period: Period | None = None,
    answers: Answers | Callable[[str], Answers] = NO_ANSWERS,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
) -> Clean:
    """Read a file and check it against the reference. Any bytes give an answer, never an exception.

    ``period`` is the one the file was handed in for; rows that say another are errors. Without it every row, or its
    table, must say its own. ``answers`` may be a function that is told the layout's key. ``progress`` is told the
    steps ``read``, ``found``, ``understood``, ``checked`` and ``plausible``.
    """
    tell = progress or (lambda _step, _part: None)
    indicators = IndicatorIndex(reference)
    opened = _open(data, indicators, limits, tell)
    if not opened.tables:
        return Clean(empty(FIGURES), in_order(opened.problems), left_out=opened.left_out)
    tell("understood", 0.4)
    key = layout_key(opened.tables)
    given = answers(key) if callable(answers) else answers
    opened = _of_the_period(opened, period)
    understood = _understood(opened, reference, indicators, period, given)
    problems = [*that_matter(opened.problems, understood), *(each for one in understood for each in one.problems)]
    if any(each.code == "long_row" for each in problems):
        problems = [each for each in problems if each.code != "unnamed_column"]
    if any(each.code in PERSONS for each in problems):
        return Clean(empty(FIGURES), in_order(problems))
    cells = sum(one.layout.cells_with_figures(one.table) for one in understood)
    if cells > limits.figures:
        problems.append(problem("too_many_figures", limit=limits.figures))
        return Clean(empty(FIGURES), in_order(problems), understood)
    tell("checked", 0.6)
    questions: list[Question] = [each for one in understood for each in one.questions]
    figures, units = [empty(FIGURES)], [empty(UNITS_FOUND)]
    for one in understood:
        placed = place(one.entries, one.table, one.layout, reference, period, given)
        found, unread, unsure = figures_of(placed.entries, one.table, one.layout, reference, given)
        problems += [*placed.problems, *unread]
        questions += [*placed.questions, *unsure]
        if opened.plain is None:
            problems += check_inside(one.table, one.layout, given)
            problems += merged_figures(one.table, one.layout, opened.merges.get(one.table.sheet_number, ()))
            units.append(placed.units)
        figures.append(found.with_columns(line_of(pl.col("row"), one.table.sheet_number)))
    whole, repeated = one_of_each(figures, understood)
    problems += repeated
    tell("plausible", 0.8)
    problems += _placed(against(whole, reference), understood)
    if whole.is_empty() and not questions and not has_errors(problems):
        problems.append(problem("nothing_to_import"))
    return Clean(
        whole, in_order(problems), understood, tuple(questions), pl.concat(units), opened.left_out, layout_key=key
    )


def _open(data: bytes, indicators: IndicatorIndex, limits: Limits, tell: Progress) -> _Opened:
    """The tables of a file. A CSV whose header is one of ours is not looked at twice."""
    tell("read", 0.0)
    plain = read_csv_bytes(data, limits)
    if isinstance(plain, Table) and (known := canonical(plain, indicators)) is not None:
        return _Opened((plain,), known, problems=_aside(plain, known))
    if isinstance(plain, tuple) and any(each.code in _FINAL for each in plain):
        return _Opened(problems=plain)
    if isinstance(plain, Table) and (missing := unfinished(plain)):
        return _Opened(problems=missing)
    book = read_file(data, limits)
    if isinstance(book, tuple):
        return _Opened(problems=book)
    tell("found", 0.25)
    found = [find_tables(sheet) for sheet in book.sheets]
    tables = tuple(table for some, _ in found for table in some)
    left_out = tuple(each for _, some in found for each in some)
    taken = {table.sheet_number for table in tables}
    unread = [sheet for sheet in book.sheets if sheet.number not in taken and not put_aside(sheet)]
    persons = [problem("person_cells", sheet=each.name) for each in unread if sheet_of_persons(each.cells.drop(ROW))]
    problems = (*book.problems, *persons)
    if isinstance(plain, tuple):
        problems = (*problems, *_too_long(plain, tables))
    if not tables and not has_errors(problems):
        problems = (*problems, problem("no_table"))
    return _Opened(tables, None, left_out, problems, {sheet.number: sheet.merges for sheet in book.sheets})


def _of_the_period(opened: _Opened, period: Period | None) -> _Opened:
    """The file without its tables of other periods, where it has one of the period that was asked for."""
    others = of_other_periods(opened.tables, period)
    told = [LeftOut(each.header_row, "other_period", text=each.header[0], sheet=each.sheet) for each in others]
    kept = tuple(each for each in opened.tables if not any(each is other for other in others))
    return replace(opened, tables=kept, left_out=(*opened.left_out, *told)) if others else opened


def _aside(table: Table, known: Understood) -> tuple[Problem, ...]:
    """Persons in columns of a file in our own layout of which nothing is read; they would be kept with it."""
    spare = [str(each.place) for each in known.layout.columns if each.role in ("note", "order", "ignored")]
    cells = table.cells.select(spare)
    found = {*cells_of_persons(cells), *told_of_persons(cells)} if spare else ()
    return tuple(problem("person_cells", row=table.header_row, column=table.header[at], at=at) for at in sorted(found))


def _too_long(problems: Sequence[Problem], tables: Sequence[Table]) -> list[Problem]:
    """Of the rows that go on after the last column of the file's first line, those of a table with that header."""
    long_rows = [each for each in problems if each.code == "long_row"]
    if not long_rows:
        return []
    rows = {(table.header_rows[0], row) for table in tables if table.header_rows for row in table.cells["row"]}
    return [each for each in long_rows if (each.params.get("header"), each.row) in rows]


def _understood(
    opened: _Opened, reference: Reference, indicators: IndicatorIndex, period: Period | None, answers: Answers
) -> tuple[Understood, ...]:
    if opened.plain is not None:
        return (opened.plain,)
    on = period.last if period else reference.today
    within = reference.within(on)
    kinds = frozenset(each.unit_kind for each in reference.indicators.values())
    units = UnitIndex(reference, on, inside=None if within is None else frozenset(within.to_list()), kinds=kinds)
    return tuple(
        understand(table, reference, period, answers, units=units, indicators=indicators) for table in opened.tables
    )


def _placed(problems: Sequence[Problem], understood: Sequence[Understood]) -> list[Problem]:
    """Problems of figures with the row on their sheet, and the sheet, in place of the line."""
    sheets = {one.table.sheet_number: one.table.sheet for one in understood}
    found = []
    for each in problems:
        sheet, row = place_of(each.row) if each.row is not None else (0, None)
        found.append(replace(each, row=row, sheet=each.sheet or sheets.get(sheet)))
    return found
