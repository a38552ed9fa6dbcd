"""What a few typed words mean: units by any spelling, goals and resolutions by their words.

Units are recognised as they are in files (`intake.units`): families of spellings, abbreviations, words for their kind,
old names. What is read from the store once is a :class:`Index`; looking something up in it asks the store nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz
from sqlalchemy import Connection

from db import goals
from flows.reference import reference
from flows.search.units import Found, UnitNames, unit_names
from intake.words import bare


class HitKind(StrEnum):
    """What a hit is."""

    UNIT = "unit"
    GOAL = "goal"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that the words may mean. ``near`` where it only resembles them.

    ``unit`` says where a unit lies and what became of it; ``resolution`` is the code of a goal's or the document's own.
    """

    kind: HitKind
    code: str
    name_vi: str
    name_en: str
    score: int
    near: bool = False
    resolution: str | None = None
    unit: Found | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A goal or a document with all the words it may be found by, without accents."""

    hit: Hit
    words: frozenset[str]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that can be found, as it was on a day."""

    units: UnitNames
    texts: tuple[Text, ...]


WHOLE, NAME, WORDS, LIKE = 100, 96, 40, 80
"""Scores of a code, of a whole name, from which words of one count, and from which it resembles one."""

LONGEST = 120
"""Letters of the text that are looked at."""


def search(conn: Connection, text: str, *, on: date, limit: int = 12) -> tuple[Hit, ...]:
    """The likeliest meanings of a text, the best first; empty where nothing resembles it, or where it says nothing."""
    return look_up(index(conn, on), text, limit=limit)


def index(conn: Connection, on: date) -> Index:
    """What can be found in the store as it is; ``on`` decides which units have ended."""
    resolutions = goals.resolutions(conn)
    texts = [_document(row) for row in resolutions]
    seen: set[str] = set()
    for row in goals.goals(conn):
        if row.goal.code not in seen:
            seen.add(row.goal.code)
            texts.append(_goal(row))
    return Index(unit_names(reference(conn, today=on), on), tuple(texts))


def look_up(found: Index, text: str, *, limit: int = 12) -> tuple[Hit, ...]:
    """The hits of a text in an index. What resembles it only stands there where nothing is called so."""
    asked = " ".join(text.split())[:LONGEST]
    said = _words(asked)
    if not said:
        return ()
    units = [_of_unit(each) for each in found.units.called(asked, most=limit)]
    texts = [
        each.hit if score == WHOLE else _scored(each.hit, score) for each, score in _said(found.texts, asked, said)
    ]
    hits = units + texts
    if not hits:
        hits = [_of_unit(each) for each in found.units.resembling(asked, most=limit)]
        hits += [_scored(each.hit, score, near=True) for each, score in _alike(found.texts, asked)]
    return tuple(sorted(hits, key=lambda hit: -hit.score)[:limit])


def _said(texts: Iterable[Text], asked: str, said: list[str]) -> list[tuple[Text, int]]:
    """Texts that have every word of the question, or its beginning; those of which it says more come first."""
    found = []
    for each in texts:
        if bare(asked) in each.codes:
            found.append((each, WHOLE))
        elif bare(asked) in (bare(each.hit.name_vi), bare(each.hit.name_en)):
            found.append((each, NAME))
        elif all(any(word.startswith(part) for word in each.words) for part in said):
            found.append((each, WORDS + (NAME - WORDS) * min(len(said), len(each.words)) // (2 * len(each.words))))
    return found


def _alike(texts: Iterable[Text], asked: str) -> list[tuple[Text, int]]:
    scores = [(each, round(fuzz.token_set_ratio(bare(asked), " ".join(sorted(each.words))))) for each in texts]
    coded = [(each, max(round(fuzz.ratio(bare(asked), code)) for code in each.codes)) for each in texts]
    best = [(one, max(score, other)) for (one, score), (_, other) in zip(scores, coded, strict=True)]
    return [(each, score) for each, score in best if score >= LIKE]


def _scored(hit: Hit, score: int, *, near: bool = False) -> Hit:
    return Hit(hit.kind, hit.code, hit.name_vi, hit.name_en, score, near, hit.resolution)


def _of_unit(found: Found) -> Hit:
    return Hit(HitKind.UNIT, found.code, found.name, found.name, found.score, found.near, unit=found)


def _document(row: goals.ResolutionRow) -> Text:
    hit = Hit(HitKind.DOCUMENT, row.code, row.title_vi, row.title_en or row.title_vi, WHOLE, resolution=row.code)
    said = (row.number, row.title_vi, row.title_en, row.issuer_vi, row.issuer_en, str(row.issued_on.year))
    return Text(hit, frozenset(_words(" ".join(said))), (bare(row.code), bare(row.number)))


def _goal(row: goals.GoalRow) -> Text:
    goal, measured = row.goal, row.indicator
    hit = Hit(HitKind.GOAL, goal.code, goal.name_vi, goal.name_en or goal.name_vi, WHOLE, resolution=goal.resolution)
    said = (goal.name_vi, goal.name_en, measured.name_vi, measured.name_en, *measured.synonyms)
    return Text(hit, frozenset(_words(" ".join(said))), (bare(goal.code), bare(measured.code)))


def _words(text: str) -> list[str]:
    words = ("".join(letter for letter in word if letter.isalnum()) for word in bare(text).split())
    return [word for word in words if word]
