"""Columns under "Trong đó" and "Chia ra", with the column that they are parts of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from intake.words import bare

_ALL = re.compile(r"(chia (ra|theo)|phan (ra|theo))\b")
_SOME = re.compile(r"(trong (do|tong so)|bao gom|gom)\b")
_WHOLE = re.compile(r"(tong|tong so|tong cong|cong|chung)\b")


@dataclass(frozen=True, slots=True)
class Group:
    """Places of the whole and its parts; ``all_of_it`` where the parts must add up ("Chia ra")."""

    whole: int
    parts: tuple[int, ...]
    all_of_it: bool


def marker(text: str) -> bool | None:
    """True for a text that begins with "Chia ra", false for "Trong đó", null for any other."""
    words = bare(text).lstrip("-+*•([ ")
    return True if _ALL.match(words) else False if _SOME.match(words) else None


def groups(levels: Sequence[Sequence[str]], usable: Callable[[int], bool]) -> list[Group]:
    """Every group of columns that can be checked. ``usable`` says of a place whether its column has counts to compare.

    The whole stands under the same heading as the group, or directly before it where neither has one above.
    """
    found: dict[tuple[tuple[str, ...], str, int], list[int]] = {}
    start = 0
    for at, heading in enumerate(levels):
        marked = _marked(heading)
        if marked is None:
            continue
        key = (tuple(heading[:marked]), heading[marked])
        if (
            at == 0
            or _marked(levels[at - 1]) is None
            or (tuple(levels[at - 1][:marked]), _at(levels[at - 1], marked)) != key
        ):
            start = at
        found.setdefault((*key, start), []).append(at)
    made: list[Group] = []
    for (prefix, text, first), places in found.items():
        whole = _whole(levels, prefix, first, usable)
        parts = tuple(at for at in places if usable(at) and _inner(levels[at], len(prefix)))
        if whole is not None and parts:
            made.append(Group(whole, parts, bool(marker(text))))
    return made


def _marked(heading: Sequence[str]) -> int | None:
    """The innermost level that marks parts."""
    return next((level for level in range(len(heading) - 1, -1, -1) if marker(heading[level]) is not None), None)


def _at(heading: Sequence[str], level: int) -> str:
    return heading[level] if level < len(heading) else ""


def _inner(heading: Sequence[str], level: int) -> bool:
    """True where below the marking level stands one name, or the total of several."""
    below = heading[level + 1 :]
    return len(below) <= 1 or _WHOLE.match(bare(below[-1])) is not None


def _whole(
    levels: Sequence[Sequence[str]], prefix: tuple[str, ...], first: int, usable: Callable[[int], bool]
) -> int | None:
    def fits(at: int) -> bool:
        heading = levels[at]
        inside = tuple(heading[: len(prefix)]) == prefix
        return usable(at) and inside and not any(marker(text) is not None for text in heading[len(prefix) :])

    if not prefix:
        before = first - 1
        while before >= 0 and any(marker(text) is not None for text in levels[before]):
            before -= 1
        return before if before >= 0 and usable(before) else None
    beside = [at for at in range(len(levels)) if fits(at)]
    named = [at for at in beside if len(levels[at]) == len(prefix) or _WHOLE.match(bare(levels[at][len(prefix)]))]
    left = [at for at in named if at < first]
    return left[-1] if left else named[0] if named else None
