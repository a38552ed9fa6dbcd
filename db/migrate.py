"""Bringing a store's tables up to date, and saying whether they are."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from db.engine import reading, writing


def upgrade(engine: Engine) -> None:
    """Create the tables of a new store, or change those of an older one; nothing happens when all is current.

    One transaction: an upgrade that fails leaves the store as it was.
    """
    with reading(engine) as conn:
        if is_current(conn):
            return
    with writing(engine) as conn:
        config = configuration()
        config.attributes["connection"] = conn
        command.upgrade(config, "head")


def is_current(conn: Connection) -> bool:
    """True where the store's tables are those of this version."""
    return MigrationContext.configure(conn).get_current_revision() == head()


def head() -> str | None:
    """The newest migration of this version."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def configuration() -> Config:
    """Alembic's configuration, without any file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
