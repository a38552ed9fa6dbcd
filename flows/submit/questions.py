"""Questions about a file in words: what is asked, where it stands in the file, and what each answer means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.submit.problems import shortened
from intake.layout import CHECKS, PARTS
from intake.questions import IGNORE, Question
from metrics.periods import BadPeriod, parse
from report import formats
from report.text import has, say


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in one language. ``answers`` are the candidates with their words, the likeliest first."""

    code: str
    key: str
    title: str
    place: str
    answers: tuple[tuple[str, str], ...]


def asked(question: Question, lang: str, names: Mapping[str, str]) -> Asked:
    """The question's words. ``names`` gives units and indicators by code."""
    title = say(lang, f"question.{question.code}", text=shortened(question.text), column=question.column or "")
    answers = tuple((each, answer_words(question.code, each, lang, names)) for each in question.candidates)
    return Asked(question.code, question.key, title, _place(question, lang), answers)


def answer_words(code: str, answer: str, lang: str, names: Mapping[str, str]) -> str:
    """What an answer to a question of a code means."""
    if answer == IGNORE:
        return say(lang, "answer.ignore")
    if code == "indicator":
        return _meaning(answer, lang, names)
    if code in ("unit", "context_unit"):
        above = answer.rpartition("/")[0]
        name = names.get(answer, answer)
        return f"{name}, {names[above]}" if above in names else name
    if code == "period":
        try:
            return formats.period(parse(answer), lang)
        except BadPeriod:
            return answer
    return say(lang, f"answer.{code}.{answer}") if has(lang, f"answer.{code}.{answer}") else answer


def _meaning(answer: str, lang: str, names: Mapping[str, str]) -> str:
    """An indicator, or one of its parts, or a role of the column."""
    stem, dot, part = answer.rpartition(".")
    if dot and part in (*PARTS, *CHECKS):
        return say(lang, f"answer.part.{part}", indicator=names.get(stem, stem))
    if answer in names:
        return names[answer]
    return say(lang, f"answer.role.{answer}") if has(lang, f"answer.role.{answer}") else answer


_OF_A_COLUMN = ("indicator", "thousands", "date", "cumulative")
"""Questions whose own words name the column."""


def _place(question: Question, lang: str) -> str:
    if question.row is None:
        return question.sheet or ""
    column = "" if question.code in _OF_A_COLUMN else question.column or ""
    at = {"row": question.row, "column": column}
    place = say(lang, "problem.place.cell" if column else "problem.place.row", **at)
    return say(lang, "question.on_sheet", place=place, sheet=question.sheet) if question.sheet else place
