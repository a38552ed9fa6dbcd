"""What a unit needs looking at: rows of the watch, plans that strengthen it, findings, those overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st
from sqlalchemy import Connection

from db import goals
from flows.asked import Unknown
from flows.plans import Overdue, Plan, overdue, plans_of
from flows.plans.findings import Finding, findings_of
from flows.plans.rated import Rated
from flows.watch import WatchRow, Why, watch
from metrics.periods import Period
from report import cards, formats
from report.text import has
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href
from ui.unit import Asked

NAMED = 4
"""Places that a row names; the page of the watch names all."""

SHOWN = 3
"""Plans and findings that stand open."""


def rows(visit: Visit, picked: Picked) -> tuple[WatchRow, ...]:
    """Why the unit, or something below it, needs looking at: by the resolution picked, else by one that reaches it."""
    return ask(
        visit,
        watched,
        resolution=picked.resolution.code,
        unit=picked.unit.code,
        as_of=picked.period,
        boundaries=picked.boundaries,
    )


def watched(conn: Connection, *, resolution: str, unit: str, as_of: Period, boundaries: int) -> tuple[WatchRow, ...]:
    """The rows of the watch at a unit; none where no resolution reaches it."""
    for code in dict.fromkeys((resolution, *(row.code for row in goals.resolutions(conn)))):
        try:
            return watch(conn, resolution=code, unit=unit, as_of=as_of, boundaries=boundaries)
        except Unknown:
            continue
    return ()


def cares(visit: Visit, picked: Picked, found: Asked, held: Sequence[WatchRow]) -> None:
    """``3 điều cần chú ý``: what concerns the unit itself first, then what lies below it, counted."""
    own = [row for row in held if row.unit.id == found.story.unit.id]
    under = [row for row in held if row.unit.id != found.story.unit.id]
    with st.container(key="box_cares"):
        simulated = any(row.simulated for row in held)
        lines = [_own(visit, picked, row) for row in own]
        lines += [_below(visit, picked, why, [row for row in under if row.why is why]) for why in _order(under)]
        number = formats.number(len(lines), visit.lang)
        title = visit.say("unit_page.cares", number=number) if lines else visit.say("unit_page.cares_none")
        st.html(cards.heading(visit.lang, title, is_simulated=simulated))
        if not lines:
            return
        st.html(f'<div class="m"><ul class="u-cares">{"".join(lines)}</ul></div>')


def _order(held: Sequence[WatchRow]) -> list[Why]:
    return list(dict.fromkeys(row.why for row in held))


def _own(visit: Visit, picked: Picked, row: WatchRow) -> str:
    since = _since(visit, row.since)
    planned = visit.say("unit_page.planned") if row.planned else ""
    rest = ", ".join(part for part in (since, planned) if part)
    return f'<li><b>{_why(visit, picked, row.why)}</b><span class="m-sub">{escape(rest)}</span></li>'


def _below(visit: Visit, picked: Picked, why: Why, held: Sequence[WatchRow]) -> str:
    units = {row.unit.code: row for row in held}
    names = ", ".join(_named(picked, row) for row in list(units.values())[:NAMED])
    if len(units) > NAMED:
        rest = formats.number(len(units) - NAMED, visit.lang)
        names += " " + escape(visit.say("unit_page.and_more", number=rest))
    number = formats.number(len(units), visit.lang)
    return f'<li><b>{_why(visit, picked, why)} · {number}</b><span class="m-sub">{names}</span></li>'


def _named(picked: Picked, row: WatchRow) -> str:
    """A place as a link, with the unit above it where that is not the one of the page: many villages share a name."""
    where = f'<a href="{escape(href("unit", unit=row.unit.code))}">{escape(row.unit.name)}</a>'
    above = row.above[0].name if row.above and row.above[0].code != picked.unit.code else ""
    return f"{where} ({escape(above)})" if above else where


def _why(visit: Visit, picked: Picked, why: Why) -> str:
    where = href("watch", unit=picked.unit.code, rule=why.value)
    return f'<a href="{escape(where)}">{escape(visit.say(f"unit_page.why.{why}"))}</a>'


def _since(visit: Visit, since: Period | date | None) -> str:
    if since is None:
        return ""
    when = formats.period(since, visit.lang) if isinstance(since, Period) else formats.day(since, visit.lang)
    return visit.say("unit_page.since", when=when)


@dataclass(frozen=True, slots=True)
class CaredFor:
    """What is done about a unit and what lies below it, on the day of the review."""

    late: tuple[Overdue, ...]
    plans: tuple[Plan, ...]
    findings: tuple[Finding, ...]

    @property
    def lines(self) -> int:
        """About how many lines it takes."""
        return 3 * sum(min(len(some), SHOWN) for some in (self.late, self.plans, self.findings))


def cared_for(visit: Visit, picked: Picked) -> CaredFor:
    """Overdue steps, plans and findings of the unit and of all below it."""
    asked = {"unit": picked.unit.code, "on": picked.period.last}
    return CaredFor(ask(visit, overdue, **asked), ask(visit, plans_of, **asked), ask(visit, findings_of, **asked))


def plans(visit: Visit, picked: Picked, found: CaredFor) -> None:
    """Steps and recommendations that are overdue, then plans and findings, the newest first."""
    late, made, seen = found.late, found.plans, found.findings
    with st.container(key="box_plans"):
        simulated = any([*(one.any_simulated for one in made), *(one.simulated for one in seen)])
        st.html(cards.heading(visit.lang, visit.say("unit_page.plans"), is_simulated=simulated))
        if not (late or made or seen):
            st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.plans_none"))}</p>')
            return
        lines = [_overdue(visit, picked, one) for one in late[:SHOWN]]
        if len(late) > SHOWN:
            more = visit.say("unit_page.more_overdue", number=formats.number(len(late) - SHOWN, visit.lang))
            lines.append(f'<li><a href="{escape(href("actions", unit=picked.unit.code))}">{escape(more)}</a></li>')
        lines += [_plan(visit, picked, one) for one in made[:SHOWN]]
        lines += [_finding(visit, picked, one) for one in seen[:SHOWN]]
        rest = max(len(made) - SHOWN, 0) + max(len(seen) - SHOWN, 0)
        if rest:
            more = visit.say("unit_page.more_plans", number=formats.number(rest, visit.lang))
            lines.append(f'<li><a href="{escape(href("actions", unit=picked.unit.code))}">{escape(more)}</a></li>')
        st.html(f'<div class="m"><ul class="u-cares">{"".join(lines)}</ul></div>')


def _overdue(visit: Visit, picked: Picked, one: Overdue) -> str:
    text = visit.either(one.text_vi, one.text_en)
    day = formats.day(one.due_on, visit.lang)
    where = "" if one.unit.code == picked.unit.code else f"{one.unit.name} · "
    said = f"{where}{visit.say('unit_page.overdue_on', day=day)} · {visit.either(one.body_vi, one.body_en)}"
    made_up = _made_up(visit, one.simulated)
    return f'<li class="late"><b>{escape(text)}</b><span class="m-sub">{escape(said + made_up)}</span></li>'


def _plan(visit: Visit, picked: Picked, one: Plan) -> str:
    named = visit.say("unit_page.plan", document=one.document or one.unit.name)
    where = href("actions", unit=one.unit.code, plan=one.code)
    steps = visit.say("unit_page.steps", done=one.done, whole=len(one.steps)) if one.steps else ""
    due = visit.say("unit_page.next_due", day=formats.day(one.next_due, visit.lang)) if one.next_due else ""
    result = visit.say("unit_page.outcome", rating=_rated(visit, one.outcome))
    unit = "" if one.unit.code == picked.unit.code or not one.document else one.unit.name
    problem = visit.either(one.problem_vi, one.problem_en).rstrip(".")
    rest = " · ".join(part for part in (unit, problem, steps, due, result) if part)
    head = f'<a href="{escape(where)}">{escape(named)}</a>'
    return f'<li><b>{head}</b><span class="m-sub">{escape(rest)}{_made_up(visit, one.simulated)}</span></li>'


def _rated(visit: Visit, rated: Rated | None) -> str:
    key = f"rating.{rated.rating if rated else 'not_rated'}"
    return visit.say(key) if has(visit.lang, key) else str(rated.rating if rated else "")


def _finding(visit: Visit, picked: Picked, one: Finding) -> str:
    day = formats.day(one.found_on, visit.lang)
    named = visit.say("unit_page.finding", day=day, body=visit.either(one.body_vi, one.body_en))
    where = href("actions", unit=one.unit.code)
    unit = "" if one.unit.code == picked.unit.code else f"{one.unit.name} · "
    text = f"{unit}{visit.either(one.text_vi, one.text_en)}"
    head = f'<a href="{escape(where)}">{escape(named)}</a>'
    return f'<li><b>{head}</b><span class="m-sub">{escape(text)}{_made_up(visit, one.simulated)}</span></li>'


def _made_up(visit: Visit, simulated: bool) -> str:
    return f" ({visit.say('app.simulated')})" if simulated else ""
