"""What whoever is in charge of a unit may write: plans, measures, steps with their evidence, findings, follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from flows.plans import Plan, Step, edit
from flows.plans.findings import Finding, Recommendation
from flows.plans.states import DONE
from report import cards, formats
from ui import actions
from ui.actions import Asked, withdraw
from ui.actions import form as actions_form
from ui.enter import Visit
from ui.pickers import Picked

Thing = TypeVar("Thing")

PLAN = ("problem", "body", "document", "decided_on", "rated_year")
MEASURE = ("number", "name", "text", "body")
STEP = ("text", "due_on", "whole")
REPORT = ("done_on", "evidence", "part", "whole", "text", "due_on")
FINDING = ("text", "body", "document", "found_on")
RECOMMENDATION = ("text", "body", "due_on")
FOLLOW_UP = ("done_on", "follow_up", "text", "body", "due_on")


def of_unit(visit: Visit, picked: Picked, found: Asked) -> None:
    """Forms that begin something at the chosen unit, and follow-ups of what was found there."""
    if not found.may:
        return
    unit = picked.unit.name
    with st.container(key="box_edit"):
        _title(visit)
        write = _adds(visit, found, "plan", picked.unit.code)
        _folded(visit, "add_plan", visit.say("actions_form.add_plan", unit=unit), "plan", PLAN, write)
        _finding(visit, found, picked.unit.code, unit, None)
        withdraw.forms(visit, picked.unit.code, found)


def of_plan(visit: Visit, plan: Plan, found: Asked) -> None:
    """Forms about the plan that is open: a step's progress first."""
    if not found.may:
        return
    with st.container(key="box_edit"):
        _title(visit)
        _report(visit, plan, found)
        _add_step(visit, plan, found)
        write = _adds(visit, found, "measure", owner=plan.id)
        _folded(visit, f"add_measure_{plan.id}", visit.say("actions_form.add_measure"), "measure", MEASURE, write)
        seen = _texts(visit, plan, PLAN)
        write = _changes(visit, found, "plan", plan.id, visit.say("actions_page.problem"))
        label = visit.say("actions_form.change_plan")
        _folded(visit, f"plan_{plan.id}", label, "plan", PLAN, write, version=plan.version, seen=seen)
        _finding(visit, found, plan.unit.code, actions.named(visit, plan.unit), plan.id)
        withdraw.forms(visit, plan.unit.code, found)


def _title(visit: Visit) -> None:
    note = visit.say("actions_form.note")
    st.html(cards.heading(visit.lang, visit.say("actions_form.title"), note))


def _report(visit: Visit, plan: Plan, found: Asked) -> None:
    """Progress of one step: the nearest deadline stands first, what is done last."""
    steps = sorted(plan.steps, key=lambda one: (one.state in DONE, one.due_on or date.max, one.id))
    if not steps:
        return
    names = [f"report_{one.id}" for one in steps]
    open_ = any(actions_form.has_draft(name) for name in names)
    with st.expander(visit.say("actions_form.update_step"), expanded=open_):
        step = _chosen(visit, "which_step", f"which_step_{plan.id}", steps, partial(_step_name, visit))
        text = visit.either(step.text_vi, step.text_en)
        actions_form.form(
            visit,
            f"report_{step.id}",
            "step",
            REPORT,
            _changes(visit, found, "step", step.id, text),
            version=step.version,
            seen=_texts(visit, step, REPORT),
        )


def _add_step(visit: Visit, plan: Plan, found: Asked) -> None:
    if not plan.measures:
        return
    open_ = any(actions_form.has_draft(f"add_step_{one.id}") for one in plan.measures)
    with st.expander(visit.say("actions_form.add_step"), expanded=open_):
        measure = _chosen(
            visit,
            "which_measure",
            f"which_measure_{plan.id}",
            list(plan.measures),
            lambda one: f"{one.number}. {visit.either(one.name_vi, one.name_en)}",
        )
        write = _adds(visit, found, "step", owner=measure.id)
        actions_form.form(visit, f"add_step_{measure.id}", "step", ("text", "due_on"), write)


def _finding(visit: Visit, found: Asked, unit: str, name: str, plan: int | None) -> None:
    """A new finding; a recommendation of one; what came of a recommendation."""
    key = unit.replace("/", "_")
    label = visit.say("actions_form.add_finding", unit=name)
    write = _adds(visit, found, "finding", unit, plan=plan)
    _folded(visit, f"add_finding_{key}", label, "finding", FINDING, write)
    if not found.findings:
        return
    open_ = any(actions_form.has_draft(f"add_recommendation_{one.id}") for one in found.findings)
    with st.expander(visit.say("actions_form.add_recommendation"), expanded=open_):
        about = _chosen(visit, "which_finding", f"which_finding_{key}", list(found.findings), partial(_found, visit))
        write = _adds(visit, found, "recommendation", owner=about.id)
        actions_form.form(visit, f"add_recommendation_{about.id}", "recommendation", RECOMMENDATION, write)
    every = [one for finding in found.findings for one in finding.recommendations]
    every.sort(key=lambda one: (one.state in DONE, one.due_on or date.max, one.id))
    if not every:
        return
    open_ = any(actions_form.has_draft(f"follow_{one.id}") for one in every)
    with st.expander(visit.say("actions_form.update_recommendation"), expanded=open_):
        one = _chosen(visit, "which_recommendation", f"which_recommendation_{key}", every, partial(_step_name, visit))
        text = visit.either(one.text_vi, one.text_en)
        write = _changes(visit, found, "recommendation", one.id, text)
        seen = _texts(visit, one, FOLLOW_UP)
        form = actions_form.form
        form(visit, f"follow_{one.id}", "recommendation", FOLLOW_UP, write, version=one.version, seen=seen)


def _folded(
    visit: Visit,
    name: str,
    label: str,
    what: str,
    fields: tuple[str, ...],
    write: Callable[[Mapping[str, str], int], str | None],
    *,
    version: int = 0,
    seen: Mapping[str, str] | None = None,
) -> None:
    with st.expander(label, expanded=actions_form.has_draft(name)):
        actions_form.form(visit, name, what, fields, write, version=version, seen=seen)


def _chosen(visit: Visit, label: str, key: str, options: Sequence[Thing], said: Callable[[Thing], str]) -> Thing:
    """One of some rows, by its place: rows themselves change with every deed."""
    by_id: dict[int, Thing] = {one.id: one for one in options}  # type: ignore[attr-defined]  # every row has one
    chosen = st.selectbox(
        visit.say(f"actions_form.{label}"), list(by_id), format_func=lambda one: said(by_id[one]), key=key
    )
    return by_id[chosen]


def _step_name(visit: Visit, one: Step | Recommendation) -> str:
    text = visit.either(one.text_vi, one.text_en)
    due = formats.day(one.due_on, visit.lang) if one.due_on else visit.say("actions_page.no_due")
    return f"{text} ({due}, {visit.say(f'actions_state.{one.state}').lower()})"


def _found(visit: Visit, one: Finding) -> str:
    return f"{formats.day(one.found_on, visit.lang)}: {visit.either(one.text_vi, one.text_en)}"


def _texts(visit: Visit, row: Any, fields: tuple[str, ...]) -> dict[str, str]:
    """The fields of a row as a form shows them."""
    found = {}
    for name in fields:
        spoken = hasattr(row, f"{name}_vi")
        value = visit.either(getattr(row, f"{name}_vi"), getattr(row, f"{name}_en")) if spoken else getattr(row, name)
        found[name] = f"{value:%d/%m/%Y}" if isinstance(value, date) else "" if value is None else str(value)
    return found


def _adds(
    visit: Visit, found: Asked, what: str, unit: str | None = None, *, owner: int | None = None, plan: int | None = None
) -> Callable[[Mapping[str, str], int], str | None]:
    """How a form for a new row keeps it."""

    def write(typed: Mapping[str, str], _version: int) -> str:
        edit.add(
            visit.home.engine,
            what,
            typed,
            account=visit.account.name if visit.account else "",
            scope=visit.submits_for,
            today=found.today,
            lang=visit.lang,
            unit=unit,
            owner=owner,
            plan=plan,
        )
        told = typed.get("problem") or typed.get("name") or typed.get("text") or ""
        return _said(visit, found, told, typed.get("decided_on") or typed.get("found_on"))

    return write


def _changes(
    visit: Visit, found: Asked, what: str, key: int, told: str
) -> Callable[[Mapping[str, str], int], str | None]:
    """How a form about a row keeps what was changed."""

    def write(typed: Mapping[str, str], version: int) -> str:
        edit.change(
            visit.home.engine,
            what,
            key,
            typed,
            version=version,
            account=visit.account.name if visit.account else "",
            scope=visit.submits_for,
            today=found.today,
            lang=visit.lang,
        )
        return _said(visit, found, told, typed.get("done_on"))

    return write


def _said(visit: Visit, found: Asked, told: str, day: str | None) -> str:
    """What was written, and that it lies after the day the page is seen from, where it does."""
    when = edit.day_of(day or "")
    if when is not None and when > found.on:
        return visit.say("actions_form.saved_later", what=told, day=formats.day(found.on, visit.lang))
    return visit.say("actions_form.saved", what=told)
