"""What was handed in for a unit, and when: periods with their deadline, who is missing or late, the files."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from flows.handed_in import Brought, HandedIn, handed_in
from flows.timeliness import Arrivals
from report import cards, formats
from ui import headlines
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href
from ui.unit import Asked

OPEN = 4
"""Periods that stand open; the others are folded."""

COUNTED = ("missing", "late", "corrected", "on_time", "reported")
"""Trouble first."""


def held(visit: Visit, picked: Picked) -> tuple[HandedIn, ...]:
    """What was handed in, newest period first."""
    return ask(visit, handed_in, unit=picked.unit.code, as_of=picked.period, boundaries=picked.boundaries)


def submissions(visit: Visit, found: Asked, rows: Sequence[HandedIn]) -> None:
    """A line a period: what arrived in time, late, not at all, changed since; by whom is said once where it is one."""
    with st.container(key="box_submissions"):
        simulated = any(each.arrivals.simulated for each in rows)
        files = [one for each in rows for one in each.files]
        who = list(dict.fromkeys(headlines.handed_in_by(visit, one.row.account) for one in files))
        sub = visit.say("unit_page.all_by", who=who[0]) if len(who) == 1 else ""
        st.html(cards.heading(visit.lang, visit.say("unit_page.submissions"), sub, is_simulated=simulated))
        if not rows:
            words = visit.say("unit_page.submissions_none")
            where = href("submit", unit=found.story.unit.code)
            way = f'<a href="{escape(where)}">{escape(visit.say("nav.submit"))}</a>'
            st.html(f'<p class="m m-sub">{escape(words)} {"" if found.story.unit.ended else way}</p>')
            return
        lines = [_line(visit, found, each, name=len(who) > 1) for each in rows]
        more = ""
        if len(lines) > OPEN:
            words = visit.say("unit_page.more_periods", number=formats.number(len(lines) - OPEN, visit.lang))
            rest = "".join(lines[OPEN:])
            more = f'<details><summary>{escape(words)}</summary><ul class="u-periods">{rest}</ul></details>'
        where = href("quality", unit=found.story.unit.code)
        all_ = f'<a href="{escape(where)}">{escape(visit.say("nav.quality"))}</a>'
        first = f'<ul class="u-periods">{"".join(lines[:OPEN])}</ul>'
        st.html(f'<div class="m">{first}{more}<p class="m-sub">{all_}</p></div>')


def _line(visit: Visit, found: Asked, each: HandedIn, *, name: bool) -> str:
    arrived = each.arrivals
    period = escape(formats.period(arrived.period, visit.lang))
    due = ""
    if arrived.deadline is not None:
        due = escape(visit.say("unit_page.deadline_on", day=formats.day(arrived.deadline, visit.lang)))
    files = "".join(f"<li>{_file(visit, one, name=name, later=place > 0)}</li>" for place, one in enumerate(each.files))
    files = f"<ul>{files}</ul>" if files else ""
    said = escape(_counts(visit, found, arrived))
    return f'<li><b>{period}</b><span class="m-note">{due}</span><span class="said">{said}</span>{files}</li>'


def _counts(visit: Visit, found: Asked, arrived: Arrivals) -> str:
    counts = {key: getattr(arrived, key) for key in COUNTED}
    told = [key for key in COUNTED if counts[key]]
    if not told:
        return visit.say("unit_page.nobody_asked")
    if found.leaf or arrived.expected == 1:
        return visit.say(f"unit_page.arrived.{told[0]}")
    whole = formats.number(arrived.expected, visit.lang)
    if len(told) == 1:
        return visit.say(f"unit_page.all_arrived.{told[0]}", whole=whole)
    return ", ".join(
        visit.say(f"unit_page.some_arrived.{key}", number=formats.number(counts[key], visit.lang)) for key in told
    )


def _file(visit: Visit, one: Brought, *, name: bool, later: bool) -> str:
    """A file with its day, how late it was, and what it is where it is not the first."""
    row = one.row
    day = formats.day(row.at.date(), visit.lang)
    parts = [row.file_name, day]
    if row.undoes is not None:
        parts.append(visit.say("unit_page.undo", seq=row.undoes))
    elif row.undone_by is not None:
        parts.append(visit.say("unit_page.undone"))
    elif later:
        parts.append(visit.say("unit_page.later_file"))
    elif one.late:
        parts.append(visit.say("unit_page.late_days", days=formats.number(one.late, visit.lang)))
    if name:
        parts.append(headlines.handed_in_by(visit, row.account))
    return escape(" · ".join(parts))
