"""A review in words and as JSON: what ``manage.py verdicts`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from flows.by_hand import answer
from flows.review import GoalReview, Review, SourceLine
from metrics.goals import Target, Verdict
from report import wording
from report.text import say

BOUNDARIES = ("reported", "today")


def as_json(review: Review) -> list[dict[str, Any]]:
    """One object a goal and target, by goal code, unit and source: equal figures give equal answers.

    Counts are JSON integers, other exact numbers are "n/d"; no key depends on when it is asked.
    """
    found = sorted(review.goals, key=lambda each: (each.goal.code, each.unit.code, each.goal.source))
    return [_object(each) for each in found]


def as_lines(review: Review, lang: str) -> Iterator[str]:
    """A line a goal: verdict, goal and unit, sentence; or that there is none."""
    if not review.goals:
        yield say(lang, "app.no_goals")
    for each in review.goals:
        word = verdict_word(each.judgement.verdict, lang)
        yield f"{word:<16} {each.goal.code}  {each.unit.name}: {sentence(each, lang).replace('**', '')}"


def verdict_word(verdict: Verdict | None, lang: str) -> str:
    """The word of a verdict; a dash where nothing was asked."""
    return say(lang, "app.none" if verdict is None else f"verdict.{verdict.value}")


def sentence(each: GoalReview, lang: str) -> str:
    """The sentence of a verdict, with the indicator's noun and the name of its periods, set as a page sets figures."""
    said = wording.sentence(
        each.judgement,
        lang,
        noun=each.indicator.noun_en if lang == "en" else each.indicator.noun_vi,
        period=each.indicator.frequency,
        rounding=each.goal.rounding,
        digits=each.goal.digits,
        qualifier=each.qualifier,
    )
    return wording.apart(said, lang)


def _object(each: GoalReview) -> dict[str, Any]:
    goal = each.goal
    return {
        "goal": goal.code,
        "indicator": goal.indicator,
        "unit": each.unit.code,
        "period": each.period.code,
        "boundaries": BOUNDARIES[each.boundaries],
        **answer(
            each.judgement,
            rounding=goal.rounding,
            digits=goal.digits,
            noun_vi=each.indicator.noun_vi,
            noun_en=each.indicator.noun_en,
            period=each.indicator.frequency,
            qualifier=each.qualifier,
        ),
        "baseline": _number(each.baseline),
        "actual": _number(each.actual),
        "years": _number(each.case.years),
        "target": None if goal.target is None else _target(goal.target, goal.source.value),
        "rounding": goal.rounding.value,
        "digits": goal.digits,
        "reported": each.reported,
        "expected": each.expected,
        "simulated": each.simulated,
        "sources": [_source(line) for line in each.sources],
    }


def _number(value: Fraction | None) -> int | str | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else str(value)


def _target(target: Target, source: str) -> dict[str, Any]:
    found: dict[str, Any] = {"op": target.op.value, "unit": target.unit.value, "source": source}
    for name in ("value", "low", "high"):
        number = getattr(target, name)
        if number is not None:
            found[name] = str(number)
    return found


def _source(line: SourceLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "role": line.role,
        "title": line.title,
        "publisher": line.publisher,
        "date": line.date.isoformat() if line.date else None,
        "file": line.file,
        "row": line.row,
        "figures": line.figures,
    }
