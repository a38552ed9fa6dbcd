"""Củng cố: plans for weak units, findings and what came of them."""

import streamlit as st

from report import cards
from ui.enter import Role, enter

visit = enter(Role.GUEST)

st.html(cards.heading(visit.lang, visit.say("actions_page.title"), level=1))
