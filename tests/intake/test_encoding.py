"""One text by itself: what is converted, what is refused, and what must come through as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text import Cleaned, Lost, clean_text
from tests.intake.typed import WORDS, mojibake, tcvn3, unit_names, viqr, vni

CONVERTED = [
    ("Chi bé trong s¹ch v÷ng m¹nh", "Chi bộ trong sạch vững mạnh", "tcvn3"),
    ("X· §¨k Nhoong", "Xã Đăk Nhoong", "tcvn3"),
    ("ch\u00ada cã", "chưa có", "tcvn3"),  # ư is a soft hyphen there
    ("ng\u00adêi", "người", "tcvn3"),
    ("\u00adu tiªn", "ưu tiên", "tcvn3"),
    ("§¶NG Bé X· §¡K T¤", "ĐẢNG BỘ XÃ ĐĂK TÔ", "tcvn3"),  # it has no capitals with a tone
    ("§¶NG Bé x· §¨k T«", "ĐẢNG Bộ xã Đăk Tô", "tcvn3"),
    ("H§ND x·", "HĐND xã", "tcvn3"),
    ("HuyÖn Kon Pl«ng", "Huyện Kon Plông", "tcvn3"),
    ("Xaõ Ñaêk Nhoong", "Xã Đăk Nhoong", "vni"),
    ("ÑAÛNG BOÄ", "ĐẢNG BỘ", "vni"),
    ("UBND - HÑND", "UBND - HĐND", "vni"),
    ("Thanh Nöa", "Thanh Nưa", "vni"),
    ("ThÃ´n, báº£n chÆ°a cÃ³ Ä‘áº£ng viÃªn", "Thôn, bản chưa có đảng viên", "mojibake"),
    ("ToÃ n tá»‰nh", "Toàn tỉnh", "mojibake"),  # a plain blank where the byte A0 was
    ("Huyá»‡n MÆ°á»\x9dng ChÃ", "Huyện Mường Chà", "mojibake"),  # and that blank trimmed
    ("NhÃ  NÆ°á»›c", "Nhà Nước", "mojibake"),
    ("NhÃ\u00a0 NÆ°á»›c", "Nhà Nước", "mojibake"),
    ("XĂ£ Ä‘Äƒk", "Xã đăk", "mojibake"),  # read as CP1258
    ("Ä\x90Äƒk TÃ´", "Đăk Tô", "mojibake"),  # a hole of CP1252 as a control character
    ("ThÃƒÂ´n", "Thôn", "mojibake"),  # twice
    ("â€œÄ‘áº£ngâ€\x9d", "“đảng”", "mojibake"),
    ("Chi bo^. trong sa.ch vu+~ng ma.nh", "Chi bộ trong sạch vững mạnh", "viqr"),
    ("DDa?ng bo^. xa~", "Đảng bộ xã", "viqr"),
    ("Đa\u0306k To\u0302", "Đăk Tô", "nfd"),
    ("La\u0301\u0302m", "Lấm", "nfd"),  # the tone typed before the sign of the letter
    ("Ðăk Tô", "Đăk Tô", None),
    ("ðảng bộ", "đảng bộ", None),
    ("Đăk\u00a0Tô", "Đăk Tô", None),
    ("Đăk\u3000Tô", "Đăk Tô", None),
    ("Đăk\u200b Tô\ufeff", "Đăk Tô", None),
    ("\ufeffĐăk Tô", "Đăk Tô", None),
    ("infor\u00admation", "information", None),
    ("Nông\u00ad thôn", "Nông thôn", None),
    ("2016\x962020", "2016–2020", None),  # a dash of Windows read as Latin-1
]


@pytest.mark.parametrize(("raw", "text", "encoding"), CONVERTED)
def test_a_text_that_is_clear_by_itself(raw: str, text: str, encoding: str | None) -> None:
    assert clean_text(raw) == Cleaned(text, encoding)


LOST = [
    "Chi b? trong s?ch v?ng m?nh",
    "Xã ??k Nhoong",
    "T? dân ph? 2, ph??ng Duy Tân",
    "K?t n?p ??ng viên",
    "CHI B? TRONG S?CH",
    "?ng h?",
    "ti?u h?c",
    "Ngh? quy?t",
    "T? 2",
    "chi b?",
    "Xã \ufffdăk",
    "XÃ£ Ä\ufffdÄƒk Nhoong",
    "XÃ£ Ä?Äƒk Nhoong",
    "ngÆ°á»i",  # a byte dropped
    "ngá»i",
]


@pytest.mark.parametrize("text", LOST)
def test_lost_accents_are_refused(text: str) -> None:
    assert clean_text(text) == Lost("accents_lost")


def spoilt(name: str, page: str) -> str:
    return name.encode(page, "replace").decode(page)


@pytest.mark.parametrize(("page", "missed"), [("cp1252", {"Xã Na ?", "Xã Hòa C?"}), ("ascii", set())])
def test_names_whose_accents_an_export_replaced_are_refused(page: str, missed: set[str]) -> None:
    """All but two that cannot be told from a question."""
    texts = {spoilt(name, page) for name in unit_names()} - set(unit_names())
    assert {text for text in texts if clean_text(text) != Lost("accents_lost")} == missed


@pytest.mark.parametrize(("hole", "missed"), [("\ufffd", 0), ("?", 0), ("", 1)])
def test_misread_names_of_which_bytes_are_gone_are_refused(hole: str, missed: int) -> None:
    texts = {
        "".join(bytes([byte]).decode("cp1252", errors="ignore") or hole for byte in name.encode())
        for name in unit_names()
        if any("\x80" <= char <= "\x9f" for char in mojibake(name))
    }
    assert sum(clean_text(text) != Lost("accents_lost") for text in texts) == missed


@pytest.mark.parametrize("text", ["Tạị Hộí nghị lần thứ 93", "chìềù", "sốố", "Hộí nghị"])
def test_two_tones_in_a_syllable_are_refused(text: str) -> None:
    assert clean_text(text) == Lost("accents_doubled")


SOUND = [
    "Đăk Pxi", "Kroong", "Ia H'Drai", "Ia H’Drai", "Ia H' Drai", "Chư Hreng", "Pờ Y", "Bờ Y", "Ya Ly", "Ngọk Bay",
    "Măng Bút", "Krông Pắc", "Cư M'gar", "Ea H'leo", "Sơmei", "Blứ", "Đrăng", "Kriêng", "M'Drắk", "Plei Kần", "Đak Pơ",
    "Hoà Bình / uỷ ban / thuỷ", "Hòa Bình / ủy ban / thủy", "Quý, Qúy, giếng, gìn giữ, khuỷu tay, quốc, quỳnh, thuở",
    "Đã có chi bộ?", "Có?Không", "Nhóm B? Nhóm C?", "Thuộc loại B?", "5 m?", "Đ/c A?", "(?)", "?", "Có hay không ?",
    "Vì sao? Chưa rõ", "Co chi bo chua? Chua", "là gì? là ai", "What? why?", "??", "N/A ?", "Thôn 2?",
    "http://a.vn/?id=b?c", "Xong chưa?", "CÓ CHI BỘ KHÔNG?",
    "école Séréna café créée à Orléans", "naïve façade", "München, Köln, España", "Word® là", "© 2019", "§ 5",
    "25°C, 3 m², 5 µm", "“XÃ”", "“NÔNG THÔN MỚI CẤP XÃ”", "«xã»", "« Đảng bộ »", "XÃ", "Ý", "À", "là", "Tân", "Lý",
    "HĐND, UBMTTQVN, ĐVKN, QĐ, Đ/c, ĐB", "1.376", "58,84 %", "= A1 + B2", "- Dân tộc thiểu số", "có bé", "né",
    "x^2 + (a+b)?", "add.ress", "Ngày 12. Tháng 3.", "oh... no", "e-mail: a.b@c.vn", "Doanh nghiệp FDI (Samsung)",
    "5 – 6 năm…", "a^b", "Žluťoučký kůň", "Привет", "Ngọk Réo",
    "tạiấp",  # two syllables without a blank are a slip, not a cipher
    "a\nb\tc", "  hai  khoảng ", "", "\x00",
]  # fmt: skip


@pytest.mark.parametrize("text", SOUND)
def test_what_is_sound_comes_through_as_it_is(text: str) -> None:
    assert clean_text(text) == Cleaned(text)


@pytest.mark.parametrize("text", unit_names())
def test_every_name_of_a_unit_comes_through_as_it_is(text: str) -> None:
    assert clean_text(text) == Cleaned(text)
    assert clean_text(text.upper()) == Cleaned(text.upper())


LINES = st.lists(st.sampled_from(WORDS + [word.capitalize() for word in WORDS]), min_size=1, max_size=8).map(" ".join)


@given(LINES)
def test_decomposed_text_is_composed(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert clean_text(apart) == Cleaned(text, None if apart == text else "nfd")


@given(LINES)
def test_text_of_the_field_is_sound(text: str) -> None:
    assert clean_text(text) == Cleaned(text)
    assert clean_text(text.upper()) == Cleaned(text.upper())


@given(LINES, st.sampled_from(["cp1252", "cp1258"]))
def test_misread_utf8_is_undone(text: str, page: str) -> None:
    assert clean_text(mojibake(text, page)) == Cleaned(text, None if text.isascii() else "mojibake")


@given(st.text(max_size=80))
def test_any_text_gives_an_answer_that_stays(text: str) -> None:
    found = clean_text(text)
    if isinstance(found, Cleaned):
        assert unicodedata.is_normalized("NFC", found.text)
        assert clean_text(text) == found


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_ascii_is_changed_only_as_viqr(text: str) -> None:
    found = clean_text(text)
    assert isinstance(found, Lost) or found.text == text or found.encoding == "viqr"


ENCODERS = {"tcvn3": tcvn3, "vni": vni, "viqr": viqr, "mojibake": mojibake}


@pytest.mark.parametrize("encoding", ENCODERS)
def test_units_with_their_kind_are_clear_by_themselves(encoding: str) -> None:
    """A name alone may be too short to tell (``Bê Y``); VIQR of a name is mostly tones, which are punctuation, too."""
    told = [clean_text(ENCODERS[encoding](name)) for name in unit_names()]
    right = sum(
        isinstance(found, Cleaned) and found.text.casefold() == name.casefold()
        for name, found in zip(unit_names(), told, strict=True)
    )
    assert len(told) == 483
    assert right == {"tcvn3": 483, "vni": 483, "viqr": 235, "mojibake": 483}[encoding]
