"""What each layer must never do, read from the source; `test_layers.py` holds the project to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, MutableMapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("metrics", "db", "intake", "report", "flows", "ui", "pages", "seed")
ENTRIES = ("app", "manage")
OUTSIDE = ("tests", "benchmarks")
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.py"), *(found for layer in LAYERS for found in (ROOT / layer).rglob("*.py"))]
)
"""Every Python file of the project but its tests and benchmarks."""

OTHER_SQLITE_LIBRARIES = ("adbc_driver_sqlite", "apsw", "connectorx", "duckdb", "pysqlite3")

MUST_NEVER_IMPORT: dict[str, tuple[str, ...]] = {
    "metrics": (
        *(layer for layer in LAYERS if layer != "metrics"),
        *("settings", "streamlit", "sqlmodel", "sqlalchemy", "plotly"),
        *("time", "os", "io", "pathlib", "shutil", "tempfile", "locale", "gettext", "random", "secrets"),
    ),
    "db": ("streamlit", "flows", "intake", "report", "ui", "pages", "seed"),
    "intake": ("streamlit", "flows", "db", "report", "ui", "pages", "seed", "sqlmodel", "sqlalchemy", "settings"),
    "report": ("streamlit", "flows", "db", "intake", "ui", "pages", "seed", "sqlmodel", "sqlalchemy", "settings"),
    "flows": ("streamlit", "ui", "pages", "seed", "sqlmodel"),
    "ui": ("pages", "seed", "sqlmodel"),
    "pages": ("polars", "sqlmodel", "sqlalchemy", "pages", "seed"),
    "seed": ("streamlit", "ui", "pages", "sqlmodel"),
    "app": ("flows", "intake", "report", "pages", "seed", "sqlmodel"),
    "manage": ("streamlit", "intake", "ui", "pages", "sqlmodel"),
    "settings": LAYERS,
}
"""By the first part of a module's path; a name forbids everything below it."""

SQL = re.compile(
    r"\b(SELECT\b.*\bFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|(CREATE|DROP|ALTER)\s+TABLE|PRAGMA\s+\w+)\b",
    re.DOTALL,
)
SQL_WORDS = {"select", "insert", "update", "delete", "text", "func", "exists", "values"}
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?![0-9a-zA-Z_-])")
CLOCKS = {"today", "now", "utcnow"}

STATE = ("session_state", "query_params")
MAPPING = dir(MutableMapping)

MAY_SPEAK_VIETNAMESE = ("report/", "seed/", "intake/")
"""The two TOML files' own package, the packs' generator, and the readers of headers that people write."""

MAY_NAME_COLOURS = ("report/theme.py",)
MAY_CACHE = ("ui/cache.py",)
MAY_KEEP_STATE = ("ui/state.py",)
LONGEST_PAGE = 60


def faults(path: str, source: str) -> list[str]:
    """Everything in one file of the project that its layer forbids, as ``path:line what``; empty when sound."""
    tree = ast.parse(source)
    found = [*_imports(path, tree), *_sql(path, tree), *_places(path, tree), *_texts(path, tree)]
    if path.startswith("metrics/"):
        found += _clocks_and_files(tree)
    if path.startswith("pages/"):
        found += _page(tree, source)
    return [f"{path}:{line} {what}" for line, what in sorted(set(found))]


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, wherever in it: ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                start = "." * level + (module or "")
                yield from ((node.lineno, f"{start}.{name.name}" if module else start + name.name) for name in names)
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def _imports(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    layer = path.split("/", 1)[0].removesuffix(".py")
    forbidden = {*MUST_NEVER_IMPORT[layer], *ENTRIES, *OUTSIDE, *OTHER_SQLITE_LIBRARIES}
    for line, name in imported(tree):
        if name.startswith("."):
            yield line, f"imports {name}: write the whole name, so that the layer shows"
        elif name.split(".", 1)[0] in forbidden:
            yield line, f"imports {name}: {layer} must not"


def _sql(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    if path.startswith("db/"):
        return
    for line, text in _literals(tree):
        if SQL.search(text):
            yield line, "SQL outside db/"
    for line, name in imported(tree):
        if name.startswith(("sqlalchemy.", "sqlite3", "psycopg")) and (
            name.rsplit(".", 1)[-1] in SQL_WORDS or not name.startswith("sqlalchemy.")
        ):
            yield line, f"imports {name}: SQL outside db/"


def _places(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="cache_data" | "cache_resource" as name) if path not in MAY_CACHE:
                yield node.lineno, f"{name} outside {MAY_CACHE[0]}"
            case (
                ast.Subscript(value=ast.Attribute(attr=name), slice=ast.Constant())
                | ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name)), args=[ast.Constant(), *_])
            ) if name in STATE and path not in MAY_KEEP_STATE:
                yield node.lineno, f"a key of {name} outside {MAY_KEEP_STATE[0]}"
            case ast.Attribute(value=ast.Attribute(attr=name), attr=key) if (
                name in STATE and key not in MAPPING and path not in MAY_KEEP_STATE
            ):
                yield node.lineno, f"a key of {name} outside {MAY_KEEP_STATE[0]}"


def _texts(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for line, text in _literals(tree):
        if not path.startswith(MAY_SPEAK_VIETNAMESE) and VIETNAMESE.search(text.replace("Mốc", "")):
            yield line, "text for people outside report/words"
        if path not in MAY_NAME_COLOURS and COLOUR.search(text):
            yield line, f"a colour outside {MAY_NAME_COLOURS[0]}"


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts of a file, parts of f-strings included, docstrings left out."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def _clocks_and_files(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCKS:
                yield node.lineno, f"reads the clock: {name}()"
            case ast.Call(func=ast.Name(id="open" | "print" | "input" as name)):
                yield node.lineno, f"touches the world: {name}()"


def _page(tree: ast.Module, source: str) -> Iterator[tuple[int, str]]:
    length = len(source.splitlines())
    if length > LONGEST_PAGE:
        yield length, f"a page of {length} lines; {LONGEST_PAGE} at most"
    statements = [
        node
        for node in tree.body
        if not isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    match statements:
        case [
            ast.Assign(value=ast.Call(func=ast.Name(id="enter")))
            | ast.AnnAssign(value=ast.Call(func=ast.Name(id="enter")))
            | ast.Expr(value=ast.Call(func=ast.Name(id="enter"))),
            *_,
        ]:
            return
    yield (statements[0].lineno if statements else 1), "a page begins with enter(…)"
