"""So sánh: units and goals side by side."""

import streamlit as st

from report import cards
from ui.enter import Role, enter

visit = enter(Role.GUEST)

st.html(cards.heading(visit.lang, visit.say("compare_page.title"), level=1))
