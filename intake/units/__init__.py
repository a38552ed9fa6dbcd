"""Which unit a text of a file means: by code, or by a name in any spelling, of its day, under the parent that is named.

A match is certain or it is none. Each way to be alike has a score; the best candidate is taken where it reaches
:data:`MATCHED` and is :data:`AHEAD` of every other, and everything else is a question with candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from intake.reference import Reference
from intake.units.ancestry import Ancestry, Life
from intake.units.kinds import OF_KIND, VILLAGE, Reading, readings
from intake.units.likeness import BARE, BARE_FAMILY, SPELLING, alike, likeness, slipped
from intake.units.matched import AHEAD, MATCHED, NO_MATCH, SHOWN, WORTH, Match, question, shown
from intake.units.names import UnitName, unit_names
from intake.units.spelling import pieces, splits, without_ordinal, words

__all__ = ["AHEAD", "MATCHED", "Match", "UnitIndex"]

_FORMER, _STANDS_FOR, _OTHER_KIND = 3, 5, 30
_TRIED = 400  # texts of one index that resemble no name at first and are held against all of them

_PATH = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)+")
"""A text that can only be a code: a path without blanks."""

_OLD = re.compile(r"\s*\(?\b(?:cũ|trước đây)\b\)?\s*$", re.IGNORECASE)
_NOTE = re.compile(r"\s*(?:\(\s*[\d*]+\s*\)|\*+)\s*$")


class _Hit(NamedTuple):
    score: int
    how: str
    told: bool  # the words before the name say which kind of unit it is


_Hits = dict[int, _Hit]
_Group = tuple[frozenset[int], frozenset[int]]


class UnitIndex:
    """Finds units by code and name as they were on a day.

    ``inside`` are the units that the file may speak of, ``kinds`` those that report the indicators in question: both
    settle which of several equal names is meant, and never make another's name theirs. A name that a district shares
    with a commune below it stays a question.
    """

    def __init__(
        self,
        reference: Reference,
        on: date,
        *,
        inside: frozenset[int] | None = None,
        kinds: frozenset[str] = frozenset(),
    ) -> None:
        self._reference, self._on, self._inside, self._kinds = reference, on, inside, kinds
        self._codes: dict[str, int] = dict(reference.units.select("code", "unit").iter_rows())
        self._found: dict[tuple[str, str | None], Match] = {}
        self._groups: dict[str, tuple[_Group, ...]] = {}
        self._alike: dict[str, _Hits] = {}
        self._tried = 0

    def match(self, text: str, *, within: str | None = None) -> Match:
        """The unit that a text means, under what ``within`` names where the file says so."""
        unit = self._codes.get(text)
        if unit is not None:
            return Match(unit, 100, "code", ((unit, 100),))
        asked = (text, within or None)
        if asked not in self._found:
            self._found[asked] = NO_MATCH if _PATH.fullmatch(text) else self._match(*asked)
        return self._found[asked]

    # made at the first text that is no code

    @cached_property
    def _tree(self) -> Ancestry:
        return Ancestry(self._reference, self._on)

    @cached_property
    def _names(self) -> dict[str, list[UnitName]]:
        return unit_names(self._reference, self._tree, self._on)

    # one text

    def _match(self, text: str, within: str | None) -> Match:
        name = _NOTE.sub("", without_ordinal(text)).strip()
        old = _OLD.search(name)
        if old and old.start():
            name = name[: old.start()]
        groups = self._parents(within) if within else ()
        hits = self._hits(name)
        if MATCHED <= max((hit.score for hit in hits.values()), default=0) <= BARE_FAMILY:
            hits = self._near(name) | hits
        best = self._settled(hits, groups, old=bool(old))
        if best.unit is None:
            for head, tail in splits(name):
                more = self._parents(tail)
                hits = self._hits(head) if more else {}
                if hits:
                    apart = self._settled(hits, (*groups, *more), old=bool(old))
                    if apart.unit is not None:
                        return apart
                    best = best if best.candidates else apart
        if best.unit is None and not best.candidates and self._tried < _TRIED:
            self._tried += 1
            best = self._settled(self._near(name), groups, old=bool(old))
        return best

    def _hits(self, name: str) -> _Hits:
        """Units whose names are the text's but for spelling, each with its best score; looked up once a text, for
        villages of every commune may have the same.
        """
        if name not in self._alike:
            found: _Hits = {}
            for reading in readings(words(name)):
                for each in self._names.get(reading.keys.bare, ()):
                    score, how = likeness(reading.keys, each.reading.keys)
                    self._note(found, reading, each, score, how)
            self._alike[name] = found
        return self._alike[name]

    def _note(self, found: _Hits, reading: Reading, name: UnitName, score: int, how: str) -> None:
        less, told = self._kind_apart(reading, name)
        if name.former:
            less, how = less + _FORMER, "former"
        hit = _Hit(score - less, how, told)
        if hit.score >= WORTH and (name.unit not in found or hit.score > found[name.unit].score):
            found[name.unit] = hit

    def _kind_apart(self, said: Reading, name: UnitName) -> tuple[int, bool]:
        """How far the words before two names are apart, and whether they name the unit's kind."""
        meant, kind = name.reading, self._tree.kinds[name.unit]
        if said.place and meant.place and said.place != meant.place:
            return _OTHER_KIND, False
        if said.place and not meant.place and not meant.body and kind not in OF_KIND.get(said.place, VILLAGE):
            return _OTHER_KIND, False
        if said.body == meant.body:
            return 0, bool(said.body or said.place)
        if said.body and meant.body:
            return _OTHER_KIND, False
        if said.body:
            of_unit = said.body in ("party", "authority") and kind != "village"
            less = 0 if kind in self._kinds else _STANDS_FOR
            return (less if of_unit else _OTHER_KIND), of_unit
        return (0 if kind in self._kinds else _OTHER_KIND), False

    # under its parent

    def _parents(self, text: str) -> tuple[_Group, ...]:
        """Units that a text names as parents: each a first choice and a wider one. Empty where it names none."""
        if text not in self._groups:
            whole = self._parent(text)
            parts = [whole] if whole else [self._parent(part) for part in pieces(text)]
            self._groups[text] = tuple(group for group in parts if group)
        return self._groups[text]

    def _parent(self, text: str) -> _Group | None:
        code = self._codes.get(text)
        if code is not None:
            return frozenset((code,)), frozenset((code,))
        hits = self._hits(without_ordinal(text).strip())
        top = max((hit.score for hit in hits.values()), default=0)
        if top < MATCHED:
            return None
        units = frozenset(unit for unit, hit in hits.items() if hit.score >= top - AHEAD)
        living = frozenset(unit for unit in units if self._lives(unit) and hits[unit].told)
        return living or units, units

    def _under(self, hits: _Hits, group: _Group) -> _Hits:
        living = {each: hit for each, hit in hits.items() if self._lives(each)}
        others = {each: hit for each, hit in hits.items() if each not in living}
        for units in group:
            found: _Hits = {}
            weak: _Hits = {}
            for unit in units:
                for some in (living, others):
                    for width in Ancestry.WIDTHS:
                        below = self._tree.below(unit, width)
                        lying = {each: hit for each, hit in some.items() if each in below}
                        if any(hit.score >= MATCHED for hit in lying.values()):
                            found |= lying
                            break
                        weak |= lying
            found = found or {unit: hits[unit] for unit in units if unit in hits and hits[unit].told} or weak
            if found:
                return found
        return {}

    # the choice

    def _lives(self, unit: int) -> bool:
        return self._tree.lives[unit] is Life.LIVING

    def _settled(self, hits: _Hits, groups: Sequence[_Group], *, old: bool) -> Match:
        """The one unit that is certain, or the candidates."""
        under = hits
        for group in groups:
            under = self._under(under, group)
        if hits and not under:
            return question(self._answers(hits, less=_OTHER_KIND))
        living = {} if old else {unit: hit for unit, hit in under.items() if self._lives(unit)}
        chosen = self._top(living)
        gone = {unit: hit for unit, hit in under.items() if unit not in living}
        if len(chosen) == 1:
            unit, hit = next(iter(chosen.items()))
            elsewhere = {each: other for each, other in hits.items() if each not in under}
            slip = hit.score < BARE_FAMILY and any(other.score >= BARE for other in elsewhere.values())
            if slip:
                return question(self._answers(under) | self._answers(elsewhere, less=_OTHER_KIND))
            if not any(self._rivals(unit, hit, each, other) for each, other in gone.items()):
                return Match(unit, hit.score, hit.how, shown(self._answers(living)))
        if not chosen:
            ended = self._top({unit: hit for unit, hit in gone.items() if self._tree.lives[unit] is not Life.YET})
            if match := self._continued(ended or self._top(gone)):
                return match
        return question(self._answers(under))

    def _top(self, hits: _Hits) -> _Hits:
        """The candidates of which none is ahead of the others; empty where none is good enough."""
        best = max((hit.score for hit in hits.values()), default=0)
        if best < MATCHED:
            return {}
        top = {unit: hit for unit, hit in hits.items() if hit.score > best - AHEAD}
        if len(top) > 1 and self._inside is not None:
            top = {unit: hit for unit, hit in top.items() if unit in self._inside} or top
        if len(top) > 1 and self._kinds:
            wanted = [unit for unit in top if self._tree.kinds[unit] in self._kinds]
            if wanted:
                top = {
                    unit: hit
                    for unit, hit in top.items()
                    if unit in wanted or any(self._tree.above(unit, each) for each in wanted)
                }
        return top

    def _rivals(self, unit: int, hit: _Hit, gone: int, other: _Hit) -> bool:
        """True where an ended unit may be meant instead of the living one that was chosen."""
        if self._tree.lives[gone] is Life.YET:
            return hit.score < BARE_FAMILY and other.score > hit.score
        became = self._tree.living(gone)
        return MATCHED <= other.score > hit.score - AHEAD and bool(became) and unit not in became

    def _continued(self, gone: _Hits) -> Match | None:
        """An ended name that can only mean one unit: its whole continuation, or itself where nothing followed it."""
        if len(gone) != 1:
            return None
        unit, hit = next(iter(gone.items()))
        alive = self._tree.continued(unit)
        if alive is not None:
            score = min(hit.score, SPELLING)
            return Match(alive, score, "former", ((alive, score),))
        if self._tree.lives[unit] is Life.ENDED and not self._tree.living(unit):
            return Match(unit, hit.score, "former", ((unit, hit.score),))
        return None

    def _answers(self, hits: _Hits, *, less: int = 0) -> dict[int, int]:
        """Units that live on the day, by what the hits mean: ended ones as their successors, those yet to come only
        where no other is meant.
        """
        found: dict[int, int] = {}
        now = any(hit.score >= MATCHED and self._tree.lives[unit] is not Life.YET for unit, hit in hits.items())
        for unit, hit in hits.items():
            state, score = self._tree.lives[unit], hit.score - less
            if now and state is Life.YET:
                continue
            if state is Life.LIVING:
                means: Iterable[int] = (unit,)
            else:
                means = self._tree.living(unit) if state is Life.ENDED else self._tree.earlier(unit)
                score -= _FORMER
            for each in means:
                found[each] = max(score, found.get(each, 0))
        return found

    # slips of the hand

    def _near(self, name: str) -> _Hits:
        """Units whose names are nearly the text's; none for short texts and where numbers are apart."""
        found: _Hits = {}
        for reading in readings(words(name))[:1]:
            for bare in alike(reading.keys.bare, self._names.keys(), most=SHOWN * 3):
                for each in self._names[bare]:
                    self._note(found, reading, each, slipped(reading.keys, each.reading.keys), "near")
        return found
