"""How one name is spelled differently, as keys to compare: tone marks, blanks, spelling families, lost diacritics.

Families come from lists of the same communes that differ (``docs/intake.md``, "Matching units"). They say which
spellings may mean one name; a name in its own spelling always goes before another's that only belongs to its family.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LETTER = r"[^\W\d_]"
_APOSTROPHES = re.compile("['’‘`´ʼʹ′ʻ]")
_SIGNS = re.compile(r"[\"“”«»()\[\]{}.,;:_/\\*+\-‐‑–—−›<>]+")
_UPPER = "A-ZĐ" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isalpha() and chr(code).isupper())
_JOINED = re.compile(rf"(?<={_LETTER})(?<![{_UPPER}])(?=[{_UPPER}])")
_NUMBERED = re.compile(rf"(?<={_LETTER})(?=\d)")
_ORDINAL = re.compile(r"^\s*(?:[-+•*–—]\s*|\d{1,3}[.)]\s*(?=\D)|(?:I{1,3}|IV|VI{0,3}|IX)[.)]\s*)+")

_INSIDE = re.compile(r"^(?P<name>.*?\S)\s*[(\[](?P<more>[^()\[\]]+)[)\]]\s*$")
_APART = re.compile(r"\s*[,;›<]\s*|\s+[-–—]\s*|\s*[-–—]\s+|\s*/\s*|\s+thuộc\s+", re.IGNORECASE)
_WITHOUT_SIGN = re.compile(
    r"\s+(?=(?:tỉnh|thành phố|thị xã|huyện|quận|xã|phường|thị trấn|đặc khu|(?:tp|tx|tt|h|x|p)\s*\.)\s*\S)",
    re.IGNORECASE,
)


def _placed() -> list[tuple[str, str]]:
    """Old places of the tone mark and their new ones: hoà, hòa; khoẻ, khỏe; thuỷ, thủy."""
    pairs = []
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            old = first + unicodedata.normalize("NFC", second + tone)
            pairs.append((old, unicodedata.normalize("NFC", first + tone) + second))
    return pairs


_PLACED = _placed()


def without_marks(text: str) -> str:
    """Letters without any diacritics, đ as d."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _without_tone(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))


def words(text: str) -> list[str]:
    """The words of a name, lower case, tone marks in one place, without signs; numbers alone and without zeros.

    ``ĐăkTô`` is two words, ``Ia H' Drai`` and ``Ia H’Drai`` are the same two, ``Bản số 01`` and ``Bản 1`` too.
    """
    plain = unicodedata.normalize("NFC", text)
    plain = _JOINED.sub(" ", _APOSTROPHES.sub("'", plain))
    plain = re.sub(r"'\s*", "", plain).casefold().replace("ð", "đ")
    for old, new in _PLACED:
        if old in plain:
            plain = plain.replace(old, new)
    found = _NUMBERED.sub(" ", _SIGNS.sub(" ", plain)).split()
    numbered = [
        word
        for place, word in enumerate(found)
        if not (word in ("số", "so") and found[place + 1 : place + 2] and found[place + 1].isdigit())
    ]
    return [word.lstrip("0") or "0" if word.isdigit() else word for word in numbered]


def without_ordinal(text: str) -> str:
    """Without the numbering or dash in front of a name."""
    return _ORDINAL.sub("", text)


_FAMILIES = (
    ("đăk", "đắk", "đak", "đắc", "đăc", "đac", "đạk", "đâk", "dăk", "dắk", "dak", "dac"),
    ("ngọk", "ngọc", "ngok", "ngoc", "ngôk"),
    ("pơ", "bơ"),
    ("plei", "plây", "pley", "plêi", "play"),
    ("ia", "ya", "iă", "yă"),
    ("krông", "krong"),
    ("plông", "plong"),
    ("bút", "buk", "búk"),
    ("pék", "pek", "pét", "pet", "pếk"),
    ("plô", "blô"),
    ("nậm", "nặm"),
    ("rai", "ray"),
    ("ui", "uy"),
    ("hring", "hrinh"),
)
"""Spellings of one word, the first stands for all. Read after the rules below."""

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"o([oóòỏõọ])(?=ng)"), r"\1"),  # Noong, Nong
    (re.compile(r"ờ$"), "ơ"),  # Rờ, Rơ; Tờ, Tơ; Pờ, Pơ
    (re.compile(r"^c(?!h)"), "k"),  # Côi, Kôi
    (re.compile(r"^s"), "x"),  # Sá, Xá
    (re.compile(r"^(p)s"), r"\1x"),  # Psi, Pxi
)
_FINAL_Y = re.compile(r"^(qu|[bcdđghklmnprstvx]*)([yýỳỷỹỵ])$")
_I = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))


def _table(spellings: Iterable[Iterable[str]]) -> dict[str, str]:
    return {spelling: family[0] for family in map(tuple, spellings) for spelling in family}


_MARKED = _table(_FAMILIES)
_BARE = _table(tuple(dict.fromkeys(map(without_marks, family))) for family in _FAMILIES)
_STEMS = tuple(sorted((*_FAMILIES[0], *_FAMILIES[1]), key=len, reverse=True))
_GLUED = re.compile(rf"^({'|'.join(_STEMS)})(?=[^aeiouyăâêôơư\W\d]{_LETTER})")


def _one_spelling(word: str, families: dict[str, str]) -> str:
    for pattern, instead in _RULES:
        word = pattern.sub(instead, word)
    if final := _FINAL_Y.match(word):
        word = final[1] + _I[final[2]]
    return families.get(word, word)


class Keys(NamedTuple):
    """A name as texts without blanks: as written (``exact``), in the one spelling of its families (``spelled``), and
    both without diacritics (``plain``, ``bare``). Equal in an earlier one, equal in ``bare``. ``words`` are those of
    ``spelled``.
    """

    exact: str
    spelled: str
    plain: str
    bare: str
    words: tuple[str, ...]


@lru_cache(maxsize=20_000)
def keys(name: tuple[str, ...]) -> Keys:
    """Keys of a name given as its :func:`words`."""
    apart: list[str] = []
    for word in name:
        stem = _GLUED.match(word)
        apart += [stem[1], word[stem.end() :]] if stem else [word]
    plain = [without_marks(word) for word in apart]
    spelled = [_one_spelling(word, _MARKED) for word in apart]
    bare = [_one_spelling(word, _BARE) for word in plain]
    return Keys(_glued(apart), _glued(spelled), _glued(plain), _glued(bare), tuple(spelled))


def _glued(name: list[str]) -> str:
    """Without blanks, but for those between numbers."""
    return re.sub(r"(?<=\d)\0(?=\d)", " ", "\0".join(name)).replace("\0", "")


def marks_apart(text: str, name: str) -> int:
    """In how many letters two texts of equal letters contradict each other; marks that ``text`` leaves out do not."""
    if len(text) != len(name):
        return 0 if text.isascii() else 2
    return sum(
        1
        for said, meant in zip(text, name, strict=True)
        if said != meant and said != without_marks(meant) and said != _without_tone(meant)
    )


def splits(name: str) -> Iterable[tuple[str, str]]:
    """A name and what it stands under, where one text holds both, in either order."""
    if inside := _INSIDE.match(name):
        yield inside["name"], inside["more"]
    for sign in (_APART, _WITHOUT_SIGN):
        parts = [part for part in sign.split(name.strip()) if part]
        if len(parts) > 1:
            yield parts[0], ", ".join(parts[1:])
            yield parts[-1], ", ".join(parts[:-1])


def pieces(text: str) -> list[str]:
    """The names in a text that names several, one under the other."""
    parts = [part for part in re.split(r"[()\[\]]", text) if part.strip()]
    parts = [piece for part in parts for piece in _APART.split(part)]
    return [piece for part in parts for piece in _WITHOUT_SIGN.split(part) if piece.strip()]
