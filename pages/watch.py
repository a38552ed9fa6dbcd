"""Cảnh báo: what has gone or may go wrong, why, since when, and what is planned."""

import streamlit as st

from report import cards
from ui.enter import Role, enter

visit = enter(Role.GUEST)

st.html(cards.heading(visit.lang, visit.say("watch_page.title"), level=1))
