"""Rows in an outline: which stands under which, told by numbering alone and forgiving its slips.

A style of numbering (I, 1, 1.1, a, -, +) is one level wherever it comes back, whatever its numbers are: after
``1, 1, 1, 4`` there are four neighbours. A style not yet open goes under the row before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from intake.find import marks
from intake.find.ordinals import BULLETS, style_of


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


class Placed(NamedTuple):
    """Where a row was put; ``label`` and ``ordinal`` are those after "Trong đó" where a row begins so."""

    role: str
    depth: int
    parent: int | None
    label: str
    ordinal: str | None = None


_RANKED = 2000
_HEADING, _LINE, _PART = "heading", "line", "part"


@dataclass(slots=True)
class _Open:
    """A row that others may stand under. ``style`` is that of its numbering, or what else it is. ``children``: of a
    part, the style of the first row under it.
    """

    style: str
    row: int
    depth: int
    part: bool = False
    children: str | None = None
    ordinal: str | None = None
    rank: int | None = None
    summed: bool = False


def outline(items: Sequence[Item]) -> list[Placed]:
    """Role, depth, parent and label of each row, in order.

    A total without numbering stands outside all sections; a plain "Cộng" belongs to the section before it where that
    has none yet and another total follows or an earlier section has one too. "Trong đó" makes the rows after it parts
    of the row before it, up to the next row numbered like one already open or otherwise than the first part, the next
    total or the next section. Entries with lines of their own that are numbered I, 1 or a become sections; those with
    dashes stay entries. Of unnumbered rows a lower kind of unit stands under the higher one that is numbered before it.
    """
    rows = _Rows(items)
    found = [rows.place(index) for index in range(len(items))]
    above = rows.headed | {
        placed.parent
        for placed in found
        if placed.role in ("entry", "total") and placed.ordinal and placed.ordinal not in BULLETS
    }
    return [
        placed._replace(role="section") if placed.role == "entry" and item.row in above else placed
        for item, placed in zip(items, found, strict=True)
    ]


class _Rows:
    """The rows placed so far: those still open, and the one before."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        signs = frozenset(item.ordinal for item in items if item.ordinal)
        self.styles = {sign: style_of(sign, signs) for sign in (*signs, *BULLETS)}
        self.numbered = sum(item.ordinal is not None for item in items) * 2 > len(items)
        plain = {item.label for item in items if item.figures and not item.ordinal and not item.total}
        self.names = {_head(label) for label in plain}
        ranks = (marks.rank_of(label) for label in sorted(plain)[:_RANKED])
        self.ranked = min((rank for rank in ranks if rank is not None), default=None)
        self.headed: set[int] = set()
        self.last_total = max((index for index, item in enumerate(items) if item.total), default=-1)
        self.stack: list[_Open] = []
        self.before: tuple[int, Placed] | None = None
        self.sections_summed = False
        self.waiting = False

    def place(self, index: int) -> Placed:
        item = self.items[index]
        rest = marks.part_rest(item.label) if item.marker and not item.total else None
        if item.ordinal is not None:
            role = "total" if item.total else "entry" if rest is None else "part"
            placed = self._by_number(item.row, item.ordinal, role, rest or item.label)
        elif item.total:
            placed = self._total(index)
        elif rest is not None:
            placed = self._part(item, rest)
        else:
            placed = self._unnumbered(index)
        self.before = item.row, placed
        return placed

    def _by_number(self, row: int, ordinal: str, role: str, label: str) -> Placed:
        stack, style = self.stack, self.styles[ordinal]
        at = next((place for place in range(len(stack) - 1, -1, -1) if stack[place].style == style), None)
        if at is not None:
            del stack[at:]
        elif style.startswith("1.") and (upper := self._open(lambda each: style.startswith(each.style))) is not None:
            del stack[upper + 1 :]
        elif style not in BULLETS:
            while stack and stack[-1].style in BULLETS:
                stack.pop()
            if stack and stack[-1].style == _PART and stack[-1].children not in (None, style):
                stack.pop()
        top = stack[-1] if stack else None
        if top is not None and top.style == _PART:
            top.children = top.children or style
        self.waiting = self.waiting and self._open(lambda each: each.style == _PART) is not None
        part = top is not None and top.part
        depth = 0 if top is None else top.depth + 1
        stack.append(
            _Open(style, row, depth, part, ordinal=ordinal, rank=marks.rank_of(label) if self.ranked else None)
        )
        return Placed("part" if part and role == "entry" else role, depth, top.row if top else None, label, ordinal)

    def _open(self, wanted: Callable[[_Open], bool]) -> int | None:
        """Place of the last open row of a kind."""
        return next((place for place in range(len(self.stack) - 1, -1, -1) if wanted(self.stack[place])), None)

    def _total(self, index: int) -> Placed:
        item, self.waiting = self.items[index], False
        section = self.stack[0] if self.stack and self.stack[0].style in (_HEADING, _LINE, "I", "A") else None
        of = marks.sums_section(item.label)
        named = bool(of) and section is not None and (section.ordinal or "").upper() == of
        more = self.last_total > index or self.sections_summed
        if section is None or of is None or (of and not named) or section.summed or not (named or more):
            self.stack.clear()
            return Placed("total", 0, None, item.label)
        del self.stack[1:]
        section.summed = self.sections_summed = True
        return Placed("total", 1, section.row, item.label)

    def _part(self, item: Item, rest: str) -> Placed:
        """A row that begins with "Trong đó": alone, or with the first part's label after it."""
        stack = self.stack
        while stack and stack[-1].part:
            stack.pop()
        ordinal, label = None, rest or item.label
        if rest[:1] in BULLETS and len(rest) > 1:
            ordinal, label = rest[0], rest[1:].strip()
        row, before = self.before or (None, None)
        if before is None:
            whole, depth = None, 0
        elif before.role == "part":
            whole, depth = before.parent, before.depth
        else:
            whole, depth = row, before.depth + 1
        stack.append(_Open(_PART, item.row if whole is None else whole, depth - 1, True))
        if ordinal is not None:
            stack[-1].children = self.styles[ordinal]
            stack.append(_Open(stack[-1].children, item.row, depth, True))
        self.waiting = not rest or (ordinal is None and self.numbered)
        return Placed("part", depth, whole, label, ordinal)

    def _unnumbered(self, index: int) -> Placed:
        item, stack = self.items[index], self.stack
        part = self._open(lambda each: each.style == _PART)
        if self._heads(index):
            stack[:] = [_Open(_HEADING, item.row, 0)]
            self.waiting = False
            return Placed("section", 0, None, item.label)
        if self.waiting and part is not None:
            del stack[part + 1 :]
            stack[part].children = stack[part].children or "none"
            return Placed("part", stack[part].depth + 1, stack[part].row, item.label)
        if part is not None:
            del stack[part:]
        if self._restarts(index):
            keep = stack[:1] if stack and stack[0].style == _HEADING else []
            stack[:] = [*keep, _Open(_LINE, item.row, len(keep))]
            return Placed("entry", len(keep), keep[0].row if keep else None, item.label)
        while stack and (stack[-1].style in BULLETS or stack[-1].style in "ai"):
            stack.pop()
        rank = None if self.ranked is None else marks.rank_of(item.label)
        if stack and rank is not None and stack[-1].rank is not None and rank > stack[-1].rank:
            self.headed.add(stack[-1].row)
            return Placed("entry", stack[-1].depth + 1, stack[-1].row, item.label)
        over = stack[-1] if stack and stack[-1].style in (_HEADING, _LINE) else stack[-2] if len(stack) > 1 else None
        return Placed("entry", over.depth + 1 if over else 0, over.row if over else None, item.label)

    def _heads(self, index: int) -> bool:
        """Whether an unnumbered label without figures heads the rows after it."""
        item = self.items[index]
        if item.figures or not item.alone or index + 1 == len(self.items):
            return False
        if item.merged or self.numbered or item.label.endswith(":"):
            return True
        rank = marks.rank_of(item.label)
        if rank is not None:
            return rank < (self.ranked if self.ranked is not None else 2)
        return marks.is_block(item.label) and _head(item.label) not in self.names

    def _restarts(self, index: int) -> bool:
        """Whether numbering begins anew right after a row: it stands above those rows."""
        following = self.items[index + 1].ordinal if index + 1 < len(self.items) else None
        return self.numbered and following is not None and following.lower().lstrip("0") in ("1", "a", "i")


def _head(label: str) -> str:
    return label.split()[0].casefold() if label.split() else ""
