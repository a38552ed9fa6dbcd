"""Streamlit's bundles that every page of ours needs: asked for with the page, not once an element of the kind comes.

Streamlit loads the code of an element when the first one arrives, and draws nothing of the page until then. Asked for
early, a verdict is in sight before the one large bundle, that of charts, is even begun.
"""

from __future__ import annotations

import json
from pathlib import Path

import streamlit

ELEMENTS = ("Html", "Selectbox", "ButtonGroup", "TextInput", "Button", "DownloadButton")
"""The kinds of elements that stand on every page, as Streamlit names their sources."""

CHARTS = "/PlotlyChart."
"""The largest bundle by far: to run it keeps a browser busy for longer than all the rest of a page."""

WAIT = b"await (window.mocInSight || 0);"
"""``ui/js/frame.js`` promises it: the page's heading stands, or a moment has passed in which none came."""

MANIFEST = Path(streamlit.__file__).parent / "static" / "manifest.json"


def early() -> tuple[str, ...]:
    """Addresses of the scripts of those elements with all they import, from the page; none without a manifest."""
    if not MANIFEST.exists():
        return ()
    every = json.loads(MANIFEST.read_text(encoding="utf-8"))
    index = _needed(every, ["index.html"])
    first = [name for name in every if any(name.endswith(f"/{kind}.tsx") for kind in ELEMENTS)]
    return tuple(f"./{every[name]['file']}" for name in _needed(every, first) if name not in index)


def patient(path: str, script: bytes) -> bytes:
    """The script as it is served: that of charts does not begin before there is something to read."""
    return WAIT + script if CHARTS in path else script


def _needed(every: dict[str, dict], names: list[str]) -> dict[str, None]:
    """Names with everything they import, each once, in the order of need."""
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name in every and name not in found:
            found[name] = None
            waiting += every[name].get("imports", [])
    return found
