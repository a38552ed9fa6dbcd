"""Which unit a text of a file means: by code, or by a name in any spelling, of its day, under the parent that is named.

A match is certain or it is none. Each way to be alike has a score; the best candidate is taken where it reaches
:data:`MATCHED` and is :data:`AHEAD` of every other, and everything else is a question with candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from intake.ancestry import Ancestry, Life, life
from intake.kinds import OF_KIND, VILLAGE, Reading, readings
from intake.reference import Reference
from intake.spelling import Keys, marks_apart, without_ordinal, words

MATCHED = 80
"""Score from 0 to 100 that a candidate must reach to be taken."""

AHEAD = 5
"""By how much it must be ahead of every other."""

WORTH = 60
"""Score from which a candidate is worth showing."""

SHOWN = 12
"""Candidates of one name that are shown."""

_NAME, _SPELLING, _BARE, _BARE_FAMILY, _SLIP, _TWO_SLIPS, _FAR = 100, 95, 90, 85, 82, 78, 70
_FORMER, _STANDS_FOR, _OTHER_KIND = 3, 5, 30
_LIKE = 78
_TRIED = 400
_SHORTEST = 6

_INSIDE = re.compile(r"^(?P<name>.*?\S)\s*[(\[](?P<more>[^()\[\]]+)[)\]]\s*$")
_APART = re.compile(r"\s*[,;›<]\s*|\s+[-–—]\s*|\s*[-–—]\s+|\s*/\s*|\s+thuộc\s+", re.IGNORECASE)
_WITHOUT_SIGN = re.compile(
    r"\s+(?=(?:tỉnh|thành phố|thị xã|huyện|quận|xã|phường|thị trấn|đặc khu|(?:tp|tx|tt|h|x|p)\s*\.)\s*\S)",
    re.IGNORECASE,
)
_OLD = re.compile(r"\s*\(?\b(?:cũ|trước đây)\b\)?\s*$", re.IGNORECASE)
_NOTE = re.compile(r"\s*(?:\(\s*[\d*]+\s*\)|\*+)\s*$")


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was taken for. ``unit`` is null where that is not certain; then ``candidates`` are unit and score,
    the best first, none where nothing is alike. ``how`` is ``code``, ``name``, ``spelling``, ``bare``, ``former`` or
    ``near``, as in `intake.understood.UNITS_FOUND`, or ``none``. A unit that had ended is only given where it has no
    successor; names of units with successors are a question for these.
    """

    unit: int | None
    score: int
    how: str
    candidates: tuple[tuple[int, int], ...] = ()


NO_MATCH = Match(None, 0, "none")


class _Name(NamedTuple):
    unit: int
    reading: Reading
    former: bool


class _Hit(NamedTuple):
    score: int
    how: str
    exact: str
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
        self._reference, self._on, self._within, self._kinds = reference, on, inside, kinds
        self._codes: dict[str, int] = dict(reference.units.select("code", "unit").iter_rows())
        self._found: dict[tuple[str, str | None], Match] = {}
        self._groups: dict[str, tuple[_Group, ...]] = {}
        self._names: dict[str, list[_Name]] | None = None
        self._tried = 0

    def match(self, text: str, *, within: str | None = None) -> Match:
        """The unit that a text means, under what ``within`` names where the file says so."""
        unit = self._codes.get(text)
        if unit is not None:
            return Match(unit, 100, "code", ((unit, 100),))
        asked = (text, within or None)
        if asked not in self._found:
            self._found[asked] = self._match(*asked)
        return self._found[asked]

    # the index

    def _by_bare(self) -> dict[str, list[_Name]]:
        if self._names is None:
            self._tree = Ancestry(self._reference, self._on)
            self._names = defaultdict(list)
            named = set()
            for unit, name, first, last in self._reference.names.select(
                "unit", "name", "valid_from", "valid_to"
            ).iter_rows():
                named.add(unit)
                self._add(unit, name, former=life(first, last, self._on) is not Life.LIVING)
            for unit, name in self._reference.units.select("unit", "name").iter_rows():
                if unit not in named:
                    self._add(unit, name, former=False)
        return self._names

    def _add(self, unit: int, name: str, *, former: bool) -> None:
        assert self._names is not None
        found = readings(words(name), doubled=False)
        if found and unit in self._tree.lives:
            ended = not self._lives(unit)
            self._names[found[0].keys.bare].append(_Name(unit, found[0], former and not ended))

    # one text

    def _match(self, text: str, within: str | None) -> Match:
        self._by_bare()
        name = _NOTE.sub("", without_ordinal(text)).strip()
        old = _OLD.search(name)
        if old and old.start():
            name = name[: old.start()]
        groups = self._parents(within) if within else ()
        best = self._settled(self._hits(name), groups, old=bool(old))
        if best.unit is None:
            for head, tail in _splits(name):
                more = self._parents(tail)
                hits = self._hits(head) if more else {}
                if hits:
                    apart = self._settled(hits, (*groups, *more), old=bool(old))
                    if apart.unit is not None:
                        return apart
                    best = best if best.candidates else apart
        if best.unit is None and not best.candidates:
            best = self._settled(self._near(name), groups, old=bool(old))
        return best

    def _hits(self, name: str) -> _Hits:
        """Units whose names are the text's but for spelling, each with its best score."""
        found: _Hits = {}
        for reading in readings(words(name)):
            for each in self._by_bare().get(reading.keys.bare, ()):
                score, how = _alike(reading.keys, each.reading.keys)
                self._note(found, reading, each, score, how)
        return found

    def _note(self, found: _Hits, reading: Reading, name: _Name, score: int, how: str) -> None:
        less, told = self._kind_apart(reading, name)
        if name.former:
            less, how = less + _FORMER, "former"
        hit = _Hit(score - less, how, name.reading.keys.exact, told)
        if hit.score >= WORTH - 10 and (name.unit not in found or hit.score > found[name.unit].score):
            found[name.unit] = hit

    def _kind_apart(self, said: Reading, name: _Name) -> tuple[int, bool]:
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
            return (_STANDS_FOR if of_unit else _OTHER_KIND), of_unit
        return (0 if kind in self._kinds else _OTHER_KIND), False

    # under its parent

    def _parents(self, text: str) -> tuple[_Group, ...]:
        """Units that a text names as parents: each a first choice and a wider one. Empty where it names none."""
        if text not in self._groups:
            whole = self._parent(text)
            parts = [whole] if whole else [self._parent(part) for part in _pieces(text)]
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
        for units in group:
            found: _Hits = {}
            for unit in units:
                for living in (True, False):
                    some = {each: hit for each, hit in hits.items() if self._lives(each) is living}
                    for width in Ancestry.WIDTHS:
                        below = self._tree.below(unit, width)
                        lying = {each: hit for each, hit in some.items() if each in below}
                        if any(hit.score >= MATCHED for hit in lying.values()):
                            found |= lying
                            break
            if not found:
                found = {unit: hits[unit] for unit in units if unit in hits and hits[unit].told}
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
            return _question(self._answers(hits, less=_OTHER_KIND))
        living = {} if old else {unit: hit for unit, hit in under.items() if self._lives(unit)}
        chosen = self._top(living)
        gone = {unit: hit for unit, hit in under.items() if unit not in living}
        if len(chosen) == 1:
            unit, hit = next(iter(chosen.items()))
            if not any(self._rivals(unit, hit, each, other) for each, other in gone.items()):
                return Match(unit, hit.score, hit.how, _shown(self._answers(living)))
        if not chosen:
            ended = self._top({unit: hit for unit, hit in gone.items() if self._tree.lives[unit] is not Life.YET})
            if match := self._continued(ended or self._top(gone)):
                return match
        return _question(self._answers(under))

    def _top(self, hits: _Hits) -> _Hits:
        """The candidates of which none is ahead of the others; empty where none is good enough."""
        best = max((hit.score for hit in hits.values()), default=0)
        if best < MATCHED:
            return {}
        top = {unit: hit for unit, hit in hits.items() if hit.score > best - AHEAD}
        if len(top) > 1 and self._within is not None:
            top = {unit: hit for unit, hit in top.items() if unit in self._within} or top
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
            return hit.score < _BARE_FAMILY and other.score > hit.score
        if other.score < MATCHED or other.score <= hit.score - AHEAD:
            return False
        same = other.exact == hit.exact and other.told <= hit.told
        return not same and self._tree.living(gone) != (unit,)

    def _continued(self, gone: _Hits) -> Match | None:
        """An ended name that can only mean one unit: its whole continuation, or itself where nothing followed it."""
        if len(gone) != 1:
            return None
        unit, hit = next(iter(gone.items()))
        alive = self._tree.continued(unit)
        if alive is not None:
            score = min(hit.score, _SPELLING)
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
        """Units whose names are nearly the text's; none for short texts, numbers apart, or after many such texts."""
        found: _Hits = {}
        every = readings(words(name))[:1]
        if not every or len(every[0].keys.bare) < 4 or self._tried >= _TRIED:
            return found
        self._tried += 1
        reading, index = every[0], self._by_bare()
        digits = _digits(reading.keys.bare)
        for bare, _score, _place in process.extract(
            reading.keys.bare, index.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=SHOWN * 3
        ):
            if _digits(bare) != digits:
                continue
            for each in index[bare]:
                apart = Levenshtein.distance(reading.keys.spelled, each.reading.keys.spelled, score_cutoff=2)
                score = (_SLIP, _SLIP, _TWO_SLIPS, _FAR)[apart]
                short = min(len(reading.keys.bare), len(bare)) < _SHORTEST
                self._note(found, reading, each, min(score, _TWO_SLIPS) if short else score, "near")
        return found


def _alike(said: Keys, meant: Keys) -> tuple[int, str]:
    """Score of two names that are equal without diacritics and families, and how they are alike."""
    if said.exact == meant.exact:
        return _NAME, "name"
    if said.exact.isascii():
        return (_BARE if said.plain == meant.plain or said.spelled == meant.spelled else _BARE_FAMILY), "bare"
    if said.spelled == meant.spelled:
        return _SPELLING, "spelling"
    apart = marks_apart(said.spelled, meant.spelled)
    if apart == 0:
        return (_BARE if said.plain == meant.plain else _BARE_FAMILY), "bare"
    if apart == 1 and len(said.bare) >= _SHORTEST - 1:
        return _SLIP, "near"
    return _TWO_SLIPS if apart == 1 else _FAR, "near"


def _digits(text: str) -> str:
    return "".join(letter if letter.isdigit() else " " for letter in text).strip()


def _splits(name: str) -> Iterable[tuple[str, str]]:
    """A name and what it stands under, where one text holds both, in either order."""
    if inside := _INSIDE.match(name):
        yield inside["name"], inside["more"]
    for sign in (_APART, _WITHOUT_SIGN):
        parts = [part for part in sign.split(name.strip()) if part]
        if len(parts) > 1:
            yield parts[0], ", ".join(parts[1:])
            yield parts[-1], ", ".join(parts[:-1])


def _pieces(text: str) -> list[str]:
    parts = [part for part in re.split(r"[()\[\]]", text) if part.strip()]
    parts = [piece for part in parts for piece in _APART.split(part)]
    return [piece for part in parts for piece in _WITHOUT_SIGN.split(part) if piece.strip()]


def _shown(scores: dict[int, int]) -> tuple[tuple[int, int], ...]:
    best = sorted(scores.items(), key=lambda each: (-each[1], each[0]))
    return tuple((unit, max(score, 0)) for unit, score in best[:SHOWN])


def _question(scores: dict[int, int]) -> Match:
    candidates = _shown(scores)
    return Match(None, candidates[0][1] if candidates else 0, "none", candidates)
