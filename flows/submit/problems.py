"""Problems of a file in words: what is wrong, and the likely fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from intake.problems import Problem
from metrics.periods import Period
from report import formats
from report.text import has, say


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in one language; ``place`` is "dòng 12, cột value", empty for the whole file."""

    level: str
    code: str
    place: str
    message: str
    fix: str


def told(problem: Problem, lang: str, names: Mapping[str, str] | None = None) -> Told:
    """The problem's texts. ``names`` gives units and indicators by code, to be said beside a suggested code."""
    params = {key: _in_words(key, value, lang, names or {}) for key, value in problem.params.items()}
    params |= {"row": str(problem.row), "column": problem.column or "", "text": shortened(problem.text or "")}
    if problem.code in ("more", "further_units"):
        params["title"] = say(lang, f"problem.title.{problem.params['of']}")
    suggested = bool(problem.params.get("suggestions"))
    return Told(
        level=problem.level.value,
        code=problem.code,
        place=_place(problem, lang),
        message=say(lang, f"problem.{problem.code}.message", **params),
        fix=say(lang, f"problem.{problem.code}.{'fix_guess' if suggested else 'fix'}", **params),
    )


def title(code: str, lang: str) -> str:
    """What a code is about, in a few words, for a heading over many problems of one code."""
    return say(lang, f"problem.title.{code}")


def _place(problem: Problem, lang: str) -> str:
    if problem.row is None:
        return ""
    if not problem.column:
        return say(lang, "problem.place.row", row=problem.row)
    return say(lang, "problem.place.cell", row=problem.row, column=problem.column)


def shortened(text: str) -> str:
    """As much of a cell as anyone reads."""
    return text if len(text) <= 120 else text[:119] + "…"


def _in_words(key: str, value: Any, lang: str, names: Mapping[str, str]) -> str:
    match value:
        case Period():
            return formats.period(value, lang)
        case date():
            return formats.day(value, lang)
        case int() | Fraction():
            return formats.number(value, lang)
        case tuple():
            between = ", " if key in _ALL else say(lang, "problem.or")
            return between.join(_in_words(key, each, lang, names) for each in value)
        case str():
            word = _WORDS.get(key, "").format(value)
            if word and has(lang, word):
                return say(lang, word)
            name = names.get(value)
            return f"{value} ({name})" if name and name != value else value
        case _:
            return str(value)


_ALL = ("periods", "units", "indicators")
"""Parameters with several values that all hold; of any other, one may be meant."""

_WORDS = {
    "seen": "problem.seen.{}",
    "encoding": "problem.encoding.{}",
    "missing": "problem.part.{}",
    "frequency": "problem.frequency.{}",
    "kind": "unit_kind.{}",
    "expected": "unit_kind.{}",
    "classes": "rating.{}",
    "state": "state.{}",
    "value": "state.{}",
    "other": "state.{}",
}
"""Parameters that are codes, and where their words stand."""
