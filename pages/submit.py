"""Nộp số liệu: hand in a file or fill in, see how it was understood, answer, look, accept; and what came before."""

import streamlit as st

from report import cards
from ui import asked, checks, effect, handed, submissions, submit
from ui.enter import Role, enter

visit = enter(Role.STAFF)

st.html(cards.heading(visit.lang, visit.say("page.submit"), visit.say("submit_page.step_choose"), level=1))
chosen = submit.choose(visit)
if chosen is not None:
    unit, period = chosen
    if not effect.receipt(visit):
        file = handed.hand_in(visit, unit, period)
        found = None if file is None else handed.examined(visit, file, unit, period)
        if found is not None:
            asked.questions(visit, found)
            checks.problems(visit, found)
            asked.understood(visit, found)
            if found.acceptable:
                effect.preview(visit, found)
                effect.decide(visit, found)
    submissions.undone(visit)
    submissions.listed(visit, unit)
    submissions.figure(visit, unit, period)
