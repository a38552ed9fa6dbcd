"""What people type about plans and findings: read field by field, every fault told at once, nothing lost.

A text that tells of a person is refused like a column of names in a file (`intake.persons`): a plan names bodies.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from intake.persons import text_of_persons

LONGEST = 2_000
MOST = 10_000
FIRST_YEAR, LAST_YEAR = 1930, 2100

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: ``kind`` is ``line``, ``text``, ``day`` or ``count``; a ``spoken`` one has two languages."""

    name: str
    kind: str
    needed: bool = False
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault of what was typed into ``field``; ``code`` names the message, ``params`` fill it."""

    field: str
    code: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


class NotWritten(ValueError):
    """What was typed cannot be kept; nothing was written."""

    def __init__(self, wrong: tuple[Wrong, ...]) -> None:
        super().__init__("; ".join(f"{one.field}: {one.code}" for one in wrong))
        self.wrong = wrong


FORMS: dict[str, tuple[Field, ...]] = {
    "plan": (
        Field("problem", "text", needed=True, spoken=True),
        Field("body", "line", needed=True, spoken=True),
        Field("document", "line"),
        Field("decided_on", "day", needed=True),
        Field("rated_year", "count"),
    ),
    "measure": (
        Field("number", "count", needed=True),
        Field("name", "line", needed=True, spoken=True),
        Field("text", "text", spoken=True),
        Field("body", "line", spoken=True),
    ),
    "step": (
        Field("text", "line", needed=True, spoken=True),
        Field("due_on", "day", needed=True),
        Field("part", "count"),
        Field("whole", "count"),
        Field("done_on", "day"),
        Field("evidence", "text", spoken=True),
    ),
    "finding": (
        Field("text", "text", needed=True, spoken=True),
        Field("body", "line", needed=True, spoken=True),
        Field("document", "line"),
        Field("found_on", "day", needed=True),
    ),
    "recommendation": (
        Field("text", "line", needed=True, spoken=True),
        Field("body", "line", needed=True, spoken=True),
        Field("due_on", "day", needed=True),
        Field("done_on", "day"),
        Field("follow_up", "text", spoken=True),
    ),
    "withdrawal": (Field("reason", "text", needed=True),),
    "put_back": (),
}
"""The fields of every form, in their order. A form may ask for some of them only."""


def read(what: str, given: Mapping[str, str], *, begun: date | None, today: date) -> dict[str, Any]:
    """The values of the fields given, under their names; empty ones are null, or empty texts.

    ``begun`` is the day of the plan or finding that the row belongs to, null for those themselves. Raises
    :class:`NotWritten` with every fault.
    """
    asked = [one for one in FORMS[what] if one.name in given]
    values: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for one in asked:
        typed = " ".join(given[one.name].split()) if one.kind != "text" else given[one.name].strip()
        if not typed:
            values[one.name] = "" if one.kind in ("line", "text") else None
            wrong += [Wrong(one.name, "missing")] if one.needed else []
            continue
        try:
            values[one.name] = _value(one, typed)
        except ValueError as fault:
            wrong.append(Wrong(one.name, str(fault), {"text": typed[:80], "most": LONGEST}))
    wrong += _together(what, values, {fault.field for fault in wrong}, begun, today)
    if wrong:
        raise NotWritten(tuple(wrong))
    return values


def day_of(typed: str) -> date | None:
    """The day that was typed, or null."""
    try:
        return _day(typed.strip())
    except ValueError:
        return None


def _value(one: Field, typed: str) -> Any:
    match one.kind:
        case "day":
            return _day(typed)
        case "count":
            if not typed.isdecimal() or int(typed) > MOST:
                raise ValueError("count")
            return int(typed)
        case _:
            if len(typed) > LONGEST:
                raise ValueError("long")
            if text_of_persons(typed):
                raise ValueError("person")
            return typed


def _day(typed: str) -> date:
    if found := _DAY.fullmatch(typed):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(typed):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise ValueError("day")
    try:
        told = date(year, month, day)
    except ValueError:
        raise ValueError("day") from None
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise ValueError("day")
    return told


def _together(what: str, values: Mapping[str, Any], bad: set[str], begun: date | None, today: date) -> list[Wrong]:
    """Faults of fields that are sound by themselves but not together."""
    days = {name: value for name, value in values.items() if isinstance(value, date)}
    found = [
        Wrong(name, "future", {"day": today})
        for name, day in days.items()
        if name in ("done_on", "decided_on", "found_on") and day > today
    ]
    found += [
        Wrong(name, "before", {"day": begun})
        for name, day in days.items()
        if name in ("due_on", "done_on") and begun is not None and day < begun
    ]
    told = {"step": "evidence", "recommendation": "follow_up"}.get(what, "")
    if told in values and values.get("done_on") is not None and not values[told] and told not in bad:
        found.append(Wrong(told, "no_evidence"))
    if what == "measure" and values.get("number") == 0:
        found.append(Wrong("number", "number"))
    if (year := values.get("rated_year")) is not None and not FIRST_YEAR <= year <= today.year:
        found.append(Wrong("rated_year", "year", {"year": today.year}))
    part, whole = values.get("part"), values.get("whole")
    if not {"part", "whole"} & bad and {"part", "whole"} <= values.keys():
        if (part is None) != (whole is None):
            found.append(Wrong("whole" if whole is None else "part", "both"))
        elif part is not None and whole is not None and (whole == 0 or part > whole):
            found.append(Wrong("part", "part", {"whole": whole}))
    return found
