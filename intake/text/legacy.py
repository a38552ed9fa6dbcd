"""Vietnamese as it was typed before Unicode: TCVN3 (ABC) and VNI fonts over the letters of Western Europe, and VIQR.

Each ``from_…`` reads a text as if it were written so and leaves what it has no letter for as it stands. The tables are
those of TCVN 5712:1993 (VN3), of VNI for Windows and of RFC 1456.
"""

from __future__ import annotations

import re
import unicodedata

from intake.text.syllables import Shape, shape

_SIGNS = {"grave": "\u0300", "acute": "\u0301", "hook": "\u0309", "tilde": "\u0303", "dot": "\u0323"}
_ORDER = ("grave", "hook", "tilde", "acute", "dot")

_TCVN3_ROWS = (
    ("a", "µ¶·¸¹"),
    ("ă", "»¼½¾Æ"),
    ("â", "ÇÈÉÊË"),
    ("e", "ÌÎÏÐÑ"),
    ("ê", "ÒÓÔÕÖ"),
    ("i", "×ØÜÝÞ"),
    ("o", "ßáâãä"),
    ("ô", "åæçèé"),
    ("ơ", "êëìíî"),
    ("u", "ïñòóô"),
    ("ư", "õö÷øù"),
    ("y", "úûüýþ"),
)
_TCVN3_LETTERS = dict(zip("¡¢£¤¥¦§¨©ª«¬\u00ad®", "ĂÂÊÔƠƯĐăâêôơưđ", strict=True))


def _toned(letter: str, sign: str) -> str:
    return unicodedata.normalize("NFC", letter + _SIGNS[sign])


TCVN3: dict[str, str] = _TCVN3_LETTERS | {
    written: _toned(letter, sign) for letter, row in _TCVN3_ROWS for written, sign in zip(row, _ORDER, strict=True)
}
"""Latin-1 character → letter."""

_VNI_PLAIN = dict(zip("øûõùï", _ORDER, strict=True))
_VNI_BREVE = dict(zip("èúüéë", _ORDER, strict=True))
_VNI_HAT = dict(zip("àåãáä", _ORDER, strict=True))
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}


def _vni() -> dict[str, str]:
    pairs: dict[str, str] = dict(_VNI_ALONE)
    for letter in "aeouy":
        pairs |= {letter + mark: _toned(letter, sign) for mark, sign in _VNI_PLAIN.items()}
    for letter, hat in zip("aeo", "âêô", strict=True):
        pairs[letter + "â"] = hat
        pairs |= {letter + mark: _toned(hat, sign) for mark, sign in _VNI_HAT.items()}
    pairs["aê"] = "ă"
    pairs |= {"a" + mark: _toned("ă", sign) for mark, sign in _VNI_BREVE.items()}
    for letter, horn in (("ô", "ơ"), ("ö", "ư")):
        pairs |= {letter + mark: _toned(horn, sign) for mark, sign in _VNI_PLAIN.items()}
    return pairs | {written.upper(): letter.upper() for written, letter in pairs.items()}


VNI: dict[str, str] = _vni()
"""One or two Latin-1 characters → letter; a capital with the small form of its mark is read as well."""

_VNI_ANY = VNI | {written[0].upper() + written[1]: to.upper() for written, to in VNI.items() if len(written) == 2}
_VNI_PAIRS = re.compile("|".join(sorted(map(re.escape, _VNI_ANY), key=len, reverse=True)))
_TCVN3_TABLE = str.maketrans(TCVN3)

_SMALL = re.compile("[a-zăâêôơưđ]")
_CAPITALS = re.compile(r"[^\W\d_][A-ZĂÂÊÔƠƯĐ]")
_MIXED = re.compile(r"[^\W\d_]+[A-ZĂÂÊÔƠƯĐ][^\W\d_]*")


def from_tcvn3(text: str) -> str:
    """TCVN3 has no capitals with a tone: where a word mixes capitals with such letters, it is written in capitals."""
    found = text.translate(_TCVN3_TABLE)
    if found == text:
        return text
    if not _SMALL.search(found):
        return found.upper() if _CAPITALS.search(found) else found
    return _MIXED.sub(lambda word: word.group().upper() if _is_shouted(word.group()) else word.group(), found)


def _is_shouted(word: str) -> bool:
    return shape(word) is Shape.IMPOSSIBLE and shape(word.upper()) is Shape.SYLLABLE


def from_vni(text: str) -> str:
    return _VNI_PAIRS.sub(lambda pair: _VNI_ANY[pair.group()], text)


_VIQR_MARK = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_VIQR_TONE = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR = re.compile(r"(?P<d>dd|DD|Dd)|(?P<base>[aeo]\^|a\(|[ou]\+|[aeiouy])(?P<tone>[`'?~.](?![`'?~.]))?", re.I)


def from_viqr(text: str) -> str:
    """RFC 1456: letters followed by the signs ``^ ( +`` and the tones ``` ` ' ? ~ . ```, ``dd`` for đ."""

    def one(found: re.Match[str]) -> str:
        if found["d"]:
            return "Đ" if found["d"][0] == "D" else "đ"
        base, tone = found["base"], found["tone"] or ""
        marks = "".join(_VIQR_MARK[sign] for sign in base[1:]) + "".join(_VIQR_TONE[sign] for sign in tone)
        return unicodedata.normalize("NFC", base[0] + marks)

    return _VIQR.sub(one, text)
