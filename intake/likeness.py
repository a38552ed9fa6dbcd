"""How alike two names are: in their own spelling, in one of their family, without diacritics, or but for a slip."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from intake.spelling import Keys, marks_apart

NAME, SPELLING, BARE, BARE_FAMILY, SLIP, TWO_SLIPS, FAR = 100, 95, 90, 85, 82, 78, 70
"""Scores: the same name, another spelling of its family, marks left out, both, one letter apart, two, more."""

_LIKE = 78
_SHORTEST = 6


def likeness(said: Keys, meant: Keys) -> tuple[int, str]:
    """Score of two names that are equal in ``bare``, and how they are alike.

    Marks that the text leaves out are no contradiction; one that contradicts is a slip.
    """
    if said.exact == meant.exact:
        return NAME, "name"
    if said.exact.isascii():
        return (BARE if said.plain == meant.plain or said.spelled == meant.spelled else BARE_FAMILY), "bare"
    if said.spelled == meant.spelled:
        return SPELLING, "spelling"
    apart = marks_apart(said.spelled, meant.spelled)
    if apart == 0:
        return (BARE if said.plain == meant.plain else BARE_FAMILY), "bare"
    if apart == 1 and len(said.bare) >= _SHORTEST - 1:
        return SLIP, "near"
    return (TWO_SLIPS if apart == 1 else FAR), "near"


def alike(bare: str, names: Iterable[str], *, most: int) -> list[str]:
    """Of some names in their ``bare`` form those that resemble one, the likest first; numbers must be the same."""
    if len(bare) < 4:
        return []
    digits = _digits(bare)
    found = process.extract(bare, names, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=most)
    return [name for name, _score, _place in found if _digits(name) == digits]


def slipped(said: Keys, meant: Keys) -> int:
    """Score of two names of which one may be a slip of the other; of a short name none is likely enough."""
    apart = Levenshtein.distance(said.spelled, meant.spelled, score_cutoff=2)
    score = (SLIP, SLIP, TWO_SLIPS, FAR)[apart]
    return min(score, TWO_SLIPS) if min(len(said.bare), len(meant.bare)) < _SHORTEST else score


def _digits(text: str) -> str:
    return "".join(letter if letter.isdigit() else " " for letter in text).strip()
