"""Findings of inspections: what was found, what was recommended to which body, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from flows.plans.findings import Finding, Recommendation
from flows.plans.states import DONE
from report import cards, formats
from ui import actions
from ui.actions import Asked
from ui.actions.table import grouped
from ui.actions.table import head as group_head
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href
from ui.table import download


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
        heads = [visit.say(f"actions_page.{key}") for key in ("recommendation", "to_body", "due", "state", "follow_up")]
        none = visit.say("actions_page.recommendations_none")
        st.html(
            grouped(
                heads,
                [
                    (_finding(visit, one, _plan_of(one, found, codes)), _asked(visit, one), none)
                    for one in found.findings
                ],
                look="act-asks",
            )
        )
        heads, *rows = _rows(visit, found.findings)
        name = visit.say(
            "actions_page.file_findings", unit=picked.unit.code.replace("/", "-"), day=found.on.isoformat()
        )
        download(visit, heads, rows, name, key="findings", label=visit.say("actions_page.save_findings"))


def _plan_of(one: Finding, found: Asked, codes: Mapping[int, str]) -> str | None:
    """Where the plan of a finding stands, unless it is the one that is open."""
    code = codes.get(one.plan or 0)
    return None if found.plan or code is None else href("actions", plan=code)


def _finding(visit: Visit, one: Finding, where: str | None) -> str:
    chip = cards.simulated(visit.lang) if one.simulated else ""
    day = formats.day(one.found_on, visit.lang)
    by = visit.say("actions_page.found_on", body=visit.either(one.body_vi, one.body_en), day=day)
    facts = escape(f"{by}, {one.document}" if one.document else by)
    if where:
        facts += f' · <a href="{escape(where)}" target="_self">{escape(visit.say("actions_page.of_plan"))}</a>'
    title = actions.named(visit, one.unit)
    return group_head(title, chip=chip, below=facts, text=visit.either(one.text_vi, one.text_en))


def _asked(visit: Visit, finding: Finding) -> list[list[str]]:
    """The recommendations of a finding; simulated ones say so unless their finding's head does."""
    return [
        [
            escape(
                actions.marked(visit, visit.either(one.text_vi, one.text_en), one.simulated and not finding.simulated)
            ),
            escape(visit.either(one.body_vi, one.body_en)),
            escape(actions.day_or(visit, one.due_on, "actions_page.no_due")),
            actions.badge(actions.state_words(visit, one.state, one.days), one.state),
            escape(_follow_up(visit, one)),
        ]
        for one in finding.recommendations
    ]


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
                actions.named(visit, one.unit),
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
