"""Which way a table lies: where its units are, and where its indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from intake.find.marks import rank_of
from intake.table import Table
from intake.understand.columns import Profile, Units
from intake.understand.headings import said
from intake.understand.indicators import NEAR, IndicatorIndex
from intake.units import MATCHED

_MOST = 0.5
_TRIED = 200


@dataclass(frozen=True, slots=True)
class Axes:
    """``kind`` as in `intake.understood.Understood`, null where nothing of the table is known. ``unit``, ``names``,
    ``within``, ``label``, ``period``: places of columns. ``heads``: of the columns with units, what is the unit's name
    in their heading and what it stands under.
    """

    kind: str | None
    unit: int | None = None
    names: tuple[int, ...] = ()
    within: int | None = None
    label: int | None = None
    period: int | None = None
    heads: dict[int, tuple[str, str | None]] | None = None


def axes(table: Table, profiles: Sequence[Profile], units: Units, index: IndicatorIndex) -> Axes:
    """Where a table has its units and its indicators.

    A column of words most of which are units makes it a table of units; with another of indicators beside it each row
    is one figure (``long``). Without one, units in the headings make it ``turned``, indicators in a column of labels
    ``rows`` (or ``crossed``, which only the figures tell), and indicators in the headings alone a table of one unit.
    """
    period = next((one.place for one in profiles if one.periods >= _MOST and one.filled), None)
    unit, names, within = _units(table, profiles, period)
    label = _label(table, profiles, {unit, within, period, *names})
    if unit is not None:
        known = label is not None and _known(table, label, index, sure=True)
        values = [one for one in profiles if one.figures >= _MOST and one.place not in (unit, period)]
        if known and values and _says_nothing(table, values, index):
            return Axes("long", unit, names, within, label, period)
        return Axes("wide", unit, names, within, None, period)
    heads = _unit_heads(table, profiles, units, label)
    if heads and label is not None and (len(heads) > 1 or _known(table, label, index, sure=True)):
        return Axes("turned", label=label, period=period, heads=heads)
    named = next((one.place for one in profiles if one.says == "unit" and one.text), None)
    columns = _known_heads(table, profiles, index)
    if label is not None and named != label:
        alone = _known(table, label, index, sure=False)
        crossed = _crossed(table, profiles, label, index)
        if alone or crossed:
            return Axes("rows" if alone >= crossed else "crossed", label=label, period=period)
    if columns:
        return Axes("wide", named, period=period)
    return Axes(None, named, label=label, period=period)


def _units(
    table: Table, profiles: Sequence[Profile], period: int | None
) -> tuple[int | None, tuple[int, ...], int | None]:
    """The column of units, others that name the same ones, and the column of what they stand under.

    Headings that name kinds of unit, ``Huyện`` and ``Xã, phường``, say which is which; else the column with more
    different names has the units.
    """
    found = [
        one for one in profiles if one.units >= _MOST and one.place != period and (one.text or one.coded) and one.filled
    ]
    if not found:
        return None, (), None
    codes = [one for one in found if one.coded]
    most = max(one.distinct for one in found)
    wide = [one for one in found if one.distinct >= most * 0.8 or one.says == "unit"]
    ranks = {one.place: rank for one in found if (rank := _rank(table, one.place)) is not None}
    lowest = max(ranks.values()) if all(one.place in ranks for one in wide) and ranks else None
    unit = codes[0] if codes else max(wide, key=lambda one: (ranks.get(one.place) == lowest, one.distinct, one.place))
    others = [one for one in found if one is not unit]
    within = [
        one.place
        for one in others
        if one.place < unit.place
        and (
            one.distinct < unit.distinct
            or (one.place in ranks and not unit.coded and ranks[one.place] < ranks.get(unit.place, 2))
        )
    ]
    names = tuple(one.place for one in others if one.place not in within)
    return unit.place, names, within[-1] if within else None


def _rank(table: Table, place: int) -> int | None:
    """How low the units of a column are by its heading: 0 for provinces, 3 for villages; null where it does not say."""
    levels = table.levels[place] if place < len(table.levels) else ()
    return rank_of(levels[-1].lower().removeprefix("tên ")) if levels else None


def _label(table: Table, profiles: Sequence[Profile], taken: set[int | None]) -> int | None:
    """The first column of words that has another use than the ones taken."""
    free = [
        one for one in profiles if one.text and one.place not in taken and one.says not in ("order", "note", "measure")
    ]
    best = max((one.filled for one in free), default=0)
    return next((one.place for one in free if one.filled >= best * _MOST), None)


def _texts(table: Table, place: int) -> list[str]:
    """Different labels of a column, without numbering where the lines of the table tell it."""
    own = table.lines.filter(pl.col("label_at") == place)["label"]
    texts = own if own.drop_nulls().len() else table.cells[str(place)]
    return texts.drop_nulls().unique(maintain_order=True).head(_TRIED).to_list()


def _known(table: Table, label: int, index: IndicatorIndex, *, sure: bool) -> int:
    """How many different labels name an indicator, or with ``sure`` false come near to one."""
    matches = [index.match((text,)) for text in _texts(table, label)]
    return sum(one.indicator is not None or (not sure and one.score >= NEAR) for one in matches)


def _known_heads(table: Table, profiles: Sequence[Profile], index: IndicatorIndex) -> int:
    levels = [table.levels[one.place] for one in profiles if one.place < len(table.levels)]
    return sum(bool(index.match(each).candidates) for each in levels if each)


def _says_nothing(table: Table, values: Sequence[Profile], index: IndicatorIndex) -> bool:
    """True where no column of figures names an indicator by itself."""
    return not any(index.match(table.levels[one.place]).indicator for one in values if table.levels[one.place])


def _unit_heads(
    table: Table, profiles: Sequence[Profile], units: Units, label: int | None
) -> dict[int, tuple[str, str | None]]:
    found: dict[int, tuple[str, str | None]] = {}
    for one in profiles:
        if one.place == label or one.place >= len(table.levels):
            continue
        names = []
        for level in table.levels[one.place]:
            match = units.match(level) if len(level) < 200 else None
            if match and (match.unit is not None or (match.candidates and match.candidates[0][1] >= MATCHED)):
                names.append(level)
        if names:
            found[one.place] = (names[-1], names[-2] if len(names) > 1 else None)
    return found


def _crossed(table: Table, profiles: Sequence[Profile], label: int, index: IndicatorIndex) -> int:
    """How many different labels name an indicator together with a heading, and not by themselves."""
    heads = [
        table.levels[one.place]
        for one in profiles
        if one.place != label and one.place < len(table.levels) and said(table.levels[one.place]).rest
    ]
    count = 0
    for text in _texts(table, label)[:50]:
        alone = dict(index.match((text,)).candidates)
        for levels in heads:
            meaning = index.match((text, *levels), crossed=True)
            if (
                meaning.indicator
                and meaning.indicator not in alone
                and index.match(levels).indicator != meaning.indicator
            ):
                count += 1
                break
    return count
