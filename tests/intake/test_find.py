"""Every shape that an office gives a table: what is its header, what each row is, what is left out."""

from __future__ import annotations

import time

import polars as pl
import pytest

from intake.cells import ASIDE, ROW, Sheet
from intake.find import find_tables
from intake.table import LINES, Table
from tests.intake.sheets import Span, one_table, outline_of, sheet, sheet_of

SIMPLE = "Đơn vị | Kết nạp | Đảng viên\nXã A | 5 | 50\nXã B | 6 | 60\n"

LETTERHEAD = """
TỈNH ỦY ĐIỆN BIÊN | | ĐẢNG CỘNG SẢN VIỆT NAM
BAN TỔ CHỨC | | Điện Biên, ngày 5 tháng 10 năm 2025

BÁO CÁO KẾT QUẢ QUÝ III/2025
"""

FORM_2 = """
TỈNH ỦY/HUYỆN ỦY… | Thống kê đảng viên mới kết nạp năm 2019 | | Biểu số 2-BTCTW
BAN TỔ CHỨC | | |
Tiêu chí | Thực hiện | | (%) kỳ này so với cùng kỳ năm trước
 | Kỳ này | Cùng kỳ năm trước |
1 | 2 | 3 | 4(=2*100/3)
I. Đảng viên mới kết nạp | 564 | 500 | 112,8
Trong đó: - Phụ nữ | 200 | 180 | 111,1
- Dân tộc thiểu số | 300 | 280 | 107
1. Tuổi đời | | |
a) 18-30 tuổi | 400 | 300 | 133,3
b) Trên 30 tuổi | 164 | 200 | 82
II. Quần chúng | 1000 | 900 | 111,1
III. Số TCCSĐ có đến cuối kỳ | 700 | 701 | 99,8
1. Đảng bộ cơ sở | 100 | 100 | 100
Trong đó: + Có kết nạp đảng viên | 90 | 80 | 112,5
+ Không còn quần chúng | 5 | 5 | 100
2. Chi bộ cơ sở | 600 | 601 | 99,8

 | | Kon Tum, ngày 5 tháng 1 năm 2020
Người lập biểu | | T/M cấp ủy
Lò Văn A | | Sùng Thị B
"""
FORM_2_MERGES: tuple[Span, ...] = ((1, 1, 2, 2), (3, 0, 4, 0), (3, 1, 3, 2), (3, 3, 4, 3))

FORM_5 = """
TỈNH ỦY | | | | | | Biểu số 5-BTCTW
THỐNG KÊ TỔ CHỨC CƠ SỞ ĐẢNG
Loại hình TCCSĐ | Số tổ chức cơ sở đảng | | | Tổ chức đảng trực thuộc ĐBCS | | Tổng số đảng viên
 | Tổng số (2)+(3) | Chia ra | | Đảng bộ bộ phận (4) | Chi bộ trực thuộc (5) |
 | | Đảng bộ cơ sở (2) | Chi bộ cơ sở (3) | | |
1. Xã | 10 | 8 | 2 | 1 | 50 | 900
1. Phường | 4 | 4 | 0 | 1 | 40 | 800
1. Thị trấn | 2 | 2 | - | 1 | 20 | 300
4. Doanh nghiệp | 3 | 1 | 2 | | 20 | 300
a) Nhà nước | 2 | 1 | 1 | | 10 | 200
- Trung ương | 1 | 1 | 0 | | 5 | 100
b) Tư nhân | 1 | 0 | 1 | | 10 | 100
5. Cơ quan | 3 | 1 | 2 | | 20 | 300
Cộng (1+….+11) | 22 | 16 | 6 | 3 | 150 | 2600
Ghi chú: số liệu đến 31/12
"""
FORM_5_MERGES: tuple[Span, ...] = (
    (3, 0, 5, 0), (3, 1, 3, 3), (4, 1, 5, 1), (4, 2, 4, 3), (3, 4, 3, 5), (4, 4, 5, 4), (4, 5, 5, 5), (3, 6, 5, 6),
)  # fmt: skip

FORM_15B = """
ĐẢNG ỦY XÃ ĐĂK TÔ | | | | | | | | | | Mẫu 15B
 | | BÁO CÁO KẾT QUẢ XẾP LOẠI QUÝ III-2026
TT | Đối tượng | Mã chức danh | Tổng số | Mức xếp loại | | | | | Tỷ lệ % xếp loại xuất sắc | Ghi chú
 | | | | HTXSNV | HTTNV | HTNV | KHTNV | Chưa xếp loại | |
1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11
1 | Bí thư | BT | 2 | 1 | 1 | 0 | 0 | 0 | 50,0% |
2 | Phó bí thư | PBT | 4 | 1 | 1 | 2 | 0 | 0 | 50,0% |
 | Tổng cộng | | 6 | 2 | 2 | 2 | 0 | 0 | 50,0% |
"""
FORM_15B_MERGES: tuple[Span, ...] = (
    *((3, at, 4, at) for at in (0, 1, 2, 3, 9, 10)), (3, 4, 3, 8),
)  # fmt: skip

DECISION = """
STT | Tên đơn vị hành chính | Tổng số xóm, TDP | Phân loại | | | Ghi chú
 | | | Loại 1 | Loại 2 | Loại 3 |
I | Huyện Bảo Lâm | 20 | 1 | 14 | 5 |
1 | Xã Đức Hạnh | 08 | 0 | 07 | 1 |
2 | Xã Lý Bôn | 12 | 1 | 07 | 4 |
II | Huyện Bảo Lạc | 08 | 0 | 07 | 1 |
1 | Xã Cô Ba | 08 | 0 | 07 | 1 |
 | Toàn tỉnh | 28 | 1 | 21 | 6 |
"""
DECISION_MERGES: tuple[Span, ...] = (*((1, at, 2, at) for at in (0, 1, 2, 6)), (1, 3, 1, 5))

HEADERS = {
    "form 2": (FORM_2, FORM_2_MERGES, (3, 4), (
        "Tiêu chí", "Thực hiện › Kỳ này", "Thực hiện › Cùng kỳ năm trước", "(%) kỳ này so với cùng kỳ năm trước")),
    "form 5": (FORM_5, FORM_5_MERGES, (3, 4, 5), (
        "Loại hình TCCSĐ", "Số tổ chức cơ sở đảng › Tổng số", "Số tổ chức cơ sở đảng › Chia ra › Đảng bộ cơ sở",
        "Số tổ chức cơ sở đảng › Chia ra › Chi bộ cơ sở", "Tổ chức đảng trực thuộc ĐBCS › Đảng bộ bộ phận",
        "Tổ chức đảng trực thuộc ĐBCS › Chi bộ trực thuộc", "Tổng số đảng viên")),
    "form 15B": (FORM_15B, FORM_15B_MERGES, (3, 4), (
        "TT", "Đối tượng", "Mã chức danh", "Tổng số", "Mức xếp loại › HTXSNV", "Mức xếp loại › HTTNV",
        "Mức xếp loại › HTNV", "Mức xếp loại › KHTNV", "Mức xếp loại › Chưa xếp loại", "Tỷ lệ % xếp loại xuất sắc",
        "Ghi chú")),
    "decision": (DECISION, DECISION_MERGES, (1, 2), (
        "STT", "Tên đơn vị hành chính", "Tổng số xóm, TDP", "Phân loại › Loại 1", "Phân loại › Loại 2",
        "Phân loại › Loại 3", "Ghi chú")),
}  # fmt: skip


@pytest.mark.parametrize("form", HEADERS)
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "merges lost"])
def test_official_headers_are_read_with_and_without_their_merges(form: str, merged: bool) -> None:
    text, merges, rows, header = HEADERS[form]
    table = one_table(text, merges if merged else ())
    assert table.header_rows == rows
    assert table.header == header


def test_form_2_has_its_indicators_in_an_outline() -> None:
    table = one_table(FORM_2, FORM_2_MERGES)
    assert table.numbers == ("1", "2", "3", "4(=2*100/3)")
    assert outline_of(table) == [
        (6, "section", "Đảng viên mới kết nạp", 0, None),
        (7, "part", "Phụ nữ", 1, 6),
        (8, "part", "Dân tộc thiểu số", 1, 6),
        (9, "section", "Tuổi đời", 1, 6),
        (10, "entry", "18-30 tuổi", 2, 9),
        (11, "entry", "Trên 30 tuổi", 2, 9),
        (12, "entry", "Quần chúng", 0, None),
        (13, "section", "Số TCCSĐ có đến cuối kỳ", 0, None),
        (14, "entry", "Đảng bộ cơ sở", 1, 13),
        (15, "part", "Có kết nạp đảng viên", 2, 14),
        (16, "part", "Không còn quần chúng", 2, 14),
        (17, "entry", "Chi bộ cơ sở", 1, 13),
    ]
    assert table.lines["ordinal"].to_list()[:5] == ["I", "-", "-", "1", "a"]
    assert [(each.row, each.why) for each in table.left_out] == [
        *((1, "title"), (2, "title"), (3, "header"), (4, "header"), (5, "column_numbers")),
        *((19, "signature"), (20, "signature"), (21, "signature")),
    ]
    assert [each.text for each in table.around if each.above][:2] == [
        "TỈNH ỦY/HUYỆN ỦY…",
        "Thống kê đảng viên mới kết nạp năm 2019",
    ]


def test_form_5_keeps_wrongly_numbered_neighbours_beside_each_other() -> None:
    table = one_table(FORM_5, FORM_5_MERGES)
    assert table.numbers == ("", "(2)+(3)", "(2)", "(3)", "(4)", "(5)", "")
    assert [(row[1], row[2], row[3], row[4]) for row in outline_of(table)] == [
        ("entry", "Xã", 0, None),
        ("entry", "Phường", 0, None),
        ("entry", "Thị trấn", 0, None),
        ("section", "Doanh nghiệp", 0, None),
        ("entry", "Nhà nước", 1, 9),
        ("entry", "Trung ương", 2, 10),
        ("entry", "Tư nhân", 1, 9),
        ("entry", "Cơ quan", 0, None),
        ("total", "Cộng (1+….+11)", 0, None),
    ]
    assert table.left_out[-2:][0].why == "total"
    assert table.left_out[-1].why == "note"


def test_form_15b_and_decisions_keep_totals_in_their_cells_and_tell_of_them() -> None:
    ranked, decided = one_table(FORM_15B, FORM_15B_MERGES), one_table(DECISION, DECISION_MERGES)
    assert ranked.numbers[0] == "1"
    assert outline_of(ranked)[-1] == (8, "total", "Tổng cộng", 0, None)
    assert ranked.cells.height == 3
    assert [row[1:] for row in outline_of(decided)] == [
        ("section", "Huyện Bảo Lâm", 0, None),
        ("entry", "Xã Đức Hạnh", 1, 3),
        ("entry", "Xã Lý Bôn", 1, 3),
        ("section", "Huyện Bảo Lạc", 0, None),
        ("entry", "Xã Cô Ba", 1, 6),
        ("total", "Toàn tỉnh", 0, None),
    ]
    assert decided.cells["2"].to_list()[1] == "08"


# header lines, header as found; one row of data stands below
SHAPES = [
    ("unit,members", ("unit", "members")),
    ("kỳ,đơn vị,chỉ tiêu,giá trị", ("kỳ", "đơn vị", "chỉ tiêu", "giá trị")),
    ("Chỉ tiêu,Huyện ủy A,Thành ủy B", ("Chỉ tiêu", "Huyện ủy A", "Thành ủy B")),
    (",Kết nạp,Luỹ kế", ("", "Kết nạp", "Luỹ kế")),
    ("Đơn vị,2018,2019", ("Đơn vị", "2018", "2019")),
    ("Đơn vị,Đảng viên,\n,2018,2019", ("Đơn vị", "Đảng viên › 2018", "Đảng viên › 2019")),
    ("Đơn vị,Kết nạp,,Có,\n,Kỳ này,Luỹ kế,Kỳ này,Luỹ kế",
     ("Đơn vị", "Kết nạp › Kỳ này", "Kết nạp › Luỹ kế", "Có › Kỳ này", "Có › Luỹ kế")),
    ("Đơn vị,Kết nạp,Đảng viên\n,(người),(người)", ("Đơn vị", "Kết nạp › (người)", "Đảng viên › (người)")),
    (",,Quý III,,Quý IV,\nTT,Đơn vị,Nam,Nữ,Nam,Nữ",
     ("TT", "Đơn vị", "Quý III › Nam", "Quý III › Nữ", "Quý IV › Nam", "Quý IV › Nữ")),
    ("Tên,Tổng số,Trong đó,\n,,Nữ,DTTS", ("Tên", "Tổng số", "Trong đó › Nữ", "Trong đó › DTTS")),
    ("Tên,Tổng,Chia ra,,,\n,,Xã,,Phường,\n,,Nam,Nữ,Nam,Nữ",
     ("Tên", "Tổng", "Chia ra › Xã › Nam", "Chia ra › Xã › Nữ", "Chia ra › Phường › Nam", "Chia ra › Phường › Nữ")),
    ("STT,Tên,,Kết nạp", ("STT", "Tên", "", "Kết nạp")),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "header"), SHAPES, ids=[str(each[1]) for each in SHAPES])
def test_headers(lines: str, header: tuple[str, ...]) -> None:
    rows = [line.split(",") for line in lines.split("\n")]
    data = [[f"Xã {name}", *["5"] * (len(header) - 1)] for name in "AB"]
    if header[0] in ("STT", "TT"):
        data = [[str(nth), *row[:1], *row[2:]] for nth, row in enumerate(data, 1)]
    ((table,), _) = find_tables(sheet_of([*rows, *data]))
    assert table.header == header
    assert table.cells.height == 2


# a row under the header, and whether it numbers the columns
NUMBERS = {
    "1|2|3|4": True, "(1)|(2)|(3)|(4)": True, "A|B|1|2": True, "1|2|3|4=3/2": True, "1|2|3|(4)=(3)/(2)": True,
    "1|2|3|4(=2*100/3)": True, "|(1)|(2)|(3)": True, "A|1|2|3": True,
    "1|Xã A|5|7": False, "Xã A|1|2|3": False, "1|3|5|7": False, "5|6|7|8": False,
}  # fmt: skip


@pytest.mark.parametrize("row", NUMBERS)
def test_column_numbers_are_told_from_figures(row: str) -> None:
    table = one_table(f"TT | Đơn vị | Kết nạp | Đảng viên\n{row}\n1 | Xã B | 4 | 40\n2 | Xã C | 5 | 50")
    assert bool(table.numbers) is NUMBERS[row]
    assert table.cells.height == (2 if NUMBERS[row] else 3)


TOTALS = {
    "Cộng": True, "CỘNG": True, "Tổng cộng": True, "Tổng cộng:": True, "Tổng số": True, "Tổng": True,
    "Cộng (1+….+11)": True, "Cộng (1+2+3)": True, "Tổng cộng (I+II)": True, "Toàn tỉnh": True, "TOÀN HUYỆN": True,
    "Toàn huyện Đăk Glei": True,
    "Toàn xã": True, "Tổng toàn tỉnh": True, "Cộng I": True, "Cộng khối xã": True, "Toàn Đảng bộ": True,
    "Tổng số đảng viên": False, "Cộng tác viên": False, "Xã Toàn Thắng": False, "Cộng đồng": False,
}  # fmt: skip


@pytest.mark.parametrize("label", TOTALS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_totals_in_any_place(label: str, place: int) -> None:
    lines = ["1 | Xã A | 5", "2 | Xã B | 6"]
    lines.insert(place, f" | {label} | 11")
    table = one_table("STT | Đơn vị | Kết nạp\n" + "\n".join(lines))
    assert (table.lines["role"][place] == "total") is TOTALS[label]
    assert [each.row for each in table.left_out if each.why == "total"] == ([place + 2] if TOTALS[label] else [])
    assert table.cells.height == 3


@pytest.mark.parametrize("line", ["Tổng cộng | | | 11", " | Tổng cộng | | 11", " | | Tổng cộng | 11"])
def test_totals_in_any_column(line: str) -> None:
    table = one_table(f"STT | Huyện | Xã | Kết nạp\n1 | Huyện A | Xã A | 5\n2 | Huyện A | Xã B | 6\n{line}")
    assert table.lines.row(2)[1:3] == ("total", "Tổng cộng")


def test_a_subtotal_belongs_to_its_section() -> None:
    table = one_table("""
STT | Đơn vị | Kết nạp
 | Huyện A |
1 | Xã A1 | 5
2 | Xã A2 | 5
 | Cộng | 10
 | Huyện B |
1 | Xã B1 | 5
 | Cộng | 5
 | Tổng cộng | 15
""")
    assert [(row[1], row[4]) for row in outline_of(table)] == [
        *(("section", None), ("entry", 2), ("entry", 2), ("total", 2)),
        *(("section", None), ("entry", 6), ("total", 6), ("total", None)),
    ]


# body under "Chỉ tiêu | Số": role, label, depth, parent
OUTLINES = [
    ("Đảng viên|9\nTrong đó:|\nNữ|4\nDân tộc|5\n1. Kết nạp|3\nChia ra|\n- Nữ|1\n- Nam|2\n2. Khai trừ|1", [
        ("entry", "Đảng viên", 0, None), ("part", "Trong đó:", 1, 2), ("part", "Nữ", 1, 2), ("part", "Dân tộc", 1, 2),
        ("entry", "Kết nạp", 0, None), ("part", "Chia ra", 1, 6), ("part", "Nữ", 1, 6), ("part", "Nam", 1, 6),
        ("entry", "Khai trừ", 0, None)]),
    ("Xã A|9\nTrong đó: Nữ|4\nXã B|5", [
        ("entry", "Xã A", 0, None), ("part", "Nữ", 1, 2), ("entry", "Xã B", 0, None)]),
    ("1. Xã|9\n1.1 Nam|4\n1.2. Nữ|5\n2. Phường|3", [
        ("section", "Xã", 0, None), ("entry", "Nam", 1, 2), ("entry", "Nữ", 1, 2), ("entry", "Phường", 0, None)]),
    ("A. Khối xã|9\nI. Miền núi|4\n1. Xã A|4\nB. Khối khác|5\n1. Xã B|5", [
        ("section", "Khối xã", 0, None), ("section", "Miền núi", 1, 2), ("entry", "Xã A", 2, 3),
        ("section", "Khối khác", 0, None), ("entry", "Xã B", 1, 5)]),
    ("X. Đăk Long|5\nP. Duy Tân|6\nB. Nà Pheo|6", [
        ("entry", "X. Đăk Long", 0, None), ("entry", "P. Duy Tân", 0, None), ("entry", "B. Nà Pheo", 0, None)]),
    ("Quý III/2025|\nXã A|5\nXã B|\nQuý IV/2025|\nXã A|6", [
        ("section", "Quý III/2025", 0, None), ("entry", "Xã A", 1, 2), ("entry", "Xã B", 1, 2),
        ("section", "Quý IV/2025", 0, None), ("entry", "Xã A", 1, 5)]),
    ("1. Huyện A|9\nXã A1|4\nXã A2|5\n2. Huyện B|5\nXã B1|5", [
        ("section", "Huyện A", 0, None), ("entry", "Xã A1", 1, 2), ("entry", "Xã A2", 1, 2),
        ("section", "Huyện B", 0, None), ("entry", "Xã B1", 1, 5)]),
    ("Xã Sín Thầu|\nBản A|2\nBản B|\nXã Sen Thượng|\nBản C|3", [
        ("section", "Xã Sín Thầu", 0, None), ("entry", "Bản A", 1, 2), ("entry", "Bản B", 1, 2),
        ("section", "Xã Sen Thượng", 0, None), ("entry", "Bản C", 1, 5)]),
    ("Xã A|\nPhường B|2\nHuyện C|\nXã D|1", [
        ("entry", "Xã A", 0, None), ("entry", "Phường B", 0, None), ("section", "Huyện C", 0, None),
        ("entry", "Xã D", 1, 4)]),
    ("I. Khối xã|\n1. Xã A|4\nCộng I|4\nII. Khối khác|\n1. Sở B|5\nCộng II|5\nTổng cộng (I+II)|9", [
        ("section", "Khối xã", 0, None), ("entry", "Xã A", 1, 2), ("total", "Cộng I", 1, 2),
        ("section", "Khối khác", 0, None), ("entry", "Sở B", 1, 5), ("total", "Cộng II", 1, 5),
        ("total", "Tổng cộng (I+II)", 0, None)]),
    ("- Dân tộc thiểu số|5\n+ Nữ|3\n- Tôn giáo|2", [
        ("entry", "Dân tộc thiểu số", 0, None), ("entry", "Nữ", 1, 2), ("entry", "Tôn giáo", 0, None)]),
    ("Tổng số|9\nXã A|4\nXã B|5", [
        ("total", "Tổng số", 0, None), ("entry", "Xã A", 0, None), ("entry", "Xã B", 0, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), OUTLINES, ids=[each[0].split("|")[0] for each in OUTLINES])
def test_outlines(body: str, expected: list[tuple]) -> None:
    assert [row[1:] for row in outline_of(one_table(f"Chỉ tiêu|Số\n{body}"))] == expected


def test_lines_below_are_no_rows_and_notes_between_rows_are_told() -> None:
    table = one_table(f"""{SIMPLE}
(tiếp theo) | |
Xã C | 7 | 70
Ghi chú: Xã D chưa báo cáo | |
* Số liệu đến ngày 30/9/2025 | |
 | | Mường Nhé, ngày … tháng … năm 2025
Thủ trưởng | | Ký tên
""")
    assert [row[2] for row in outline_of(table)] == ["Xã A", "Xã B", "Xã C"]
    assert [each.why for each in table.left_out] == ["header", "note", "note", "note", "signature", "signature"]
    assert {each.above for each in table.around} == {False}


def test_units_without_figures_at_the_end_stay() -> None:
    table = one_table("STT | Đơn vị | Kết nạp\n1 | Xã A | 5\n2 | Xã B | \n3 | Xã C | ")
    assert [row[1] for row in outline_of(table)] == ["entry"] * 3


@pytest.mark.parametrize("merges", [((2, 0, 4, 0), (5, 0, 6, 0)), ()], ids=["merged", "merges lost"])
def test_a_label_over_several_rows_is_written_into_each(merges: tuple[Span, ...]) -> None:
    table = one_table("Huyện|Xã|Kết nạp\nHuyện A|Xã 1|5\n|Xã 2|6\n|Xã 3|7\nHuyện B|Xã 1|7\n|Xã 4|8\n|Cộng|33", merges)
    assert table.cells["0"].to_list() == [*["Huyện A"] * 3, *["Huyện B"] * 2, None]
    assert table.lines["label"].to_list() == ["Xã 1", "Xã 2", "Xã 3", "Xã 1", "Xã 4", "Cộng"]
    assert table.filled == (() if merges else (0,))


def test_a_figure_over_several_rows_is_never_repeated() -> None:
    table = one_table("Xã|Kết nạp\nXã 1|5\nXã 2|", ((2, 1, 3, 1),))
    assert table.cells["1"].to_list() == ["5", None]


@pytest.mark.parametrize("text", ["Tên|Xã|Số\nA|Xã 1|5\nB|Xã 2|6\n|Total|11", "Mã|Xã|Số\nDB/1|Xã 1|5\n|Xã 2|6"])
def test_totals_and_codes_are_not_filled(text: str) -> None:
    assert one_table(text).cells["0"][-1] is None


def test_blanks_under_a_section_are_not_filled() -> None:
    table = one_table("Huyện|Xã|Kết nạp\nHuyện A||9\n|Xã 1|5\n|Xã 2|4")
    assert table.filled == ()


STACKED = f"""
HUYỆN ỦY MƯỜNG NHÉ
BÁO CÁO
Quý III/2025
{SIMPLE}
Quý IV/2025
{SIMPLE}"""


def test_stacked_tables_have_their_own_titles_and_the_letterhead() -> None:
    (first, second), left_out = find_tables(sheet(STACKED))
    assert left_out == ()
    assert [each.text for each in first.around] == ["HUYỆN ỦY MƯỜNG NHÉ", "BÁO CÁO", "Quý III/2025"]
    assert [each.text for each in second.around] == ["HUYỆN ỦY MƯỜNG NHÉ", "Quý IV/2025"]
    assert (first.rows, second.rows) == ((5, 6), (10, 11))
    assert first.header == second.header


def test_a_header_after_a_page_break_is_left_out() -> None:
    table = one_table("TT|Đơn vị|Số\n1|2|3\n1|Xã A|5\n\nTrang 2\nTT|Đơn vị|Số\n1|2|3\n2|Xã B|6\nTT|Đơn vị|Số\n3|Xã C|7")
    assert table.lines["label"].to_list() == ["Xã A", "Xã B", "Xã C"]
    assert [(each.row, each.why) for each in table.left_out] == [
        *((1, "header"), (2, "column_numbers"), (5, "note"), (6, "header"), (7, "column_numbers"), (9, "header")),
    ]


def test_two_tables_with_other_columns() -> None:
    first, second = find_tables(sheet("STT|Đơn vị|Kết nạp\n1|Xã A|5\n\nBIỂU 2\nSTT|Đơn vị|Nam|Nữ\n1|Xã A|5|6"))[0]
    assert (first.header[:3], second.header) == (("STT", "Đơn vị", "Kết nạp"), ("STT", "Đơn vị", "Nam", "Nữ"))


def test_blank_rows_do_not_end_a_table_and_blank_columns_keep_their_place() -> None:
    table = one_table("Đơn vị | | Kết nạp\n\nXã A | | 5\n\n\nXã B | | 6")
    assert table.header == ("Đơn vị", "", "Kết nạp")
    assert table.cells[ROW].to_list() == [3, 6]


NO_TABLE = {
    "instructions": ("HƯỚNG DẪN\nBước | Nội dung\n1 | Mở tệp\n2 | Lưu lại", None),
    "text": ("Kính gửi: Ban Tổ chức\nXin báo cáo kết quả", None),
    "checks": ("Ô | Nội dung | Kết quả\nB5 | Tổng | 5", "Kiểm tra dữ liệu"),
    "ours": (f"{ASIDE}\nĐơn vị | Kết nạp\nXã A | 5", None),
    "list": ("1 | Mường Nhé\n2 | Tủa Chùa", None),
    "empty": ("", None),
}


@pytest.mark.parametrize("which", NO_TABLE)
def test_no_table(which: str) -> None:
    text, name = NO_TABLE[which]
    tables, left_out = find_tables(sheet(text, name=name))
    assert tables == ()
    assert [each.why for each in left_out] == ["no_table"]


def test_a_hidden_sheet_is_told() -> None:
    shown = sheet(SIMPLE, name="Cũ")
    tables, (left_out,) = find_tables(Sheet(shown.cells, name="Cũ", hidden=True))
    assert (tables, left_out.why, left_out.text) == ((), "hidden_sheet", "Cũ")


@pytest.mark.parametrize("text", ["unit | members", "unit | members\nDB/x | abc", "STT | Đơn vị | Số\n1 | Xã A |"])
def test_forms_not_filled_in_are_tables(text: str) -> None:
    assert one_table(text).header_rows == (1,)


def test_words_of_a_rating_are_figures() -> None:
    table = one_table("Tên đơn vị | Xếp loại\nXã A | HTXSNV\nXã B | chưa xếp loại\nXã C | Hoàn thành tốt nhiệm vụ")
    assert table.header == ("Tên đơn vị", "Xếp loại")
    assert table.cells.height == 3


def test_figures_without_a_header_are_not_dropped() -> None:
    table = one_table("Xã A | 5\nXã B | 6")
    assert (table.header_row, table.cells.height) == (0, 2)


@pytest.mark.parametrize("text", [SIMPLE, *(each[0] for each in HEADERS.values() if "ỦY" not in each[0])])
def test_a_letterhead_changes_nothing_below_it(text: str) -> None:
    text = text.strip("\n")
    plain, under = one_table(text), one_table(LETTERHEAD + text)
    shift = LETTERHEAD.strip("\n").count("\n") + 1
    assert under.header == plain.header
    assert under.lines.drop("row", "parent").equals(plain.lines.drop("row", "parent"))
    assert under.lines["row"].to_list() == [row + shift for row in plain.lines["row"]]
    assert sum(each.why == "title" for each in under.left_out) == 3


def test_a_long_file_is_found_fast() -> None:
    count = 120_000
    head = [["TỈNH ỦY ĐIỆN BIÊN", "", "", ""], ["BÁO CÁO", "", "", ""], ["kỳ", "đơn vị", "chỉ tiêu", "giá trị"]]
    top = sheet_of(head)
    body = pl.select(
        pl.int_range(4, count + 4, dtype=pl.Int32).alias(ROW),
        pl.lit("2019-Q4").alias("0"),
        pl.format("Xã {}", pl.int_range(count) % 4000).alias("1"),
        pl.format("Chỉ tiêu {}", pl.int_range(count) % 30).alias("2"),
        pl.int_range(count).cast(pl.String).alias("3"),
    )
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        ((table,), _) = find_tables(Sheet(pl.concat([top.cells, body])))
        taken.append(time.perf_counter() - started)
    assert min(taken) < 1
    assert table.cells.height == count
    assert table.lines.schema == LINES
    assert isinstance(table, Table)
