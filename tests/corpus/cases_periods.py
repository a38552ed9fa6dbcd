"""Hazards 15 to 20: periods, running totals, denominators, targets beside results, wrong words, classes of ratings."""

from __future__ import annotations

from datetime import date

from tests.corpus.cases import Case, Figures
from tests.corpus.cases_numbers import NAMES, found, listed
from tests.corpus.sheets import Page, text, xlsx

CITY = "KT/kon-tum"
DONG_Y = "LS/bac-son/dong-y/dang-bo"


def at(period: str, figures: Figures) -> Figures:
    """The same figures, of another period."""
    return {(unit, indicator, period): value for (unit, indicator, _), value in figures.items()}


def titled(title: str) -> list[list[object]]:
    return [["THÀNH ỦY KON TUM"], [title], [], *listed("Đảng viên mới kết nạp", 7, 4)]


_RUNNING = [
    ["STT", "Đơn vị", "Đảng viên mới kết nạp", None],
    [None, None, "Trong kỳ", "Lũy kế từ đầu năm"],
    [1, NAMES[0], 3, 8],
    [2, NAMES[1], 2, 2],
]
_RUNNING_MERGES = ("A1:A2", "B1:B2", "C1:D1")
_FIRST_QUARTER = at("2021-Q1", found("new_members", 5, 0))

_STACKED = [
    ["SỐ LIỆU KẾT NẠP ĐẢNG VIÊN QUÝ III/2021"],
    *listed("Đảng viên mới kết nạp", 7, 4, 2),
    [None, "Cộng", 13],
    [],
    ["SỐ LIỆU KẾT NẠP ĐẢNG VIÊN QUÝ IV/2021"],
    *listed("Đảng viên mới kết nạp", 1, 0, 5),
    [None, "Cộng", 6],
]
_STACKED_FIGURES = {
    **at("2021-Q3", found("new_members", 7, 4, 2)),
    **at("2021-Q4", found("new_members", 1, 0, 5)),
}


def rating(word: str, year: int) -> list[list[object]]:
    return [["ĐẢNG BỘ HUYỆN BẮC SƠN"], ["STT", "Đơn vị", f"Xếp loại TCCSĐ năm {year}"], [1, "Đảng bộ xã Đồng Ý", word]]


CASES = [
    Case(
        "period-in-the-title",
        (15, 3),
        lambda: xlsx(
            Page(
                [
                    ["THÀNH ỦY KON TUM", None, "Kon Tum, ngày 05 tháng 10 năm 2021"],
                    ["BÁO CÁO SỐ LIỆU QUÝ III NĂM 2021"],
                    ["(Thực hiện Kế hoạch số 12-KH/TU ngày 20/01/2020; số liệu tính đến 30/9/2021)"],
                    *listed("Đảng viên mới kết nạp", 7, 4),
                ]
            )
        ),
        at("2021-Q3", found("new_members", 7, 4)),
        period=None,
    ),
    Case(
        "quarter-without-a-year",
        (15,),
        lambda: text(titled("SỐ LIỆU Q.III")),
        found("new_members", 7, 4),
        period="2021-Q3",
    ),
    Case(
        "quarter-without-a-year-and-none-chosen",
        (15,),
        lambda: text(titled("SỐ LIỆU Q.III")),
        period=None,
        stops=True,
    ),
    Case(
        "another-period-than-the-one-chosen",
        (15,),
        lambda: text(titled("SỐ LIỆU QUÝ II/2021")),
        period="2021-Q3",
        stops=True,
    ),
    Case(
        "nine-months-for-quarterly-figures",
        (15, 16),
        lambda: text(titled("SỐ LIỆU 9 THÁNG NĂM 2021")),
        period=None,
        problems={"period_wrong_frequency"},
    ),
    Case(
        "periods-in-a-column",
        (15, 7),
        lambda: text(
            [
                ["Kỳ", "Đơn vị", "Đảng viên mới kết nạp"],
                ["Quý I/2021", NAMES[0], 3],
                ["Q2/2021", NAMES[0], 5],
                ["Quý III năm 2021", NAMES[0], 1],
                ["2021-Q4", NAMES[0], 2],
            ],
            separator="\t",
        ),
        {
            **at("2021-Q1", found("new_members", 3)),
            **at("2021-Q2", found("new_members", 5)),
            **at("2021-Q3", found("new_members", 1)),
            **at("2021-Q4", found("new_members", 2)),
        },
        period=None,
    ),
    Case(
        "days-beside-the-figures",
        (15,),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Ngày báo cáo", "Đảng viên mới kết nạp"],
                    [1, NAMES[0], "05/4/2021", 7],
                    [2, NAMES[1], "23.3.2021", 4],
                    [3, NAMES[2], "5/4", 2],
                ]
            )
        ),
        found("new_members", 7, 4, 2),
        may={"ignored_column"},
    ),
    Case(
        "days-of-reporting-as-dates",
        (15,),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Ngày báo cáo", "Đảng viên mới kết nạp"],
                    [1, NAMES[0], date(2021, 4, 5), 7],
                    [2, NAMES[1], date(2021, 4, 6), 4],
                    [3, NAMES[2], date(2021, 4, 6), 2],
                ]
            )
        ),
        found("new_members", 7, 4, 2),
        may={"ignored_column"},
        office="xls",
    ),
    Case(
        "counts-that-look-like-years",
        (15, 8),
        lambda: text(listed("Tổng số đảng viên", 1987, 2014, 2035)),
        found("members", 1987, 2014, 2035),
    ),
    Case(
        "two-periods-stacked",
        (15, 4),
        lambda: xlsx(Page(_STACKED)),
        _STACKED_FIGURES,
        period=None,
        also=("stacked periods",),
    ),
    Case(
        "two-periods-stacked-xls",
        (15, 4),
        lambda: xlsx(Page(_STACKED, merges=("A1:C1", "A7:C7"))),
        _STACKED_FIGURES,
        period=None,
        also=("stacked periods",),
        office="xls",
    ),
    Case(
        "two-periods-stacked-one-asked-for",
        (15, 4),
        lambda: xlsx(Page(_STACKED)),
        found("new_members", 1, 0, 5),
        period="2021-Q4",
        also=("stacked periods",),
    ),
    Case(
        "running-total-beside-the-period",
        (16,),
        lambda: xlsx(Page(_RUNNING, merges=_RUNNING_MERGES)),
        found("new_members", 3, 2),
        period="2021-Q2",
        past=_FIRST_QUARTER,
    ),
    Case(
        "running-total-that-differs",
        (16,),
        lambda: xlsx(Page([*_RUNNING[:2], [1, NAMES[0], 3, 9], _RUNNING[3]], merges=_RUNNING_MERGES)),
        found("new_members", 3, 2),
        period="2021-Q2",
        past=_FIRST_QUARTER,
        problems={"cumulative_differs"},
        rows={"cumulative_differs": 3},
    ),
    Case(
        "running-total-alone",
        (16,),
        lambda: text(listed("Đảng viên mới kết nạp luỹ kế từ đầu năm", 8, 2)),
        found("new_members", 3, 2),
        period="2021-Q2",
        past=_FIRST_QUARTER,
        told={"cumulative_read"},
    ),
    Case(
        "running-total-that-fell",
        (16,),
        lambda: text(listed("Đảng viên mới kết nạp luỹ kế từ đầu năm", 4, 2)),
        found("new_members", None, 2),
        period="2021-Q2",
        past=_FIRST_QUARTER,
        problems={"cumulative_below"},
        rows={"cumulative_below": 2},
    ),
    Case(
        "running-total-without-a-past",
        (16,),
        lambda: text(listed("Đảng viên mới kết nạp luỹ kế từ đầu năm", 8, 2)),
        period="2021-Q2",
        problems={"cumulative_without_past"},
    ),
    Case(
        "running-total-since-when",
        (16,),
        lambda: text(listed("Đảng viên mới kết nạp (lũy kế)", 8, 2)),
        period="2021-Q2",
        past=_FIRST_QUARTER,
        questions={"cumulative: 8"},
    ),
    Case(
        "running-total-in-the-words-of-a-cell",
        (16,),
        lambda: text(listed("Đảng viên mới kết nạp", "1.392 (riêng quý III 564)", 4)),
        found("new_members", None, 4),
        period="2021-Q3",
        problems={"not_a_count"},
        rows={"not_a_count": 2},
    ),
    Case(
        "denominator-that-fell",
        (17,),
        lambda: text(listed("Thôn trưởng là đảng viên", "80/88", "7/9")),
        found("head_is_member", "80/88", "7/9"),
        past=at("2020-Q4", found("head_is_member", "130/183", "7/9")),
        problems={"jump"},
    ),
    Case(
        "rated-and-all",
        (17,),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Tổng số chi bộ", "Số chi bộ được đánh giá, xếp loại", "Chi bộ TSVM"],
                    [1, NAMES[0], 709, 701, 560],
                    [2, NAMES[1], 686, 662, 500],
                ]
            )
        ),
        found("branches_clean_strong", "560/701", "500/662"),
        period="2016",
        problems={"other_frequency"},
        rows={"other_frequency": 1},
    ),
    Case(
        "result-beside-its-target",
        (18,),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Đảng viên mới kết nạp", None, None],
                    [None, None, "Chỉ tiêu giao", "Thực hiện", "Đạt %"],
                    [1, NAMES[0], 20, 25, "125"],
                    [2, NAMES[1], 10, 4, "40"],
                ],
                merges=("A1:A2", "B1:B2", "C1:E1"),
            )
        ),
        found("new_members", 25, 4),
        may={"ignored_column"},
    ),
    Case(
        "own-target-and-assigned-one",
        (18,),
        lambda: text(
            [
                ["STT", "Đơn vị", "Đảng viên mới kết nạp", "Nghị quyết đề ra", "Tỉnh giao", "So với NQ (%)"],
                [1, NAMES[0], 25, 20, "25–30", "125"],
                [2, NAMES[1], 4, 10, "trên 10", "40"],
            ],
            separator=";",
        ),
        found("new_members", 25, 4),
        problems={"ignored_column"},
    ),
    Case(
        "wrong-words-in-a-count",
        (19,),
        lambda: text(listed("Đảng viên mới kết nạp", "vượt kế hoạch 146%", "103%", 4)),
        found("new_members", None, None, 4),
        problems={"not_a_count"},
        rows={"not_a_count": 2},
    ),
    Case(
        "wrong-words-in-a-note",
        (19,),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Đảng viên mới kết nạp", "Ghi chú"],
                    [1, NAMES[0], 25, "vượt kế hoạch 146%"],
                    [2, NAMES[1], 4, "vượt 0,7%"],
                ]
            )
        ),
        found("new_members", 25, 4),
        office="ods",
    ),
    Case(
        "class-until-2017",
        (20,),
        lambda: xlsx(Page(rating("Yếu kém", 2016))),
        {(DONG_Y, "org_rating", ""): "3"},
        period="2016",
        unit="LS",
    ),
    Case(
        "class-spelled-short",
        (20,),
        lambda: text(rating("TSVM", 2017)),
        {(DONG_Y, "org_rating", ""): "0"},
        period="2017",
        unit="LS/bac-son",
    ),
    Case(
        "class-of-the-scheme-after",
        (20,),
        lambda: xlsx(Page(rating("HTSXNV", 2016))),
        period="2016",
        unit="LS",
        problems={"unknown_class"},
    ),
    Case(
        "class-not-given-yet",
        (20, 13),
        lambda: text(rating("chưa xếp loại", 2017)),
        {(DONG_Y, "org_rating", ""): "not rated"},
        period="2017",
        unit="LS",
    ),
    Case(
        "classes-as-headings",
        (20,),
        lambda: text(
            [
                ["STT", "Đơn vị", "Tổng số đảng viên được xếp loại", "Đảng viên HTXSNV", "Đảng viên HTTNV"],
                [1, NAMES[0], 120, 20, 80],
                [2, NAMES[1], 90, 10, 70],
            ]
        ),
        {
            **found("members_excellent", "20/120", "10/90"),
            **found("members_good", "80/120", "70/90"),
        },
        period="2021",
    ),
]
