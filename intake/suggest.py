"""The likely meaning of a text that names nothing: up to three candidates, for a person to choose from."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from rapidfuzz import fuzz, process

from intake.words import bare
from metrics.goals import Indicator

NEAR = 60
"""Likeness from 0 to 100 below which nothing is suggested."""

TRIED = 100
"""Different texts of one file for which candidates are looked up."""

_MOST = 3


class Suggestions:
    """Candidates under their own code, found by code, by the end of the code's path, or by name."""

    def __init__(self, candidates: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._texts: list[str] = []
        self._codes: list[str] = []
        for code, texts in candidates:
            for text in {bare(each) for each in texts if each}:
                self._texts.append(text)
                self._codes.append(code)
        self._asked: dict[str, tuple[str, ...]] = {}

    def near(self, text: str) -> tuple[str, ...]:
        """Codes of the nearest candidates, the best first; empty where none is near, or too many were asked for."""
        if text not in self._asked:
            self._asked[text] = self._find(text) if len(self._asked) < TRIED else ()
        return self._asked[text]

    def _find(self, text: str) -> tuple[str, ...]:
        found = process.extract(bare(text)[:200], self._texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=_MOST * 3)
        codes = dict.fromkeys(self._codes[place] for _, score, place in found if score >= found[0][1] - 8)
        return tuple(codes)[:_MOST]


def of_units(units: pl.DataFrame) -> Suggestions:
    """Over units (columns ``code``, ``name``)."""
    return Suggestions(
        (code, (code, code.rpartition("/")[2], name)) for code, name in units.select("code", "name").rows()
    )


def of_indicators(indicators: Iterable[Indicator]) -> Suggestions:
    return Suggestions((each.code, (each.code, each.name_vi, each.name_en, *each.synonyms)) for each in indicators)
