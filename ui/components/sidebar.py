"""What stands beside every page: the name, the search, the ways to other pages, the language, who is signed in."""

from __future__ import annotations

from html import escape

import streamlit as st

from report import text
from ui import search, state
from ui.components.nav import nav
from ui.enter import Visit
from ui.places import SIGN_IN, href
from ui.sign_in import sign_out_form


def sidebar(visit: Visit, *, is_open: bool) -> None:
    """Search and navigation where the visitor may see a page, language and account always.

    Also tells the browser which language the page now speaks: Streamlit leaves ``lang`` as it was when the page loaded.
    """
    with st.sidebar:
        st.html(f'<p class="moc-tagline">{escape(visit.say("app.tagline"))}</p>')
        if is_open:
            search.box(visit)
            st.html(nav(visit))
        with st.container(key="moc_foot"):
            if is_open:
                st.html(_actions(visit))
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
    if is_open:
        st.html(_phone(visit))
    st.html(f"<script>document.documentElement.lang='{visit.lang}'</script>", unsafe_allow_javascript=True)


def _phone(visit: Visit) -> str:
    """On a phone the sidebar is folded away: the search has a button at the top, beside the one that unfolds it."""
    label = escape(visit.say("search.label"))
    return f'<button type="button" class="moc-phone" data-moc="search" aria-label="{label}"></button>'


def _actions(visit: Visit) -> str:
    """What can be done with the view as it is; ``ui/js/frame.js`` does it."""
    copy, done, paper = (escape(visit.say(f"app.{key}")) for key in ("copy", "copied", "print"))
    return (
        f'<div class="moc-actions"><button type="button" data-moc="copy" data-done="{done}">{copy}</button>'
        f'<button type="button" data-moc="print">{paper}</button></div>'
    )


def _account(visit: Visit) -> str:
    if visit.account is None:
        link = f'<a class="moc-link" href="{escape(href(SIGN_IN))}" target="_self">{visit.say("nav.sign_in")}</a>'
        words = visit.say("account.guest") if visit.home.settings.demo else ""
        return f'<div class="moc-who"><span>{words}</span>{link if words else ""}</div>'
    role = visit.say(f"account.{visit.account.role}")
    return f'<div class="moc-who"><span><b>{escape(visit.account.name)}</b> · {role}</span>{sign_out_form(visit)}</div>'
