"""Nộp số liệu: take the form, fill it in, see what it would change, accept it whole; and what was handed in."""

import streamlit as st

from report import cards
from ui import submit
from ui.enter import Role, enter

visit = enter(Role.STAFF)

st.html(cards.heading(visit.lang, visit.say("page.submit"), visit.say("submit_page.step_choose"), level=1))
chosen = submit.choose(visit)
if chosen is not None:
    unit, period = chosen
    if not submit.receipt(visit):
        submit.template(visit, unit, period)
        found = submit.examined(visit, unit, period)
        if found is not None:
            submit.problems(visit, found)
            if found.acceptable:
                submit.preview(visit, found)
                submit.decide(visit, found)
    submit.history(visit, unit)
