"""What a cell says: a count, yes or no; or one of the ways of saying nothing.

``0``, not reported, not applicable and not rated yet are four different answers. A dot or comma before three digits is
left open (``separated``): only the column can say what it means, see :mod:`intake.values.separators`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from intake.values.dated import read_date
from intake.words import folded
from metrics.periods import BadPeriod, Period, day, half, nine_months, parse, quarter, year
from metrics.schema import QUALIFIERS, STATES

REPORTED, NOT_APPLICABLE, NOT_RATED, NOT_REPORTED = range(len(STATES))
EXACT, AT_LEAST, AT_MOST, ABOUT = range(len(QUALIFIERS))

LARGEST = 1_000_000_000
"""Counts above this are a slip of the hand: no province has a thousand million of anything."""

SEPARATED, DATED = "separated", "dated"
"""Codes of readings that are settled by their column, and never become problems."""

STATE_WORDS = {
    **dict.fromkeys(("reported", "đã báo cáo", "có số liệu"), REPORTED),
    **dict.fromkeys(("-", "na", "n/a", "not_applicable", "not applicable", "không áp dụng"), NOT_APPLICABLE),
    **dict.fromkeys(("not_rated", "not rated", "not rated yet", "chưa xếp loại", "chưa đánh giá"), NOT_RATED),
    **dict.fromkeys(("chưa phân loại", "chưa đánh giá, xếp loại", "chưa đánh giá, chưa xếp loại"), NOT_RATED),
    **dict.fromkeys(("chưa xếp loại chất lượng", "chưa đánh giá xếp loại", "chưa đg, xl"), NOT_RATED),
    **dict.fromkeys(
        ("not_reported", "not reported", "chưa báo cáo", "chưa có số liệu", "...", "chưa có"), NOT_REPORTED
    ),
}
QUALIFIER_WORDS = {
    **dict.fromkeys(("exact", "đúng", "chính xác", "="), EXACT),
    **dict.fromkeys(("at_least", "at least", "hơn", "trên", "từ", "≥", ">=", ">", "over", "more than"), AT_LEAST),
    **dict.fromkeys(("ít nhất", "tối thiểu", "không dưới", "không ít hơn"), AT_LEAST),
    **dict.fromkeys(("at_most", "at most", "gần", "≤", "<=", "<", "nearly", "almost"), AT_MOST),
    **dict.fromkeys(("nhiều nhất", "tối đa", "không quá", "dưới", "chưa đến", "chưa tới"), AT_MOST),
    **dict.fromkeys(("about", "khoảng", "~", "≈", "xấp xỉ", "ước", "approximately"), ABOUT),
    **dict.fromkeys(("trên dưới", "chừng", "độ", "ước khoảng", "ước đạt", "khoảng chừng"), ABOUT),
}
_YES = frozenset(("1", "có", "x", "yes", "y", "true", "đúng", "01"))
_NO = frozenset(("0", "không", "no", "n", "false", "sai", "00", "không có"))
_ZERO = frozenset(("không", "không có", "none"))
_PREFIXES = sorted(QUALIFIER_WORDS, key=len, reverse=True)
_WHOLE = r"\+?(?:\d+|\d{1,3}(?: \d{3})+|\d{1,3}(?:['’]\d{3})+)"
_DIGITS = re.compile(rf"({_WHOLE})([.,]0{{1,2}})?")
_GROUPED = re.compile(
    r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,}(?:,0{1,2})?|(?:,\d{3}){2,}(?:\.0{1,2})?|\.\d{3},0{1,2}|,\d{3}\.0{1,2})"
)
_SEPARATED = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_DECIMALS = re.compile(r"[+-]?\d[\d ]*[.,]\d+")
_NEGATIVE = re.compile(r"-\s?\d.*")
_BRACKETS = re.compile(r"\(\s?\d[\d .,]*\)")
_FORMULA_ERROR = re.compile(r"#(ref!|div/0!|n/a|name\?|num!|null!|value!|#+|getting_data|spill!|calc!)|err:\d+", re.I)
_NUMBER = r"\d[\d ]*(?:[.,]\d+)*\s?%?"
_RANGE = re.compile(rf"(?:từ )?({_NUMBER})\s?(?:-|~|÷|đến|tới|to)\s?({_NUMBER})")
_WORDED = re.compile(r"(\d[\d .,]*?) ([^\W\d_]{2,}(?: [^\W\d_]{2,}){0,3})")
_NO_UNIT = frozenset(
    re.split(
        r"\s+",
        "nghìn ngàn triệu tỷ tỉ vạn chục trăm tá rưỡi nửa phần percent tr chưa không giảm tăng thiếu hơn kém gần còn"
        " trên dưới trở lẻ hoặc hay và đến tới",
    )
)
"""Words after a number that change what it says."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says. ``code`` is the problem that kept it from being read, or what its column has to settle;
    ``told`` what was taken for granted: ``dash`` (not applicable) or ``unit_words`` (a word after the number).
    """

    num: int | None = None
    den: int | None = None
    qualifier: int = EXACT
    state: int = REPORTED
    code: str | None = None
    told: str | None = None


def read_count(text: str, *, thousands: bool = False) -> Reading:
    """A whole number, 0 to :data:`LARGEST`, blanks between thousands allowed, or a word that stands for none.

    With ``thousands`` a single dot or comma separates thousands, zeros lost at the end included: 1,37 is 1370.
    """
    word = folded(text).lstrip("'’`").lstrip()
    if (nothing := no_figure(word)) is not None:
        return nothing
    if word in _ZERO:
        return Reading(0)
    if _FORMULA_ERROR.fullmatch(word):
        return Reading(code="formula_error")
    if read_date(word):
        return Reading(code="date_as_count")
    if _RANGE.fullmatch(word):
        return Reading(code="range_given")
    qualifier, word = qualified(word)
    told = None
    if (worded := _WORDED.fullmatch(word)) and not _NO_UNIT & set(worded[2].split()):
        told, word = "unit_words", worded[1].rstrip()
    digits = _whole(word, thousands)
    if digits is not None:
        number = int(digits) if len(digits) <= 12 else LARGEST + 1
        return Reading(code="too_large") if number > LARGEST else Reading(number, qualifier=qualifier, told=told)
    return Reading(code=_misread(word))


def _whole(word: str, thousands: bool) -> str | None:
    """The digits of a whole number, null where the word is none."""
    if plain := _DIGITS.fullmatch(word):
        return re.sub(r"\D", "", plain[1]).lstrip("0") or "0"
    if _GROUPED.fullmatch(word):
        return re.sub(r"\D", "", re.sub(r"[.,]0{1,2}$", "", word))
    if thousands and (lost := re.fullmatch(r"([1-9]\d{0,2})[.,](\d{1,3})", word)):
        return lost[1] + lost[2].ljust(3, "0")
    return None


def _misread(word: str) -> str:
    if _SEPARATED.fullmatch(word):
        return SEPARATED
    if _NEGATIVE.fullmatch(word):
        return "negative"
    if _BRACKETS.fullmatch(word):
        return "bracketed"
    return "fractional" if _DECIMALS.fullmatch(word) else "not_a_count"


def range_ends(text: str) -> tuple[str, str] | None:
    """Both ends of "4 đến 5", "90–100", "15-20%" as written; null for anything else."""
    found = _RANGE.fullmatch(folded(text).lstrip("'’`").lstrip())
    return (found[1].strip(), found[2].strip()) if found else None


def read_yes_no(text: str) -> Reading:
    """1 or 0, có or không, x for yes."""
    word = folded(text).lstrip("'’`").lstrip()
    if word in _YES:
        return Reading(1)
    if word in _NO:
        return Reading(0)
    if (nothing := no_figure(word)) is not None:
        return nothing
    if _FORMULA_ERROR.fullmatch(word):
        return Reading(code="formula_error")
    qualifier, rest = qualified(word)
    return Reading(code="qualifier_here" if qualifier and rest in _YES | _NO else "not_yes_no")


def read_period(text: str) -> Period | None:
    """A period in its code (2019-Q4) or as offices write it (Quý IV/2019, 9 tháng năm 2019); null for anything else."""
    word = folded(text)
    try:
        return parse(word.upper())
    except BadPeriod:
        pass
    for form, made in _PERIOD_FORMS:
        if found := form.fullmatch(word):
            try:
                return made(found)
            except ValueError:
                return None
    return None


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PERIOD_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (
        re.compile(rf"(?:quý|q)[ .]*(?P<number>[1-4]|i{{1,3}}|iv)\s*(?:[/. -]|năm)\s*{_YEAR}"),
        lambda m: quarter(int(m["year"]), _ROMAN.get(m["number"]) or int(m["number"])),
    ),
    (re.compile(rf"{_YEAR}\s?q(?P<number>[1-4])"), lambda m: quarter(int(m["year"]), int(m["number"]))),
    (re.compile(rf"6 tháng đầu năm {_YEAR}"), lambda m: half(int(m["year"]), 1)),
    (re.compile(rf"6 tháng cuối năm {_YEAR}"), lambda m: half(int(m["year"]), 2)),
    (re.compile(rf"9 tháng (?:đầu )?năm {_YEAR}"), lambda m: nine_months(int(m["year"]))),
    (re.compile(rf"năm {_YEAR}"), lambda m: year(int(m["year"]))),
    (
        re.compile(rf"(?P<day>\d\d?)[/.](?P<month>\d\d?)[/.]{_YEAR}"),
        lambda m: day(date(int(m["year"]), int(m["month"]), int(m["day"]))),
    ),
)

READINGS = pl.Schema(
    {
        "text": pl.String,
        "num": pl.Int64,
        "den": pl.Int64,
        "qualifier": pl.Int8,
        "state": pl.Int8,
        "code": pl.String,
        "told": pl.String,
    }
)


def read_column(texts: pl.Series, reader: Callable[[str], Reading], *, plain_counts: bool) -> pl.DataFrame:
    """Readings of a column, one a cell in its order, columns of :data:`READINGS`; null cells give null readings.

    Every distinct text is read once. With ``plain_counts`` plain digits are cast without asking the reader.
    """
    frame = texts.alias("text").to_frame()
    cast = pl.col("text").cast(pl.Int64, strict=False) if plain_counts else pl.lit(None, pl.Int64)
    frame = frame.with_columns(cast.alias("num"))
    frame = frame.with_columns(pl.when(pl.col("num").is_between(0, LARGEST)).then("num").alias("num"))
    odd = frame.filter(pl.col("text").is_not_null() & pl.col("num").is_null())["text"].unique()
    simple = frame.with_columns(
        pl.lit(None, pl.Int64).alias("den"),
        pl.lit(EXACT, pl.Int8).alias("qualifier"),
        pl.lit(REPORTED, pl.Int8).alias("state"),
        pl.lit(None, pl.String).alias("code"),
        pl.lit(None, pl.String).alias("told"),
    )
    if odd.is_empty():
        return simple.select(READINGS.names())
    known = [
        (text, r.num, r.den, r.qualifier, r.state, r.code, r.told)
        for text, r in zip(odd, map(reader, odd), strict=True)
    ]
    table = pl.DataFrame(known, schema=READINGS, orient="row")
    return simple.join(table, on="text", how="left", maintain_order="left", suffix="_read").select(
        "text", *(pl.coalesce(f"{name}_read", name).alias(name) for name in READINGS.names()[1:])
    )


def no_figure(word: str) -> Reading | None:
    """The reading of a folded word that stands for having no figure, null for all others."""
    state = STATE_WORDS.get(word)
    if state is None or state == REPORTED:
        return None
    return Reading(state=state, told="dash" if word == "-" else None)


def qualified(word: str) -> tuple[int, str]:
    """Qualifier and the rest of "hơn 500", "từ 500 trở lên", "~ 40"."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and (rest := word[len(prefix) :]):
            if prefix[-1].isalpha() and rest[0] != " ":
                continue
            return QUALIFIER_WORDS[prefix], rest.strip().removesuffix("trở lên").removesuffix("trở xuống").strip()
    if word.endswith(" trở lên"):
        return AT_LEAST, word.removesuffix("trở lên").strip()
    if word.endswith(" trở xuống"):
        return AT_MOST, word.removesuffix("trở xuống").strip()
    return EXACT, word
