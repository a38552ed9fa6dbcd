"""Which unit each entry is of: texts that are no codes are looked up as names, answered for, or asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from intake.cells import ROW
from intake.layout import Layout
from intake.listing import listed
from intake.problems import Problem
from intake.questions import IGNORE, Answers, Question, unit_key
from intake.reference import Reference
from intake.suggest import of_units
from intake.table import Table
from intake.units import Match, UnitIndex
from intake.words import folded

_ASKED = ("unit_text", "within", "nth", "last_day")
_OF_UNIT = ("unit", "kind", "valid_from", "valid_to")
_SAID = pl.Schema(
    {
        "unit_text": pl.String,
        "within": pl.String,
        "nth": pl.Int16,
        "last_day": pl.Date,
        "named": pl.Int32,
        "score": pl.Int16,
        "how": pl.String,
    }
)
_WHOLE_TABLE = ("rows", "crossed")
"""Layouts of which all figures are one unit's, so that its name stands outside the rows."""


@dataclass(frozen=True, slots=True)
class Named:
    """``frame``: the entries with unit, kind, valid_from, valid_to, score and how, those of ignored units left out."""

    frame: pl.DataFrame
    problems: list[Problem]
    questions: list[Question]


def name_units(frame: pl.DataFrame, table: Table, layout: Layout, reference: Reference, answers: Answers) -> Named:
    """The unit of every entry (columns of `intake.layout.ENTRIES`, texts named ``*_text``, with ``last_day`` and
    ``reported_by``): by code, else as `intake.units` matches its name on the last day of its period.

    Names that are not certain are questions; those that resemble nothing, errors with suggestions.
    """
    known = reference.units.select(pl.col("code").alias("unit_text"), pl.col("unit").cast(pl.Int32), *_OF_UNIT[1:])
    frame = frame.join(known, on="unit_text", how="left", maintain_order="left")
    if not frame["unit"].null_count() and not any(code == "unit" for code, _key in answers):
        return Named(frame.with_columns(score=pl.lit(100, pl.Int16), how=pl.lit("code")), [], [])
    naming = _Naming(frame, table, layout, reference, answers)
    said = pl.DataFrame(list(naming.of_each(frame)), schema=_SAID, orient="row")
    frame = frame.join(said, on=list(_ASKED), how="left", nulls_equal=True, maintain_order="left")
    ignored = (pl.col("how") == IGNORE).fill_null(False)
    frame = frame.filter(~ignored) if said["how"].is_in([IGNORE]).any() else frame
    of_named = known.drop("unit_text").rename({"unit": "named"})
    frame = frame.join(of_named, on="named", how="left", maintain_order="left", suffix="_named")
    by_name = pl.col("how").is_not_null()
    frame = frame.with_columns(
        *(
            pl.when(by_name).then("named" if each == "unit" else f"{each}_named").otherwise(each).alias(each)
            for each in _OF_UNIT
        ),
        pl.when(by_name).then("score").otherwise(pl.lit(100, pl.Int16)).alias("score"),
        pl.when(by_name).then("how").otherwise(pl.lit("code")).alias("how"),
    ).drop("named", *(f"{each}_named" for each in _OF_UNIT[1:]))
    return Named(frame, naming.problems(frame), naming.questions)


class _Naming:
    """The names of one table, each looked up once."""

    def __init__(
        self, frame: pl.DataFrame, table: Table, layout: Layout, reference: Reference, answers: Answers
    ) -> None:
        self._table, self._reference, self._answers = table, reference, answers
        self._kinds = frozenset(frame["reported_by"].drop_nulls().unique())
        self._codes: dict[int, str] = dict(reference.units.select("unit", "code").iter_rows())
        self._units = {code: unit for unit, code in self._codes.items()}
        self._indexes: dict[date, UnitIndex] = {}
        self._unknown: list[str] = []
        self._whole = layout.kind in _WHOLE_TABLE
        self.questions: list[Question] = []

    def of_each(self, frame: pl.DataFrame) -> Iterator[tuple[object, ...]]:
        """Rows of _SAID, one a text that is no code or is answered for."""
        first = frame.unique(_ASKED, keep="first", maintain_order=True)
        columns = (*_ASKED, "unit", "unit_row", "unit_at")
        for text, within, nth, day, unit, row, at in first.select(columns).iter_rows():
            answer = self._answered(text, within, nth)
            if answer == IGNORE:
                yield text, within, nth, day, None, 0, IGNORE
            elif answer is not None and answer in self._units:
                yield text, within, nth, day, self._units[answer], 100, "answer"
            elif unit is None:
                match = self._match(text, within, day or self._reference.today)
                if match.unit is None:
                    self._ask(match, text, within, nth, row, at)
                yield text, within, nth, day, match.unit, match.score, match.how

    def problems(self, frame: pl.DataFrame) -> list[Problem]:
        """Errors of texts that name nothing, and of figures without any."""
        lost = at_name(frame.filter(pl.col("unit").is_null()))
        empty, unknown = (
            lost.filter(pl.col("unit_text").is_null()),
            lost.filter(pl.col("unit_text").is_in(self._unknown)),
        )
        problems = [] if self._whole and self.questions else listed(empty, "unit_empty", self._table, at="unit_at")
        if unknown.height:
            near = of_units(self._own())
            problems += listed(
                unknown,
                "unknown_unit",
                self._table,
                at="unit_at",
                text="unit_text",
                needs=("unit_text",),
                params=lambda row: {"suggestions": near.near(row["unit_text"])},
            )
        return problems

    def _answered(self, text: str | None, within: str | None, nth: int | None) -> str | None:
        if self._whole and (answer := self._answers.get(("context_unit", folded(text or "")))):
            return answer
        return None if text is None else self._answers.get(("unit", unit_key(text, within, nth or 1)))

    def _match(self, text: str | None, within: str | None, day: date) -> Match:
        if text is not None:
            if day not in self._indexes:
                lying = self._reference.within(day)
                inside = None if lying is None else frozenset(lying.to_list())
                self._indexes[day] = UnitIndex(self._reference, day, inside=inside, kinds=self._kinds)
            return self._indexes[day].match(text, within=within)
        own = self._own()["unit"].to_list() if self._reference.scope and self._whole else []
        fitting = tuple((unit, 90) for unit in own if unit in (self._reference.scope or ()))
        if len(fitting) == 1:
            return Match(fitting[0][0], 100, "context", fitting)
        return Match(None, 0, "none", fitting)

    def _ask(
        self, match: Match, text: str | None, within: str | None, nth: int | None, row: int | None, at: int | None
    ) -> None:
        candidates = self._in_scope(match)
        if text is not None and not candidates:
            self._unknown.append(text)
            return
        if text is None and not self._whole:
            return
        code, key = (
            ("context_unit", folded(text or "")) if self._whole else ("unit", unit_key(text or "", within, nth or 1))
        )
        if any((each.code, each.key) == (code, key) for each in self.questions):
            return
        column = None if at is None else self._table.header[at]
        self.questions.append(
            Question(
                code,
                key,
                text or "",
                tuple(self._codes[unit] for unit, _score in candidates),
                tuple(score for _unit, score in candidates),
                row=row,
                column=column,
                at=at,
                sheet=self._table.sheet,
            )
        )

    def _in_scope(self, match: Match) -> tuple[tuple[int, int], ...]:
        """The candidates that the submitter reports for, or all where none of them is."""
        own = self._own()["unit"] if self._reference.scope else None
        inside = set() if own is None else set(own.to_list())
        return tuple(each for each in match.candidates if each[0] in inside) or match.candidates

    def _own(self) -> pl.DataFrame:
        """The units that the submitter reports for, where that is known."""
        within = self._reference.within(self._reference.today)
        units = self._reference.units
        return units if within is None else units.filter(pl.col("unit").is_in(within.implode()))


def at_name(frame: pl.DataFrame, *more: str) -> pl.DataFrame:
    """Entries with the row of their unit's name instead of their own, once a name and what ``more`` columns hold."""
    named = frame.with_columns(pl.coalesce("unit_row", ROW).alias(ROW))
    return named.unique([ROW, "unit_at", *more], keep="first", maintain_order=True)
