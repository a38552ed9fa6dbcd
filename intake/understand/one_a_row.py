"""One figure a row: a unit, an indicator by its name, and the figure beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from intake.cells import ROW
from intake.layout import CHECKS, ENTRIES, PARTS, Column
from intake.problems import Problem, problem
from intake.questions import Answers, Question
from intake.table import LEVELS, Table
from intake.understand.axes import Axes
from intake.understand.headings import said
from intake.understand.indicators import IndicatorIndex
from intake.understand.meanings import Meant, meanings
from intake.understand.turned import question


@dataclass(frozen=True, slots=True)
class Long:
    """Entries of rows whose indicator is certain, their columns of figures, and what is to be asked and told."""

    entries: pl.DataFrame
    columns: tuple[Column, ...]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]


def long_entries(
    table: Table, lines: pl.DataFrame, lie: Axes, places: Sequence[int], index: IndicatorIndex, answers: Answers
) -> Long:
    """ENTRIES of every row that is an entry. Each different label is looked up, asked about and told of once."""
    assert lie.unit is not None
    assert lie.label is not None
    parts, columns, problems = _parts(table, places)
    rows = table.cells.join(lines.filter(pl.col("role") == "entry").select(ROW), on=ROW, how="semi")
    texts = rows[str(lie.label)].drop_nulls().unique(maintain_order=True).to_list()
    first = dict(
        rows.drop_nulls(str(lie.label))
        .group_by(str(lie.label), maintain_order=True)
        .agg(pl.col(ROW).min())
        .select(str(lie.label), ROW)
        .iter_rows()
    )
    meant: dict[str, Meant] = dict(zip(texts, (meanings([(text,)], index, answers)[0] for text in texts), strict=True))
    questions = [
        question(table, (text,), one, row=first[text], at=None) for text, one in meant.items() if one.role == "unclear"
    ]
    problems += [
        problem("ignored_row", row=first[text], text=text, sheet=table.sheet)
        for text, one in meant.items()
        if one.role == "ignored" and one.how != "answer"
    ]
    frames: list[pl.DataFrame] = []
    for text, one in meant.items():
        if one.role != "figure" or one.indicator is None:
            continue
        own = parts if one.part == "value" or len(parts) > 1 else {one.part or "value": parts.get("value")}
        given = {part: place for part, place in own.items() if place is not None}
        frames.append(_one(rows.filter(pl.col(str(lie.label)) == text), lie, one.indicator, given))
    found = pl.concat(frames) if frames else pl.DataFrame(schema=ENTRIES)
    return Long(_joined(found), columns, tuple(questions), tuple(problems))


def _parts(table: Table, places: Sequence[int]) -> tuple[dict[str, int | None], tuple[Column, ...], list[Problem]]:
    """Which part of a figure each column holds."""
    parts: dict[str, int | None] = {}
    columns: list[Column] = []
    problems: list[Problem] = []
    bare = [said(table.levels[place]).bare for place in places]
    for place, lone in zip(places, bare, strict=True):
        heading = LEVELS.join(table.levels[place])
        heard = said(table.levels[place])
        part = heard.part or ("value" if lone is None or not {"num", "den"} <= set(bare) else lone)
        if part == "comparison" or (part == "value" and heard.rest and lone is None and "value" in parts):
            columns.append(Column(place, heading, "comparison", how="form"))
            if part != "comparison":
                problems.append(
                    problem(
                        "ignored_column",
                        row=table.header_row,
                        column=heading,
                        text=heading,
                        at=place,
                        sheet=table.sheet,
                    )
                )
            continue
        if part in parts:
            problems.append(
                problem(
                    "duplicate_column",
                    row=table.header_row,
                    column=heading,
                    text=heading,
                    at=place,
                    sheet=table.sheet,
                    first=LEVELS.join(table.levels[parts[part] or 0]),
                )
            )
            continue
        parts[part] = place
        columns.append(Column(place, heading, "figure", None, part, how="form"))
    return parts, tuple(columns), problems


def _one(rows: pl.DataFrame, lie: Axes, indicator: str, parts: dict[str, int]) -> pl.DataFrame:
    every = (*PARTS, *CHECKS)

    def text(place: int | None) -> pl.Expr:
        return pl.lit(None, pl.String) if place is None else pl.col(str(place))

    return rows.select(
        ROW,
        text(lie.period).alias("period"),
        text(lie.unit).alias("unit"),
        text(lie.within).alias("within"),
        pl.lit(None, pl.Int16).alias("nth"),
        pl.lit(indicator).alias("indicator"),
        *(text(parts.get(part)).alias(part) for part in every),
        pl.lit(None, pl.String).alias("qualifier"),
        pl.lit(None, pl.String).alias("state"),
        pl.col(ROW).alias("unit_row"),
        pl.lit(lie.unit, pl.Int16).alias("unit_at"),
        *(
            pl.when(text(parts.get(part)).is_not_null()).then(pl.lit(parts.get(part), pl.Int16)).alias(f"{part}_at")
            for part in every
        ),
    ).cast(ENTRIES)


def _joined(found: pl.DataFrame) -> pl.DataFrame:
    """One entry a unit and indicator where its parts stand in rows of their own."""
    every = (*PARTS, *CHECKS)
    if found.is_empty() or found.filter(pl.col("num").is_not_null() | pl.col("den").is_not_null()).is_empty():
        return found.filter(pl.any_horizontal(pl.col(part).is_not_null() for part in every))
    key = ["period", "unit", "within", "indicator"]
    apart = found.filter(pl.col("value").is_null())
    rest = found.filter(pl.col("value").is_not_null())
    once = apart.group_by(key, maintain_order=True).agg(
        *(pl.col(name).drop_nulls().first() for name in ENTRIES if name not in key)
    )
    several = apart.group_by(key, maintain_order=True).agg(*(pl.col(part).count().alias(part) for part in every))
    doubled = several.filter(pl.any_horizontal(pl.col(part) > 1 for part in every)).select(key)
    kept = apart.join(doubled, on=key, how="semi", nulls_equal=True)
    once = once.join(doubled, on=key, how="anti", nulls_equal=True).select(list(ENTRIES)).cast(ENTRIES)
    return pl.concat([rest, once, kept]).filter(pl.any_horizontal(pl.col(part).is_not_null() for part in every))
