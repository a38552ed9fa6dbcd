"""What examining a file found: what was understood, what is wrong, what has to be asked, what it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from db.submissions import SubmissionRow
from db.units import UnitRow
from flows.figure_words import printed
from flows.submit import confirm
from flows.submit.changes import SAME, Counts
from flows.submit.effects import Effect
from flows.submit.problems import Told, told
from intake.check import Clean
from intake.problems import Problem
from intake.questions import Answers, Question
from intake.reference import Reference
from metrics.periods import Period, from_key
from metrics.schema import QUALIFIERS, STATES, place_of
from report import formats


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file would do, as of one moment of the store.

    ``changes`` (`flows.submit.changes.CHANGES`) is every figure beside the one in force; ``totals``
    (`flows.submit.changes.TOTALS`) the sums over the submitter's units; ``already`` the submission that brought exactly
    this file, where all its figures are still in force. ``data`` is empty where the file describes persons: it is not
    to be kept.
    ``office`` is the unit that answers about such files are kept for, null for files of no one unit; ``given`` are the
    answers of this look, ``remembered`` those of earlier files of the office and layout.
    """

    file_name: str
    data: bytes
    sha256: str
    period: Period | None
    unit: UnitRow | None
    clean: Clean
    reference: Reference
    changes: pl.DataFrame
    counts: Counts
    totals: pl.DataFrame
    effect: tuple[Effect, ...]
    already: SubmissionRow | None
    revision: int
    tree: str
    simulated: bool = False
    office: int | None = None
    given: Answers = field(default_factory=dict)
    remembered: Answers = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.clean.problems

    @property
    def questions(self) -> tuple[Question, ...]:
        """What nobody has answered yet."""
        return self.clean.questions

    @property
    def answers(self) -> Answers:
        """The answers that were used; given ones stand before remembered ones."""
        return {**self.remembered, **self.given}

    @property
    def acceptable(self) -> bool:
        """True where no error and no open question stands against accepting it; warnings want a reason each."""
        return self.clean.sound and not self.questions

    @property
    def to_confirm(self) -> Mapping[str, int]:
        """How many warnings there are of each code, in the order of the file."""
        return confirm.to_confirm(self.problems)

    def unconfirmed(self, confirmed: Mapping[str, str]) -> tuple[str, ...]:
        """Codes of warnings that have no reason among ``confirmed`` (see :mod:`flows.confirm`)."""
        return confirm.unconfirmed(self.problems, confirmed)

    def place_of(self, problem: Problem) -> str:
        """The key under which this one warning can be confirmed by itself."""
        return confirm.key_of(problem)

    def names(self, lang: str) -> dict[str, str]:
        """Names of units and indicators by code."""
        units = dict(self.reference.units.select("code", "name").iter_rows())
        chosen = {each.code: getattr(each, f"name_{lang}") for each in self.reference.indicators.values()}
        return {**units, **chosen}

    def told(self, lang: str) -> tuple[Told, ...]:
        """Every problem in words, in the order of the file."""
        names = self.names(lang)
        return tuple(told(each, lang, names) for each in self.problems)

    def old_and_new(self, lang: str, *, limit: int = 500, with_same: bool = False) -> pl.DataFrame:
        """Figures as people read them: ``row, period, code, unit, indicator, old, new, change``.

        The first ``limit`` that are new or changed (also those that stay, where asked for), in the file's order.
        """
        some = self.changes if with_same else self.changes.filter(pl.col("change") != SAME)
        units = {
            number: (code, name) for number, code, name in self.reference.units.select("unit", "code", "name").rows()
        }
        rows = [
            {
                "row": place_of(row["row"])[1],
                "period": formats.period(from_key(row["period"]), lang),
                "code": units[row["unit"]][0],
                "unit": units[row["unit"]][1],
                "indicator": getattr(self.reference.indicators[row["indicator"]], f"name_{lang}"),
                "old": _printed(row, "old_", lang, self._classes(row["indicator"])),
                "new": _printed(row, "", lang, self._classes(row["indicator"])),
                "change": row["change"],
            }
            for row in some.head(limit).iter_rows(named=True)
        ]
        columns = ("period", "code", "unit", "indicator", "old", "new", "change")
        return pl.DataFrame(rows, schema={"row": pl.Int32, **dict.fromkeys(columns, pl.String)})

    def _classes(self, indicator: int) -> tuple[str, ...]:
        """Classes of a rating; none for other indicators."""
        return self.reference.classes.get(self.reference.indicators[indicator].scheme or "", ())


def _printed(row: dict[str, Any], prefix: str, lang: str, classes: Sequence[str]) -> str:
    state = row[f"{prefix}state"]
    if state is None:
        return ""
    num, den, qualifier = (row[f"{prefix}{name}"] for name in ("num", "den", "qualifier"))
    return printed(num, den, QUALIFIERS[qualifier], STATES[state], lang, classes)
