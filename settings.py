"""Configuration from the environment, read once into a frozen :class:`Settings`. Every variable has a working default.

The variables are explained in ``docs/configuration.md``; a test checks that none is missing there.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent

VARIABLES: dict[str, str] = {
    "DATABASE_URL": "sqlite:///data/moc.db",
    "HOST": "127.0.0.1",
    "PORT": "8501",
    "MOC_DEMO": "0",
    "MOC_SECRET": "",
    "MOC_MAX_UPLOAD_MB": "20",
    "MOC_PASSWORD": "",
}
"""Every variable that is read, with its default; ``MOC_PASSWORD`` only by `manage.py user`."""

SECRET_LENGTH = 32
PLACEHOLDERS = (
    "changeme",
    "change-me",
    "change_me",
    "secret",
    "password",
    "default",
    "example",
    "placeholder",
    "moc",
    "your",
    "replace",
    "insert",
    "<",
)
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


class BadSetting(ValueError):
    """A variable holds what cannot be used. ``variable`` names it; the text is one line with the fix."""

    def __init__(self, variable: str, text: str) -> None:
        super().__init__(f"{variable}: {text}")
        self.variable = variable


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment asks for, checked.

    ``database_url`` names SQLite files by absolute path. ``given_secret`` is ``MOC_SECRET``, empty when it
    is to be kept in ``secret_file``.
    """

    database_url: str = field(repr=False)
    host: str
    port: int
    demo: bool
    max_upload_mb: int
    given_secret: str = field(repr=False)
    secret_file: Path

    @property
    def secret(self) -> str:
        """The secret that signs sessions: ``MOC_SECRET``, or one made at the first call and kept (mode 600)."""
        return self.given_secret or _kept_secret(self.secret_file)

    @property
    def database_label(self) -> str:
        """The database as it may be shown: a path, or an address without user and password."""
        if self.database_file:
            return str(self.database_file)
        return f"postgresql://{self.database_url.split('://', 1)[1].rsplit('@', 1)[-1].split('?', 1)[0]}"

    @property
    def server_options(self) -> list[str]:
        """What `streamlit run` is told on its command line."""
        given = {"address": self.host, "port": self.port, "maxUploadSize": self.max_upload_mb}
        return [part for name, value in given.items() for part in (f"--server.{name}", str(value))]

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; null on another database."""
        return _sqlite_file(self.database_url)


def load(environment: Mapping[str, str] | None = None, *, root: Path = ROOT) -> Settings:
    """Read the environment; touches no file.

    Relative SQLite paths start at ``root``, wherever the command was started. Raises :class:`BadSetting` for
    the first variable that cannot be used.
    """
    given = os.environ if environment is None else environment
    values = {name: given.get(name, "").strip() or default for name, default in VARIABLES.items()}
    url = _database_url(values["DATABASE_URL"], root)
    database = _sqlite_file(url)
    return Settings(
        database_url=url,
        host=values["HOST"],
        port=_number("PORT", values["PORT"], 1, 65535),
        demo=_switch("MOC_DEMO", values["MOC_DEMO"]),
        max_upload_mb=_number("MOC_MAX_UPLOAD_MB", values["MOC_MAX_UPLOAD_MB"], 1, 2000),
        given_secret=_checked_secret(values["MOC_SECRET"]),
        secret_file=database.with_suffix(".secret") if database else root / "data" / "moc.secret",
    )


def _database_url(url: str, root: Path) -> str:
    if url.startswith("sqlite:///"):
        path = url.removeprefix("sqlite:///")
        if path in ("", ":memory:"):
            raise BadSetting("DATABASE_URL", "a database in memory keeps nothing; write sqlite:///data/moc.db")
        return f"sqlite:///{root / path}"
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        return url
    scheme = url.split(":", 1)[0]
    raise BadSetting(
        "DATABASE_URL", f"'{scheme}' is no database Mốc can use; write sqlite:///data/moc.db or postgresql://…"
    )


def _sqlite_file(url: str) -> Path | None:
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _number(variable: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise BadSetting(variable, f"'{text}' is no whole number from {low} to {high}")
    return int(text)


def _switch(variable: str, text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise BadSetting(variable, f"'{text}' is neither on nor off; write 1 or 0")


def _checked_secret(text: str) -> str:
    if not text:
        return ""
    fix = "unset it, and one is made for you, or give 32 random characters or more"
    if any(text.lower().startswith(word) for word in PLACEHOLDERS):
        raise BadSetting("MOC_SECRET", f"this is a placeholder, not a secret: {fix}")
    if len(text) < SECRET_LENGTH or len(set(text)) < 8:
        raise BadSetting("MOC_SECRET", f"too easy to guess: {fix}")
    return text


def _kept_secret(path: Path) -> str:
    """The content of ``path``, written first if need be; processes that start together agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(SECRET_LENGTH) + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    if path.stat().st_mode & 0o077:
        raise BadSetting("MOC_SECRET", f"others can read {path}; run: chmod 600 {path}")
    text = path.read_text().strip()
    if len(text) < SECRET_LENGTH:
        raise BadSetting("MOC_SECRET", f"{path} holds no secret; delete the file, and a new one is made")
    return text
