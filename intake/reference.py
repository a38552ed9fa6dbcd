"""What a file is checked against, frozen: units, indicators, periods that are reported, and the submitter's units."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from intake.words import folded
from metrics.goals import Indicator
from metrics.lineage import alive
from metrics.periods import FREQUENCIES, Period, PeriodKind
from metrics.schema import LINEAGE, PLACEMENTS, empty

NAMES = pl.Schema({"unit": pl.Int32, "name": pl.String, "role": pl.String, "valid_from": pl.Date, "valid_to": pl.Date})
"""Every name a unit has had, with its validity; ``role`` is ``official``, ``short``, ``english`` or ``alias``."""

Past = Callable[[Collection[int], Collection[int], date], pl.DataFrame]
"""From indicators, units and a day: the figures in force of the latest periods of each kind that ended before that day
(eight of them, of states one) and of all that begin in its year, as `metrics.schema.PAST`; taken-back figures left out.
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """``units`` in `metrics.schema.UNITS`, ``placements`` and ``lineage`` in theirs; indicators by their store id.

    ``classes``: codes of a rating scheme's classes, best first, by the scheme's code. ``baseline_days``: single days
    on which an indicator may be reported besides its periods. ``scope``: units that the submitter reports for, all
    below included; null for everywhere. ``today`` decides what lies in the future. ``names`` is NAMES; where it says
    nothing of a unit, the name in ``units`` counts. ``past`` gives earlier figures, null where there is no store.
    ``terms``: the first days of terms, from which running totals "since the beginning of the term" count.
    """

    units: pl.DataFrame
    indicators: Mapping[int, Indicator]
    today: date
    placements: pl.DataFrame = field(default_factory=lambda: empty(PLACEMENTS))
    lineage: pl.DataFrame = field(default_factory=lambda: empty(LINEAGE))
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    baseline_days: Mapping[int, frozenset[date]] = field(default_factory=dict)
    scope: frozenset[int] | None = None
    names: pl.DataFrame = field(default_factory=lambda: empty(NAMES))
    past: Past | None = None
    terms: tuple[date, ...] = ()

    def takes(self, indicator: int, period: Period) -> bool:
        """True where the indicator is reported for such a period: its frequency, or a baseline day of a goal."""
        if period.kind is PeriodKind.DAY and period.last in self.baseline_days.get(indicator, frozenset()):
            return True
        return FREQUENCIES[self.indicators[indicator].frequency] == period.kind

    def within(self, on: date) -> pl.Series | None:
        """Ids of the submitter's units and of all that lie below them on a day; null where there is no limit."""
        return None if self.scope is None else units_below(self.placements, self.scope, on)

    def indicator_names(self) -> dict[str, int]:
        """Folded codes, names and synonyms that mean exactly one indicator; a code always wins."""
        found: dict[str, int | None] = {}
        for number, indicator in self.indicators.items():
            for text in {folded(each) for each in (indicator.name_vi, indicator.name_en, *indicator.synonyms)}:
                found[text] = None if text in found else number
        codes = {folded(indicator.code): number for number, indicator in self.indicators.items()}
        return {text: number for text, number in {**found, **codes}.items() if number is not None}

    def indicator_codes(self) -> dict[str, str]:
        """Code of the indicator that a text of the file means, by every text that means exactly one."""
        texts = self.indicator_names()
        return {text: self.indicators[number].code for text, number in texts.items()}


def units_below(placements: pl.DataFrame, roots: frozenset[int], on: date) -> pl.Series:
    """The roots and every unit placed below them on a day, Int32; ends even where the placements form a ring."""
    valid = placements.filter(alive(on)).select("unit", "parent")
    found = pl.DataFrame({"unit": sorted(roots)}, schema={"unit": pl.Int32})
    level = found
    while level.height:
        level = (
            valid.join(level.rename({"unit": "parent"}), on="parent", how="semi")
            .select("unit")
            .join(found, on="unit", how="anti")
        )
        found = pl.concat([found, level]).unique()
    return found["unit"]
