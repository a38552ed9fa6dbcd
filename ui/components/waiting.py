"""What stands where cards and charts will, until they come: grey blocks of their size.

The stylesheet shows them only while the script runs, after a moment, and only as long as little of the page has come;
so a page that answers at once never shows them, and no page has to put them up or take them down.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from ui.enter import Visit

BLOCKS = '<div class="moc-blocks" aria-hidden="true"><i></i><i></i><i></i><i></i><i></i></div>'


FIRST = f'<div class="moc-first" aria-hidden="true"><b></b><div>{BLOCKS}</div></div>'
"""The same with a sidebar, for the moments before Streamlit itself has arrived; it takes their place."""


def skeleton(visit: Visit) -> None:
    """The blocks, with the word for those who do not see them."""
    st.html(f'<div class="moc-waiting"><span class="m-alt">{escape(visit.say("app.loading"))}</span>{BLOCKS}</div>')
