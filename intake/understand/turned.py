"""Tables whose rows are indicators: of one unit, of a unit a column, or crossed with what the columns say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.layout import CHECKS, ENTRIES, PARTS
from intake.problems import Problem, problem
from intake.questions import Answers, Question
from intake.table import LEVELS, LeftOut, Table
from intake.understand.headings import Said
from intake.understand.indicators import IndicatorIndex
from intake.understand.meanings import Meant, answered, heading_key, meanings, without_taken
from intake.understood import Line
from metrics.goals import Kind

_NUMBERING = re.compile(r"^(?:(?:[IVXLC]+|\d{1,3}(?:\.\d{1,3})*|[a-zđ])\s*[.)]|[-+*•])\s*(?=\S)")
_OF_WHICH = re.compile(r"^(?:trong đó|chia ra|gồm)\s*:?\s*[-+]?\s*", re.IGNORECASE)
_SURE_TOTAL = 95
MANY_PAIRS = 20_000
"""Rows times columns beyond which rows and columns are not tried together."""


@dataclass(frozen=True, slots=True)
class Label:
    """A row: its text, its path of labels from the outermost line down, its role, and the row it lies under."""

    row: int
    text: str
    path: tuple[str, ...]
    role: str
    parent: int | None
    figures: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A column with figures: its heading without units and periods, whose figures they are, of which period."""

    place: int
    levels: tuple[str, ...]
    said: Said
    unit: str | None = None
    within: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class ByRows:
    """What the rows, and rows and columns together, were found to mean. ``pairs`` by row and place; ``crossed`` where
    any figure needs both. ``used``: places of columns of which any figure was taken.
    """

    entries: pl.DataFrame
    lines: tuple[Line, ...]
    crossed: bool
    used: Mapping[int, Meant]
    left_out: tuple[LeftOut, ...]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]


def labels(table: Table, lines: pl.DataFrame, at: int, figures: Sequence[int]) -> tuple[Label, ...]:
    """Every row of a table with the text of its label."""
    names = [str(place) for place in figures if str(place) in table.cells.columns]
    filled = pl.any_horizontal(pl.col(names).is_not_null()) if names else pl.lit(False)
    rows = table.cells.select(ROW, pl.col(str(at)).alias("text"), filled.alias("filled")).join(
        lines, on=ROW, how="left", maintain_order="left"
    )
    found: dict[int, Label] = {}
    for row, text, filled_, role, label, parent in rows.select(
        ROW, "text", "filled", "role", "label", "parent"
    ).iter_rows():
        name = _OF_WHICH.sub("", _NUMBERING.sub("", (label or text or "").strip())).strip(" :;.") or (label or "")
        above = found.get(parent)
        path = (*above.path, name) if above else (name,)
        below_part = above is not None and above.role == "part" and role in ("entry", None)
        kept = "part" if below_part else role or "entry"
        found[row] = Label(row, name, tuple(each for each in path if each), kept, parent, bool(filled_))
    return tuple(found.values())


class _Reader:
    def __init__(
        self, table: Table, rows: Sequence[Label], heads: Sequence[Head], index: IndicatorIndex, answers: Answers
    ) -> None:
        self.table, self.heads, self.index, self.answers = table, heads, index, answers
        self.rows = [row for row in rows if row.path]
        self.plain = [head for head in heads if not head.said.rest and head.said.part != "comparison"]
        self.apart = [head for head in heads if head.said.rest and head.said.part != "comparison"]
        self.of_rows = dict(
            zip((row.row for row in self.rows), meanings([row.path for row in self.rows], index, answers), strict=True)
        )
        for row in self.rows:
            self.of_rows[row.row] = self._by_its_own_words(row, self.of_rows[row.row])

    def _by_its_own_words(self, row: Label, meant: Meant) -> Meant:
        """A line below one that was understood is not that one; a total is an indicator only by its full name."""
        if row.role == "total" and not (meant.role == "figure" and meant.score >= _SURE_TOTAL):
            return Meant("total")
        above = row.parent
        known: set[str | None] = set()
        by_row = {each.row: each for each in self.rows}
        while above is not None and above in by_row:
            known.add(self.of_rows[above].indicator)
            above = by_row[above].parent
        if meant.role == "figure" and meant.how != "answer" and meant.indicator in known and meant.part == "value":
            return Meant("part")
        if meant.role == "unclear":
            left = tuple(one for one in meant.candidates if one[0].partition(".")[0] not in known)
            if not left or row.role == "part":
                return Meant("part" if known - {None} or row.role == "part" else "ignored")
            return replace(meant, candidates=left)
        return Meant("part") if meant.role == "ignored" and row.role == "part" else meant

    def pairs(self) -> dict[tuple[int, int], Meant]:
        """What each row means together with each column that says something of its own."""
        if not self.apart or len(self.rows) * len(self.apart) > MANY_PAIRS:
            return {}
        alone = {head.place: dict(self.index.near(head.said.rest)) for head in self.apart}
        found: dict[tuple[int, int], Meant] = {}
        for row in self.rows:
            if row.role == "total" or not row.figures:
                continue
            path = LEVELS.join(row.path)
            both = [(path, *head.levels) for head in self.apart]
            together = meanings(both, self.index, self.answers, crossed=True)
            for head, meant in zip(self.apart, together, strict=True):
                own = self.of_rows[row.row].indicator

                def new(code: str, score: int, head: Head = head, own: str | None = own) -> bool:
                    return code != own and alone[head.place].get(code, 0) < score

                if meant.role == "figure" and (meant.how == "answer" or new(meant.indicator or "", meant.score)):
                    found[row.row, head.place] = meant
                elif meant.role == "unclear" and row.role != "part":
                    left = tuple(one for one in meant.candidates if new(one[0].partition(".")[0], one[1]))
                    if left:
                        found[row.row, head.place] = replace(meant, candidates=left)
        settled = without_taken(list(found.values()), self._taken())
        return {key: one for key, one in zip(found, settled, strict=True) if one.role != "ignored"}

    def _taken(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (one.indicator, one.part or "value")
            for one in self.of_rows.values()
            if one.role == "figure" and one.indicator
        )


def by_rows(
    table: Table, rows: Sequence[Label], heads: Sequence[Head], index: IndicatorIndex, answers: Answers
) -> ByRows:
    """Read a table by its rows."""
    reader = _Reader(table, rows, heads, index, answers)
    pairs = reader.pairs()
    crossed = any(meant.role == "figure" for meant in pairs.values())
    if not crossed:
        pairs = {}
    cells = {row[0]: row[1:] for row in table.cells.select(ROW, *(str(head.place) for head in heads)).iter_rows()}
    place_in = {head.place: number for number, head in enumerate(heads)}
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    used: dict[int, Meant] = {}

    def put(row: Label, head: Head, meant: Meant, part: str) -> None:
        text = cells[row.row][place_in[head.place]]
        used.setdefault(head.place, meant)
        if text is None:
            return
        key: tuple[object, ...] = (head.unit, head.within, head.period, meant.indicator)
        if part in found.get(key, {}):
            key = (*key, row.row, head.place)
        new = {"row": row.row, "period": head.period, "unit": head.unit, "within": head.within}
        entry = found.setdefault(key, {**new, "indicator": meant.indicator})
        entry |= {part: text, f"{part}_at": head.place}
        if part in ("value", "num"):
            entry["row"] = row.row

    problems: list[Problem] = []
    counts, doubled = _count_columns(reader.plain)
    for head in doubled:
        heading = LEVELS.join(table.levels[head.place])
        first = LEVELS.join(table.levels[counts[head.unit, head.period].head.place])
        problems.append(
            problem(
                "duplicate_column",
                row=table.header_row,
                column=heading,
                text=heading,
                at=head.place,
                sheet=table.sheet,
                first=first,
            )
        )
    for row in reader.rows:
        meant = reader.of_rows[row.row]
        if meant.role != "figure" or meant.indicator is None:
            continue
        share = index.kinds[meant.indicator] is Kind.SHARE
        flow = index.kinds[meant.indicator] is Kind.FLOW
        for head in reader.plain:
            part = _part(meant, head, share=share, flow=flow, counts=counts)
            if part is not None:
                put(row, head, meant, part)
    by_row = {row.row: row for row in reader.rows}
    by_place = {head.place: head for head in heads}
    for (number, place), meant in pairs.items():
        if meant.role == "figure":
            put(by_row[number], by_place[place], meant, meant.part or "value")
    questions = _questions(table, reader, pairs)
    problems += _ignored(table, reader, pairs, used)
    lines = tuple(
        Line(row.row, LEVELS.join(row.path), meant.indicator, meant.part, meant.score, meant.how)
        for row in reader.rows
        if (meant := reader.of_rows[row.row]).role == "figure"
    )
    left = tuple(
        LeftOut(row.row, _why(row, reader.of_rows[row.row]), text=row.text, sheet=table.sheet)
        for row in reader.rows
        if reader.of_rows[row.row].role in ("total", "part", "ignored")
        and not any(number == row.row and meant.role == "figure" for (number, _), meant in pairs.items())
    )
    return ByRows(_frame(found.values()), lines, crossed, used, left, questions, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Counts:
    """The column of a unit's and period's counts; with a bare total beside it, that and the count of what of it."""

    head: Head
    of_it: Head | None = None


_Key = tuple[str | None, str | None]


def _count_columns(plain: Sequence[Head]) -> tuple[dict[_Key, _Counts], list[Head]]:
    """The columns of counts by unit and period, and columns that say the same as one of them."""
    chosen: dict[_Key, _Counts] = {}
    doubled: list[Head] = []
    for head in plain:
        if head.said.part not in (None, "value"):
            continue
        key = (head.unit, head.period)
        first = chosen.get(key)
        if first is None:
            chosen[key] = _Counts(head)
        elif first.of_it is None and {first.head.said.bare, head.said.bare} == {"den", "num"}:
            total, of_it = (first.head, head) if head.said.bare == "num" else (head, first.head)
            chosen[key] = _Counts(total, of_it)
        else:
            doubled.append(head)
    return chosen, doubled


def _part(meant: Meant, head: Head, *, share: bool, flow: bool, counts: Mapping[_Key, _Counts]) -> str | None:
    """Which part of a row's figure a column holds; null where none."""
    if head.said.part == "percent":
        return "percent" if share and meant.part in ("value", "num") else None
    if head.said.part == "cumulative":
        return "cumulative" if flow and meant.part == "value" else None
    chosen = counts.get((head.unit, head.period))
    if chosen is None:
        return None
    if share and meant.part == "value" and chosen.of_it is not None:
        return {chosen.head.place: "den", chosen.of_it.place: "num"}.get(head.place)
    return meant.part if chosen.head is head else None


def _why(row: Label, meant: Meant) -> str:
    if meant.role != "ignored":
        return meant.role
    return "ignored" if row.figures else "section"


def _questions(table: Table, reader: _Reader, pairs: Mapping[tuple[int, int], Meant]) -> tuple[Question, ...]:
    asked: list[Question] = []
    for row in reader.rows:
        meant = reader.of_rows[row.row]
        if meant.role == "unclear" and row.figures and reader.plain:
            asked.append(question(table, row.path, meant, row=row.row, at=None))
    columns = {head.place: head for head in reader.apart}
    rows = {row.row: row for row in reader.rows}
    for (number, place), meant in pairs.items():
        if meant.role == "unclear":
            levels = (*rows[number].path, *columns[place].levels)
            asked.append(question(table, levels, meant, row=number, at=place))
    return tuple(asked)


def question(table: Table, levels: Sequence[str], meant: Meant, *, row: int, at: int | None) -> Question:
    """The question which indicator a column or row is."""
    suffix = f".{meant.part}" if meant.part in ("percent", "cumulative", "num", "den") else ""
    return Question(
        "indicator",
        heading_key(levels),
        LEVELS.join(levels),
        tuple(code if "." in code else f"{code}{suffix}" for code, _ in meant.candidates),
        tuple(score for _, score in meant.candidates),
        row=row,
        column=None if at is None else LEVELS.join(table.levels[at]),
        at=at,
        sheet=table.sheet,
    )


def _ignored(
    table: Table, reader: _Reader, pairs: Mapping[tuple[int, int], Meant], used: Mapping[int, Meant]
) -> list[Problem]:
    """Rows and columns with figures of which nothing is taken, told one by one; single cells of others, counted."""
    found: list[Problem] = []
    crossed = {number for number, _ in pairs}
    for row in reader.rows:
        meant = reader.of_rows[row.row]
        if row.figures and meant.role == "ignored" and row.row not in crossed and meant.how != "answer":
            text = LEVELS.join(row.path)
            found.append(problem("ignored_row", row=row.row, text=text, sheet=table.sheet))
    for head in reader.apart:
        if head.place in used or any(place == head.place for _, place in pairs):
            continue
        if answered(table.levels[head.place], reader.index, reader.answers) is not None:
            continue
        heading = LEVELS.join(table.levels[head.place])
        found.append(
            problem(
                "ignored_column", row=table.header_row, column=heading, text=heading, at=head.place, sheet=table.sheet
            )
        )
    lost = [
        (row, head)
        for row in reader.rows
        if row.row in crossed and row.role not in ("total", "part")
        for head in reader.apart
        if head.place in used and (row.row, head.place) not in pairs
    ]
    if lost:
        row, head = lost[0]
        text = LEVELS.join((*row.path, *head.levels))
        found.append(
            problem(
                "ignored_cells",
                row=row.row,
                column=LEVELS.join(table.levels[head.place]),
                text=text,
                at=head.place,
                sheet=table.sheet,
                count=len(lost),
            )
        )
    return found


def _frame(found: Iterable[dict[str, Any]]) -> pl.DataFrame:
    every = (*PARTS, *CHECKS)
    rows = [
        {name: entry.get(name) for name in ENTRIES}
        | {"unit_row": entry["row"], "nth": 1 if entry["unit"] is not None else None}
        for entry in found
        if any(part in entry for part in every)
    ]
    places = pl.coalesce(f"{part}_at" for part in every)
    return pl.DataFrame(rows, schema=ENTRIES).sort("row", places, maintain_order=True)
