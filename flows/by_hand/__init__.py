"""Judging by hand: a JSON object with the figures in, the verdict with its working out (method §8).

No store and no clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flows.by_hand.fields import BadRequest
from flows.by_hand.request import UNITS, parse, read_case
from metrics.case import Judgement
from metrics.exact import printed
from metrics.goals import Qualifier, Rounding
from metrics.judge import judge
from report import wording
from report.text import LANGUAGES

__all__ = ["UNITS", "BadRequest", "answer", "judge_lines", "on_one_line", "respond"]

MESSAGE = 600
"""Letters of the longest error message."""

_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def judge_lines(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """One answer a request, in order, as JSON on one line; false where the answer is an error.

    Blank lines are passed over. Line numbers in messages count every line from 1.
    """
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            reply, good = respond(parse(line, place)), True
        except BadRequest as error:
            reply, good = {"error": {"code": error.code, "message": _shortened(str(error))}}, False
        yield on_one_line(json.dumps(reply, ensure_ascii=False)), good


def _shortened(text: str) -> str:
    """An error repeats what was wrong, but no more of it than anyone reads."""
    return text if len(text) <= MESSAGE else f"{text[: MESSAGE // 2]} … {text[-MESSAGE // 2 :]}"


def on_one_line(text: str) -> str:
    """JSON that any reader of lines and any UTF-8 stream takes: odd line ends and halves of letters are escaped."""
    return text.translate(_LINE_ENDS).encode("utf-8", "backslashreplace").decode("utf-8")


def respond(request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one request; raises :class:`BadRequest` for what cannot be read."""
    case = read_case(request)
    qualifier = Qualifier(request.get("qualifier") or Qualifier.EXACT)
    return answer(judge(case), rounding=case.rounding, digits=case.digits, qualifier=qualifier)


def answer(
    found: Judgement,
    *,
    rounding: Rounding,
    digits: int,
    noun_vi: str = "",
    noun_en: str = "",
    period: str = "period",
    qualifier: Qualifier = Qualifier.EXACT,
) -> dict[str, Any]:
    """A judgement as the answer of method §8: exact value, printed figures, sentence and steps.

    Keys that do not apply are absent; ``verdict`` is always there, null where nothing was asked.
    ``noun_vi`` and ``noun_en`` name what is counted; ``period`` is the frequency of the reports and
    ``qualifier`` that of the value.
    """
    figures = {name: getattr(found, name) for name in ("percent", "per_year", "completion", "excess")}
    reply: dict[str, Any] = {
        "verdict": None if found.verdict is None else found.verdict.value,
        "reason": found.reason,
        "value": None if found.value is None else str(found.value),
        **{name: None if value is None else printed(value, digits, rounding) for name, value in figures.items()},
        "allowed": None if found.allowed is None else str(found.allowed),
        "denominator": None if found.denominator is None else str(found.denominator),
        "needed": _needed(found, rounding, digits),
        "limits": None if found.limits is None else list(found.limits),
    }
    reply = {name: value for name, value in reply.items() if value is not None or name == "verdict"}
    nouns = {"vi": noun_vi, "en": noun_en}
    reply["sentence"] = {
        lang: wording.sentence(
            found, lang, rounding=rounding, digits=digits, noun=nouns[lang], period=period, qualifier=qualifier
        )
        for lang in LANGUAGES
    }
    lines = {lang: wording.steps(found, lang, rounding=rounding, digits=digits) for lang in LANGUAGES}
    reply["steps"] = [dict(zip(lines, line, strict=True)) for line in zip(*lines.values(), strict=True)]
    return reply


def _needed(found: Judgement, rounding: Rounding, digits: int) -> dict[str, str] | None:
    need = found.needed
    if need is None:
        return None
    figures = {"total": need.total, "per_period": need.per_period}
    reply = {
        name: str(value) if value.denominator == 1 else printed(value, digits, rounding)
        for name, value in figures.items()
        if value is not None
    }
    return reply if need.periods is None else {**reply, "periods": str(need.periods)}
