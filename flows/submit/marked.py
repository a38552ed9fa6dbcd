"""An examined file handed back: what is wrong marked in its cells, and everything that was understood in a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from flows.submit.examined import Examined
from flows.submit.meanings import left_out, meanings
from flows.submit.problems import shortened
from flows.submit.questions import answer_words, asked
from intake.cells import ASIDE, ROW, Sheet, put_aside
from intake.problems import Problem
from intake.questions import Question
from intake.read import read_file
from intake.table import LEVELS
from intake.words import folded
from report.marked import CannotKeep, mark_workbook
from report.marked_copy import Copied, mark_copy
from report.marks import Findings, Mark, worst_first
from report.text import LANGUAGES, has, say

NAMED = 5
"""Candidates of a question that are named in the file."""


def marked(examined: Examined, lang: str) -> tuple[str, bytes]:
    """Name and bytes of the file with its problems and open questions marked, always XLSX.

    An XLSX or XLSM comes back as the same workbook, any other file as a copy of its cells; of a file that describes
    persons, or could not be read, the list alone. What Mốc added is not read when it is handed in again.
    """
    name = _name(examined.file_name, lang)
    findings = _findings(examined, lang)
    try:
        if examined.data:
            return name, mark_workbook(examined.data, examined.file_name, findings, lang)
    except CannotKeep:
        pass
    return name, mark_copy([*_copied(examined)], examined.file_name, findings, lang)


def _name(file_name: str, lang: str) -> str:
    """The file's name with what was done to it, said once however often it comes back."""
    stem = PurePath(file_name).stem
    for each in LANGUAGES:
        stem = stem.removesuffix(PurePath(say(each, "marked.file", name="")).stem)
    return say(lang, "marked.file", name=stem)


def _findings(examined: Examined, lang: str) -> Findings:
    names = examined.names(lang)
    marks = [
        *(
            _mark(examined, each, words.message, words.fix)
            for each, words in zip(examined.problems, examined.told(lang), strict=True)
        ),
        *(_question(examined, each, lang) for each in examined.questions),
    ]
    understood = (
        (_heading(examined, each.text), answer_words("indicator", each.answer, lang, names), str(each.score))
        for each in meanings(examined)
    )
    return Findings(
        marks=tuple(worst_first(marks)),
        understood=tuple(understood),
        left_out=tuple(_left_out(examined, lang)),
        notes=() if examined.data else (say(lang, "marked.persons"),),
        aside=ASIDE,
    )


def _mark(examined: Examined, problem: Problem, message: str, fix: str) -> Mark:
    return Mark(
        level=problem.level.value,
        message=message,
        fix=fix,
        sheet=problem.sheet or _only_sheet(examined),
        row=problem.row,
        at=problem.at if problem.at is not None else _at(examined, problem),
        column=_heading(examined, problem.column or ""),
        text=shortened(problem.text or ""),
    )


def _question(examined: Examined, question: Question, lang: str) -> Mark:
    words = asked(question, lang, examined.names(lang))
    answers = "; ".join(text for _, text in words.answers[:NAMED])
    return Mark(
        level="question",
        message=words.title,
        fix=say(lang, "marked.answer", answers=answers) if answers else say(lang, "marked.answer_any"),
        sheet=question.sheet or _only_sheet(examined),
        row=question.row,
        at=question.at,
        column=_heading(examined, question.column or ""),
        text=shortened(question.text),
    )


def _heading(examined: Examined, text: str) -> str:
    """A heading on one line, without the code that stands under it in a template."""
    stem, _, last = " ".join(text.split()).rpartition(LEVELS)
    codes = {each.code for each in examined.reference.indicators.values()}
    machine = last.partition(".")[0] in codes or last == "note"
    return stem if stem and machine else " ".join(text.split())


def _only_sheet(examined: Examined) -> str | None:
    """The sheet of the first table, for what says no sheet of its own."""
    table = examined.clean.table
    return None if table is None else table.sheet


def _at(examined: Examined, problem: Problem) -> int | None:
    """Place of the column that a problem names by its heading alone."""
    for table in (each.table for each in examined.clean.tables):
        if problem.column and table.sheet == (problem.sheet or table.sheet):
            headings = [folded(text) for text in table.header]
            if folded(problem.column) in headings:
                return headings.index(folded(problem.column))
    return None


def _left_out(examined: Examined, lang: str) -> Iterator[tuple[str, str, str]]:
    for each in left_out(examined):
        key = f"left_out.{each.why}"
        if has(lang, key):
            where = say(lang, "problem.place.row", row=each.row)
            if each.sheet:
                where = say(lang, "marked.place", sheet=each.sheet, row=each.row)
            yield where, shortened(each.text), say(lang, key)


def _copied(examined: Examined) -> Iterator[Copied]:
    """The sheets of the file as they were read, without those that Mốc itself had put beside the figures."""
    book = read_file(examined.data) if examined.data else ()
    for sheet in () if isinstance(book, tuple) else book.sheets:
        if not put_aside(sheet):
            yield Copied(sheet.name or "", _rows(sheet), [*_areas(sheet)])


def _rows(sheet: Sheet) -> Iterator[tuple[int, tuple[str | None, ...]]]:
    place = sheet.cells.columns.index(ROW)
    for row in sheet.cells.iter_rows():
        yield row[place], row[:place] + row[place + 1 :]


def _areas(sheet: Sheet) -> Iterator[tuple[int, int, int, int]]:
    """Merged areas, those that overlap an earlier one left out."""
    taken: list[tuple[int, int, int, int]] = []
    for each in sheet.merges:
        area = (each.first_row, each.first_at, each.last_row, each.last_at)
        apart = all(
            area[2] < other[0] or other[2] < area[0] or area[3] < other[1] or other[3] < area[1] for other in taken
        )
        if apart and area[:2] != area[2:]:
            taken.append(area)
            yield area
