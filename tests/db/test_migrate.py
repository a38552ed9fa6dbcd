"""The migrations make exactly the tables of the models."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from db.engine import reading
from db.models import Base


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
