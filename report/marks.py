"""What is to be marked in a file and told in its added sheet: as data, and as the lines of that sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from report.new_workbook import wrapped
from report.text import LANGUAGES, say

LEVELS = ("error", "question", "warning", "info")
"""The worst first: a cell wears the colour of the worst that is said about it."""

MARKED = 2000
"""Cells that are marked at most; the sheet lists every problem all the same."""

SIGNED = "— Mốc —"
"""Begins what Mốc adds to a comment; what stands before it was somebody else's."""

COLUMNS = ("level", "sheet", "row", "column", "text", "message", "fix")
"""Columns of the list, after one that keeps how the cell looked before."""

WIDTHS = (0.8, 12, 18, 7, 26, 24, 46, 46)
"""Widths of the added sheet's columns, in letters."""

SPREAD = ((1, 3), (4, 5), (6, 6))
"""First and last column (0-based) of each text of a line of three."""

HEADER = 6
"""1-based row of the list's headings; the problems follow."""


@dataclass(frozen=True, slots=True)
class Mark:
    """``row`` is 1-based, ``at`` the 0-based column, ``sheet`` the sheet's name; null where the file has none such.

    With a row and no column the row's first filled cell is meant. ``column`` is the heading, ``text`` the cell's.
    """

    level: str
    message: str
    fix: str = ""
    sheet: str | None = None
    row: int | None = None
    at: int | None = None
    column: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """``understood``: heading, meaning and certainty of each column or row; ``left_out``: where, what and why;
    ``notes``: what else is to be said of the file. ``aside`` marks a sheet that is not read.
    """

    marks: tuple[Mark, ...]
    understood: tuple[tuple[str, str, str], ...]
    left_out: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    aside: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the added sheet. ``style``: ``title``, ``note``, ``head``, ``level`` (then ``level`` says which),
    ``plain`` or ``none``. ``link``: sheet and cell that the line speaks of. ``spread``: three texts over all columns,
    each of them over those of :data:`SPREAD`.
    """

    texts: tuple[str, ...]
    style: str
    level: str = ""
    link: tuple[str, str] | None = None
    spread: bool = False

    @property
    def areas(self) -> tuple[tuple[int, int], ...]:
        """First and last column (0-based) of each text."""
        return SPREAD if self.spread else tuple((at, at) for at in range(1, len(self.texts) + 1))

    @property
    def height(self) -> float | None:
        """Height of a line of a table in points, so that every text can be read; null where it is the usual one."""
        if self.style not in ("head", "level", "plain"):
            return None
        rooms = [1.15 * sum(WIDTHS[first : last + 1]) for first, last in self.areas]
        return 13 * max(wrapped(text, room) for text, room in zip(self.texts, rooms, strict=True)) + 3


def sheet_names() -> tuple[str, ...]:
    """Names of the added sheet in every language."""
    return tuple(say(lang, "marked.sheet") for lang in LANGUAGES)


def comment(marks: Sequence[Mark], lang: str) -> str:
    """What is said about one cell, the worst first."""
    lines = [SIGNED]
    for mark in marks:
        lines.append(f"{say(lang, f'marked.level.{mark.level}')}: {mark.message}")
        if mark.fix:
            lines.append(f"→ {mark.fix}")
    return "\n".join(lines)


def worst_first(marks: Sequence[Mark]) -> list[Mark]:
    """The marks in the order of their levels; within one, as they came."""
    return sorted(marks, key=lambda mark: LEVELS.index(mark.level))


def worst_of(marks: Sequence[Mark], places: Mapping[int, tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The worst level of each cell of ``places`` (by the place of the mark)."""
    found: dict[tuple[str, str], str] = {}
    for place, where in places.items():
        level = marks[place].level
        found[where] = min(level, found.get(where, level), key=LEVELS.index)
    return found


def lines(
    findings: Findings, name: str, places: Mapping[int, tuple[str, str]], notes: Sequence[str], lang: str
) -> Iterator[Line]:
    """The added sheet from its second row on. ``places``: sheet and cell of each marked problem, by its place."""
    counts = {level: sum(mark.level == level for mark in findings.marks) for level in LEVELS}
    yield Line((say(lang, "marked.title", file=name),), "title")
    yield Line((say(lang, "marked.counts", **counts),), "note")
    yield Line((" ".join((say(lang, "marked.how"), *findings.notes, *notes)),), "note")
    yield Line((), "none")
    yield Line(tuple(say(lang, f"marked.heads.{key}") for key in COLUMNS), "head")
    for place, mark in enumerate(findings.marks):
        sheet, cell = places.get(place, (mark.sheet or "", ""))
        where = str(mark.row) if mark.row is not None else ""
        column = " · ".join(filter(None, (cell.rstrip("0123456789"), mark.column)))
        texts = (say(lang, f"marked.level.{mark.level}"), sheet, where, column, mark.text, mark.message, mark.fix)
        yield Line(texts, "level", mark.level, (sheet, cell) if cell else None)
    for title, heads, rows in (
        ("understood", ("in_file", "meaning", "score"), findings.understood),
        ("left_out", ("where", "in_file", "why"), findings.left_out),
    ):
        if rows:
            yield Line((), "none")
            yield Line((say(lang, f"marked.{title}"),), "title")
            yield Line(tuple(say(lang, f"marked.heads.{head}") for head in heads), "head", spread=True)
            for row in rows:
                yield Line(row, "plain", spread=True)
