"""Findings of inspections: what was found, what was recommended to which body, and what came of it."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows.findings import Finding, Recommendation
from flows.plan_states import DONE
from report import cards, formats
from ui import actions
from ui.actions import Asked
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href
from ui.table import as_csv
from ui.unit_names import placed


def findings(visit: Visit, picked: Picked, found: Asked) -> None:
    """The findings at what the page shows, the newest first, each with its recommendations."""
    with st.container(key="box_findings"):
        title, sub = visit.say("actions_page.findings"), visit.say("actions_page.findings_sub")
        st.html(cards.heading(visit.lang, title, sub))
        if not found.findings:
            day = formats.day(found.on, visit.lang)
            st.html(f'<p class="m m-sub">{escape(visit.say("actions_page.findings_none", day=day))}</p>')
            return
        codes = {plan.id: plan.code for plan in found.plans}
        for one in found.findings:
            where = None if found.plan or one.plan not in codes else href("actions", plan=codes[one.plan])
            st.html(_finding(visit, one, where))
        rows = _rows(visit, found.findings)
        st.download_button(
            visit.say("actions_page.save_findings"),
            as_csv(rows[0], rows[1:]),
            visit.say("actions_page.file_findings", unit=picked.unit.code.replace("/", "-"), day=found.on.isoformat()),
            "text/csv",
            key="save_findings",
            on_click="ignore",
        )


def _finding(visit: Visit, one: Finding, where: str | None) -> str:
    chip = cards.simulated(visit.lang) if one.simulated else ""
    day = formats.day(one.found_on, visit.lang)
    by = visit.say("actions_page.found_on", body=visit.either(one.body_vi, one.body_en), day=day)
    by = f"{by}, {one.document}" if one.document else by
    link = (
        f' · <a href="{escape(where)}" target="_self">{escape(visit.say("actions_page.of_plan"))}</a>' if where else ""
    )
    return (
        f'<section class="m act-measure"><div class="m-head"><h3 class="m-name">{escape(placed(visit, one.unit))}</h3>'
        f'{chip}</div><p class="m-sub">{escape(by)}{link}</p><p>{escape(visit.either(one.text_vi, one.text_en))}</p>'
        f"{_recommendations(visit, one.recommendations)}</section>"
    )


def _recommendations(visit: Visit, every: tuple[Recommendation, ...]) -> str:
    if not every:
        return f'<p class="m-sub">{escape(visit.say("actions_page.recommendations_none"))}</p>'
    heads = [visit.say(f"actions_page.{key}") for key in ("recommendation", "to_body", "due", "state", "follow_up")]
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = ""
    for one in every:
        cells = [
            escape(actions.marked(visit, visit.either(one.text_vi, one.text_en), one.simulated)),
            escape(visit.either(one.body_vi, one.body_en)),
            escape(actions.day_or(visit, one.due_on, "actions_page.no_due")),
            actions.badge(actions.state_words(visit, one.state, one.days), one.state),
            escape(_follow_up(visit, one)),
        ]
        told = "".join(f'<td data-head="{escape(head)}">{cell}</td>' for head, cell in zip(heads, cells, strict=True))
        body += f"<tr>{told}</tr>"
    return f'<table class="m-table m-stacked act-steps"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _follow_up(visit: Visit, one: Recommendation) -> str:
    if one.done_on is not None and one.state not in DONE:
        return ""
    return visit.either(one.follow_up_vi, one.follow_up_en)


def _rows(visit: Visit, every: tuple[Finding, ...]) -> list[list[str]]:
    heads = ("code", "unit", "found", "inspected_by", "finding", "recommendation", "to_body", "due", "done_on")
    rows = [[visit.say(f"actions_page.{name}") for name in (*heads, "state", "days", "follow_up", "mark")]]
    for one in every:
        rows += [
            [
                one.code,
                placed(visit, one.unit),
                one.found_on.isoformat(),
                visit.either(one.body_vi, one.body_en),
                visit.either(one.text_vi, one.text_en),
                visit.either(asked.text_vi, asked.text_en),
                visit.either(asked.body_vi, asked.body_en),
                asked.due_on.isoformat() if asked.due_on else "",
                asked.done_on.isoformat() if asked.done_on and asked.state in DONE else "",
                visit.say(f"actions_state.{asked.state}"),
                str(asked.days),
                _follow_up(visit, asked),
                visit.say("app.simulated") if one.simulated or asked.simulated else "",
            ]
            for asked in one.recommendations
        ]
    return rows
