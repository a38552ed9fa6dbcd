"""Hazards 1 to 7: headers, rows of numbers, letterheads, totals, parts, outlines, directions of the table."""

from __future__ import annotations

from tests.corpus.cases import Case, of
from tests.corpus.sheets import Page, by_xlsxwriter, text, xlsx

IN = "\u00a0\u00a0\u00a0"
CITY = "KT/kon-tum"

_HEADS_IN_TWO = [
    ["STT", "Đơn vị", "Trưởng thôn là đảng viên", None, None, "Ghi chú"],
    [None, None, "Tổng số", "Số là đảng viên", "Tỷ lệ (%)", None],
    [1, "Xã Đăk Cấm", 10, 8, "80", None],
    [2, "Xã Kroong", 9, 7, "77,78", "đã kiểm tra"],
    [3, "Xã Hòa Bình", 10, 9, "90", None],
]
_HEADS = of("head_is_member", CITY, {"dak-cam": "8/10", "kroong": "7/9", "hoa-binh": "9/10"})
_MERGES = ("A1:A2", "B1:B2", "C1:E1", "F1:F2")

_THREE = [
    ["TT", "Tên đơn vị", "Kết quả đánh giá, xếp loại đảng viên", None, None],
    [None, None, "Tổng số đảng viên được xếp loại", "Trong đó", None],
    [None, None, None, "Đảng viên hoàn thành xuất sắc nhiệm vụ", "Đảng viên hoàn thành tốt nhiệm vụ"],
    [1, "Phường Quang Trung", 410, 52, 301],
    [2, "Phường Duy Tân", 287, 30, 199],
]
_RATED = {
    **of("members_excellent", CITY, {"quang-trung": "52/410", "duy-tan": "30/287"}),
    **of("members_good", CITY, {"quang-trung": "301/410", "duy-tan": "199/287"}),
}

_LETTERHEAD = [
    ["TỈNH ỦY ĐIỆN BIÊN", None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["BAN TỔ CHỨC", None, "Điện Biên Phủ, ngày 08 tháng 01 năm 2020"],
    ["*"],
    [],
    ["TỔNG HỢP KẾT QUẢ KẾT NẠP ĐẢNG VIÊN QUÝ IV NĂM 2019"],
    ["(Kèm theo Báo cáo số 512-BC/TU của Ban Thường vụ Tỉnh ủy)"],
    [],
    ["STT", "Đơn vị", "Đảng viên mới kết nạp"],
    [1, "Xã Sín Thầu", 6],
    [2, "Xã Sen Thượng", 4],
    [3, "Xã Tả Sìn Thàng", 3],
    ["Ghi chú: số liệu tính đến 31/12/2019, không gồm lực lượng vũ trang"],
    [],
    ["NGƯỜI LẬP BIỂU", None, "T/M BAN TỔ CHỨC"],
    ["(Ký, ghi rõ họ tên)", None, "TRƯỞNG BAN"],
    [],
    ["Nguyễn Văn An", None, "Lò Thị Mai"],
]
_ADMITTED_DB = {
    ("DB/muong-nhe/sin-thau", "new_members", ""): "6",
    ("DB/muong-nhe/sen-thuong", "new_members", ""): "4",
    ("DB/tua-chua/ta-sin-thang", "new_members", ""): "3",
}

_BLOCS = [
    ["STT", "Đơn vị", "Số chi bộ", "Đảng viên mới kết nạp"],
    ["I", "Huyện Đăk Hà", None, None],
    [1, "Xã Đăk Mar", 14, 5],
    [2, "Xã Hà Mòn", 12, 7],
    [None, "Cộng", 26, 12],
    ["II", "Huyện Sa Thầy", None, None],
    [1, "Xã Sa Nhơn", 9, 2],
    [2, "Xã Sa Sơn", 8, 4],
    [3, "Xã Hơ Moong", 10, 1],
    [None, "Cộng", 27, 7],
    [None, "Tổng cộng (I+II)", 53, 19],
]
_BLOC_FIGURES = {
    **of("branches", "KT/dak-ha", {"dak-mar": 14, "ha-mon": 12}),
    **of("branches", "KT/sa-thay", {"sa-nhon": 9, "sa-son": 8, "ho-moong": 10}),
    **of("new_members", "KT/dak-ha", {"dak-mar": 5, "ha-mon": 7}),
    **of("new_members", "KT/sa-thay", {"sa-nhon": 2, "sa-son": 4, "ho-moong": 1}),
}

_PARTS = [
    ["STT", "Đơn vị", "Đảng viên mới kết nạp", None, None],
    [None, None, "Tổng số", "Trong đó", None],
    [None, None, None, "Nữ", "Dân tộc thiểu số"],
    [1, "Xã Pờ Ê", 12, 5, 11],
    [2, "Xã Hiếu", 9, 6, 8],
]
_PART_MERGES = ("A1:A3", "B1:B3", "C1:E1", "C2:C3", "D2:E2")

_FORM_2 = [
    ["TỈNH ỦY ĐIỆN BIÊN", "THỐNG KÊ ĐẢNG VIÊN MỚI KẾT NẠP QUÝ IV NĂM 2019", None, "Biểu số 2-BTCTW"],
    ["ĐẢNG ỦY XÃ SÍN THẦU"],
    ["Tiêu chí", "Thực hiện", None, "(%) kỳ này so với cùng kỳ năm trước"],
    [None, "Kỳ này", "Cùng kỳ năm trước", None],
    ["1", "2", "3", "4(=2*100/3)"],
    ["I. Tổng số đảng viên có đến cuối kỳ", 214, 201, 106.5],
    [f"{IN}1. Trong đó: - Nữ", 61, 55, 110.9],
    [f"{IN}{IN}- Dân tộc thiểu số", 180, 171, 105.3],
    ["II. Đảng viên mới kết nạp", 6, 5, 120],
    [f"{IN}Trong đó: + Nữ", 2, 2, 100],
    [f"{IN}{IN}+ Dân tộc thiểu số", 6, 4, 150],
    ["III. Số chi bộ có đến cuối kỳ", 11, 11, 100],
    [],
    ["NGƯỜI LẬP BIỂU", None, "T/M BAN THƯỜNG VỤ"],
]
_FORM_2_MERGES = ("B1:C2", "A3:A4", "B3:C3", "D3:D4")
_SIN = "DB/muong-nhe/sin-thau"
_FORM_2_FIGURES = {
    (_SIN, "members", ""): "214",
    (_SIN, "new_members", ""): "6",
    (_SIN, "branches", ""): "11",
}

_FORM_5 = [
    ["TỈNH ỦY KON TUM", None, None, None, "THỐNG KÊ TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2021", None, "Biểu số 5-BTCTW"],
    ["BAN TỔ CHỨC"],
    ["TT", "Đảng bộ", "Số tổ chức cơ sở đảng", None, None, "Tổ chức đảng trực thuộc ĐBCS", None],
    [None, None, "Tổng số (2)+(3)", "Chia ra", None, "Đảng bộ bộ phận (4)", "Chi bộ trực thuộc (5)"],
    [None, None, None, "Đảng bộ cơ sở (2)", "Chi bộ cơ sở (3)", None, None],
    ["A", "B", "1", "2", "3", "4", "5"],
    [1, "Huyện Đăk Hà", 47, 20, 27, 1, 160],
    [2, "Huyện Kon Plông", 41, 15, 26, 0, 110],
    [3, "Thành phố Kon Tum", 76, 40, 36, 3, 401],
    [None, "Cộng (1+2+3)", 164, 75, 89, 4, 671],
]
_FORM_5_MERGES = ("A3:A5", "B3:B5", "C3:E3", "F3:G3", "C4:C5", "D4:E4", "F4:F5", "G4:G5")
_FORM_5_FIGURES = {
    **of("grassroots_orgs", "KT", {"dak-ha": 47, "kon-plong": 41, "kon-tum": 76}),
    **of("subordinate_branches", "KT", {"dak-ha": 160, "kon-plong": 110, "kon-tum": 401}),
}

_FORM_15B = [
    [*[None] * 9, "Mẫu 15B"],
    ["ĐẢNG BỘ TỈNH KON TUM"],
    ["THÀNH ỦY KON TUM"],
    [None, "KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI ĐẢNG VIÊN NĂM 2021"],
    [],
    [
        *("TT", "Đảng bộ", "Tổng số đảng viên được đánh giá, xếp loại", "Mức xếp loại đảng viên", None, None, None),
        *("Chưa xếp loại", "Tỷ lệ % xếp loại xuất sắc trong số xếp loại tốt trở lên", "Ghi chú"),
    ],
    [None, None, None, "HTXSNV", "HTTNV", "HTNV", "KHTNV", None, None, None],
    [str(number) for number in range(1, 11)],
    [1, "Phường Lê Lợi", 120, 20, 80, 18, 2, 3, "20,0%", None],
    [2, "Phường Ngô Mây", 200, 30, 120, 49, 1, 0, "20,0%", None],
    [None, "Tổng cộng", 320, 50, 200, 67, 3, 3, "20,0%", None],
]
_FORM_15B_MERGES = ("A6:A7", "B6:B7", "C6:C7", "D6:G6", "H6:H7", "I6:I7", "J6:J7")
_FORM_15B_FIGURES = {
    **of("members_excellent", CITY, {"le-loi": "20/120", "ngo-may": "30/200"}),
    **of("members_good", CITY, {"le-loi": "80/120", "ngo-may": "120/200"}),
}
_CHECKS = Page([["Kiểm tra dữ liệu"], ["Dòng", "Lỗi"], [9, 0], [10, 0]], name="Kiểm tra dữ liệu")

_TURNED = [
    ["Chỉ tiêu", "Xã Thanh Nưa", "Xã Hua Thanh", "Xã Thanh Luông", "Toàn huyện"],
    ["Tổng số đảng viên", 310, 205, 402, 917],
    ["Đảng viên mới kết nạp", 4, 2, 6, 12],
    ["Số chi bộ", 15, 10, 19, 44],
]
_TURNED_FIGURES = {
    **of("members", "DB/dien-bien", {"thanh-nua": 310, "hua-thanh": 205, "thanh-luong": 402}),
    **of("new_members", "DB/dien-bien", {"thanh-nua": 4, "hua-thanh": 2, "thanh-luong": 6}),
    **of("branches", "DB/dien-bien", {"thanh-nua": 15, "hua-thanh": 10, "thanh-luong": 19}),
}

_LONG = [
    ["Đơn vị", "Chỉ tiêu", "Kỳ báo cáo", "Số liệu"],
    ["Xã Đăk Cấm", "Đảng viên mới kết nạp", "Quý I/2021", 3],
    ["Xã Đăk Cấm", "Số chi bộ", "Quý I/2021", 13],
    ["Xã Kroong", "Đảng viên mới kết nạp", "Quý I/2021", 2],
    ["Xã Kroong", "Thôn trưởng là đảng viên", "Quý I/2021", "7/9"],
]
_LONG_FIGURES = {
    **of("new_members", CITY, {"dak-cam": 3, "kroong": 2}),
    **of("branches", CITY, {"dak-cam": 13}),
    **of("head_is_member", CITY, {"kroong": "7/9"}),
}

_UNDER_NUMBERS = [
    ["STT", "Đơn vị", "Tổng số trưởng thôn", "Trưởng thôn là đảng viên", "Tỷ lệ %"],
    ["(1)", "(2)", "(3)", "(4)", "(5=4*100/3)"],
    [1, "Xã Đăk Cấm", 10, 8, 80],
    [2, "Xã Kroong", 9, 7, 77.8],
]

CASES = [
    Case("two-header-rows", (1, 2), lambda: xlsx(Page(_HEADS_IN_TWO, merges=_MERGES)), _HEADS),
    Case("two-header-rows-as-csv", (1,), lambda: text(_HEADS_IN_TWO), _HEADS),
    Case("two-header-rows-by-xlsxwriter", (1,), lambda: by_xlsxwriter(Page(_HEADS_IN_TWO, merges=_MERGES)), _HEADS),
    Case(
        "three-header-rows",
        (1, 5),
        lambda: xlsx(Page(_THREE, merges=("A1:A3", "B1:B3", "C1:E1", "C2:C3", "D2:E2"))),
        _RATED,
        period="2021",
    ),
    Case(
        "three-header-rows-xls",
        (1, 5),
        lambda: xlsx(Page(_THREE, merges=("A1:A3", "B1:B3", "C1:E1", "C2:C3", "D2:E2"))),
        _RATED,
        period="2021",
        office="xls",
    ),
    Case(
        "numbers-under-header",
        (2,),
        lambda: xlsx(Page(_UNDER_NUMBERS)),
        of("head_is_member", CITY, {"dak-cam": "8/10", "kroong": "7/9"}),
    ),
    Case(
        "plain-numbers-under-header",
        (2, 3),
        lambda: xlsx(
            Page(
                [
                    ["ĐẢNG BỘ TỈNH KON TUM"],
                    ["TT", "Đơn vị", "Số thôn, tổ dân phố", "Số chi bộ", "Đảng viên mới kết nạp"],
                    [1, 2, 3, 4, 5],
                    [1, "Xã Ia Chim", 8, 9, 2],
                    [2, "Xã Đăk Năng", 7, 8, 0],
                ]
            )
        ),
        {
            **of("villages", CITY, {"ia-chim": 8, "dak-nang": 7}),
            **of("branches", CITY, {"ia-chim": 9, "dak-nang": 8}),
            **of("new_members", CITY, {"ia-chim": 2, "dak-nang": 0}),
        },
        office="ods",
    ),
    Case(
        "letterhead-and-signatures",
        (3,),
        lambda: xlsx(Page(_LETTERHEAD, merges=("A5:C5", "A6:C6", "A12:C12"))),
        _ADMITTED_DB,
        period="2019-Q4",
        unit="DB",
        office="ods",
    ),
    Case(
        "letterhead-and-signatures-csv",
        (3, 15),
        lambda: text(_LETTERHEAD, separator=";"),
        {(unit, code, "2019-Q4"): value for (unit, code, _), value in _ADMITTED_DB.items()},
        period=None,
        unit="DB",
    ),
    Case(
        "signed-right-below",
        (3, 4),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Đảng viên mới kết nạp"],
                    [1, "Xã Tả Phìn", 3],
                    [2, "Xã Trung Thu", 5],
                    [None, "Cộng", 8],
                    ["Người lập", None, "T/M CẤP ỦY"],
                    ["Giàng A Chu", None, "Sùng Thị Dua"],
                ]
            )
        ),
        of("new_members", "DB/tua-chua", {"ta-phin": 3, "trung-thu": 5}),
        period="2019-Q4",
        unit="DB/tua-chua",
    ),
    Case(
        "total-first-and-wrong",
        (4,),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Số chi bộ"],
                    [None, "Toàn huyện", 41],
                    [1, "Xã Sa Nhơn", 9],
                    [2, "Xã Sa Sơn", 8],
                    [3, "Thị trấn Sa Thầy", 22],
                ]
            )
        ),
        of("branches", "KT/sa-thay", {"sa-nhon": 9, "sa-son": 8, "sa-thay": 22}),
        unit="KT/sa-thay",
        problems={"total_differs"},
        rows={"total_differs": 2},
    ),
    Case("total-of-each-bloc", (4, 6), lambda: xlsx(Page(_BLOCS)), _BLOC_FIGURES),
    Case("total-of-each-bloc-xls", (4, 6), lambda: xlsx(Page(_BLOCS)), _BLOC_FIGURES, office="xls"),
    Case(
        "total-under-district-rows",
        (4, 6),
        lambda: text(
            [
                ["TT", "Đơn vị", "Đảng viên mới kết nạp"],
                [None, "TOÀN TỈNH", 19],
                ["I", "Huyện Đăk Hà", 12],
                [1, "Xã Đăk Mar", 5],
                [2, "Xã Hà Mòn", 7],
                ["II", "Huyện Sa Thầy", 7],
                [1, "Xã Sa Nhơn", 2],
                [2, "Xã Sa Sơn", 5],
            ]
        ),
        {
            **of("new_members", "KT/dak-ha", {"dak-mar": 5, "ha-mon": 7}),
            **of("new_members", "KT/sa-thay", {"sa-nhon": 2, "sa-son": 5}),
        },
    ),
    Case(
        "parts-as-columns",
        (1, 5),
        lambda: xlsx(Page(_PARTS, merges=_PART_MERGES)),
        of("new_members", "KT/kon-plong", {"po-e": 12, "hieu": 9}),
        may={"ignored_column"},
    ),
    Case(
        "part-above-its-whole",
        (5,),
        lambda: xlsx(Page([*_PARTS[:3], [1, "Xã Pờ Ê", 12, 15, 11], *_PARTS[4:]], merges=_PART_MERGES)),
        of("new_members", "KT/kon-plong", {"po-e": 12, "hieu": 9}),
        problems={"part_above_whole"},
        rows={"part_above_whole": 4},
        may={"ignored_column"},
        office="xlsx",
    ),
    Case(
        "chia-ra-that-does-not-add-up",
        (5, 7),
        lambda: xlsx(
            Page(
                [
                    ["ĐẢNG ỦY XÃ SÍN THẦU"],
                    ["Chỉ tiêu", "Kỳ này"],
                    ["1. Đảng viên mới kết nạp", 10],
                    ["Chia ra:"],
                    [f"{IN}- Nam", 6],
                    [f"{IN}- Nữ", 3],
                    ["2. Số chi bộ", 11],
                ]
            )
        ),
        {(_SIN, "new_members", ""): "10", (_SIN, "branches", ""): "11"},
        period="2019-Q4",
        unit="DB",
        problems={"parts_differ"},
    ),
    Case(
        "numbering-with-errors",
        (6,),
        lambda: text(
            [
                ["Đơn vị", "Đảng viên mới kết nạp", "Số chi bộ"],
                ["I. Huyện Kon Rẫy", None, None],
                [f"{IN}1. Thị trấn Đăk Rve", 4, 12],
                [f"{IN}1. Xã Đăk Kôi", 2, 9],
                [f"{IN}1. Xã Tân Lập", 3, 8],
                [f"{IN}4. Xã Đăk Pne", 1, 7],
            ]
        ),
        {
            **of("new_members", "KT/kon-ray", {"dak-rve": 4, "dak-koi": 2, "tan-lap": 3, "dak-pne": 1}),
            **of("branches", "KT/kon-ray", {"dak-rve": 12, "dak-koi": 9, "tan-lap": 8, "dak-pne": 7}),
        },
    ),
    Case(
        "form-2",
        (2, 5, 6, 7),
        lambda: xlsx(Page(_FORM_2, merges=_FORM_2_MERGES)),
        _FORM_2_FIGURES,
        period="2019-Q4",
        unit="DB",
    ),
    Case(
        "form-2-xls",
        (2, 5, 6, 7),
        lambda: xlsx(Page(_FORM_2, merges=_FORM_2_MERGES)),
        _FORM_2_FIGURES,
        period="2019-Q4",
        unit="DB",
        office="xls",
    ),
    Case(
        "form-5",
        (1, 2, 4),
        lambda: xlsx(Page(_FORM_5, merges=_FORM_5_MERGES)),
        _FORM_5_FIGURES,
        period="2021",
        may={"ignored_column"},
    ),
    Case(
        "form-5-with-what-communes-report",
        (1, 2, 4),
        lambda: xlsx(
            Page(
                [
                    ["TT", "Đảng bộ", "Số tổ chức cơ sở đảng", "Chi bộ trực thuộc", "Thôn, làng không có tổ chức đảng"],
                    ["A", "B", "1", "2", "3"],
                    [1, "Huyện Đăk Hà", 47, 160, 0],
                    [2, "Huyện Kon Plông", 41, 110, 1],
                    [None, "Cộng", 88, 270, 1],
                ]
            )
        ),
        {
            **of("grassroots_orgs", "KT", {"dak-ha": 47, "kon-plong": 41}),
            **of("subordinate_branches", "KT", {"dak-ha": 160, "kon-plong": 110}),
        },
        period="2021",
        problems={"other_kind"},
        rows={"other_kind": 1},
    ),
    Case(
        "counts-of-villages-by-commune",
        (1, 4),
        lambda: text(
            [
                ["STT", "Đơn vị", "Số thôn", "Thôn, bản chưa có chi bộ", "Đảng viên mới kết nạp"],
                [1, "Xã Tả Phìn", 9, 3, 4],
                [2, "Xã Trung Thu", 8, 1, 2],
                [None, "Tổng", 17, 4, 6],
            ]
        ),
        {
            **of("villages", "DB/tua-chua", {"ta-phin": 9, "trung-thu": 8}),
            **of("new_members", "DB/tua-chua", {"ta-phin": 4, "trung-thu": 2}),
        },
        period="2019-Q4",
        unit="DB",
        problems={"other_kind"},
    ),
    Case(
        "form-15b",
        (1, 2, 4, 9, 20),
        lambda: xlsx(Page(_FORM_15B, merges=_FORM_15B_MERGES, name="Mẫu 15B"), _CHECKS),
        _FORM_15B_FIGURES,
        period="2021",
        problems={"ignored_column"},
        also=("several sheets",),
    ),
    Case("units-as-columns", (7, 4), lambda: xlsx(Page(_TURNED)), _TURNED_FIGURES, period="2019-Q4", unit="DB"),
    Case(
        "units-as-columns-ods",
        (7, 4),
        lambda: xlsx(Page(_TURNED)),
        _TURNED_FIGURES,
        period="2019-Q4",
        unit="DB",
        office="ods",
    ),
    Case(
        "units-as-columns-with-a-wrong-total",
        (7, 4),
        lambda: text([*_TURNED[:2], ["Đảng viên mới kết nạp", 4, 2, 6, 13], _TURNED[3]], separator=";"),
        _TURNED_FIGURES,
        period="2019-Q4",
        unit="DB",
        problems={"total_differs"},
        rows={"total_differs": 3},
    ),
    Case(
        "units-as-columns-under-their-districts",
        (1, 4, 7),
        lambda: xlsx(
            Page(
                [
                    ["Chỉ tiêu", "Huyện Điện Biên", None, None, "Huyện Tủa Chùa", None, None, "Tổng cộng"],
                    [None, "Xã Thanh Nưa", "Xã Hua Thanh", "Cộng", "Xã Tả Phìn", "Xã Trung Thu", "Cộng", None],
                    ["Đảng viên mới kết nạp", 4, 2, 6, 3, 5, 8, 14],
                    ["Số chi bộ", 15, 10, 25, 9, 8, 17, 42],
                ],
                merges=("A1:A2", "B1:D1", "E1:G1", "H1:H2"),
            )
        ),
        {
            **of("new_members", "DB/dien-bien", {"thanh-nua": 4, "hua-thanh": 2}),
            **of("new_members", "DB/tua-chua", {"ta-phin": 3, "trung-thu": 5}),
            **of("branches", "DB/dien-bien", {"thanh-nua": 15, "hua-thanh": 10}),
            **of("branches", "DB/tua-chua", {"ta-phin": 9, "trung-thu": 8}),
        },
        period="2019-Q4",
        unit="DB",
    ),
    Case("long-list", (7, 15), lambda: by_xlsxwriter(Page(_LONG)), _LONG_FIGURES),
    Case(
        "long-list-with-merged-units",
        (7,),
        lambda: xlsx(
            Page(
                [[None if row in (2, 4) else cells[0], *cells[1:]] for row, cells in enumerate(_LONG)],
                merges=("A2:A3", "A4:A5"),
            )
        ),
        _LONG_FIGURES,
        also=("merged unit cells",),
    ),
]
