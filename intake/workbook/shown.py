"""Numbers of a workbook as texts: with a decimal comma, a percent sign or as a date where their format says so."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from math import isfinite

PLAIN, PERCENT, DATE, TIME, ELAPSED = "", "%", "date", "time", "elapsed"

BUILT_IN = {9: PERCENT, 10: PERCENT, **dict.fromkeys((*range(14, 18), 22), DATE)}
BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 45, 47), TIME) | {46: ELAPSED}
BUILT_IN |= dict.fromkeys((*range(27, 37), *range(50, 59)), DATE)
"""Formats that workbooks name by number only (ECMA-376 part 1, 18.8.30)."""

_SILENT = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_LAST_DAY = 2_958_466


def kind_of(code: str) -> str:
    """What a format makes of a number: one of the five kinds, or ``0`` and how many digits it always shows (``05``)."""
    shown = _SILENT.sub("", code).partition(";")[0].lower().replace("general", "").strip()
    if "%" in shown:
        return PERCENT
    if re.search(r"\[[hms]+\]", shown):
        return ELAPSED
    if re.search("[yd]", shown) or ("m" in shown and not re.search("[hs]", shown)):
        return DATE
    if re.search("[hs]", shown):
        return TIME
    return f"0{len(shown)}" if re.fullmatch("0{2,99}", shown) else PLAIN


def shown(raw: str, kind: str, from_1904: bool = False) -> str:
    """The text of a stored number. Fifteen digits count, as in the workbook's own program; what is no number stays."""
    if not kind and raw.isdigit() and raw.isascii() and len(raw) < 16 and (raw[0] != "0" or raw == "0"):
        return raw
    try:
        value = float(raw)
    except ValueError:
        return raw.strip()
    if not isfinite(value):
        return raw.strip()
    if not kind:
        return plain(value)
    if kind == PERCENT:
        return percent(value)
    if kind[0] == "0":
        text = plain(value)
        return text.zfill(int(kind[1:])) if text.isdigit() else text
    return _moment(value, kind, from_1904) or plain(value)


def plain(value: float) -> str:
    """``1376``, ``1,376``, ``-0,5``; never with an exponent."""
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{Decimal(text):f}"
    return "0" if text == "-0" else text.replace(".", ",")


def percent(value: float) -> str:
    """``58,84%`` of 0.5884, to the same digits."""
    hundredfold = (Decimal(f"{value:.15g}") * 100).normalize()
    return f"{hundredfold:f}%".replace(".", ",") if hundredfold else "0%"


def _moment(value: float, kind: str, from_1904: bool) -> str | None:
    """An ISO day, with the time where it is not midnight; a time alone for what lies before the first day."""
    seconds = round(value * 86_400)
    if not 0 <= seconds < _LAST_DAY * 86_400:
        return None
    days, rest = divmod(seconds, 86_400)
    if kind == ELAPSED or (days == 0 and (rest or kind == TIME)):
        return clock(seconds if kind == ELAPSED else rest)
    if from_1904:
        first = datetime(1904, 1, 1)  # noqa: DTZ001 - a day of the sheet, in no time zone
    elif days == 60:
        return None
    else:
        first = datetime(1899, 12, 30 if days > 60 else 31)  # noqa: DTZ001 - as above
    try:
        day = first + timedelta(days=days)
    except OverflowError:
        return None
    return f"{day:%Y-%m-%d}" if not rest else f"{day:%Y-%m-%d} {clock(rest)}"


def clock(seconds: int) -> str:
    """``08:30:00``; hours go on above a day."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
