"""What a lifeline shows, as plain data: lines with their days without crossing, happenings, the sizes of a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Knot:
    """A value at the end of a period; ``said`` is what stands beside the pointer."""

    on: date
    value: Fraction | None
    simulated: bool
    said: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A line: ``own`` is the unit's, ``today`` the same on today's boundaries, ``before`` a predecessor's.

    ``cuts`` are days that it may not cross.
    """

    role: str
    name: str
    knots: tuple[Knot, ...]
    cuts: tuple[date, ...] = ()

    def runs(self) -> list[list[Knot]]:
        """Its stretches: it ends where there is no figure and at every cut."""
        found: list[list[Knot]] = [[]]
        for knot in self.knots:
            run = found[-1]
            if run and (knot.value is None or any(run[-1].on < cut <= knot.on for cut in self.cuts)):
                found.append([])
            if knot.value is not None:
                found[-1].append(knot)
        return [run for run in found if run]

    @property
    def start(self) -> Knot | None:
        return next((knot for knot in self.knots if knot.value is not None), None)

    @property
    def last(self) -> Knot | None:
        return next((knot for knot in reversed(self.knots) if knot.value is not None), None)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on the axis: a change of the unit or of what is counted (``breaks``), or of figures already given."""

    on: date
    label: str
    said: str
    kind: str = "event"
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Sizes of one version, px; the margins leave room for the last figures and for the names of events."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    foot: int
    line: float


WIDE = Frame("wide", 1056, 336, 52, 148, 52, 34, 3)
NARROW = Frame("narrow", 326, 320, 40, 72, 64, 34, 2.5)
