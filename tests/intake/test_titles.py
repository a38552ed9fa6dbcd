"""Titles that say of a whole table what its headings do not."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from intake.layout import ENTRIES
from intake.table import Around
from intake.understand.titles import against_titles
from metrics.periods import parse
from tests.intake.drawn import table

PERIOD = parse("2019-Q4")


def lines(title: str, indicator: str = "members", *, above: bool = True) -> list[str | None]:
    drawn = replace(table(["Đơn vị", "Số"], [["A", 1]]), around=(Around(1, 0, title, above),))
    entries = pl.DataFrame([{"row": 3, "indicator": indicator, "value": "1"}], schema_overrides=ENTRIES)
    entries = entries.with_columns(pl.lit(None, pl.String).alias("num"))
    return [each.text for each in against_titles(drawn, entries, PERIOD, {"new_members"})]


OTHER = [
    "Đơn vị tính: nghìn người", "(ĐVT: trăm đảng viên)", "ĐVT: %", "Tỷ lệ (%)", "SỐ LIỆU CÙNG KỲ NĂM TRƯỚC",
    "KẾ HOẠCH QUÝ IV/2019", "Biểu giao chỉ tiêu giao năm 2019", "Số liệu ước thực hiện quý IV",
    "(Tính đến ngày 31/12/2018)", "Số liệu đến 30.9.2019", "đến ngày 30 tháng 9 năm 2019", "Số liệu 2018",
]  # fmt: skip
SAME = [
    "HUYỆN ỦY MƯỜNG NHÉ", "Đơn vị tính: người", "ĐVT: người, %", "Kế hoạch số 12-KH/TU", "Kế hoạch 12 ngày 5/3/2018",
    "Kết quả thực hiện kế hoạch quý IV/2019", "Kết quả quý IV/2019 so với cùng kỳ năm trước", "Số liệu 2019",
    "(Tính đến ngày 31/12/2019)", "đến 10/01/2020", "đến ngày 31/02/2018", "Mẫu 2018",
]  # fmt: skip
RUNNING = ["LUỸ KẾ TỪ ĐẦU NĂM", "Kết quả từ đầu nhiệm kỳ đến nay", "Giai đoạn 2016 - 2019"]


@pytest.mark.parametrize("title", OTHER)
def test_titles_of_other_values_are_told(title):
    assert lines(title) == [title]


@pytest.mark.parametrize("title", [*SAME, *RUNNING])
def test_other_titles_are_not(title):
    assert lines(title) == []


@pytest.mark.parametrize("title", RUNNING)
def test_what_runs_can_be_a_running_total(title):
    assert lines(title, "new_members") == [title]


def test_only_lines_above_are_titles():
    assert lines("ĐVT: nghìn người", above=False) == []
