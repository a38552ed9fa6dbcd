"""A small province to check files against: two communes, their villages, a school, one merger."""

from __future__ import annotations

from datetime import date

import polars as pl

from intake.reference import Reference
from metrics.goals import Indicator, Kind
from metrics.schema import LINEAGE, PLACEMENTS, UNITS

REFORM = date(2025, 7, 1)
EVE = date(2025, 6, 30)
TODAY = date(2026, 1, 15)
BASELINE = date(2016, 5, 23)

_UNITS = [
    (1, "DB", "province", "Tỉnh Điện Biên", None, None, False),
    (2, "DB/muong-nhe", "district", "Huyện Mường Nhé", None, EVE, False),
    (3, "DB/muong-nhe/sin-thau", "commune", "Xã Sín Thầu", None, EVE, False),
    (4, "DB/muong-nhe/sen-thuong", "commune", "Xã Sen Thượng", None, EVE, False),
    (5, "DB/muong-nhe/sin-thau/ban-01", "village", "Bản A Pa Chải", None, None, True),
    (6, "DB/muong-nhe/sin-thau/ban-02", "village", "Bản Tá Miếu", None, None, True),
    (7, "DB/muong-nhe/sen-thuong/ban-01", "village", "Bản Tả Ló San", None, None, True),
    (8, "DB/muong-nhe/sin-thau/truong-01", "school", "Trường Tiểu học Sín Thầu", None, None, True),
    (9, "DB/xa-sin-thau", "commune", "Xã Sín Thầu", REFORM, None, False),
    (10, "DB/tua-chua", "district", "Huyện Tủa Chùa", None, EVE, False),
    (11, "DB/tua-chua/xa-nhe", "commune", "Xã Xá Nhè", None, EVE, False),
]
_PLACED = [
    (2, 1, None, EVE),
    (3, 2, None, EVE),
    (4, 2, None, EVE),
    (5, 3, None, EVE),
    (6, 3, None, EVE),
    (7, 4, None, EVE),
    (8, 3, None, EVE),
    (9, 1, REFORM, None),
    (5, 9, REFORM, None),
    (6, 9, REFORM, None),
    (7, 9, REFORM, None),
    (8, 9, REFORM, None),
    (10, 1, None, EVE),
    (11, 10, None, EVE),
]
_LINEAGE = [(3, 9, "merge", 1, 1, REFORM), (4, 9, "merge", 1, 1, REFORM)]

VILLAGE_STATE, ADMITTED, HEADS, RATING, MEMBERS, SCHOOL = 1, 2, 3, 4, 5, 6


def _indicator(code: str, kind: Kind, unit_kind: str, vi: str, **more: object) -> Indicator:
    return Indicator(code, kind, unit_kind, str(more.pop("frequency", "quarter")), False, vi, vi, vi, vi, **more)  # type: ignore[arg-type]  # the rest by name


INDICATORS = {
    VILLAGE_STATE: _indicator("village_without_branch", Kind.STATE, "village", "Thôn, bản chưa có chi bộ"),
    ADMITTED: _indicator("new_members", Kind.FLOW, "commune", "Đảng viên mới kết nạp", synonyms=("kết nạp",)),
    HEADS: _indicator("head_is_member", Kind.SHARE, "commune", "Trưởng thôn là đảng viên"),
    RATING: _indicator("org_rating", Kind.RATING, "commune", "Xếp loại", frequency="year", scheme="since-2018"),
    MEMBERS: _indicator("members", Kind.STOCK, "commune", "Đảng viên"),
    SCHOOL: _indicator("school_without_branch", Kind.STATE, "school", "Trường học chưa có chi bộ"),
}


def reference(*scope: int, today: date = TODAY) -> Reference:
    return Reference(
        units=pl.DataFrame(_UNITS, schema=UNITS, orient="row"),
        placements=pl.DataFrame(_PLACED, schema=PLACEMENTS, orient="row"),
        lineage=pl.DataFrame(_LINEAGE, schema=LINEAGE, orient="row"),
        indicators=INDICATORS,
        classes={"since-2018": ("excellent", "good", "completed", "not_completed")},
        baseline_days={VILLAGE_STATE: frozenset((BASELINE,))},
        scope=frozenset(scope) if scope else None,
        today=today,
    )
