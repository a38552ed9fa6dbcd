"""Pages by name, and links to them that keep the choices made."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from ui import state
from ui.enter import Visit

PAGES = Path(__file__).resolve().parent.parent / "pages"
HOME = "overview"
SIGN_IN = "sign-in"
GROUPS = {
    "nav.follow": ("overview", "goal", "unit", "compare", "watch", "actions"),
    "nav.data": ("submit", "quality"),
    "nav.system": ("method",),
}
"""Every page by the group it stands in, in the order of the navigation."""

NAMES = tuple(name for names in GROUPS.values() for name in names)


def place(visit: Visit, name: str) -> st.Page:
    """The page of a name, titled in the visitor's language."""
    address = None if name == HOME else name
    return st.Page(PAGES / f"{name}.py", title=visit.say(f"nav.{name}"), url_path=address, default=name == HOME)


def link(visit: Visit, name: str, label: str, **choices: str | None) -> None:
    """A link to a page of this app, with the current choices and these changes, opened without a reload.

    To the page that is open it is plain HTML: there Streamlit's own would change the page and not the address.
    """
    if name == state.here():
        st.html(f'<a class="m moc-link" href="{escape(href(name, **choices))}" target="_self">{escape(label)}</a>')
    else:
        st.page_link(place(visit, name), label=label, query_params=state.address(**choices))


def href(name: str, **choices: str | None) -> str:
    """The same as an address, for places where only HTML fits; ``ui/js/frame.js`` opens it without a reload."""
    choose = state.address_here if name == state.here() else state.address
    said = urlencode(choose(**choices), safe="/")
    return path(name) + (f"?{said}" if said else "")


def path(name: str) -> str:
    """Where a page lies on this server."""
    return "/" if name == HOME else f"/{name}"
