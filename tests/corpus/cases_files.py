"""What the list of hazards adds at its end: passwords, macros, hidden parts, formulas, several sheets, persons."""

from __future__ import annotations

import io
import zipfile

from tests.corpus.cases import Case, of
from tests.corpus.cases_numbers import found, listed
from tests.corpus.protected import under_password
from tests.corpus.sheets import Page, by_xlsxwriter, text, xlsx

CITY = "KT/kon-tum"
_SIMPLE = listed("Đảng viên mới kết nạp", 3, 2, 4)
_SIMPLE_FIGURES = found("new_members", 3, 2, 4)
_ADDED = [
    ["STT", "Đơn vị", "6 tháng đầu", "Quý III", "Đảng viên mới kết nạp"],
    [1, "Xã Đăk Cấm", 1, 2, "=D2"],
    [2, "Xã Kroong", 0, 2, "=D3"],
    [None, "Cộng", 1, 4, "=SUM(E2:E3)"],
]
_CALCULATED = [
    ["STT", "Đơn vị", "Số chi bộ", "Tổng số trưởng thôn", "Trưởng thôn là đảng viên", "Tỷ lệ %"],
    [1, "Xã Đăk Cấm", 9, 10, 8, "=E2/D2*100"],
    [2, "Xã Kroong", 8, 9, 7, "=E3/D3*100"],
    [None, "Cộng", "=SUM(C2:C3)", "=SUM(D2:D3)", "=SUM(E2:E3)", "=E4/D4*100"],
]
_CALCULATED_FIGURES = {**found("branches", 9, 8), **found("head_is_member", "8/10", "7/9")}


def with_macros(book: bytes) -> bytes:
    """The workbook with a project of macros beside it, as an XLSM has."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            target.writestr(name, content)
        target.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Attribute VB_Name")
    return out.getvalue()


def district(name: str, *rows: tuple[str, int]) -> Page:
    return Page(
        [
            [f"HUYỆN ỦY {name.upper()}"],
            ["STT", "Đơn vị", "Đảng viên mới kết nạp"],
            *([number, unit, value] for number, (unit, value) in enumerate(rows, 1)),
            [None, "Cộng", sum(value for _, value in rows)],
        ],
        name=name,
    )


_DISTRICTS = (
    district("Đăk Glei", ("Xã Đăk Long", 5), ("Xã Xốp", 1)),
    district("Đăk Hà", ("Xã Đăk Long", 8), ("Xã Đăk Mar", 3)),
)
_DISTRICT_FIGURES = {
    **of("new_members", "KT/dak-glei", {"dak-long": 5, "xop": 1}),
    **of("new_members", "KT/dak-ha", {"dak-long": 8, "dak-mar": 3}),
}
_CHECKS = Page([["Kiểm tra dữ liệu"], ["Trang", "Số lỗi"], ["Đăk Glei", 0], ["Đăk Hà", 0]], name="Kiểm tra dữ liệu")
_OLD = Page(listed("Đảng viên mới kết nạp", 99, 98, 97), name="bản cũ", hidden=True)

CASES = [
    Case("under-a-password", (), under_password, problems={"password_protected"}, also=("password",)),
    Case(
        "macros",
        (),
        lambda: with_macros(xlsx(Page(_SIMPLE))),
        _SIMPLE_FIGURES,
        told={"macros_ignored"},
        also=("macros",),
    ),
    Case(
        "hidden-rows-and-columns",
        (),
        lambda: xlsx(Page(_SIMPLE, hidden_rows=(3,), hidden_columns=("A",))),
        _SIMPLE_FIGURES,
        told={"hidden_rows", "hidden_columns"},
        also=("hidden rows", "hidden columns"),
    ),
    Case(
        "hidden-sheet",
        (),
        lambda: by_xlsxwriter(Page(_SIMPLE, name="Quý I"), _OLD),
        _SIMPLE_FIGURES,
        told={"hidden_sheet"},
        also=("hidden sheet",),
    ),
    Case(
        "hidden-sheet-xls",
        (),
        lambda: xlsx(Page(_SIMPLE, name="Quý I", hidden_rows=(4,)), _OLD),
        _SIMPLE_FIGURES,
        told={"hidden_sheet", "hidden_rows"},
        also=("hidden sheet", "hidden rows"),
        office="xls",
    ),
    Case(
        "formulas-without-results",
        (),
        lambda: xlsx(Page(_ADDED)),
        problems={"formula_uncached"},
        may={"ignored_column"},
        also=("formulas without results",),
        stops=True,
    ),
    Case(
        "formulas-that-libreoffice-worked-out",
        (4, 9),
        lambda: xlsx(Page(_CALCULATED)),
        _CALCULATED_FIGURES,
        office="xlsx",
    ),
    Case(
        "formulas-that-libreoffice-worked-out-ods",
        (4, 9),
        lambda: xlsx(Page(_CALCULATED)),
        _CALCULATED_FIGURES,
        office="ods",
    ),
    Case(
        "formulas-with-results",
        (4,),
        lambda: by_xlsxwriter(
            Page([*_SIMPLE, [None, "Cộng", 0]]), formulas={"C5": ("=SUM(C2:C4)", 9), "C3": ("=1+1", 2)}
        ),
        _SIMPLE_FIGURES,
    ),
    Case(
        "several-sheets",
        (4, 21),
        lambda: xlsx(*_DISTRICTS, _CHECKS),
        _DISTRICT_FIGURES,
        also=("several sheets",),
    ),
    Case(
        "several-sheets-ods",
        (4, 21),
        lambda: xlsx(*_DISTRICTS, _CHECKS),
        _DISTRICT_FIGURES,
        also=("several sheets",),
        office="ods",
    ),
    Case(
        "semicolons-and-bom",
        (9,),
        lambda: text([_CALCULATED[0], [1, "Xã Đăk Cấm", 9, 10, 8, "80,0"]], separator=";", encoding="utf-8-sig"),
        {**found("branches", 9), **found("head_is_member", "8/10")},
        also=("semicolons and BOM",),
    ),
    Case(
        "formula-injection",
        (),
        lambda: text(
            [
                ["STT", "Đơn vị", "Đảng viên mới kết nạp"],
                [1, "Xã Đăk Cấm", "+5"],
                [2, '=HYPERLINK("http://x","Kroong")', 2],
                [3, "Xã Hòa Bình", "@SUM(1+1)"],
                [4, "Xã Ia Chim", "=1+2"],
            ]
        ),
        found("new_members", 5),
        problems={"unknown_unit", "not_a_count"},
        rows={"unknown_unit": 3, "not_a_count": 4},
        also=("formula injection",),
    ),
    Case(
        "labels-that-begin-with-a-dash",
        (5, 6, 7),
        lambda: text(
            [
                ["ĐẢNG ỦY XÃ ĐĂK CẤM"],
                ["Chỉ tiêu", "Số liệu"],
                ["1. Đảng viên mới kết nạp", 5],
                ["- Dân tộc thiểu số", 4],
                ["- Nữ", 2],
                ["2. Số chi bộ", 9],
            ]
        ),
        {**found("new_members", 5), **found("branches", 9)},
        may={"ignored_row"},
        also=("formula injection",),
    ),
    Case(
        "columns-of-persons",
        (),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Họ và tên", "Ngày sinh", "Đảng viên mới kết nạp"],
                    [1, "Xã Đăk Cấm", "Y Blơn", "12/5/1990", 1],
                    [2, "Xã Kroong", "A Thút", "01/7/1988", 1],
                ]
            )
        ),
        problems={"person_column"},
        also=("persons",),
        stops=True,
    ),
    Case(
        "names-under-a-harmless-heading",
        (),
        lambda: text(
            [
                ["STT", "Đơn vị", "Bí thư chi bộ", "Số chi bộ"],
                [1, "Xã Đăk Cấm", "Nguyễn Văn Hùng", 9],
                [2, "Xã Kroong", "Trần Thị Lan", 8],
                [3, "Xã Hòa Bình", "Lê Văn Thành", 7],
            ]
        ),
        problems={"person_cells"},
        also=("persons",),
        stops=True,
    ),
    Case(
        "same-unit-twice",
        (21,),
        lambda: text([*_SIMPLE, [4, "xã Đăk Cấm", 7]]),
        found("new_members", 3, 2, 4),
        problems={"repeated_differs"},
        rows={"repeated_differs": 5},
    ),
    Case(
        "opening-in-out-closing",
        (1, 4),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Đảng viên", None, None, None],
                    [None, None, "Đầu kỳ", "Tăng trong kỳ", "Giảm trong kỳ", "Có đến cuối kỳ"],
                    [1, "Xã Đăk Cấm", 100, 5, 2, 103],
                    [2, "Xã Kroong", 90, 4, 1, 94],
                ],
                merges=("A1:A2", "B1:B2", "C1:F1"),
            )
        ),
        found("members", 103, 94),
        problems={"balance_differs"},
        rows={"balance_differs": 4},
        may={"ignored_column"},
    ),
    Case(
        "cut-off-workbook",
        (),
        lambda: xlsx(Page(_SIMPLE))[:-400],
        problems={"corrupt_file"},
        also=("damaged",),
    ),
]
