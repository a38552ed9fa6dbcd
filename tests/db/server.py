"""A private PostgreSQL for the tests: its own directory, its own socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoServer(RuntimeError):
    """PostgreSQL is not installed."""


def binaries() -> Path:
    """The directory of initdb and postgres: on the PATH, or where Debian puts its newest version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not debian:
        raise NoServer("PostgreSQL is not installed: apt-get install postgresql")
    return debian[-1].parent


def _unprivileged() -> tuple[str, list[str]]:
    """The user the server runs as, and the words before its commands: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name, []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return name, ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    raise NoServer("no unprivileged user to run PostgreSQL as")


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server on a socket of its own; yields the address of its ``postgres`` database."""
    bin_ = binaries()
    user, prefix = _unprivileged()
    base = Path(tempfile.mkdtemp(prefix="moc-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        shutil.chown(base, user)
        data = base / "data"
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "cwd": "/"}
        initdb = [bin_ / "initdb", "-D", data, "-U", "moc", "-A", "trust", "-E", "UTF8", "--no-sync"]
        done = subprocess.run([*prefix, *initdb], **quiet)
        if done.returncode:
            raise NoServer(f"initdb failed: {done.stdout.strip().splitlines()[-1]}")
        options = f"-k {base} -c listen_addresses='' -c max_connections=60 -c unix_socket_permissions=0777 -c fsync=off"
        start = [bin_ / "pg_ctl", "-D", data, "-l", base / "log", "-w", "-o", options, "start"]
        done = subprocess.run([*prefix, *start], **quiet)
        if done.returncode:
            raise NoServer(f"PostgreSQL did not start: {done.stdout.strip().splitlines()[-1]}")
        try:
            yield f"postgresql+psycopg://moc@/postgres?host={base}"
        finally:
            subprocess.run([*prefix, bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], **quiet)
    finally:
        shutil.rmtree(base, ignore_errors=True)
