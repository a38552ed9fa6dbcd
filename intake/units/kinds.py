"""The words before a unit's name: what kind of unit it is, in full and in every abbreviation, and whose body it is."""

from __future__ import annotations

from typing import NamedTuple

from intake.units.spelling import Keys, keys, without_marks, words

_PLACES = {
    "province": ("tỉnh", "t"),
    "city": ("thành phố", "tp", "t p"),
    "district": ("huyện", "h"),
    "urban_district": ("quận", "q"),
    "district_town": ("thị xã", "tx", "t x"),
    "commune": ("xã", "x"),
    "ward": ("phường", "p"),
    "town": ("thị trấn", "tt", "ttr", "t t"),
    "special_zone": ("đặc khu",),
    "thon": ("thôn",),
    "ban": ("bản",),
    "lang": ("làng",),
    "xom": ("xóm",),
    "ap": ("ấp",),
    "buon": ("buôn",),
    "neighbourhood": ("tổ dân phố", "tổ dân cư", "tổ dp", "tdp", "tổ"),
    "block": ("khối phố", "khối"),
    "quarter": ("khu phố", "kp"),
    "residential_area": ("khu dân cư", "kdc", "khu"),
}
_BODIES = {
    "party": ("đảng bộ", "đảng ủy", "đb", "đu", "ban chấp hành đảng bộ", "bch đảng bộ"),
    "authority": ("ủy ban nhân dân", "ubnd"),
    "branch": ("chi bộ", "cb"),
    "school": ("trường",),
    "health_station": ("trạm y tế", "tyt", "trạm yt"),
}
_COMMITTEES = {"tỉnh ủy": "province", "thành ủy": "city", "huyện ủy": "district", "thị ủy": "district_town"}

OF_KIND = {
    "province": ("province",),
    "city": ("province", "district"),
    "district": ("district", "region"),
    "urban_district": ("district", "region"),
    "district_town": ("district", "region"),
    "commune": ("commune",),
    "ward": ("commune",),
    "town": ("commune",),
    "special_zone": ("commune", "district"),
}
"""Kinds of unit that a word before the name may stand for; all others are villages."""

VILLAGE = ("village",)


class Reading(NamedTuple):
    """A name without the words before it: ``place`` is what kind of place they say it is, ``body`` what kind of
    organisation of that place; null where they do not say.
    """

    body: str | None
    place: str | None
    keys: Keys


def _phrases() -> dict[tuple[str, ...], tuple[str | None, str | None]]:
    found: dict[tuple[str, ...], tuple[str | None, str | None]] = {}
    named: list[tuple[str, str | None, str | None]] = [
        (phrase, None, place) for place, phrases in _PLACES.items() for phrase in phrases
    ]
    named += [(phrase, body, None) for body, phrases in _BODIES.items() for phrase in phrases]
    named += [(phrase, "party", place) for phrase, place in _COMMITTEES.items()]
    for phrase, body, place in named:
        found.setdefault(tuple(words(phrase)), (body, place))
    for each, meaning in list(found.items()):
        found.setdefault(tuple(map(without_marks, each)), meaning)
    return found


_PHRASES = _phrases()
_LONGEST = max(map(len, _PHRASES))
_FIRST = frozenset(phrase[0] for phrase in _PHRASES)


def readings(name: list[str], *, doubled: bool = True) -> list[Reading]:
    """Every way to read a name, given as its :func:`~intake.units.spelling.words`; most words before it first.

    The same word may stand there twice (``Xã xã Đăk Long``) where ``doubled``. A mere number is no name: ``2`` has no
    reading.
    """
    found: list[Reading] = []
    body = place = None
    start = 0
    while True:
        rest = tuple(name[start:])
        if (body or place) or not all(word.isdigit() for word in rest):
            found.append(Reading(body, place, keys(rest)))
        step = _step(rest)
        if step is None:
            return found[::-1]
        length, of, at = step
        if (of and (body or place)) or (at and place and (place != at or not doubled)):
            return found[::-1]
        body, place, start = of or body, at or place, start + length


def _step(rest: tuple[str, ...]) -> tuple[int, str | None, str | None] | None:
    if len(rest) < 2 or rest[0] not in _FIRST:
        return None
    for length in range(min(_LONGEST, len(rest) - 1), 0, -1):
        if meaning := _PHRASES.get(rest[:length]):
            return (length, *meaning)
    return None
