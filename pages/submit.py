"""Nộp số liệu: hand in a file or fill in, see how it was understood, answer, look, accept; and what came before."""

import streamlit as st

from report import cards
from ui import submit
from ui.enter import Role, enter
from ui.submit import asked, checks, effect, handed, submissions
from ui.submit.next_step import next_step

visit = enter(Role.STAFF)

st.html(cards.heading(visit.lang, visit.say("page.submit"), level=1))
chosen = submit.choose(visit)
if chosen is not None:
    unit, period = chosen
    found = None
    if not effect.receipt(visit):
        file = handed.hand_in(visit, unit, period)
        found = None if file is None else handed.examined(visit, file, unit, period)
        if file is not None and found is not None:
            next_step(visit, found, file)
            asked.questions(visit, found)
            checks.problems(visit, found, file)
            asked.understood(visit, found, file)
            if found.acceptable:
                effect.preview(visit, found)
                effect.decide(visit, found, file)
    submissions.undone(visit)
    submissions.listed(visit, unit, folded=found is not None)
    submissions.figure(visit, unit, period, folded=found is not None)
