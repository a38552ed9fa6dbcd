"""The line under a page: on paper it says where the page comes from; on screen it only holds the whole address."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from db.submissions import HANOI
from report import formats
from ui import state
from ui.enter import Visit
from ui.places import HOME, href


def foot(visit: Visit, title: str) -> None:
    """The address with every choice written out, defaults too: what it opens stays the same when newer figures come."""
    address = escape(href(state.here() or HOME, q=None))
    day = formats.day(datetime.now(HANOI).date(), visit.lang)
    said = [visit.say("app.name"), title, state.wanted("resolution") or "", visit.say("app.printed", day=day)]
    line = " · ".join(part for part in said if part)
    mark = f'<span class="moc-mark">{escape(visit.say("app.demo"))}</span>' if visit.home.settings.demo else ""
    st.html(
        f'<footer class="moc-page-foot" data-moc-address="{address}">'
        f"<span>{escape(line)}</span>"
        f'<span class="moc-where">{address}</span>{mark}</footer>'
    )
    st.html(f"<style>{_margins(line)}</style>")


def _margins(line: str) -> str:
    """The same line in the margin of every sheet, with its number, where the browser prints such margins."""
    text = "".join(f"\\{ord(letter):x} " if letter in '"\\<>\n' else letter for letter in line)
    small = "font-size:9pt"
    return (
        f'@page{{@bottom-left{{content:"{text}";{small}}}'
        f'@bottom-right{{content:counter(page) "/" counter(pages);{small}}}}}'
    )
