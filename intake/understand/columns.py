"""What the cells and headings of a table tell of its columns, before any indicator is looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from intake.cells import ROW
from intake.find.marks import MONTH_DAY
from intake.table import Table
from intake.understand.spoken_periods import whole_period
from intake.units import Match
from intake.words import folded

_SAMPLE = 2000
_TRIED = 40
_FIGURE = (
    r"^(?i)(?:(?:hơn|trên|gần|khoảng|từ|dưới|ước|[<>≤≥~≈+\-–−(])\s*)*\d[\d\s.,/%–\-]*\)?$"
    r"|^[-–—]+$|^(?i:x|có|không|không có|n/?a|\.\.\.)$|^#|" + MONTH_DAY
)
_ORDINAL = r"^(?i)(?:[ivxlc]+|\d{1,4}|\d{1,3}(?:\.\d{1,3})+|[a-zđ])[.)]?$|^[-+*•]$"
_ORDER = re.compile(r"(?:stt|tt|số tt|s\.t\.t|số thứ tự|no\.?|#|thứ tự)")
_NOTE = re.compile(
    r"(?:ghi chú|note|notes|giải trình|diễn giải|lý do|lí do|nguyên nhân|giải pháp|nội dung khác|remarks?)\b.*"
)
_PERIOD = re.compile(r"(?:period|kỳ|kì|kỳ báo cáo|kì báo cáo|quý|năm|thời gian|thời điểm|reporting period)")
_CODE = re.compile(r"(?:unit|unit[ _]code|code|mã\b.*)")
_WORD = re.compile(r"[^\W\d_]")
_MEASURE = re.compile(r"(?:đơn vị tính|đvt|đ\.v\.t|unit of measure)")
_UNIT = re.compile(
    r"(?:tên |mã )?(?:đơn vị|đv|đơn vị hành chính|đvhc|địa phương|địa bàn|xã|phường|xã,? phường.*|huyện.*|thôn.*|bản.*"
    r"|làng.*|tổ dân phố.*|đảng bộ.*|đảng ủy.*|chi bộ|tổ chức đảng|tccsđ|tên|unit|unit name|name|cơ quan.*"
    r"|trường|trạm.*)"
)
_INDICATOR = re.compile(
    r"(?:chỉ tiêu|tên chỉ tiêu|mã chỉ tiêu|tiêu chí|nội dung|danh mục|indicator|indicator code|đối tượng.*|loại hình.*)"
)
_LIKELY = 80


class Units(Protocol):
    """What is asked of an index of units."""

    def match(self, text: str, *, within: str | None = None) -> Match: ...


@dataclass(frozen=True, slots=True)
class Profile:
    """One column: how many of the cells looked at have text, which share of them are figures, ordinals, periods,
    names of units; ``coded`` where the units are codes; ``distinct`` different texts; what its heading says.

    Bare years and days (2019, 2021-11-15) are periods under a heading that says so only: elsewhere they are counts, the
    days on which something was reported, or what a spreadsheet made of fractions.
    """

    place: int
    filled: int
    figures: float
    ordinals: float
    periods: float
    units: float
    coded: bool
    distinct: int
    says: str | None

    @property
    def text(self) -> bool:
        """Mostly words."""
        return self.filled > 0 and self.figures < 0.5 and self.ordinals < 0.5


def says(levels: tuple[str, ...]) -> str | None:
    """What the last level of a heading names without doubt: ``order``, ``note``, ``period``, ``code``, ``measure``,
    ``unit`` or ``indicator``; null for anything else.
    """
    word = folded(levels[-1]) if levels else ""
    forms = {
        "order": _ORDER,
        "note": _NOTE,
        "measure": _MEASURE,
        "period": _PERIOD,
        "code": _CODE,
        "unit": _UNIT,
        "indicator": _INDICATOR,
    }
    return next((role for role, form in forms.items() if form.fullmatch(word)), None)


def profiles(table: Table, rows: pl.DataFrame, units: Units, year: int | None) -> tuple[Profile, ...]:
    """A profile for every column with a heading or with cells; ``rows`` are the rows that count, of ``table.cells``."""
    sample = rows.head(_SAMPLE)
    found: list[Profile] = []
    for name in sample.columns:
        if name == ROW:
            continue
        place = int(name)
        levels = table.levels[place] if place < len(table.levels) else ()
        texts = sample[name].drop_nulls()
        if len(texts) == 0 and not levels:
            continue
        distinct = texts.unique(maintain_order=True)
        tried = distinct.head(_TRIED)
        figures, ordinals = _share(tried, _FIGURE), _share(tried, _ORDINAL)
        words = figures < 0.5
        matches = [units.match(text) for text in tried if len(text) < 200] if words or says(levels) == "code" else []
        known = [each for each in matches if _known(each)]
        bare = says(levels) == "period"
        periods = [text for text in tried if (bare or _WORD.search(text)) and whole_period(text, year)]
        found.append(
            Profile(
                place,
                len(texts),
                figures,
                ordinals,
                len(periods) / len(tried) if len(tried) else 0.0,
                len(known) / len(tried) if len(tried) else 0.0,
                bool(known) and all(each.how == "code" for each in known),
                len(distinct),
                says(levels),
            )
        )
    return tuple(found)


def _known(match: Match) -> bool:
    return match.unit is not None or bool(match.candidates and match.candidates[0][1] >= _LIKELY)


def _share(texts: pl.Series, form: str) -> float:
    return float(texts.str.contains(form).sum()) / len(texts) if len(texts) else 0.0
