"""The world's figures as offices would hand them in: workbooks with a letterhead, names for codes, merged headings."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import polars as pl
import xlsxwriter

from benchmarks.world import HOUSES, INDICATORS, KINDS, PLACES, World
from metrics.goals import Kind
from metrics.periods import Period

GROUPS = {
    Kind.STOCK: "Có đến cuối kỳ",
    Kind.FLOW: "Phát sinh trong kỳ",
    Kind.SHARE: "Kết quả thực hiện",
    Kind.STATE: "Tình hình",
}
SHARE_PARTS = ("Đạt", "Tổng số", "Tỷ lệ (%)")
LETTERHEAD = ("ĐẢNG BỘ TỈNH ĐĂK MƯỜNG", "VĂN PHÒNG TỈNH ỦY")
REMARK = 54
"""Words of each remark of a heavy file."""

SIGNED = ("NGƯỜI LẬP BIỂU", "T/M BAN THƯỜNG VỤ")


def wide(world: World, frame: pl.DataFrame, period: Period) -> bytes:
    """One quarter as an XLSX of one village a row, a row of its own for each commune, and three rows of headings."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Biểu tổng hợp")
    middle = book.add_format({"align": "center", "bold": True, "text_wrap": True})
    for row, text in enumerate(LETTERHEAD):
        sheet.write(row, 0, text)
    number, year = period.last.month // 3, period.last.year
    width = _headings(sheet, middle)
    sheet.merge_range(3, 0, 3, width - 1, f"BIỂU TỔNG HỢP SỐ LIỆU QUÝ {number} NĂM {year}", middle)
    names, later = world.names, _communes(world)
    values = frame.sort("unit", "indicator").select("num", "den").to_numpy()
    units = frame.sort("unit", "indicator")["unit"].unique(maintain_order=True).to_list()
    by_unit = dict(zip(units, values.reshape(len(units), len(KINDS), 2), strict=True))
    at = 8
    for commune in sorted({later[unit] for unit in units}):
        sheet.write(at, 1, names[commune], middle)
        at += 1
        for order, unit in enumerate((unit for unit in units if later[unit] == commune), 1):
            sheet.write_number(at, 0, order)
            sheet.write_string(at, 1, names[unit])
            place = 2
            for kind, (num, den) in zip(KINDS, by_unit[unit], strict=True):
                if kind is Kind.STATE:
                    sheet.write_string(at, place, "Có" if num else "Không")
                else:
                    sheet.write_number(at, place, num)
                if kind is Kind.SHARE:
                    sheet.write_number(at, place + 1, den)
                    sheet.write_number(at, place + 2, round(100 * num / den, 2) if den else 0)
                place += len(SHARE_PARTS) if kind is Kind.SHARE else 1
            at += 1
    for place, text in zip((1, width - 4), SIGNED, strict=True):
        sheet.write(at + 2, place, text)
    book.close()
    return file.getvalue()


def _headings(sheet: xlsxwriter.worksheet.Worksheet, look: xlsxwriter.format.Format) -> int:
    """Rows 6 to 8: group, indicator, part. Returns the width."""
    for place, text in enumerate(("STT", "Tên đơn vị")):
        sheet.merge_range(5, place, 7, place, text, look)
    place = 2
    for kind, group in GROUPS.items():
        start = place
        for name in (name for name, its in zip(INDICATORS, KINDS, strict=True) if its is kind):
            if kind is Kind.SHARE:
                sheet.merge_range(6, place, 6, place + 2, name, look)
                for part, text in enumerate(SHARE_PARTS):
                    sheet.write(7, place + part, text, look)
                place += len(SHARE_PARTS)
            else:
                sheet.merge_range(6, place, 7, place, name, look)
                place += 1
        sheet.merge_range(5, start, 5, place - 1, group, look)
    return place


def _communes(world: World) -> dict[int, int]:
    """Place of the present commune of each village, both as places in the world's units."""
    places = {code: place for place, code in enumerate(world.units["code"])}
    later = world.units["later_parent"].to_list()
    return {unit: places[code] for unit, code in enumerate(later) if code is not None}


def heavy(world: World, quarters: Sequence[tuple[Period, pl.DataFrame]], *, rows: int) -> bytes:
    """So many figures, one a row and by their names, in an XLSX that remarks, no two alike, fill to almost 20 MB."""
    names, later = world.names, _communes(world)
    chance, words = np.random.default_rng(1), (*HOUSES, *PLACES)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Số liệu")
    for place, text in enumerate(("Kỳ báo cáo", "Xã", "Thôn", "Chỉ tiêu", "Tử số", "Mẫu số", "Ghi chú")):
        sheet.write_string(0, place, text)
    at = 0
    for period, frame in quarters:
        for unit, indicator, num, den in frame.head(rows - at).iter_rows():
            at += 1
            texts = (period.code, names[later[unit]], names[unit], INDICATORS[indicator])
            for place, text in enumerate(texts):
                sheet.write_string(at, place, text)
            sheet.write_number(at, 4, num)
            if den is not None:
                sheet.write_number(at, 5, den)
            sheet.write_string(at, 6, " ".join(words[place] for place in chance.integers(0, len(words), REMARK)))
    book.close()
    return file.getvalue()
