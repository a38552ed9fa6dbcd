"""Hazards 24 and 25: encodings and fonts, text that lost its marks, copies that a machine translated or garbled."""

from __future__ import annotations

import unicodedata

from tests.corpus.cases import Case, of
from tests.corpus.legacy_text import cp1258, misread, tcvn3, vni
from tests.corpus.sheets import Cell, Page, text, xlsx

CITY = "KT/kon-tum"
_PLAIN: list[list[Cell]] = [
    ["STT", "Đơn vị", "Đảng viên mới kết nạp", "Thôn trưởng là đảng viên", "Ghi chú"],
    [1, "Xã Đăk Cấm", 3, "8/10", "chi bộ trong sạch, vững mạnh"],
    [2, "Phường Quyết Thắng", 2, "7/8", None],
    [3, "Xã Hòa Bình", 4, "9/10", "thôn, bản chưa có đảng viên"],
    [4, "Phường Trần Hưng Đạo", 1, "5/8", None],
    [None, "Tổng cộng", 10, None, None],
]
_FIGURES = {
    **of("new_members", CITY, {"dak-cam": 3, "quyet-thang": 2, "hoa-binh": 4, "tran-hung-dao": 1}),
    **of("head_is_member", CITY, {"dak-cam": "8/10", "quyet-thang": "7/8", "hoa-binh": "9/10", "tran-hung-dao": "5/8"}),
}
_SMALL = [
    ["Xã, phường", "Số chi bộ"],
    ["Xã Đăk Nhoong", 9],
    ["Xã Mường Hoong", 11],
]
_SMALL_FIGURES = of("branches", "KT/dak-glei", {"dak-nhoong": 9, "muong-hoong": 11})


def written(rows: list[list[Cell]], how: object) -> list[list[Cell]]:
    """The rows with every text put through an old way of writing."""
    return [[how(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]  # type: ignore[operator]  # a function of one text


def _font(name: str) -> dict[str, str]:
    return dict.fromkeys(("A1:E1", "A2:E2", "A3:E3", "A4:E4", "A5:E5", "A6:E6"), name)


def _lost(value: str) -> str:
    """Marks replaced by question marks, as an export to a Latin code page does."""
    return unicodedata.normalize("NFC", value).encode("latin-1", "replace").decode("latin-1")


CASES = [
    Case(
        "tcvn3",
        (24,),
        lambda: xlsx(Page(written(_PLAIN, tcvn3), fonts=_font(".VnTime"))),
        _FIGURES,
        told={"encoding_converted"},
    ),
    Case(
        "tcvn3-xls",
        (24,),
        lambda: xlsx(Page(written(_PLAIN, tcvn3), fonts=_font(".VnTime"))),
        _FIGURES,
        told={"encoding_converted"},
        office="xls",
    ),
    Case(
        "tcvn3-short-cells",
        (24,),
        lambda: xlsx(Page(written(_SMALL, tcvn3), fonts=dict.fromkeys(("A1:B1", "A2", "A3"), ".VnArial"))),
        _SMALL_FIGURES,
        told={"encoding_converted"},
    ),
    Case(
        "tcvn3-csv",
        (24,),
        lambda: text(written(_PLAIN, tcvn3), separator=";", encoding="cp1252"),
        _FIGURES,
        told={"encoding_converted"},
    ),
    Case(
        "tcvn3-in-one-column",
        (24,),
        lambda: xlsx(
            Page(
                [_PLAIN[0], *([row[0], tcvn3(str(row[1])), *row[2:]] for row in _PLAIN[1:])],
                fonts={"B2:B6": ".VnTime"},
            )
        ),
        _FIGURES,
        told={"encoding_converted"},
    ),
    Case(
        "vni",
        (24,),
        lambda: xlsx(Page(written(_PLAIN, vni), fonts=_font("VNI-Times"))),
        _FIGURES,
        told={"encoding_converted"},
    ),
    Case(
        "vni-ods",
        (24,),
        lambda: xlsx(Page(written(_PLAIN, vni), fonts=_font("VNI-Times"))),
        _FIGURES,
        told={"encoding_converted"},
        office="ods",
    ),
    Case(
        "cp1258",
        (24,),
        lambda: cp1258(text(_PLAIN, separator=";").decode()),
        _FIGURES,
        told={"encoding_converted"},
    ),
    Case("utf-16", (24,), lambda: text(_PLAIN, separator="\t", encoding="utf-16"), _FIGURES),
    Case(
        "utf-8-read-as-1252",
        (24,),
        lambda: text(
            written(
                [["STT", "Xã", "Số chi bộ"], [1, "Xã Ia Chim", 3], [2, "Xã Hòa Bình", 4], [3, "Xã Chư Hreng", 5]],
                misread,
            )
        ),
        of("branches", CITY, {"ia-chim": 3, "hoa-binh": 4, "chu-hreng": 5}),
        told={"encoding_converted"},
    ),
    Case(
        "utf-8-read-as-1252-with-letters-lost",
        (24,),
        lambda: text(written(_PLAIN, misread)),
        problems={"accents_lost"},
        stops=True,
    ),
    Case(
        "marks-lost",
        (24,),
        lambda: text(written(_PLAIN, _lost)),
        problems={"accents_lost"},
        stops=True,
    ),
    Case(
        "decomposed",
        (24,),
        lambda: unicodedata.normalize("NFD", text(_PLAIN).decode()).encode(),
        _FIGURES,
    ),
    Case(
        "eth-and-unseen-signs",
        (24, 14),
        lambda: xlsx(
            Page(
                [
                    ["STT", "Ðơn vị", "Ðảng\u00a0viên mới kết\u200b nạp"],
                    [1, "Xã Ðăk\u00a0Cấm", "3\u00a0"],
                    [2, "\ufeffXã\u00a0\u00a0Kroong\u200b", "\u200b2"],
                    [3, "Xã Hoà\u00ad Bình", 4],
                ]
            )
        ),
        of("new_members", CITY, {"dak-cam": 3, "kroong": 2, "hoa-binh": 4}),
        office="xlsx",
    ),
    Case(
        "anti-scraping-letters",
        (25,),
        lambda: text(
            [["STT", "Đơn vị", "Đảng viên mới kết nạp"], [1, "Xã Đăk Cấm", 3], [2, "Tạị Hộí nghị xã Kròóng", 2]]
        ),
        problems={"accents_doubled"},
        stops=True,
    ),
    Case(
        "czech-copy",
        (25,),
        lambda: text([["Č.", "Jednotka", "Noví členové strany"], [1, "Obec Dak Cam", 3], [2, "Obec Kroong", 2]]),
        stops=True,
    ),
    Case(
        "toi-nam-in-the-title",
        (25, 3),
        lambda: xlsx(
            Page(
                [
                    ["Bình quân tôi năm giảm 15–20 % số thôn, bản chưa có chi bộ"],
                    ["STT", "Đơn vị", "Đảng viên mới kết nạp"],
                    [1, "Xã Đăk Cấm", 3],
                ]
            )
        ),
        of("new_members", CITY, {"dak-cam": 3}),
    ),
]
