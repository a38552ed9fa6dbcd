"""Units by what people type: a code, a name in any spelling, its beginning, a name under another's."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from rapidfuzz import fuzz

from intake.reference import Reference
from intake.units.ancestry import Ancestry, Life
from intake.units.kinds import OF_KIND, VILLAGE, Reading, readings
from intake.units.likeness import alike, likeness, slipped
from intake.units.spelling import keys, pieces, splits, without_ordinal, words
from metrics.lineage import FIRST_DAY, LAST_DAY

CODE, BEGINS, CONTAINS, RESEMBLES = 100, 76, 64, 50
"""Scores of what is no whole name: a code is as good as one, then how little of a name is said."""

SHORTEST = 3
"""Letters from which a piece of a name is looked for inside other names."""

OTHER_KIND, FORMER, ENDED, BELOW = 25, 2, 4, 3
"""What a hit loses: another kind of unit was named, it is an old name, the unit has ended, a level further down."""

_SPAN = ("valid_from", "valid_to")
_LEVELS = ("province", "region", "district", "commune")


@dataclass(frozen=True, slots=True)
class Named:
    """A unit with the names of those above it, nearest first, and their codes."""

    code: str
    kind: str
    name: str
    above: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found(Named):
    """A unit that a text means. ``called`` is the name it was found by where it has another today.

    ``began`` is its first day where it has one, ``ended`` its last where it has ended; ``became`` is what it became.
    """

    score: int = 0
    near: bool = False
    called: str | None = None
    began: date | None = None
    ended: date | None = None
    became: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of a unit as it is written, and as it is read."""

    unit: int
    text: str
    reading: Reading
    former: bool


@dataclass(frozen=True)
class UnitNames:
    """Every name of every unit, ready to be looked up; see :func:`unit_names`."""

    tree: Ancestry
    titles: Mapping[int, str]
    spans: Mapping[int, tuple[date | None, date | None]]
    parents: Mapping[int, tuple[tuple[int, date, date], ...]]
    became: Mapping[int, tuple[int, ...]]
    names: Mapping[str, tuple[_Name, ...]]

    @cached_property
    def _bare(self) -> list[str]:
        return sorted(self.names)

    @cached_property
    def _tails(self) -> list[tuple[str, str]]:
        """Names from their second, third, … word on, each with the whole name's key."""
        found: set[tuple[str, str]] = set()
        for key, called in self.names.items():
            for name in called:
                parts = words(name.text)
                found.update((keys(tuple(parts[place:])).bare, key) for place in range(1, len(parts)))
        return sorted(each for each in found if each[0] != each[1])

    @cached_property
    def _codes(self) -> Mapping[str, int]:
        return {code.casefold(): unit for unit, code in self.tree.codes.items()}

    def called(self, text: str, *, most: int) -> tuple[Found, ...]:
        """Units of this code or name, of a name that begins or goes on so, or under what is named beside it."""
        scores: dict[int, tuple[int, str]] = {}
        code = self._codes.get(text.casefold())
        if code is not None:
            scores[code] = (CODE + 1, "")
        if not self._named_so(text):
            for head, tail, whole in _parted(text):
                below = self._under(tail)
                if below:
                    hits = self._meant(head, whole=whole)
                    _best(scores, {unit: hit for unit, hit in hits.items() if unit in below})
        if not scores:
            _best(scores, self._meant(text))
        return self._ordered(scores, most)

    def resembling(self, text: str, *, most: int) -> tuple[Found, ...]:
        """Units whose names are nearly the text: the suggestions where nothing is called so."""
        scores: dict[int, tuple[int, str]] = {}
        for reading in readings(words(without_ordinal(text)))[:1]:
            for key in alike(reading.keys.bare, self._bare, most=most * 3):
                for name in self.names[key]:
                    score = RESEMBLES + slipped(reading.keys, name.reading.keys) // 10 - self._loss(reading, name)
                    _best(scores, {name.unit: (score, name.text)})
        return tuple(replace(found, near=True) for found in self._ordered(scores, most))

    def nearest(self, code: str, *, most: int) -> tuple[Found, ...]:
        """Units for a code that is none: whose last part it names or resembles, the likest code first."""
        last = code.rstrip("/").rpartition("/")[2].replace("-", " ")
        some = {one.code: one for one in (*self.called(last, most=most * 4), *self.resembling(last, most=most * 4))}
        return tuple(sorted(some.values(), key=lambda one: -fuzz.ratio(one.code.casefold(), code.casefold()))[:most])

    def found(self, unit: int, score: int = CODE, called: str = "") -> Found:
        """All that is told of a unit."""
        gone = self.tree.lives[unit] is Life.ENDED
        began, ended = self.spans[unit]
        itself = self._named(unit)
        return Found(
            code=itself.code,
            kind=itself.kind,
            name=itself.name,
            above=itself.above,
            codes=itself.codes,
            score=score,
            called=called if called and _bare_name(called) != _bare_name(itself.name) else None,
            began=began,
            ended=ended if gone else None,
            became=tuple(map(self._named, self.became.get(unit, ()))) if gone else (),
        )

    def by_code(self, code: str) -> Found | None:
        """The unit of a code, or null."""
        unit = self._codes.get(code.casefold())
        return None if unit is None else self.found(unit)

    # one name

    def _under(self, text: str) -> frozenset[int]:
        """Units below what a text names, below all of it where it names several; none where it names nothing."""
        found: list[frozenset[int]] = []
        for part in (text,) if self._named_so(text) else pieces(text):
            tops = self._named_so(part)
            found += [frozenset().union(*(self.tree.below(unit, Ancestry.WIDTHS[-1]) for unit in tops))] * bool(tops)
        return frozenset.intersection(*found) if found else frozenset()

    def _named_so(self, text: str) -> frozenset[int]:
        return frozenset(unit for unit, (score, _) in self._meant(text, whole=True).items() if score > CONTAINS)

    def _meant(self, text: str, *, whole: bool = False) -> dict[int, tuple[int, str]]:
        """Scores of the units that a name may mean; names that only hold it are left out where ``whole``."""
        found: dict[int, tuple[int, str]] = {}
        for reading in readings(words(without_ordinal(text))) or ():
            key = reading.keys.bare
            for name in self.names.get(key, ()):
                score, _how = likeness(reading.keys, name.reading.keys)
                _best(found, {name.unit: (score - self._loss(reading, name), name.text)})
            if whole:
                continue
            for other in self._beginning(key):
                self._note(found, reading, other, BEGINS)
            if len(key) >= SHORTEST:
                for other in self._going_on(key):
                    self._note(found, reading, other, CONTAINS)
        return found

    def _note(self, found: dict[int, tuple[int, str]], reading: Reading, key: str, score: int) -> None:
        for name in self.names[key]:
            more = score + min(10 * len(reading.keys.bare) // len(key), 10) - self._loss(reading, name)
            if more > 0:
                _best(found, {name.unit: (more, name.text)})

    def _beginning(self, key: str) -> Iterable[str]:
        place = bisect_left(self._bare, key)
        while place < len(self._bare) and self._bare[place].startswith(key):
            if self._bare[place] != key:
                yield self._bare[place]
            place += 1

    def _going_on(self, key: str) -> Iterable[str]:
        place = bisect_left(self._tails, (key, ""))
        while place < len(self._tails) and self._tails[place][0].startswith(key):
            yield self._tails[place][1]
            place += 1

    def _loss(self, said: Reading, name: _Name) -> int:
        kind = self.tree.kinds[name.unit]
        lost = FORMER if name.former else 0
        if self.tree.lives[name.unit] is not Life.LIVING:
            lost += ENDED
        if said.place and kind not in OF_KIND.get(said.place, VILLAGE):
            lost += OTHER_KIND
        if said.place and name.reading.place and said.place != name.reading.place:
            lost += ENDED
        if said.body in ("school", "health_station") and kind != said.body:
            lost += OTHER_KIND
        return lost + (0 if said.place or said.body else BELOW * min(_depth(kind), 4))

    def _ordered(self, scores: Mapping[int, tuple[int, str]], most: int) -> tuple[Found, ...]:
        best = sorted(scores.items(), key=lambda each: (-each[1][0], self.tree.codes[each[0]]))
        return tuple(self.found(unit, score, called) for unit, (score, called) in best[:most])

    # where it lies

    def _named(self, unit: int) -> Named:
        above = self._above(unit)
        codes, titles = (tuple(names[one] for one in above) for names in (self.tree.codes, self.titles))
        return Named(self.tree.codes[unit], self.tree.kinds[unit], self.titles[unit], titles, codes)

    def _above(self, unit: int) -> tuple[int, ...]:
        """Units above, nearest first, as the unit and they last lay."""
        found: list[int] = []
        one: int | None = unit
        while one is not None and one not in found:
            found.append(one)
            placed = self.parents.get(one, ())
            one = max(placed, key=lambda each: (each[2], each[1]))[0] if placed else None
        return tuple(each for each in found[1:] if each in self.titles)


def unit_names(known: Reference, on: date) -> UnitNames:
    """All names on record, read once; ``on`` decides which units and names have ended."""
    names: dict[str, list[_Name]] = defaultdict(list)
    titles: dict[int, str] = dict(known.units.select("unit", "name").iter_rows())
    seen: set[tuple[int, str]] = set()
    tree = Ancestry(known, on)
    rows: list[tuple[int, str, date | None]] = [
        *((unit, name, None) for unit, name in titles.items()),
        *known.names.select("unit", "name", "valid_to").iter_rows(),
    ]
    for unit, text, last in rows:
        if unit not in titles or (unit, text) in seen:
            continue
        seen.add((unit, text))
        for reading in readings(words(text), doubled=False)[:1]:
            former = (last or LAST_DAY) < on and tree.lives[unit] is Life.LIVING
            names[reading.keys.bare].append(_Name(unit, text, reading, former))
    parents: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    for unit, parent, first, last in known.placements.select("unit", "parent", *_SPAN).iter_rows():
        parents[unit].append((parent, first or FIRST_DAY, last or LAST_DAY))
    became: dict[int, list[int]] = defaultdict(list)
    for old, new in known.lineage.sort("on").select("old", "new").iter_rows():
        if new in titles and new != old:
            became[old].append(new)
    spans = {unit: (first, last) for unit, first, last in known.units.select("unit", *_SPAN).iter_rows()}
    return UnitNames(
        tree,
        titles,
        spans,
        {unit: tuple(found) for unit, found in parents.items()},
        {unit: tuple(dict.fromkeys(found)) for unit, found in became.items()},
        {key: tuple(found) for key, found in names.items()},
    )


def _parted(text: str) -> Iterable[tuple[str, str, bool]]:
    """A name and what it lies under, in either order: parted by signs or words of kinds, or by nothing but blanks, and
    then both must be whole names.
    """
    for head, tail in splits(text):
        yield head, tail, False
    parts = text.split()
    for place in range(1, len(parts)):
        head, tail = " ".join(parts[:place]), " ".join(parts[place:])
        yield head, tail, True
        yield tail, head, True


def _best(scores: dict[int, tuple[int, str]], more: Mapping[int, tuple[int, str]]) -> None:
    for unit, hit in more.items():
        if unit not in scores or hit[0] > scores[unit][0]:
            scores[unit] = hit


def _depth(kind: str) -> int:
    return _LEVELS.index(kind) if kind in _LEVELS else len(_LEVELS)


def _bare_name(text: str) -> str:
    found: Sequence[Reading] = readings(words(text), doubled=False)
    return found[0].keys.exact if found else text
