"""Figures, days and periods as people write them, in Vietnamese and in English; and the order of names.

Every function takes exact values and rounds once, by :mod:`metrics.exact`. A space between a figure and
its unit does not break; minus is U+2212.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from fractions import Fraction
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from metrics import exact
from metrics.goals import Op, Qualifier, Rounding, Target, TargetUnit
from metrics.periods import Period, PeriodKind
from report.text import say

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"

_ROMAN = ("I", "II", "III", "IV")


@lru_cache
def _symbols(lang: str) -> tuple[str, str]:
    locale = Locale.parse(lang)
    return get_decimal_symbol(locale), get_group_symbol(locale)


def localised(machine: str, lang: str) -> str:
    """A number in machine format (``-1234.50``) with the language's decimal sign, groups and a real minus."""
    decimal, group = _symbols(lang)
    sign, digits = (MINUS, machine[1:]) if machine.startswith("-") else ("", machine)
    whole, _, part = digits.partition(".")
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", group, whole)
    return f"{sign}{grouped}{decimal}{part}" if part else f"{sign}{grouped}"


def number(value: Fraction | int, lang: str, digits: int | None = None, rounding: Rounding = Rounding.HALF_UP) -> str:
    """``1.234,50`` in Vietnamese, ``1,234.50`` in English.

    With ``digits`` null a value that a few decimals print without loss is printed so (``20``, ``3,8``),
    any other with two.
    """
    if digits is None:
        lossless = exact.decimals(Fraction(value))
        digits = lossless if lossless is not None and lossless <= 4 else 2
    return localised(exact.printed(Fraction(value), digits, rounding), lang)


def signed(value: Fraction | int, lang: str, digits: int | None = None, rounding: Rounding = Rounding.HALF_UP) -> str:
    """A change with its sign: ``+5``, ``−3``; what prints as zero has none."""
    text = number(value, lang, digits, rounding)
    return f"+{text}" if value > 0 and any(figure in text for figure in "123456789") else text


def percent(
    value: Fraction | int,
    lang: str,
    digits: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
    *,
    trim: bool = False,
) -> str:
    """A value in per cent: ``58,84 %`` in Vietnamese, ``58.84%`` in English.

    ``trim`` drops the decimals of whole values.
    """
    if trim and Fraction(value).denominator == 1:
        digits = 0
    return f"{number(value, lang, digits, rounding)}{_percent_sign(lang)}"


def points(value: Fraction | int, lang: str, digits: int | None = None, rounding: Rounding = Rounding.HALF_UP) -> str:
    """Percentage points: ``3,1 điểm %``, ``3.1 points``."""
    return f"{number(value, lang, digits, rounding)}{unit_suffix(TargetUnit.POINTS, lang)}"


def measure(
    value: Fraction | int,
    unit: TargetUnit,
    lang: str,
    digits: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
    *,
    trim: bool = False,
) -> str:
    """A value in a target's unit: ``135``, ``93,1 %``, ``41 điểm %``, ``19,61 %/năm``."""
    if trim and Fraction(value).denominator == 1:
        digits = 0
    return f"{number(value, lang, digits, rounding)}{unit_suffix(unit, lang)}"


def unit_suffix(unit: TargetUnit, lang: str) -> str:
    """What follows a figure of this unit, its space included; nothing for counts."""
    match unit:
        case TargetUnit.COUNT:
            return ""
        case TargetUnit.PERCENT:
            return _percent_sign(lang)
        case TargetUnit.POINTS:
            return SPACE + say(lang, "unit_of_target.points").replace(" ", SPACE)
        case TargetUnit.PERCENT_PER_YEAR:
            words = say(lang, "unit_of_target.percent_per_year").replace(" ", SPACE)
            return SPACE + words if lang == "vi" else words


def _percent_sign(lang: str) -> str:
    return f"{SPACE}%" if lang == "vi" else "%"


OP_WORDS = {
    Op.BAND: "band",
    Op.AT_LEAST: "at_least",
    Op.ABOVE: "above",
    Op.AT_MOST: "at_most",
    Op.BELOW: "below",
}
"""The last part of the keys that say an operator."""


def target(asked: Target, lang: str) -> str:
    """A target in words: ``15–20 %/năm``, ``từ 20 %/năm``, ``trên 5.000``, ``không quá 20 %``."""
    suffix = unit_suffix(asked.unit, lang)
    if asked.op is Op.BAND and asked.low is not None and asked.high is not None:
        low, high = number(asked.low, lang), number(asked.high, lang)
        return say(lang, "target.band", low=low, high=f"{high}{suffix}")
    if asked.value is None:
        raise ValueError(f"a target {asked.op} needs a value")
    return say(lang, f"target.{OP_WORDS[asked.op]}", value=f"{number(asked.value, lang)}{suffix}")


def qualified(text: str, qualifier: Qualifier, lang: str) -> str:
    """A printed figure with its qualifier: ``hơn 500``, ``gần 78 %``, ``khoảng 30``."""
    return say(lang, f"qualifier.{qualifier}", value=text)


def day(on: date, lang: str) -> str:
    """``23/05/2016`` in Vietnamese, ``23 May 2016`` in English."""
    return format_date(on, "dd/MM/yyyy" if lang == "vi" else "d MMMM yyyy", locale=lang)


def period(when: Period, lang: str) -> str:
    """``Quý IV/2019``, ``6 tháng đầu năm 2019``, ``Năm 2019``, ``23/05/2016``; ``Q4 2019`` in English."""
    match when.kind:
        case PeriodKind.DAY:
            return day(when.last, lang)
        case PeriodKind.QUARTER:
            return say(lang, "period.quarter", number=_quarter(when, lang), year=when.last.year)
        case PeriodKind.HALF:
            return say(lang, f"period.half_{when.last.month // 6}", year=when.last.year)
        case PeriodKind.NINE_MONTHS:
            return say(lang, "period.nine_months", year=when.last.year)
        case PeriodKind.YEAR:
            return say(lang, "period.year", year=when.last.year)
        case PeriodKind.TERM:
            return say(lang, "period.term", first=when.first.year, last=when.last.year)


def period_short(when: Period, lang: str) -> str:
    """A period beside another of the same year: ``Quý III``; the full form where there is no shorter one."""
    if when.kind is PeriodKind.QUARTER:
        return say(lang, "period.quarter_short", number=_quarter(when, lang))
    return period(when, lang)


def _quarter(when: Period, lang: str) -> str:
    place = when.last.month // 3
    return _ROMAN[place - 1] if lang == "vi" else str(place)


_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_PIECES = re.compile(r"\d+|\D")

SortKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]


def sort_key(name: str) -> SortKey:
    """Order of Vietnamese names: a ă â b … d đ e ê …, then tones (ngang huyền hỏi ngã sắc nặng), figures by value.

    ``Chi bộ 2`` comes before ``Chi bộ 10``, ``Điện Biên`` after ``Duy Tiên``. Upper and lower case are equal.
    """
    places: list[tuple[int, int]] = []
    tones: list[int] = []
    for piece in _PIECES.findall(unicodedata.normalize("NFC", name.strip()).lower()):
        if piece.isdecimal():
            places.append((1, int(piece)))
            tones.append(0)
            continue
        plain, tone = _split(piece)
        if plain in _LETTERS:
            places.append((2, _LETTERS[plain]))
        elif plain.isalpha():
            places.append((3, ord(plain)))
        else:
            places.append((0, ord(plain)))
        tones.append(tone)
    return tuple(places), tuple(tones), name


@lru_cache(maxsize=512)
def _split(letter: str) -> tuple[str, int]:
    """A letter without its tone, and the tone's place in the order."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    kept = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    if kept not in _LETTERS and len(kept) == 1:
        base = unicodedata.normalize("NFD", kept)[0]
        kept = base if base in _LETTERS else kept
    return kept[:1] or " ", tone
