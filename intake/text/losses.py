"""Texts that nothing brings back: accents that an export replaced or dropped, and texts garbled on purpose."""

from __future__ import annotations

import re
import unicodedata

from intake.text.mojibake import is_broken
from intake.text.readings import weigh
from intake.text.syllables import ONSETS, Shape, doubled, shape

LOST = "accents_lost"
DOUBLED = "accents_doubled"

_UNREADABLE = re.compile("[\ufffd\ud800-\udfff]")
_MARK = re.compile(r"(?P<before>[^\W\d_]*)\?+(?P<after>[^\W\d_]*)")
_TRAILING = re.compile(r"[A-Za-z]\?+(?= [a-z])")
_EVERY = re.compile(r"\b[A-Za-z]+\?+(?= |$)")
_APART = re.compile(r"(?<!\S)\?\?(?= [^\W\d_])")
_CLASSES = "BCD"
"""Letters that name groups and classes and may end a question."""

_ADDRESS = re.compile(r"\S*(?:://|www\.|=)\S*")
_VOWELS = "aeiouy"
_ONSETS = frozenset(ONSETS) - {"gi", "q"}
_WORDS = re.compile(r"[^\W\d_]+")


def loss(text: str, raw: str) -> str | None:
    """Code of what happened to a text (``accents_lost``, ``accents_doubled``), null where it is sound; ``raw`` is the
    text before it was read in another way.

    A question mark is one at the end of a word that can be a word: ``Đã có chi bộ?``; never inside or before one.
    """
    if _UNREADABLE.search(text):
        return LOST
    if "?" in text and _questioned(_ADDRESS.sub(" ", text)):
        return LOST
    if text.isascii():
        return None
    if weigh(raw).bad and is_broken(raw) and (weigh(text).bad or "?" in text):
        return LOST
    return DOUBLED if any(doubled(word) for word in _WORDS.findall(text)) else None


def _questioned(text: str) -> bool:
    if text.isascii() and (len(_TRAILING.findall(text)) > 1 or len(_EVERY.findall(text)) > 2):
        return True
    return bool(_APART.search(text)) or any(_stands_for_a_letter(text, mark) for mark in _MARK.finditer(text))


def _stands_for_a_letter(text: str, mark: re.Match[str]) -> bool:
    before, after = mark["before"], mark["after"]
    if before and after:
        if after[0].isupper() and not before[-1].isupper():
            return False  # a question, and the next sentence without a blank
        return _plain(after[0]) in _VOWELS or shape(after) is not Shape.SYLLABLE or not _has_vowel(after)
    if after:
        return mark.start() == 0 or text[mark.start() - 1] in " \t\n\"“'‘(-–,;:/"
    return bool(before) and _is_headless(text, before, mark)


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.lower())[0]


def _has_vowel(word: str) -> bool:
    return not word.isascii() or bool(set(word.lower()) & set(_VOWELS))


def _is_headless(text: str, word: str, mark: re.Match[str]) -> bool:
    """The beginning of a syllable without its vowel: ``ph?``, ``b?``; not the letter of ``Nhóm B?``, not ``5 m?``."""
    if word.lower() not in _ONSETS:
        return False
    ahead, behind = text[: mark.start()], text[mark.end() :]
    if ahead and not (ahead[-1].isspace() or ahead[-1] in "\"“'‘(-–,;:"):
        return False
    if word.islower() or not word.isupper():
        return not ahead.rstrip()[-1:].isdigit()
    if len(word) > 1:
        return text.isupper()
    if word not in _CLASSES:
        return True
    return bool(re.match(r"\s+(?:[a-zđ\d]|[A-ZĐ]\b)", behind)) or (text.isupper() and bool(re.match(r"\s+\S", behind)))
