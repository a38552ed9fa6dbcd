"""A unit's life as its documents tell it: where it lies, what it was made of, what became of it, who decided so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl
from sqlalchemy import Connection

from db import decisions, units
from flows.asked import find_unit, label
from flows.review import UnitLabel


@dataclass(frozen=True, slots=True)
class Turn:
    """A step of lineage: ``share`` of ``old`` went on in ``new`` (null: dissolved) from the day ``on``."""

    on: date
    event: str
    old: UnitLabel
    new: UnitLabel | None
    share: Fraction
    decided_by: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """What happened below a unit on a day: ``units`` of a kind that merged, split and so on."""

    on: date
    event: str
    kind: str
    units: int
    decided_by: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class Story:
    """``above`` are the units it lies (or last lay) under, from the top, ``children`` says whether any lie under it."""

    unit: UnitLabel
    above: tuple[UnitLabel, ...]
    began: date | None
    ended: date | None
    came_from: tuple[Turn, ...]
    went_to: tuple[Turn, ...]
    inside: tuple[Inside, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All steps, oldest first."""
        return tuple(sorted((*self.came_from, *self.went_to), key=lambda turn: turn.on))

    @property
    def predecessors(self) -> tuple[UnitLabel, ...]:
        return tuple(dict.fromkeys(turn.old for turn in self.came_from))

    @property
    def successors(self) -> tuple[UnitLabel, ...]:
        return tuple(dict.fromkeys(turn.new for turn in self.went_to if turn.new is not None))


def story(conn: Connection, *, unit: str, on: date) -> Story:
    """The life of a unit, seen from a day: what came later is told as well. Raises :class:`flows.asked.Unknown`."""
    row = find_unit(conn, unit)
    every = decisions.decided(conn)
    own = every.filter((pl.col("old") == row.id) | (pl.col("new") == row.id))
    ids = {one for column in ("old", "new") for one in own[column].drop_nulls().to_list()}
    named = units.units_by_id(conn, sorted(ids))
    turns = [
        Turn(
            on=each["on"],
            event=each["event"],
            old=label(named[each["old"]], on),
            new=label(named[each["new"]], on) if each["new"] is not None else None,
            share=Fraction(each["share_num"], each["share_den"]),
            decided_by=each["decided_by"] or "",
            simulated=each["simulated"],
        )
        for each in own.iter_rows(named=True)
    ]
    return Story(
        unit=label(row, on),
        above=tuple(label(one, on) for one in units.path(conn, row.id, on)[:-1]),
        began=row.valid_from,
        ended=row.valid_to,
        came_from=tuple(turn for turn in turns if turn.new is not None and turn.new.id == row.id),
        went_to=tuple(turn for turn in turns if turn.old.id == row.id),
        inside=_inside(conn, row.id, every),
    )


def _inside(conn: Connection, unit: int, every: pl.DataFrame) -> tuple[Inside, ...]:
    """Days on which units below changed, counted by event and kind: as they lay directly or deeper the day before."""
    kinds = units.units(conn).select(old="unit", kind="kind")
    found = []
    for (on,), steps in every.partition_by("on", as_dict=True, maintain_order=True).items():
        under = units.members(conn, before(on)).filter(ancestor=unit).filter(pl.col("unit") != unit)
        held = steps.join(under.select(old="unit"), on="old", how="semi").join(kinds, on="old")
        for (event, kind), some in held.partition_by("event", "kind", as_dict=True, maintain_order=True).items():
            said = next((each for each in some["decided_by"] if each), "")
            number = some["old"].n_unique()
            found.append(Inside(on, event, kind, number, said, bool(some["simulated"].any())))
    return tuple(found)


def before(on: date) -> date:
    """The day before."""
    return date.fromordinal(on.toordinal() - 1)


def below(conn: Connection, unit: int, on: date) -> pl.DataFrame:
    """Units directly under a unit on a day, as it lay last where it has ended: unit, code, kind, name, by code."""
    row = units.units_by_id(conn, [unit])[unit]
    when = min(on, row.valid_to) if row.valid_to else on
    when = max(when, row.valid_from) if row.valid_from else when
    return units.children(conn, unit, when)
