"""What a table says of itself outside its cells: which unit it is about, and which period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intake.problems import Problem, problem
from intake.questions import Answers, Question
from intake.table import Table
from intake.understand.columns import Units
from intake.understand.spoken_periods import Spoken, spoken
from intake.units import MATCHED
from intake.words import folded
from metrics.periods import BadPeriod, Period, parse

_OF = re.compile(r"\b(?:trên địa bàn|tại|của|thuộc|đơn vị báo cáo\s*:|đơn vị\s*:|địa phương\s*:)\s+", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[,;(]|\b(?:quý|năm|tháng|6 tháng|9 tháng|kỳ|tính đến|đến ngày)\b).*$", re.IGNORECASE)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class About:
    """The unit that the lines above name (``unit`` null where none), the text and where it stands; a question where
    several are named.
    """

    unit: int | None = None
    text: str | None = None
    row: int | None = None
    at: int | None = None
    question: Question | None = None


def unit_around(
    table: Table,
    units: Units,
    codes: Mapping[int, str],
    kinds: Mapping[int, str],
    wanted: frozenset[str],
    answers: Answers,
) -> About:
    """The unit of the letterhead, a title or the sheet's name, of one of the kinds that report what the table holds.

    A letterhead also names the committee above; units of other kinds are passed over, so that none is left where only
    that one is named.
    """
    found: dict[int, tuple[str, int | None, int | None]] = {}
    unsure: tuple[str, int | None, int | None, tuple[tuple[int, int], ...]] | None = None
    for text, row, at in _lines(table):
        for piece in _pieces(text):
            match = units.match(piece)
            if match.unit is not None:
                if not wanted or kinds.get(match.unit) in wanted:
                    found.setdefault(match.unit, (piece, row, at))
                break
            likely = tuple(each for each in match.candidates if each[1] >= MATCHED and kinds.get(each[0]) in wanted)
            if likely and unsure is None:
                unsure = (piece, row, at, likely)
    if len(found) == 1:
        unit, (text, row, at) = next(iter(found.items()))
        return About(unit, text, row, at)
    if found:
        first = next(iter(found.values()))
        unsure = (*first, tuple((unit, 100) for unit in found))
    if unsure is None:
        return About()
    text, row, at, candidates = unsure
    key = folded(text)
    answer = answers.get(("context_unit", key))
    by_code = {code: unit for unit, code in codes.items()}
    if answer is not None and answer in by_code:
        return About(by_code[answer], answer, row, at)
    asked = Question(
        "context_unit",
        key,
        text,
        tuple(codes[unit] for unit, _ in candidates),
        tuple(score for _, score in candidates),
        row=row,
        at=at,
        sheet=table.sheet,
    )
    return About(None, None, row, at, asked)


def _lines(table: Table) -> Iterable[tuple[str, int | None, int | None]]:
    for line in table.around:
        if line.above and len(line.text) < _LONGEST:
            yield line.text, line.row, line.at
    if table.sheet:
        yield table.sheet, None, None


def _pieces(text: str) -> Iterable[str]:
    """The text, and what comes after words that lead to a place, without what follows the name."""
    for part in dict.fromkeys((text, *text.splitlines(), *_OF.split(text)[1:])):
        piece = _ENDS.sub("", part).strip(" .:-–")
        if piece:
            yield piece


@dataclass(frozen=True, slots=True)
class When:
    """The period that the titles name, null where they name none or the one asked for."""

    period: Period | None = None
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()


def period_around(table: Table, asked: Period | None, answers: Answers) -> When:
    """The period of a table by its titles and its sheet's name.

    Where a period was asked for and only others are named, that is one problem (``period_differs``), unless headings
    name it within the longer one of a title (``Năm 2021`` above ``Quý I`` … ``Quý IV``). Where none was asked for and
    several are named, a question.
    """
    named: list[tuple[Spoken, int | None, int | None]] = [
        (each, row, at) for text, row, at in _lines(table) for each in spoken(text, asked.last.year if asked else None)
    ]
    periods = dict.fromkeys(each.period for each, _, _ in named)
    if not periods or asked in periods:
        return When()
    first, row, at = named[0]
    key = folded(first.text)
    if asked is not None and any(_within(asked, each) for each in periods) and asked in _in_headings(table, asked):
        return When()
    if asked is not None:
        differs = problem(
            "period_differs",
            row=row,
            at=at,
            text=first.text,
            sheet=table.sheet,
            period=asked,
            said=first.period,
            count=1,
        )
        return When(problems=(differs,))
    if len(periods) == 1:
        return When(first.period)
    answer = answers.get(("period", key))
    if answer is not None:
        try:
            return When(parse(answer))
        except BadPeriod:
            pass
    candidates = tuple(each.code for each in periods)
    scores = (100,) * len(candidates)
    question = Question("period", key, first.text, candidates, scores, row=row, at=at, sheet=table.sheet)
    return When(questions=(question,))


def of_other_periods(tables: Sequence[Table], asked: Period | None) -> tuple[Table, ...]:
    """The tables whose titles name other periods only, where those of another name the one asked for."""
    if asked is None or len(tables) < 2:
        return ()
    named = [
        frozenset(each.period for text, _, _ in _lines(table) for each in spoken(text, asked.last.year))
        for table in tables
    ]
    if not any(asked in periods for periods in named):
        return ()
    return tuple(table for table, periods in zip(tables, named, strict=True) if periods and asked not in periods)


def _within(inner: Period, outer: Period) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _in_headings(table: Table, asked: Period) -> frozenset[Period]:
    """The periods that the headings name, those without a year in that of the period asked for."""
    levels = {level for each in table.levels for level in each}
    return frozenset(each.period for level in levels for each in spoken(level, asked.last.year))
