"""What ``manage.py verdicts --json`` answers, in the words and figures that a page should print.

Set by :mod:`report.formats` alone from the command's answer. Of the store it is given only what a goal is called and
what kind of figure it counts.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from html import unescape
from typing import Any

from typer.testing import CliRunner

import manage
from db.goals import GoalRow
from metrics.goals import Kind, Rounding, Shape, TargetUnit, Verdict
from report import formats, wording
from report.text import say

Answer = dict[str, Any]
Rows = dict[tuple[str, str, str], GoalRow]
"""Goals by code, unit and source."""

CUTS = (Shape.YEARLY_CUT, Shape.ELIMINATE, Shape.CHANGE_BY)
"""Shapes told as "from → to"."""


def verdicts(resolution: str, period: str, unit: str | None, boundaries: str) -> list[Answer]:
    """What the command prints."""
    asked = ["verdicts", "--resolution", resolution, "--as-of", period, "--boundaries", boundaries, "--json"]
    told = CliRunner().invoke(manage.app, [*asked, *(["--unit", unit] if unit else [])])
    assert told.exit_code == 0, told.output
    return list(json.loads(told.stdout))


def plain(body: str) -> str:
    """What a reader sees of a piece of HTML, spaces made equal."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def even(text: str) -> str:
    return " ".join(text.split())


class Said:
    """An answer of the command in the words of a page."""

    def __init__(self, answer: Answer, rows: Rows, lang: str) -> None:
        self.answer, self.lang = answer, lang
        every = [row for (code, _, _), row in rows.items() if code == answer["goal"]]
        told = (answer["target"] or {}).get("source", every[0].goal.source.value)
        self.row = rows.get((answer["goal"], answer["unit"], told), every[0])
        self.source = told
        self.kind, self.shape = self.row.indicator.kind, self.row.goal.shape
        self.rounding, self.digits = Rounding(answer["rounding"]), answer["digits"]
        self.name = self.row.goal.name_en if lang == "en" and self.row.goal.name_en else self.row.goal.name_vi

    @property
    def verdict(self) -> str:
        return say(self.lang, f"verdict.{self.answer['verdict'] or 'unjudged'}")

    def figure(self, name: str) -> str | None:
        """``baseline`` or ``actual`` as it is printed; null where the command has none."""
        exact = self.answer[name]
        if exact is None:
            return None
        if self.kind is Kind.SHARE:
            share = formats.percent(Fraction(exact) * 100, self.lang, self.digits, self.rounding, trim=True)
            return even(share)
        return formats.number(Fraction(exact), self.lang)

    @property
    def course(self) -> list[str]:
        """The figure, with the one it started from where the goal is told so."""
        if self.shape is Shape.DONE_BY or self.figure("actual") is None:
            return []
        first = self.figure("baseline") if self.shape in CUTS else None
        last = self.figure("actual")
        return [f"{first} → {last}" if first is not None else str(last)]

    @property
    def pace(self) -> list[str]:
        """The yearly pace of a cut, and what was cut in all, without their signs."""
        if self.shape is not Shape.YEARLY_CUT or self.answer["actual"] is None or "percent" not in self.answer:
            return []
        per_year = self.answer.get("per_year")
        unit = formats.unit_suffix(TargetUnit.PERCENT_PER_YEAR, self.lang)
        if per_year is None or not self._not_zero("percent"):
            return []
        return [even(formats.localised(per_year.lstrip("-"), self.lang) + unit)]

    @property
    def reach(self) -> list[str]:
        """How far a level or a total has come, as the command prints it."""
        if self.shape not in (Shape.CUMULATIVE_FLOW, Shape.LEVEL_BY) or self.answer["actual"] is None:
            return []
        if self.answer["verdict"] == Verdict.EXCEEDED and "excess" in self.answer and self._not_zero("excess"):
            excess = self.answer["excess"]
            whole = self.kind is not Kind.SHARE and not excess.partition(".")[2].strip("0")
            return [formats.localised(excess.partition(".")[0] if whole else excess, self.lang)]
        needed = self.answer.get("needed")
        if needed and Fraction(needed["total"]) > 0 and Fraction(needed["total"]).denominator == 1:
            return [formats.number(Fraction(needed["total"]), self.lang)]
        return []

    def _not_zero(self, name: str) -> bool:
        return any(figure in self.answer[name] for figure in "123456789")

    @property
    def headline(self) -> list[str]:
        """What a card, a row and a line of the scorecard say."""
        return [self.verdict, *self.course, *self.pace, *self.reach]

    @property
    def worked(self) -> list[str]:
        """The sentence and the steps before it."""
        sentence = wording.apart(self.answer["sentence"][self.lang].replace("**", ""), self.lang)
        return [even(sentence), *(even(step[self.lang]) for step in self.answer["steps"][:-1])]


def missed(texts: list[str], body: str) -> list[str]:
    """The texts that a piece of a page does not hold, each as a word of its own."""
    return [text for text in texts if not re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d]|[.,]\d)", body)]
