"""Texts put right one by one: a JSON string a line in, the text in plain Unicode out. No store, no neighbours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from flows.by_hand import on_one_line
from flows.submit.problems import shortened
from intake.text import Lost, clean_text
from report.text import say

UNICODE = "unicode"
"""Name of the encoding of a text that was Unicode in normal form C; blanks and invisible signs do not count."""


def clean_lines(lines: Iterable[str], lang: str) -> Iterator[tuple[str, bool]]:
    """One answer a line, in order, as JSON on one line; false where the answer is an error.

    ``{"text", "encoding"}``, the encoding being ``unicode``, ``nfd``, ``tcvn3``, ``vni``, ``viqr`` or ``mojibake``; or
    ``{"error": {"code", "message"}}``, the code being ``accents_lost``, ``accents_doubled`` or ``not_a_string``. Blank
    lines are passed over.
    """
    for line in lines:
        if not line.strip():
            continue
        reply = _answer(line, lang)
        yield on_one_line(json.dumps(reply, ensure_ascii=False)), "error" not in reply


def _answer(line: str, lang: str) -> dict[str, Any]:
    try:
        text = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        text = None
    if not isinstance(text, str):
        message = say(lang, "clean.not_a_string", text=shortened(line.strip()))
        return {"error": {"code": "not_a_string", "message": message}}
    found = clean_text(text)
    if isinstance(found, Lost):
        message = say(lang, f"problem.{found.code}.message", text=shortened(text))
        return {"error": {"code": found.code, "message": message}}
    return {"text": found.text, "encoding": found.encoding or UNICODE}
