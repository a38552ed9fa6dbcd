"""What the browser's tab says: the page and the resolution it speaks of, in the visitor's language."""

from __future__ import annotations

import streamlit as st

from ui import state
from ui.enter import Visit

_PAGE = "tab"


def name_tab(visit: Visit, page: str, resolution: str | None = None) -> None:
    """Name the tab after a page, and the resolution once it is known: so the tab's history tells views apart."""
    state.remember(_PAGE, page)
    said = page if resolution is None else visit.say("app.tab", page=page, resolution=resolution)
    st.set_page_config(page_title=visit.say("app.tab_of", page=said, name=visit.say("app.name")))


def name_tab_of(visit: Visit, resolution: str) -> None:
    """The same for the page that is being drawn."""
    page = state.recall(_PAGE)
    if isinstance(page, str):
        name_tab(visit, page, resolution)
