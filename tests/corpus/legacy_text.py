"""Vietnamese as programs before Unicode wrote it, from the published tables of TCVN 5712 (ABC) and VNI.

Kept apart from the tables that the reader decodes with, so that a slip in one shows against the other.
"""

from __future__ import annotations

import unicodedata

_VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # level, huyền, hỏi, ngã, sắc, nặng
_TCVN3 = {
    "a": "a µ ¶ · ¸ ¹", "ă": "¨ » ¼ ½ ¾ Æ", "â": "© Ç È É Ê Ë", "e": "e Ì Î Ï Ð Ñ", "ê": "ª Ò Ó Ô Õ Ö",
    "i": "i × Ø Ü Ý Þ", "o": "o ß á â ã ä", "ô": "« å æ ç è é", "ơ": "¬ ê ë ì í î", "u": "u ï ñ ò ó ô",
    "ư": "\u00ad õ ö ÷ ø ù", "y": "y ú û ü ý þ",
}  # fmt: skip
_TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§", "đ": "®"}
_VNI_TONES = ("", "ø", "û", "õ", "ù", "ï")
_VNI_CIRCUMFLEX = ("â", "à", "å", "ã", "á", "ä")
_VNI_BREVE = ("ê", "è", "ú", "ü", "é", "ë")
_VNI_I = ("i", "ì", "æ", "ó", "í", "ò")


def tcvn3(text: str) -> str:
    """The text as a workbook in .VnTime holds it. Capitals with a tone come out small: the set has none."""
    table = dict(_TCVN3_CAPITALS)
    for vowel, signs in _TCVN3.items():
        for tone, sign in zip(_TONES, signs.split(" "), strict=True):
            letter = unicodedata.normalize("NFC", vowel + tone)
            table[letter] = sign
            table.setdefault(letter.upper(), letter.upper() if letter.isascii() else sign)
    return "".join(table.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def vni(text: str) -> str:
    """The text as a workbook in VNI-Times holds it."""
    table = {"đ": "ñ", "Đ": "Ñ"}
    for vowel in _VOWELS:
        for number, tone in enumerate(_TONES):
            letter = unicodedata.normalize("NFC", vowel + tone)
            table |= {letter: _vni(vowel, number), letter.upper(): _vni(vowel, number).upper()}
    return "".join(table.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def _vni(vowel: str, tone: int) -> str:
    if vowel in "âêô":
        return {"â": "a", "ê": "e", "ô": "o"}[vowel] + _VNI_CIRCUMFLEX[tone]
    if vowel == "ă":
        return "a" + _VNI_BREVE[tone]
    if vowel == "i":
        return _VNI_I[tone]
    base = {"ơ": "ô", "ư": "ö"}.get(vowel, vowel)
    return "î" if (vowel, tone) == ("y", 5) else base + _VNI_TONES[tone]


def cp1258(text: str) -> bytes:
    """The text in code page 1258: letters with their hat, the tone after them."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in _TONES)
        rest = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        out.append(rest + tones)
    return "".join(out).encode("cp1258")


def misread(text: str) -> str:
    """UTF-8 taken for code page 1252; bytes that the page has no letter for are lost."""
    return text.encode().decode("cp1252", "replace")
