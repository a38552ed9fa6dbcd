"""Alembic's entry: runs on the connection it is given, or on the store of DATABASE_URL."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

from db.engine import open_store, writing
from db.models import Base


def run(conn: Connection) -> None:
    context.configure(connection=conn, target_metadata=Base.metadata, render_as_batch=True)
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with writing(open_store(os.environ.get("DATABASE_URL", "sqlite:///data/moc.db"))) as connection:
        run(connection)
