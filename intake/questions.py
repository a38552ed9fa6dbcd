"""What only a person can decide, as data: a question with its candidates, and the answers given so far.

An answer is kept under the question's code and key, so it holds for every file of the same layout in which the same
thing is unclear. Answers also correct what was understood without a question: ``indicator`` for a column or row.

========================  ==============================================  ===========================================
code                      key: folded text of                             answer
========================  ==============================================  ===========================================
``indicator``             a column's heading, or a row's label path       see below
``unit``                  the name in the file (:func:`unit_key`)         a unit's code, or ``ignore``
``context_unit``          the letterhead's unit, or ""                    the code of the unit the table is about
``period``                the period's text, or ""                        a period's code
``thousands``             the column's heading                            ``thousands`` or ``decimals``
``date``                  the column's heading                            ``day_month`` or ``month_day``
``cumulative``            the column's heading                            since when: ``year`` or ``start``
========================  ==============================================  ===========================================

The answer to ``indicator`` is an indicator's code, with ``.num``, ``.den``, ``.percent`` or ``.cumulative`` after it
where the column is such a part; or a role (``unit``, ``within``, ``period`` …); or ``ignore``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.words import folded

IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Question:
    """``candidates`` are answers, the likeliest first; any other valid answer may be given too. ``text`` is what the
    file says; ``row``, ``column`` (heading) and ``at`` (place of the column) where it says so first.
    """

    code: str
    key: str
    text: str
    candidates: tuple[str, ...] = ()
    scores: tuple[int, ...] = ()
    row: int | None = None
    column: str | None = None
    at: int | None = None
    sheet: str | None = None


Answers = Mapping[tuple[str, str], str]
"""Answers by code and key."""

NO_ANSWERS: Answers = {}


def unit_key(text: str, within: str | None = None, nth: int = 1) -> str:
    """Key of a unit's name: the name, what it stands under where the file says so, and which of several equal ones."""
    key = folded(text)
    if within:
        key = f"{key} < {folded(within)}"
    return key if nth == 1 else f"{key} #{nth}"
