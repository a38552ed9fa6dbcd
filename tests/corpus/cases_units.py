"""Hazards 21 to 23: equal names, spellings of one name, abbreviations, names before and after July 2025."""

from __future__ import annotations

from tests.corpus.cases import Case, Figures, of
from tests.corpus.sheets import Page, text, xlsx

CITY, HA, GLEI, MO = "KT/kon-tum", "KT/dak-ha", "KT/dak-glei", "KT/tu-mo-rong"


def names(*rows: tuple[str, object], heading: str = "Đảng viên mới kết nạp") -> list[list[object]]:
    return [["STT", "Đơn vị", heading], *([n, name, value] for n, (name, value) in enumerate(rows, 1))]


def admitted(under: str, **values: object) -> Figures:
    """New members by the last part of a unit's code, written with ``_`` for ``-``."""
    return of("new_members", under, {unit.replace("_", "-"): value for unit, value in values.items()})


_LONGS = {"KT/dak-glei/dak-long", "KT/dak-ha/dak-long"}
_VILLAGES = of("village_members", "DB/muong-nhe/sin-thau", {"ban-01": 12, "ban-02": 3}) | of(
    "village_members", "DB/muong-nhe/sen-thuong", {"ban-01": 7, "ban-02": 1}
)
_FAMILIES = names(
    ("Xã Đắk Cấm", 1),
    ("Xã Ngọc Bay", 2),
    ("Xã Chư H'reng", 3),
    ("Xã Đak Blà", 4),
    ("Xã Đắc Rơ Wa", 5),
    ("Xã Ia chim", 6),
    ("Xã Hoà Bình", 7),
    ("Xã Krông", 8),
)
_FAMILY_FIGURES = admitted(
    CITY, dak_cam=1, ngok_bay=2, chu_hreng=3, dak_bla=4, dak_ro_wa=5, ia_chim=6, hoa_binh=7, kroong=8
)

CASES = [
    Case(
        "dak-long-twice",
        (21,),
        lambda: text(names(("Xã Đăk Long", 5), ("Xã Đăk Mar", 3))),
        admitted(HA, dak_mar=3),
        questions={"unit: Xã Đăk Long"},
        candidates={"unit: Xã Đăk Long": _LONGS},
    ),
    Case(
        "dak-long-answered",
        (21,),
        lambda: text(names(("Xã Đăk Long", 5), ("Xã Đăk Mar", 3))),
        {**admitted(HA, dak_mar=3), **admitted(GLEI, dak_long=5)},
        answers={("unit", "xã đăk long"): "KT/dak-glei/dak-long"},
    ),
    Case(
        "dak-long-under-each-district",
        (21, 6),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Đảng viên mới kết nạp"],
                    ["I", "Huyện Đăk Glei"],
                    [1, "Xã Đăk Long", 5],
                    [2, "Xã Xốp", 1],
                    ["II", "Huyện Đăk Hà"],
                    [1, "Xã Đăk Long", 8],
                    [2, "Xã Đăk Mar", 3],
                ]
            )
        ),
        {**admitted(GLEI, dak_long=5, xop=1), **admitted(HA, dak_long=8, dak_mar=3)},
    ),
    Case(
        "dak-long-with-a-column-of-districts",
        (21,),
        lambda: text(
            [
                ["Huyện", "Xã, phường, thị trấn", "Đảng viên mới kết nạp"],
                ["Đăk Glei", "Đăk Long", 5],
                ["Đăk Hà", "Đăk Long", 8],
                ["Đăk Hà", "Đăk Hà", 2],
                ["Tu Mơ Rông", "Đăk Hà", 4],
            ],
            separator=";",
        ),
        {**admitted(GLEI, dak_long=5), **admitted(HA, dak_long=8, dak_ha=2), **admitted(MO, dak_ha=4)},
    ),
    Case(
        "few-units-under-a-column-of-districts",
        (21,),
        lambda: text(
            [
                ["Huyện", "Đơn vị", "Đảng viên mới kết nạp"],
                ["Đăk Glei", "Xã Đăk Long", 5],
                ["Đăk Hà", "Xã Đăk Long", 8],
            ]
        ),
        {**admitted(GLEI, dak_long=5), **admitted(HA, dak_long=8)},
    ),
    Case(
        "dak-long-of-the-submitter",
        (21,),
        lambda: text(names(("Xã Đăk Long", 5), ("Xã Đăk Mar", 3))),
        admitted(HA, dak_long=5, dak_mar=3),
        unit="KT/dak-ha",
    ),
    Case(
        "dak-ha-district-town-commune",
        (21, 4),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Đảng viên mới kết nạp"],
                    ["I", "Huyện Đăk Hà", 9],
                    [1, "Thị trấn Đăk Hà", 6],
                    [2, "Xã Đăk Mar", 3],
                    ["II", "Huyện Tu Mơ Rông", 5],
                    [1, "Xã Đăk Hà", 4],
                    [2, "Xã Măng Ri", 1],
                ]
            )
        ),
        {**admitted(HA, dak_ha=6, dak_mar=3), **admitted(MO, dak_ha=4, mang_ri=1)},
        office="xls",
    ),
    Case(
        "dak-ha-by-its-bare-name",
        (21,),
        lambda: text(names(("Đăk Hà", 6), ("Đăk Mar", 3))),
        admitted(HA, dak_mar=3),
        questions={"unit: Đăk Hà"},
        candidates={"unit: Đăk Hà": {"KT/dak-ha/dak-ha", "KT/tu-mo-rong/dak-ha"}},
    ),
    Case(
        "ban-1-of-nowhere",
        (21,),
        lambda: text(names(("Bản 1", 12), ("Bản 2", 3), heading="Số đảng viên thôn, bản")),
        period="2019-Q4",
        unit="DB",
        questions={"unit: Bản 1", "unit: Bản 2"},
    ),
    Case(
        "ban-1-of-each-commune",
        (21, 6),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Đơn vị", "Số đảng viên thôn, bản"],
                    ["I", "Xã Sín Thầu"],
                    [1, "Bản 1", 12],
                    [2, "Bản 2", 3],
                    ["II", "Xã Sen Thượng"],
                    [1, "Bản 1", 7],
                    [2, "Bản số 02", 1],
                ]
            )
        ),
        _VILLAGES,
        period="2019-Q4",
        unit="DB",
    ),
    Case(
        "ban-1-beside-merged-communes",
        (21, 23),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Xã", "Thôn, bản", "Số đảng viên thôn, bản"],
                    [1, "X. Sín Thầu", "Bản 1", 12],
                    [2, None, "Bản 02", 3],
                    [3, "X. Sen Thượng", "Bản 1", 7],
                    [4, None, "Bản 2", 1],
                ],
                merges=("B2:B3", "B4:B5"),
            )
        ),
        _VILLAGES,
        period="2019-Q4",
        unit="DB",
        also=("merged unit cells",),
    ),
    Case("spelling-families", (22,), lambda: text(_FAMILIES), _FAMILY_FIGURES, unit="KT/kon-tum"),
    Case("spelling-families-of-the-province", (22,), lambda: xlsx(Page(_FAMILIES)), _FAMILY_FIGURES, office="xlsx"),
    Case(
        "spellings-of-sa-thay",
        (22, 23),
        lambda: text(
            names(
                ("Xã Rơ Kơi", 1),
                ("xã Ya ly", 2),
                ("Xã Ya Xier", 3),
                ("Xã Mô Ray", 4),
                ("TT Sa Thầy", 5),
                ("Hơ Moong", 6),
            )
        ),
        admitted("KT/sa-thay", ro_koi=1, ya_ly=2, ya_xier=3, mo_rai=4, sa_thay=5, ho_moong=6),
        unit="KT/sa-thay",
    ),
    Case(
        "spellings-of-districts",
        (22, 6),
        lambda: text(
            [
                ["STT", "Đơn vị", "Đảng viên mới kết nạp"],
                ["I", "Huyện Ia H’ Drai", None],
                [1, "Xã Ia Dom", 1],
                ["II", "Huyện Đắk Glei", None],
                [1, "Xã Đắk Pek", 2],
                ["III", "Huyện Ngọc Hồi", None],
                [1, "Xã Bờ Y", 3],
                [2, "Xã Đắk Xú", 4],
                ["IV", "Huyện Kon Plong", None],
                [1, "Xã Măng Buk", 5],
            ]
        ),
        {
            **admitted("KT/ia-hdrai", ia_dom=1),
            **admitted(GLEI, dak_pek=2),
            **admitted("KT/ngoc-hoi", po_y=3, dak_xu=4),
            **admitted("KT/kon-plong", mang_but=5),
        },
    ),
    Case(
        "typed-without-marks",
        (22, 24),
        lambda: text(
            [
                ["STT", "Don vi", "Dang vien moi ket nap"],
                [1, "Xa Dak Cam", 1],
                [2, "XA KROONG", 2],
                [3, "hoa binh", 3],
                [4, "phuong Quyet Thang", 4],
            ]
        ),
        admitted(CITY, dak_cam=1, kroong=2, hoa_binh=3, quyet_thang=4),
        unit="KT/kon-tum",
    ),
    Case(
        "bac-son-spellings",
        (22, 24),
        lambda: xlsx(
            Page(names(("TT. Bắc Sơn", 1), ("xã Vạn Thuỷ", 2), ("Xã Nhất Hoà", 3), ("Xã Đồng ý", 4), ("Chiêu Vũ", 5)))
        ),
        admitted("LS/bac-son", bac_son=1, van_thuy=2, nhat_hoa=3, dong_y=4, chieu_vu=5),
        period="2017-Q4",
        unit="LS",
    ),
    Case(
        "abbreviations",
        (23,),
        lambda: text(
            names(
                ("P. Quang Trung", 1),
                ("P.Duy Tân", 2),
                ("X. Đăk Cấm", 3),
                ("ĐB xã Kroong", 4),
                ("Đảng ủy xã Hòa Bình", 5),
                ("ĐU P. Lê Lợi", 6),
                ("Phường P. Thắng Lợi", 7),
                ("Xã xã Ia Chim", 8),
            )
        ),
        admitted(CITY, quang_trung=1, duy_tan=2, dak_cam=3, kroong=4, hoa_binh=5, le_loi=6, thang_loi=7, ia_chim=8),
    ),
    Case(
        "tt-is-ordinal-and-town",
        (23, 21),
        lambda: xlsx(
            Page(
                [
                    ["TT", "Tên đơn vị", "Đảng viên mới kết nạp"],
                    ["I", "H. Đăk Tô"],
                    [1, "TT. Đăk Tô", 4],
                    [2, "X. Diên Bình", 2],
                    ["II", "TP. Kon Tum"],
                    [1, "P. Trường Chinh", 3],
                ]
            )
        ),
        {**admitted("KT/dak-to", dak_to=4, dien_binh=2), **admitted(CITY, truong_chinh=3)},
        office="ods",
    ),
    Case(
        "old-names-after-the-merger",
        (23, 17),
        lambda: text(names(("Xã Đăk Cấm", 3), ("Phường Quang Trung", 2), ("Xã Ngọk Bay", 4), ("Phường Kon Tum", 9))),
        admitted("QN", xa_ngok_bay=4, phuong_kon_tum=9),
        period="2025-Q3",
        unit="QN",
        questions={"unit: Xã Đăk Cấm", "unit: Phường Quang Trung"},
        candidates={
            "unit: Xã Đăk Cấm": {"QN/phuong-dak-cam"},
            "unit: Phường Quang Trung": {"QN/phuong-kon-tum"},
        },
    ),
    Case(
        "new-names-under-the-old-province",
        (23,),
        lambda: xlsx(
            Page(
                [
                    ["TỈNH ỦY KON TUM (CŨ)"],
                    ["SỐ LIỆU QUÝ IV/2025"],
                    *names(("Xã Măng Đen", 6), ("Phường Đăk Bla", 5), ("Xã Kon Braih", 2), ("Đảng ủy xã Kon Plông", 3)),
                ]
            )
        ),
        admitted("QN", xa_mang_den=6, phuong_dak_bla=5, xa_kon_braih=2, xa_kon_plong=3),
        period="2025-Q4",
        unit="QN",
    ),
    Case(
        "name-of-no-unit",
        (22,),
        lambda: text(names(("Xã Đăk Cấm", 3), ("Xã Trường Sa Lớn", 2))),
        admitted(CITY, dak_cam=3),
        problems={"unknown_unit"},
        rows={"unknown_unit": 3},
    ),
]
