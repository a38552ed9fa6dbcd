"""What stands beside every page: the name, the language, who is signed in."""

from __future__ import annotations

from html import escape

import streamlit as st

from report import text
from ui import state
from ui.enter import Visit
from ui.sign_in import PAGE, sign_out_form


def sidebar(visit: Visit) -> None:
    """Language switch and account; also tells the browser which language the page now speaks."""
    with st.sidebar, st.container(key="moc_foot"):
        st.segmented_control(
            visit.say("picker.language"),
            text.LANGUAGES,
            format_func=lambda lang: visit.say(f"app.{lang}"),
            key=state.widget_key("lang"),
            on_change=state.picked,
            args=("lang",),
            required=True,
            label_visibility="collapsed",
        )
        st.html(_account(visit))
    st.html(f"<script>document.documentElement.lang='{visit.lang}'</script>", unsafe_allow_javascript=True)


def _account(visit: Visit) -> str:
    if visit.account is None:
        where = f'<a class="moc-link" href="/{PAGE}" target="_self">{visit.say("nav.sign_in")}</a>'
        words = visit.say("account.guest") if visit.home.settings.demo else ""
        return f'<div class="moc-who"><span>{words}</span>{where if words else ""}</div>'
    role = visit.say(f"account.{visit.account.role}")
    return f'<div class="moc-who"><span><b>{escape(visit.account.name)}</b> · {role}</span>{sign_out_form(visit)}</div>'
