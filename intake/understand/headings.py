"""What a heading says besides the name of an indicator: which part of a figure it holds, and in which unit of measure.

``value`` or nothing, ``percent``, ``cumulative`` (since the start of the year or term), ``den`` (a bare total) and
``num`` (a bare count), and what is never imported: ``comparison`` (an earlier period, a change, a plan, a rank).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.understand.spoken_periods import without_periods
from intake.words import folded

_MEASURE = (
    r"người|đồng chí|đ/c|đảng viên|đv|thôn|bản|thôn, bản|chi bộ|tổ chức|tccsđ|đảng bộ|lượt|lượt người|cuộc|đơn vị|xã"
    r"|cơ sở|trường|trạm|số lượng|sl|lần|vụ|hộ"
)
_BRACKETS = re.compile(rf"\((?:đvt|đơn vị tính)?\s*:?\s*(?:{_MEASURE}|[\d\s+\-*/=().]*|\*+)\s*\)")
_PERCENT_BRACKET = re.compile(r"\(\s*%\s*\)")
_COMPARISON = re.compile(
    r"\bcùng k[ỳì]\b|\bk[ỳì] trước\b|\bnăm trước\b|\bquý trước\b|\bđầu k[ỳì]\b|\bđầu năm\b|\bso (?:với|sánh|cùng)\b"
    r"|\btăng(?:,|/| \(\+\),?| hoặc)?\s*-?\s*giảm\b|^\s*(?:số )?(?:tăng|giảm)(?: \([+-]\))?\s*$|\bchênh lệch\b"
    r"|\bxếp (?:thứ|hạng)\b|\bthứ (?:hạng|bậc)\b|^\s*(?:kế hoạch|kh)(?: (?:giao|năm|quý|cả|\d).*)?$"
    r"|(?:%|\bđạt|\bvượt).*\b(?:kế hoạch|kh)\b|\bchỉ tiêu giao\b|\bmức giao\b|\bnghị quyết đề ra\b"
    r"|\bcompared\b|\bprevious\b|\blast (?:year|quarter|period)\b|\brank\b"
)
_CUMULATIVE = re.compile(
    r"\bl[uũ][ỹy] kế(?: từ đầu (?:năm|nhiệm kỳ))?|\blk\b|\bcộng dồn\b|\btừ đầu (?:năm|nhiệm kỳ)(?: đến nay)?\b"
    r"|\bcumulative\b|\byear to date\b"
)
_ADMITTED_UNTIL = re.compile(r"\b((?:kết nạp|phát triển|bồi dưỡng)\b.*?)\bđến nay\b")
_IN_PERIOD = re.compile(
    r"\b(?:phát sinh )?trong (?:k[ỳì]|quý|năm|tháng)\b|\bk[ỳì] này\b|\b(?:quý|năm) này\b|\bk[ỳì] báo cáo\b"
    r"|\b(?:có )?(?:đến )?cuối k[ỳì]\b|\bcó đến\b|\briêng quý\b|\bthis period\b"
)
_PERCENT = re.compile(r"\bt[ỷỉ] (?:lệ|trọng)\b(?:\s*\(?%\)?)?|%|\bphần trăm\b|\bper ?cent(?:age)?\b|\bshare\b|\brate\b")
_TOTAL = re.compile(r"(?:tổng|tổng số|tổng cộng|tổng chung|mẫu số|mẫu|ts|total|denominator)")
_COUNT = re.compile(
    r"(?:số lượng|sl|số|tử số|tử|trong đó|số đạt|đạt|count|numerator|(?:số )?thực hiện|kết quả|số liệu)"
)
_STRUCTURE = re.compile(
    r"\b(?:chia ra|trong đó|gồm|bao gồm|kết quả|thực hiện|số liệu|giá trị|tình hình|nội dung|chỉ tiêu)\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """``rest``: the levels without what is said here, from the top down, none empty. ``part`` as in the module's
    text, null where nothing is said. ``bare``: ``den`` or ``num`` where the last level is nothing but such a word.
    """

    rest: tuple[str, ...]
    part: str | None = None
    bare: str | None = None


def said(levels: Sequence[str]) -> Said:
    """What the levels of a heading say besides a name."""
    part: str | None = None
    bare: str | None = None
    rest: list[str] = []
    for place, level in enumerate(levels):
        text, one, lone = _level(level)
        part = "comparison" if "comparison" in (part, one) else one or part
        if place == len(levels) - 1:
            bare = lone
        if text:
            rest.append(text)
    return Said(tuple(rest), part, bare)


def _level(level: str) -> tuple[str, str | None, str | None]:
    text = folded(level)
    if _COMPARISON.search(_CUMULATIVE.sub(" ", text)):
        return "", "comparison", None
    percent = bool(_PERCENT_BRACKET.search(text))
    text = _BRACKETS.sub(" ", _PERCENT_BRACKET.sub(" ", text))
    part: str | None = None
    cumulative = _CUMULATIVE.sub(" ", _ADMITTED_UNTIL.sub(r"\1 ", text))
    if cumulative != text:
        part, text = "cumulative", cumulative
    text = without_periods(_IN_PERIOD.sub(" ", text))
    shorter = _PERCENT.sub(" ", text)
    if percent or shorter != text:
        part, text = "percent", shorter
    text = " ".join(text.split()).strip(" .,;:-+*/()[]")
    lone = "den" if _TOTAL.fullmatch(text) else "num" if _COUNT.fullmatch(text) else None
    text = " ".join(_STRUCTURE.sub(" ", text).split()).strip(" .,;:-+*/()[]")
    return ("" if (lone and part is None) or _TOTAL.fullmatch(text) or _COUNT.fullmatch(text) else text), part, lone
