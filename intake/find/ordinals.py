"""Numbering of rows: how it is written in a label, which level it belongs to, which signs are no numbering at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

BULLETS = ("-", "+", "*", "•", "–", "—")

IN_LABEL = (
    r"^(?:\(?(?P<sign>[IVXLC]{1,6}|[ABCDĐEGHKLabcdđeghikl]|ii|iii|iv|v|vi)\s*[.)]+\s*(?P<label>.*\S)"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,4})\s+(?P<under>\p{L}.*)"
    r"|\(?(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})\s*[.)/]+\s*(?P<named>[^\d\s.,/)%].*|\d\S*\s+\p{L}.*)"
    r"|(?P<roman>[IVX]{1,5})\s*[-–:]\s*(?P<headed>.*\S)"
    r"|(?P<dash>[-–—+*•])\s*(?P<dashed>[^\d\s.,/)%].*|\d\S*\s+\p{L}.*))$"
)
"""Numbering and label in one cell: ``I. Khối xã``, ``1. Xã``, ``1.2 Thôn``, ``a) Nữ``, ``- Dân tộc thiểu số``."""

SIGNS = ("sign", "dotted", "number", "roman", "dash")
LABELS = ("label", "under", "named", "headed", "dashed")
"""The groups of :data:`IN_LABEL` that hold the numbering and the label."""

_ROMAN = re.compile(r"[IVXLC]+")
_SMALL_ROMAN = re.compile(r"[ivx]{2,}")
_CAPITALS = "ABCDĐEGHIKL"
_EARLIER = {"V": {"III", "IV"}, "X": {"VIII", "IX"}, "v": {"iii", "iv"}}


def style_of(ordinal: str, seen: frozenset[str] = frozenset()) -> str:
    """The level that a sign belongs to. ``seen`` are the signs of the table: C is a letter where A or B is one."""
    if ordinal in BULLETS:
        return "-" if ordinal in "-–—" else ordinal
    if ordinal[0].isdigit():
        return "1" + "." * ordinal.strip(".").count(".")
    if len(ordinal) == 1 and ordinal.isupper() and ordinal not in "IVX" and (ordinal not in "CDL" or seen & {"A", "B"}):
        return "A"
    if _ROMAN.fullmatch(ordinal):
        return "I"
    if _SMALL_ROMAN.fullmatch(ordinal) or (ordinal in "ivx" and "ii" in seen):
        return "i"
    return "a" if ordinal.islower() else "A"


def doubtful(signs: Iterable[str]) -> list[str]:
    """Single letters with nothing before them in the same table: ``X. Đăk Long`` and ``B. Nà Pheo`` are names with an
    abbreviated kind, unless ``IX`` or ``A`` numbers another row.
    """
    seen = set(signs)
    found: list[str] = []
    for sign in seen:
        if len(sign) != 1 or not sign.isalpha() or sign in "AaIi":
            continue
        at = _CAPITALS.find(sign.upper())
        before = set(_CAPITALS[max(at - 2, 0) : at]) if at > 0 else set()
        if sign.islower():
            before = {each.lower() for each in before}
        if not seen & (before | _EARLIER.get(sign, set())):
            found.append(sign)
    return sorted(found)
