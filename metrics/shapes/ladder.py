"""A ladder: which verdict every possible value gets, as exact edges.

Every shape turns its target into a ladder over the measured value. The verdict, the verdicts at the
bounds (method §5), the limits in whole counts and the corridor are all read from it, so they cannot
disagree. Going in the better direction a verdict never gets worse: that is what a ladder is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from metrics.case import Bounds
from metrics.goals import Op, Target, Verdict

REACHED = (Verdict.EXCEEDED, Verdict.MET)


@dataclass(frozen=True, slots=True)
class Rung:
    """From ``edge`` on in the better direction a value has this verdict; ``strict`` leaves the edge out."""

    verdict: Verdict
    edge: Fraction
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """The values of one verdict: between two edges, each included or not; a null edge is unbounded."""

    verdict: Verdict
    low: Fraction | None
    high: Fraction | None
    low_included: bool = True
    high_included: bool = True

    def holds(self, value: Fraction | int) -> bool:
        """True where the value lies in the zone."""
        above = self.low is None or value > self.low or (self.low_included and value == self.low)
        below = self.high is None or value < self.high or (self.high_included and value == self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs from the best verdict down; the first that a value reaches decides, else ``bottom``."""

    rising: bool
    rungs: tuple[Rung, ...]
    bottom: Verdict

    def at(self, value: Fraction) -> Verdict:
        """The verdict of a value."""
        return next((rung.verdict for rung in self.rungs if self._reaches(value, rung)), self.bottom)

    def ends(self, span: Bounds) -> tuple[Verdict, Verdict]:
        """Best and worst verdict within bounds; an end that is open goes as far as the ladder does."""
        best, worst = (span.high, span.low) if self.rising else (span.low, span.high)
        top = self.rungs[0].verdict if self.rungs else self.bottom
        return (
            top if best is None else self.at(best),
            self.bottom if worst is None else self.at(worst),
        )

    def goal(self) -> Rung | None:
        """The easiest rung that still reaches the target."""
        return self._easiest([rung for rung in self.rungs if rung.verdict in REACHED])

    def zones(self) -> list[Zone]:
        """Every verdict that some value gets, best first, with the values that get it."""
        found: list[Zone] = []
        passed: list[Rung] = []
        for rung in (*self.rungs, None):
            verdict = self.bottom if rung is None else rung.verdict
            better = self._easiest(passed)
            if rung is None or better is None or self._easiest([better, rung]) != better:
                near = (None, True) if rung is None else (rung.edge, not rung.strict)
                far = (None, True) if better is None else (better.edge, better.strict)
                low, high = (near, far) if self.rising else (far, near)
                found.append(Zone(verdict, low[0], high[0], low[1], high[1]))
            if rung is not None:
                passed.append(rung)
        return found

    def whole(
        self, verdict: Verdict, scale: int = 1, least: int | None = 0, most: int | None = None
    ) -> tuple[int | None, int | None] | None:
        """First and last whole count with a verdict, both included; null where no whole count has it.

        A value is a count over ``scale`` (the denominator of a share, 1 for counts). ``least`` and
        ``most`` are the counts there can be; a null end is open.
        """
        for zone in self.zones():
            if zone.verdict is verdict:
                low, high = least, most
                if zone.low is not None:
                    edge = zone.low * scale
                    first = ceil(edge) if zone.low_included else floor(edge) + 1
                    low = first if least is None else max(first, least)
                if zone.high is not None:
                    edge = zone.high * scale
                    last = floor(edge) if zone.high_included else ceil(edge) - 1
                    high = last if most is None else min(last, most)
                if low is None or high is None or low <= high:
                    return low, high
        return None

    def _reaches(self, value: Fraction, rung: Rung) -> bool:
        if value == rung.edge:
            return not rung.strict
        return (value > rung.edge) is self.rising

    def _easiest(self, rungs: list[Rung]) -> Rung | None:
        if len(rungs) < 2:
            return rungs[0] if rungs else None
        return min(rungs, key=lambda rung: (rung.edge if self.rising else -rung.edge, rung.strict))


def always(verdict: Verdict) -> Ladder:
    """The ladder of a verdict that no value changes."""
    return Ladder(True, (), verdict)


def of_target(target: Target, place: Callable[[Fraction], Fraction], *, turned: bool = False) -> Ladder:
    """The table of method §3: what a target makes of a value, everything else ``missed``.

    ``place`` carries a number of the target into the measure that is judged; ``turned`` says that the
    measure falls where the target's number rises.
    """
    rungs: tuple[Rung, ...]
    match target.op:
        case Op.AT_LEAST:
            edge = place(number(target))
            rungs = (Rung(Verdict.EXCEEDED, edge, strict=True), Rung(Verdict.MET, edge))
        case Op.BAND:
            if target.low is None or target.high is None:
                raise ValueError("a band needs low and high")
            rungs = (Rung(Verdict.EXCEEDED, place(target.high), strict=True), Rung(Verdict.MET, place(target.low)))
        case Op.ABOVE | Op.BELOW:
            rungs = (Rung(Verdict.MET, place(number(target)), strict=True),)
        case Op.AT_MOST:
            rungs = (Rung(Verdict.MET, place(number(target))),)
    return Ladder(asks_more(target) is not turned, rungs, Verdict.MISSED)


def opened(ladder: Ladder, edge: Fraction | None) -> Ladder:
    """The same ladder while the period is open: on track from ``edge`` on, behind below; null: no path to judge by."""
    if edge is None:
        return replace(ladder, bottom=Verdict.INCONCLUSIVE)
    return replace(ladder, rungs=(*ladder.rungs, Rung(Verdict.ON_TRACK, edge)), bottom=Verdict.BEHIND)


def asks_more(target: Target) -> bool:
    """True for targets that a higher number reaches."""
    return target.op in (Op.AT_LEAST, Op.ABOVE, Op.BAND)


def number(target: Target) -> Fraction:
    """The number a target starts from: its value, or the low end of a band."""
    found = target.low if target.op is Op.BAND else target.value
    if found is None:
        raise ValueError(f"a target {target.op} needs a number")
    return found
