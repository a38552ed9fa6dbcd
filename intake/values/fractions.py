"""A share in one cell: two counts with a stroke between them. A percentage alone is refused, for it has lost them."""

from __future__ import annotations

import re

from intake.values import DATED, EXACT, SEPARATED, Reading, no_figure, qualified, range_ends, read_count
from intake.values.dated import read_date
from intake.words import folded

_PLAIN = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
_PERCENT = re.compile(r"[+-]?\d[\d ]*(?:[.,]\d+)?\s?%|[+-]?\d[\d ]*[.,]\d+")
_NEGATED = re.compile(
    r"(.*\d)\s*\(?(?:chưa|không|còn chưa|là chưa)\b[^\d]*|(?:còn |có )?(?:chưa|không) (?:\w+ )*?(\d.*)"
)
_TRAILING = re.compile(r"(\d[\d .]* ?/ ?\d[\d .]*?(?: [^\W\d_]+)*?)\s*[(=,;]?\s*(?:đạt |chiếm )?(\d[\d.,]*\s?%)\)?")


def read_share(text: str) -> Reading:
    """``11/15``: two counts, 0 ≤ both. In a fraction a dot or comma before three digits can only part thousands."""
    if plain := _PLAIN.fullmatch(text):
        return Reading(int(plain[1]), int(plain[2]))
    word = folded(text).lstrip("'’`").lstrip()
    if (nothing := no_figure(word)) is not None:
        return nothing
    if word.startswith(("#", "err:")):
        return Reading(code=read_count(word).code)
    if read_date(word):
        return Reading(code=DATED)
    if negated_counts(word):
        return Reading(code="negated_share")
    if range_ends(word):
        return Reading(code="range_given")
    qualifier, word = qualified(word)
    halves = word.split("/")
    if len(halves) != 2:
        return Reading(code="percent_only" if _PERCENT.fullmatch(word) else "not_a_share")
    num, den = (read_count(each, thousands=_separated(each)) for each in halves)
    if num.num is None or den.num is None or num.qualifier != EXACT or den.qualifier != EXACT:
        return Reading(code=num.code or den.code or "not_a_share")
    return Reading(num.num, den.num, qualifier, told=den.told)


def negated_counts(text: str) -> tuple[int, int] | None:
    """Both counts of "588/1.376 chưa …", whose numerator counts those that are not; null for anything else."""
    found = _NEGATED.fullmatch(folded(text))
    halves = (found[1] or found[2]).split("/") if found else []
    if len(halves) != 2:
        return None
    num, den = (read_count(each, thousands=_separated(each)).num for each in halves)
    return None if num is None or den is None else (num, den)


def split_percent(text: str) -> tuple[str, str] | None:
    """``11/15 (73,3%)`` as the share and its percentage; null where there are not both."""
    found = _TRAILING.fullmatch(folded(text))
    return (found[1], found[2]) if found else None


def _separated(text: str) -> bool:
    return read_count(text).code == SEPARATED
