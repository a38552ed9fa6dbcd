"""Hazards 8 to 14: thousands, percentages, approximations, fractions and the dates made of them, zeros, padding."""

from __future__ import annotations

from datetime import date

from tests.corpus.cases import Case, of
from tests.corpus.sheets import Cell, Page, by_xlsxwriter, text, xlsx

CITY, HA = "KT/kon-tum", "KT/dak-ha"
NAMES = ("Xã Đăk Cấm", "Xã Kroong", "Xã Hòa Bình", "Xã Ia Chim", "Xã Đoàn Kết", "Xã Vinh Quang")
UNITS = ("dak-cam", "kroong", "hoa-binh", "ia-chim", "doan-ket", "vinh-quang")


def listed(heading: str, *values: Cell) -> list[list[Cell]]:
    """Values of the first communes of the city, under one heading."""
    return [["STT", "Đơn vị", heading], *([n, NAMES[n - 1], value] for n, value in enumerate(values, 1))]


def found(indicator: str, *values: object) -> dict[tuple[str, str, str], str]:
    """Figures of the same communes, left out where there is none."""
    pairs = zip(UNITS, values, strict=False)
    return of(indicator, CITY, {unit: value for unit, value in pairs if value is not None})


_DEGREES = [
    ["STT", "Đơn vị", "Tổng số trưởng thôn", "Trưởng thôn là đảng viên", "Tỷ lệ"],
    [1, NAMES[0], 17, 10, "58,82 %"],
    [2, NAMES[1], 10, 5, "50,0%"],
    [3, NAMES[2], 8, 7, 0.875],
    [4, NAMES[3], 16, 9, "56,25\u00a0%"],
]
_TRUNCATED = [
    ["STT", "Đơn vị", "Tổng số trưởng thôn", "Trưởng thôn là đảng viên", "Tỷ lệ (%)"],
    [1, NAMES[0], 83, 76, "91,56"],
    [2, NAMES[1], 83, 76, "91,57"],
    [3, NAMES[2], 3, 2, "66,66"],
    [4, NAMES[3], 17, 13, "76,4"],
]
_THOUSANDS = ("thousands", "tổng số đảng viên")

CASES = [
    Case(
        "thousands-asked",
        (8,),
        lambda: text(listed("Tổng số đảng viên", "1.376", "980", "1.204"), separator=";"),
        found("members", None, 980, None),
        questions={"thousands: 1.376"},
    ),
    Case(
        "thousands-answered",
        (8,),
        lambda: text(listed("Tổng số đảng viên", "1.376", "980", "1.204"), separator=";"),
        found("members", 1376, 980, 1204),
        answers={_THOUSANDS: "thousands"},
    ),
    Case(
        "thousands-answered-decimals",
        (8,),
        lambda: text(listed("Tổng số đảng viên", "1.376", "980"), separator=";"),
        found("members", None, 980),
        answers={_THOUSANDS: "decimals"},
        problems={"fractional"},
        rows={"fractional": 2},
    ),
    Case(
        "thousands-proven-by-the-total",
        (8, 4),
        lambda: xlsx(Page([*listed("Tổng số đảng viên", "1.376", "980", "1.204"), [None, "Tổng cộng", "3.560"]])),
        found("members", 1376, 980, 1204),
        told={"thousands_read"},
    ),
    Case(
        "thousands-made-decimals",
        (8,),
        lambda: xlsx(Page(listed("Tổng số đảng viên", 1.376, 980, 1.204))),
        found("members", None, 980, None),
        questions={"thousands: 1,376"},
        office="xlsx",
    ),
    Case(
        "thousands-with-zeros-lost",
        (8,),
        lambda: by_xlsxwriter(Page(listed("Tổng số đảng viên", 1.37, 980, 1.204))),
        found("members", 1370, 980, 1204),
        answers={_THOUSANDS: "thousands"},
        problems={"zeros_lost"},
    ),
    Case(
        "thousands-with-blanks",
        (8, 14),
        lambda: xlsx(Page(listed("Tổng số đảng viên", "1 376", "1\u00a0204", "1'050", "1376", 980))),
        found("members", 1376, 1204, 1050, 1376, 980),
    ),
    Case(
        "percent-in-four-forms",
        (9,),
        lambda: xlsx(Page(_DEGREES, formats={"E4": "0.00%"})),
        found("head_is_member", "10/17", "5/10", "7/8", "9/16"),
    ),
    Case(
        "percent-as-fraction-of-one",
        (9,),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Tổng số trưởng thôn", "Trưởng thôn là đảng viên", "Tỷ lệ (%)"],
                    [1, NAMES[0], 17, 10, 0.5882],
                    [2, NAMES[1], 10, 5, 0.5],
                ]
            )
        ),
        found("head_is_member", "10/17", "5/10"),
        office="ods",
    ),
    Case(
        "percent-alone",
        (9, 10),
        lambda: text(listed("Tỷ lệ thôn trưởng là đảng viên (%)", "58,84 %", "91,57", "50,0%"), separator="\t"),
        problems={"percent_only"},
        rows={"percent_only": 2},
    ),
    Case(
        "percent-truncated-and-rounded",
        (10,),
        lambda: text(_TRUNCATED, separator=";"),
        found("head_is_member", "76/83", "76/83", "2/3", "13/17"),
    ),
    Case(
        "percent-that-its-counts-do-not-give",
        (10,),
        lambda: xlsx(Page([*_TRUNCATED[:2], [2, NAMES[1], 15, 11, "75,33"]])),
        found("head_is_member", "76/83", "11/15"),
        problems={"percent_differs"},
        rows={"percent_differs": 3},
    ),
    Case(
        "approximate-words",
        (11,),
        lambda: text(
            listed("Đảng viên mới kết nạp", "hơn 50", "trên 20", "gần 78", "khoảng 30", "từ 15 trở lên", "~ 40")
        ),
        found("new_members", "≥50", "≥20", "≤78", "~30", "≥15", "~40"),
    ),
    Case(
        "ranges",
        (11,),
        lambda: xlsx(Page(listed("Đảng viên mới kết nạp", "4 đến 5", "90–100", 7, "15-20", 3))),
        found("new_members", None, None, 7, None, 3),
        problems={"range_given"},
        rows={"range_given": 2},
    ),
    Case(
        "fractions",
        (12,),
        lambda: text(listed("Thôn trưởng là đảng viên", "11/15", "588/1.376", "6 / 7", "8/10 (80%)"), separator=";"),
        found("head_is_member", "11/15", "588/1376", "6/7", "8/10"),
    ),
    Case(
        "fraction-of-those-that-are-not",
        (12,),
        lambda: text(listed("Thôn trưởng là đảng viên", "588/1376 chưa là đảng viên", "6/7")),
        found("head_is_member", None, "6/7"),
        problems={"negated_share"},
        rows={"negated_share": 2},
    ),
    Case(
        "fraction-that-became-a-date",
        (12,),
        lambda: xlsx(Page(listed("Thôn trưởng là đảng viên", date(2021, 11, 15), "13/17", "16/16"))),
        found("head_is_member", "11/15", "13/17", "16/16"),
        problems={"date_as_share"},
        rows={"date_as_share": 2},
    ),
    Case(
        "fraction-that-became-a-date-xls",
        (12,),
        lambda: xlsx(
            Page(
                listed("Thôn trưởng là đảng viên", date(2021, 11, 15), "13/17", date(2021, 10, 14)),
                formats={"C2": "d-mmm", "C4": "d-mmm"},
            )
        ),
        found("head_is_member", "11/15", "13/17", "10/14"),
        problems={"date_as_share"},
        office="xls",
    ),
    Case(
        "fraction-that-became-9-dec",
        (12,),
        lambda: text(listed("Thôn trưởng là đảng viên", "9-Dec", "13/17", "7-Oct")),
        found("head_is_member", "9/12", "13/17", "7/10"),
        problems={"date_as_share"},
    ),
    Case(
        "fractions-as-dates-both-ways",
        (12, 15),
        lambda: xlsx(Page(listed("Thôn trưởng là đảng viên", date(2021, 11, 15), date(2021, 12, 9), "13/17"))),
        found("head_is_member", None, None, "13/17"),
        questions={"date: 2021-11-15"},
    ),
    Case(
        "zeros",
        (13,),
        lambda: text(listed("Đảng viên mới kết nạp", "0", "không", "-", "–", "", "00")),
        found("new_members", 0, 0, "n/a", "n/a", None, 0),
        problems={"dash_read"},
    ),
    Case(
        "zeros-ods",
        (13,),
        lambda: xlsx(Page(listed("Đảng viên mới kết nạp", 0, "Không", "-", None, "00", 5))),
        found("new_members", 0, 0, "n/a", None, 0, 5),
        problems={"dash_read"},
        office="ods",
    ),
    Case(
        "not-rated-is-no-count",
        (13,),
        lambda: text(listed("Đảng viên mới kết nạp", "3", "chưa xếp loại")),
        found("new_members", 3),
        problems={"not_rated_here"},
        rows={"not_rated_here": 3},
    ),
    Case(
        "padded-numbers",
        (14,),
        lambda: xlsx(Page(listed("Số thôn, tổ dân phố", "08", "07\u00a0", "'09", 10, "0", " 12 "))),
        found("villages", 8, 7, 9, 10, 0, 12),
    ),
    Case(
        "numbers-kept-as-text-xls",
        (14,),
        lambda: xlsx(Page(listed("Số thôn, tổ dân phố", "08", "15", "'7"), formats={"C": "@"})),
        found("villages", 8, 15, 7),
        office="xls",
    ),
    Case(
        "decision-table",
        (14, 3),
        lambda: xlsx(
            Page(
                [
                    ["PHÂN LOẠI THÔN, TỔ DÂN PHỐ"],
                    ["(Ban hành kèm theo Quyết định số 207/QĐ-UBND ngày 18/02/2021)"],
                    [],
                    ["STT", "Tên đơn vị hành chính", "Tổng số thôn, tổ dân phố", "Phân loại", None, None, "Ghi chú"],
                    [None, None, None, "Loại 1", "Loại 2", "Loại 3", None],
                    ["I", "Huyện Đăk Hà"],
                    [1, "Thị trấn Đăk Hà", "08", "01", "07", "0", None],
                    [2, "Xã Ngọk Réo", "07", "0", "02", "05", None],
                ],
                merges=("A1:G1", "A2:G2", "A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:G5"),
            )
        ),
        of("villages", HA, {"dak-ha": 8, "ngok-reo": 7}),
        problems={"ignored_column"},
    ),
    Case(
        "date-in-a-column-of-counts",
        (15, 12),
        lambda: xlsx(Page(listed("Đảng viên mới kết nạp", date(2021, 3, 5), 4))),
        found("new_members", None, 4),
        problems={"date_as_count"},
        rows={"date_as_count": 2},
    ),
]
