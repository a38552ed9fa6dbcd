"""What a demo store starts with besides figures: the packs that ship, and accounts anyone may try."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from sqlalchemy import Engine

from db import accounts, units
from db.engine import reading, writing
from flows.packs import Loaded, is_loaded, load_all
from seed.packs import read_pack

PACKS = Path(__file__).resolve().parent / "packs"
FLOWS = PACKS.parent.parent / "flows"

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


def load_shipped(engine: Engine) -> Loaded:
    """Load the packs that ship. One that is in the store as it is now is recognised before it is worked out.

    Raises :class:`seed.packs.PackErrors` and :class:`flows.packs.PackFileRefused`.
    """
    marked = [(folder, *mark(folder)) for folder in shipped()]
    with reading(engine) as conn:
        fresh = [one for one in marked if not is_loaded(conn, *one[1:])]
    if not fresh:
        return Loaded(0, 0, 0)
    return load_all(
        engine, [read_pack(folder) for folder, _, _ in fresh], marks={code: kept for _, code, kept in fresh}
    )


def mark(folder: Path) -> tuple[str, str]:
    """Code of a pack, and a digest of all that decides what it loads: its files, and the code that works them out."""
    code = tomllib.loads((folder / "pack.toml").read_text())["code"]
    ground = sorted([*PACKS.parent.glob("*.py"), *PACKS.parent.glob("sources/*"), *FLOWS.glob("*pack*.py")])
    found = hashlib.sha256()
    for file in [*sorted(path for path in folder.rglob("*") if path.is_file()), *ground]:
        found.update(f"{file.name}:{file.stat().st_size}:".encode() + file.read_bytes())
    return str(code), found.hexdigest()


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
