"""The main script: who is asking, the frame around every page, and the only way into the pages."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402  the root must be importable first

from ui import sign_in  # noqa: E402
from ui.components.sidebar import sidebar  # noqa: E402
from ui.enter import Role, Visit, identify, may_enter  # noqa: E402
from ui.places import HOME, place  # noqa: E402

PAGES = {
    "nav.follow": ("overview", "goal", "unit", "compare", "watch", "actions"),
    "nav.data": ("submit", "quality"),
    "nav.system": ("method",),
}


def main() -> None:
    """Draw the frame and run the page that the address names."""
    st.set_page_config(page_title="Mốc", page_icon=str(ROOT / "ui" / "static" / "moc.svg"), layout="wide")
    visit = identify()
    open_to = may_enter(visit, Role.GUEST)
    page = st.navigation(_pages(visit), position="sidebar" if open_to else "hidden", expanded=True)
    sidebar(visit)
    page.run()


def _pages(visit: Visit) -> dict[str, list]:
    """The pages this visitor may open, by group; unsigned outside demo mode the sign-in alone."""
    words = visit.say("nav.sign_in")
    door = st.Page(sign_in.page, title=words, url_path=sign_in.PAGE)
    if not may_enter(visit, Role.GUEST):
        names = [name for group in PAGES.values() for name in group if name != HOME]
        closed = [st.Page(sign_in.page, title=words, url_path=name) for name in names]
        return {"": [st.Page(sign_in.page, title=words, default=True, url_path="home"), door, *closed]}
    groups = {visit.say(group): [place(visit, name) for name in names] for group, names in PAGES.items()}
    if visit.account is None:
        groups[visit.say("nav.system")].append(door)
    return groups


main()
