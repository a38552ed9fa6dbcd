"""What is to be done next with the file that was handed in, in one sentence and a few steps."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows.submit.examined import Examined
from intake.problems import Level
from report import formats
from ui.enter import Visit
from ui.submit.handed import Handed


def next_step(visit: Visit, found: Examined, file: Handed) -> None:
    """Says where the file stands, above everything that was found in it."""
    title, steps = _standing(visit, found, file)
    lines = "".join(f"<li><span>{escape(each)}</span></li>" for each in steps)
    with st.container(key="box_next"):
        st.html(
            f'<div class="m moc-next" role="status"><h2 class="m-title">{escape(title)}</h2>'
            f"{f'<ol>{lines}</ol>' if steps else ''}</div>"
        )


def _standing(visit: Visit, found: Examined, file: Handed) -> tuple[str, list[str]]:
    """A title and what to do, in order."""

    def step(name: str, number: int = 0) -> str:
        return visit.say(f"submit_page.next_{name}", number=formats.number(number, visit.lang))

    errors = sum(1 for each in found.problems if each.level is Level.ERROR)
    if not found.acceptable:
        if not found.clean.tables:
            return step("unread"), [step("unread_do")]
        asked = [step("answer", len(found.questions))] if found.questions else []
        mend = [step("mend_grid" if file.grid else "mend", errors)] if errors else []
        return step("not_yet"), [*asked, *mend]
    if not found.counts.moved:
        return step("same"), []
    reasons = len(found.to_confirm)
    why = [step("confirm", reasons)] if reasons else []
    correct = [step("reason", found.counts.changed)] if found.counts.changed else []
    return step("ready"), [step("look", found.counts.moved), *why, *correct, step("accept")]
