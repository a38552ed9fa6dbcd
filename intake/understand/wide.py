"""A unit a row: which rows are units, what they stand under, and one entry for each unit and indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from intake.cells import ROW
from intake.layout import CHECKS, ENTRIES, PARTS, Layout
from intake.table import LINES, LeftOut, Table
from intake.understand.columns import Units
from intake.understand.spoken_periods import whole_period
from intake.units.ancestry import Ancestry

_MANY = 20_000
"""Different names beyond which rows are not searched for subtotals."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that are units: :data:`~intake.cells.ROW`, ``unit``, ``within``, ``period``; and the table's
    lines with subtotals found among them.
    """

    frame: pl.DataFrame
    lines: pl.DataFrame
    left_out: tuple[LeftOut, ...]


def roles(table: Table) -> pl.DataFrame:
    """LINES of a table, one row a row of its cells; every row an entry where it has none."""
    if not table.lines.is_empty():
        return table.lines
    return table.cells.select(
        pl.col(ROW),
        pl.lit("entry").alias("role"),
        pl.lit(None, pl.String).alias("label"),
        pl.lit(None, pl.Int16).alias("label_at"),
        pl.lit(None, pl.String).alias("ordinal"),
        pl.lit(0, pl.Int16).alias("depth"),
        pl.lit(None, pl.Int32).alias("parent"),
    ).cast(LINES)


def unit_rows(
    table: Table,
    layout: Layout,
    units: Units,
    tree: Ancestry,
    kinds: frozenset[str],
    year: int | None,
) -> Rows:
    """Every row that is a unit, with what it stands under: a column's text, or the nearest line above it that is a
    unit above it. Totals, parts, sections and subtotals are left out.
    """

    def text(role: str) -> pl.Expr:
        place = layout.place(role)
        return pl.lit(None, pl.String) if place is None else pl.col(str(place))

    own = text("unit") if layout.place("unit") is not None else text("name")
    lines = roles(table)
    rows = table.cells.select(
        ROW, own.alias("unit"), text("within").alias("within"), text("period").alias("period")
    ).join(lines, on=ROW, how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("role").fill_null("entry"))
    rows = _reporting_sections(rows, table, layout, units, tree, kinds)
    sections = _sections(rows, units, year)
    rows = rows.with_columns(
        pl.coalesce("within", _by_row(sections, "within")).alias("within"),
        pl.coalesce("period", _by_row(sections, "period")).alias("period"),
    )
    rows = _subtotals(rows, units, tree, kinds)
    left = tuple(
        LeftOut(row, role, text=label or unit or "", sheet=table.sheet)
        for row, role, label, unit in rows.filter(pl.col("role") != "entry")
        .select(ROW, "role", "label", "unit")
        .iter_rows()
    )
    entries = rows.filter(pl.col("role") == "entry").select(ROW, "unit", "within", "period")
    return Rows(entries, rows.select(list(LINES)).cast(LINES), left)


def _reporting_sections(
    rows: pl.DataFrame, table: Table, layout: Layout, units: Units, tree: Ancestry, kinds: frozenset[str]
) -> pl.DataFrame:
    """Sections with figures whose unit is of a reporting kind are entries: a commune above its villages."""
    places = {str(column.place) for column in layout.columns if column.role == "figure"}
    figures = table.cells.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in places)) if places else None
    if figures is None or not kinds:
        return rows
    own = [
        row
        for row, text in rows.filter(pl.col("role") == "section")
        .join(figures.select(ROW), on=ROW, how="semi")
        .select(ROW, pl.coalesce("unit", "label"))
        .iter_rows()
        if text and (unit := units.match(text).unit) is not None and tree.kinds.get(unit) in kinds
    ]
    if not own:
        return rows
    return rows.with_columns(pl.when(pl.col(ROW).is_in(own)).then(pl.lit("entry")).otherwise("role").alias("role"))


def _sections(rows: pl.DataFrame, units: Units, year: int | None) -> dict[int, dict[str, str | None]]:
    """What each row stands under, by row, where anything is: the name of a unit, a period."""
    if rows["parent"].null_count() == rows.height and rows.filter(pl.col("role") == "section").is_empty():
        return {}
    parents = set(rows["parent"].drop_nulls())
    said: dict[int, dict[str, str | None]] = {}
    found: dict[int, dict[str, str | None]] = {}
    current: dict[int, int] = {}
    for row, role, label, unit, depth, parent in rows.select(
        ROW, "role", "label", "unit", "depth", "parent"
    ).iter_rows():
        depth = depth or 0
        if role == "section":
            name = label or unit or ""
            period = whole_period(name, year)
            above = said.get(parent, {}) if parent is not None else {}
            match = units.match(name) if period is None and name else None
            place = bool(match and (match.unit is not None or match.candidates))
            said[row] = {
                "within": name if place else above.get("within"),
                "period": period.code if period else above.get("period"),
            }
            if period is None and parent is None and current:
                last = max(current.values())
                said[row]["period"] = said[row]["period"] or said[last].get("period")
            current = {level: one for level, one in current.items() if level < depth} | {depth: row}
            continue
        if row in parents and role == "entry":
            place = bool(unit and ((match := units.match(unit)).unit is not None or match.candidates))
            said[row] = {"within": unit if place else said.get(parent, {}).get("within"), "period": None}
        if parent is not None and parent in said:
            found[row] = said[parent]
        elif parent is not None and parent in found:
            found[row] = found[parent]
        elif current:
            nearest = [level for level in current if level <= depth]
            if nearest:
                found[row] = said[current[max(nearest)]]
    return found


def _by_row(found: Mapping[int, Mapping[str, str | None]], name: str) -> pl.Expr:
    known = {row: said[name] for row, said in found.items() if said.get(name)}
    if not known:
        return pl.lit(None, pl.String)
    return pl.col(ROW).replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)


def _subtotals(rows: pl.DataFrame, units: Units, tree: Ancestry, kinds: frozenset[str]) -> pl.DataFrame:
    """Entries that are a unit above the reporting ones, with units below it in the rows that follow: sections of these,
    their sums to be checked, and what these stand under.
    """
    entries = rows.filter(pl.col("role") == "entry")
    if not kinds or not 1 < entries["unit"].n_unique() <= _MANY:
        return rows
    named = entries.select(ROW, "unit").iter_rows()
    matched = [(row, text, units.match(text).unit if text else None) for row, text in named]
    above: tuple[int, int, str] | None = None
    covered: dict[int, int] = {}
    within: dict[int, str] = {}
    for row, text, unit in matched:
        if unit is not None and tree.kinds.get(unit) not in kinds:
            above = (row, unit, text)
            continue
        if above is None:
            continue
        match = unit if unit is not None else units.match(text, within=above[2]).unit if text else None
        if match is not None and any(match in tree.below(above[1], width) for width in Ancestry.WIDTHS):
            covered[row] = above[0]
            within[row] = above[2]
    if not covered:
        return rows
    heads = sorted(set(covered.values()))
    inside = pl.col(ROW).replace_strict(list(within), list(within.values()), default=None, return_dtype=pl.String)
    parents = pl.col(ROW).replace_strict(list(covered), list(covered.values()), default=None, return_dtype=pl.Int32)
    return rows.with_columns(
        pl.when(pl.col(ROW).is_in(heads)).then(pl.lit("section")).otherwise("role").alias("role"),
        pl.coalesce("within", inside).alias("within"),
        pl.coalesce("parent", parents).alias("parent"),
    )


def wide_entries(table: Table, layout: Layout, rows: pl.DataFrame, *, counted: bool) -> pl.DataFrame:
    """ENTRIES of every group of columns that make up an indicator's figure, for the rows given.

    ``counted``: number the rows of equal names under one heading, so that each can be asked about by itself.
    """
    groups: dict[tuple[str, str | None], dict[str, int]] = {}
    for column in layout.columns:
        if column.role == "figure" and column.indicator and column.part:
            groups.setdefault((column.indicator, column.period), {}).setdefault(column.part, column.place)
    at = layout.place("unit") if layout.place("unit") is not None else layout.place("name")
    nth = pl.int_range(1, pl.len() + 1, dtype=pl.Int16).over("period", "within", "unit") if counted else pl.lit(None)
    body = rows.with_columns(nth.cast(pl.Int16).alias("nth")).join(
        table.cells, on=ROW, how="inner", maintain_order="left"
    )
    return laid_out(body, groups, at)


def laid_out(
    body: pl.DataFrame, groups: Mapping[tuple[str, str | None], Mapping[str, int]], at: int | None
) -> pl.DataFrame:
    """ENTRIES from rows with ``unit, within, period, nth`` and the table's cells; those without any text left out."""
    frames = [_one(body, indicator, period, parts, at) for (indicator, period), parts in groups.items()]
    return pl.concat(frames) if frames else pl.DataFrame(schema=ENTRIES)


def _one(
    body: pl.DataFrame, indicator: str, period: str | None, parts: Mapping[str, int], at: int | None
) -> pl.DataFrame:
    given: Sequence[str] = [str(place) for place in parts.values()]
    every = (*PARTS, *CHECKS)

    def text(part: str) -> pl.Expr:
        return pl.lit(None, pl.String) if part not in parts else pl.col(str(parts[part]))

    return (
        body.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in given))
        .select(
            pl.col(ROW),
            (pl.lit(period, pl.String) if period else pl.col("period")).alias("period"),
            "unit",
            "within",
            "nth",
            pl.lit(indicator).alias("indicator"),
            *(text(part).alias(part) for part in every),
            pl.lit(None, pl.String).alias("qualifier"),
            pl.lit(None, pl.String).alias("state"),
            pl.col(ROW).alias("unit_row"),
            pl.lit(at, pl.Int16).alias("unit_at"),
            *(pl.lit(parts.get(part), pl.Int16).alias(f"{part}_at") for part in every),
        )
        .cast(ENTRIES)
    )
