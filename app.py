"""ASGI entry of Mốc: checks the house before the door opens, then hands every session to ``ui/shell.py``.

``python manage.py run`` starts it (``streamlit run app.py`` does the same). The main script lies in ``ui/``,
so Streamlit finds no ``pages`` folder beside it and the shell is the only way in.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

# Sessions that arrive together can break a first import of these; here they are imported once, before any.
import plotly.express
import plotly.graph_objects
import plotly.io
import polars
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from db.engine import reading
from db.migrate import is_current
from db.store import WrongMode, require_mode, revision
from settings import BadSetting
from ui import bundles, faults, frame, framework, goal, method, no_page, overview, session, style, submit, unit
from ui.components import waiting
from ui.house import House, house

ROOT = Path(__file__).resolve().parent
__all__ = ["app", "goal", "method", "overview", "plotly", "polars", "submit", "unit"]


def opened() -> House:
    """The settings and the store, or the end with one line on standard error and status 1."""
    try:
        home = house()
        with reading(home.engine) as conn:
            if not is_current(conn):
                raise SystemExit("The database is not set up for this version: run 'python manage.py setup'.")
            require_mode(conn, "demo" if home.settings.demo else "real")
        if not home.settings.secret:
            raise SystemExit("There is no secret to sign sessions with: set MOC_SECRET.")
        return home
    except (BadSetting, WrongMode) as wrong:
        raise SystemExit(" ".join(str(wrong).split())) from None


HOME = opened()


def health(_request: Request) -> JSONResponse:
    """Answers where the store answers."""
    with reading(HOME.engine) as conn:
        return JSONResponse({"status": "ok", "revision": revision(conn)})


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    gc.collect()
    gc.freeze()
    yield
    HOME.engine.dispose()


_address, _style = frame.stylesheet(style.sheet())
_script_address, _script = frame.script(framework.script())
_shell = frame.page_shell(
    title="Mốc",
    style=_address,
    icon="/moc.svg",
    waiting=style.NO_SCRIPT,
    script=_script_address,
    words=framework.words(),
    blocks=waiting.FIRST,
    lost=no_page.answers(_address),
    early=bundles.early(),
)

app = st.App(
    ROOT / "ui" / "shell.py",
    lifespan=lifespan,
    routes=[
        Route("/healthz", health),
        _style,
        _script,
        frame.icon_route(ROOT / "ui" / "static" / "moc.svg"),
        *session.routes(),
    ],
    middleware=[Middleware(session.Guard), Middleware(frame.Frame, rewrite=_shell)],
    on_script_error=faults.show,
)
