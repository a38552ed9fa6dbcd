"""What one figure has been: every value with who brought it, when, from which file and row, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db import figures, goals, units
from db.figures import FigureRow
from flows.asked import Unknown, find_unit
from flows.figure_words import printed
from flows.submit.meanings import full_names
from intake.reference import units_below
from metrics.goals import Indicator
from metrics.periods import Period
from metrics.schema import row_of
from report.formats import sort_key


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a figure: ``value`` and the one it replaced (``old``, empty for the first), as people read them.

    ``row`` is the row of the file, of its sheet where it has several; null where an undo brought it back. ``undoes`` is
    the submission that this one took back, ``undone_by`` the one that took this one back.
    """

    value: str
    old: str
    seq: int
    at: datetime
    account: str
    file_name: str
    row: int | None
    reason: str
    simulated: bool
    undoes: int | None
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that there is or was: its unit and indicator by code and name."""

    unit: str
    unit_name: str
    indicator: str
    name_vi: str
    name_en: str


def of_figure(conn: Connection, *, unit: str, indicator: str, period: Period, lang: str = "vi") -> tuple[Version, ...]:
    """Every version of a figure, the newest (the one in force) first. Raises :class:`~flows.asked.Unknown`."""
    number, meant = _indicator(conn, indicator)
    found = figures.figure_history(conn, period=period, indicator=number, unit=find_unit(conn, unit).id)
    classes = goals.schemes(conn).get(meant.scheme or "", ())

    def said(figure: FigureRow) -> str:
        return printed(figure.num, figure.den, figure.qualifier, figure.state, lang, classes)

    values = [said(figure) for figure, _ in found]
    return tuple(
        Version(
            value=value,
            old=old,
            seq=brought.seq,
            at=brought.at,
            account=brought.account,
            file_name=brought.file_name,
            row=row_of(figure.row),
            reason=brought.reason,
            simulated=brought.simulated,
            undoes=brought.undoes,
            undone_by=brought.undone_by,
        )
        for (figure, brought), value, old in zip(found, values, [*values, ""][1:], strict=True)
    )


def figures_of(conn: Connection, *, unit: str, period: Period) -> tuple[Known, ...]:
    """The figures that a unit and those below it have or had in a period, in Vietnamese order of units."""
    top = find_unit(conn, unit).id
    below = units_below(units.placements(conn), frozenset((top,)), period.last).to_list()
    every = goals.indicators(conn)
    now = figures.in_force(conn, period=period, indicators=every, units=below)
    known = units.units(conn)
    full = full_names(known)
    names = {number: (code, full[code]) for number, code in known.select("unit", "code").rows()}
    found = (
        Known(*names[one], every[number].code, every[number].name_vi, every[number].name_en)
        for one, number in now.select("unit", "indicator").rows()
    )
    return tuple(sorted(found, key=lambda each: (sort_key(each.unit_name), each.unit, each.indicator)))


def _indicator(conn: Connection, code: str) -> tuple[int, Indicator]:
    for number, each in goals.indicators(conn).items():
        if each.code == code:
            return number, each
    raise Unknown(f"no indicator '{code}'")
