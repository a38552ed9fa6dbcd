"""Plans for weak units with measures and steps, findings with recommendations; deeds are found by their subject.

``action_plan`` and ``finding`` of the first tables were never written to.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _both(*names: str) -> list[sa.Column[str]]:
    return [_text(f"{name}_{lang}") for name in names for lang in ("vi", "en")]


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _day(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def upgrade() -> None:
    op.drop_table("finding")
    op.drop_table("action_plan")
    op.create_table(
        "plan",
        _number("id"),
        _text("code"),
        _number("unit_id"),
        _text("document"),
        _day("decided_on", nullable=False),
        *_both("body", "problem"),
        _number("indicator_id", nullable=True),
        _number("rated_year", nullable=True),
        _number("groups", nullable=True),
        _number("task_force", nullable=True),
        _number("origin_id", nullable=True),
        *_both("note"),
        _flag("simulated"),
        _number("version"),
        _flag("edited"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"]),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "measure",
        _number("id"),
        _number("plan_id"),
        _number("number"),
        *_both("name", "text", "body"),
        _flag("simulated"),
        _number("version"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "step",
        _number("id"),
        _number("measure_id"),
        _number("position"),
        *_both("text"),
        _day("due_on"),
        _day("done_on"),
        *_both("evidence"),
        _number("part", nullable=True),
        _number("whole", nullable=True),
        _flag("simulated"),
        _number("version"),
        sa.CheckConstraint("part is null or (part >= 0 and part <= whole)", name="part_within_whole"),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "finding",
        _number("id"),
        _text("code"),
        _number("unit_id"),
        _number("plan_id", nullable=True),
        _text("document"),
        _day("found_on", nullable=False),
        *_both("body", "text"),
        _number("origin_id", nullable=True),
        _flag("simulated"),
        _number("version"),
        _flag("edited"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "recommendation",
        _number("id"),
        _number("finding_id"),
        _number("position"),
        *_both("text", "body"),
        _day("due_on"),
        _day("done_on"),
        *_both("follow_up"),
        _flag("simulated"),
        _number("version"),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, column in _INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])


_INDEXES = (
    ("plan", "unit_id"),
    ("measure", "plan_id"),
    ("step", "measure_id"),
    ("finding", "unit_id"),
    ("finding", "plan_id"),
    ("recommendation", "finding_id"),
    ("audit", "subject"),
)


def downgrade() -> None:
    op.drop_index("ix_audit_subject", "audit")
    for table in ("recommendation", "finding", "step", "measure", "plan"):
        op.drop_table(table)
    op.create_table(
        "action_plan",
        _number("id"),
        _number("unit_id"),
        _text("problem"),
        _text("measure"),
        _text("owner_body"),
        _day("due_on"),
        _day("done_on"),
        _text("evidence"),
        _number("origin_id", nullable=True),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_action_plan_unit_id", "action_plan", ["unit_id"])
    op.create_table(
        "finding",
        _number("id"),
        _number("unit_id"),
        _number("action_plan_id", nullable=True),
        _day("found_on", nullable=False),
        _text("text"),
        _day("followed_up_on"),
        sa.ForeignKeyConstraint(["action_plan_id"], ["action_plan.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_finding_unit_id", "finding", ["unit_id"])
