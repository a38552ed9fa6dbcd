"""Warnings and the reasons for which they are accepted: all of a kind at once, or one by one by their place.

A reason is given under a warning's code, or under ``code@place`` for one warning: ``percent_differs@Biểu 1!E12`` is the
cell E12 of the sheet Biểu 1, ``repeated_same@7`` row 7 of a file without sheets. A warning of the whole file has no
place; its code is its key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from db.confirmations import Confirmed
from intake.problems import CODES, Level, Problem

NONE_CONFIRMED: Mapping[str, str] = {}


class BadReason(ValueError):
    """A reason that confirms nothing there is; says in one line why."""


def reasons(words: Iterable[str]) -> dict[str, str]:
    """``CODE=REASON`` and ``CODE@PLACE=REASON`` as a command line gives them. Raises :class:`BadReason`."""
    found: dict[str, str] = {}
    for word in words:
        key, given, reason = word.partition("=")
        code = key.partition("@")[0]
        if not given or not reason.strip():
            raise BadReason(f"'{word}' gives no reason: write CODE=REASON")
        if not is_warning(code):
            raise BadReason(f"'{code}' is no warning that can be confirmed")
        found[key] = reason.strip()
    return found


def place_of(problem: Problem) -> str | None:
    """Where a problem stands, as a spreadsheet writes it; null for one of the whole file."""
    cell = f"{'' if problem.at is None else letters(problem.at)}{problem.row or ''}"
    if not cell:
        return problem.sheet
    return cell if problem.sheet is None else f"{problem.sheet}!{cell}"


def letters(at: int) -> str:
    """A column as a spreadsheet names it: 0 is A, 26 is AA."""
    name = ""
    rest = at + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def key_of(problem: Problem) -> str:
    """The key under which this one warning is confirmed; warnings of one kind in one place share it."""
    place = place_of(problem)
    return problem.code if place is None else f"{problem.code}@{place}"


def to_confirm(problems: Iterable[Problem]) -> dict[str, int]:
    """How many warnings there are of each code, those that are not listed one by one included."""
    found: Counter[str] = Counter()
    for each in problems:
        if each.level is Level.WARNING:
            found[each.code] += 1
        elif _unlisted(each):
            found[each.params["of"]] += int(each.params["count"])
    return dict(found)


def unconfirmed(problems: Iterable[Problem], reasons: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of warnings without a reason. Those that are not listed one by one can be confirmed by their code only."""
    missing: dict[str, None] = {}
    for each in problems:
        if each.level is Level.WARNING and not (_given(reasons, each.code) or _given(reasons, key_of(each))):
            missing[each.code] = None
        elif _unlisted(each) and not _given(reasons, each.params["of"]):
            missing[each.params["of"]] = None
    return tuple(missing)


def confirmed(problems: Iterable[Problem], reasons: Mapping[str, str]) -> tuple[Confirmed, ...]:
    """What is written down with the submission: the warnings with reasons of their own, then the others by kind."""
    warnings = tuple(problems)
    single = [
        Confirmed(each.code, place_of(each), 1, reason)
        for each in warnings
        if each.level is Level.WARNING and place_of(each) and (reason := _given(reasons, key_of(each)))
    ]
    alone = Counter(each.code for each in single)
    by_kind = [
        Confirmed(code, None, count - alone[code], reason)
        for code, count in to_confirm(warnings).items()
        if count > alone[code] and (reason := _given(reasons, code))
    ]
    return (*single, *by_kind)


def is_warning(code: str) -> bool:
    """Whether there is a warning of this code at all."""
    return code in CODES and CODES[code].level is Level.WARNING


def _given(reasons: Mapping[str, str], key: str) -> str:
    return reasons.get(key, "").strip()


def _unlisted(each: Problem) -> bool:
    return each.code == "more" and is_warning(each.params["of"])
