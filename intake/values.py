"""What a cell says: a count, a share as two counts, yes or no, a class; or one of the ways of saying nothing.

``0``, not reported, not applicable and not rated yet are four different answers. Percentages are never turned into
counts, and a dot before three digits is never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from intake.words import folded
from metrics.periods import BadPeriod, Period, day, half, nine_months, parse, quarter, year
from metrics.schema import QUALIFIERS, STATES

REPORTED, NOT_APPLICABLE, NOT_RATED, NOT_REPORTED = range(len(STATES))
EXACT, AT_LEAST, AT_MOST, ABOUT = range(len(QUALIFIERS))

LARGEST = 1_000_000_000
"""Counts above this are a slip of the hand: no province has a thousand million of anything."""

STATE_WORDS = {
    **dict.fromkeys(("reported", "đã báo cáo", "có số liệu"), REPORTED),
    **dict.fromkeys(("-", "na", "n/a", "not_applicable", "not applicable", "không áp dụng"), NOT_APPLICABLE),
    **dict.fromkeys(("not_rated", "not rated", "not rated yet", "chưa xếp loại", "chưa đánh giá"), NOT_RATED),
    **dict.fromkeys(("chưa phân loại", "chưa đánh giá, xếp loại", "chưa đánh giá, chưa xếp loại"), NOT_RATED),
    **dict.fromkeys(("not_reported", "not reported", "chưa báo cáo", "chưa có số liệu", "..."), NOT_REPORTED),
}
QUALIFIER_WORDS = {
    **dict.fromkeys(("exact", "đúng", "chính xác", "="), EXACT),
    **dict.fromkeys(("at_least", "at least", "hơn", "trên", "từ", "≥", ">=", ">", "over", "more than"), AT_LEAST),
    **dict.fromkeys(("at_most", "at most", "gần", "≤", "<=", "<", "nearly", "almost"), AT_MOST),
    **dict.fromkeys(("about", "khoảng", "~", "≈", "xấp xỉ", "ước", "approximately"), ABOUT),
}
_YES = frozenset(("1", "có", "x", "yes", "y", "true", "đúng", "01"))
_NO = frozenset(("0", "không", "no", "n", "false", "sai", "00", "không có"))
_ZERO = frozenset(("không", "không có", "none"))
_PREFIXES = sorted(QUALIFIER_WORDS, key=len, reverse=True)
_DIGITS = re.compile(r"\+?(\d+|\d{1,3}( \d{3})+)([.,]0{1,2})?")
_DECIMALS = re.compile(r"[+-]?\d[\d ]*[.,]\d+")
_THOUSANDS = re.compile(r"\d{1,3}([.,]\d{3})+")
_NEGATIVE = re.compile(r"-\s?\d.*|\(\s?\d[\d ]*\)")
_PLAIN_SHARE = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
_PERCENT = re.compile(r"[+-]?\d[\d ]*([.,]\d+)?\s?%")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says. ``code`` is the problem that kept it from being read; ``dash`` marks a bare dash."""

    num: int | None = None
    den: int | None = None
    qualifier: int = EXACT
    state: int = REPORTED
    code: str | None = None
    dash: bool = False


def read_count(text: str) -> Reading:
    """A whole number, 0 to :data:`LARGEST`, spaces between thousands allowed, or a word that stands for none."""
    word = folded(text)
    if (nothing := _no_figure(word)) is not None:
        return nothing
    if word in _ZERO:
        return Reading(0)
    qualifier, word = _qualified(word)
    if _THOUSANDS.fullmatch(word):
        return Reading(code="ambiguous_count")
    if _DIGITS.fullmatch(word):
        digits = re.split(r"[.,]", word)[0].replace(" ", "").removeprefix("+").lstrip("0") or "0"
        number = int(digits) if len(digits) <= 12 else LARGEST + 1
        return Reading(code="too_large") if number > LARGEST else Reading(number, qualifier=qualifier)
    if _NEGATIVE.fullmatch(word):
        return Reading(code="negative")
    return Reading(code="fractional" if _DECIMALS.fullmatch(word) else "not_a_count")


def read_share(text: str) -> Reading:
    """``11/15``: two counts. A percentage alone is refused, for it has lost them."""
    if plain := _PLAIN_SHARE.fullmatch(text):
        return Reading(int(plain[1]), int(plain[2]))
    word = folded(text)
    if (nothing := _no_figure(word)) is not None:
        return nothing
    qualifier, word = _qualified(word)
    halves = word.split("/")
    if len(halves) != 2:
        decimal = _PERCENT.fullmatch(word) or _DECIMALS.fullmatch(word)
        return Reading(code="percent_only" if decimal else "not_a_share")
    num, den = (read_count(each) for each in halves)
    if num.num is None or den.num is None or num.qualifier or den.qualifier:
        return Reading(code=num.code or den.code or "not_a_share")
    return Reading(num.num, den.num, qualifier)


def read_yes_no(text: str) -> Reading:
    """1 or 0, có or không, x for yes."""
    word = folded(text)
    if word in _YES:
        return Reading(1)
    if word in _NO:
        return Reading(0)
    if (nothing := _no_figure(word)) is not None:
        return nothing
    qualifier, rest = _qualified(word)
    return Reading(code="qualifier_here" if qualifier and rest in _YES | _NO else "not_yes_no")


def class_reader(classes: Sequence[str]) -> Callable[[str], Reading]:
    """Reader of class codes; the figure is the 0-based place of the class in its scheme."""
    places = {folded(code): place for place, code in enumerate(classes)}

    def read_class(text: str) -> Reading:
        word = folded(text)
        if word in places:
            return Reading(places[word])
        return _no_figure(word) or Reading(code="unknown_class")

    return read_class


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
        "dash": pl.Boolean,
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
        pl.lit(False).alias("dash"),
    )
    if odd.is_empty():
        return simple.select(READINGS.names())
    known = [
        (text, r.num, r.den, r.qualifier, r.state, r.code, r.dash)
        for text, r in zip(odd, map(reader, odd), strict=True)
    ]
    table = pl.DataFrame(known, schema=READINGS, orient="row")
    return simple.join(table, on="text", how="left", maintain_order="left", suffix="_read").select(
        "text", *(pl.coalesce(f"{name}_read", name).alias(name) for name in READINGS.names()[1:])
    )


def _no_figure(word: str) -> Reading | None:
    state = STATE_WORDS.get(word)
    if state is None or state == REPORTED:
        return None
    return Reading(state=state, dash=word == "-")


def _qualified(word: str) -> tuple[int, str]:
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
