"""One text and the ways it may have been written: how well each reads as Vietnamese, and which one is clear by itself.

A text that is sound Unicode as it stands is never read in another way here; only a column can tell more
(:func:`intake.text.clean_cells`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from intake.text.legacy import from_tcvn3, from_viqr, from_vni
from intake.text.mojibake import CAUGHT, undone
from intake.text.syllables import Shape, is_common, shape

READINGS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"mojibake": undone, "tcvn3": from_tcvn3, "vni": from_vni, "viqr": from_viqr}
)
LEGACY = ("tcvn3", "vni")

_SYMBOLS = "¡¢£¤¥¦§¨©ª«¬®¯´µ¶·¸¹º»¼½¾¿×÷€ƒ„†‡ˆ‰‹›™˜"
_BEYOND = re.compile(r"[^\W\d_\x00-\xff]")
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9]")
_REAL = re.compile(rf"[^\W\d_{_SYMBOLS}]")
_WORD = re.compile(rf"(?:[^\W\d_]|[\u0300-\u036f\u00ad'’{_SYMBOLS}])+")
_QUOTED = (
    re.compile(r"“([^“”]*)”"),
    re.compile(r"(?<![^\s(\"'])«([^«»]*)»(?![^\s.,;:!?)\"'])"),
)
_MEASURES = frozenset({"µm", "µg", "µl"})
_AT_ONCE = 1_000
_ETH = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_VIQR_SIGNS = re.compile(r"[aeo]\^|a\(|[ou]\+|dd|[aeiouy][`'?~.](?=[a-z])", re.I)
_VIQR_TONED = re.compile(r"[aeo]\^|a\(|[ou]\+|dd|[aeiouy][`'?~.]", re.I)
_VIQR_STRONG = re.compile(r"(?:[aeo]\^|a\(|[ou]\+)[`'?~.]", re.I)
_VIQR_WORD = re.compile(r"[A-Za-z][A-Za-z^(+`'?~.]*")


@dataclass(frozen=True, slots=True)
class Weight:
    """Words with diacritics (or what may stand for them): Vietnamese syllables, impossible ones, frequent ones."""

    good: int = 0
    bad: int = 0
    common: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read in one way; ``encoding`` is null for Unicode as it stands."""

    encoding: str | None
    text: str
    weight: Weight


def composed(text: str) -> str:
    """Normal form C, also where the sign of a tone was typed before that of its letter; U+00D0 as Đ."""
    found = unicodedata.normalize("NFC", text).translate(_ETH)
    if not _COMBINING.search(found):
        return found
    marks = sorted_marks(unicodedata.normalize("NFD", found))
    return unicodedata.normalize("NFC", marks)


_COMBINING = re.compile("[\u0300-\u036f]")
_MARKS = re.compile("[\u0300-\u036f]{2,}")
_OF_LETTERS = "\u0302\u0306\u031b"


def sorted_marks(text: str) -> str:
    """Signs that make another letter (circumflex, breve, horn) before those of tones."""
    return _MARKS.sub(lambda run: "".join(sorted(run.group(), key=lambda mark: mark not in _OF_LETTERS)), text)


@lru_cache(maxsize=65536)
def weigh(text: str) -> Weight:
    """How the words of a text read. ASCII words count for nothing."""
    if text.isascii():
        return Weight()
    text = composed(text)
    for quoted in _QUOTED:
        text = quoted.sub(r" \1 ", text)
    good = common = 0
    bad = len(CAUGHT.findall(text))
    for token in _WORD.findall(text):
        word = token.strip("'’")
        if word.isascii() or word in _MEASURES or not _REAL.search(word):
            continue
        if word.endswith("\u00ad") and len(word) > 2 and re.search("[aeiouy]", _bare(word)):
            word = word.rstrip("\u00ad")  # ư is never written behind another vowel
        if "\u00ad" in word:
            pieces = word.split("\u00ad")
            if any(len(piece) < 2 or not re.search("[aeiouy]", _bare(piece)) for piece in pieces):
                bad += 1
                continue
            word = "".join(pieces)
            if word.isascii():
                continue
        seen = shape(word)
        good += seen is Shape.SYLLABLE
        bad += seen is Shape.IMPOSSIBLE
        common += is_common(word)
    return Weight(good, bad, common)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFD", text.lower())


def impossible(texts: Sequence[str]) -> frozenset[str]:
    """The words with diacritics of many texts that cannot be words; each is looked at once."""
    words: set[str] = set()
    for start in range(0, len(texts), _AT_ONCE):  # the words of all texts would need far more memory than the texts
        words.update(_WORD.findall("\n".join(texts[start : start + _AT_ONCE])))
    return frozenset(word for word in words if not word.isascii() and shape(word.strip("'’")) is Shape.IMPOSSIBLE)


def could_be_typed(text: str) -> bool:
    """Whether all letters of a text are those that fonts of before Unicode had."""
    return not _BEYOND.search(text)


def as_it_stands(text: str) -> Reading:
    return Reading(None, text, weigh(text))


@lru_cache(maxsize=65536)
def read_as(text: str, encoding: str) -> Reading | None:
    """A text read in a legacy way; null where it cannot have been written so, or says the same either way."""
    if text.isascii() or (encoding != "mojibake" and not could_be_typed(text)):
        return None
    if encoding == "mojibake" and _VIETNAMESE.search(text):
        return None
    found = READINGS[encoding](text)
    return None if found == text else Reading(encoding, found, weigh(found))


def readings(text: str) -> tuple[Reading, ...]:
    """Every way but Unicode in which a text can be read."""
    found = (read_as(text, encoding) for encoding in ("mojibake", *LEGACY))
    return tuple(each for each in found if each is not None)


@lru_cache(maxsize=65536)
def alone(text: str) -> Reading:
    """What a text says by itself: as it stands, unless it makes no sense so and does in another way."""
    if text.isascii():
        return viqr(text) or Reading(None, text, Weight())
    stands = as_it_stands(text)
    if not stands.weight.bad:
        return stands
    clear = [each for each in readings(text) if _is_clear(each, stands.weight)]
    order = {None: 0, "tcvn3": 1, "vni": 2, "mojibake": 3}
    return max(
        clear,
        key=lambda each: (-each.weight.bad, each.weight.common, each.weight.good, order[each.encoding]),
        default=stands,
    )


def _is_clear(reading: Reading, stands: Weight) -> bool:
    read = reading.weight
    if not read.bad:
        return read.good > 0 or reading.encoding == "mojibake"
    return stands.bad >= 3 and read.bad * 4 <= stands.bad and read.good >= 3


def has_viqr(text: str) -> bool:
    """Whether the signs of VIQR stand anywhere behind the letters that take them."""
    return ("^" in text or "(" in text or "+" in text) and bool(_VIQR_SIGNS.search(text))


def viqr(text: str, *, sure: bool = False) -> Reading | None:
    """An ASCII text read as VIQR where that is clear: every marked word a syllable, one with both kinds of signs.

    With ``sure`` (its column is VIQR) one marked word is enough.
    """
    if not (_VIQR_TONED if sure else _VIQR_SIGNS).search(text):
        return None
    found = from_viqr(text)
    changed = [word for word in map(from_viqr, _VIQR_WORD.findall(text)) if not word.isascii()]
    if min((shape(composed(word.rstrip(".?'"))) for word in changed), default=Shape.IMPOSSIBLE) < (
        Shape.OPEN if sure else Shape.SYLLABLE
    ):
        return None
    strong = len(_VIQR_STRONG.findall(text))
    inside = re.search(_VIQR_STRONG.pattern + "[a-z]", text, re.I)
    clear = sure or (strong and (len(changed) > 1 or inside))
    return Reading("viqr", found, weigh(found)) if clear else None
