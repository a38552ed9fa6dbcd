"""Why a plan, a finding, or a part of one was withdrawn: what was entered by mistake stays, and counts no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("plan", "measure", "step", "finding", "recommendation")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("withdrawn", sa.String(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "withdrawn")
