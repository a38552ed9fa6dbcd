"""Servers that are measured: the app over a province of its own, and a Streamlit page that only says hello."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.generate import ROOT
from db import store
from db.engine import checkpoint, open_store, writing

HELLO = """import streamlit as st

if st.button("again"):
    st.session_state["times"] = st.session_state.get("times", 0) + 1
st.write(f"hello {st.session_state.get('times', 0)}")
"""


@contextmanager
def app(province: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """The app over a copy of a province, open to guests; its address and its process."""
    copy = folder / "served.db"
    shutil.copy(province, copy)
    engine = open_store(f"sqlite:///{copy}")
    with writing(engine) as conn:
        store.keep(conn, "mode", "demo")
    checkpoint(engine)
    engine.dispose()
    port = _free()
    given = {"DATABASE_URL": f"sqlite:///{copy}", "MOC_DEMO": "1", "PORT": str(port)}
    with _running([sys.executable, "manage.py", "run"], port, "/healthz", given) as process:
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def hello(folder: Path) -> Iterator[str]:
    """Streamlit as it comes, with one page, one word and one button."""
    page = folder / "hello.py"
    page.write_text(HELLO, encoding="utf-8")
    port = _free()
    said = ["--server.headless=true", "--browser.gatherUsageStats=false", f"--server.port={port}"]
    command = [sys.executable, "-m", "streamlit", "run", str(page), "--server.address=127.0.0.1", *said]
    with _running(command, port, "/_stcore/health", {}, cwd=folder):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], port: int, health: str, given: dict[str, str], cwd: Path = ROOT) -> Iterator[int]:
    process = subprocess.Popen(
        command, cwd=cwd, env={**os.environ, **given}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}{health}")
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server for {address} ended")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
