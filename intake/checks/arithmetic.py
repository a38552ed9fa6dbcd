"""A table with its numbers read once a column, and what did not add up so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from intake.checks.sums import Amount, Numbers, Tree, column_numbers
from intake.layout import Layout
from intake.listing import column_key
from intake.problems import Problem, problem
from intake.questions import Answers
from intake.table import Table
from intake.values.separators import THOUSANDS, parting

FEW = 10
"""Problems of one code in one column that are listed; the rest is counted."""

_OPEN = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


@dataclass
class Work:
    """A table with its numbers read once a column, and the problems found so far."""

    table: Table
    layout: Layout | None
    answers: Answers
    tree: Tree
    read: dict[int, Numbers] = field(default_factory=dict)
    counted: dict[tuple[str, int], int] = field(default_factory=dict)
    told: set[tuple[int, int]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def numbers(self, at: int) -> Numbers:
        """The numbers of a column; separated counts are unread until answer or proof says what they are."""
        if at not in self.read:
            signs = None
            if self.table.cells[str(at)].str.contains(rf"^\D*{_OPEN.pattern}\D*$").any():
                answer = self.answers.get((THOUSANDS, column_key(self.table, at)))
                signs = parting(self.table, at, answer)
            self.read[at] = column_numbers(self.table, at, signs)
        return self.read[at]

    def tell(self, code: str, place: int, at: int, **params: object) -> None:
        """Adds a problem of a cell, or counts it where its column has enough of them."""
        self.told.add((place, at))
        seen = self.counted[code, at] = self.counted.get((code, at), 0) + 1
        if seen > FEW:
            self.problems.append(problem("more", of=code, count=1))
            return
        row = self.tree.rows[place]
        text = self.table.cells[str(at)][place]
        self.problems.append(
            problem(code, row=row, column=self.table.header[at], text=text, at=at, sheet=self.table.sheet, **params)
        )


def shown(value: tuple[Amount, int]) -> object:
    """A sum for people: whole numbers as such, two counts with a stroke."""
    number, den = value
    if den:
        return f"{number}/{den}"
    return int(number) if Fraction(number).denominator == 1 else Fraction(number)


def exact(numbers: Numbers, place: int) -> Amount | None:
    """The amount of a cell, null where it is empty or unread."""
    return None if place in numbers.unread else numbers.values[place]
