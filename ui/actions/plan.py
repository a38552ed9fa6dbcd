"""One plan: its problem, what was published, its measures with their steps, its outcome, and who changed what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from db.submissions import HANOI
from flows.plans import Measure, Plan, Step
from flows.plans.edit import Change, history
from flows.plans.states import DONE
from flows.plans.withdrawn import withdrawn_at
from report import cards, formats
from report.text import has
from ui import actions, headlines
from ui.actions import Asked
from ui.actions.table import grouped
from ui.actions.table import head as group_head
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import link

SHOWN = 5
"""Changes that stand open; the earlier ones are one click away."""

NAMES = {
    "plan": "problem",
    "measure": "measure",
    "step": "step",
    "finding": "finding",
    "recommendation": "recommendation",
}


def back(visit: Visit) -> None:
    """The way to all plans."""
    link(visit, "actions", f"← {visit.say('actions_page.all_plans')}", plan=None)


def head(visit: Visit, picked: Picked, plan: Plan, found: Asked) -> None:
    """What is wrong at the unit, what was published of the plan, how far it is and what came of it."""
    states = tuple(step.state for step in plan.steps)
    before, after = actions.rating_words(visit, plan)
    left, right = st.columns([2, 1])
    with left, st.container(key="box_plan"):
        st.html(cards.heading(visit.lang, visit.say("actions_page.problem")))
        st.html(f'<p class="m">{escape(visit.either(plan.problem_vi, plan.problem_en))}</p>')
        key = "facts" if plan.origin else "facts_sim"
        st.html(f'<div class="m"><h3 class="m-name">{escape(visit.say(f"actions_page.{key}"))}</h3></div>')
        st.html(_facts(_published(visit, plan)))
        if plan.origin:
            day = formats.day(plan.origin.published_on, visit.lang)
            told = visit.say("actions_page.source", publisher=plan.origin.publisher, title=plan.origin.title, day=day)
            st.html(f'<p class="m m-note">{escape(told)}</p>')
        note = visit.either(plan.note_vi, plan.note_en)
        if note:
            st.html(f'<p class="m m-note">{escape(note)}</p>')
    with right, st.container(key="box_far"):
        some = plan.any_simulated
        words = actions.progress_words(visit, states)
        st.html(cards.heading(visit.lang, words, actions.as_of(visit, picked, found), is_simulated=some))
        st.html(f'<div class="m">{actions.bar(states)}</div>')
        rows = [actions.next_due(visit, plan)]
        rows.append((visit.say("actions_page.outcome"), " → ".join(part for part in (before, after) if part)))
        st.html(_facts(rows))


def _published(visit: Visit, plan: Plan) -> list[tuple[str, str]]:
    rows = [(visit.say("actions_page.document"), plan.document)] if plan.document else []
    rows.append((visit.say("actions_page.decided_on"), formats.day(plan.decided_on, visit.lang)))
    rows.append((visit.say("actions_page.body"), visit.either(plan.body_vi, plan.body_en)))
    if plan.groups is not None:
        rows.append((visit.say("actions_page.groups"), formats.number(plan.groups, visit.lang)))
    if plan.task_force is not None:
        number = formats.number(plan.task_force, visit.lang)
        rows.append((visit.say("actions_page.task_force"), visit.say("actions_page.task_force_of", number=number)))
    return rows


def _facts(rows: list[tuple[str, str]]) -> str:
    told = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    return f'<dl class="m act-facts">{told}</dl>'


def measures(visit: Visit, plan: Plan) -> None:
    """The measures by their groups, each with its body and its steps."""
    with st.container(key="box_measures"):
        st.html(cards.heading(visit.lang, visit.say("actions_page.measures")))
        if not plan.measures:
            st.html(f'<p class="m m-sub">{escape(visit.say("actions_page.measures_none"))}</p>')
            return
        heads = [visit.say(f"actions_page.{key}") for key in ("step", "due", "done_on", "state", "evidence")]
        none = visit.say("actions_page.steps_none")
        groups = [
            (_measure(visit, plan, one), [_step(visit, step) for step in one.steps], none) for one in plan.measures
        ]
        st.html(grouped(heads, groups, look="act-due"))


def _measure(visit: Visit, plan: Plan, measure: Measure) -> str:
    chip = cards.simulated(visit.lang) if measure.simulated or plan.simulated else ""
    named = f"{measure.number}. {visit.either(measure.name_vi, measure.name_en)}"
    body = visit.either(measure.body_vi or plan.body_vi, measure.body_en or plan.body_en)
    return group_head(named, chip=chip, below=escape(body), text=visit.either(measure.text_vi, measure.text_en))


def _step(visit: Visit, step: Step) -> list[str]:
    known = step.state in DONE or step.done_on is None
    text = visit.either(step.text_vi, step.text_en)
    if step.whole is not None and known:
        text = visit.say("actions_page.counted", text=text, part=step.part, whole=step.whole)
    return [
        escape(actions.marked(visit, text, step.simulated)),
        escape(actions.day_or(visit, step.due_on, "actions_page.no_due")),
        escape(formats.day(step.done_on, visit.lang)) if step.done_on and step.state in DONE else "",
        actions.badge(actions.state_words(visit, step.state, step.days), step.state),
        escape(actions.evidence(visit, step)),
    ]


def changes(visit: Visit, plan: Plan, found: Asked) -> None:
    """Who changed what of the plan, the newest first."""
    every = ask(visit, history, "plan", plan.id)
    with st.container(key="box_changes"):
        st.html(cards.heading(visit.lang, visit.say("actions_page.history")))
        if not every:
            st.html(f'<p class="m m-sub">{escape(visit.say("actions_page.history_none"))}</p>')
            return
        texts = {("step", step.id): visit.either(step.text_vi, step.text_en) for step in plan.steps}
        texts |= {("measure", one.id): visit.either(one.name_vi, one.name_en) for one in plan.measures}
        gone = ask(visit, withdrawn_at, unit=plan.unit.code, on=found.on)
        texts |= {(one.what, one.id): visit.either(one.text_vi, one.text_en) for one in gone}
        st.html(_lines(visit, every[:SHOWN], texts))
        if every[SHOWN:]:
            number = formats.number(len(every) - SHOWN, visit.lang)
            with st.expander(visit.say("actions_page.history_more", number=number)):
                st.html(_lines(visit, every[SHOWN:], texts))


def _lines(visit: Visit, every: tuple[Change, ...], texts: Mapping[tuple[str, int], str]) -> str:
    items = "".join(
        f"<li>{'<br>'.join(escape(line) for line in change_words(visit, one, texts))}"
        f'<br><span class="m-note">{escape(_by(visit, one))}</span></li>'
        for one in every
    )
    return f'<div class="m"><ul class="m-lines">{items}</ul></div>'


def change_words(visit: Visit, one: Change, texts: Mapping[tuple[str, int], str]) -> list[str]:
    """A change in words: what was added, or each field with what stood before."""
    kind = visit.say(f"actions_page.{NAMES[one.what]}")
    named = texts.get((one.what, one.id))
    what = f"{kind} “{named}”" if named and one.what != "plan" else kind
    if not one.before:
        return [visit.say("actions_page.added", what=what[:1].lower() + what[1:])]
    if "withdrawn" in one.after:
        reason = one.after["withdrawn"]
        what = visit.say("actions_page.plan") if one.what == "plan" else what
        return [visit.say(f"actions_page.{'withdrew' if reason else 'put_back'}", what=what, reason=reason)]
    return [
        visit.say(
            "actions_page.changed",
            what=what,
            field=_field(visit, name),
            before=_value(visit, value),
            after=_value(visit, one.after[name]),
        )
        for name, value in one.before.items()
        if value or one.after[name]
    ]


def _field(visit: Visit, column: str) -> str:
    name = column.removesuffix("_vi").removesuffix("_en")
    if name == "body":
        return visit.say("actions_page.body").lower()
    return visit.say(f"actions_field.{name}").lower() if has(visit.lang, f"actions_field.{name}") else name


def _value(visit: Visit, value: Any) -> str:
    if value in ("", None):
        return visit.say("actions_page.blank")
    try:
        return formats.day(date.fromisoformat(str(value)), visit.lang)
    except ValueError:
        return str(value)


def _by(visit: Visit, one: Change) -> str:
    when = one.at.astimezone(HANOI)
    day = f"{formats.day(when.date(), visit.lang)} {when:%H:%M}"
    return visit.say("actions_page.by", day=day, account=headlines.handed_in_by(visit, one.account))
