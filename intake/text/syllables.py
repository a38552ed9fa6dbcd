"""Whether letters can be a Vietnamese word: what the detection of old encodings weighs.

A written syllable is onset, vowels and coda with at most one tone, whose sign has its place in the vowels. Names of the
Central Highlands (``Đăk``, ``Kriêng``, ``H'Drai``) and foreign words bend that; they count neither for nor against a
reading. Which words are frequent decides where two readings are both possible.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from intake.text.common_words import COMMON

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_STOPPED = "\u0301\u0323"
"""Acute and dot below, the tones of a syllable that ends in c, ch, p or t."""

_LETTER = frozenset("abcdefghijklmnopqrstuvwxyzăâđêôơư'")
LETTERS = (
    "".join(
        unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in ("", *_TONES)
    )
    + "đĐ"
)
"""Every letter that Vietnamese has beyond those of English, and the plain vowels."""

_VOWEL = frozenset("aeiouyăâêôơư")

_ALL_ONSETS = "ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p q r s t v x"
ONSETS = tuple(_ALL_ONSETS.split())
_ALL_RIMES = """
    a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âk âm ân âng âp ât âu ây
    e ec ek em en eng eo ep et ê êch êk êm ên ênh êp êt êu
    i ia ich ik im in inh ip it iu iêc iêk iêm iên iêng iêp iêt iêu
    o oc oi ok om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oe oem oen oeo oet ooc oong ô ôc ôi ôk ôm ôn ông ôp ôt ơ ơi ơk ơm ơn ơng ơp ơt
    u ua uc ui uk um un ung up ut uât uân uâng uây uê uêch uên uênh uêt uêu uơ uôc uôi uôk uôm uôn uông uôt
    uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưk ưm ưn ưng ưt ưu ươc ươi ươk ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_RIMES = frozenset(_ALL_RIMES.split())
_CLOSED = frozenset(re.sub("[^aeiouyăâêôơư].*", "", rime) for rime in _RIMES if rime[-1] not in _VOWEL)
_CLUSTERS = frozenset(re.sub("[^aeiouyăâêôơư]", "", rime) for rime in _RIMES) | {"ei", "oo", "ôi", "uơi", "ue"}
_HIGHLAND = re.compile(
    r"(?:[bghkmp]l|[bdđghkmpst]r|h[nm]|đ|[bcdghklmnprstx]|ch|ng|nh|th)(?P<rime>[aeiouyăâêôơư]+(?:[lrh]|ch|ng|nh|[ckmnpt])?)"
)
"""Syllables of the Central Highlands' names, which have no tone: ``Plông``, ``Đal``, ``Blô``."""

_EITHER = frozenset({"oa", "oe", "uy"})
"""Open vowels that carry their sign on the first or the second letter, by the old custom or the new."""


class Shape(IntEnum):
    """``IMPOSSIBLE``: no word as it stands. ``OPEN``: neither proof nor disproof. ``SYLLABLE``: a Vietnamese one."""

    IMPOSSIBLE = 0
    OPEN = 1
    SYLLABLE = 2


@lru_cache(maxsize=65536)
def shape(word: str) -> Shape:
    """What a word in normal form C can be. Guarantees an answer for any text."""
    if not _cased(word):
        return Shape.IMPOSSIBLE
    plain, tones = _bare(word.lower().replace("’", "'"))
    if not set(plain) <= _LETTER or any(plain[place] not in _VOWEL for place, _ in tones):
        return Shape.IMPOSSIBLE
    if word.isupper() and not _VOWEL & set(plain):
        return Shape.SYLLABLE if "đ" in plain and 1 < len(plain) <= 6 else Shape.OPEN
    if len(tones) > 1:
        return Shape.IMPOSSIBLE
    if is_syllable(plain, tones) or (not tones and _is_highland(plain)):
        return Shape.SYLLABLE
    return Shape.OPEN if _is_open(plain, tones) or (word.isupper() and not tones) else Shape.IMPOSSIBLE


def _cased(word: str) -> bool:
    """Small letters, capitals, or one capital in front; after an apostrophe it may begin anew."""
    return all(
        part.islower() or part.isupper() or (part[:1].isupper() and part[1:].islower())
        for part in re.split("['’]", word)
        if part
    )


def _bare(word: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Letters without tone, and each tone with the place of its letter."""
    letters: list[str] = []
    tones: list[tuple[int, str]] = []
    for letter in word:
        marks = unicodedata.normalize("NFD", letter)
        if len(marks) == 1:
            letters.append(letter)
            continue
        tones.extend((len(letters), mark) for mark in marks if mark in _TONES)
        letters.append(unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)))
    return "".join(letters), tuple(tones)


def is_syllable(plain: str, tones: tuple[tuple[int, str], ...]) -> bool:
    return any(_fits(plain, start, tones) for start in _starts(plain))


def _is_highland(plain: str) -> bool:
    found = _HIGHLAND.fullmatch(plain)
    return found is not None and found["rime"].rstrip("lrh") in _RIMES


def _starts(plain: str) -> tuple[int, ...]:
    """Where the vowels may begin: after each onset that the word begins with, or at once."""
    return (0, *(size for size in (1, 2, 3) if plain[:size] in ONSETS))


def _fits(plain: str, start: int, tones: tuple[tuple[int, str], ...]) -> bool:
    onset, rime = plain[:start], plain[start:]
    if not rime or rime[0] not in _VOWEL:
        return False
    read = rime
    if onset == "qu" and rime[0] == "y":
        read = "i" + rime[1:]
    if onset == "gi" and rime[0] == "ê":
        read = "i" + rime
    if read not in _RIMES:
        return False
    vowels = len(rime) - len(rime.lstrip("aeiouyăâêôơư"))
    if not tones:
        return not (plain.endswith(("c", "ch", "p", "t")) and plain[start + vowels :])
    place, tone = tones[0]
    if plain.endswith(("c", "ch", "p", "t")) and tone not in _STOPPED:
        return False
    return place - start in _places(rime[:vowels], open_=vowels == len(rime)) or (onset == "q" and place == 1)


@lru_cache(maxsize=1024)
def _places(vowels: str, *, open_: bool) -> frozenset[int]:
    """Where a tone may stand in a group of vowels."""
    changed = [place for place, letter in enumerate(vowels) if letter in "ăâêôơư"]
    if len(vowels) == 1:
        return frozenset({0})
    if changed and vowels not in ("ưa", "ưi", "ưu"):
        return frozenset({changed[-1]})
    if vowels in _EITHER:
        return frozenset({0, 1}) if open_ else frozenset({1})
    if len(vowels) == 3:
        return frozenset({1})
    return frozenset({0}) if open_ else frozenset({0, 1})


def _is_open(plain: str, tones: tuple[tuple[int, str], ...]) -> bool:
    """Groups of vowels that exist, the tone at a place where it can be, consonants without signs around them."""
    if not re.fullmatch(r"[a-zđăâêôơư']*", plain):
        return False
    groups = list(re.finditer("[aeiouyăâêôơư]+", plain))
    for group in groups:
        if group.group() not in _CLUSTERS and not group.group().isascii():
            return False
        for place, _ in tones:
            inside = place - group.start()
            if group.start() <= place < group.end():
                if group.group() not in _CLUSTERS:
                    return False
                if group.end() < len(plain) and not _ends(plain, group):
                    return False
                if inside not in _places(group.group(), open_=group.end() == len(plain)):
                    return False
    return len(re.findall("đ", plain)) == len(re.findall(r"(?<![bcdđghklmnpqrstvx])đ[rh]?[aeiouyăâêôơư]", plain))


def _ends(plain: str, group: re.Match[str]) -> bool:
    """Whether a group of vowels can be followed by what follows: a coda, or the next syllable."""
    last = not _VOWEL & set(plain[group.end() :])
    return not last or group.group() in _CLOSED


def is_common(word: str) -> bool:
    """Among the words that reports and lists of units use most."""
    return word.casefold() in COMMON


_ONLY_HERE = re.compile("[\u1ea0-\u1ef9]")


@lru_cache(maxsize=65536)
def doubled(word: str) -> bool:
    """Two tones in one group of vowels, as no writing has them but that of texts made unreadable on purpose.

    Two syllables written without a space between them are let through, and so are words without any letter that only
    Vietnamese has (``créée``, ``Litháí``).
    """
    if not _ONLY_HERE.search(word):
        return False
    plain, tones = _bare(word.lower())
    for (first, _), (second, _) in pairwise(tones):
        between = plain[first : second + 1]
        if not set(between) <= _VOWEL:
            continue
        cut = next((at for at in range(first + 1, second + 1) if _two(plain, tones, at)), None)
        if cut is None:
            return True
    return False


def _two(plain: str, tones: tuple[tuple[int, str], ...], cut: int) -> bool:
    left, right = plain[:cut], plain[cut:]
    if len(right) < 2 or right[-1] in _VOWEL:
        return False
    before = tuple((place, tone) for place, tone in tones if place < cut)
    after = tuple((place - cut, tone) for place, tone in tones if place >= cut)
    return len(before) == 1 == len(after) and is_syllable(left, before) and is_syllable(right, after)
