"""One demo store, loaded once; tests that write take a copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import accounts
from db.engine import reading
from tests.house import SHELL, build_demo, built
from ui import session, state
from ui.house import house

PAGES = ("overview", "goal", "unit", "compare", "watch", "actions", "submit", "quality", "method")


@pytest.fixture(scope="session")
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a demo store with the Điện Biên and Bắc Sơn packs and the demo accounts."""
    return f"sqlite:///{built(tmp_path_factory, 'demo', build_demo)}"


@pytest.fixture
def demo(demo_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of a demo house."""
    monkeypatch.setenv("DATABASE_URL", demo_url)
    monkeypatch.setenv("MOC_DEMO", "1")
    return demo_url


@pytest.fixture
def real(demo_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same figures in a house that is no demo."""
    monkeypatch.setenv("DATABASE_URL", demo_url)
    monkeypatch.setenv("MOC_DEMO", "0")
    return demo_url


def opened(account: str | None = None, **address: str) -> AppTest:
    """The shell, run once, as a guest or as an account."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    if account is not None:
        home = house()
        with reading(home.engine) as conn:
            row = accounts.by_name(conn, account)
            assert row is not None
            app.session_state[state.TOKEN] = session.token(conn, home.settings.secret, row)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def at(app: AppTest, page: str) -> AppTest:
    """Another page of the same session."""
    return app.switch_page(str(Path("..") / "pages" / f"{page}.py")).run()


def said(app: AppTest) -> str:
    """Everything the page's own HTML says."""
    return "\n".join(each.proto.body for each in app.get("html"))


__all__ = ["PAGES", "at", "opened", "said"]
