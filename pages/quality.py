"""Chất lượng số liệu: who has reported, what does not fit, and whom to remind."""

import streamlit as st

from report import cards
from ui.enter import Role, enter

visit = enter(Role.GUEST)

st.html(cards.heading(visit.lang, visit.say("quality_page.title"), level=1))
