"""Official forms, made again from their description: titles, merged headers, column numbers, outline, totals.

Forms 1, 2 and 5 (HD of the Central Organisation Commission) and 15B (2026). Each is read without a question once the
indicators exist, under names that its words suggest; for crossed forms ``category › column``.
"""

from __future__ import annotations

from metrics.goals import Kind
from tests.corpus.sheets import Page, xlsx
from tests.intake.asked import named, reference
from tests.intake.tables import codes, figures, whole_way

IN = "\u00a0\u00a0"

_HEAD_1 = [
    ["TỈNH ỦY ĐIỆN BIÊN", "THỐNG KÊ TÌNH HÌNH ĐẢNG VIÊN", None, "Biểu số 1-BTCTW"],
    ["ĐẢNG ỦY XÃ SÍN THẦU", "Quý IV năm 2019"],
    ["Tiêu chí", "Thực hiện", None, "(%) kỳ này so với cùng kỳ năm trước"],
    [None, "Kỳ này", "Cùng kỳ năm trước", None],
    ["1", "2", "3", "4(=2*100/3)"],
]
_MERGES_1 = ["B1:C1", "A3:A4", "B3:C3", "D3:D4"]
_SIGNED = [[], [None, None, "Ngày 05 tháng 01 năm 2020"], ["NGƯỜI LẬP BIỂU", None, "T/M BAN THƯỜNG VỤ"]]


def test_form_1_members():
    rows = [
        *_HEAD_1,
        ["A. Tổng số đảng viên có đến cuối kỳ", "1.376", 1350, 101.9],
        [f"{IN}Trong đó: - Nữ", 400, 390, 102.6],
        [f"{IN * 2}- Dân tộc thiểu số", 900, 880, 102.3],
        ["B. Đảng viên tăng trong kỳ", 30, 25, 120],
        [f"{IN}1. Kết nạp mới đảng viên", 25, 20, 125],
        [f"{IN}2. Đảng viên nơi khác chuyển đến", 5, 5, 100],
        ["C. Đảng viên giảm trong kỳ", 4, 3, 133.3],
        [f"{IN}1. Từ trần", 2, 1, 200],
        [f"{IN}2. Đưa ra khỏi Đảng", 2, 2, 100],
        [f"{IN * 2}a) Khai trừ", 1, 1, 100],
        [f"{IN * 2}b) Xóa tên", 1, 1, 100],
        *_SIGNED,
    ]
    base = reference(
        named("members", "Tổng số đảng viên"),
        named("new_members", "Đảng viên mới kết nạp", Kind.FLOW, synonyms=("kết nạp mới đảng viên",)),
        named("moved_in", "Đảng viên chuyển đến từ nơi khác", Kind.FLOW),
        named("removed", "Đảng viên đưa ra khỏi Đảng", Kind.FLOW, synonyms=("Đảng viên giảm › Đưa ra khỏi Đảng",)),
        named("expelled", "Đảng viên bị khai trừ", Kind.FLOW, synonyms=("Đưa ra khỏi Đảng › Khai trừ",)),
    )
    (form,) = whole_way(xlsx(Page(rows, merges=_MERGES_1)), base)
    assert form.layout.kind == "rows"
    assert form.questions == ()
    unit = "ĐẢNG ỦY XÃ SÍN THẦU"
    assert figures(form) == [
        (6, unit, "members", "1.376"),
        (10, unit, "new_members", "25"),
        (11, unit, "moved_in", "5"),
        (14, unit, "removed", "2"),
        (15, unit, "expelled", "1"),
    ]
    told = {text for _, text in codes(form)}
    assert "Đảng viên tăng trong kỳ" in told
    assert not any("Nữ" in (text or "") for text in told)


def test_form_2_new_members():
    rows = [
        *_HEAD_1,
        ["I. Tổng số đảng viên mới kết nạp", 25, 20, 125],
        [f"{IN}1. Trong đó: - Phụ nữ", 10, 8, 125],
        [f"{IN * 2}- Dân tộc thiểu số", 7, 5, 140],
        [f"{IN * 2}- Tôn giáo", 1, 0, None],
        ["II. Phân tích đảng viên mới kết nạp"],
        ["1. Nghề nghiệp"],
        [f"{IN}a. Nông dân", 15, 10, 150],
        [f"{IN}b. Viên chức", 10, 10, 100],
        ["III. Số TCCSĐ có đến cuối kỳ", 12, 12, 100],
        ["1. Đảng bộ cơ sở", 5, 5, 100],
        ["Trong đó:"],
        [f"{IN}+ Có kết nạp đảng viên", 4, 3, 133],
        [f"{IN}+ Không còn quần chúng", 1, 1, 100],
        ["1. Chi bộ cơ sở", 7, 7, 100],
        ["Trong đó:"],
        [f"{IN}+ Có kết nạp đảng viên", 2, 3, 66],
        *_SIGNED,
    ]
    base = reference(
        named("new_members", "Đảng viên mới kết nạp", Kind.FLOW),
        named("women", "Đảng viên mới kết nạp › Phụ nữ", Kind.FLOW),
        named("orgs", "Tổ chức cơ sở đảng"),
        named("committees", "Đảng bộ cơ sở"),
        named("branches", "Chi bộ cơ sở"),
        named("active_committees", "Số TCCSĐ › Đảng bộ cơ sở › Có kết nạp đảng viên"),
        named("active_branches", "Số TCCSĐ › Chi bộ cơ sở › Có kết nạp đảng viên"),
    )
    (form,) = whole_way(xlsx(Page(rows, merges=_MERGES_1)), base)
    assert form.layout.kind == "rows"
    assert form.questions == ()
    assert figures(form, "row", "indicator", "value") == [
        (6, "new_members", "25"),
        (7, "women", "10"),
        (14, "orgs", "12"),
        (15, "committees", "5"),
        (17, "active_committees", "4"),
        (19, "branches", "7"),
        (21, "active_branches", "2"),
    ]
    assert codes(form) == [
        ("ignored_row", "Phân tích đảng viên mới kết nạp › Nghề nghiệp › Nông dân"),
        ("ignored_row", "Phân tích đảng viên mới kết nạp › Nghề nghiệp › Viên chức"),
    ]


_FORM_5 = [
    ["TỈNH ỦY ĐIỆN BIÊN", None, None, "THỐNG KÊ TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2019", None, None, "Biểu số 5-BTCTW"],
    ["HUYỆN ỦY MƯỜNG NHÉ"],
    [
        *("Loại hình TCCSĐ", "Số tổ chức cơ sở đảng", None, None),
        *("Tổ chức đảng trực thuộc ĐBCS", None, "Tổng số đảng viên"),
    ],
    [None, "Tổng số (2)+(3)", "Chia ra", None, "Đảng bộ bộ phận (4)", "Chi bộ trực thuộc (5)"],
    [None, None, "Đảng bộ cơ sở (2)", "Chi bộ cơ sở (3)"],
    ["A", "1", "2", "3", "4", "5", "6"],
    ["1. Xã", 5, 4, 1, 2, 30, 300],
    ["1. Phường", 3, 3, 0, 1, 20, 200],
    ["1. Thị trấn", 1, 1, 0, 0, 8, 90],
    ["4. Doanh nghiệp", 2, 1, 1, 0, 3, 40],
    [f"{IN}a) Nhà nước", 1, 1, 0, 0, 3, 30],
    [f"{IN}b) Tư nhân", 1, 0, 1, 0, 0, 10],
    ["Cộng (1+….+11)", 11, 9, 2, 3, 61, 630],
]
_MERGES_5 = ["A3:A5", "B3:D3", "E3:F3", "G3:G5", "B4:B5", "C4:D4", "E4:E5", "F4:F5"]
_CATEGORIES = {7: "Xã", 8: "Phường", 9: "Thị trấn", 10: "Doanh nghiệp"}
_COLUMNS = (
    "Số tổ chức cơ sở đảng",
    "Đảng bộ cơ sở",
    "Chi bộ cơ sở",
    "Đảng bộ bộ phận",
    "Chi bộ trực thuộc",
    "Đảng viên",
)


def test_form_5_organisations_by_kind():
    names = [
        named(f"{row}-{at}", f"{category} › {column}", unit_kind="district", frequency="year")
        for row, category in _CATEGORIES.items()
        for at, column in enumerate(_COLUMNS, start=1)
    ]
    (form,) = whole_way(xlsx(Page(_FORM_5, merges=_MERGES_5)), reference(*names), "2019")
    assert form.layout.kind == "crossed"
    assert form.questions == ()
    assert figures(form) == [
        (row, "HUYỆN ỦY MƯỜNG NHÉ", f"{row}-{at}", str(_FORM_5[row - 1][at]))
        for row in _CATEGORIES
        for at in range(1, 7)
    ]
    assert [one.row for one in form.left_out if one.why == "total"] == [13]


_CLASSES = ("Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV", "Chưa xếp loại")
_FORM_15B = [
    [*[None] * 10, "Mẫu 15B"],
    ["ĐẢNG BỘ TỈNH ĐIỆN BIÊN"],
    ["ĐẢNG ỦY XÃ SÍN THẦU"],
    [None, "KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CÁN BỘ NĂM 2019"],
    [],
    [],
    [],
    [
        *("TT", "Đối tượng đánh giá", "Mã chức danh", "Tổng số", "Mức xếp loại", None, None, None, None),
        *("Tỷ lệ % xếp loại xuất sắc trong số xếp loại tốt trở lên", "Ghi chú"),
    ],
    [None, None, None, None, *_CLASSES[1:]],
    [str(number) for number in range(1, 12)],
    [1, "Cấp ủy viên cấp xã", "A1", 15, 3, 10, 1, 0, 1, "23,1%", None],
    [2, "Trưởng ban, ngành cấp xã", "A2", 10, 5, 5, 0, 0, 0, "50,0%", None],
    [None, "Tổng cộng", None, 25, 8, 15, 1, 0, 1, "34,8%", None],
]
_MERGES_15B = ["A8:A9", "B8:B9", "C8:C9", "D8:D9", "E8:I8", "J8:J9", "K8:K9"]


def test_form_15b_ratings_by_class():
    people = ("Cấp ủy viên cấp xã", "Trưởng ban, ngành cấp xã")
    names = [
        named(f"{row}-{at}", f"{who} › {what}", frequency="year")
        for row, who in enumerate(people, start=11)
        for at, what in enumerate(_CLASSES, start=3)
    ]
    checks = Page([["Kiểm tra dữ liệu"], ["Dòng", "Lỗi"], [11, 0]], name="Kiểm tra dữ liệu")
    form, *others = whole_way(
        xlsx(Page(_FORM_15B, name="Mẫu 15B", merges=_MERGES_15B), checks), reference(*names), "2019"
    )
    assert others == []
    assert form.layout.kind == "crossed"
    assert form.questions == ()
    assert figures(form) == [
        (row, "ĐẢNG ỦY XÃ SÍN THẦU", f"{row}-{at}", str(_FORM_15B[row - 1][at]))
        for row in (11, 12)
        for at in range(3, 9)
    ]
    assert codes(form) == [("ignored_column", "Tỷ lệ % xếp loại xuất sắc trong số xếp loại tốt trở lên")]
    assert [one.row for one in form.left_out if one.why == "total"] == [13]
