"""What a case of the corpus is: a file, how it is handed in, and what has to come of it, written down by hand.

Figures are written as a person would say them: ``12``, ``11/15``, ``≥500`` (at least), ``≤78`` (at most), ``~30``
(about), ``n/a`` (not applicable), ``not rated``. What is not among them was not reported. A class of a rating is its
place in the scheme, the best 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Figures = dict[tuple[str, str, str], str]
"""By unit, indicator and period (empty: the one the file was handed in for)."""


@dataclass(frozen=True, slots=True)
class Case:
    """``make`` writes the file; with ``office`` LibreOffice saves it again as ``xls``, ``ods`` or ``xlsx``.

    ``unit`` is the submitter's, ``past`` the earlier figures in force. ``problems`` are all codes of errors and
    warnings, ``told`` notes that must be among the others, ``may`` codes that may come or not. ``rows``: rows of the
    file at which a code must stand. ``questions`` are all that is asked, as ``code: text``; ``candidates`` what must be
    offered for a question. ``stops``: it must be refused or asked about, whatever of it was understood.
    ``wrong`` says why the program does not do so yet.
    """

    name: str
    hazards: tuple[int, ...]
    make: Callable[[], bytes]
    figures: Figures = field(default_factory=dict)
    period: str | None = "2021-Q1"
    unit: str | None = "KT"
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    past: Figures = field(default_factory=dict)
    problems: frozenset[str] | set[str] = frozenset()
    told: frozenset[str] | set[str] = frozenset()
    may: frozenset[str] | set[str] = frozenset()
    rows: Mapping[str, int] = field(default_factory=dict)
    questions: frozenset[str] | set[str] = frozenset()
    candidates: Mapping[str, set[str]] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    office: str | None = None
    stops: bool = False
    wrong: str | None = None


def of(indicator: str, under: str, values: Mapping[str, object], period: str = "") -> Figures:
    """Figures of one indicator for units under one other, by the last part of their code."""
    return {(f"{under}/{unit}", indicator, period): str(value) for unit, value in values.items()}
