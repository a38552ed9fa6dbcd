"""Plans that strengthen weak units: what is asked for, from which day it is seen, and the head of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from html import escape

import streamlit as st

from db.submissions import HANOI
from flows.plans import Plan, Step, plans_of
from flows.plans.edit import may_change
from flows.plans.findings import Finding, findings_of
from flows.plans.states import DONE, PlanState, State
from flows.review import UnitLabel
from report import cards, formats
from ui import lost, state
from ui.cache import ask
from ui.enter import Role, Visit
from ui.pickers import Picked
from ui.unit_names import placed


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page shows: plans and findings at the unit as they stood on the day ``on``.

    ``plan`` is the one that is open. ``today`` is today's day, ``may`` whether the visitor may write at the unit, or
    about the open plan.
    """

    on: date
    today: date
    plans: tuple[Plan, ...]
    findings: tuple[Finding, ...]
    plan: Plan | None
    may: bool


def asked(visit: Visit, picked: Picked) -> Asked:
    """Everything at the unit and below, seen from the last day of the period, or from today while it is open."""
    today = datetime.now(HANOI).date()
    on = min(picked.period.last, today)
    plans = ask(visit, plans_of, unit=picked.unit.code, on=on)
    findings = ask(visit, findings_of, unit=picked.unit.code, on=on)
    labels = {"": visit.say("actions_page.all_plans")} | {one.code: _plan_name(visit, one) for one in plans}
    code = lost.settle(visit, "plan", visit.say("actions_page.plan"), labels, "")
    plan = next((one for one in plans if one.code == code), None)
    about = plan.unit.code if plan else picked.unit.code
    may = visit.role >= Role.STAFF and ask(visit, may_change, unit=about, scope=visit.submits_for, on=today)
    own = tuple(one for one in findings if plan is None or one.plan == plan.id or one.unit.code == plan.unit.code)
    return Asked(on, today, plans, own, plan, may)


def _plan_name(visit: Visit, plan: Plan) -> str:
    return visit.say("actions_page.plan_of", unit=named(visit, plan.unit), year=plan.decided_on.year)


def title(visit: Visit, picked: Picked, found: Asked) -> None:
    """What the page is about: the plan that is open, else the unit."""
    if found.plan is None:
        sub = visit.say("actions_page.sub", unit=picked.unit.name)
        st.html(cards.heading(visit.lang, visit.say("actions_page.title"), sub, level=1))
        return
    words = visit.say("actions_page.plan_title", unit=named(visit, found.plan.unit))
    st.html(cards.heading(visit.lang, words, is_simulated=found.plan.simulated, level=1))


def named(visit: Visit, unit: UnitLabel) -> str:
    """The unit with the one above it, unless its own name says that already."""
    full = placed(visit, unit)
    above = full.removeprefix(f"{unit.name}, ")
    return unit.name if above.casefold() in unit.name.casefold() else full


def notes() -> None:
    """What was written just now."""
    said = state.told()
    if said:
        st.html(f'<p class="moc-said" role="status">{escape(said)}</p>')


def as_of(visit: Visit, picked: Picked, found: Asked) -> str:
    """The day from which things are overdue or not, in words."""
    key = "as_of" if picked.period.last < found.today else "as_of_today"
    period = formats.period(picked.period, visit.lang)
    return visit.say(f"actions_page.{key}", day=formats.day(found.on, visit.lang), period=period)


def state_words(visit: Visit, step: State, days: int) -> str:
    """How a step stands, with the days of its delay."""
    key = str(step)
    if step is State.OVERDUE:
        key = "over_by_one" if days == 1 else "over_by"
    elif step is State.DONE_LATE:
        key = "late_by_one" if days == 1 else "late_by"
    return visit.say(f"actions_state.{key}", days=formats.number(days, visit.lang))


def badge(words: str, mark: State | PlanState) -> str:
    """A state as a mark: by its word, its shape and its weight; never by a verdict's colour."""
    return f'<span class="act-state {mark}">{escape(words)}</span>'


def bar(states: tuple[State, ...]) -> str:
    """One segment a step, from the left: done, done late, overdue, open. The words beside it say the numbers."""
    order = (State.DONE, State.DONE_LATE, State.OVERDUE, State.OPEN)
    parts = "".join(f'<i class="{one}"></i>' for kind in order for one in states if one is kind)
    return f'<div class="act-bar" aria-hidden="true">{parts}</div>' if parts else ""


def progress_words(visit: Visit, states: tuple[State, ...]) -> str:
    """How many steps are done, and how many overdue."""
    if not states:
        return visit.say("actions_page.no_steps")
    late = sum(one is State.OVERDUE for one in states)
    done = sum(one in DONE for one in states)
    key = "progress_overdue" if late else "progress"
    return visit.say(f"actions_page.{key}", done=done, all=len(states), overdue=late)


def day_or(visit: Visit, day: date | None, key: str) -> str:
    """A day; the words of ``key`` where there is none."""
    return formats.day(day, visit.lang) if day else visit.say(key)


def evidence(visit: Visit, step: Step) -> str:
    """What shows that a step is done, as far as it was known on the day it is seen from."""
    if step.done_on is not None and step.state not in DONE:
        return ""
    return visit.either(step.evidence_vi, step.evidence_en)


def next_due(visit: Visit, plan: Plan) -> tuple[str, str]:
    """The nearest deadline not yet met, under its name: one that has passed is told as that."""
    key = "oldest_due" if plan.state is PlanState.OVERDUE else "next_due"
    return visit.say(f"actions_page.{key}"), day_or(visit, plan.next_due, "actions_page.next_none")


def rating_words(visit: Visit, plan: Plan) -> tuple[str, str]:
    """The rating a plan answers to (empty where it answers to none), and its outcome."""
    before = _rated(visit, plan.rated_before.year, plan.rated_before.rating) if plan.rated_before else ""
    if plan.outcome:
        return before, _rated(visit, plan.outcome.year, plan.outcome.rating)
    waiting = visit.say("actions_page.not_rated")
    if plan.rated_year is None:
        return before, waiting
    return before, visit.say("actions_page.rated", year=plan.rated_year + 1, rating=waiting)


def _rated(visit: Visit, year: int, rating: str) -> str:
    return visit.say("actions_page.rated", year=year, rating=visit.say(f"rating.{rating}"))


def marked(visit: Visit, text: str, simulated: bool) -> str:
    """A text for a table or file, marked where it is simulated."""
    return visit.say("actions_page.simulated_text", text=text) if simulated else text
