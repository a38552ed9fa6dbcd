"""Periods as titles, sheet names and headings speak of them: ``Quý III/2025``, ``Q.III``, ``6 tháng đầu năm``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from intake.words import folded
from metrics.periods import BadPeriod, Period, half, nine_months, parse, quarter, year

_YEAR = r"(?:\s*(?:,|/|\.|-|n[ăa]m)?\s*(?:n[ăa]m\s*)?(?P<year>(?:19|20)\d\d)\b)"
_CODE_YEAR = r"\b(?P<year>(?:19|20)\d\d)"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Period]], ...] = (
    (re.compile(rf"{_CODE_YEAR}[ -]?q(?P<number>[1-4])\b"), lambda m, y: quarter(y, int(m["number"]))),
    (re.compile(rf"{_CODE_YEAR}-h(?P<number>[12])\b"), lambda m, y: half(y, int(m["number"]))),
    (re.compile(rf"{_CODE_YEAR}-9m\b"), lambda m, y: nine_months(y)),
    (
        re.compile(rf"\b(?:qu[ýíy]|q)[ .]*(?P<number>[1-4]|iv|i{{1,3}})\b{_YEAR}?"),
        lambda m, y: quarter(y, _ROMAN.get(m["number"]) or int(m["number"])),
    ),
    (re.compile(rf"\b0?(?:6|sáu) th[áa]ng đ?d?[ầa]u(?: n[ăa]m\b)?{_YEAR}?"), lambda m, y: half(y, 1)),
    (re.compile(rf"\b0?(?:6|sáu) th[áa]ng cu[ốo]i(?: n[ăa]m\b)?{_YEAR}?"), lambda m, y: half(y, 2)),
    (re.compile(rf"\b0?(?:6|sáu) th[áa]ng\b{_YEAR}"), lambda m, y: half(y, 1)),
    (re.compile(rf"\b0?(?:9|chín) th[áa]ng(?: đ?d?[ầa]u)?(?: n[ăa]m\b)?{_YEAR}?"), lambda m, y: nine_months(y)),
    (re.compile(rf"\b(?:12 th[áa]ng|cả n[ăa]m){_YEAR}"), lambda m, y: year(y)),
    (re.compile(r"\bn[ăa]m (?P<year>(?:19|20)\d\d)\b"), lambda m, y: year(y)),
)
_BESIDE = re.compile(
    r"\bngày\s*[\d….]*\s*tháng\s*[\d….]*\s*năm\s*(?:[\d….]+)?"
    r"|\bnhiệm kỳ\s*(?:[ivx]+\s*)?(?:(?:19|20)\d\d\s*-\s*(?:19|20)\d\d)?"
    r"|\b(?:nghị quyết|kế hoạch|hướng dẫn|quyết định|công văn|thông báo|kết luận)\s+(?:số\s*)?\d[^,;()]*"
    r"|\b(?:so với|cùng kỳ|kỳ trước|năm trước)\b.*"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A period that a text names. ``sure`` is false where the text left out the year and another was put in."""

    period: Period
    text: str
    sure: bool


def spoken(text: str, default_year: int | None = None) -> tuple[Spoken, ...]:
    """Every period a text names, in its order; longer mentions hide the shorter ones inside them.

    A day of signing, a term of office, numbers of documents and what is only compared with are no period. A period
    without a year is given the ``default_year``, or left out where there is none.
    """
    rest = _BESIDE.sub(lambda found: " " * len(found[0]), _plain(text))
    found: list[tuple[int, Spoken]] = []
    for form, made in _FORMS:
        for match in form.finditer(rest):
            said = match["year"]
            number = int(said) if said else default_year
            if number is not None:
                found.append((match.start(), Spoken(made(match, number), match[0].strip(), said is not None)))
        rest = form.sub(lambda match: " " * len(match[0]), rest)
    return tuple(each for _, each in sorted(found, key=lambda one: one[0]))


def _plain(text: str) -> str:
    return folded(text.replace("_", " "))


def without_periods(text: str) -> str:
    """The text without its mentions of periods, folded."""
    rest = _plain(text)
    for form, _ in _FORMS:
        rest = form.sub(" ", rest)
    return " ".join(rest.split())


def whole_period(text: str, default_year: int | None = None) -> Period | None:
    """The period of a cell or heading that says nothing else; null for any other text."""
    try:
        return parse(folded(text).upper())
    except BadPeriod:
        pass
    found = spoken(text, default_year)
    rest = re.sub(r"\b(kỳ|kỳ báo cáo|số liệu|thực hiện|kết quả)\b|[\W_]", "", without_periods(text))
    return found[0].period if len(found) == 1 and not rest else None
