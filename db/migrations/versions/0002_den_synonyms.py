"""Names of a share's denominator, as files write them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("indicator", sa.Column("den_synonyms", sa.String(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("indicator", "den_synonyms")
