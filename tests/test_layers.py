"""Arrows point down: every file of the project keeps to what `tests/layers.py` allows its layer."""

import ast
import re
import sys

import pytest

from tests.layers import COLOUR, ENTRIES, FILES, LAYERS, MUST_NEVER_IMPORT, OUTSIDE, ROOT, faults, imported


def test_every_folder_of_code_is_a_layer() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/*.py") if not path.parent.name.startswith(".")}
    assert folders <= {*LAYERS, *OUTSIDE}
    assert {path.stem for path in ROOT.glob("*.py")} <= set(MUST_NEVER_IMPORT)


@pytest.mark.parametrize("path", FILES)
def test_a_file_keeps_to_its_layer(path: str) -> None:
    assert faults(path, (ROOT / path).read_text(encoding="utf-8")) == []


SHEETS = sorted(
    path.relative_to(ROOT).as_posix() for end in ("css", "js", "html") for path in (ROOT / "ui").rglob(f"*.{end}")
)


@pytest.mark.parametrize("path", SHEETS)
def test_a_style_sheet_takes_its_colours_from_the_theme(path: str) -> None:
    assert COLOUR.findall((ROOT / path).read_text(encoding="utf-8")) == []


PAGE = "from ui.enter import enter\nvisit = enter(1)\n"


@pytest.mark.parametrize(
    ("path", "source", "said"),
    [
        ("metrics/a.py", "import db.models", "imports db.models: metrics must not"),
        ("metrics/a.py", "from db import models", "imports db.models: metrics must not"),
        ("metrics/a.py", "def f():\n    from streamlit import cache_data", "imports streamlit.cache_data"),
        ("metrics/a.py", "if TYPE_CHECKING:\n    import sqlmodel", "imports sqlmodel"),
        ("metrics/a.py", "import importlib\nimportlib.import_module('plotly.express')", "imports plotly.express"),
        ("metrics/a.py", "import settings", "imports settings"),
        ("metrics/a.py", "from datetime import date\ndate.today()", "reads the clock: today()"),
        ("metrics/a.py", "open('x')", "touches the world: open()"),
        ("db/a.py", "from flows.submit import accept", "imports flows.submit.accept: db must not"),
        ("db/a.py", "import duckdb", "imports duckdb: db must not"),
        ("intake/a.py", "import report.text", "imports report.text: intake must not"),
        ("intake/a.py", "from db.engine import reading", "imports db.engine.reading: intake must not"),
        ("report/a.py", "from intake import read", "imports intake.read: report must not"),
        ("flows/a.py", "import seed.packs", "imports seed.packs: flows must not"),
        ("flows/a.py", "import streamlit as st", "imports streamlit: flows must not"),
        ("ui/a.py", "import pages.overview", "imports pages.overview: ui must not"),
        ("pages/a.py", PAGE + "import polars", "imports polars: pages must not"),
        ("pages/a.py", PAGE + "from pages import b", "imports pages.b: pages must not"),
        ("seed/a.py", "from ui import state", "imports ui.state: seed must not"),
        ("flows/a.py", "import manage", "imports manage: flows must not"),
        ("flows/a.py", "from tests import layers", "imports tests.layers: flows must not"),
        ("settings.py", "import db", "imports db: settings must not"),
        ("flows/a.py", "from . import verdicts", "write the whole name"),
        ("flows/a.py", "x = 'SELECT num\\nFROM rollup'", "SQL outside db/"),
        ("ui/a.py", "x = f'delete from {t}'.upper() + 'DELETE FROM t'", "SQL outside db/"),
        ("flows/a.py", "from sqlalchemy import select", "SQL outside db/"),
        ("manage.py", "import sqlite3", "SQL outside db/"),
        ("ui/a.py", "import streamlit as st\n@st.cache_data\ndef f(): ...", "cache_data outside ui/cache.py"),
        ("pages/a.py", PAGE + "st.session_state['x'] = 1", "a key of session_state outside ui/state.py"),
        ("ui/a.py", "x = st.query_params.get('x')", "a key of query_params outside ui/state.py"),
        ("ui/a.py", "x = st.session_state.x", "a key of session_state outside ui/state.py"),
        ("ui/a.py", "st.write('Đạt')", "text for people outside report/words"),
        ("flows/a.py", "x = f'{n} thôn, bản'", "text for people outside report/words"),
        ("ui/a.py", "x = 'color: #a61c1c'", "a colour outside report/theme.py"),
        ("pages/a.py", "from ui.enter import enter\nx = 1\nenter(1)", "a page begins with enter(…)"),
        ("pages/a.py", "from ui.enter import enter", "a page begins with enter(…)"),
        ("pages/a.py", PAGE + "x = 1\n" * 60, "a page of 62 lines"),
    ],
)
def test_the_check_itself_fails_on_what_is_forbidden(path: str, source: str, said: str) -> None:
    assert any(said in fault for fault in faults(path, source)), faults(path, source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("metrics/a.py", "import polars as pl\nfrom metrics.goals import Goal"),
        ("db/a.py", "'''Đọc'''\nimport sqlalchemy\nfrom metrics import schema\nx = 'SELECT 1 FROM t'"),
        ("flows/a.py", "from sqlalchemy import Connection\nfrom db import units\nfrom report.text import say"),
        ("ui/a.py", "'''Names Điện Biên in prose only.'''\ntitle = 'Mốc'"),
        ("pages/a.py", "'''A page.'''\n" + PAGE),
        ("ui/a.py", "x = st.session_state.get(state.TOKEN), st.query_params[state.UNIT]"),
        ("seed/a.py", "from flows import packs\nx = 'Điện Biên'"),
    ],
)
def test_the_check_lets_pass_what_is_allowed(path: str, source: str) -> None:
    assert faults(path, source) == []


OWN_NAME = {"alembic": "alembic", "argon2": "argon2-cffi", "tomli_w": "tomli-w"}
"""Where the name to import differs from the name to install."""


DRIVERS = {"psycopg"}
"""Loaded by name, when an address asks for it."""


def test_what_the_code_imports_is_asked_for_by_name_and_nothing_else() -> None:
    """No package is used only because another one happens to bring it, and none is installed for nothing."""
    asked = set(re.findall(r"^[a-z][a-z0-9-]*", (ROOT / "requirements.in").read_text(), flags=re.MULTILINE))
    ours = {*LAYERS, *ENTRIES, "settings"}
    used = {
        name.split(".", 1)[0]
        for path in FILES
        for _, name in imported(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    }
    packages = {OWN_NAME.get(name, name) for name in used - ours - set(sys.stdlib_module_names)}
    assert packages | DRIVERS == asked


def test_every_package_asked_for_has_its_line_in_the_documents() -> None:
    told = set(re.findall(r"^\| ([a-z][a-z0-9-]*) \|", (ROOT / "docs/dependencies.md").read_text(), flags=re.MULTILINE))
    for needed in ("requirements.in", "requirements-dev.in"):
        asked = set(re.findall(r"^[a-z][a-z0-9-]*", (ROOT / needed).read_text(), flags=re.MULTILINE))
        assert asked <= told
