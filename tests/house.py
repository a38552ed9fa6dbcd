"""A house for tests: a demo store built through the shipped packs, and a server process over it."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db import store
from db.engine import checkpoint, open_store, writing
from db.migrate import upgrade
from flows.packs import load_all
from seed.demo import create_accounts, shipped
from seed.packs import read_pack

ROOT = Path(__file__).resolve().parent.parent
SHELL = ROOT / "ui" / "shell.py"


def built(places: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """A copy of the file that ``build`` makes once a run under ``name``, whichever of the processes comes first."""
    run = places.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    whole = run / f"built-{name}"
    with (run / f"lock-{name}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            making = run / f"making-{name}"
            build(making)
            making.rename(whole)
    return Path(shutil.copy(whole, places.mktemp(name) / "moc.db"))


def build_demo(file: Path, packs: tuple[str, ...] = ("dien-bien", "bac-son")) -> str:
    """A demo store of some of the shipped packs, with the demo accounts; returns its address."""
    url = f"sqlite:///{file}"
    engine = open_store(url)
    upgrade(engine)
    with writing(engine) as conn:
        store.set_mode(conn, "demo")
    load_all(engine, [read_pack(folder) for folder in shipped() if folder.name in packs])
    create_accounts(engine)
    checkpoint(engine)
    engine.dispose()
    return url


def build_real(file: Path) -> str:
    """An empty store that is no demo; returns its address."""
    url = f"sqlite:///{file}"
    engine = open_store(url)
    upgrade(engine)
    with writing(engine) as conn:
        store.set_mode(conn, "real")
    engine.dispose()
    return url


@contextmanager
def served(url: str, *, demo: bool) -> Iterator[str]:
    """The app as a process of its own; gives its address.

    The port goes to the next server, so that a browser finds again in its cache what the last one served.
    """
    port = _PORTS.pop() if _PORTS else _free_port()
    environment = {**os.environ, "DATABASE_URL": url, "MOC_DEMO": "1" if demo else "0", "PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)
        _PORTS.append(port)


_PORTS: list[int] = []
"""Ports of servers that have ended."""


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(process.communicate()[1].decode())
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
