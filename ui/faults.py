"""What must not happen, caught in one place: logged with a number, told in words, and what was kept."""

from __future__ import annotations

import logging
from secrets import token_hex

import streamlit as st

from report import text
from ui import state

log = logging.getLogger("moc")


def show(fault: Exception) -> bool:
    """Log the fault and put words in place of the page; the number ties the two together."""
    code = token_hex(3).upper()
    log.error("fault %s", code, exc_info=fault)
    lang = state.wanted("lang") or text.LANGUAGES[0]
    if lang not in text.LANGUAGES:
        lang = text.LANGUAGES[0]
    st.html(
        f'<div class="m m-empty moc-closed" role="alert"><h1 class="m-title">{text.say(lang, "app.error")}</h1>'
        f"<p>{text.say(lang, 'app.error_kept', code=code)}</p>"
        f'<a class="moc-button moc-primary" href="/" target="_self">{text.say(lang, "app.back_home")}</a></div>'
    )
    return True
