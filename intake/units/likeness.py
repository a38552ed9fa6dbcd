"""How alike two names are: in their own spelling, in one of their family, without diacritics, or but for a slip."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from intake.units.spelling import Keys, marks_apart

NAME, SPELLING, BARE, BARE_FAMILY, SLIP, TWO_SLIPS, FAR = 100, 95, 90, 85, 82, 78, 70
"""Scores: the same name, another of its spellings, marks left out, both, a likely slip, a possible one, hardly one."""

_LIKE = 78
_SHORTEST = 6
_WORD = 3


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
    """Score of two names of which one may be a slip of the other.

    Likely enough is only a letter too many, too few or changed over inside one of the words of a long name: another
    letter, word or number makes another name (Đăk Man, Đăk Mar; Noong A, Noong B).
    """
    apart = [pair for pair in zip(said.words, meant.words, strict=False) if pair[0] != pair[1]]
    if len(said.words) == len(meant.words) and len(apart) == 1 and min(len(said.bare), len(meant.bare)) >= _SHORTEST:
        one, other = apart[0]
        moved = len(one) != len(other) or sorted(one) == sorted(other)
        if moved and min(len(one), len(other)) >= _WORD and OSA.distance(one, other, score_cutoff=1) == 1:
            return SLIP
    return TWO_SLIPS if OSA.distance(said.spelled, meant.spelled, score_cutoff=2) <= 2 else FAR


def _digits(text: str) -> str:
    return "".join(letter if letter.isdigit() else " " for letter in text).strip()
