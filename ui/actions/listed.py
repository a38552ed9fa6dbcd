"""Every plan at a unit and below: filtered, with its steps done, its next deadline and its outcome; and as files."""

from __future__ import annotations

from collections import Counter
from datetime import date
from html import escape

import streamlit as st

from flows.plans import Plan
from flows.plans.states import DONE, PlanState, State
from report import cards, formats
from ui import actions, lost, state
from ui.actions import Asked
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href, link
from ui.table import download

STATES = ("", *PlanState)


def plans(visit: Visit, picked: Picked, found: Asked) -> None:
    """The list, what trouble there is first; or what is missing and the way out."""
    with st.container(key="box_plans"):
        alike = len(found.plans) > 1 and all(one.any_simulated for one in found.plans)
        said = actions.as_of(visit, picked, found)
        st.html(cards.heading(visit.lang, _finding(visit, picked, found), said, is_simulated=alike))
        if not found.plans:
            fix = visit.say("actions_page.none_add" if found.may else "actions_page.none_fix")
            st.html(f'<p class="m m-sub">{escape(fix)}</p>')
            if not found.may:
                link(visit, "watch", visit.say("actions_page.to_watch"))
            return
        shown = _filtered(visit, found)
        if not shown:
            fix = visit.say("actions_page.none_filtered_fix", number=formats.number(len(found.plans), visit.lang))
            st.html(cards.empty(visit.say("actions_page.none_filtered"), fix))
            link(visit, "actions", visit.say("actions_page.clear"), view=None, other=None)
            return
        items = "".join(_plan(visit, one, marked=not alike) for one in sorted(shown, key=_urgent))
        st.html(f'<ul class="m act-plans">{items}</ul>')
        _files(visit, picked, found, shown)


def _finding(visit: Visit, picked: Picked, found: Asked) -> str:
    every = len(found.plans)
    if not every:
        day = formats.day(found.on, visit.lang)
        return visit.say("actions_page.none", unit=picked.unit.name, day=day)
    late = sum(one.state is PlanState.OVERDUE for one in found.plans)
    if late:
        return visit.say("actions_page.finding_overdue", number=late, all=every)
    done = all(one.state is PlanState.DONE for one in found.plans)
    if every == 1:
        return visit.say("actions_page.finding_one_done" if done else "actions_page.finding_one")
    return visit.say("actions_page.finding_done" if done else "actions_page.finding_open", all=every)


def _filtered(visit: Visit, found: Asked) -> list[Plan]:
    """The plans that the two filters leave; the filters offer only what there is."""
    counts = Counter(one.state for one in found.plans)
    bodies: dict[str, str] = {one.body_vi: visit.either(one.body_vi, one.body_en) for one in found.plans}
    states = [one for one in STATES if not one or counts[PlanState(one)]]
    words = {one: visit.say(f"actions_state.{one or 'all'}") for one in states}
    named = {"": visit.say("actions_page.every_body")}
    named |= {one: bodies[one] for one in sorted(bodies, key=lambda one: formats.sort_key(bodies[one]))}
    view = lost.settle(visit, "view", visit.say("actions_page.filter_state"), words, "")
    body = lost.settle(visit, "other", visit.say("actions_page.filter_body"), named, "")
    if len(found.plans) > 1:
        left, right = st.columns(2)
        numbers = {one: counts[PlanState(one)] if one else len(found.plans) for one in states}
        left.selectbox(
            visit.say("actions_page.filter_state"),
            states,
            format_func=lambda one: visit.say("actions_page.with_count", name=words[one], number=numbers[one]),
            key=state.widget_key("view"),
            on_change=state.picked,
            args=("view",),
        )
        right.selectbox(
            visit.say("actions_page.filter_body"),
            list(named),
            format_func=named.__getitem__,
            key=state.widget_key("other"),
            on_change=state.picked,
            args=("other",),
        )
    return [one for one in found.plans if view in ("", one.state) and body in ("", one.body_vi)]


def _urgent(plan: Plan) -> tuple[int, date, str]:
    order = (PlanState.OVERDUE, PlanState.OPEN, PlanState.DONE)
    return order.index(plan.state), plan.next_due or date.max, plan.code


def _plan(visit: Visit, plan: Plan, *, marked: bool) -> str:
    """One plan: what and where at the left, how far at the right; ``marked`` unless the heading marks them all."""
    states = tuple(step.state for step in plan.steps)
    where = escape(href("actions", plan=plan.code))
    chip = cards.simulated(visit.lang) if marked and plan.any_simulated else ""
    before, after = actions.rating_words(visit, plan)
    facts = [
        actions.next_due(visit, plan),
        (visit.say("actions_page.outcome"), " → ".join(part for part in (before, after) if part)),
        (visit.say("actions_page.body"), visit.either(plan.body_vi, plan.body_en)),
    ]
    told = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    named = escape(actions.named(visit, plan.unit))
    return (
        f'<li class="{plan.state}"><div class="act-what"><div class="m-head"><h3 class="m-name">'
        f'<a href="{where}" target="_self">{named}</a></h3>{chip}</div>'
        f"<p>{escape(visit.either(plan.problem_vi, plan.problem_en))}</p>"
        f'<dl class="act-facts">{told}</dl></div>'
        f'<div class="act-far">{actions.badge(visit.say(f"actions_state.{plan.state}"), plan.state)}'
        f'{actions.bar(states)}<span class="m-sub">{escape(actions.progress_words(visit, states))}</span></div></li>'
    )


def _files(visit: Visit, picked: Picked, found: Asked, shown: list[Plan]) -> None:
    """The plans shown, and all their steps, as two files."""
    unit = picked.unit.code.replace("/", "-")
    with st.container(horizontal=True):
        for name, (heads, *rows) in (("plans", plan_rows(visit, shown)), ("steps", step_rows(visit, shown))):
            file = visit.say(f"actions_page.file_{name}", unit=unit, day=found.on.isoformat())
            download(visit, heads, rows, file, key=name, label=visit.say(f"actions_page.save_{name}"))


def plan_rows(visit: Visit, shown: list[Plan]) -> list[list[str]]:
    """The plans as a table with its headings: what is simulated says so in every row."""
    heads = ("code", "unit", "document", "decided_on", "body", "problem", "state")
    last = ("next_due", "year_before", "year_after", "mark")
    rows = [
        [visit.say(f"actions_page.{name}") for name in heads]
        + [visit.say(f"actions_state.{name}") for name in ("done", "overdue", "all")]
        + [visit.say(f"actions_page.{name}") for name in last]
    ]
    for plan in shown:
        late = sum(step.state is State.OVERDUE for step in plan.steps)
        rows.append(
            [
                plan.code,
                actions.named(visit, plan.unit),
                plan.document,
                plan.decided_on.isoformat(),
                visit.either(plan.body_vi, plan.body_en),
                visit.either(plan.problem_vi, plan.problem_en),
                visit.say(f"actions_state.{plan.state}"),
                *(str(number) for number in (plan.done, late, len(plan.steps))),
                plan.next_due.isoformat() if plan.next_due else "",
                *actions.rating_words(visit, plan),
                _kind(visit, plan.simulated, plan.any_simulated),
            ]
        )
    return rows


def step_rows(visit: Visit, shown: list[Plan]) -> list[list[str]]:
    """Every step of the plans as a table with its headings."""
    heads = ("code", "unit", "group", "measure", "body", "step", "due", "done_on", "state", "days", "evidence", "mark")
    rows = [[visit.say(f"actions_page.{name}") for name in heads]]
    for plan in shown:
        for measure in plan.measures:
            rows += [
                [
                    plan.code,
                    actions.named(visit, plan.unit),
                    str(measure.number),
                    visit.either(measure.name_vi, measure.name_en),
                    visit.either(measure.body_vi or plan.body_vi, measure.body_en or plan.body_en),
                    visit.either(step.text_vi, step.text_en),
                    step.due_on.isoformat() if step.due_on else "",
                    step.done_on.isoformat() if step.done_on and step.state in DONE else "",
                    visit.say(f"actions_state.{step.state}"),
                    str(step.days),
                    actions.evidence(visit, step),
                    visit.say("app.simulated") if step.simulated or plan.simulated else "",
                ]
                for step in measure.steps
            ]
    return rows


def _kind(visit: Visit, head: bool, some: bool) -> str:
    if head:
        return visit.say("app.simulated")
    return visit.say("actions_page.simulated_some") if some else ""
