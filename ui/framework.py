"""The words that Streamlit's frame says in English only, with ours; ``ui/js/frame.js`` puts them in their place.

They are the names of buttons without a text, spoken by screen readers, and the hints of empty fields. Streamlit has no
setting for any of them. Words that stand on the page itself are replaced by the stylesheet (:mod:`ui.style`).
"""

from __future__ import annotations

import json
from pathlib import Path

from report.text import LANGUAGES, say
from ui.places import NAMES, SIGN_IN, path

SCRIPTS = Path(__file__).with_name("js")

SAID = {
    "Sidebar": "sidebar",
    "Collapse sidebar": "collapse",
    "Expand sidebar": "expand",
    "Choose an option": "choose",
    "Choose options": "choose",
    "Select...": "choose",
    "Open": "open",
    "Close": "close",
    "Clear value": "clear",
    "Clear all": "clear",
    "Clear entry": "clear",
    "Clear date": "clear",
    "Remove": "remove",
    "Selected values": "selected",
    "Increment": "more",
    "Decrement": "less",
    "Choose date": "date",
    "Previous page": "previous",
    "Next page": "next",
    "file upload": "upload",
    "Add files": "upload",
    "Notifications": "notifications",
    "Running...": "running",
    "Scroll tabs left": "left",
    "Scroll tabs right": "right",
    "Copy to clipboard": "copy",
}
"""Streamlit's words and the last part of the keys of ours, ``frame.said.…``."""


def script() -> str:
    """The scripts of the frame as one."""
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(SCRIPTS.glob("*.js")))


def words() -> str:
    """What the script knows, as JSON that may stand in HTML: our words by language, and the addresses of our pages."""
    ours = {theirs: say("vi", f"frame.said.{key}") for theirs, key in SAID.items()}
    english = {theirs: say("en", f"frame.said.{key}") for theirs, key in SAID.items()}
    pages = [path(name) for name in (*NAMES, SIGN_IN)]
    skip = {lang: say(lang, "app.skip") for lang in LANGUAGES}
    known = {"said": {"vi": ours, "en": english}, "skip": skip, "pages": pages}
    return json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
