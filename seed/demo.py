"""What a demo store starts with besides figures: the packs that ship, and accounts anyone may try."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from db import accounts, units
from db.engine import writing

PACKS = Path(__file__).resolve().parent / "packs"

ACCOUNTS = (
    ("lanh-dao-demo", "leader", ()),
    ("can-bo-muong-cha", "staff", ("DB/muong-cha",)),
    ("can-bo-tp-kon-tum", "staff", ("KT/kon-tum",)),
    ("quan-tri-demo", "admin", ()),
)
"""Name, role and units. The password of a demo account is its name: the sign-in page shows it."""


def shipped() -> list[Path]:
    """Folders of the packs that ship, by name."""
    return sorted(folder.parent for folder in PACKS.glob("*/pack.toml"))


def create_accounts(engine: Engine) -> int:
    """Make the demo accounts that are not there yet; returns how many were made. For demo stores only."""
    made = 0
    with writing(engine) as conn:
        for name, role, codes in ACCOUNTS:
            if accounts.by_name(conn, name) is None:
                found = [units.unit_by_code(conn, code) for code in codes]
                ids = [unit.id for unit in found if unit is not None]
                accounts.create(conn, name=name, password=name, role=role, units=ids, demo=True, by="setup")
                made += 1
    return made
