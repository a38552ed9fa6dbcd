"""Rows in an outline: which stands under which, told by numbering alone and forgiving its slips.

A style of numbering (I, 1, 1.1, a, -, +) is one level wherever it comes back, whatever its numbers are: after
``1, 1, 1, 4`` there are four neighbours. A style not yet open goes under the row before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from intake import marks

_ROMAN = re.compile(r"[IVXLC]+")
_SMALL_ROMAN = re.compile(r"[ivx]{2,}")
_BULLETS = ("-", "+", "*", "•")
_LATIN = frozenset("ABCDĐEGHK")

IN_LABEL = (
    r"^(?:\(?(?P<sign>[IVXLC]{1,6}|[ABCDĐEGHKabcdđeghikl]|ii|iii|iv|v|vi)\s*[.)/]+\s*(?P<label>.*\S)"
    r"|\(?(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})\s*[.)/]+\s*(?P<named>[^\d\s.,/)%].*|\d\S*\s+\p{L}.*)"
    r"|(?P<roman>[IVX]{1,5})\s*[-–:]\s*(?P<headed>.*\S)"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,4})\s+(?P<under>\p{L}.*)"
    r"|(?P<dash>[-–—+*•])\s*(?P<dashed>[^\d\s.,/)%].*|\d\S*\s+\p{L}.*))$"
)
"""Numbering and label in one cell: ``I. Khối xã``, ``1. Xã``, ``1.2 Thôn``, ``a) Nữ``, ``- Dân tộc thiểu số``."""


SIGNS = ("sign", "number", "roman", "dotted", "dash")
LABELS = ("label", "named", "headed", "under", "dashed")
"""The groups of :data:`IN_LABEL` that hold the numbering and the label."""


class Item(NamedTuple):
    """What the outline needs of a row: its numbering, its label, whether anything stands beside the labels, whether
    the label is the only one and has no numbering, whether it is merged across the row; whether it names a total, and
    whether it may begin like "Trong đó".
    """

    row: int
    ordinal: str | None
    label: str
    figures: bool
    alone: bool = False
    merged: bool = False
    total: bool = False
    marker: bool = False


@dataclass(slots=True)
class _Open:
    style: str
    row: int
    depth: int
    part: bool


class Placed(NamedTuple):
    """Where a row was put; ``label`` is without "Trong đó" and what else came before it."""

    role: str
    depth: int
    parent: int | None
    label: str
    ordinal: str | None = None


def style_of(ordinal: str, seen: frozenset[str]) -> str:
    """The level that a sign belongs to. ``seen`` are the signs of the table: C is a letter where A or B is one."""
    if ordinal in "-–—":
        return "-"
    if ordinal in "+*•":
        return ordinal
    if ordinal[0].isdigit():
        return "1" + "." * ordinal.strip(".").count(".")
    if len(ordinal) == 1 and ordinal in _LATIN and (ordinal not in "CD" or seen & {"A", "B"}):
        return "A"
    if _ROMAN.fullmatch(ordinal):
        return "I"
    if _SMALL_ROMAN.fullmatch(ordinal) or (ordinal in "ivx" and "ii" in seen):
        return "i"
    return "a" if ordinal.islower() else "A"


def outline(items: Sequence[Item]) -> list[Placed]:
    """Role, depth, parent and label of each row, in order.

    A total without numbering stands outside, but a plain "Cộng" within a section belongs to it as long as another
    such line follows. "Trong đó" makes the rows after it parts of the row before it, up to the next row that is
    numbered like one already open, the next total or the next section.
    """
    seen = frozenset(item.ordinal for item in items if item.ordinal)
    numbered = sum(item.ordinal is not None for item in items) * 2 > len(items)
    names = {_head(item.label) for item in items if item.figures and not item.ordinal}
    totals_left = sum(item.total and _plain_total(item.label) for item in items)
    last_block = max(
        (i for i, item in enumerate(items) if item.ordinal and style_of(item.ordinal, seen) in "IA"), default=-1
    )
    found: list[Placed] = []
    stack: list[_Open] = []
    before: Placed | None = None
    before_row: int | None = None
    waiting = False
    for index, item in enumerate(items):
        total = item.total
        rest = marks.part_rest(item.label) if item.marker and not total else None
        label = rest or item.label
        ordinal = item.ordinal
        if rest and ordinal is None and rest[:1] in "-–—+*•":
            ordinal, label = rest[0], rest[1:].strip()
        role = "total" if total else "entry"
        if ordinal is None and total:
            totals_left -= _plain_total(item.label)
            section = stack[0] if stack and stack[0].style in ("", "I", "A") else None
            inside = section is not None and _plain_total(item.label) and (totals_left > 0 or index < last_block)
            placed = Placed(role, 1 if inside else 0, section.row if inside and section else None, item.label)
            del stack[1 if inside else 0 :]
            waiting = False
        elif rest is not None and item.ordinal is None:
            while stack and stack[-1].part:
                stack.pop()
            depth = before.depth + 1 if before and before.role != "part" else (before.depth if before else 0)
            whole = before_row if before and before.role != "part" else (before.parent if before else None)
            placed = Placed("part", depth, whole, label, ordinal)
            stack.append(_Open("part", whole or item.row, depth - 1, True))
            if ordinal is not None:
                stack.append(_Open(style_of(ordinal, seen), item.row, depth, True))
            waiting = not rest or (ordinal is None and numbered)
        elif ordinal is not None:
            style = style_of(ordinal, seen)
            placed = _number(stack, style, item, "part" if rest is not None else role, label)
            waiting = waiting and any(each.style == "part" for each in stack)
        elif _is_section(items, index, names, numbered):
            stack[:] = [_Open("", item.row, 0, False)]
            placed = Placed("section", 0, None, item.label)
            waiting = False
        elif waiting and (part := next((each for each in reversed(stack) if each.style == "part"), None)):
            del stack[stack.index(part) + 1 :]
            placed = Placed("part", part.depth + 1, part.row, item.label)
        elif numbered and _restarts(items, index):
            keep = stack[:1] if stack and stack[0].style == "" else []
            depth = len(keep)
            stack[:] = [*keep, _Open("=", item.row, depth, False)]
            placed = Placed("entry", depth, keep[0].row if keep else None, item.label)
        else:
            while stack and stack[-1].style not in ("", "=", "1", "I", "A"):
                stack.pop()
            top = stack[-1] if stack else None
            if top is None:
                placed = Placed("entry", 0, None, item.label)
            elif top.style in ("", "="):
                placed = Placed("entry", top.depth + 1, top.row, item.label)
            else:
                over = stack[-2] if len(stack) > 1 else None
                placed = Placed("entry", top.depth, over.row if over else None, item.label)
        found.append(placed)
        before, before_row = placed, item.row
    return _sections(items, found)


def _number(stack: list[_Open], style: str, item: Item, role: str, label: str) -> Placed:
    """Put a numbered row where its style is open already, or under the row before it."""
    at = next((place for place in range(len(stack) - 1, -1, -1) if stack[place].style == style), None)
    if at is None and style.startswith("1."):
        upper = next((place for place in range(len(stack) - 1, -1, -1) if stack[place].style in _uppers(style)), None)
        if upper is not None:
            del stack[upper + 1 :]
    if at is not None:
        del stack[at:]
    elif style not in _BULLETS and stack and stack[-1].style in _BULLETS:
        while stack and stack[-1].style in (*_BULLETS, "part"):
            stack.pop()
    top = stack[-1] if stack else None
    depth = top.depth + 1 if top else 0
    part = top is not None and top.part
    stack.append(_Open(style, item.row, depth, part))
    return Placed("part" if part and role == "entry" else role, depth, top.row if top else None, label, item.ordinal)


def _uppers(style: str) -> tuple[str, ...]:
    return tuple("1" + "." * dots for dots in range(len(style) - 1))


def _head(label: str) -> str:
    return label.split()[0].casefold() if label.split() else ""


def _plain_total(label: str) -> bool:
    """A "Cộng" or "Tổng" that does not say of what."""
    return label.strip(" :.").casefold() in ("cộng", "tổng", "tổng số")


def _is_section(items: Sequence[Item], index: int, names: set[str], numbered: bool) -> bool:
    """An unnumbered label without figures that heads the rows after it."""
    item = items[index]
    if item.figures or not item.alone or index + 1 == len(items):
        return False
    if item.merged or numbered or item.label.endswith(":"):
        return True
    return marks.is_block(item.label) and _head(item.label) not in names


def _restarts(items: Sequence[Item], index: int) -> bool:
    """Whether numbering begins anew right after an unnumbered row: it stands above those rows."""
    following = items[index + 1].ordinal if index + 1 < len(items) else None
    return following is not None and following.lower().lstrip("0") in ("1", "a", "i")


def _sections(items: Sequence[Item], found: Sequence[Placed]) -> list[Placed]:
    """Entries above lines of their own that are numbered I, 1 or a become sections; above dashes they stay entries."""
    above = {
        placed.parent
        for item, placed in zip(items, found, strict=True)
        if placed.role in ("entry", "total") and placed.parent is not None and item.ordinal not in (*"-–—+*•", None)
    }
    return [
        placed._replace(role="section") if placed.role == "entry" and item.row in above else placed
        for item, placed in zip(items, found, strict=True)
    ]
