"""The words and signs by which a person tells the rows of a sheet apart: letterhead, header, total, note, signature.

Functions take a text as it stands in a cell and compare it folded and without diacritics (``TỈNH UỶ`` is ``tinh uy``).
Patterns that are also used over whole columns keep to what both regular expression engines know.
"""

from __future__ import annotations

import re
from functools import lru_cache

from intake.words import bare

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
MONTH_DAY = rf"^(?i:\d{{1,4}}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}-\d{{2,4}})$"
"""What a spreadsheet shows of a fraction that it took for a date: 9-Dec, Nov-45."""

_NUMBER = r"[+\-−–]?\d+(?:[\s.,]+\d+)*"
FIGURE = (
    rf"^(?:(?:(?i:hơn|trên|dưới|gần|khoảng|từ|ước|xấp xỉ)\s+|[<>≤≥~≈]=?\s*)?{_NUMBER}\s*%?"
    rf"(?:\s*(?:[/–\-]|đến)\s*\d+(?:[.,]\d+)*\s*%?){{0,2}}(?:\s+trở (?:lên|xuống))?"
    r"|\d{4}-\d\d-\d\d .*|[-–—−]|#[A-Z0-9/]+[!?]?)$|" + MONTH_DAY
)
"""A number, percentage, fraction, range, date, dash or error: what stands in the body of a table."""

WORDED = (
    r"^(?i:x|v|có|không|không có|chưa xếp loại|chưa đánh giá|chưa báo cáo|n/a|\.\.\.|…"
    r"|k?ht(?:xs|sx|t)?nv|k?ht(?:xs|t)?|ts?vm|tsvm tiêu biểu|yếu kém|(?:không )?hoàn thành.{0,30} nhiệm vụ"
    r"|trong sạch.{0,40}|excellent|good|completed|not_completed|yes|no|weak|clean_strong|exemplary|không áp dụng"
    r"|not (?:rated|applicable|reported))$"
)
"""Words that stand where a figure would: yes and no, classes of a rating, nothing to report. Headings too."""

ORDINAL = r"^\(?(?:\d{1,4}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}|[ivx]{1,5}|[A-ZĐa-zđ])\s*[.)/,:\-]?$|^[-–—+*•]$"
"""A cell of a column of ordinals."""

HEADWORDS = frozenset(
    {
        *("stt", "tt", "số tt", "số thứ tự", "no", "no.", "#", "đơn vị", "tên đơn vị", "tên đơn vị hành chính"),
        *("danh mục đơn vị", "đơn vị hành chính", "tên xã", "tên xã, phường", "xã, phường, thị trấn", "xã", "huyện"),
        *("xã/phường", "xã, phường", "tên thôn", "thôn, bản", "tên thôn, bản", "thôn", "chỉ tiêu", "tên chỉ tiêu"),
        *("mã chỉ tiêu", "tiêu chí", "nội dung", "danh mục", "loại hình", "loại hình tccsđ", "đối tượng", "hạng mục"),
        *(
            "tên tổ chức đảng",
            "tổ chức đảng",
            "tên chi bộ",
            "chi bộ",
            "đảng bộ",
            "tên đảng bộ",
            "địa phương",
            "địa bàn",
        ),
        *("tổ chức cơ sở đảng", "mã đơn vị", "mã đv", "đv", "kỳ báo cáo", "kỳ", "kì", "kì báo cáo", "quý", "ghi chú"),
        *("đvt", "đơn vị tính", "tên", "mã", "mã số", "giá trị", "số liệu", "số lượng", "tử số", "mẫu số"),
        *("unit", "unit code", "unit_code", "code", "period", "indicator", "indicator code", "value", "num", "den"),
        *("name", "unit name", "unit_name", "numerator", "denominator", "state", "qualifier", "note", "notes"),
    }
)
"""Headings that stand in nearly every table and in the body of none."""

MACHINE = frozenset({"unit", "unit_code", "period", "indicator", "value", "num", "den", "mã đơn vị", "mã chỉ tiêu"})
"""Headings of the layouts that this program writes: under them there is a table even where no figure stands yet."""

MAYBE_TOTAL = r"^(?i:t[oổ]ng|c[oộ]ng|to[aà]n|total|grand)\b"
"""What every total begins with, for a first look over whole columns."""

_ORDER = re.compile(r"(s\.?t\.?t\.?|tt\.?|so tt|so thu tu|no\.?|#)")
_CODE = re.compile(r"(ma|ma (so|don vi|dv|xa|huyen|tinh|chuc danh|chi tieu|hanh chinh)|(unit |unit_)?code)")
_NOTE_COLUMN = re.compile(r"(ghi chu|notes?)")
_OFFICE = re.compile(
    r"(tinh uy|huyen uy|thanh uy|thi uy|dang uy|dang bo|ban to chuc|btctu|ban xay dung dang|ban thuong vu|ban chap hanh"
    r"|bch |ubnd|uy ban nhan dan|hdnd|so noi vu|phong noi vu|van phong|chi cuc|tinh:|huyen:|xa:|don vi:)"
)
_LETTERHEAD = re.compile(
    r"bieu( so)?:? ?\d.*|bieu mau.*|mau( so)?:? ?\d\w*([ -/].*)?|phu luc( \w+)?(:.*)?|\(?(ban hanh )?kem theo.*"
    r"|so ?: .*|cong hoa xa hoi.*|doc lap ?- ?tu do.*"
    r"|dang cong san viet nam|don vi (bao cao|nhan|gui|tinh).*|ngay (nhan|gui).*"
    r"|\(?don vi tinh.*|\(?dvt ?:.*"
)
_DATED = re.compile(r"(^|.*[ ,.])ngay\b.{0,12}\bthang\b.{0,12}\bnam\b.{0,12}")
_SIGNED = re.compile(
    r"(nguoi (lap|kiem tra|tong hop|bao cao|duyet|ky)|lap bieu|can bo tong hop|t ?/ ?m\.?( |$)|tm\. ?|thu truong"
    r"|k ?/ ?t\.?( |$)|kt\. ?|t ?/ ?l\.?( |$)|tl\. ?|tuq\. ?|ky ten|\(ky|\(da ky|da ky|xac nhan cua|noi nhan"
    r"|(pho )?(bi thu|truong ban|chu tich|giam doc|chanh van phong)( .{0,40})?$)"
)
_NOTED = re.compile(
    r"(ghi chu|chu thich|luu y|giai thich|nguon|note)\b ?([:.(-].*)?$|\*+ ?\S.{11}|\(\*+\)|\(\d\) .{12}"
)
_PAGE = re.compile(r"\(?(trang|page) \d+.*|\(?tiep( theo)?( trang.*)?\)?|-? ?\d+ ?-")
_TOTAL = re.compile(
    r"((tong )?cong|tong( so)?|(tong (cong|so)? ?|cong )?toan (tinh|huyen|xa|phuong|thanh pho|tp\.?|thi xa|dang bo|"
    r"khoi|nganh|dac khu|thi tran)(?! (co|chua|dang|chi|so|da)\b)( [a-z']+){0,4}"
    r"|tong cong chung|cong chung|(grand )?total"
    r"|(tong )?cong (muc|phan|khoi|cum|nhom|huyen|tinh|cac huyen|cac xa)( .{0,40})?|(tong )?cong [ivxabcd\d]{1,4})"
    r" ?(\([\divxa-d+.,… :÷\-]*\)|\d+( ?\+ ?[\d.…]+)+)? ?[:.]?"
)
_PART = re.compile(r"(trong (do|tong so)|chia ra|bao gom|gom|cu the)( co)? ?(:|;|,|$)|(trong do|chia ra|chia theo)\b")
_BLOCK = re.compile(r"(khoi|cum|nhom|phan|muc|quy|q|nam|thang|ky|dang bo|dang uy|vung|loai)\b|\d+ thang\b")
_RANKS = (
    re.compile(r"tinh\b"),
    re.compile(r"((dang bo|dang uy|db) )?(huyen|thanh pho|tp|thi xa|tx|quan)\b"),
    re.compile(r"((dang bo|dang uy|db) )?(xa|phuong|thi tran|dac khu|p|x)\b"),
    re.compile(
        r"((chi bo|cb) )?(thon|ban|to|tdp|khu|lang|buon|bon|xom|ap|khom|khoi pho|tieu khu|truong|tram)\b|chi bo\b"
    ),
)
_OF_SECTION = re.compile(r"(tong )?cong (?:(muc|phan|khoi|cum|nhom|huyen)\b.*|(?P<sign>[ivxabcd\d]{1,4}))[ :.]*")
_NUMBERED = re.compile(r"\(?(?P<n>\d{1,2}|[A-HĐ])\s*\)?\s*(?P<f>\(?\s*=[\d\s()+\-–*/x×:%.,…=]+)?\)?", re.IGNORECASE)
_MOMENT = re.compile(r"(19|20)\d\d|\d{1,2}[/.]\d{1,2}[/.](19|20)\d\d|(19|20)\d\d-\d\d-\d\d")
_FIGURE = re.compile(FIGURE)
_WORDED = re.compile(WORDED)
_ORDINAL = re.compile(ORDINAL)
_CHECKS = re.compile(r"(kiem tra|huong dan|instructions?|read ?me|danh muc|giai thich)\b.*")


_LONGEST = 200


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """What is compared: no sign or word that is looked for stands behind so many characters."""
    return bare(text[:_LONGEST])


def is_figure(text: str) -> bool:
    return len(text) <= _LONGEST and _FIGURE.match(text) is not None


def is_worded(text: str) -> bool:
    return _WORDED.match(text) is not None


def is_ordinal(text: str) -> bool:
    return _ORDINAL.match(text) is not None


def is_moment(text: str) -> bool:
    """A year or a day, as it may stand in a heading."""
    return _MOMENT.fullmatch(text.strip()) is not None


def is_headword(text: str) -> bool:
    return " ".join(text.lower().split()).strip(" .:*()") in HEADWORDS


def is_order(heading: str) -> bool:
    """Heading of a column of ordinals."""
    return _ORDER.fullmatch(_plain(heading)) is not None


def is_code(heading: str) -> bool:
    return _CODE.fullmatch(_plain(heading)) is not None


def is_note_column(heading: str) -> bool:
    return _NOTE_COLUMN.fullmatch(_plain(heading)) is not None


def is_office(text: str) -> bool:
    """An office or an administration, as a letterhead names it."""
    return _OFFICE.match(_plain(text)) is not None


def is_letterhead(text: str) -> bool:
    """What stands in the corner of an official form: its number, a motto, place and date, the unit of count."""
    return _LETTERHEAD.fullmatch(_plain(text)) is not None or is_dated(text)


def is_dated(text: str) -> bool:
    return _DATED.fullmatch(_plain(text)) is not None


def is_signature(text: str) -> bool:
    return _SIGNED.match(_plain(text)) is not None or is_dated(text)


def is_note(text: str) -> bool:
    return _NOTED.match(_plain(text)) is not None


def is_page(text: str) -> bool:
    """What a page break leaves behind: ``Trang 2``, ``(tiếp theo)``."""
    return _PAGE.fullmatch(_plain(text)) is not None


def is_total(label: str) -> bool:
    """``Cộng (1+….+11)``, ``Toàn huyện Đăk Glei``; but not ``Tổng số đảng viên`` or ``Cộng tác viên``."""
    return _TOTAL.fullmatch(_plain(label)) is not None


def part_rest(label: str) -> str | None:
    """What follows "Trong đó" or "Chia ra", empty where nothing does; null where the label does not begin so."""
    found = _PART.match(_plain(label))
    if found is None:
        return None
    if _plain(label).startswith("chia theo"):
        return ""
    return label.strip()[len(found[0]) :].strip(" :;,") if len(_plain(label)) == len(label.strip()) else _after(label)


def _after(label: str) -> str:
    return re.sub(r"^[^:;,]*[:;,]?\s*", "", label.strip(), count=1)


def is_block(label: str) -> bool:
    """Begins like the name of a group of rows, a bloc or a period, or is written in capitals."""
    return _BLOCK.match(_plain(label)) is not None or (len(label) > 3 and label.isupper())


def rank_of(label: str) -> int | None:
    """0 for a province, 1 for a district, 2 for a commune, 3 for a village or a branch, by the word it begins with."""
    plain = _plain(label)
    return next((rank for rank, kind in enumerate(_RANKS) if kind.match(plain)), None)


def sums_section(label: str) -> str | None:
    """The numbering of the section that a total says it sums, ``I`` of "Cộng I"; empty for "Cộng", "Cộng khối xã";
    null for a total of everything.
    """
    if label.strip(" :.").casefold() in ("cộng", "tổng", "tổng số"):
        return ""
    found = _OF_SECTION.fullmatch(_plain(label))
    return None if found is None else (found["sign"] or "").upper()


def column_number(text: str) -> tuple[str, bool] | None:
    """The number or letter of a column and whether a formula or brackets show that it is one; null for other text."""
    found = _NUMBERED.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    return found["n"].upper(), found["f"] is not None or text.strip().startswith("(")


def is_other_sheet(name: str | None) -> bool:
    """Name of a sheet that explains or checks and holds no figures of its own."""
    return name is not None and _CHECKS.fullmatch(_plain(name)) is not None
