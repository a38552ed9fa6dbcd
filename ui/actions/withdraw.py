"""Withdrawing what was entered by mistake, with a reason, and putting it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from db.submissions import HANOI
from flows.plans import edit
from flows.plans.withdrawn import Withdrawn, withdrawn_at
from report import formats
from ui import actions, headlines
from ui.actions import Asked
from ui.actions import form as actions_form
from ui.cache import ask
from ui.enter import Visit


@dataclass(frozen=True, slots=True)
class Thing:
    """A row in force that can be withdrawn, and what people read for it."""

    what: str
    id: int
    version: int
    name: str

    @property
    def key(self) -> str:
        return f"{self.what}_{self.id}"


def forms(visit: Visit, unit: str, found: Asked) -> None:
    """What the page shows, each to be withdrawn; below, what was withdrawn there, each to be put back."""
    things = {one.key: one for one in _things(visit, found)}
    if things:
        open_ = any(actions_form.has_draft(f"withdraw_{key}") for key in things)
        with st.expander(visit.say("actions_form.withdraw"), expanded=open_):
            st.html(f'<p class="m m-note">{escape(visit.say("actions_form.withdraw_note"))}</p>')
            key = st.selectbox(
                visit.say("actions_form.which_withdraw"),
                list(things),
                format_func=lambda one: things[one].name,
                key=f"which_withdraw_{found.plan.id if found.plan else unit}",
            )
            _withdraw(visit, things[key], found)
    gone = ask(visit, withdrawn_at, unit=unit, on=found.on)
    gone = tuple(one for one in gone if found.plan is None or one.plan == found.plan.id)
    if gone:
        open_ = any(actions_form.has_draft(f"put_back_{one.what}_{one.id}") for one in gone)
        number = formats.number(len(gone), visit.lang)
        with st.expander(visit.say("actions_form.put_back", number=number), expanded=open_):
            for one in gone:
                _put_back(visit, one, found.today)


def _things(visit: Visit, found: Asked) -> Iterator[Thing]:
    """Steps first, for those are what is mistaken most; the plan as a whole last."""
    plan = found.plan
    if plan is not None:
        for step in plan.steps:
            yield _thing(visit, "step", step.id, step.version, visit.either(step.text_vi, step.text_en))
        for measure in plan.measures:
            yield _thing(visit, "measure", measure.id, measure.version, visit.either(measure.name_vi, measure.name_en))
    for finding in found.findings:
        for one in finding.recommendations:
            yield _thing(visit, "recommendation", one.id, one.version, visit.either(one.text_vi, one.text_en))
        yield _thing(visit, "finding", finding.id, finding.version, visit.either(finding.text_vi, finding.text_en))
    for each in (plan,) if plan is not None else found.plans:
        named = f"{actions.named(visit, each.unit)}, {visit.either(each.problem_vi, each.problem_en)}"
        yield _thing(visit, "plan", each.id, each.version, named)


def _thing(visit: Visit, what: str, key: int, version: int, text: str) -> Thing:
    return Thing(what, key, version, _named(visit, what, text))


def _named(visit: Visit, what: str, text: str) -> str:
    return visit.say("actions_form.named", kind=visit.say(f"actions_page.{what}"), text=text)


def _withdraw(visit: Visit, thing: Thing, found: Asked) -> None:
    def write(typed: Mapping[str, str], version: int) -> str:
        edit.withdraw(
            visit.home.engine,
            thing.what,
            thing.id,
            typed,
            version=version,
            account=visit.account.name if visit.account else "",
            scope=visit.submits_for,
            today=found.today,
        )
        return visit.say("actions_form.withdrawn", what=thing.name)

    name = f"withdraw_{thing.key}"
    actions_form.form(visit, name, "withdrawal", ("reason",), write, version=thing.version, button="withdraw_save")


def _put_back(visit: Visit, one: Withdrawn, today: date) -> None:
    named = _named(visit, one.what, visit.either(one.text_vi, one.text_en))
    when = one.at.astimezone(HANOI).date()
    by = headlines.handed_in_by(visit, one.account)
    told = visit.say("actions_form.withdrawn_by", day=formats.day(when, visit.lang), account=by, reason=one.reason)
    st.html(f'<p class="m"><b>{escape(named)}</b><br><span class="m-note">{escape(told)}</span></p>')

    def write(_typed: Mapping[str, str], version: int) -> str:
        edit.put_back(
            visit.home.engine,
            one.what,
            one.id,
            version=version,
            account=visit.account.name if visit.account else "",
            scope=visit.submits_for,
            today=today,
        )
        return visit.say("actions_form.back", what=named)

    name = f"put_back_{one.what}_{one.id}"
    actions_form.form(visit, name, "put_back", (), write, version=one.version, button="put_back_save")
