"""Readings of what is asked for (goals, indicators, schemes), kept in memory while its mark stays the same."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from db import store

KEPT = 64
"""Answers kept of each reading."""

P = ParamSpec("P")
T = TypeVar("T")
Reading = Callable[Concatenate[Connection, P], T]


def while_asked_the_same(read: Reading[P, T]) -> Reading[P, T]:
    """Give the same answer again until a pack is written; each caller gets a list or mapping of its own.

    For readings of frozen rows from tables that :mod:`db.packs` alone writes. A mark is never used twice, so neither a
    transaction that is rolled back nor another store can leave a wrong answer behind.
    """
    found: dict[tuple[object, ...], T] = {}

    @wraps(read)
    def again(conn: Connection, /, *args: P.args, **wanted: P.kwargs) -> T:
        mark = store.asked(conn)
        if mark is None:
            return read(conn, *args, **wanted)
        key = (mark, args, tuple(sorted(wanted.items())))
        if key not in found:
            while len(found) >= KEPT:
                found.pop(next(iter(found)), None)
            found[key] = read(conn, *args, **wanted)
        return copy(found[key])

    return again
