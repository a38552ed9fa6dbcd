"""Opening + in - out = closing: which columns or rows say so, by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from intake.words import bare

_WORDS = {
    "opening": re.compile(r"\b(dau (ky|nam|quy|thang)|ky truoc (chuyen sang|mang sang|con lai)|co den dau)\b"),
    "closing": re.compile(r"\b(cuoi (ky|nam|quy|thang)|chuyen (sang )?ky sau)\b"),
    "in": re.compile(r"^((so |tong so |tong |dang vien |don vi |to chuc )*)(phat sinh |moi )?tang\b|\btang trong\b"),
    "out": re.compile(r"^((so |tong so |tong |dang vien |don vi |to chuc )*)(phat sinh )?giam\b|\bgiam trong\b"),
}
_COMPARED = re.compile(r"%|\bso voi\b|\bty le\b|\bti le\b|\btang,? giam\b|\btang ?[/(-] ?giam\b|\bluy ke\b|\btu dau\b")
_NUMBERING = re.compile(r"^\(?[a-z0-9ivx]{1,4}[.)]\s*|^[-+*•]\s*")


@dataclass(frozen=True, slots=True)
class Balance:
    """Places of what makes up a balance; several of ``coming`` or ``going`` are added."""

    opening: int
    coming: tuple[int, ...]
    going: tuple[int, ...]
    closing: int


@lru_cache(4096)
def side(text: str) -> str | None:
    """``opening``, ``closing``, ``in`` or ``out``, null for any other heading or label."""
    words = _NUMBERING.sub("", bare(text))
    if _COMPARED.search(words):
        return None
    found = [name for name, form in _WORDS.items() if form.search(words)]
    return found[0] if len(found) == 1 else None


def balance_of(sides: Sequence[tuple[int, str | None]]) -> Balance | None:
    """The balance among places with their sides; null unless there is one opening, one closing, and a movement.

    The opening stands before, the closing after what moves.
    """

    def of(name: str) -> tuple[int, ...]:
        return tuple(place for place, each in sides if each == name)

    opening, closing, coming, going = of("opening"), of("closing"), of("in"), of("out")
    if len(opening) != 1 or len(closing) != 1 or not (coming or going) or len(coming) > 1 or len(going) > 1:
        return None
    moved = coming + going
    if not opening[0] < min(moved) <= max(moved) < closing[0]:
        return None
    return Balance(opening[0], coming, going, closing[0])
