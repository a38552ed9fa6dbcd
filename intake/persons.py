"""Columns that describe persons: refused whatever else the file holds, by their headings and by their cells.

Counts of persons are what the files are for; names, birth dates, identity and telephone numbers never are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import polars as pl

from intake.words import bare

_PERSON = re.compile(
    r"(ho (va |& |, )?ten( dem)?|ten (dang vien|nguoi)|full ?name|first ?name|last ?name|surname"
    r"|(ngay|nam|ngay,? thang,? nam) sinh|ngay vao dang|date of birth|birth ?(date|day|year)|dob|tuoi"
    r"|(so )?(cccd|cmnd|cmt|can cuoc|chung minh|ho chieu|dinh danh|passport)|id (number|no)|national id"
    r"|(so )?(the dang|dien thoai|dt|sdt|di dong)|so the|phone|mobile|telephone|e-?mail"
    r"|gioi tinh|gender|que quan|noi sinh|thuong tru|noi o|home address)\b"
)
_PERSON_ANYWHERE = re.compile(
    r"\b(ho (va |& |, )?ten( dem)?|full ?name|ngay,?( thang,?)?( nam)? sinh|date of birth|cccd|cmnd|can cuoc cong dan"
    r"|chung minh (nhan dan|thu)|so (dien thoai|dt|sdt)|sdt|e-?mail)\b"
)
_BREAKDOWN = re.compile(r"(gioi tinh|gender|tuoi|que quan)\b")
_FAMILIES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Lò|Quàng|Giàng|Vàng|Sùng|Thào"
    "|Mùa|Hạng|Lường|Cà|Tòng|Lù|Chang|Pờ|Vừ|Cứ|Ly|Sình|Tráng|Trịnh|Trương|Mai|Cao|Hà|Lương|Tạ|Chu|Triệu|Nông|Hoàng Thị"
)
_UNMARKED = (
    "Nguyen|Tran|Le|Pham|Hoang|Huynh|Phan|Vu|Vo|Dang|Bui|Do|Ngo|Duong|Dinh|Doan|Truong|Trinh|Lo|Quang|Giang|Vang|Sung"
)
_ADDRESSED = r"(?:(?:Đ/c|đ/c|Đ\.c|[Đđ]ồng chí|[ÔôO]ng|[Bb]à|Anh|Chị)[.:]? )?"
_NAME = rf"^{_ADDRESSED}(?:{_FAMILIES}|{_UNMARKED})(?: (?:\p{{Lu}}\p{{Ll}}*|[A-ZĐ]\p{{L}}*)){{1,4}}$"
_NAME_CAPITALS = rf"^(?:{_FAMILIES.upper()}|{_UNMARKED.upper()})(?: \p{{Lu}}+){{1,4}}$"
_NAME_HIGHLAND = rf"^{_ADDRESSED}(?:A|Y) \p{{Lu}}\p{{L}}+$"
_ANY_NAME = f"{_NAME}|{_NAME_CAPITALS}|{_NAME_HIGHLAND}"
_BIRTH = r"^(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19\d\d|200\d)|(?:19\d\d|200\d)-\d\d-\d\d)$"
_IDENTITY = r"^(?:\d{9}|0\d{2}[ .-]?\d{3}[ .-]?\d{3}[ .-]?\d{3}|[1-9]\d{10})$"
_PHONE = r"^(?:\+?84|\(\+84\)|0)[ .-]?\d{2}[ .-]?\d{3}[ .-]?\d{4}$|^(?:\+?84[ .-]?|0)\d{3}[ .-]\d{3}[ .-]\d{3}$"
_MAIL = r"^[^@\s]+@[^@\s]+\.[a-z]+$"
_TOLD = (
    r"(?i)\b(?:cccd|cmnd|cmt|căn cước(?: công dân)?|chứng minh (?:nhân dân|thư)|hộ chiếu)\W*(?:số\W*)?"
    r"[0-9A-Z]?(?:\W?\d){8,12}"
    r"|\b(?:sinh|sn)\W*(?:ngày|năm)?\W*(?:\d{1,2}\W){0,2}\W*(?:19\d\d|200\d)\b"
    r"|\b(?:sđt|đt|điện thoại|di động)\W*(?:số\W*)?(?:\+?84|0)(?:\W?\d){9}\b"
)
"""A text that gives somebody's number, birth or telephone by that word: one such cell is enough."""
_GIVEN = r"(?: (?:\p{Lu}\p{Ll}*|[A-ZĐ]\p{L}*)){2,4}"
_NAME_OF_THREE = rf"^{_ADDRESSED}(?:{_FAMILIES}|{_UNMARKED}){_GIVEN}(?:$| \p{{Ll}})|{_NAME_CAPITALS}"
_NAMED = (
    rf"\b(?i:đ/c|đ\.c|đồng chí|ông|bà|anh|chị)[.:]? (?:{_FAMILIES})(?: \p{{Lu}}\p{{Ll}}+){{1,4}}"
    rf"|\b(?i:giao|phân công|cử)(?: cho)? (?:{_FAMILIES})(?: \p{{Lu}}\p{{Ll}}*){{2,4}}"
    r"|\b(?i:đ/c|đ\.c|đồng chí|ông|bà)[.:]? (?:A|Y) \p{Lu}\p{L}+"
)
"""A name in running text, by the word before it."""
_BODY = re.compile(r"đoàn (thanh|kiểm|công|giám|thể|kinh|khảo|thẩm)", re.IGNORECASE)
"""Bodies whose first word is also a family name."""
_SHORTEST = len("sn1980")
_SURE = 0.6
_FEWEST = 2
_LOOKED_AT = 1000


def describes_persons(text: str) -> bool:
    """True for a heading of one level that asks for names, births, identity, address or telephone of persons."""
    words = re.sub(r"[_\W]+", " ", bare(text).replace("e-mail", "email")).strip()
    return bool(_PERSON.match(bare(text)) or _PERSON.match(words) or _PERSON_ANYWHERE.search(words))


def heading_of_persons(levels: Sequence[str]) -> bool:
    """The same for a heading in levels: any one of them, or all together (``Ngày, tháng › Năm sinh``).

    Sex, age and origin above other headings are how counts are broken down (``Giới tính › Nữ``).
    """
    above = any(describes_persons(level) and not _BREAKDOWN.match(bare(level)) for level in levels[:-1])
    return above or describes_persons(levels[-1]) or bool(_PERSON_ANYWHERE.search(bare(" ".join(levels))))


def cells_of_persons(cells: pl.DataFrame, units: Collection[int] = ()) -> tuple[int, ...]:
    """Places of columns most of whose cells look like birth dates, identity or telephone numbers, addresses for mail,
    or like personal names: a common family name and up to four names more, each with a capital, no word of a place.

    ``units`` are places of columns with names of units; streets and wards are named after persons.
    """
    looked = cells.head(_LOOKED_AT)
    found: list[int] = []
    for name in looked.columns:
        texts = looked[name].drop_nulls()
        if texts.dtype != pl.String or len(texts) < _FEWEST:
            continue
        names = () if int(name) in units else (_ANY_NAME,)
        numbers = (texts.str.contains(form).sum() for form in (_IDENTITY, _PHONE, _MAIL))
        if max(numbers) >= max(_FEWEST, _SURE * len(texts)) or any(_mostly(texts, form) for form in (_BIRTH, *names)):
            found.append(int(name))
    return tuple(found)


def told_of_persons(cells: pl.DataFrame) -> tuple[int, ...]:
    """Places of columns in which a cell gives somebody's identity number, birth or telephone by that word."""
    texts = [name for name, kind in cells.schema.items() if kind == pl.String]
    long = (pl.col(name).filter(pl.col(name).str.len_bytes() >= _SHORTEST) for name in texts)
    found = cells.select(each.str.contains(_TOLD).any() for each in long)
    return tuple(int(name) for name in texts if found[name].item())


def names_of_persons(texts: Collection[str]) -> bool:
    """True where most of these texts, which name no unit, are personal names."""
    given = pl.Series(list(texts), dtype=pl.String)
    return len(given) >= _FEWEST and _mostly(given, _ANY_NAME)


def text_of_persons(text: str) -> bool:
    """True for a text in words that tells of a person: a number or birth by its word, a name after an address
    (``đồng chí …``, ``giao …``), or a part between commas that is a personal name, a birth date, a number or a mailbox.

    A name of two words alone may be a place or a school, and is let pass where nothing addresses it.
    """
    text = text.replace("Hồ Chí Minh", "")
    whole = pl.Series([text], dtype=pl.String)
    cut = (part.strip() for part in re.split(r"[,;:()\n–]| - ", text))
    parts = pl.Series([part for part in cut if not _BODY.match(part)], dtype=pl.String)
    forms = (_NAME_OF_THREE, _IDENTITY, _PHONE, _MAIL, _BIRTH, _NAME_HIGHLAND)
    return bool(
        whole.str.contains(_TOLD).any()
        or whole.str.contains(_NAMED).any()
        or any(parts.str.contains(form).any() for form in forms)
    )


def sheet_of_persons(cells: pl.DataFrame) -> bool:
    """The same as of columns for a sheet of which no table is taken: it would be kept with the file."""
    if cells.is_empty():
        return False
    headings = (value for row in cells.head(20).rows() for value in row if value and len(value) <= 40)
    return sum(map(describes_persons, headings)) >= _FEWEST or bool(told_of_persons(cells) or cells_of_persons(cells))


def _mostly(texts: pl.Series, form: str) -> bool:
    """Most cells, and different ones: births and names of several persons, and not one day or unit repeated."""
    like = texts.filter(texts.str.contains(form))
    return like.n_unique() >= max(_FEWEST, _SURE * len(texts) / 2) and len(like) >= _SURE * len(texts)
