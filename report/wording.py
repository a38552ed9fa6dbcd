"""A judgement in words: its sentence, its working and its reason, from codes and exact parameters (method §7).

Percentages of the sentence follow the method, as published reviews print them: ``58,84%``, ``15–20%/năm``. Beside the
figures of a page they stand apart as those do: :func:`apart`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from metrics.case import Judgement, Needed, Recent
from metrics.goals import Op, Qualifier, Rounding, Shape, Target, TargetUnit
from report import formats
from report.text import say

_CODES = {"verdict": "verdict_lower", "best": "verdict_lower", "worst": "verdict_lower"}
_CODES |= {"rule": "sentence.denominator", "rounding": "step.rounding"}
"""Parameters that hold a code, and the section that says it."""

_OWN_CLOSING = {Shape.ELIMINATE: "eliminate", Shape.DONE_BY: "done_by"}
"""Shapes that say themselves what is asked."""


def sentence(
    found: Judgement,
    lang: str,
    *,
    rounding: Rounding = Rounding.HALF_UP,
    digits: int = 2,
    noun: str = "",
    period: str = "period",
    qualifier: Qualifier = Qualifier.EXACT,
) -> str:
    """What happened, what was asked, the verdict in bold and, while open, what is still needed.

    ``noun`` names what is counted and may be empty; ``period`` is the frequency of the reports
    (``quarter``, ``half``, ``year``), in which the needed pace is said; ``qualifier`` is
    that of the value and stands before it (``gần 78,00%``).
    """
    said = found.sentence
    if said is None:
        raise ValueError("a judgement without a sentence cannot be said")
    shape = Shape(said.code.partition(".")[0])
    named = f" {noun}" if noun else ""
    words = _words(said.params, lang, rounding, digits) | {
        "noun": named,
        "about": say(lang, "sentence.about", noun=noun) if noun else "",
    }
    measured = "percent" if shape is Shape.LEVEL_BY and "percent" in words else "actual"
    if measured in words:
        words[measured] = formats.qualified(words[measured], qualifier, lang)
    fact = say(lang, f"sentence.{said.code}", **words)
    if found.verdict is None:
        return say(lang, "sentence.close.plain", fact=fact)
    closing = say(
        lang,
        f"sentence.close.{_closing(shape, said.params['target'])}",
        fact=fact,
        target=words["target"],
        noun=named,
        outcome=_outcome(found, lang, words),
    )
    return closing + _still(said.params, lang, rounding, digits, named, period)


def apart(text: str, lang: str) -> str:
    """A text with its per cent signs set as figures are (:func:`report.formats.percent`): ``58,84 %`` in Vietnamese."""
    return _TIGHT.sub(f"{formats.SPACE}%", text) if lang == "vi" else text


_TIGHT = re.compile(r"(?<=[0-9])%")


def steps(found: Judgement, lang: str, *, rounding: Rounding = Rounding.HALF_UP, digits: int = 2) -> list[str]:
    """The working, one line a step, per cent signs set apart."""
    said = (say(lang, f"step.{step.code}", **_words(step.params, lang, rounding, digits)) for step in found.steps)
    return [apart(line, lang) for line in said]


def rule(found: Judgement, lang: str) -> str:
    """The name of the rule that decided."""
    return say(lang, f"step.rule.{found.rule}") if found.reason != found.rule else reason(found, lang)


def reason(found: Judgement, lang: str) -> str:
    """Why the verdict is not simply the value against the target; empty where it is."""
    return "" if found.reason is None else say(lang, f"reason.{found.reason}")


def asked(target: Target | None, lang: str) -> str:
    """A target inside a sentence: ``từ 13 trở lên``, ``trên 90%``, ``15–20%/năm``; empty without one."""
    if target is None:
        return ""
    unit = "" if target.unit is TargetUnit.COUNT else say(lang, f"sentence.unit.{target.unit.value}")
    if target.op is Op.BAND:
        low, high = (_exact(number, lang) for number in (target.low, target.high))
        return say(lang, "sentence.target.band", low=low, high=high, unit=unit)
    return say(lang, f"sentence.target.{formats.OP_WORDS[target.op]}", value=_exact(target.value, lang), unit=unit)


def _closing(shape: Shape, target: Target | None) -> str:
    if target is None or shape in _OWN_CLOSING:
        return _OWN_CLOSING.get(shape, "untargeted")
    if shape is Shape.CHANGE_BY and (target.value or target.low or 0) > 0:
        return "rise"
    if shape in (Shape.CHANGE_BY, Shape.YEARLY_FLOOR):
        return shape.value
    if shape is Shape.YEARLY_CUT and target.unit is TargetUnit.PERCENT:
        return "whole_cut"
    return "target"


def _outcome(found: Judgement, lang: str, words: Mapping[str, str]) -> str:
    if found.late:
        return say(lang, "reason.late")
    verdict = say(lang, f"sentence.outcome.{words['outcome']}", **{k: words[k] for k in ("completion", "excess")})
    if found.reason is None:
        return verdict
    return say(lang, "sentence.outcome.because", verdict=verdict, reason=reason(found, lang))


def _still(params: Mapping[str, object], lang: str, rounding: Rounding, digits: int, noun: str, period: str) -> str:
    need, pace = params["needed"], params["pace"]
    if not isinstance(need, Needed):
        return ""
    way = "less" if params["less"] else "more"
    unit = noun if params["counts"] else "" if params["whole"] else say(lang, "sentence.unit.points")
    shown = 0 if params["whole"] and need.total.denominator == 1 else digits
    total = formats.number(need.total, lang, shown, rounding)
    if need.per_period is None or need.periods is None:
        return say(lang, f"sentence.needed.total_{way}", total=total, unit=unit)
    name = say(lang, f"sentence.period.{period}")
    each = formats.number(need.per_period, lang, 0 if params["whole"] else digits, rounding)
    asking = say(lang, f"sentence.needed.each_{way}", each=each, unit=unit, periods=need.periods, period=name)
    if not params["counts"] or not isinstance(pace, Recent) or pace.recent_average is None:
        return say(lang, "sentence.needed.alone", asking=asking)
    average = -pace.recent_average if params["less"] else pace.recent_average
    text = formats.number(average, lang, None if average.denominator == 1 else digits, rounding)
    values = {"asking": asking, "number": pace.recent_periods, "period": name, "average": text}
    return say(lang, f"sentence.needed.recent_{way}", **values)


def _words(params: Mapping[str, object], lang: str, rounding: Rounding, digits: int) -> dict[str, str]:
    return {name: _word(name, value, lang, rounding, digits) for name, value in params.items()}


def _word(name: str, value: object, lang: str, rounding: Rounding, digits: int) -> str:
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return formats.number(value, lang, 0)
    if isinstance(value, Fraction):
        return formats.number(value, lang, digits, rounding)
    if isinstance(value, date):
        return formats.day(value, lang)
    if isinstance(value, Target):
        return asked(value, lang)
    if isinstance(value, str):
        return say(lang, f"{_CODES[name]}.{value}") if name in _CODES else value
    return say(lang, "step.unbounded") if name in ("low", "high") else ""


def _exact(value: Fraction | None, lang: str) -> str:
    """A target's number without loss: decimals where they end, else the fraction itself."""
    if value is None:
        raise ValueError("a target without a number cannot be said")
    text = formats.number(value, lang)
    return text if Fraction(value) * 10000 % 1 == 0 else f"{value.numerator}/{value.denominator}"
