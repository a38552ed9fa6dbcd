"""Which indicator a heading or label means: by code, by exact name, or by the concepts that it shares with a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from intake.reference import Reference
from intake.table import LEVELS
from intake.understand.headings import said
from intake.understand.term_words import term_words, unmarked
from intake.understand.terms import NOT, bare_weight, concepts, weight, without_implied
from intake.words import folded
from metrics.goals import Indicator, Kind

MATCHED = 86
"""Score from which a heading is taken for an indicator, where no other one is as near."""

AHEAD = 7
"""How far the best candidate must be ahead of the next one."""

NEAR = 70
"""Score from which a candidate is worth asking about."""

_UNSURE = 84
_OPPOSITE = 40
_UNMARKED = 92
_TYPED = 85
_PREDICATE = re.compile(r"là\b")
_NOUN = 4
_PARTS = ("num", "den", "percent", "cumulative")


@dataclass(frozen=True, slots=True)
class Meaning:
    """``indicator``: code, null where not certain. ``part``: ``value``, ``num``, ``den``, ``percent``, ``cumulative``,
    or ``comparison`` for what is never imported. ``how``: ``code``, ``name``, ``near`` or ``none``. ``candidates``:
    codes with their scores, the best first, from :data:`NEAR` on.
    """

    indicator: str | None
    part: str
    score: int
    how: str
    candidates: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    key: tuple[str, ...]
    has: frozenset[str]
    ends: tuple[frozenset[str], frozenset[str]] | None
    less: int


class IndicatorIndex:
    """Names of the reference's indicators, made once and asked often; answers are remembered."""

    def __init__(self, reference: Reference) -> None:
        every = reference.indicators.values()
        self.kinds: dict[str, Kind] = {each.code: each.kind for each in every}
        self.unit_kinds: dict[str, str] = {each.code: each.unit_kind for each in every}
        self._codes = {folded(each.code): each.code for each in every}
        self._names = tuple(_names(every, _own))
        self._dens = tuple(_names((each for each in every if each.kind is Kind.SHARE), _denominators))
        self._ranks: dict[tuple[tuple[str, ...], bool, bool], tuple[tuple[str, int], ...]] = {}

    def code(self, text: str) -> tuple[str, str | None] | None:
        """The indicator and part that a text names by code: ``new_members``, ``head_is_member.num``."""
        word = folded(text)
        if word in self._codes:
            return self._codes[word], None
        stem, _, part = word.rpartition(".")
        return (self._codes[stem], part) if stem in self._codes and part in _PARTS else None

    def concepts(self, code: str) -> frozenset[str]:
        """Everything that the names of an indicator speak of."""
        return frozenset().union(*(name.has for name in self._names if name.code == code))

    def match(self, levels: Sequence[str], *, crossed: bool = False) -> Meaning:
        """What the levels of a heading, or the path of a label, mean together.

        ``crossed``: the first level is a row's label, the others are its column's heading.
        """
        if levels and (coded := self.code(levels[-1])):
            return Meaning(coded[0], coded[1] or "value", 100, "code", ((coded[0], 100),))
        if exact := self._exactly(levels):
            part = said(levels).part
            return Meaning(exact, "value" if part in (None, "comparison") else part, 100, "name", ((exact, 100),))
        heard = said(levels)
        part = heard.part or "value"
        found = self.near(heard.rest, crossed=crossed)
        if not found:
            return Meaning(None, part, 0, "none")
        sure = found[0][1] >= MATCHED and (len(found) == 1 or found[0][1] - found[1][1] >= AHEAD)
        how = ("name" if found[0][1] == 100 else "near") if sure else "none"
        return Meaning(found[0][0] if sure else None, part, found[0][1], how, found)

    def _exactly(self, levels: Sequence[str]) -> str | None:
        """The one indicator whose name is this very text, signs and spelling of tones aside."""
        key = term_words(" ".join(levels))
        codes = {name.code for name in self._names if name.key == key}
        return codes.pop() if key and len(codes) == 1 else None

    def near(self, rest: tuple[str, ...], *, crossed: bool = False) -> tuple[tuple[str, int], ...]:
        """Indicators that the levels may name, with scores from :data:`NEAR` on, the best first.

        The one whose very name stands in the last level is always among them: what stands above may only say where in
        the form it is, or may make it another thing, and that is to be asked.
        """
        found = self._ranked(rest, crossed, of_den=False)
        own = self._exactly(rest[-1:]) if len(rest) > 1 and not crossed else None
        if own is None or own in dict(found):
            return found
        return tuple(sorted((*found, (own, _UNSURE)), key=lambda one: (-one[1], one[0])))

    def denominators(self, rest: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
        """Shares whose denominator the levels may name, in the same way."""
        return self._ranked(rest, False, of_den=True)

    def _ranked(self, rest: tuple[str, ...], crossed: bool, *, of_den: bool) -> tuple[tuple[str, int], ...]:
        asked = (rest, crossed, of_den)
        if asked not in self._ranks:
            self._ranks[asked] = _ranked(self._dens if of_den else self._names, rest, crossed=crossed)
        return self._ranks[asked]


def _own(one: Indicator) -> tuple[tuple[str, int], ...]:
    """Names and what a match loses by them; the noun of a rating is what is rated, and so no name of it."""
    nouns = () if one.kind is Kind.RATING else (one.noun_vi, one.noun_en)
    return (*((text, 0) for text in (one.name_vi, one.name_en, *one.synonyms)), *((text, _NOUN) for text in nouns))


def _denominators(one: Indicator) -> tuple[tuple[str, int], ...]:
    return tuple((text, 0) for text in one.den_synonyms)


def _names(every: Iterable[Indicator], texts: Callable[[Indicator], tuple[tuple[str, int], ...]]) -> Iterable[_Name]:
    for one in every:
        first: dict[str, int] = {}
        for text, less in texts(one):
            first.setdefault(text, less)
        for text, less in first.items():
            if not text:
                continue
            levels = [each for each in text.split(LEVELS.strip()) if each.strip()]
            ends = (concepts_of(levels[:-1]), concepts_of(levels[-1:])) if len(levels) > 1 else None
            heard = said(levels).rest or tuple(levels)
            yield _Name(one.code, term_words(text), concepts_of(heard), ends, less)


def concepts_of(levels: Iterable[str]) -> frozenset[str]:
    """What the levels of a heading speak of, together."""
    return without_implied(concept for level in levels for concept in concepts(level))


def _ranked(names: Iterable[_Name], rest: tuple[str, ...], *, crossed: bool) -> tuple[tuple[str, int], ...]:
    """Names with their likeness to a heading, the best first.

    A name in levels (``category › column``) must be met at both ends: its last level by the heading's, what is above by
    the levels right above; where ``crossed`` by the first level, which is the row's, whatever stands between.
    """
    has = concepts_of(rest)
    if not has:
        return ()
    levels = [concepts_of((level,)) for level in rest]
    over = [concepts_of(rest[place:-1]) for place in range(len(rest) - 1)]
    if crossed:
        over = [*levels[:1], *over[:1]]
    plain = all(level.isascii() for level in rest)
    most = _UNSURE if len(rest) == 1 and _PREDICATE.match(rest[0]) else 100
    best: dict[str, int] = {}
    for name in names:
        if name.ends and not all(_touches(has, end) for end in name.ends):
            continue
        score = likeness(has, name.has, plain=plain)
        if name.ends and len(levels) > 1:
            first = max(likeness(above, name.ends[0], plain=plain) for above in over)
            apart = min(first, likeness(levels[-1], name.ends[1], plain=plain))
            score = 98 if apart >= 97 else min(score, apart)
        score = min(score - name.less, most)
        if score >= NEAR:
            best[name.code] = max(score, best.get(name.code, 0))
    return tuple(sorted(best.items(), key=lambda one: (-one[1], one[0])))[:5]


def _touches(has: frozenset[str], end: frozenset[str]) -> bool:
    """True where something of one end of a crossed name is said, or that end says nothing of weight."""
    return not has.isdisjoint(end) or all(weight(concept) < 0.5 for concept in end)


@lru_cache(65_536)
def likeness(heading: frozenset[str], name: frozenset[str], *, plain: bool = False) -> int:
    """How much two sets of concepts agree, 0 to 100: weight they share over weight they have.

    A negation on one side only is decisive, and a heading with a concept of weight that the name lacks is never taken
    for the name without asking. ``plain``: the heading was typed without marks, which then do not count.
    """
    score = _agreement(heading, name, weight, NOT)
    if plain and score < _UNMARKED:
        heading = frozenset(unmarked(concept) for concept in heading)
        name = frozenset(unmarked(concept) for concept in name)
        score = max(score, min(_agreement(heading, name, bare_weight, unmarked(NOT)), _UNMARKED))
    return score


def _agreement(heading: frozenset[str], name: frozenset[str], weigh: Callable[[str], float], no: str) -> int:
    if (no in heading) != (no in name):
        return _OPPOSITE
    shared = heading & name
    credit = 2 * sum(map(weigh, shared))
    extra, missing = set(heading - name), set(name - heading)
    for concept in sorted(extra, key=len, reverse=True):
        typed = max(missing, key=lambda one: fuzz.ratio(one, concept), default="")
        if len(concept) > 3 and fuzz.ratio(typed, concept) >= _TYPED and unmarked(typed)[:1] == unmarked(concept)[:1]:
            credit += 0.9 * (weigh(typed) + weigh(concept))
            extra.discard(concept)
            missing.discard(typed)
    whole = sum(map(weigh, heading)) + sum(map(weigh, name))
    score = round(100 * credit / whole) if whole else 0
    if max(map(weigh, shared), default=0) < 0.4:
        return min(score, _OPPOSITE) if whole > 1 else score
    return min(score, _UNSURE) if any(weigh(one) >= 0.8 for one in extra) else score
