"""The main script: who is asking, the frame around every page, and the only way into the pages."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402  the root must be importable first

from ui import sign_in, state  # noqa: E402
from ui.components import foot, waiting  # noqa: E402
from ui.components.sidebar import sidebar  # noqa: E402
from ui.enter import Role, Visit, identify, may_enter  # noqa: E402
from ui.places import HOME, NAMES, SIGN_IN, place  # noqa: E402
from ui.tab import name_tab  # noqa: E402


def main() -> None:
    """Draw the frame and run the page that the address names."""
    state.begin()
    visit = identify()
    open_to = may_enter(visit, Role.GUEST)
    # the navigation is drawn by ui/components/nav.py: Streamlit's own links would drop the choices of the address
    page = st.navigation(_pages(visit), position="hidden")
    state.on_page(page.url_path or HOME)
    st.set_page_config(
        page_icon=str(ROOT / "ui" / "static" / "moc.svg"),
        layout="wide",
        initial_sidebar_state="expanded" if state.given("q") else "auto",
    )
    name_tab(visit, page.title)
    sidebar(visit, is_open=open_to)
    waiting.skeleton(visit)
    page.run()
    if open_to:
        foot.foot(visit, page.title)


def _pages(visit: Visit) -> list[st.Page]:
    """The pages this visitor may open; unsigned outside demo mode the sign-in alone."""
    words = visit.say("nav.sign_in")
    door = st.Page(sign_in.page, title=words, url_path=SIGN_IN)
    if may_enter(visit, Role.GUEST):
        return [*(place(visit, name) for name in NAMES), door]
    closed = [st.Page(sign_in.page, title=words, url_path=name) for name in NAMES if name != HOME]
    return [st.Page(sign_in.page, title=words, default=True, url_path="home"), door, *closed]


main()
