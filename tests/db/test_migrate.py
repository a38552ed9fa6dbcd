"""The migrations make exactly the tables of the models."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from db import plan_writes, plans
from db.engine import reading, writing
from db.migrate import configuration, is_current, upgrade
from db.models import Base
from tests.db import world as w
from tests.db.test_plans import PLAN


def test_nothing_differs_from_the_models(engine):
    with reading(engine) as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_models_of_history_have_no_row_numbers_on_sqlite(tmp_path):
    from db.engine import open_store
    from db.migrate import upgrade

    engine = open_store(f"sqlite:///{tmp_path}/moc.db")
    upgrade(engine)
    with reading(engine) as conn:
        made = conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%' ORDER BY name")
        assert [name for (name,) in made] == ["observation", "rollup"]


def moved(engine, revision: str) -> None:
    """The store's tables brought down to an older version."""
    with writing(engine) as conn:
        config = configuration()
        config.attributes["connection"] = conn
        command.downgrade(config, revision)


def test_plans_of_a_store_from_before_withdrawals_are_in_force_after_the_upgrade(engine):
    with writing(engine) as conn:
        plan_writes.add(conn, "plan", {**PLAN, "unit_id": w.found(conn).units["P/B/b1"]}, account="thu")
    moved(engine, "0004")
    with reading(engine) as conn:
        assert not is_current(conn)
    upgrade(engine)
    with reading(engine) as conn:
        assert is_current(conn)
        assert [(row.code, row.withdrawn) for row in plans.plans(conn)] == [("KH-1", None)]
