"""Two people at work on the same thing at once: whoever comes second is told, and nothing is undone unseen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.engine import open_store, reading
from flows.watch.rules import rules, tune
from metrics.watch import Why
from tests.ui.conftest import at, opened, said


@pytest.fixture
def own(demo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A demo house whose store the test may change."""
    copy = tmp_path / "moc.db"
    shutil.copy(demo_url.removeprefix("sqlite:///"), copy)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{copy}")
    monkeypatch.setenv("MOC_DEMO", "1")
    return f"sqlite:///{copy}"


def test_an_administrator_is_told_that_another_was_quicker_and_may_then_go_on(own: str) -> None:
    app = at(opened("quan-tri-demo", resolution="NQ04-DB-2016", period="2019-Q4"), "watch")
    app.selectbox(key="tune_rule").set_value("late").run()
    engine = open_store(own)
    tune(engine, why=Why.LATE, value=20, on=True, account="lan", reason="quý này")
    app.text_input(key="tune_value_late").set_value("30")
    app.text_input(key="tune_reason_late").set_value("theo quy định mới")
    app.button(key="tune_save_late").click().run()
    assert not app.exception
    assert "Có người vừa đổi luật này" in said(app)
    with reading(engine) as conn:
        assert rules(conn).late_days == 20
    app.button(key="tune_save_late").click().run()
    assert "Đã đổi luật" in said(app)
    with reading(engine) as conn:
        assert rules(conn).late_days == 30
    engine.dispose()
