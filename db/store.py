"""Facts about the store as a whole: its mode, its revision, and the tree it holds.

A store is opened as ``demo`` or ``real`` once and for ever, so that invented figures never meet real ones.
The revision rises with every accepted change of what people see, in that change's own transaction; whoever caches
keys by it. The tree's mark changes with every change of units, placements or lineage, the mark of what is asked with
every change that a pack makes.
"""

from __future__ import annotations

from typing import Literal, cast
from uuid import uuid4

from sqlalchemy import Connection

Mode = Literal["demo", "real"]
MODES: tuple[Mode, ...] = ("demo", "real")


class WrongMode(Exception):
    """The store was opened in the other mode."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"this store holds {found} figures and cannot be opened as {wanted}: use another DATABASE_URL")
        self.found, self.wanted = found, wanted


def read(conn: Connection, key: str) -> str | None:
    """The value kept under a key, or null."""
    return cast("str | None", conn.exec_driver_sql(f"SELECT value FROM store WHERE key = '{_word(key)}'").scalar())


def keep(conn: Connection, key: str, value: str) -> None:
    """Keep a short word under a key."""
    conn.exec_driver_sql(
        f"INSERT INTO store (key, value) VALUES ('{_word(key)}', '{_word(value)}') "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    )


def _word(text: str) -> str:
    if not text.replace("_", "").replace("-", "").isalnum():
        raise ValueError(f"'{text}' is no word that the store keeps")
    return text


def mode(conn: Connection) -> Mode | None:
    """``demo`` or ``real``; null for a store that nobody has opened yet."""
    return cast("Mode | None", read(conn, "mode"))


def require_mode(conn: Connection, wanted: Mode) -> None:
    """Raises :class:`WrongMode` where the store is already of the other mode."""
    found = mode(conn)
    if found is not None and found != wanted:
        raise WrongMode(found, wanted)


def set_mode(conn: Connection, wanted: Mode) -> None:
    """Record the mode at the first opening; later openings must ask for the same one (:class:`WrongMode`)."""
    if wanted not in MODES:
        raise ValueError(f"a store is demo or real, not '{wanted}'")
    require_mode(conn, wanted)
    if mode(conn) is None:
        keep(conn, "mode", wanted)


def revision(conn: Connection) -> int:
    """Number of accepted changes; part of the key of everything that is cached."""
    return int(read(conn, "revision") or 0)


def bump(conn: Connection) -> int:
    """Raise the revision, in the transaction of the change; returns the new one."""
    new = revision(conn) + 1
    keep(conn, "revision", str(new))
    return new


def tree(conn: Connection) -> str:
    """Mark of the units, placements and lineage as they stand; another tree never has the same mark."""
    return read(conn, "tree") or "none"


def tree_changed(conn: Connection) -> None:
    """Give the tree a new mark, in the transaction that changed it."""
    keep(conn, "tree", uuid4().hex)
    bump(conn)


def asked(conn: Connection) -> str | None:
    """Mark of what the packs have written as it stands; other content never has the same mark. Null: none yet."""
    return read(conn, "asked")


def asked_changed(conn: Connection) -> None:
    """Give what is asked a new mark, in the transaction that changed it."""
    keep(conn, "asked", uuid4().hex)


def summed_tree(conn: Connection) -> str:
    """Mark of the tree that the roll-up was summed over."""
    return read(conn, "summed_tree") or "none"


def summed(conn: Connection) -> None:
    """Note that the roll-up stands on the tree as it is now."""
    keep(conn, "summed_tree", tree(conn))
