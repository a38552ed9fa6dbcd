"""The mapping file: questions about files of one layout and a person's answers, as JSON that anyone can fill in.

``{"format": "moc-mapping", "version": 1, "answers": [{"code": …, "key": …, "answer": …}, …]}``. An entry whose answer
is null is a question that is still open; what else stands in an entry (``text``, ``candidates``) is there to be read.
"""

from __future__ import annotations

import json
from typing import Any

from flows.submit.examined import Examined

FORMAT, VERSION = "moc-mapping", 1

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest mapping file that is read."""

LONGEST = 2_000
"""Letters of the longest code, key or answer."""


class BadMapping(ValueError):
    """A mapping file that cannot be read; says in one line what is wrong and where."""


def read(data: bytes) -> dict[tuple[str, str], str]:
    """The answers of a mapping file, by code and key; open questions left out. Raises :class:`BadMapping`."""
    entries = _entries(data)
    answers: dict[tuple[str, str], str] = {}
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise BadMapping(f"answer {number} is no object with 'code', 'key' and 'answer'")
        code, key = (_text(entry, name, number) for name in ("code", "key"))
        if not code:
            raise BadMapping(f"answer {number} has an empty 'code'")
        if "answer" not in entry:
            raise BadMapping(f"answer {number} has no 'answer'; write null to leave it open")
        if entry["answer"] is None:
            continue
        answer = _text(entry, "answer", number).strip()
        if not answer:
            raise BadMapping(f"answer {number} is empty; write null to leave it open")
        if answers.setdefault((code, key), answer) != answer:
            raise BadMapping(f"answer {number} answers a question that an earlier one has answered otherwise")
    return answers


def write(examined: Examined) -> bytes:
    """The mapping file of an examined file: the answers that were used, then every open question with its candidates.

    A question to which no answer could be used is open. The same file, examined with what this gives once it is filled
    in, leaves no question open.
    """
    asked = {(each.code, each.key) for each in examined.questions}
    used = [
        {"code": code, "key": key, "answer": answer}
        for (code, key), answer in sorted(examined.answers.items())
        if (code, key) not in asked
    ]
    still_open = [
        {
            "code": each.code,
            "key": each.key,
            "text": each.text,
            **{name: value for name in ("sheet", "row", "column") if (value := getattr(each, name)) is not None},
            "candidates": list(each.candidates),
            "answer": None,
        }
        for each in examined.questions
    ]
    whole = {"format": FORMAT, "version": VERSION, "answers": [*used, *still_open]}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _entries(data: bytes) -> list[Any]:
    if len(data) > LARGEST:
        raise BadMapping(f"no mapping file: more than {LARGEST // 1024 // 1024} MB")
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadMapping("no mapping file: the text is not UTF-8") from None
    except json.JSONDecodeError as wrong:
        raise BadMapping(f"no JSON: line {wrong.lineno}, column {wrong.colno}: {wrong.msg}") from None
    except (RecursionError, ValueError):  # nested beyond reason; a number of thousands of digits
        raise BadMapping("no mapping file: JSON that nobody would write") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise BadMapping(f'no mapping file: it does not say "format": "{FORMAT}"')
    if whole.get("version") != VERSION or whole["version"] is True:
        raise BadMapping(f"a mapping file of another version than {VERSION}")
    if not isinstance(whole.get("answers"), list):
        raise BadMapping("the mapping file has no list 'answers'")
    return list(whole["answers"])


def _text(entry: dict[str, Any], name: str, number: int) -> str:
    text = entry.get(name)
    if not isinstance(text, str):
        raise BadMapping(f"answer {number} has no text '{name}'")
    if len(text) > LONGEST or "\0" in text or text.encode("utf-8", "replace").decode() != text:
        raise BadMapping(f"the '{name}' of answer {number} is no text that a file holds")
    return text
