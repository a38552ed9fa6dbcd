"""Several hazards in one file, as they come."""

from __future__ import annotations

from tests.corpus.cases import Case, of
from tests.corpus.cases_numbers import NAMES, found, listed
from tests.corpus.cases_periods import at
from tests.corpus.cases_text import written
from tests.corpus.legacy_text import tcvn3
from tests.corpus.sheets import Page, text, xlsx

GLEI, SIN, SEN = "KT/dak-glei", "DB/muong-nhe/sin-thau", "DB/muong-nhe/sen-thuong"

_WORST = [
    ["Huyện ủy Đắk Glei", None, None, "Biểu số 3"],
    [None, "Tổng hợp số liệu quý I năm 2021"],
    [],
    ["TT", "Đơn vị", "Tổng số đảng viên", "Thôn trưởng là đảng viên", None, None],
    [None, None, None, "Tổng số", "Số là đảng viên", "Tỷ lệ %"],
    ["1", "2", "3", "4", "5", "6=5/4*100"],
    [1, "X. Đăk Long", "1.376", "08", 7, "87,5"],
    [2, "TT Đăk Glei", "1.204", 10, 9, "90,0"],
    [3, "X. Ngọk Linh", "980", 9, 6, "66,66"],
    [None, "Cộng", "3.560", 27, 22, "81,4"],
    [None, None, None, "Ngày 05 tháng 4 năm 2021"],
    ["Người lập biểu", None, None, "T/M Ban Thường vụ"],
]
_WORST_FIGURES = {
    **of("members", GLEI, {"dak-long": 1376, "dak-glei": 1204, "ngoc-linh": 980}),
    **of("head_is_member", GLEI, {"dak-long": "7/8", "dak-glei": "9/10", "ngoc-linh": "6/9"}),
}
_WORST_FONTS = {f"A{row}:F{row}": ".VnTime" for row in range(1, 13)}
_WORST_MERGES = ("A4:A5", "B4:B5", "C4:C5", "D4:F4", "B2:F2")

_QUARTERS = [
    ["KẾT NẠP ĐẢNG VIÊN NĂM 2021"],
    ["STT", "Đơn vị", "Đảng viên mới kết nạp", None, None, None],
    [None, None, "Quý I", "Quý II", "Quý III", "Quý IV"],
    [1, NAMES[0], 3, 5, 1, 2],
    [2, NAMES[1], 0, 4, 2, 6],
]

CASES = [
    Case(
        "everything-at-once",
        (1, 2, 3, 4, 8, 10, 14, 21, 22, 23, 24),
        lambda: xlsx(Page(written(_WORST, tcvn3), merges=_WORST_MERGES, fonts=_WORST_FONTS)),
        _WORST_FIGURES,
        told={"encoding_converted", "thousands_read"},
        office="xls",
    ),
    Case(
        "everything-at-once-as-csv",
        (1, 2, 3, 4, 8, 10, 14, 21, 22, 23),
        lambda: text(_WORST, separator=";", encoding="utf-8-sig"),
        _WORST_FIGURES,
        told={"thousands_read"},
        also=("semicolons and BOM",),
    ),
    Case(
        "thousands-that-a-total-does-not-prove",
        (8, 4),
        lambda: text([*listed("Tổng số đảng viên", "29.590", "5.000"), [None, "Cộng", "34.590"]], separator=";"),
        questions={"thousands: 29.590"},
    ),
    Case(
        "thousands-in-a-denominator",
        (8, 12),
        lambda: text(
            [
                ["STT", "Đơn vị", "Tổng số trưởng thôn", "Trưởng thôn là đảng viên"],
                [1, NAMES[0], "1.376", 588],
                [2, NAMES[1], 9, 7],
            ],
            separator=";",
        ),
        found("head_is_member", None, "7/9"),
        questions={"thousands: 1.376"},
    ),
    Case(
        "marks-of-villages",
        (6, 13, 21),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Thôn, bản", "Thôn, bản chưa có đảng viên", "Thôn, bản chưa có chi bộ"],
                    ["I", "Xã Sín Thầu", None, None],
                    [1, "Bản 1", None, "x"],
                    [2, "Bản 2", "x", "x"],
                    [3, "Bản 3", "không", "không"],
                    ["II", "Xã Sen Thượng", None, None],
                    [1, "Bản 1", "0", "1"],
                ]
            )
        ),
        {
            **of("village_without_member", SIN, {"ban-02": 1, "ban-03": 0}),
            **of("village_without_branch", SIN, {"ban-01": 1, "ban-02": 1, "ban-03": 0}),
            **of("village_without_member", SEN, {"ban-01": 0}),
            **of("village_without_branch", SEN, {"ban-01": 1}),
        },
        period="2019-Q4",
        unit="DB",
        office="ods",
    ),
    Case(
        "villages-of-one-name-after-the-merger",
        (21, 23),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Thôn, bản", "Số đảng viên thôn, bản"],
                    ["I", "Xã Sín Thầu"],
                    [1, "Bản 1", 12],
                ]
            )
        ),
        period="2025-Q3",
        unit="DB",
        questions={"unit: Bản 1"},
        candidates={"unit: Bản 1": {f"{SIN}/ban-01", f"{SEN}/ban-01"}},
    ),
    Case(
        "a-column-a-quarter",
        (15, 1),
        lambda: xlsx(Page(_QUARTERS, merges=("A2:A3", "B2:B3", "C2:F2"))),
        {
            **at("2021-Q1", found("new_members", 3, 0)),
            **at("2021-Q2", found("new_members", 5, 4)),
            **at("2021-Q3", found("new_members", 1, 2)),
            **at("2021-Q4", found("new_members", 2, 6)),
        },
        period=None,
    ),
    Case(
        "a-column-a-quarter-of-which-one-was-chosen",
        (15, 1),
        lambda: xlsx(Page(_QUARTERS, merges=("A2:A3", "B2:B3", "C2:F2"))),
        found("new_members", 5, 4),
        period="2021-Q2",
        office="xlsx",
    ),
    Case(
        "this-period-and-the-one-a-year-ago",
        (16, 1),
        lambda: text(
            [
                ["STT", "Đơn vị", "Đảng viên mới kết nạp", None, "So với cùng kỳ (%)"],
                [None, None, "Kỳ này", "Cùng kỳ năm trước", None],
                [1, NAMES[0], 6, 5, "120"],
                [2, NAMES[1], 2, 4, "50"],
            ]
        ),
        found("new_members", 6, 2),
    ),
    Case(
        "dien-bien-district-city-province",
        (21, 23, 6),
        lambda: xlsx(
            Page(
                [
                    ["TỈNH ỦY ĐIỆN BIÊN"],
                    ["STT", "Đơn vị", "Đảng viên mới kết nạp"],
                    ["I", "TP. Điện Biên Phủ", 5],
                    [1, "P. Mường Thanh", 3],
                    [2, "X. Thanh Minh", 2],
                    ["II", "H. Điện Biên", 4],
                    [1, "X. Thanh Nưa", 4],
                    ["III", "H. Điện Biên Đông", 7],
                    [1, "TT. Điện Biên Đông", 6],
                    [2, "X. Na Son", 1],
                    [None, "Toàn tỉnh", 16],
                ]
            )
        ),
        {
            **of("new_members", "DB/dien-bien-phu", {"muong-thanh": 3, "thanh-minh": 2}),
            **of("new_members", "DB/dien-bien", {"thanh-nua": 4}),
            **of("new_members", "DB/dien-bien-dong", {"dien-bien-dong": 6, "na-son": 1}),
        },
        period="2019-Q4",
        unit="DB",
    ),
    Case(
        "total-formula-without-a-result",
        (4,),
        lambda: xlsx(Page([*listed("Đảng viên mới kết nạp", 3, 2), [None, "Cộng", "=SUM(C2:C3)"]])),
        found("new_members", 3, 2),
        also=("formulas without results",),
    ),
    Case(
        "loud-names-with-many-blanks",
        (14, 23),
        lambda: text(
            [
                ["S.T.T", "TÊN ĐƠN VỊ ", "ĐẢNG VIÊN  MỚI KẾT NẠP"],
                ["1.", "XÃ  ĐĂK CẤM ", " 3"],
                ["2.", "xã kroong", "2 "],
                ["3.", "Xã Hoà-Bình", "04"],
            ]
        ),
        found("new_members", 3, 2, 4),
    ),
    Case(
        "viqr",
        (24,),
        lambda: text(
            [
                ["STT", "DDo+n vi.", "DDa?ng vie^n mo+'i ke^'t na.p"],
                [1, "Xa~ DDa(k Ca^'m", 3],
                [2, "Xa~ Ho`a Bi`nh", 4],
            ]
        ),
        of("new_members", "KT/kon-tum", {"dak-cam": 3, "hoa-binh": 4}),
        told={"encoding_converted"},
    ),
    Case(
        "remark-in-a-column-without-heading",
        (3,),
        lambda: xlsx(Page([*listed("Đảng viên mới kết nạp")[:1], [1, NAMES[0], 3, "có 1 nữ"], [2, NAMES[1], 2]])),
        found("new_members", 3, 2),
        may={"ignored_column"},
    ),
    Case(
        "units-without-heading",
        (1,),
        lambda: text([[None, None, "Đảng viên mới kết nạp"], [1, NAMES[0], 3], [2, NAMES[1], 2]]),
        found("new_members", 3, 2),
        wrong="a column of names of units without a heading, and the ordinals before it, stop the file",
    ),
    Case(
        "running-total-of-a-stock",
        (16,),
        lambda: text(listed("Tổng số đảng viên lũy kế", 1200, 980)),
        problems={"cumulative_of_stock"},
    ),
    Case(
        "japanese-copy",
        (25,),
        lambda: text([["番号", "単位", "新党員"], [1, "ダクカム村", 3], [2, "クロン村", 2]]),
        stops=True,
    ),
]
