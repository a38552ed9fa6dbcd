"""Phương pháp: every rule in words and formula, the terms, and a calculator that judges by hand."""

import streamlit as st

from report import cards
from ui import method
from ui.enter import Role, enter
from ui.method import calculator

visit = enter(Role.GUEST)

st.html(cards.heading(visit.lang, visit.say("page.method"), visit.say("method.intro"), level=1))
method.live(visit)
method.verdicts(visit)
method.rules(visit)
calculator.calculator(visit)
method.shapes(visit)
method.lists(visit)
method.watched(visit)
method.glossary(visit)
