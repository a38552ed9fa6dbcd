"""Phương pháp: every rule in words and formula, the terms, and a calculator that judges by hand."""

import streamlit as st

from report import cards
from ui import calculator, method
from ui.enter import Role, enter

visit = enter(Role.GUEST)

st.html(cards.heading(visit.lang, visit.say("page.method"), visit.say("method.intro"), level=1))
method.live(visit)
wide, narrow = st.columns([2, 1])
with wide:
    method.shapes(visit)
    method.verdicts(visit)
with narrow:
    calculator.calculator(visit)
    method.rules(visit)
method.glossary(visit)
