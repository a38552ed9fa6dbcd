"""Bytes of a text file as text: UTF-8, UTF-16, or one of the code pages of Windows that offices have."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from intake.problems import Problem, problem
from intake.text.readings import composed, readings, weigh

_UTF8_MARK = codecs.BOM_UTF8
_WORDS = 4000
"""Words with foreign bytes that are looked at, from the beginning of a file."""

_MOSTLY = 0.9
"""Share of letters, or of runs of bytes, that must read well."""


def _page(name: str) -> str:
    """All 256 characters of a code page; bytes that it leaves open are control characters, as browsers read them."""
    return "".join(bytes([number]).decode(name, errors="ignore") or chr(number) for number in range(256))


VIETNAMESE = "cp1258"
_PAGES = {name: _page(name) for name in ("cp1252", VIETNAMESE)}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_HIGH_WORD = re.compile(rb"[A-Za-z'\x80-\xff]*[\x80-\xff][A-Za-z'\x80-\xff]*")
_RUN = re.compile(rb"[\x80-\xff]+")
_TEXT_CHARACTER = re.compile("[\\t\\r\\n\\x20-\\x7e\u00a0-\u01b0\u0300-\u0323\u1ea0-\u1ef9\u2010-\u203a\ufeff]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file without byte order marks. ``encoding``: null for UTF-8 and UTF-16, ``cp1258`` or ``cp1252``, as
    which text of TCVN3 and VNI fonts comes through, for :func:`intake.text.clean_cells` to read. Where ``problems``
    has an error the text is empty.
    """

    text: str
    encoding: str | None = None
    problems: tuple[Problem, ...] = ()


def decode(data: bytes) -> Decoded:
    """Never raises. UTF-8 of which a few bytes are damaged comes with U+FFFD there, so that the cells can be named."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data, "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be")
    while data.startswith(_UTF8_MARK):
        data = data[len(_UTF8_MARK) :]
    if b"\0" in data:
        for name in ("utf-16-le", "utf-16-be"):
            found = _utf16(data, name)
            if not found.problems:
                return found
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _eight_bits(data, error.start)
    return _binary() if "\0" in text else Decoded(text)


def as_western(text: str) -> str:
    """A Vietnamese text of code page 1258 as a program shows it that takes it for Western: the tones stand apart."""
    shown: list[str] = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in _TONES)
        shown.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)) + tones)
    return "".join(shown).encode(VIETNAMESE, "replace").decode("cp1252", "replace")


def _binary() -> Decoded:
    return Decoded("", None, (problem("not_a_table", seen="binary"),))


def _utf16(data: bytes, name: str) -> Decoded:
    try:
        text = data.decode(name).lstrip("\ufeff")
    except UnicodeDecodeError:
        return _binary()
    sample = text[:65536]
    plain = len(_TEXT_CHARACTER.findall(sample))
    return Decoded(text) if plain >= _MOSTLY * len(sample) and "\0" not in text else _binary()


def _eight_bits(data: bytes, first: int) -> Decoded:
    if len(_BINARY.findall(data[:65536])) > len(data[:65536]) // 1000:
        return _binary()
    if _is_damaged_utf8(data):
        return Decoded(data.decode("utf-8", errors="replace"))
    words = list(dict.fromkeys(found.group() for found in islice(_HIGH_WORD.finditer(data), _WORDS)))
    vietnamese, sound = _marks(words, VIETNAMESE)
    western, sound_western = _western(words)
    if vietnamese > western and sound:
        return Decoded(composed(_read(data, VIETNAMESE)), VIETNAMESE)
    if sound_western:
        return Decoded(_read(data, "cp1252"), "cp1252")
    return Decoded("", None, (problem("not_utf8", row=data.count(b"\n", 0, first) + 1),))


def _read(data: bytes, page: str) -> str:
    return codecs.charmap_decode(data, "strict", _PAGES[page])[0]


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether nearly all runs of foreign bytes are UTF-8, and some are of more than one byte a letter."""
    sound = broken = 0
    for run in islice(_RUN.finditer(data), _WORDS):
        try:
            run.group().decode("utf-8")
            sound += 1
        except UnicodeDecodeError:
            broken += 1
    return sound > 0 and sound >= _MOSTLY * (sound + broken)


def _marks(words: Iterable[bytes], page: str) -> tuple[tuple[int, int], bool]:
    """Vietnamese words less impossible ones, then frequent words; and whether most make sense."""
    weights = [weigh(_read(word, page)) for word in words]
    good, bad = sum(each.good for each in weights), sum(each.bad for each in weights)
    return (good - bad, sum(each.common for each in weights)), bad <= (1 - _MOSTLY) * (good + bad)


def _western(words: list[bytes]) -> tuple[tuple[int, int], bool]:
    """The best of Western text as it stands and of what fonts make of it, by all words together."""
    best, sound = _marks(words, "cp1252")
    texts = [_read(word, "cp1252") for word in words]
    for encoding in ("mojibake", "tcvn3", "vni"):
        weights = []
        for text in texts:
            found = next((each.weight for each in readings(text) if each.encoding == encoding), None)
            weights.append(found or weigh(text))
        good, bad = sum(each.good for each in weights), sum(each.bad for each in weights)
        if (score := (good - bad, sum(each.common for each in weights))) > best:
            best, sound = score, bad <= 2 * (1 - _MOSTLY) * (good + bad)
    return best, sound or _is_latin(texts)


def _is_latin(texts: list[str]) -> bool:
    """Words of any Western language, most of their letters plain, or signs that stand by themselves (``°``, ``–``)."""
    letters = [char for text in texts for char in text if char.isalpha()]
    foreign = sum(not char.isascii() for char in letters)
    signs = all(char.isascii() for text in texts if not text.isalpha() for char in text if char.isalpha())
    return (
        signs and 2 * foreign <= len(letters) and not any("\x80" <= char <= "\x9f" for text in texts for char in text)
    )
