"""Which texts the code can ever ask for, read from its source: whole keys, and keys put together from words in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.layers import FILES, ROOT

ANYTHING = "(.+)"


@cache
def source() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every text of the source, and a pattern for every text that it fills in."""
    texts, patterns = set(), set()
    for path in FILES:
        pieces: set[ast.AST] = set()
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            match node:
                case ast.JoinedStr(values=parts):
                    patterns.add("".join(_pattern(part) for part in parts))
                    pieces.update(parts)
                case ast.BinOp(op=ast.Add(), left=ast.Constant(value=str(text)) as left):
                    patterns.add(re.escape(text) + ANYTHING)
                    pieces.add(left)
                case ast.Constant(value=str(text)) if text.endswith(".{}"):
                    patterns.add(re.escape(text.removesuffix("{}")) + ANYTHING)
                case ast.Constant(value=str(text)) if node not in pieces:
                    texts.add(text)
    named = {each for each in patterns if re.search("[a-z]|_", each)}
    return frozenset(texts), tuple(re.compile(each) for each in sorted(named))


def is_asked_for(key: str) -> bool:
    """Whether the code has the key, or a pattern of it whose places are filled by words that the code has."""
    texts, patterns = source()
    if key in texts or any(f"{section}." in texts for section in _above(key)):
        return True
    if any(section in texts and "." in section and _word(key.removeprefix(f"{section}.")) for section in _above(key)):
        return True
    found = (pattern.fullmatch(key) for pattern in patterns if r"\." in pattern.pattern)
    return any(match and all(map(_word, match.groups())) for match in found)


@cache
def _word(text: str) -> bool:
    texts, patterns = source()
    if text in texts or text.isdigit():
        return True
    if "." in text:
        return all(map(_word, text.split(".")))
    found = (pattern.fullmatch(text) for pattern in patterns)
    return any(match and all(map(_word, match.groups())) for match in found)


def _above(key: str) -> Iterator[str]:
    parts = key.split(".")
    yield from (".".join(parts[:count]) for count in range(1, len(parts)))


def _pattern(part: ast.expr) -> str:
    match part:
        case ast.Constant(value=text):
            return re.escape(str(text))
        case ast.FormattedValue(value=ast.IfExp(body=ast.Constant(value=one), orelse=ast.Constant(value=other))):
            return f"({one}|{other})"
    return ANYTHING
