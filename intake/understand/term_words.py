"""Words of Vietnamese text in a form in which spellings that are the same word are the same.

The place of the tone mark (``luỹ``, ``lũy``) and i or y at the end of a syllable (``tỉ lệ``, ``tỷ lệ``) do not count;
every other mark does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from intake.words import folded

_TONES = {"\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_LAST_Y = re.compile(r"(?<=[bcdđghklmnprstvx])y$|(?<=qu)y$")


@lru_cache(65_536)
def sounded(word: str) -> str:
    """A folded word with its tone written as a digit at its end, and a last y after a consonant as i."""
    letters: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tone = _TONES[letter]
        else:
            letters.append(letter)
    return _LAST_Y.sub("i", unicodedata.normalize("NFC", "".join(letters))) + tone


@lru_cache(65_536)
def unmarked(word: str) -> str:
    """A result of :func:`sounded` without tone and marks: what is left of it where nobody typed any."""
    plain = unicodedata.normalize("NFD", word.rstrip("12345") if not word.isdigit() else word).replace("đ", "d")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def term_words(text: str) -> tuple[str, ...]:
    """The words of a text in their order, signs left out."""
    return tuple(sounded(word) for word in _WORD.findall(folded(text)))
